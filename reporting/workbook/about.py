"""The first sheet, which tells what every other sheet and column shows, and how things are counted."""

from openpyxl.worksheet.hyperlink import Hyperlink

from config.formats import number

from ..columns import Column
from . import sheets

TITLE, HEADING = "Om arbetsboken", 4
COUNTING = "Så räknas det"
_COLUMNS = (
    Column("Blad", "", lambda sheet, name, about: sheet, 20),
    Column("Begrepp eller kolumn", "", lambda sheet, name, about: name, 46),
    Column("Förklaring", "", lambda sheet, name, about: about, 100),
)
_TERMS = (
    (
        "EU-projekt",
        "Ett projekt som minst en nämnd har ett projektkort för, i ett program som är EU:s. Projektet räknas en gång, "
        "hur många nämnder som än deltar.",
    ),
    (
        "Deltagande",
        "En nämnds projektkort för ett EU-projekt. Deltaganden är därför fler än EU-projekten när flera nämnder "
        "deltar i samma projekt.",
    ),
    (
        "Utbetalda medel",
        "Medel från EU och andra internationella finansiärer som betalades ut till nämnderna under året. De är summan "
        "av alla projektkort, och summan är densamma per nämnd, per programgrupp och per huvudmål.",
    ),
    (
        "KF-mål",
        "Ett EU-projekt räknas under varje mål som något av dess projektkort nämner. Pengarna räknas bara under "
        "kortets huvudmål.",
    ),
    (
        "Roller",
        "Ett EU-projekt räknas till projektägare om någon nämnd äger det, annars till projektpartner om någon nämnd "
        "är partner, annars till annan roll.",
    ),
    ("Tom cell", "Ingen har lämnat uppgiften. Det betyder inte noll."),
    ("Belopp", "Alla belopp är hela kronor om inget annat sägs."),
    (
        "Summor",
        "Raden Summa under en tabell är en formel, och följer med när du filtrerar. Diagrammen och kontrollerna på "
        "bladet Översikt hämtar sina siffror från de andra bladen.",
    ),
)


def add(book, material, standing, explained):
    """Write the sheet first in the book; `explained` are the other sheets, in their order."""
    rows = [*_counting(material.subject), *(row for sheet in explained for row in _told(sheet))]
    sheet = book.create_sheet(TITLE, 0)
    sheets.write_title(sheet, f"Internationell redovisning {material.subject.year}", standing)
    sheets.set_widths(sheet, _COLUMNS)
    sheets.write_heading_row(sheet, HEADING, _COLUMNS)
    for place, row in enumerate(rows, start=HEADING + 1):
        sheets.write_row(sheet, place, _COLUMNS, row)
        if not row[1]:
            sheets.embolden(sheet, place, _COLUMNS)
            sheet.cell(place, 1).hyperlink = Hyperlink(sheet.cell(place, 1).coordinate, location=f"'{row[0]}'!A1")
    sheets.add_excel_table(sheet, "TabellOm", _COLUMNS, HEADING, HEADING + len(rows))
    sheet.freeze_panes, sheet.print_title_rows = f"A{HEADING + 1}", f"{HEADING}:{HEADING}"


def _counting(year):
    rates = [(f"Växelkurs {code}", _rate(code, rate)) for code, rate in year.exchange_rates.items()]
    return [(COUNTING, name, about) for name, about in (*_TERMS, *rates)]


def _rate(code, rate):
    decimals = len(str(rate).partition(".")[2])
    return f"1 {code} är {number(rate, decimals)} kronor, årets genomsnitt. Används bara för projektens totala budget."


def _told(sheet):
    """What the sheet shows, and then each of its columns."""
    yield sheet.title, "", sheet.about
    for column in sheet.columns:
        yield sheet.title, column.heading, column.about
