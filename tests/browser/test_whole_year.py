"""A year in the browser for a board that has last year's data: brought over, pasted, filled in in Excel, decided on,
handed in. At the end the frozen version says what the people did here, and nothing else."""

import json
import re
from io import BytesIO
from itertools import count
from types import SimpleNamespace

import pytest
from django.conf import settings as program
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from config.formats import kronor
from reporting.management.commands import demo
from submissions import mail
from submissions.models import Board, Revision, Version
from tests import make
from tests.browser.test_whole_way import editor, words
from tests.browser.test_writing import PASTE

BOARD = "Arbetsmarknads- och socialnämnden"
SLUG = "arbetsmarknads-och-socialnamnden"
ENDED = "malmokraften"
# Word for Windows, as it lies on the clipboard: MsoList paragraphs, and a hyphen left over from the end of a line.
FRAGMENT = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=SV><!--StartFragment-->
<p class=MsoNormal>Programmet är förvaltningens <b>största</b> pro-gram, se
<a href="https://eurocities.eu/">Eurocities</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp;</span></span><![endif]>Studiebesök i Gdynia<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp;</span></span><![endif]>Möte med ESN<o:p></o:p></p><!--EndFragment--></body></html>
"""
PASTED = (
    '<p>Programmet är förvaltningens <strong>största</strong> program, se <a href="https://eurocities.eu/">Eurocities'
    "</a>.</p><ul><li><p>Studiebesök i Gdynia</p></li><li><p>Möte med ESN{more}</p></li></ul>"
)
RESULTS = "Vi nådde 500 unga.\n- nya vägar\n- nya vänner"
RESULTS_MARKUP = "<p>Vi nådde 500 unga.</p><ul><li><p>nya vägar</p></li><li><p>nya vänner</p></li></ul>"
NEW = {
    "Titel": "Språkbryggan i Rosengård",
    "Program": "Erasmus+",
    "Börjar": "2025-03",
    "Slutar": "2027",
    "Nämndens roll": "Projektägare",
    "Utbetalda medel 2025": 75_000,
    "Kommunfullmäktigemål 4. En mer jämlik stad": "X",
    "Huvudmål": "4. En mer jämlik stad",
    "Beskrivning": "Föräldrar lär sig svenska.",
}
PARTNER = {"name": "Stadsmissionen", "sector": "civil_society", "country": "SE"}
DECISION = {"date": "2026-02-26", "paragraph": "§ 12", "diary_number": "ASN-2025-777"}
EQUALITY = "Flickor och pojkar deltar lika mycket."


@pytest.fixture
def year(inbox, visit, tmp_path):
    """Two years read in, a round 2025 that is open, and two people of a board that had ten cards in 2024."""
    demo.fill()
    board = Board.objects.get(name=BOARD)
    asta = make.contact("Asta Arbete", "asta@example.com", board)
    sven = make.contact("Sven Social", "sven@example.com", board)
    data = json.loads((program.BASE_DIR / "examples/2024.json").read_text())
    last = next(each for each in data["submissions"] if each["board"] == BOARD)
    ongoing = [card for card in last["cards"] if card["project"] != ENDED]
    return SimpleNamespace(
        asta=visit(asta, refused=422),
        sven=visit(sven, refused=409),
        folder=tmp_path,
        inbox=inbox,
        answer=last["answers"][1]["html"],
        cards=ongoing,
        paid={card["project"]: number * 100_000 for number, card in enumerate(ongoing)},
        projects={project["key"]: project for project in data["projects"]},
    )


def test_a_whole_year(year):
    page = year.asta
    page.get_by_role("link", name="Börja skriva").click()
    bring_over_an_answer(page, year)
    bring_over_all_ongoing_projects(page)
    paste_from_word(page)
    fill_in_the_workbook(page, year)
    collide(page, year.sven)
    write_the_memo(page)
    fetch_the_papers(page, year)
    hand_in(page)
    receipt_has_come(year)
    assert Version.objects.get(submission__round__year=2025).data == handed_in(year)


def bring_over_an_answer(page, year):
    page.get_by_role("link", name=re.compile("^2. Beskriv kortfattat")).click()
    page.get_by_role("button", name="Hämta från 2024").click()
    expect(editor(page, "Svar")).to_contain_text("Metoder som flyttat hit")
    expect(page.get_by_text("Oförändrad sedan 2024")).to_be_visible()
    to_all_parts(page)
    row = page.get_by_role("listitem").filter(has_text="2. Beskriv kortfattat")
    expect(row).to_contain_text("oförändrad sedan 2024")


def bring_over_all_ongoing_projects(page):
    page.get_by_role("link", name="Hämta projekt från 2024").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(9)
    expect(page.get_by_role("checkbox", name="Malmökraften")).not_to_be_checked()
    page.get_by_role("button", name="Hämta projekten").click()
    expect(page.get_by_text("9 projekt är hämtade från 2024.")).to_be_visible()


def paste_from_word(page):
    page.get_by_role("link", name=re.compile("^1. Redogör kortfattat")).click()
    begun(page)
    editor(page, "Svar").click()
    editor(page, "Svar").evaluate(PASTE, FRAGMENT)
    page.get_by_role("button", name="Laga 1 avstavning").click()
    expect(editor(page, "Svar").locator("li")).to_have_text(["Studiebesök i Gdynia", "Möte med ESN"])
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    to_all_parts(page)


def fill_in_the_workbook(page, year):
    """Three faults, of which each is told with its cell; nothing is saved until they are mended and accepted."""
    path = fetched(page, year.folder, page.get_by_role("link", name="Ladda ner Excel-mall"))
    book = load_workbook(path)
    cards, partners = Sheet(book["Projekt"]), Sheet(book["Partner"])
    titles = {year.projects[key]["title"]: key for key in year.paid}
    for row in range(2, 11):
        cards.fill(row, {"Utbetalda medel 2025": year.paid[titles[cards.at(row, "Titel").value]]})
    uppsok = next(row for row in range(2, 11) if cards.at(row, "Titel").value == "Uppsök Ung Malmö")
    cards.fill(uppsok, {"Resultat": RESULTS, "Utbetalda medel 2025": "ungefär en miljon"})
    cards.fill(11, NEW | {"Nämndens roll": "Chef"})
    free = next(row for row in count(2) if not partners.at(row, "Projekt").value)
    told = {"Projekt": "Uppsök Unga", "Partnerns namn": "Stadsmissionen", "Sektor": "Ideell sektor", "Land": "Sverige"}
    partners.fill(free, told)
    book.save(path)
    page.get_by_role("link", name="Läs in Excel").click()
    read_in(page, path)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".workbook-faults strong")).to_have_text(
        [
            f"Projekt {cards.at(uppsok, 'Utbetalda medel 2025').coordinate}",
            f"Projekt {cards.at(11, 'Nämndens roll').coordinate}",
            f"Partner {partners.at(free, 'Projekt').coordinate}",
        ]
    )
    expect(page.locator(".workbook-faults")).to_contain_text("Där står ”ungefär en miljon”.")
    mend_the_workbook(page, year, path, uppsok, free)


def mend_the_workbook(page, year, path, uppsok, free):
    """Mend the three faults, the last in row `free` of the partners; read it in again and accept what it will do."""
    book = load_workbook(path)
    cards, partners = Sheet(book["Projekt"]), Sheet(book["Partner"])
    cards.fill(uppsok, {"Utbetalda medel 2025": year.paid["uppsok-ung-malmo"]})
    cards.fill(11, {"Nämndens roll": NEW["Nämndens roll"]})
    partners.fill(free, {"Projekt": "Uppsök Ung Malmö"})
    book.save(path)
    read_in(page, path)
    expect(page.locator(".workbook-count li")).to_have_text(["1 nytt", "9 ändrade", "0 oförändrade"])
    page.get_by_role("button", name="Genomför ändringarna").click()
    expect(page.get_by_text("Arbetsboken är inläst: 1 nytt projekt, 9 ändrade projekt.")).to_be_visible()


class Sheet:
    """A sheet of the workbook, its cells by row and column's heading."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.columns = {cell.value: cell.column for cell in sheet[1]}

    def at(self, row, heading):
        return self.sheet.cell(row, self.columns[heading])

    def fill(self, row, values):
        for heading, value in values.items():
            self.at(row, heading).value = value


