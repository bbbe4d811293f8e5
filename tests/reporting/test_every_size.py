"""Years of every size become every kind of document, without a warning, and the PDFs conform."""

from dataclasses import replace

import pytest

from reporting import documents, figures, project_sheet, roundfile
from reporting.documents import BOARD, PROJECT
from tests.reporting import generated
from tests.reporting.printed import no_warnings
from tests.reporting.vera import judged

SIZES = {
    "en tom nämnd": (0,),
    "en stor nämnd": (60,),
    "tretton nämnder": (0, 1, 5) * 4 + (20,),
    "fyrtio nämnder": (0, 3, 1, 0) * 10,
}


def everything(cards):
    """Every document, in every format: the city's as an edition, of each board that differs, and of a project."""
    year = generated.year(cards)
    made = documents.compile_year(documents.of_year(year, edition=2, dated="2026-05-07"))
    for number in {0, len(cards) // 2, len(cards) - 1}:
        made |= of_board(year, year.submissions[number], number)
    return made | (of_project(year) if year.cards else {})


def of_board(year, submission, number):
    alone = replace(year, boards=(submission.board,), submissions=(replace(submission, memo=year.memo),))
    material = documents.Material(alone, {"slug": number, "year": 2025}, True, "2025-12-31", figures.count(alone))
    return every_file(BOARD, material)


def of_project(year):
    first = next(each for each in year.submissions if each.cards)
    alone = replace(year, submissions=(replace(first, cards=first.cards[:1]),))
    return every_file(
        PROJECT, documents.Material(project_sheet.Sheet("X", (alone,)), {"key": "x"}, False, "2025-12-31")
    )


def every_file(whom, material):
    files = {}
    for document in documents.of(whom):
        if not document.lacking(material.subject):
            files |= document.files(material, document.formats)
    return files


def test_all_become_documents_that_conform(tmp_path):
    for size, cards in SIZES.items():
        with no_warnings():
            made = everything(cards)
        for name, content in made.items():
            assert len(content) > 200
            if name.endswith(".pdf"):
                (tmp_path / f"{size}-{name}").write_bytes(content)
    names = [file.name for file in sorted(tmp_path.iterdir())]
    assert len(names) > 20
    assert judged(tmp_path) == [f"{name} {flavour} conforms" for name in names for flavour in ("ua1", "3a")]


@pytest.mark.parametrize("cards", SIZES.values(), ids=SIZES)
def test_the_generated_years_are_round_files(cards):
    assert roundfile.faults(generated.content(cards)) == []
