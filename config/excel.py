"""Cells that cannot be tricked, and workbooks as files, for every workbook that the program makes.

What anybody has written is text, whatever it begins with. Number formats are Excel's own (`#,##0`), which a Swedish
Excel shows as 50 468 000.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from .zips import steady

LONGEST = 32_767  # what a cell holds, in UTF-16 units
CUT = " … (texten är avkortad)"
NUMBER, DAY = "#,##0", "yyyy-mm-dd"
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Formula:
    """A formula of ours, without its equals sign, and what it comes to: a whole number or a word."""

    text: str
    result: int | str


class Book(Workbook):
    """A workbook that knows what its formulas come to.

    openpyxl writes formulas alone, and then those that show a file without working anything out (Excel's Protected
    View, phones, previews) have nothing to show.
    """

    def __init__(self):
        super().__init__()
        self.results = defaultdict(dict)  # by sheet, each cell's by its name


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


def write_formula(cell, formula):
    """A `Formula` into a cell of a `Book`."""
    cell.value, cell.number_format = f"={formula.text}", NUMBER
    cell.parent.parent.results[cell.parent][cell.coordinate] = formula.result


def fitting(text):
    """The text as a cell can hold it; one that is too long ends with `CUT`."""
    text = _NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def saved(book):
    """The bytes of a `Book` as a file, the same for the same content."""
    made = BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    results = {sheet.path.removeprefix("/"): told for sheet, told in book.results.items()}
    return steady(made.getvalue(), lambda name, part: _with(results[name], part) if name in results else part)


def _with(results, part):
    """A sheet's XML with what its formulas come to."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        if (result := results.get(cell.get("r"))) is not None:
            cell.find(f"{_MAIN}v").text = str(result)
            if isinstance(result, str):
                cell.set("t", "str")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