def read_in(page, path):
    page.get_by_label("Ifylld Excel-mall").set_input_files(path)
    page.get_by_role("button", name="Läs in Excel").click()


def collide(page, other):
    """Both add to the same answer; the second is told who was first, sees both texts, and chooses his own."""
    question = f"/2025/{SLUG}/fraga-1/"
    for each in (page, other):
        each.goto(question)
        begun(each)
    add(page, " och Eurocities")
    expect(state(page)).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))
    add(other, " i Bryssel")
    expect(state(other)).to_contain_text("Asta Arbete har sparat något annat här klockan")
    other.get_by_role("button", name="Visa vad jag kan göra").click()
    both = other.locator(".both__text")
    same = ["Programmet är förvaltningens största program, se Eurocities.", "Studiebesök i Gdynia"]
    told = ["[Skiljer sig: i Bryssel]", "[Skiljer sig: och Eurocities]"]
    for text, mark in zip(both.all(), told, strict=True):
        expect(text.locator("p:not(li p), li")).to_have_text([*same, f"Möte med ESN {mark}"])
    expect(both.locator("mark")).to_have_text(told)
    other.get_by_role("button", name="Spara", exact=True).click()
    expect(other.get_by_text("Svaret är sparat.")).to_be_visible()
    kept = Revision.objects.filter(submission__round__year=2025, section="questions", key="1").order_by("version")
    assert [each.content["html"] for each in kept][-2:] == [
        PASTED.format(more=" och Eurocities"),
        PASTED.format(more=" i Bryssel"),
    ]


