"""Writes the workbook: the board's cards this year, and last year's ongoing projects that are not there yet."""

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from config.excel import NUMBER, Book, saved, write_cell

from .. import carry_over
from ..models import Card
from ..section import Cards, full_cards
from .columns import FORMAT, MOST_CARDS, MOST_PARTNERS, Sheets, Tab, partner_cells, squeezed

IDENTITY = ("Format", "År", "Nämnd")
_FIRST_LIST = 4  # the column of the first list, beside the identity
_LINE, _TALLEST = 15, 150  # points
_FORMATS = {"amount": NUMBER, "date": "@", "text": "@"}
_HEAD = PatternFill("solid", fgColor="1F3A5F")
_HEAD_OF_FACTS = PatternFill("solid", fgColor="3B5B52")
_WHITE = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_TITLE = Font(name="Calibri", size=16, bold=True)
_TOP = Alignment("left", "top", wrap_text=True)
_HELP = (
    "Bladet Projekt har en rad för varje projekt. Peka på en rubrik för att se vad som ska stå i kolumnen.",
    "Kolumnerna med grön rubrik beskriver projektet. De med blå rubrik är nämndens egen redovisning av det.",
    "Lägg till ett projekt genom att skriva på den första tomma raden. Titeln måste alltid finnas.",
    "Bladet Partner har en rad för varje partner. Välj i första kolumnen vilket projekt partnern hör till.",
    "Skriv belopp i hela kronor med alla siffror, till exempel 1 234 567.",
    "Skriv datum som 2024-03-01, 2024-03 eller bara 2024.",
    "I långa texter blir varje rad ett stycke (Alt+Enter ger en ny rad). Börja raden med - för en punkt i en lista,"
    " 1. för en numrerad punkt, # för en rubrik, ## för en lägre rubrik och > för ett citat.",
    "En text som ni inte ändrar här behåller sin fetstil, kursiv och sina länkar. Ändrar ni den blir den vanlig text.",
    "Ändra inte rubrikerna, och lägg inte till egna kolumner eller blad: de går inte att läsa in.",
    "Spara filen och läs in den på redovisningens sida. Ni ser först vad som kommer att ändras.",
    "Ett projekt vars rad ni tar bort här ligger kvar i systemet, om ni inte kryssar för att det ska bort.",
)


def made(submission):
    """The workbook of the submission, as the bytes of a file."""
    sheets, book = Sheets(submission), Book()
    contents = starting(submission)
    rows, partners = _rows(sheets, contents), _partner_rows(contents)
    _sheet(book.active, Tab.CARDS, sheets.cards, rows)
    _sheet(book.create_sheet(), Tab.PARTNERS, sheets.partners, partners)
    _help(book.create_sheet(Tab.HELP), submission, bool(contents.keys() - _own(submission)))
    lists = _lists(book.create_sheet(Tab.LISTS), submission, sheets.cards + sheets.partners)
    _as_written(book, Tab.AS_WRITTEN, sheets.cards, rows)
    _as_written(book, Tab.PARTNERS_AS_WRITTEN, sheets.partners, partners)
    _choices(book[Tab.CARDS], sheets.cards, lists, MOST_CARDS)
    _choices(book[Tab.PARTNERS], sheets.partners, lists, MOST_PARTNERS)
    _one_of(book[Tab.PARTNERS], 1, f"{Tab.CARDS}!$B$2:$B${MOST_CARDS + 1}", MOST_PARTNERS, strict=False)
    book[Tab.CARDS].freeze_panes, book[Tab.PARTNERS].freeze_panes = "C2", "A2"
    book[Tab.CARDS].column_dimensions["A"].hidden = True
    return saved(book)


def starting(submission):
    """What the workbook begins with, by the projects' keys: the cards, and last year's ongoing projects as cards."""
    section = Cards()
    cards = {card.project.key: section.content(card) for card in full_cards(submission)}
    ongoing = [offer.project for offer in carry_over.offers(submission) if not offer.here and not offer.ended]
    return cards | {project.key: carried(submission, project) for project in ongoing}


def carried(submission, project):
    """The card for the project as it may be brought over from last year; None where the board did not have it then."""
    earlier = submission.earlier
    found = earlier and carry_over.carried(earlier, Card(submission=submission, project=project))
    return found and found.content


def _own(submission):
    return set(submission.cards.values_list("project__key", flat=True))


def _rows(sheets, contents):
    return [sheets.cells(key, content) for key, content in contents.items()]


