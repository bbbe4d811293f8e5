"""The documents of a year: which they are, that their numbers agree, and what compiling has to remark."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html

from reporting import dataset, documents, figures, figures_file, print_remarks, reconciliation
from tests.reporting.printed import amount, compiled, example, pages

REPORT, MEMO = "redovisning-2024.pdf", "tjansteskrivelse-2024.pdf"
PAGE, MEMO_IN_WORD = "redovisning-2024.html", "tjansteskrivelse-2024.docx"
WORKBOOK, FIGURES = "redovisning-2024.xlsx", "siffror-2024.json"


def test_documents_have_their_names():
    assert list(compiled()) == [
        "redovisning-2024.pdf",
        "redovisning-2024.html",
        "tjansteskrivelse-2024.pdf",
        "tjansteskrivelse-2024.docx",
        "redovisning-2024.xlsx",
        "siffror-2024.json",
    ]
    of_edition = ["projekt-2024.csv", "siffror-2024.csv", "siffror-schema-2024.json", "dcat-2024.rdf"]
    assert list(documents.titles(2024)) == [*compiled(), *of_edition]


def test_every_kind_has_a_name_of_its_own_and_each_format_a_maker():
    for whom in (documents.CITY, documents.BOARD, documents.PROJECT):
        kinds = [document.kind for document in documents.of(whom)]
        assert len(set(kinds)) == len(kinds) > 0
    printed = [document for document in documents.DOCUMENTS if document.source]
    assert {format for document in printed for format in document.formats} == documents.FORMATS.keys()
    assert [document for document in documents.DOCUMENTS if not document.make and not document.source] == []


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


def in_html():
    """The same rows out of the report's tables."""
    read = lxml_html.document_fromstring(compiled()[PAGE])
    return told_by({table.findtext("caption", ""): _cells(table) for table in read.iter("table")})


def _cells(table):
    return [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]


def in_word():
    """The same rows out of the memo's tables."""
    tables = Document(BytesIO(compiled()[MEMO_IN_WORD])).tables
    return told_by({caption(table): [[cell.text for cell in row.cells] for row in table.rows] for table in tables})


def caption(table):
    found = table._tbl.tblPr.find(qn("w:tblCaption"))
    return "" if found is None else found.get(qn("w:val"))


def told_by(tables):
    """The rows of the three tables by goal, board and programme: what a row is about, projects and paid funds."""
    found = {}
    for name, about in (("goals", "per kommunfullmäktigemål"), ("boards", "per nämnd"), ("programmes", "per program")):
        ((_, *lines),) = (rows for caption, rows in tables.items() if about in caption)
        found[name] = [(line[0], amount(line[1]), amount(line[2])) for line in lines]
    sums = {name: rows.pop() for name, rows in found.items()}
    assert sums["goals"] == sums["programmes"]
    goals = [(text.partition(".\u00a0")[2], *rest) for text, *rest in found["goals"]]
    return found | {"goals": goals, "sums": (sums["boards"][1], *sums["goals"][1:])}


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
    assert in_html() == told
    assert in_word() == rounded(told)


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
    made = documents.compile_year(documents.of_year(example(2023)))
    assert list(made) == [
        "tjansteskrivelse-2023.pdf",
        "tjansteskrivelse-2023.docx",
        "redovisning-2023.xlsx",
        "siffror-2023.json",
    ]
    assert print_remarks.of_year(example(2023)) == [
        "Redovisningen för 2023 går inte att göra: det finns inga svar och inga projektkort."
    ]


def test_a_year_without_a_memo_has_the_others():
    year = replace(example(2024), memo=None)
    assert print_remarks.of_year(year) == ["Tjänsteskrivelsen för 2024 är inte skriven."]
    left_out = [each.title for each in documents.of(documents.CITY) if each.lacking(year)]
    assert left_out == ["Tjänsteskrivelse"]


def test_nothing_to_remark_on_the_example():
    assert print_remarks.of_year(example(2024)) == []


def test_remarks_name_what_cannot_be_printed_as_it_is_written():
    year = example(2024)
    first = replace(year.submissions[0], answers={1: "<p>漢字</p>"}, excerpt="<p>{antal_hundar}</p>")
    changed = replace(year, submissions=(first, *year.submissions[1:]))
    assert print_remarks.of_year(changed) == [
        "Tjänsteskrivelsen nämner {antal_hundar}, som inte är någon av siffrorna som räknas fram.",
        "Arbetsmarknads- och socialnämnden, fråga 1: typsnitten saknar 字漢, som skrivs ut som �.",
    ]


def test_remarks_cover_every_text_of_the_memo():
    year = example(2024)
    section = replace(year.memo.sections[0], heading="{fel_i_rubrik}")
    written = replace(
        year.memo, contact_title="{fel_i_titel}", signatories=("{fel_i_namn}",), sections=(section,), documents=()
    )
    assert print_remarks.of_year(replace(year, memo=written)) == [
        f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram."
        for name in ("fel_i_titel", "fel_i_rubrik", "fel_i_namn")
    ]


def test_characters_that_the_fonts_lack_are_named_with_their_place():
    year = example(2024)
    first = next(each for each in year.submissions if each.cards)
    card = replace(first.cards[0], title="Fisk 魚", texts={"purpose": "<p>水</p>"}, partners=(dataset.Partner("東"),))
    told = replace(
        first,
        excerpt="<p>火</p>",
        cards=(card, *first.cards[1:]),
        cooperation=dataset.Cooperation({}, (), "<p>木</p>"),
    )
    others = [each for each in year.submissions if each is not first]
    memo = replace(year.memo, signatories=("土",))
    assert print_remarks.of_year(replace(year, submissions=(told, *others), memo=memo)) == [
        f"{place}: typsnitten saknar {characters}, som skrivs ut som �."
        for place, characters in (
            (f"{first.board.name}, samverkan", "木"),
            (f"{first.board.name}, projektet Fisk 魚", "東水魚"),
            (f"Utdraget för {first.board.name}", "火"),
            ("Tjänsteskrivelsen", "土"),
        )
    ]


def test_the_memo_alone_is_the_memo():
    assert pages(documents.memo_alone(example(2024), example(2023))) == pages(compiled()[MEMO])


def test_the_figures_are_what_figures_says():
    counted = figures.count(example(2024), example(2023))
    found = reconciliation.findings(example(2024), counted, example(2023))
    told = json.loads(compiled()[FIGURES])
    assert told == json.loads(figures_file.dumps(counted, found))
