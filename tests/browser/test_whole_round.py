"""A whole round in the browser: three boards and two reviewers, from the year before to the published edition. At the
end a board's timeline tells each step, and nothing else."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from reporting.models import Edition
from submissions import mail
from submissions.models import Round, Submission
from tests import make
from tests.browser.test_reviewing import MARK, part
from tests.browser.test_whole_way import confirm, editor, hand_in, save, words
from tests.browser.test_whole_year import begun
from tests.submissions.mailbox import lines

QUESTION = "1. Fråga nummer 1?"
FIRST = "Vi reste till Hamburg i maj och lärde oss om skyfall."
MENDED = "Fem av oss reste till Hamburg i maj och lärde oss om skyfall."
CORRECTED = "Fem av oss reste till Hamburg i maj och lärde oss mer om skyfall."
REMARK = "Hur många reste?"
REPLY = "Det var fem."
MESSAGE = "Se anmärkningen."
LATE = "Jag vill läsa den en gång till."
WARNING = "Utbetalt 1 000 000 kronor är tio gånger förra årets 100 000 kronor."
WHY = "Projektet fick hela sitt stöd i år."
AGAIN = "Ett belopp behöver rättas."
PAID = {"Tekniska nämnden": "1 000 000", "Miljönämnden": "234 500", "Fritidsnämnden": "57 250"}
CONTACTS = ["tova@example.com", "mira@example.com", "ove@example.com"]


@pytest.fixture
def office(inbox, cast, visit):
    """The year before, published; the pages of three contact persons and two reviewers."""
    long_ago = timezone.localdate() - timedelta(300)
    Round.objects.update(opens=long_ago, closes=long_ago, published=long_ago)
    for number, submission in enumerate((cast.of_teknik, cast.of_miljo, cast.of_fritid), start=1):
        project = make.project(f"projekt-{number}", ["BRAVE", "Levande kuster", "Lek för alla"][number - 1])
        texts = {"description": f"<p>{submission.board} provar det som {project} har kommit fram till.</p>"}
        make.card(submission, project, paid=number * 100_000, **texts)
        make.frozen(submission)
    sections = [{"heading": "Ärendet", "html": "<p>Nämnderna redovisar sitt arbete.</p>"}]
    assessed = {"heading": "Stadskontorets bedömning", "html": "<p>Arbetet går bra.</p>"}
    make.city_memo(cast.round, sections=[*sections, assessed])
    rolf = make.reviewer("Rolf Granskare", "rolf@example.com")
    still = {"reduced_motion": "reduce"}  # so that what is clicked is not on its way to somewhere else
    return SimpleNamespace(
        inbox=inbox,
        tova=visit(cast.tova, **still),
        others={"Miljönämnden": visit(cast.mira, **still), "Fritidsnämnden": visit(cast.ove, **still)},
        rut=visit(cast.rut, refused=409, **still),
        rolf=visit(rolf, **still),
    )


def test_a_whole_round(office):
    set_up_the_year(office)
    everybody_hands_in(office)
    remark_and_return(office)
    answer_mend_and_hand_in_again(office)
    correct_close_and_approve(office)
    approve_the_others(office)
    write_the_memo(office)
    accept_the_warning(office)
    publish(office)
    open_again(office)
    assert timeline(office.rut) == EXPECTED


def set_up_the_year(office):
    """Out of the year before, and opened on the round's own page; then everybody who is to write gets a mail."""
    rut, today = office.rut, timezone.localdate()
    rut.goto("/admin/")
    rut.get_by_role("link", name="Ny omgång från 2025").click()
    rut.get_by_label("Öppnar").fill(f"{today + timedelta(7)}")
    rut.get_by_label("Sista dag").fill(f"{today + timedelta(30)}")
    rut.get_by_role("button", name="Gör omgången").click()
    expect(rut.locator(".messagelist")).to_contain_text("Omgången 2026 är gjord. Från 2025 är kopierat: 3 nämnder, ")
    assert mails_of_today(office) == []
    rut.get_by_label("Öppnar").fill(f"{today}")
    rut.get_by_role("button", name="Spara", exact=True).click()
    expect(rut.locator(".messagelist")).to_contain_text("Ändrade omgång")
    opened = [f"Dags för {board}s internationella redovisning 2026" for board in PAID]
    assert mails_of_today(office) == sorted(zip(CONTACTS, opened, strict=True))


def mails_of_today(office):
    """To whom, and about what, mail goes when the day's reminders and what waits are sent."""
    office.inbox.mails.clear()
    call_command("remind")
    mail.send_due()
    return sorted((sent["To"], sent["Subject"].strip()) for sent in office.inbox.mails)


