"""A board's own documents: what the board decides on, as PDF and as Word, from that board's data alone."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from projects.models import Card, Cooperation
from reporting import dataset, documents, figures, material, print_remarks, years
from reporting.dataset import Cooperation as Stated
from reporting.dataset import Memo as WrittenMemo
from reporting.dataset import MemoSection as WrittenSection
from reporting.dataset import Step
from reporting.models import Memo, MemoSection, Totals
from submissions.models import Submission
from tests import make
from tests.reporting.printed import example, no_warnings, pages, text
from tests.reporting.tagged import Tagged
from tests.reporting.worded import paragraphs, squeezed, without_footers, words_of_html, words_of_word

ACCOUNT, MEMO = "redovisning", "tjansteskrivelse"
FILES = [
    "namndredovisning-miljonamnden-2025.pdf",
    "namndredovisning-miljonamnden-2025.docx",
    "namnd-tjansteskrivelse-miljonamnden-2025.pdf",
    "namnd-tjansteskrivelse-miljonamnden-2025.docx",
]


@pytest.fixture
def miljo(cast):
    """Miljönämnden has written an answer and three cards; Tekniska nämnden shares one of the projects."""
    brave, strive = make.project(), make.project("strive", "STRIVE")
    nordic = make.project("nord", "Nordiskt nätverk", programme="Nordplus")
    make.answer(cast.of_miljo, html="<h3>Resor</h3><p>Vi reste till <strong>Hamburg</strong>.</p>")
    make.card(cast.of_miljo, brave, paid=100_000, goals=(1, 2), role="owner")
    make.card(cast.of_miljo, strive, paid=1_250_000, goals=(3,))
    make.card(cast.of_miljo, nordic, paid=50_000, goals=(3,))
    make.card(cast.of_teknik, brave, paid=7_000_000)
    make.answer(cast.of_teknik, html="<p>Teknik svarar.</p>")
    return cast.of_miljo


def word(submission, kind):
    return paragraphs(documents.board_document(submission, kind, "docx")[1])


def pdf(submission, kind):
    """Its words, those whole that are divided at a line's end."""
    return text(documents.board_document(submission, kind, "pdf")[1]).replace("\u00ad ", "")


def after(lines, caption):
    """The lines from a table's caption on."""
    return lines[lines.index(caption) + 1 :]


def test_both_documents_come_in_both_formats(miljo):
    with no_warnings():
        made = documents.compile_board(miljo)
    assert list(made) == FILES
    assert [content[:4] for content in made.values()] == [b"%PDF", b"PK\x03\x04"] * 2


def test_one_document_is_the_same_as_among_all(miljo):
    name, content = documents.board_document(miljo, MEMO, "docx")
    assert name == FILES[3]
    assert paragraphs(content) == paragraphs(documents.compile_board(miljo)[name])


@pytest.mark.parametrize(("kind", "format"), [("siffror", "pdf"), (ACCOUNT, "exe")])
def test_unknown_documents_and_formats_are_a_key_error(miljo, kind, format):
    with pytest.raises(KeyError):
        documents.board_document(miljo, kind, format)


def test_only_the_boards_own_is_counted(miljo):
    told = pdf(miljo, ACCOUNT)
    assert "Under 2025 deltog nämnden i två EU-projekt och ett projekt med annan finansiering." in told
    assert "Nämnden var projektägare i ett av EU-projekten och var projektpartner i ett." in told
    assert "Sammanlagt betalades 1 400 000 kronor ut till nämnden" in told.replace("\u00a0", " ")
    assert "Teknik svarar" not in told


def test_paid_funds_stand_by_project_in_falling_order_with_their_sum(miljo):
    lines = [line.replace("\u00a0", " ") for line in after(word(miljo, MEMO), "Utbetalda medel per projekt 2025")]
    assert lines[: lines.index("Summa") + 2] == [
        *("Projekt", "Program", "Utbetalt 2025, kronor"),
        *("STRIVE", "Interreg North Sea", "1 250 000"),
        *("BRAVE", "Interreg North Sea", "100 000"),
        *("Nordiskt nätverk", "Nordplus", "50 000"),
        *("Summa", "1 400 000"),
    ]