def add(page, text):
    """The text, after all that stands in the answer."""
    editor(page, "Svar").locator("li").last.click()
    page.keyboard.press("End")
    page.keyboard.type(text)


def write_the_memo(page):
    page.goto(f"/2025/{SLUG}/")
    page.get_by_role("link", name="Tjänsteskrivelse till nämnden").click()
    page.get_by_role("button", name="Börja på en tjänsteskrivelse").click()
    begun(page)
    page.get_by_label("Datum").fill("2026-01-15")
    page.get_by_label("Diarienummer").fill("ASN-2025-777")
    page.get_by_label("Vår referens").fill("Utvecklingssekreterare")
    page.locator("textarea[name=sections-1-html]").locator("xpath=..").locator("[contenteditable]").fill(EQUALITY)
    page.get_by_role("button", name="Ta bort avsnitt 3").click()
    expect(page.locator(".memo-section")).to_have_count(2)
    begun(page)
    page.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Tjänsteskrivelsen är sparad.")).to_be_visible()


def fetch_the_papers(page, year):
    """The board's own documents, with the figures of what was just filled in."""
    page.get_by_role("link", name="Nämndens handlingar", exact=True).click()
    paid = kronor(sum(year.paid.values()) + NEW["Utbetalda medel 2025"])
    said = ("ASN-2025-777", "tio EU-projekt", " ".join(paid.split()), EQUALITY, "Möte med ESN i Bryssel", NEW["Titel"])
    for format, read in (("PDF", words), ("Word", words_of_word)):
        paper = page.get_by_role("region", name="Tjänsteskrivelse till nämnden")
        path = fetched(page, year.folder, paper.get_by_role("link", name=f"Hämta som {format}"))
        assert path.stem == f"namnd-tjansteskrivelse-{SLUG}-2025"
        text = read(path)
        assert [each for each in said if each not in text] == []


def words_of_word(path):
    document = Document(BytesIO(path.read_bytes()))
    texts = [each.text for each in document.element.body.iter() if each.tag.endswith("}t")]
    return " ".join("".join(texts).split())


def hand_in(page):
    to_all_parts(page)
    page.get_by_role("link", name="Granska och lämna in").click()
    page.get_by_label("Datum för beslutet").fill(DECISION["date"])
    page.get_by_label("Paragraf").fill(DECISION["paragraph"])
    page.get_by_label("Diarienummer").fill(DECISION["diary_number"])
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_text("Allt som behövs finns med.")).to_be_visible()
    page.get_by_label("Vi har läst igenom hela redovisningen").check()
    page.get_by_role("button", name="Lämna in redovisningen").click()
    expect(page.get_by_role("heading", name="Redovisningen är inlämnad")).to_be_visible()


