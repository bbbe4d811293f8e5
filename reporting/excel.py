"""Sheets that are Excel tables, made with openpyxl: columns, rows, sums, and cells that cannot be tricked.

What anybody has written is text, whatever it begins with. Number formats are Excel's own (`#,##0`), which a Swedish
Excel shows as 50 468 000.
"""

from dataclasses import dataclass, replace
from textwrap import wrap

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo

from config.excel import NUMBER, write_cell

LINE, TALLEST = 15, 409  # points: a line of text, and the tallest row that Excel allows
_DARK, _PALE = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E8EDF3")
_LINE = Border(bottom=Side("thin", color="C9D1DA"))
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEADING_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")


@dataclass(frozen=True)
class Column:
    """A column: heading, width in characters, how it is aligned, and whether it is summed.

    `total` is what stands in the sum row where that is no sum of the rows, as a formula without its equals sign.
    """

    heading: str
    width: int
    align: str = "left"
    sums: bool = False
    total: str = ""


def amount(heading, width=15, sums=False, total=""):
    """A column of whole numbers."""
    return Column(heading, width, align="right", sums=sums, total=total)


def add_table(book, title, columns, rows):
    """A sheet that is one Excel table: a heading row that stays, filters, and a sum row where a column is summed.

    A table must have a row, so an empty one gets an empty row.
    """
    columns = _summed_where_known(columns, rows)
    sheet = book.create_sheet(title)
    set_widths(sheet, columns)
    write_heading_row(sheet, 1, columns)
    for place, row in enumerate(rows, start=2):
        write_row(sheet, place, columns, row)
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
    return [
        replace(column, sums=column.sums and is_known, total=column.total if is_known else "")
        for column, is_known in zip(columns, known, strict=True)
    ]


def _excel_table(name, columns, last, with_sums):
    letter = get_column_letter(len(columns))
    table = Table(displayName=name, ref=f"A1:{letter}{last + with_sums}", totalsRowCount=int(with_sums) or None)
    table.autoFilter = AutoFilter(ref=f"A1:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table.tableColumns = [
        TableColumn(id=number, name=column.heading, **_totals_row(column))
        for number, column in enumerate(columns, start=1)
    ]
    if with_sums:
        table.tableColumns[0].totalsRowLabel = "Summa"
    return table


def _totals_row(column):
    if column.total:
        return {"totalsRowFunction": "custom", "totalsRowFormula": TableFormula(attr_text=column.total)}
    return {"totalsRowFunction": "sum" if column.sums else None}


def set_widths(sheet, columns):
    """Make the sheet's columns as wide as these."""
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def write_heading_row(sheet, place, columns):
    """The columns' headings, white on dark, in row number `place`."""
    write_row(sheet, place, columns, [column.heading for column in columns])
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(place, number)
        cell.font, cell.fill = _HEADING_FONT, _DARK
        if column.align == "right":
            cell.alignment = Alignment("right", "top", wrap_text=True, indent=2)  # clear of the filter's button


def _sum_row(sheet, place, columns, name):
    write_row(sheet, place, columns, ["Summa", *[None] * (len(columns) - 1)])
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(place, number)
        cell.font, cell.fill = _BOLD, _PALE
        if column.sums:
            write_formula(cell, f"=SUBTOTAL(109,{name}[{column.heading}])")
        elif column.total:
            write_formula(cell, f"={column.total}")


def write_row(sheet, place, columns, values):
    """A value for each column, in row number `place`, which becomes as tall as its texts need."""
    for number, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(place, number)
        write_cell(cell, value)
        cell.border = _LINE
        cell.alignment = Alignment(column.align, "top", wrap_text=isinstance(value, str), indent=1)
    sheet.row_dimensions[place].height = min(max(map(_lines, columns, values)) * LINE, TALLEST)


def _lines(column, value):
    """How many lines the value takes; programs do not work that out by themselves when they open a file."""
    return len(wrap(value, column.width)) if isinstance(value, str) and value else 1


def write_formula(cell, formula):
    """A formula of ours, whose result is a whole number or a word."""
    cell.value, cell.number_format = formula, NUMBER