@pytest.mark.parametrize(
    ("kind", "caption"),
    [(ACCOUNT, "Tabell 2. EU-projekt och utbetalda medel"), (MEMO, "EU-projekt och utbetalda medel")],
)
def test_every_goal_has_a_line_as_in_the_citys_documents(miljo, kind, caption):
    lines = after(word(miljo, kind), f"{caption} per kommunfullmäktigemål 2025")
    assert [line.replace("\u00a0", " ") for line in lines[: lines.index("Summa") + 3]] == [
        *("Mål", "EU-projekt", "Utbetalda medel, kronor"),
        *("1. Mål nummer 1", "1", "100 000"),
        *("2. Mål nummer 2", "1", "0"),
        *("3. Mål nummer 3", "1", "1 300 000"),
        *("4. Mål nummer 4", "0", "0", "5. Mål nummer 5", "0", "0"),
        *("Summa", "2", "1 400 000"),
    ]


def test_the_figure_shows_the_share_of_each_goal(miljo):
    lines = after(word(miljo, ACCOUNT), "Figur 1. Utbetalda medel 2025 fördelade på huvudmål")
    assert [line.replace("\u00a0", " ") for line in lines[3:14]] == [
        *("1. Mål nummer 1", "7 %", "2. Mål nummer 2", "0 %", "3. Mål nummer 3", "93 %"),
        *("4. Mål nummer 4", "0 %", "5. Mål nummer 5", "0 %"),
        "Andelarna är avrundade till hela procent, var och en för sig.",
    ]


def test_an_amount_that_nobody_has_given_is_said_to_be_missing(miljo):
    miljo.cards.filter(project__key="brave").update(paid=None)
    lines = after(word(miljo, MEMO), "Utbetalda medel per projekt 2025")
    assert lines[9:12] == ["BRAVE", "Interreg North Sea", "uppgift saknas"]
    assert "Belopp saknas för ett projekt och ingår inte i summan." in pdf(miljo, MEMO)


def test_the_account_has_its_chapters_in_order_and_numbered(miljo):
    headings = [line for line in word(miljo, ACCOUNT) if re.match(r"\d(\.\d)? [A-ZÅÄÖ]", line)]
    chapters = ["1 Uppdraget", "2 Utbetalda medel 2025", "3 Nämndens internationella arbete"]
    chapters += ["3.1 Fråga nummer 1?", "4 Projekten", "4.1 BRAVE", "4.2 STRIVE", "4.3 Nordiskt nätverk"]
    assert headings == [f"{chapter}\t" for chapter in chapters] + chapters


def test_the_questions_stand_as_bullets_in_both(miljo):
    for kind in (ACCOUNT, MEMO):
        told = word(miljo, kind)
        at = told.index("För 2025 har nämnderna fått följande att redogöra för:")
        assert told[at + 1 : at + 3] == ["Fråga nummer 1?", "Fråga nummer 2?"]


def test_a_draft_says_so_until_nothing_but_the_decision_is_missing(miljo):
    miljo.answers.update(html="")
    assert material.is_draft(miljo) is True
    printed = pages(documents.board_document(miljo, ACCOUNT, "pdf")[1])
    assert [page for page in printed if "UTKAST" not in page] == []
    miljo.answers.update(html="<p>Vi reste.</p>")
    assert material.is_draft(miljo) is False
    assert "UTKAST" not in pdf(miljo, ACCOUNT)


@pytest.mark.parametrize("kind", [ACCOUNT, MEMO])
def test_every_page_of_a_draft_in_word_says_so(miljo, kind):
    assert word_headers(miljo, kind) == {""}
    miljo.answers.update(html="")
    assert word_headers(miljo, kind) == {"UTKAST"}


