"""The whole main task by the keyboard alone; what has focus is always seen."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from tests import make

from .keyboard import focused, hand_in, press, tab_to, tick, type_in


def test_a_contact_person_hands_in_without_a_mouse(cast, visit):
    make.project(title="BRAVE i Nordsjön")
    page = visit(reduced_motion="reduce")  # so that what has focus is not still on its way into the window
    page.goto("/")
    type_in(page, page.get_by_label("E-postadress"), cast.tova.email)
    type_in(page, page.get_by_label("Lösenord"), make.PASSWORD)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Börja skriva"))

    press(page, page.get_by_role("link", name="Fråga nummer 1?"))
    heading = page.get_by_role("button", name="Rubrik", exact=True)
    press(page, heading)
    expect(heading).to_have_attribute("aria-pressed", "true")
    type_in(page, page.get_by_role("textbox", name="Svar", exact=True), "Resan till Gdynia")
    press(page, page.get_by_role("button", name="Spara", exact=True))
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    expect(page.locator(".ProseMirror h3")).to_have_text("Resan till Gdynia")
    press(page, page.get_by_role("link", name="Till alla delar"))

    press(page, page.get_by_role("link", name="Lägg till projekt"))
    press(page, page.get_by_role("button", name=re.compile("Välj.*BRAVE i Nordsjön")))
    expect(page.get_by_role("heading", level=1, name="BRAVE i Nordsjön")).to_be_visible()
    type_in(page, page.get_by_label("Nämndens roll"), "Projektpartner")
    type_in(page, page.get_by_label("Utbetalda medel"), "1 234 567 kr")
    tick(page, page.get_by_role("checkbox", name="1. Mål nummer 1"))
    type_in(page, page.get_by_role("textbox", name="Beskrivning"), "Staden provade gröna tak.")
    press(page, page.get_by_role("button", name="Spara och gå till alla delar"))

    hand_in(page)
    kept = cast.of_teknik.versions.get().data["submission"]
    assert (kept["answers"], [card["paid"] for card in kept["cards"]], kept["decision"]) == (
        [{"question": 1, "html": "<h3>Resan till Gdynia</h3>"}],
        [1_234_567],
        {"date": f"{timezone.localdate().year}-01-01", "paragraph": "§ 41", "diary_number": "TN-2025-7"},
    )


def test_the_skip_link_leads_past_the_header(cast, visit):
    page = visit(cast.tova)
    page.goto("/2025/tekniska-namnden/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_the_editors_menu_is_one_stop_and_the_arrows_walk_in_it(cast, visit):
    page = visit(cast.tova)
    page.goto("/2025/tekniska-namnden/fraga-1/")
    buttons = page.get_by_role("toolbar").get_by_role("button")
    tab_to(page, buttons.first)
    page.keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(buttons.last).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Svar", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(buttons.last).to_be_focused()


def test_a_link_is_put_in_without_a_mouse(cast, visit):
    page = visit(cast.tova)
    page.goto("/2025/tekniska-namnden/fraga-1/")
    text = page.get_by_role("textbox", name="Svar", exact=True)
    type_in(page, text, "BRAVE")
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+Tab")
    link = page.get_by_role("button", name="Länk (markera först texten)")
    while not focused(link):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Adress, till exempel https://eurocities.eu")).to_be_focused()
    page.keyboard.type("https://brave.eu")
    page.keyboard.press("Enter")
    expect(text.get_by_role("link")).to_have_attribute("href", "https://brave.eu")
