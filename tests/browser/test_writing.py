"""What the browser does for those who write: links, pasted headings, the main goal, and what it says of lost text."""

import re

import pytest
from playwright.sync_api import expect

from projects.section import card_url
from submissions.models import Answer
from tests import make

QUESTION = "/2025/tekniska-namnden/fraga-1/"
LOST = "Det du skrev senast kom inte fram"
PASTE = """
    (element, markup) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData("text/html", markup)
        element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    }
"""


def editor(page):
    return page.locator(".ProseMirror").first


def write(page, text):
    """The text in the editor, marked."""
    page.get_by_role("toolbar").first.wait_for()
    editor(page).click()
    page.keyboard.type(text)
    page.keyboard.press("ControlOrMeta+a")


def link(page, address):
    page.get_by_role("button", name="Länk (markera först texten)").click()
    page.get_by_label("Adress, till exempel https://eurocities.eu").fill(address)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.eurocities.eu", "https://www.eurocities.eu"),
        (" eurocities.eu/x?y=1 ", "https://eurocities.eu/x?y=1"),
        ("http://eurocities.eu", "http://eurocities.eu"),
        ("rut@example.com", "mailto:rut@example.com"),
        ("mailto:rut@example.com", "mailto:rut@example.com"),
    ],
)
def test_an_address_without_its_beginning_gets_it(cast, visit, typed, address):
    page = visit(cast.tova)
    page.goto(QUESTION)
    write(page, "Eurocities")
    link(page, typed)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    assert Answer.objects.get().html == f'<p><a href="{address}">Eurocities</a></p>'


@pytest.mark.parametrize("typed", ["", "Eurocities", "javascript:alert(1)", "ftp://eurocities.eu"])
def test_what_is_no_address_is_said_in_the_dialog(cast, visit, typed):
    page = visit(cast.tova)
    page.goto(QUESTION)
    write(page, "Eurocities")
    link(page, typed)
    field = page.get_by_label("Adress, till exempel https://eurocities.eu")
    told = "Skriv en webbadress, till exempel https://eurocities.eu, eller en e-postadress."
    assert field.evaluate("field => field.validationMessage") == told
    field.fill("eurocities.eu")
    page.keyboard.press("Enter")
    expect(editor(page).locator("a")).to_have_attribute("href", "https://eurocities.eu")


def test_pasted_headings_become_those_that_there_are(cast, visit):
    page = visit(cast.tova)
    page.goto(QUESTION)
    write(page, "")
    levels = "".join(f'<h{level} class="Rubrik">Nivå {level}</h{level}>' for level in range(1, 7))
    editor(page).evaluate(PASTE, f"<html><head></head><body>{levels}<p>Text</p></body></html>")
    expect(editor(page).locator("h3")).to_have_text(["Nivå 1"])
    expect(editor(page).locator("h4")).to_have_text([f"Nivå {level}" for level in range(2, 7)])
    expect(editor(page).locator("p")).to_have_text(["Text"])


def test_an_answer_that_holds_the_form_says_nothing_of_lost_text(cast, visit):
    make.card(cast.of_teknik, make.project())
    page = visit(cast.tova, refused=422)
    page.goto(card_url(cast.of_teknik, "brave"))
    page.get_by_label("Utbetalda medel 2025").fill("3700000")
    page.get_by_label("Nämndens budget").fill("1.250.000 kr")
    page.get_by_label("Börjar").fill("1/3 2024")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("heading", name="Det här behöver rättas")).to_be_visible()
    expect(page.get_by_label("Nämndens budget")).to_have_value("1\u00a0250\u00a0000")
    expect(page.get_by_role("heading", name=LOST)).to_have_count(0)


def test_a_save_that_did_not_arrive_is_told_above_the_form_in_full_width(cast, visit):
    make.card(cast.of_teknik, make.project())
    page = visit(cast.tova)
    page.goto(card_url(cast.of_teknik, "brave"))
    kept = {"writer": str(cast.tova.pk), "values": [["title", "Vätgas i hamnen"]]}
    page.evaluate("kept => sessionStorage.setItem('osparat ' + location.pathname, JSON.stringify(kept))", kept)
    page.reload()
    notice = page.locator(".notice", has=page.get_by_role("heading", name=LOST))
    expect(notice.locator(".typed")).to_have_text(["Vätgas i hamnen"])
    width = "element => Math.round(element.getBoundingClientRect().width)"
    assert notice.evaluate(width) == page.locator("main").evaluate(width)


def test_the_way_back_shows_what_is_saved_and_no_old_conflict(cast, visit):
    make.answer(cast.of_teknik, html="<p>Början.</p>")
    page = visit(cast.tova, refused=409)
    page.goto(QUESTION)
    Answer.objects.update(html="<p>Tages.</p>", version=1, changed_by=make.contact("Tage", "tage@example.com"))
    write(page, "")
    page.keyboard.type("Tovas.")
    with page.expect_response(lambda response: response.status == 409):
        page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_visible()
    expect(page.locator("#conflict-heading")).to_have_count(0)
    expect(editor(page)).to_have_text("Tovas.")


def test_a_second_goal_takes_away_the_main_goal_that_nobody_chose(cast, visit):
    make.card(cast.of_teknik, make.project(), goals=())
    page = visit(cast.tova)
    page.goto(card_url(cast.of_teknik, "brave"))
    goal = [page.get_by_role("checkbox", name=re.compile(f"^{number}")) for number in (1, 2, 3)]
    main = page.get_by_label("Huvudmål")
    chosen = main.locator("option:checked")
    reminder = page.get_by_text("Välj vilket av målen som är huvudmål.")
    goal[0].check()
    expect(chosen).to_have_text("1. Mål nummer 1")
    expect(reminder).to_have_count(0)
    goal[1].check()
    expect(chosen).to_have_text("Välj huvudmål")
    expect(reminder).to_be_visible()
    main.select_option("2. Mål nummer 2")
    expect(reminder).to_have_count(0)
    goal[2].check()
    expect(chosen).to_have_text("2. Mål nummer 2")
    goal[1].uncheck()
    expect(chosen).to_have_text("Välj huvudmål")
