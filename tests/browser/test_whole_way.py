"""The whole way, as people go it: written, handed in, returned, mended, handed in again, approved, compiled."""

import json
import re
import subprocess

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests import make

MESSAGE = "Skriv också vad resan till Gdynia gav."


@pytest.fixture
def miljo_reports_brave(cast):
    """Miljönämnden has handed in and been approved, with a card for BRAVE."""
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, make.project(title="BRAVE i Nordsjön"), paid=250_000)
    make.approved(cast.of_miljo, cast.mira, cast.rut)


def test_the_whole_way(cast, miljo_reports_brave, visit, tmp_path):
    contact, reviewer = visit(cast.tova), visit(cast.rut)
    contact.get_by_role("link", name="Tekniska nämnden").first.click()
    write_answer(contact)
    add_card(contact)
    hand_in(contact)

    open_submission(reviewer)
    reviewer.get_by_label("Meddelande till nämnden").fill(MESSAGE)
    reviewer.get_by_role("button", name="Återlämna").click()
    expect(reviewer.get_by_text("Tekniska nämndens redovisning är nu återlämnad")).to_be_visible()

    mend(contact)
    hand_in_again(contact)

    open_submission(reviewer)
    expect(reviewer.get_by_role("heading", name="Efter resan")).to_be_visible()
    reviewer.get_by_role("button", name="Godkänn").click()
    expect(reviewer.get_by_text("Tekniska nämndens redovisning är nu godkänd")).to_be_visible()

    call_command("compile_round", 2025, out=tmp_path)
    report = words(tmp_path / "redovisning-2025.pdf")
    for text in ("Resan till Gdynia", "Vi mötte hamnen", "Vi lärde oss om dagvatten", "Efter resan"):
        assert text in report
    figures = json.loads((tmp_path / "siffror-2025.json").read_text())
    counted = {
        name: figures[name] for name in ("eu_projects", "participations", "cards", "boards_taking_part", "paid")
    }
    assert counted == {"eu_projects": 1, "participations": 2, "cards": 2, "boards_taking_part": 2, "paid": 1_484_567}


def write_answer(page):
    """An answer with a heading and a list, as typed in the editor."""
    page.get_by_role("link", name="Fråga nummer 1?").click()
    editor(page, "Svar").click()
    button(page, "Rubrik").click()
    page.keyboard.type("Resan till Gdynia")
    page.keyboard.press("Enter")
    button(page, "Punktlista").click()
    page.keyboard.type("Vi mötte hamnen")
    page.keyboard.press("Enter")
    page.keyboard.type("Vi lärde oss om dagvatten")
    save(page)
    expect(editor(page, "Svar").locator("h3")).to_have_text("Resan till Gdynia")
    expect(editor(page, "Svar").locator("li")).to_have_text(["Vi mötte hamnen", "Vi lärde oss om dagvatten"])
    page.get_by_role("link", name="Till alla delar").click()


def add_card(page):
    """A card for the project that Miljönämnden already reports, found in the register."""
    page.get_by_role("link", name="Lägg till projekt").click()
    page.get_by_role("searchbox").fill("brave")
    page.get_by_role("button", name=re.compile("Välj.*BRAVE i Nordsjön")).click()
    page.get_by_label("Nämndens roll").select_option("Projektpartner")
    page.get_by_label("Utbetalda medel").fill("1 234 567 kr")
    page.get_by_role("checkbox", name="1. Mål nummer 1").check()
    page.get_by_label("Huvudmål").select_option("1. Mål nummer 1")
    editor(page, "Beskrivning").fill("Staden provade gröna tak i hamnen.")
    page.get_by_role("button", name="Spara och gå till alla delar").click()
    expect(page.get_by_role("link", name="BRAVE i Nordsjön")).to_be_visible()


def hand_in(page):
    page.get_by_role("link", name="Granska och lämna in").click()
    page.get_by_label("Datum för beslutet").fill("2025-01-15")
    page.get_by_label("Paragraf").fill("§ 41")
    page.get_by_label("Diarienummer").fill("TN-2025-7")
    confirm(page)


def confirm(page):
    page.get_by_label("Vi har läst igenom hela redovisningen").check()
    page.get_by_role("button", name="Lämna in redovisningen").click()
    expect(page.get_by_role("heading", name="Redovisningen är inlämnad")).to_be_visible()


def mend(page):
    """What the city office's message asks for, where the board sees it."""
    page.goto("/")
    page.get_by_role("link", name="Tekniska nämnden").first.click()
    expect(page.locator(".notice__message")).to_have_text(MESSAGE)
    page.get_by_role("link", name="Fråga nummer 1?").click()
    # To the right of the last line, which puts the cursor at its end; the button tells when the editor has seen it.
    expect(button(page, "Rubrik")).to_have_attribute("aria-pressed", "true")
    editor(page, "Svar").locator("li").last.click()
    expect(button(page, "Rubrik")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    button(page, "Rubrik").click()
    page.keyboard.type("Efter resan")
    save(page)
    expect(editor(page, "Svar").locator("h3")).to_have_text(["Resan till Gdynia", "Efter resan"])


def hand_in_again(page):
    page.get_by_role("link", name="Till alla delar").click()
    page.get_by_role("link", name="Granska och lämna in").click()
    confirm(page)


def open_submission(page):
    page.goto("/admin/omgang/2025/")
    page.get_by_role("link", name="Tekniska nämnden").first.click()


def editor(page, label):
    """The editor, when it has taken the place of the text area with the same label."""
    return page.get_by_role("textbox", name=label, exact=True).and_(page.locator("[contenteditable=true]"))


def button(page, name):
    """A button of the editor."""
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def save(page):
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text(re.compile("är sparat"))).to_be_visible()


def words(pdf):
    """The text of a PDF, with the spaces between words only."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())
