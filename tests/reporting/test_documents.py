"""The documents of a year: which they are, that their numbers agree, and what compiling has to remark."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from reporting import documents, figures
from tests.reporting.printed import amount, compiled, example, pages, rows

REPORT, MEMO, WORKBOOK, FIGURES = (document.file_name(2024) for document in documents.DOCUMENTS)


def test_documents_have_their_names():
    assert list(compiled()) == [
        "redovisning-2024.pdf",
        "tjansteskrivelse-2024.pdf",
        "redovisning-2024.xlsx",
        "siffror-2024.json",
    ]


def in_json():
    told = json.loads(compiled()[FIGURES])
    return {
        "boards": [(row["board"], row["projects"], row["paid"]) for row in told["boards"]],
        "programmes": [(row["group"], row["projects"], row["paid"]) for row in told["programmes"]],
        "goals": [(row["text"], row["projects"], row["paid"]) for row in told["goals"]],
        "sums": (told["participations"], told["eu_projects"], told["paid"]),
    }


def in_workbook():
    book = openpyxl.load_workbook(BytesIO(compiled()[WORKBOOK]))
    overview = {row[0]: row[1] for row in book["Översikt"].iter_rows(min_row=5, values_only=True)}
    return {
        "boards": sheet_rows(book["Nämnder"]),
        "programmes": sheet_rows(book["Program"]),
        "goals": [row[1:] for row in sheet_rows(book["KF-mål"])],
        "sums": (
            overview["Nämndernas deltaganden i EU-projekt"],
            overview["EU-projekt"],
            overview["Utbetalda medel"],
        ),
    }


def sheet_rows(sheet):
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    names = [line[0] for line in lines]
    return lines[: names.index("Summa")]


def in_pdf(name, told):
    """The same rows out of a PDF's tables: the lines that begin with the names in `told`."""
    lines = rows(compiled()[name])
    first = next(n for n, line in enumerate(lines) if line[0].endswith("per kommunfullmäktigemål 2024"))
    tables = lines[first : first + 60]
    sums = [tuple(amount(cell) for cell in line[1:]) for line in tables if line[0] == "Summa"]
    assert sums[0] == sums[2]
    goals = [(f"{number}. {text}") for number, (text, _, _) in enumerate(told["goals"], start=1)]
    return {
        "boards": found(tables, [row[0] for row in told["boards"]]),
        "programmes": found(tables, [row[0] for row in told["programmes"]]),
        "goals": [(text[3:], *counts) for text, *counts in found(tables, goals)],
        "sums": (sums[1][0], *sums[0]),
    }


def found(lines, names):
    by_name = {
        line[0]: tuple(amount(cell) for cell in line[1:]) for line in lines if line[0] in names and len(line) == 3
    }
    return [(name, *by_name[name]) for name in names]


def rounded(told):
    """What the memo shows: amounts to the nearest 100 000."""

    def near(paid):
        return (paid + 50_000) // 100_000 * 100_000

    tables = {name: [(*row[:2], near(row[2])) for row in told[name]] for name in ("boards", "programmes", "goals")}
    return {**tables, "sums": (*told["sums"][:2], near(told["sums"][2]))}


def test_numbers_are_the_same_in_report_memo_workbook_and_json():
    told = in_json()
    assert told["sums"] == (61, 56, 50_468_000)
    for name in ("boards", "programmes", "goals"):
        assert sum(row[2] for row in told[name]) == 50_468_000
    assert in_workbook() == told
    assert in_pdf(REPORT, told) == told
    assert in_pdf(MEMO, told) == rounded(told)


@pytest.mark.parametrize("name", [REPORT, MEMO])
def test_every_page_of_a_draft_says_so_and_no_other_does(name):
    drafted, final = pages(compiled(draft=True)[f"utkast-{name}"]), pages(compiled()[name])
    assert all(page.split().count("UTKAST") >= 1 for page in drafted)
    assert [page for page in final if "UTKAST" in page] == []
    assert len(drafted) == len(final)


def test_a_draft_has_the_same_words_otherwise():
    drafted, final = pages(compiled(draft=True)[f"utkast-{MEMO}"]), pages(compiled()[MEMO])
    assert [page.replace("UTKAST", "").split() for page in drafted] == [page.split() for page in final]


def test_a_year_of_totals_has_all_but_the_report():
    made = documents.compile_year(example(2023))
    assert list(made) == ["tjansteskrivelse-2023.pdf", "redovisning-2023.xlsx", "siffror-2023.json"]
    assert documents.remarks(example(2023)) == [
        "Redovisningen för 2023 går inte att göra: det finns inga svar och inga projektkort."
    ]


def test_a_year_without_a_memo_has_the_others():
    year = replace(example(2024), memo=None)
    assert documents.remarks(year) == ["Tjänsteskrivelsen för 2024 är inte skriven."]
    left = [each.title for each in documents.DOCUMENTS if not each.lacking(year)]
    assert left == ["Redovisning", "Arbetsbok", "Siffror"]


def test_nothing_to_remark_on_the_example():
    assert documents.remarks(example(2024)) == []


def test_remarks_name_what_cannot_be_printed_as_it_is_written():
    year = example(2024)
    first = replace(year.submissions[0], answers={1: "<p>漢字</p>"}, excerpt="<p>{antal_hundar}</p>")
    changed = replace(year, submissions=(first, *year.submissions[1:]))
    assert documents.remarks(changed) == [
        "Tjänsteskrivelsen nämner {antal_hundar}, som inte är någon av siffrorna som räknas fram.",
        "Arbetsmarknads- och socialnämnden: typsnitten saknar 字漢, som skrivs ut som �.",
    ]


def test_remarks_cover_every_text_of_the_memo():
    year = example(2024)
    section = replace(year.memo.sections[0], heading="{fel_i_rubrik}")
    written = replace(
        year.memo, contact_title="{fel_i_titel}", signatories=("{fel_i_namn}",), sections=(section,), documents=()
    )
    assert documents.remarks(replace(year, memo=written)) == [
        f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram."
        for name in ("fel_i_titel", "fel_i_rubrik", "fel_i_namn")
    ]


def test_the_memo_alone_is_the_memo():
    assert pages(documents.memo_alone(example(2024), example(2023))) == pages(compiled()[MEMO])


def test_the_figures_are_what_figures_says():
    counted = figures.count(example(2024), example(2023))
    found = documents.reconciliation.findings(example(2024), counted, example(2023))
    told = json.loads(compiled()[FIGURES])
    assert told == json.loads(figures.dumps(counted, found))
