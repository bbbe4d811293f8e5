"""What a person has set for the whole computer: less motion, high contrast, 400 % zoom. The pages comply."""

import pytest
from playwright.sync_api import expect

from tests import make

OURS = "/2025/tekniska-namnden/"
CARD = f"{OURS}projekt/brave/"
MOVING = """
    () => [...document.querySelectorAll("*")].filter((each) => {
        const { transitionProperty, animationName, scrollBehavior } = getComputedStyle(each)
        return transitionProperty !== "none" || animationName !== "none" || scrollBehavior !== "auto"
    }).map((each) => each.outerHTML.slice(0, 100))
"""
SIGNS = """
    (all) => all.map((each) => {
        const { backgroundColor, backgroundImage } = getComputedStyle(each, "::before")
        const empty = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none"
        return [each.innerText.trim(), empty ? "tom" : backgroundImage === "none" ? "fylld" : "halv"]
    })
"""
# Whether the middle of what has focus is to be seen, with nothing before it.
IN_SIGHT = """
    () => {
        const own = document.activeElement
        const { x, y, width, height } = own.getBoundingClientRect()
        const there = document.elementFromPoint(x + width / 2, y + height / 2)
        return own.contains(there) || there?.contains(own) || own.outerHTML
    }
"""


@pytest.fixture
def page(cast, enter):
    """Tova's page, scrolled without delay, of an account with an answer and an unfinished card."""
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project(), paid=None)
    page = enter(cast.tova)
    page.emulate_media(reduced_motion="reduce")
    return page


def test_nothing_moves_where_less_motion_is_asked_for(page):
    for url in ("/", OURS, CARD, f"{OURS}granska/"):
        page.goto(url)
        assert page.evaluate(MOVING) == []


def test_the_status_signs_keep_their_shapes_in_high_contrast(page):
    page.emulate_media(forced_colors="active")
    page.goto(OURS)
    told = page.locator(".status").evaluate_all(SIGNS)
    assert ["ifylld", "fylld"] in told
    assert ["påbörjad", "halv"] in told
    assert ["ej påbörjad", "tom"] in told
    assert all(words for words, _ in told)


def test_at_400_percent_nothing_stands_before_what_has_focus(page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(CARD)
    page.get_by_role("toolbar").first.wait_for()
    assert page.locator(".save-bar").evaluate("bar => getComputedStyle(bar).position") == "static"
    page.locator("[name=project-title]").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT) is True


def test_a_page_goes_to_its_place_at_once_so_that_no_click_is_lost(page):
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(CARD)
    last = "() => { const own = document.querySelector('.site-footer'); own.scrollIntoView(); return scrollY }"
    assert page.evaluate(last) == page.evaluate("scrollY") > 400


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (390, 844)])
def test_what_saves_a_round_is_always_in_sight_and_before_nothing_that_has_focus(cast, enter, width, height):
    page = enter(cast.ada)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/admin/submissions/round/{cast.round.pk}/change/")
    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_in_viewport(ratio=1)
    page.locator("#id_policy_name").focus()
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT) is True


@pytest.mark.parametrize("height", [600, 800])
def test_the_save_bar_stands_before_nothing_that_has_focus(page, height):
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(CARD)
    page.get_by_role("toolbar").first.wait_for()
    assert page.locator(".save-bar").bounding_box()["height"] < 80
    page.locator("[name=project-title]").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT) is True