def _partner_rows(contents):
    titles = [squeezed(content["project"]["title"]) for content in contents.values()]
    rows = []
    for key, content in contents.items():
        title = content["project"]["title"]
        project = title if titles.count(squeezed(title)) == 1 else key
        rows += [{"project": project, **partner_cells(each)} for each in content["card"].get("partners", [])]
    return rows


def _sheet(sheet, title, columns, rows):
    sheet.title = title
    for place, column in enumerate(columns, start=1):
        _head(sheet, place, column)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            _write(sheet.cell(number, place), column, row.get(column.name, ""))
        lines = max(_lines(row.get(column.name, ""), column.width) for column in columns)
        sheet.row_dimensions[number].height = min(lines * _LINE, _TALLEST)
    sheet.row_dimensions[1].height = max(_lines(column.heading, column.width) for column in columns) * _LINE + 6
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _head(sheet, place, column):
    cell, dimension = sheet.cell(1, place), sheet.column_dimensions[get_column_letter(place)]
    write_cell(cell, column.heading)
    cell.font, cell.fill, cell.alignment = _WHITE, _HEAD_OF_FACTS if column.fact else _HEAD, _TOP
    dimension.width, dimension.alignment = column.width, _TOP
    dimension.number_format = _FORMATS.get(column.kind, "General")
    if column.help:
        cell.comment = Comment(column.help, "Internationell redovisning", height=140, width=320)


def _lines(text, width):
    return sum(1 + len(line) // width for line in text.split("\n"))


def _write(cell, column, text):
    if text:
        write_cell(cell, int(text) if column.kind == "amount" else text)
    cell.alignment, cell.number_format = _TOP, _FORMATS.get(column.kind, "General")


def _help(sheet, submission, has_carried):
    write_cell(sheet["A1"], f"Projekt {submission.round.year}, {submission.board}")
    sheet["A1"].font = _TITLE
    lines = list(_HELP)
    if has_carried:
        year = submission.earlier.submission.round.year
        lines[2:2] = [
            f"Projekt som pågick {year} står redan här. Fyll i årets utbetalda medel och resultat.",
            "En sådan rad blir ett projektkort när ni läser in filen. Ta bort raden om projektet inte fortsätter.",
        ]
    for place, line in enumerate(lines, start=3):
        write_cell(sheet.cell(place, 1), line)
        sheet.cell(place, 1).alignment = _TOP
        sheet.row_dimensions[place].height = _lines(line, 95) * _LINE + 6
    sheet.column_dimensions["A"].width = 100


def _lists(sheet, submission, columns):
    """Writes the hidden sheet with the workbook's identity and the lists; gives the lists' ranges by column's name."""
    sheet.sheet_state = "hidden"
    for place, pair in enumerate(zip(IDENTITY, identity(submission), strict=True), start=1):
        for column, text in enumerate(pair, start=1):
            write_cell(sheet.cell(place, column), text)
    chosen = [column for column in columns if column.choices]
    return {column.name: _list(sheet, place, column) for place, column in enumerate(chosen, start=_FIRST_LIST)}


def identity(submission):
    """What tells that a workbook is of this kind, this year and this board."""
    return FORMAT, str(submission.round.year), submission.board.slug


def _list(sheet, place, column):
    for number, label in enumerate([column.heading, *column.labels], start=1):
        write_cell(sheet.cell(number, place), label)
    letter = get_column_letter(place)
    return f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${len(column.labels) + 1}"


def _choices(sheet, columns, lists, most):
    for place, column in enumerate(columns, start=1):
        if column.choices:
            _one_of(sheet, place, lists[column.name], most)


def _one_of(sheet, place, cells, most, strict=True):
    letter = get_column_letter(place)
    rule = DataValidation("list", formula1=cells, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "stop" if strict else "warning"
    rule.errorTitle, rule.error = "Finns inte i listan", "Välj ett av alternativen i listan."
    rule.add(f"{letter}2:{letter}{most + 1}")
    sheet.add_data_validation(rule)


def _as_written(book, title, columns, rows):
    """A hidden copy, by which it is known which cells somebody has changed."""
    sheet = book.create_sheet(title)
    sheet.sheet_state = "hidden"
    for number, row in enumerate([{column.name: column.heading for column in columns}, *rows], start=1):
        for place, column in enumerate(columns, start=1):
            write_cell(sheet.cell(number, place), row.get(column.name, ""))