def word_headers(submission, kind):
    """What stands above the pages of the Word file: the first, where it has a header of its own, and the others."""
    (section,) = Document(BytesIO(documents.board_document(submission, kind, "docx")[1])).sections
    first = [section.first_page_header] if section.different_first_page_header_footer else []
    return {header.paragraphs[0].text for header in (section.header, *first)}


def test_what_is_handed_in_is_no_draft_and_tells_the_decision(miljo, cast):
    make.handed_in(miljo, cast.mira)
    miljo.refresh_from_db()
    assert material.is_draft(miljo) is False
    for kind in (ACCOUNT, MEMO):
        assert "UTKAST" not in pdf(miljo, kind)
    assert "Nämndens beslut" in pdf(miljo, ACCOUNT)
    assert "§ 7, TN-2025-7" in pdf(miljo, ACCOUNT)


def test_what_is_written_after_handing_in_is_not_printed(miljo, cast):
    make.handed_in(miljo, cast.mira)
    miljo.refresh_from_db()
    miljo.answers.update(html="<p>Ändrat efteråt.</p>")
    assert "Vi reste till Hamburg." in pdf(miljo, ACCOUNT)


def written_memo(submission):
    memo = Memo.objects.create(
        round=submission.round,
        board=submission.board,
        summary="<p>Vi hade {antal_projekt} EU-projekt och {utbetalt_kronor}, mot {antal_projekt_föregående}.</p>",
        proposal_by="Miljöförvaltningen föreslår",
        proposals=["Nämnden godkänner <allt>."],
        recipients=["Kommunstyrelsen"],
        decision_path=[{"body": "Beredningen", "date": "2026-02-03"}],
    )
    texts = {"Ekonomiska konsekvenser": "<p>Inga alls.</p>", "Ärendet": "<p>Eget ärende.</p>", "Tom": ""}
    for place, (heading, html) in enumerate(texts.items()):
        MemoSection.objects.create(memo=memo, position=place, heading=heading, html=html)
    return memo


def test_the_boards_own_memo_is_printed_with_its_own_figures(miljo):
    written_memo(miljo)
    told = word(miljo, MEMO)
    assert "Vi hade två EU-projekt och 1\u00a0400\u00a0000\u00a0kronor, mot uppgift saknas." in told
    assert "Nämnden godkänner <allt>." in told
    headings = ["Sammanfattning", "Förslag till beslut", "Beslutsplanering", "Beslutet skickas till", "Ärendet"]
    headings += ["Utbetalda medel 2025", "Fråga nummer 1?", "Ekonomiska konsekvenser"]
    places = [len(told) - 1 - told[::-1].index(heading) for heading in headings]
    assert places == sorted(places)
    assert told[places[4] + 1] == "Eget ärende."
    assert told[-1] == "Inga alls."
    assert "Tom" not in told


def test_the_year_before_is_the_boards_own(miljo, cast):
    written_memo(miljo)
    before = make.submission(make.round(2024), cast.miljo)
    make.card(before, make.project("gammalt", "Gammalt"))
    assert "mot uppgift saknas." in pdf(miljo, MEMO)
    make.frozen(before)
    assert "mot ett." in pdf(miljo, MEMO)


def test_the_year_before_may_be_typed_in(miljo):
    written_memo(miljo)
    before = make.round(2024)
    rows = [
        {"board": "Miljönämnden", "projects": 17, "paid": 15_300_000},
        {"board": "Tekniska nämnden", "projects": 1},
    ]
    Totals.objects.create(round=before, figures={"projects": 54, "approximate": True, "boards": rows})
    make.submission(before, miljo.board)
    assert "mot 17." in pdf(miljo, MEMO)


def test_a_board_without_a_memo_gets_the_standard_one(miljo):
    told = pdf(miljo, MEMO)
    assert "Under 2025 deltog miljönämnden i två EU-projekt." in told
    assert "Redovisningen har i sig inga ekonomiska konsekvenser." in told


