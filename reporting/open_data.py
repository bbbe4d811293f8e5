"""A published edition's open data: tables as CSV, the figures' JSON Schema, and their description by DCAT-AP-SE.

They have the same columns as the edition's workbook. A CSV file is as a Swedish Excel opens it: UTF-8 with a byte
order mark, semicolons, CRLF. A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
advises (CSV Injection); nothing else is changed, and no number ever begins with one.
"""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from config.excel import fitting

from . import card_columns, edition_files, figure_columns

SCHEMA = Path(__file__).parent / "figures.schema.json"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CSV = (
    "text/csv",
    "CSV",
    "UTF-8 med byteordningsmärke, semikolon mellan kolumnerna och rubriker på första raden. En text som ett "
    "kalkylprogram skulle ta för en formel inleds med en apostrof.",
)
_JSON = ("application/json", "JSON", "Alla siffror, med årets avstämning. Schemat säger vad varje uppgift är.")


def projects(material):
    """The project cards as CSV."""
    return _csv(card_columns.COLUMNS, [(material.subject, card) for card in material.subject.cards])


def lacks_projects(year):
    """Why there is no such file, in Swedish, or nothing."""
    return "" if year.cards else f"Projekten för {year.year} blir ingen fil: det finns inga projektkort."


def figures(material):
    """The figures as CSV, a row for each that is known."""
    return _csv(figure_columns.TOLD_COLUMNS, [(row,) for row in figure_columns.told(material.figures)])


def schema(material):
    """The JSON Schema that the figures file keeps to."""
    return SCHEMA.read_bytes()


def _csv(columns, about_each):
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([_cell(column.value(*each)) for column in columns] for each in about_each)
    return written.getvalue().encode("utf-8-sig")


def _cell(value):
    if isinstance(value, date):
        return value.isoformat()
    return _safe(fitting(value)) if isinstance(value, str) else value


def _safe(text):
    """The text on one line, and as text whatever it begins with."""
    line = " ".join(text.splitlines())
    return f"'{line}" if line.lstrip().startswith(_FORMULAS) else line


def metadata(material, names):
    """The description of the open data as RDF/XML, which is the form that dataportal.se fetches.

    DCAT-AP-SE 3 (docs.dataportal.se/dcat): a dataset holds the same data in one or several formats, and nothing that
    is described is a blank node. `names` are the names of the edition's files by the documents' kinds; of a dataset
    that has no file nothing is told. Addresses are without the edition's number: what they lead to is always the
    newest.
    """
    year = material.subject.year
    file = {kind: address("public_document", year, edition_files.plain(name)) for kind, name in names.items()}
    context = {
        "year": year,
        "city": settings.CITY_NAME,
        "dated": material.dated,
        "issued": material.issued,
        "edition": material.edition,
        "missing": material.figures.missing,
        "address": file["metadata"],
        "home": address("public_years"),
        "landing": address("public_year", year),
        "licence": settings.OPEN_DATA_LICENCE,
        "place": settings.OPEN_DATA_PLACE,
        "projects": [_distribution(file["projektdata"], *_CSV)] if "projektdata" in file else [],
        "figures": [
            _distribution(file["sifferdata"], *_CSV),
            _distribution(file["siffror"], *_JSON, schema=file["schema"]),
        ],
    }
    return render_to_string("reporting/dcat.rdf", context).encode()


def _distribution(url, media_type, format, about, schema=""):
    return {"url": url, "media_type": media_type, "format": format, "about": about, "schema": schema}


def address(name, *args):
    """The whole address of a page that everybody may see."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
