"""Last year's and a colleague's texts in the browser: brought over, marked while they stand, read beside one's own."""

import pytest
from playwright.sync_api import expect

from projects.models import Card
from submissions.models import Answer
from tests import make
from tests.browser.axe import look, sideways

TASKS = "/2025/tekniska-namnden/"
QUESTION = f"{TASKS}fraga-1/"
BRAVE = f"{TASKS}projekt/brave/"
MARK = "Oförändrad sedan 2024"


@pytest.fixture
def site(cast):
    """Teknik handed in an answer and two cards last year; Miljö has one of the projects this year."""
    last = make.submission(make.round(2024), cast.teknik)
    make.answer(last, html="<p>Vi reste till Hamburg.</p>")
    brave = make.project()
    make.card(last, brave, purpose="<p>Mer vind.</p>", results="<p>Tio turbiner.</p>")
    make.card(last, make.project("slut", "Avslutat", ends="2024-06"))
    make.frozen(last)
    theirs = make.card(cast.of_miljo, brave, purpose="<p>Renare luft.</p>")
    make.partner(theirs, "Lunds universitet", "academia", "SE")
    return cast


def editor(page, number=0):
    page.get_by_role("toolbar").first.wait_for()
    return page.locator(".ProseMirror").nth(number)


def test_an_answer_is_brought_over_and_the_mark_goes_when_it_changes(site, visit):
    page = visit(site.tova)
    page.goto(QUESTION)
    page.get_by_role("button", name="Hämta från 2024").click()
    expect(editor(page)).to_have_text("Vi reste till Hamburg.")
    expect(page.get_by_text(MARK)).to_be_visible()
    editor(page).click()
    page.keyboard.press("End")
    page.keyboard.type(" Igen.")
    expect(page.get_by_text(MARK)).to_be_hidden()
    for _ in " Igen.":
        page.keyboard.press("Backspace")
    expect(page.get_by_text(MARK)).to_be_visible()
    page.keyboard.type(" Och hem.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    page.goto(TASKS)
    expect(page.get_by_text("oförändrad sedan 2024")).to_have_count(0)


def test_what_is_typed_is_asked_about_and_kept(site, visit):
    page = visit(site.tova)
    page.goto(QUESTION)
    editor(page).click()
    page.keyboard.type("Vi var i Kiel.")
    expect(page.locator("[data-save-state]")).to_contain_text("Sparat ")
    page.get_by_role("button", name="Hämta från 2024").click()
    expect(page.get_by_role("heading", name="Här står redan en text")).to_be_visible()
    assert look(page) + sideways(page) == []
    page.get_by_role("button", name="Lägg till efter svaret").click()
    expect(editor(page)).to_contain_text("Vi var i Kiel.Vi reste till Hamburg.")
    answer = Answer.objects.get(submission=site.of_teknik)
    assert answer.html == "<p>Vi var i Kiel.</p><p>Vi reste till Hamburg.</p>"


def test_all_ongoing_projects_are_brought_over_by_keyboard(site, visit):
    page = visit(site.tova)
    page.goto(f"{TASKS}hamta-projekt/")
    assert look(page) + sideways(page) == []
    page.get_by_label("Avslutat").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 projekt är hämtade från 2024.")).to_be_visible()
    expect(page.get_by_text("oförändrad sedan 2024")).to_have_count(2)
    assert {card.project.key for card in Card.objects.filter(submission=site.of_teknik)} == {"brave", "slut"}


def test_none_ticked_says_so_first(site, visit):
    page = visit(site.tova, refused=422)
    page.goto(f"{TASKS}hamta-projekt/")
    page.get_by_label("BRAVE").uncheck()
    page.get_by_role("button", name="Hämta projekten").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert look(page) == []
    page.get_by_role("link", name="Kryssa för minst ett projekt.").click()
    expect(page.get_by_label("BRAVE")).to_be_focused()


def test_last_years_text_stands_beside_the_editor_and_under_it_on_a_phone(site, visit):
    make.card(site.of_teknik, site.of_miljo.cards.get().project, purpose="<p>Mer vind.</p>")
    page = visit(site.tova)
    page.goto(BRAVE)
    page.get_by_text("Syfte 2024").click()
    field, then = page.locator("#div_id_purpose"), page.locator("#then-purpose")
    expect(then).to_have_text("Mer vind.")
    assert then.bounding_box()["x"] > field.bounding_box()["x"] + field.bounding_box()["width"]
    page.set_viewport_size({"width": 390, "height": 900})
    assert then.bounding_box()["y"] > field.bounding_box()["y"]
    for summary in ("Kortet 2024", "Så beskriver Miljönämnden projektet"):
        page.get_by_text(summary).click()
    expect(page.get_by_text("Renare luft.")).to_be_visible()
    assert look(page) + sideways(page) == []


def test_a_colleagues_partners_are_taken_in_and_saved_by_themselves(site, visit):
    card = make.card(site.of_teknik, site.of_miljo.cards.get().project)
    page = visit(site.tova)
    page.goto(BRAVE)
    page.get_by_role("button", name="Hämta partner från Miljönämnden").click()
    expect(page.get_by_label("Namn")).to_have_value("Lunds universitet")
    expect(page.locator("[data-save-state]")).to_contain_text("Sparat ")
    assert [partner.name for partner in card.partners.all()] == ["Lunds universitet"]


def test_without_javascript_everything_is_there_too(site, visit):
    make.card(site.of_teknik, site.of_miljo.cards.get().project, description="")
    page = visit(site.tova, java_script_enabled=False)
    page.goto(BRAVE)
    page.locator("textarea[name=aims]").fill("<p>Ännu inte sparat.</p>")
    page.get_by_role("button", name="Hämta partner från Miljönämnden").click()
    expect(page.get_by_label("Namn")).to_have_value("Lunds universitet")
    expect(page.locator("textarea[name=aims]")).to_have_value("<p>Ännu inte sparat.</p>")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_text("Kortet 2024").click()
    page.get_by_role("button", name="Hämta från 2024").click()
    assert Card.objects.get(submission=site.of_teknik).aims == "<p>Ännu inte sparat.</p>"