def everybody_hands_in(office):
    for board, page in {"Tekniska nämnden": office.tova, **office.others}.items():
        page.goto("/")
        page.get_by_role("link", name=board).first.click()
        bring_the_card(page, PAID[board])
        page.get_by_role("link", name="Fråga nummer 1?").click()
        editor(page, "Svar").fill(FIRST if board == "Tekniska nämnden" else f"{board} har haft besök från Kiel.")
        save(page)
        page.get_by_role("link", name="Till alla delar").click()
        hand_in(page)
    receipts = [f"Kvitto: {board}s internationella redovisning 2026 är inlämnad" for board in PAID]
    assert mails_of_today(office) == sorted(zip(CONTACTS, receipts, strict=True))


def bring_the_card(page, paid):
    """Last year's card, with this year's amount."""
    page.get_by_role("link", name="Hämta projekt från 2025").click()
    page.get_by_role("button", name="Hämta projekten").click()
    page.locator("a[href*='/projekt/projekt-']").first.click()
    page.get_by_label("Utbetalda medel").fill(paid)
    page.get_by_role("button", name="Spara och gå till alla delar").click()


def remark_and_return(office):
    """Two read at once, and know it; one of them remarks on some words, and returns."""
    rut, rolf = office.rut, office.rolf
    for page in (rut, rolf):
        read(page)
    expect(rolf.locator(".presence")).to_contain_text("Rut Granskare har sidan öppen.")
    rut.evaluate(MARK, ["#del-questions-1 .rich", "reste", "Hamburg"])
    rut.locator(".passage").get_by_role("button", name="Anmärk på det markerade").click()
    rut.keyboard.type(REMARK)
    part(rut, QUESTION).get_by_role("button", name="Spara anmärkningen").click()
    expect(part(rut, QUESTION).locator("mark")).to_have_text("reste till Hamburg")
    rut.get_by_label("Meddelande till nämnden").fill(MESSAGE)
    rut.get_by_role("button", name="Återlämna").click()
    expect(rut.get_by_text("Tekniska nämndens redovisning är nu återlämnad")).to_be_visible()
    returned = "Tekniska nämndens internationella redovisning 2026 är återlämnad"
    assert mails_of_today(office) == [("tova@example.com", returned)]


def read(page):
    page.goto("/admin/omgang/2026/")
    page.get_by_role("link", name="Tekniska nämnden").first.click()


def answer_mend_and_hand_in_again(office):
    """By the mail, which lists what was remarked on and leads to the board's page."""
    tova = office.tova
    (told,) = map(lines, office.inbox.mails)
    assert f"- {QUESTION} (om orden ”reste till Hamburg”): {REMARK}" in told
    (url,) = (re.search(r"http\S+", line)[0] for line in told if "Öppna redovisningen" in line)
    tova.goto(url)
    expect(tova.locator(".notice__message")).to_have_text(MESSAGE)
    tova.get_by_role("link", name="Fråga nummer 1?").click()
    tova.get_by_label("Svar till stadskontoret").fill(REPLY)
    tova.get_by_role("button", name="Markera som åtgärdad").click()
    expect(tova.locator(".reply .remark__text")).to_have_text(REPLY)
    editor(begun(tova), "Svar").fill(MENDED)
    save(tova)
    tova.get_by_role("link", name="Till alla delar").click()
    tova.get_by_role("link", name="Granska och lämna in").click()
    confirm(tova)


def correct_close_and_approve(office):
    """The other reviewer reads what is new; whoever decides on the same account a moment later is told no."""
    rut, rolf = office.rut, office.rolf
    read(rolf)
    expect(rolf.locator(".paper ins")).to_have_text(re.compile("Fem av oss"))
    part(rolf, QUESTION).get_by_role("link", name="Rätta språket").click()
    rolf.locator(".ProseMirror").fill(CORRECTED)
    rolf.get_by_role("button", name="Spara rättningen").click()
    expect(rolf.locator(".messagelist")).to_contain_text("Rättningen är version 3, i ditt namn")
    part(rolf, QUESTION).get_by_text("Svara eller stäng").click()
    part(rolf, QUESTION).get_by_role("button", name="Stäng anmärkningen").click()
    read(rut)
    rolf.get_by_role("button", name="Godkänn").click()
    expect(rolf.get_by_text("Tekniska nämndens redovisning är nu godkänd")).to_be_visible()
    rut.get_by_label("Meddelande till nämnden").fill(LATE)
    rut.get_by_role("button", name="Återlämna").click()
    expect(rut.locator(".error-summary")).to_contain_text("Inget är sparat")
    expect(rut.locator(".error-summary")).to_contain_text("av Rolf Granskare")
    expect(rut.locator(".typed")).to_have_text(LATE)
    assert Submission.objects.get(round__year=2026, board__name="Tekniska nämnden").status == "approved"


def approve_the_others(office):
    rolf = office.rolf
    for board in office.others:
        rolf.goto("/admin/omgang/2026/")
        rolf.get_by_role("link", name=board).first.click()
        rolf.get_by_role("button", name="Godkänn").click()
        expect(rolf.get_by_text(f"{board}s redovisning är nu godkänd")).to_be_visible()


