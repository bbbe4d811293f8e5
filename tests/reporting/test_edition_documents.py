"""What the documents of an edition say of it, and that they can be made again to the byte."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from docx import Document

from reporting import dataset, documents, edition_check, edition_files
from tests.reporting.printed import pages
from tests.reporting.worded import words_of_html

from .published import publish, publish_twice, ready, reopen

NAMES = [
    "dcat-2025{}.rdf",
    "projekt-2025{}.csv",
    "redovisning-2025{}.html",
    "redovisning-2025{}.pdf",
    "redovisning-2025{}.xlsx",
    "siffror-2025{}.csv",
    "siffror-2025{}.json",
    "siffror-schema-2025{}.json",
    "tjansteskrivelse-2025{}.docx",
    "tjansteskrivelse-2025{}.pdf",
]


def read(edition, name):
    return (edition.folder / name).read_bytes()


@pytest.fixture
def second(cast):
    return publish_twice(cast)


def test_a_second_edition_says_so_in_its_names_and_on_its_first_pages(second):
    names = ["manifest-2025.json", "omgang-2025.json", *(name.format("-utgava-2") for name in NAMES)]
    assert [file.name for file in edition_files.files(second)] == sorted(names, key=edition_files.place)
    assert "Utgåva 2" in pages(read(second, "redovisning-2025-utgava-2.pdf"))[0]
    assert "Utgåva 2" in " ".join(pages(read(second, "tjansteskrivelse-2025-utgava-2.pdf"), "-layout")[0].split())
    assert " ".join(words_of_html(read(second, "redovisning-2025-utgava-2.html"))).count("Utgåva 2") == 1
    word = Document(BytesIO(read(second, "tjansteskrivelse-2025-utgava-2.docx")))
    told = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert told[-1] == ["Utgåva", "2"]
    overview = openpyxl.load_workbook(BytesIO(read(second, "redovisning-2025-utgava-2.xlsx")))["Översikt"]
    assert overview["A2"].value == (
        "Utgåva 2. Alla belopp är hela kronor. Redovisningen är inte fullständig: siffrorna är utan fritidsnämnden."
    )
    assert edition_check.faults(second) == []


def test_the_report_carries_the_figures_and_the_workbook(second):
    with pikepdf.open(second.folder / "redovisning-2025-utgava-2.pdf") as opened:
        told = {each.filename: (each.description, each.get_file().mime_type) for each in opened.attachments.values()}
    assert told == {
        "redovisning-2025-utgava-2.xlsx": (
            "Arbetsbok. Siffrorna med projekten och svaren bakom dem, och avstämningen.",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "siffror-2025-utgava-2.json": (
            "Siffror. Alla siffror i redovisningen, för andra program.",
            "application/json",
        ),
    }
    carried = edition_check.attachments(read(second, "redovisning-2025-utgava-2.pdf"))
    assert carried == {name: read(second, name) for name in told}
    assert edition_check.attachments(read(second, "tjansteskrivelse-2025-utgava-2.pdf")) == {}


def test_the_first_edition_and_what_is_no_edition_say_nothing_of_it(cast):
    edition = publish(ready(cast))
    names = ["manifest-2025.json", "omgang-2025.json", *(name.format("") for name in NAMES)]
    assert [file.name for file in edition_files.files(edition)] == sorted(names, key=edition_files.place)
    assert "Utgåva" not in " ".join(pages(read(edition, "redovisning-2025.pdf")))
    assert "Utgåva" not in " ".join(pages(read(edition, "tjansteskrivelse-2025.pdf")))


def test_an_edition_compiled_again_is_the_same_to_the_byte(second):
    manifest = edition_files.manifest(second)
    year = dataset.read(edition_files.read(second, "omgang-2025.json"))
    material = documents.of_year(year, None, edition=manifest["edition"], dated=manifest["dated"])
    again = documents.compile_year(material)
    assert {name: edition_files.checksum(content) for name, content in again.items()} == {
        name: told["sha256"] for name, told in manifest["files"].items() if name != "omgang-2025.json"
    }


def test_files_are_dated_by_the_edition_and_not_by_the_clock(second):
    word = Document(BytesIO(read(second, "tjansteskrivelse-2025-utgava-2.docx"))).core_properties
    told = edition_files.manifest(second)["dated"]
    assert [moment.date().isoformat() for moment in (word.created, word.modified)] == [told] * 2


def test_an_older_second_edition_with_plain_names_is_read_and_fetched_under_its_own(cast, quick, monkeypatch):
    publish(ready(cast))
    reopen(cast)
    compile_year = documents.compile_year
    monkeypatch.setattr(documents, "compile_year", lambda material, *told: compile_year(replace(material, edition=0)))
    edition = publish(cast, "Rättat.")
    assert "siffror-2025.json" in [file.name for file in edition_files.files(edition)]
    assert edition_check.faults(edition) == []
    assert edition_files.read(edition, "siffror-2025.json")["year"] == 2025
    assert edition_files.saved_as(edition, "siffror-2025.json") == "siffror-2025-utgava-2.json"


def test_figures_are_read_by_their_plain_name_in_every_edition(second):
    assert edition_files.read(second, "siffror-2025.json") == json.loads(read(second, "siffror-2025-utgava-2.json"))
    assert edition_files.saved_as(second, "manifest-2025.json") == "manifest-2025-utgava-2.json"
    assert edition_files.saved_as(second, "siffror-2025-utgava-2.json") == "siffror-2025-utgava-2.json"
