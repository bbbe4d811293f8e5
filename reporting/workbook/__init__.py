"""The year's workbook: the figures, the cards and the answers behind them, and what reconciliation found.

The first sheet explains the others, from the same columns that they are written with. Amounts are whole SEK as real
numbers, whole dates are real dates, sums are formulas.
"""

from datetime import datetime

from django.conf import settings
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from config.excel import Book, saved
from config.formats import listed_boards

from .. import live
from . import about, findings, overview, sheets, tables


def make(material):
    """The workbook of a city's `Material` as bytes, the same for the same material.

    A draft says UTKAST at the top of every page.
    """
    book, standing = Book(), _standing(material)
    book.remove(book.active)
    explained = _tables(material)
    for sheet in explained:
        sheets.add(book, sheet)
    reach = overview.add(book, material, standing, explained)
    explained.insert(0, overview.explained(material.figures))
    about.add(book, material, standing, explained)
    for sheet in book:
        _set_up_print(sheet, material)
    for sheet in explained:
        page = book[sheet.title].page_setup
        page.paperSize, page.fitToWidth = sheet.paper, sheet.pages
    _print_area(book[overview.TITLE], *reach)
    _describe(book, material)
    return saved(book)


def _tables(material):
    year, figures = material.subject, material.figures
    return [
        tables.projects(year),
        tables.boards(figures),
        tables.programmes(figures),
        tables.goals(figures, overview.EU_PROJECTS),
        tables.years(material.years),
        tables.parts_of_years(material.years),
        tables.answers(year),
        findings.findings(material.findings, material.accepted),
    ]


def _standing(material):
    return f"{_edition(material)}Alla belopp är hela kronor.{_missing(material.figures)}"


def _missing(figures):
    told = live.incomplete([figures.previous]) if figures.previous else []
    if figures.missing:
        told.insert(0, f"Redovisningen är inte fullständig: siffrorna är utan {listed_boards(figures.missing)}.")
    return "".join(f" {sentence}" for sentence in told)


def _edition(material):
    if material.draft:
        return "UTKAST. "
    return f"Utgåva {material.edition}. " if material.edition > 1 else ""


def _describe(book, material):
    """Properties in Swedish, dated as the documents are: the same material makes the same file."""
    properties, year = book.properties, material.subject.year
    properties.title = f"Internationell redovisning {year}"
    properties.subject = "Siffror, projekt, svar och avstämning"
    properties.description = (
        f"{_edition(material)}Nämndernas internationella arbete {year}. Alla belopp är hela kronor."
        f"{_missing(material.figures)}"
    )
    properties.keywords = "internationellt arbete, EU-projekt, nämnder, utbetalda medel"
    properties.category = "Redovisning"
    properties.creator = properties.lastModifiedBy = settings.CITY_NAME
    properties.language = "sv-SE"
    properties.created = properties.modified = datetime.fromisoformat(material.dated)


def _set_up_print(sheet, material):
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheets.A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.left.text = sheet.title
    sheet.oddHeader.right.text = "UTKAST" if material.draft else ""
    sheet.oddFooter.left.text = f"Redovisning av internationellt arbete {material.subject.year}"
    sheet.oddFooter.right.text = "&P (&N)"
    _print_area(sheet, sheet.max_column, sheet.max_row)


def _print_area(sheet, column, row):
    sheet.print_area = f"A1:{get_column_letter(column)}{row}"
