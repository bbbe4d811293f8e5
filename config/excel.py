"""Cells that cannot be tricked, and workbooks as files, for every workbook that the program makes.

What anybody has written is text, whatever it begins with. Number formats are Excel's own (`#,##0`), which a Swedish
Excel shows as 50 468 000.
"""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from .zips import steady

LONGEST = 32_767  # what a cell holds, in UTF-16 units
CUT = " … (texten är avkortad)"
NUMBER, DAY = "#,##0", "yyyy-mm-dd"
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_cell(cell, value):
    """A value as it is; a text as text, whatever it looks like, and without what a cell cannot hold."""
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = DAY if isinstance(value, date) else NUMBER
        return
    cell.value = fitting(value) or None
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))


def fitting(text):
    """The text as a cell can hold it; one that is too long ends with `CUT`."""
    text = _NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def saved(book):
    """The file's bytes, the same for the same content."""
    made = BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    return steady(made.getvalue())
