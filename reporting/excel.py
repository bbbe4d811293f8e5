"""The year's workbook: the figures, the cards and the answers behind them, and what reconciliation found.

Amounts are whole SEK as real numbers, whole dates are real dates. Their formats are Excel's own (`#,##0`), which
a Swedish Excel shows as 50 468 000. What anybody has written is text, whatever it begins with.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from config import html
from projects.models import Role

from .figures import count, group_of, in_sek, is_typed
from .reconciliation import paragraphs

LONGEST = 32_767  # what a cell holds, in UTF-16 units
CUT = " … (texten är avkortad)"
NUMBER, DAY = "#,##0", "yyyy-mm-dd"
A3, A4 = 8, 9
LINE, TALLEST = 15, 409  # points: a line of text, and the tallest row that Excel allows
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SEVERITIES = {"error": "Fel", "warning": "Varning", "note": "Anmärkning"}
_DARK, _PALE = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E8EDF3")
_LINE = Border(bottom=Side("thin", color="C9D1DA"))
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEADING_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_TITLE_FONT = Font(name="Calibri", size=18, bold=True)


@dataclass(frozen=True)
class Column:
    """A column: heading, width in characters, how it is aligned, whether it is summed, and whether text is wrapped."""

    heading: str
    width: int
    align: str = "left"
    sums: bool = False
    wrap: bool = True


def workbook(year, figures, findings, previous=None, draft=False):
    """The workbook as bytes, the same for the same content; a draft says UTKAST at the top of every page.

    `previous` is the `Year` before, or None.
    """
    book = Workbook()
    book.remove(book.active)
    _describe(book, year)
    _overview(book, year, figures, previous, draft)
    _table(book, "Projekt", _CARD_COLUMNS, [_card(year, card) for card in year.cards])
    _boards(book, figures)
    _table(book, "Program", _GROUP_COLUMNS, [(row.group, row.projects, row.paid) for row in figures.programmes])
    _goals(book, figures)
    _table(book, "Svar", _ANSWER_COLUMNS, list(_answers(year)))
    _table(book, "Avstämning", _FINDING_COLUMNS, [_finding(finding) for finding in findings] or _NO_FINDINGS)
    for sheet in book:
        _set_up_print(sheet, year, draft)
    book["Projekt"].page_setup.paperSize = A3
    return _saved(book)


def _amount(heading, width=15, sums=False):
    return Column(heading, width, align="right", sums=sums)


_CARD_COLUMNS = (
    Column("Projektnyckel", 24),
    Column("Projekt", 40),
    Column("Kortets rubrik", 30),
    Column("Nämnd", 24),
    Column("Program", 24),
    Column("Programgrupp", 17),
    Column("EU-projekt", 12),
    Column("Nämndens roll", 14),
    Column("Projektägare", 24),
    Column("Börjar", 12),
    Column("Slutar", 12),
    _amount("Total budget", 13),
    Column("Valuta", 10),
    _amount("Total budget i kronor", 13),
    _amount("Nämndens budget", 13, sums=True),
    _amount("Utbetalda medel", 13, sums=True),
    _amount("Egen medfinansiering kontant", 17, sums=True),
    _amount("Egen medfinansiering arbetstid", 17, sums=True),
    Column("KF-mål", 11),
    Column("Huvudmål", 13),
)
_GROUP_COLUMNS = (
    Column("Programgrupp", 60),
    _amount("EU-projekt", 26, sums=True),
    _amount("Utbetalda medel", 26, sums=True),
)
_GOAL_COLUMNS = (
    Column("Nummer", 12),
    Column("KF-mål", 60),
    _amount("EU-projekt", 20),
    _amount("Utbetalda medel", 21, sums=True),
)
_ANSWER_COLUMNS = (
    Column("Nämnd", 40),
    Column("Fråga", 10),
    Column("Frågans text", 30, wrap=False),
    Column("Stycke", 11),
    Column("Svar", 90),
)
_FINDING_COLUMNS = (Column("Typ", 14), Column("Vad", 80), Column("Var", 60))
_NO_FINDINGS = [("", "Inget att anmärka.", "")]


def _card(year, card):
    project = card.project
    budget = project.total_budget
    return (
        project.key,
        project.title,
        card.heading,
        card.board,
        project.programme.name if project.programme else "",
        group_of(card),
        "Ja" if project.is_eu else "Nej",
        Role(card.role).label if card.role else "",
        project.owner,
        _day(project.starts),
        _day(project.ends),
        budget and budget.amount,
        budget and budget.currency,
        in_sek(budget, year),
        card.budget,
        card.paid,
        card.own_cash,
        card.own_work,
        ", ".join(map(str, card.goals)),
        card.main_goal,
    )


def _day(text):
    """A whole date as a date; one that stops at the year or the month stays text."""
    return date.fromisoformat(text) if len(text) == len("2024-12-31") else text


def _boards(book, figures):
    """Of typed totals nobody knows whether a project of two boards was counted once or twice."""
    heading = "EU-projekt" if figures.participations is None else "Deltaganden i EU-projekt"
    columns = (Column("Nämnd", 60), _amount(heading, 28, sums=True), _amount("Utbetalda medel", 24, sums=True))
    _table(book, "Nämnder", columns, [(row.board, row.projects, row.paid) for row in figures.boards])


def _goals(book, figures):
    rows = [(row.number or None, row.text, row.projects, row.paid) for row in figures.goals]
    sheet = _table(book, "KF-mål", _GOAL_COLUMNS, rows)
    note = "Ett projekt räknas under varje mål som det arbetar för, och pengarna under huvudmålet."
    _write(sheet.cell(sheet.max_row + 2, 1), note)


def _answers(year):
    """A row for each paragraph, since a row can show no more than a page of text."""
    questions = {question.number: question.text for question in year.questions}
    for submission in year.submissions:
        for number, markup in submission.answers.items():
            for place, text in enumerate(paragraphs(html.clean(markup)), start=1):
                yield submission.board.name, number, questions.get(number, ""), place, text


def _finding(finding):
    return _SEVERITIES[finding.severity], finding.message, finding.where


def _overview(book, year, figures, previous, draft):
    sheet = book.create_sheet("Översikt")
    _write(sheet["A1"], f"Internationell redovisning {year.year}")
    sheet["A1"].font = _TITLE_FONT
    sheet.row_dimensions[1].height = 28
    _write(sheet["A2"], f"{'UTKAST. ' if draft else ''}Alla belopp är hela kronor.")
    before = count(previous) if figures.previous and previous else None
    columns = _overview_columns(figures, before)
    _set_widths(sheet, columns)
    _key_figures(sheet, columns, figures, before)
    if not is_typed(year):
        _checks(sheet, figures)
    sheet.freeze_panes = "A5"


def _overview_columns(figures, before):
    compared = (_amount(_heading(before), 22), _amount("Förändring", 22)) if before else ()
    return (Column("Uppgift", 60), _amount(_heading(figures), 22), *compared)


def _key_figures(sheet, columns, figures, before):
    _heading_row(sheet, 4, columns)
    then_values = _values(before) if before else {}
    for place, (label, now) in enumerate(_values(figures).items(), start=5):
        then = then_values.get(label)
        _row(sheet, place, columns, (label, now, then, None)[: len(columns)])
        if None not in (now, then):
            _formula(sheet.cell(place, 4), f"=B{place}-C{place}")


def _heading(figures):
    return f"{figures.year} (ungefär)" if figures.approximate else str(figures.year)


def _values(figures):
    return {
        "EU-projekt": figures.eu_projects,
        "– där någon nämnd är projektägare": figures.owned,
        "– där någon nämnd är projektpartner, och ingen är ägare": figures.partnered,
        "– där nämnderna har en annan roll": figures.other_roles,
        "Nämndernas deltaganden i EU-projekt": figures.participations,
        "Projekt med annan internationell finansiering": figures.other_projects,
        "Projektkort": figures.cards,
        "Nämnder som deltar i EU-projekt": figures.boards_taking_part,
        "Utbetalda medel": figures.paid,
        "Minsta totala budget för ett EU-projekt": figures.budget_span["smallest"],
        "Största totala budget för ett EU-projekt": figures.budget_span["largest"],
    }


# What is summed on the other sheets, and the key figure that it must be the same as.
_CHECKS = (
    ("Utbetalda medel, summa av projektkorten", "SUM(TabellProjekt[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av nämnderna", "SUM(TabellNämnder[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av programgrupperna", "SUM(TabellProgram[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av KF-målen", "SUM(TabellKFmål[Utbetalda medel])", "Utbetalda medel"),
    ("EU-projekt, summa av programgrupperna", "SUM(TabellProgram[EU-projekt])", "EU-projekt"),
    (
        "Deltaganden i EU-projekt, summa av nämnderna",
        "SUM(TabellNämnder[Deltaganden i EU-projekt])",
        "Nämndernas deltaganden i EU-projekt",
    ),
    (
        "Deltaganden i EU-projekt, räknade bland projektkorten",
        'COUNTIF(TabellProjekt[EU-projekt],"Ja")',
        "Nämndernas deltaganden i EU-projekt",
    ),
)


def _checks(sheet, figures):
    labels = list(_values(figures))
    columns = (Column("Kontroll", 60), _amount("Summa", 22), _amount("Samma som ovan", 22))
    _set_widths(sheet, columns)
    top = sheet.max_row + 2
    _heading_row(sheet, top, columns)
    for place, (label, formula, figure) in enumerate(_CHECKS, start=top + 1):
        _row(sheet, place, columns, (label, None, None))
        _formula(sheet.cell(place, 2), f"={formula}")
        _formula(sheet.cell(place, 3), f'=IF(B{place}=B{labels.index(figure) + 5},"Stämmer","Stämmer inte")')


def _table(book, title, columns, rows):
    """A sheet that is one Excel table: a heading row that stays, filters, and a sum row where a column is summed.

    A table must have a row, so an empty one gets an empty row.
    """
    columns = _summed_where_known(columns, rows)
    sheet = book.create_sheet(title)
    _set_widths(sheet, columns)
    _heading_row(sheet, 1, columns)
    for place, row in enumerate(rows, start=2):
        _row(sheet, place, columns, row)
    last = 1 + max(len(rows), 1)
    name = f"Tabell{title.replace('-', '')}"
    with_sums = any(column.sums for column in columns)
    if with_sums:
        _sum_row(sheet, last + 1, columns, name)
    sheet.add_table(_excel_table(name, columns, last, with_sums))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    return sheet


def _summed_where_known(columns, rows):
    """The sum of figures that nobody knows is not nought, but unknown as well."""
    known = [any(row[place] is not None for row in rows) for place in range(len(columns))]
    return [replace(column, sums=column.sums and is_known) for column, is_known in zip(columns, known, strict=True)]


def _excel_table(name, columns, last, with_sums):
    letter = get_column_letter(len(columns))
    table = Table(displayName=name, ref=f"A1:{letter}{last + with_sums}", totalsRowCount=int(with_sums) or None)
    table.autoFilter = AutoFilter(ref=f"A1:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table.tableColumns = [
        TableColumn(id=number, name=column.heading, totalsRowFunction="sum" if column.sums else None)
        for number, column in enumerate(columns, start=1)
    ]
    if with_sums:
        table.tableColumns[0].totalsRowLabel = "Summa"
    return table


def _set_widths(sheet, columns):
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _heading_row(sheet, place, columns):
    _row(sheet, place, columns, [column.heading for column in columns])
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(place, number)
        cell.font, cell.fill = _HEADING_FONT, _DARK
        if column.align == "right":
            cell.alignment = Alignment("right", "top", wrap_text=True, indent=2)  # clear of the filter's button


def _sum_row(sheet, place, columns, name):
    _row(sheet, place, columns, ["Summa", *[None] * (len(columns) - 1)])
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(place, number)
        cell.font, cell.fill = _BOLD, _PALE
        if column.sums:
            _formula(cell, f"=SUBTOTAL(109,{name}[{column.heading}])")


def _row(sheet, place, columns, values):
    for number, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(place, number)
        _write(cell, value)
        cell.border = _LINE
        cell.alignment = Alignment(column.align, "top", wrap_text=column.wrap, indent=1)
    sheet.row_dimensions[place].height = min(max(map(_lines, columns, values)) * LINE, TALLEST)


def _lines(column, value):
    """How many lines the value takes; programs do not work that out by themselves when they open a file."""
    return len(wrap(value, column.width)) if column.wrap and isinstance(value, str) and value else 1


def _write(cell, value):
    """A value as it is; a text as text, whatever it looks like, and without what a cell cannot hold."""
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = DAY if isinstance(value, date) else NUMBER
        return
    cell.value = _fitting(_NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))) or None
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))


def _fitting(text):
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def _formula(cell, formula):
    cell.value, cell.number_format = formula, NUMBER


def _describe(book, year):
    """Properties in Swedish, dated by the year: the same content makes the same file."""
    about = book.properties
    about.title = f"Internationell redovisning {year.year}"
    about.subject = "Siffror, projekt, svar och avstämning"
    about.creator = about.lastModifiedBy = settings.CITY_NAME
    about.language = "sv-SE"
    about.created = about.modified = datetime(year.year, 12, 31)


def _set_up_print(sheet, year, draft):
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.left.text = sheet.title
    sheet.oddHeader.right.text = "UTKAST" if draft else ""
    sheet.oddFooter.left.text = f"Redovisning av internationellt arbete {year.year}"
    sheet.oddFooter.right.text = "&P (&N)"


def _saved(book):
    """The file's bytes; its parts are dated alike, since a zip file otherwise tells when it was made."""
    made, steady = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    with ZipFile(made) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return steady.getvalue()