def receipt_has_come(year):
    """To both, by SMTP, with what was handed in as a PDF."""
    assert mail.send_due() == (2, 0)
    assert sorted(sent["To"] for sent in year.inbox.mails) == ["asta@example.com", "sven@example.com"]
    (enclosed,) = year.inbox.mails[0].iter_attachments()
    path = year.folder / enclosed.get_filename()
    assert path.name == f"namndredovisning-{SLUG}-2025.pdf"
    path.write_bytes(enclosed.get_content())
    text = words(path)
    assert [each for each in ("Möte med ESN i Bryssel", NEW["Titel"], "§ 12") if each not in text] == []


def handed_in(year):
    """The whole account as the people of this test wrote it, in the round file's shape."""
    answers = [PASTED.format(more=" i Bryssel"), year.answer]
    return {
        "submission": {
            "board": BOARD,
            "decision": DECISION,
            "answers": [{"question": number, "html": html} for number, html in enumerate(answers, start=1)],
            "cards": [*(card_now(card, year) for card in year.cards), new_card()],
            "memo": memo(),
        },
        "projects": [*(year.projects[card["project"]] for card in year.cards), new_project()],
    }


def card_now(card, year):
    """Last year's card as it is brought over, with what the workbook says besides."""
    texts = {name: html for name, html in card["texts"].items() if name != "results"}
    kept = {name: value for name, value in card.items() if name != "own_funding"}
    kept |= {"texts": texts, "paid": year.paid[card["project"]]}
    if "cooperating_boards" in card:
        kept["cooperating_boards"] = sorted(card["cooperating_boards"])
    if card["project"] == "uppsok-ung-malmo":
        kept |= {"texts": texts | {"results": RESULTS_MARKUP}, "partners": [PARTNER]}
    return kept


def new_card():
    return {
        "project": "sprakbryggan-i-rosengard",
        "role": "owner",
        "budget": None,
        "paid": 75_000,
        "goals": [4],
        "main_goal": 4,
        "texts": {"description": "<p>Föräldrar lär sig svenska.</p>"},
    }


def new_project():
    named = {"key": "sprakbryggan-i-rosengard", "title": NEW["Titel"], "programme": "Erasmus+", "owner": None}
    return {**named, "starts": "2025-03", "ends": "2027"}


def memo():
    """The standard memo, but for what was written, and without the section that was taken away."""
    named = f"{BOARD[:1].lower()}{BOARD[1:]}"
    return {
        "date": "2026-01-15",
        "diary_number": "ASN-2025-777",
        "contact_title": "Utvecklingssekreterare",
        "summary": (
            "<p>Enligt policy för Malmö stads internationella arbete redovisar nämnderna varje år sitt "
            f"internationella arbete till kommunstyrelsen. Under {{år}} deltog {named} i {{antal_projekt}} "
            "EU-projekt. För nämndens internationella projekt betalades {utbetalt_kronor} ut till nämnden under "
            "året.</p>"
        ),
        "proposal_by": f"Arbetsmarknads- och socialförvaltningen föreslår {named} besluta",
        "proposals": [
            f"{BOARD} godkänner redovisningen av internationellt arbete 2025.",
            f"{BOARD} skickar redovisningen till kommunstyrelsen.",
        ],
        "documents": [
            f"Redovisning av internationellt arbete 2025, {named}",
            "Tjänsteskrivelse: Redovisning av internationellt arbete 2025",
        ],
        "decision_path": [{"body": BOARD}],
        "recipients": ["Kommunstyrelsen"],
        "sections": [
            {
                "heading": "Ekonomiska konsekvenser",
                "html": "<p>Redovisningen har i sig inga ekonomiska konsekvenser.</p>",
            },
            {"heading": "Jämställdhetsperspektivet", "html": f"<p>{EQUALITY}</p>"},
        ],
    }


def to_all_parts(page):
    page.get_by_role("link", name="Till alla delar").click()
    expect(page.get_by_role("heading", level=1, name=f"{BOARD} 2025")).to_be_visible()


def state(page):
    return page.locator("[data-save-state]")


def begun(page):
    """The page, when its editors are there and it has begun to save by itself, which it does right after loading."""
    expect(page.get_by_role("toolbar").first).to_be_visible()
    page.wait_for_load_state("load")
    page.evaluate("new Promise((done) => setTimeout(done))")
    return page


def fetched(page, folder, link):
    """What the browser downloads by the link, as a file."""
    with page.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
