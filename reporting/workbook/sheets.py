"""Sheets that are Excel tables, made with openpyxl: columns, rows, sums, and cells that cannot be tricked.

What anybody has written is text, whatever it begins with. Number formats are Excel's own (`#,##0`), which a Swedish
Excel shows as 50 468 000. A sum is a formula, with what it comes to.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from textwrap import wrap

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo

from config.excel import Formula, write_cell, write_formula

from ..columns import Column

A3, A4 = 8, 9
LINE, TALLEST = 15, 409  # points: a line of text, and the tallest row that Excel allows
SUM = "Summa"
_BUTTON = 5  # characters that a filter's button takes, and the bold type of a heading
_DARK, _PALE = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E8EDF3")
_LINE = Border(bottom=Side("thin", color="C9D1DA"))
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEADING_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_TITLE_FONT = Font(name="Calibri", size=18, bold=True)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, what it shows (in Swedish), its columns, and a row for each of `about_each`.

    What a row is about is a tuple, from which each column makes its cell. The first sheet tells the same `about` and
    the same columns, so that it cannot say anything else. `notes` stand below the table. Its first `steady` columns
    stay when the others are scrolled, and stand on every page; it is printed on so many `pages` beside one another.
    """

    title: str
    about: str
    columns: tuple[Column, ...]
    about_each: list[tuple]
    notes: tuple[str, ...] = ()
    paper: int = A4
    steady: int = 0
    pages: int = 1

    @cached_property
    def rows(self):
        return [[column.value(*each) for column in self.columns] for each in self.about_each]

    def below(self, heading):
        """What stands in a column, where somebody knows it."""
        place = [column.heading for column in self.columns].index(heading)
        return [row[place] for row in self.rows if row[place] is not None]

    @property
    def table(self):
        """The name of its Excel table, by which formulas know it."""
        return f"Tabell{re.sub(r'[^0-9A-Za-zÅÄÖåäö]', '', self.title)}"


def add(book, sheet):
    """A sheet that is one Excel table: a heading row that stays, filters, and a sum row where a column is summed.

    A table must have a row, so an empty one gets an empty row.
    """
    made, rows = book.create_sheet(sheet.title), sheet.rows
    columns = _summed_where_known(sheet.columns, rows)
    set_widths(made, columns)
    write_heading_row(made, 1, columns)
    for place, row in enumerate(rows, start=2):
        write_row(made, place, columns, row)
    last = 1 + max(len(rows), 1)
    with_sums = any(column.sums for column in columns)
    if with_sums:
        _sum_row(made, last + 1, columns, sheet)
    add_excel_table(made, sheet.table, columns, 1, last, with_sums)
    for place, note in enumerate(sheet.notes, start=last + with_sums + 2):
        _write_note(made, place, columns, note)
    made.freeze_panes, made.print_title_rows = f"{get_column_letter(1 + sheet.steady)}2", "1:1"
    if sheet.steady:
        made.print_title_cols = f"A:{get_column_letter(sheet.steady)}"


def _summed_where_known(columns, rows):
    """The sum of figures that nobody knows is not nought, but unknown as well."""
    known = [any(row[place] is not None for row in rows) for place in range(len(columns))]
    return [
        replace(column, sums=column.sums and is_known, total=column.total if is_known else None)
        for column, is_known in zip(columns, known, strict=True)
    ]


def add_excel_table(sheet, name, columns, first, last, with_sums=False):
    """Make the rows from the heading in row `first` to row `last` an Excel table, and the next its sums."""
    letter = get_column_letter(len(columns))
    ref = f"A{first}:{letter}{last + with_sums}"
    table = Table(displayName=name, ref=ref, totalsRowCount=int(with_sums) or None)
    table.autoFilter = AutoFilter(ref=f"A{first}:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table.tableColumns = [
        TableColumn(id=number, name=column.heading, **_totals_row(column))
        for number, column in enumerate(columns, start=1)
    ]
    if with_sums:
        table.tableColumns[0].totalsRowLabel = SUM
    sheet.add_table(table)


def _totals_row(column):
    if column.total:
        return {"totalsRowFunction": "custom", "totalsRowFormula": TableFormula(attr_text=column.total.text)}
    return {"totalsRowFunction": "sum" if column.sums else None}


def set_widths(sheet, columns):
    """Make the sheet's columns as wide as these."""
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def write_title(sheet, title, below):
    """The sheet's title in the first row, and a line about it in the second."""
    write_cell(sheet["A1"], title)
    sheet["A1"].font = _TITLE_FONT
    sheet.row_dimensions[1].height = 28
    write_cell(sheet["A2"], below)


def write_heading_row(sheet, place, columns):
    """The columns' headings, white on dark, in row number `place`."""
    write_row(sheet, place, columns, [column.heading for column in columns])
    lines = max(len(wrap(column.heading, column.width - _BUTTON)) for column in columns)
    sheet.row_dimensions[place].height = lines * LINE
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(place, number)
        cell.font, cell.fill = _HEADING_FONT, _DARK
        if column.is_number:
            cell.alignment = Alignment("right", "top", wrap_text=True, indent=2)  # clear of the filter's button


def _sum_row(made, place, columns, sheet):
    write_row(made, place, columns, [SUM, *[None] * (len(columns) - 1)])
    for number, column in enumerate(columns, start=1):
        cell = made.cell(place, number)
        cell.font, cell.fill = _BOLD, _PALE
        if column.sums:
            formula = f"SUBTOTAL(109,{sheet.table}[{column.heading}])"
            write_formula(cell, Formula(formula, sum(sheet.below(column.heading))))
        elif column.total:
            write_formula(cell, column.total)


def write_row(sheet, place, columns, values):
    """A value for each column, in row number `place`, which becomes as tall as its texts need."""
    for number, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(place, number)
        write_cell(cell, value)
        cell.border = _LINE
        cell.alignment = Alignment(column.aligned, "top", wrap_text=isinstance(value, str), indent=1)
        if column.heading == "År":
            cell.number_format = "0"  # a year has no thousands
    sheet.row_dimensions[place].height = min(max(map(_lines, columns, values)) * LINE, TALLEST)


def embolden(sheet, place, columns):
    """Make a row that begins something stand out."""
    for number in range(1, len(columns) + 1):
        sheet.cell(place, number).font, sheet.cell(place, number).fill = _BOLD, _PALE


def _write_note(sheet, place, columns, note):
    """A note as wide as the table above it."""
    sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=len(columns))
    write_cell(sheet.cell(place, 1), note)
    sheet.cell(place, 1).alignment = Alignment("left", "top", wrap_text=True, indent=1)
    sheet.row_dimensions[place].height = len(wrap(note, sum(column.width for column in columns))) * LINE


def _lines(column, value):
    """How many lines the value takes; programs do not work that out by themselves when they open a file."""
    return len(wrap(value, column.width)) if isinstance(value, str) and value else 1
