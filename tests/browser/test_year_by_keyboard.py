"""The year of a board that has last year's data, by the keyboard alone: what is brought over, mended and handed in."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import make

from .keyboard import hand_in, press, tab_to, type_in


@pytest.fixture
def last_year(cast):
    """Teknik answered a question in 2024, and had a project that goes on and one that has ended."""
    submission = make.submission(make.round(2024), cast.teknik)
    make.answer(submission, html="<p>Vi reste till Hamburg.</p>")
    make.card(submission, make.project(ends="2027-05"), role="owner", budget=900_000, results="<p>Tio turbiner.</p>")
    make.card(submission, make.project("slut", "Avslutat", ends="2024-06"))
    make.frozen(submission)
    return cast


def test_a_year_without_a_mouse(last_year, visit):
    sven = make.contact("Sven Teknik", "sven@example.com", last_year.teknik)
    page, other = visit(reduced_motion="reduce", refused=409), visit(sven)
    page.goto("/")
    type_in(page, page.get_by_label("E-postadress"), last_year.tova.email)
    type_in(page, page.get_by_label("Lösenord"), make.PASSWORD)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Börja skriva"))

    press(page, page.get_by_role("link", name="Fråga nummer 1?"))
    press(page, page.get_by_role("button", name="Hämta från 2024"))
    expect(page.get_by_text("Oförändrad sedan 2024")).to_be_visible()
    saved_by_a_colleague(other, "Svens text.")
    tab_to(page, answer(page))
    page.keyboard.press("Control+End")
    page.keyboard.type(" Och till Kiel.")
    expect(page.locator("[data-save-state]")).to_contain_text("Sven Teknik har sparat något annat här")
    press(page, page.get_by_role("button", name="Visa vad jag kan göra"))
    expect(page.locator(".conflict")).to_be_focused()
    press(page, page.get_by_role("button", name="Spara", exact=True))
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    press(page, page.get_by_role("link", name="Till alla delar"))

    press(page, page.get_by_role("link", name="Hämta projekt från 2024"))
    press(page, page.get_by_role("button", name="Hämta projekten"))
    expect(page.get_by_text("1 projekt är hämtat från 2024.")).to_be_visible()
    type_in(page, page.get_by_label("Utbetalda medel 2025"), "1 234 567 kr")
    press(page, page.get_by_role("button", name="Spara och gå till alla delar"))

    hand_in(page)
    assert last_year.of_teknik.versions.get().data == {"submission": account(), "projects": [brave()]}


def saved_by_a_colleague(page, text):
    """Somebody else writes in the same answer meanwhile, and the page saves it."""
    page.goto("/2025/tekniska-namnden/fraga-1/")
    tab_to(page, answer(page))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))


def answer(page):
    return page.get_by_role("textbox", name=re.compile("^(Svar|Din text)")).and_(page.locator("[contenteditable]"))


def account():
    """All that is handed in: what was brought over, and what was written by the keyboard."""
    return {
        "board": "Tekniska nämnden",
        "decision": {"date": f"{timezone.localdate().year}-01-01", "paragraph": "§ 41", "diary_number": "TN-2025-7"},
        "answers": [{"question": 1, "html": "<p>Vi reste till Hamburg. Och till Kiel.</p>"}],
        "cards": [
            {
                "project": "brave",
                "role": "owner",
                "budget": 900_000,
                "paid": 1_234_567,
                "goals": [1],
                "main_goal": 1,
                "texts": {"description": "<p>Så gick det.</p>"},
            }
        ],
    }


def brave():
    return {"key": "brave", "title": "BRAVE", "programme": "Interreg North Sea", "owner": None, "ends": "2027-05"}