def write_the_memo(office):
    """A passage of what Teknik wrote, and a figure that follows the cards."""
    rut = office.rut
    read(rut)
    rut.locator("[data-passages=questions-1] p", has_text="Fem av oss").select_text()
    rut.get_by_role("button", name="Lägg i tjänsteskrivelsen", exact=True).click()
    rut.keyboard.press("Enter")
    rut.get_by_role("link", name="Öppna utdraget").click()
    rut.locator(".prose-editor:has(#id_summary) .ProseMirror").fill("Nämnderna deltog i ")
    rut.keyboard.press("End")
    rut.locator("[data-live=antal_projekt] button").click()
    rut.keyboard.type(" EU-projekt.")
    rut.locator("#id_date").fill("2027-04-14")
    rut.locator("#id_decision_path").fill("2027-05-07 Kommunstyrelsen")
    rut.locator(".prose-editor:has(#id_sections-1-html) .ProseMirror").fill("Arbetet går bra.")
    rut.get_by_role("button", name="Spara", exact=True).click()
    expect(rut.locator(".messagelist")).to_contain_text("Tjänsteskrivelsen är sparad.")


def accept_the_warning(office):
    """Which else stops the publication."""
    rut = office.rut
    rut.goto("/admin/omgang/2026/publicera/")
    expect(rut.get_by_role("heading", name="Det går inte att publicera än")).to_be_visible()
    rut.get_by_role("link", name="avstämningen").click()
    warning = rut.locator(".finding--warning")
    expect(warning.get_by_role("heading")).to_have_text(f"Varning: {WARNING}")
    warning.locator("summary", has_text="Godta").click()
    warning.get_by_label("Varför kan varningen stå kvar?").fill(WHY)
    warning.get_by_role("button", name="Godta").click()
    expect(rut.get_by_text("Inget hindrar publiceringen.")).to_be_visible()


def publish(office):
    """An edition whose documents say what was written, and which is found whole."""
    rut = office.rut
    rut.goto("/admin/omgang/2026/")
    rut.get_by_role("link", name="Publicera …").click()
    rut.get_by_role("button", name="Publicera utgåva 1").click()
    expect(rut.get_by_text("Kontrollerad: alla filer stämmer")).to_be_visible(timeout=60_000)
    expect(rut.get_by_text(WHY)).to_be_visible()
    call_command("verify_edition", 2026, 1)
    folder = Edition.objects.get().folder
    figures = json.loads((folder / "siffror-2026.json").read_text())
    assert [figures[name] for name in ("eu_projects", "participations", "paid")] == [3, 3, 1_291_750]
    assert CORRECTED in words(folder / "redovisning-2026.pdf")
    memo = words(folder / "tjansteskrivelse-2026.pdf")
    assert [each for each in ("Nämnderna deltog i tre EU-projekt.", CORRECTED) if each not in memo] == []


def open_again(office):
    rut = office.rut
    rut.get_by_role("link", name="Öppna för en ny utgåva").click()
    rut.get_by_label("Skäl till en ny utgåva").fill(AGAIN)
    rut.get_by_role("button", name="Öppna för en ny utgåva").click()
    expect(rut.get_by_text("Inlämningar går att återlämna igen")).to_be_visible()


def timeline(page):
    """What happened, who did it and what they said, oldest first."""
    read(page)
    page.locator(".timeline").wait_for(state="attached")  # `all()` waits for nothing
    moments = page.locator(".timeline > li").all()
    return [tuple(told(moment)) for moment in reversed(moments)]


def told(moment):
    yield moment.locator("strong").inner_text()
    yield moment.locator(".quiet").inner_text().rpartition(", ")[2]
    yield from moment.locator(".message").all_inner_texts()


EXPECTED = [
    ("Utkast", "Tova Teknik"),
    ("Inlämnad", "Tova Teknik"),
    ("Granskningen har börjat", "Rut Granskare"),
    ("Anmärkning", "Rut Granskare", REMARK),
    ("Återlämnad", "Rut Granskare", MESSAGE),
    ("Nämndens svar på en anmärkning", "Tova Teknik", REPLY),
    ("Anmärkning markerad som åtgärdad", "Tova Teknik"),
    ("Inlämnad", "Tova Teknik"),
    ("Granskningen har börjat", "Rolf Granskare"),
    ("Språket rättat av stadskontoret", "Rolf Granskare", QUESTION),
    ("Anmärkning stängd", "Rolf Granskare"),
    ("Godkänd", "Rolf Granskare"),
    ("Publicerad i stadens redovisning", "Rut Granskare", "Utgåva 1"),
    ("Öppnad för en ny utgåva", "Rut Granskare"),
]