def test_a_board_that_has_written_nothing_has_no_documents_and_is_told_why(cast):
    told = [
        "Nämndens redovisning för 2025 går inte att göra: det finns inga svar och inga projekt.",
        "Tjänsteskrivelsen till nämnden för 2025 är inte skriven.",
    ]
    assert documents.compile_board(cast.of_fritid) == {}
    assert [lacking for _, lacking in documents.board_documents(cast.of_fritid)] == told
    assert print_remarks.of_board(cast.of_fritid) == told
    with pytest.raises(documents.Lacking, match="är inte skriven"):
        documents.board_document(cast.of_fritid, MEMO, "pdf")


def test_no_projects_are_told_of_in_words_and_have_no_tables(cast):
    make.answer(cast.of_fritid)
    for kind in (ACCOUNT, MEMO):
        told = word(cast.of_fritid, kind)
        assert "Nämnden redovisar inga internationellt finansierade projekt för 2025." in told
        assert [line for line in told if line.startswith(("Tabell", "Figur", "Summa"))] == []
    assert "Projekten" not in pdf(cast.of_fritid, ACCOUNT)


def test_no_answers_are_told_of_in_words(cast):
    make.card(cast.of_fritid, make.project())
    for kind in (ACCOUNT, MEMO):
        assert "Nämnden har inte besvarat frågorna." in word(cast.of_fritid, kind)


@pytest.fixture
def asked(miljo):
    miljo.round.asks_for_cooperation = True
    miljo.round.save()
    return miljo


def test_cooperation_by_sector_and_country_where_the_round_asks(asked):
    html = "<p>Räknat efter avtalen.</p>"
    Cooperation.objects.create(submission=asked, public=3, academia=1, countries=["DE", "DK"], html=html)
    for kind, caption in (
        (ACCOUNT, "Tabell 3. Samverkansparter per sektor 2025"),
        (MEMO, "Samverkansparter per sektor 2025"),
    ):
        lines = after(word(asked, kind), caption)
        assert lines[:11] == [
            *("Sektor", "Antal", "Offentlig sektor", "3", "Privat sektor", "Universitet och forskning", "1"),
            *("Ideell sektor", "Summa", "4", "Nämnden samverkade med parter i Danmark och Tyskland."),
        ]
        assert lines[11] == "Räknat efter avtalen."


def test_cooperation_that_nobody_has_told_of_is_said_to_be_missing(asked):
    for kind in (ACCOUNT, MEMO):
        assert "Nämnden har inte redovisat några samverkansparter." in word(asked, kind)


def test_cooperation_is_left_out_where_the_round_does_not_ask(miljo):
    assert "amverkanspart" not in pdf(miljo, ACCOUNT) + pdf(miljo, MEMO)


def test_remarks_name_what_cannot_be_printed_as_it_is_written(miljo):
    memo = written_memo(miljo)
    assert print_remarks.of_board(miljo) == []
    Memo.objects.filter(pk=memo.pk).update(proposals=["{antal_hundar} 漢"])
    assert print_remarks.of_board(miljo) == [
        "Tjänsteskrivelsen nämner {antal_hundar}, som inte är någon av siffrorna som räknas fram.",
        "Tjänsteskrivelsen: typsnitten saknar 漢, som skrivs ut som �.",
    ]


def test_remarks_name_each_place_that_is_printed(miljo):
    """Also what the board has not written itself, on its own documents and on the city's."""
    year = years.of_board(miljo)
    (told,) = year.submissions
    programme = dataset.Programme("Programmet 😀", "Gruppen")
    card = replace(told.cards[0], project=replace(told.cards[0].project, programme=programme))
    odd = replace(
        year,
        questions=(dataset.Question(1, "Frågan 😀"),),
        goals=(dataset.Goal(4, "Målet 😀"),),
        boards=(replace(told.board, department="Förvaltningen 😀"),),
        policy_name="Planen 😀",
        diary_number="STK-😀",
        submissions=(replace(told, decision_paragraph="§ 😀", cards=(card,)),),
    )
    assert [remark.partition(":")[0] for remark in print_remarks.of_year(odd) if "typsnitten saknar 😀" in remark] == [
        "Frågetexten till fråga 1",
        "KF-mål 4",
        "Miljönämnden, namnet eller förvaltningen",
        "Programmet Programmet 😀",
        "Styrdokumentet",
        "Omgången",
        "Miljönämnden, beslutet",
    ]


def test_a_board_with_more_projects_takes_no_more_queries(miljo):
    with CaptureQueriesContext(connection) as few:
        years.of_board(fetched(miljo))
    for key in ("ett", "tva", "tre"):
        make.partner(make.card(miljo, make.project(key, key)))
    with CaptureQueriesContext(connection) as many:
        years.of_board(fetched(miljo))
    assert len(many) == len(few)


def fetched(submission):
    return Submission.objects.select_related("round", "board").get(pk=submission.pk)


def of_example(name):
    """A board of the example year alone, with a memo and cooperation besides what it has there."""
    year = example(2024)
    told = next(each for each in year.submissions if each.board.name == name)
    memo = WrittenMemo(
        summary="<p>{antal_projekt} <em>EU-projekt</em></p>",
        proposals=("Ett.", "Två."),
        decision_path=(Step("Nämnden", "2025-02-25"),),
        sections=(WrittenSection("Barnrättsperspektivet", "<ol><li>a<ul><li>b</li></ul></li></ol>"),),
        signatories=("Direktör",),
    )
    stated = Stated({"public": 3}, ("DE",), "<p>Så räknade vi.</p>")
    told = replace(told, memo=memo, cooperation=stated)
    return replace(year, boards=(told.board,), submissions=(told,), memo=None, asks_for_cooperation=True)


def page_of(document, name):
    year = of_example(name)
    return document.page(documents.Material(year, {}, False, "2024-12-31", figures.count(year)))


BOARDS = [submission.board.name for submission in example(2024).submissions]


@pytest.mark.parametrize("document", documents.of(documents.BOARD), ids=lambda document: document.kind)
@pytest.mark.parametrize("name", BOARDS)
def test_word_has_every_word_of_the_example_in_its_order(document, name):
    page = page_of(document, name)
    made = words_of_word(documents.FORMATS["docx"](page))
    assert made == words_of_html(page)
    assert len(made) > 150


@pytest.mark.parametrize("document", documents.of(documents.BOARD), ids=lambda document: document.kind)
@pytest.mark.parametrize("name", ["Grundskolenämnden", "Kommunstyrelsen", "Servicenämnden"])
def test_the_pdf_has_every_paragraph_that_word_has(document, name):
    page = page_of(document, name)
    with no_warnings():
        printed = squeezed(" ".join(without_footers(documents.FORMATS["pdf"](page))))
    told = paragraphs(documents.FORMATS["docx"](page))
    assert [line for line in told if squeezed(line) not in printed] == []


@pytest.mark.parametrize("document", documents.of(documents.BOARD), ids=lambda document: document.kind)
def test_libreoffice_opens_the_word_file_and_shows_all_of_it(document, tmp_path):
    page = page_of(document, "Kommunstyrelsen")
    source = tmp_path / "prov.docx"
    source.write_bytes(documents.FORMATS["docx"](page))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "ut", source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = squeezed(" ".join(without_footers((tmp_path / "ut" / "prov.pdf").read_bytes())))
    assert [line for line in paragraphs(source.read_bytes()) if squeezed(line) not in shown] == []


def test_titles_in_english_say_so_wherever_they_stand(miljo):
    Card.objects.filter(submission=miljo, project__key="strive").update(title="Cities of the Sea")
    written_memo(miljo)
    said = {}
    for kind in (ACCOUNT, MEMO):
        content = documents.board_document(miljo, kind, "pdf")[1]
        with pikepdf.open(BytesIO(content)) as opened:
            found = [element for element in Tagged(opened).root.all() if element.language == "en"]
        said[kind] = [(element.role, element.words) for element in found]
    title = "Cities of the Sea"
    assert said == {ACCOUNT: [("Span", title)] * 2, MEMO: [("TH", title)]}
