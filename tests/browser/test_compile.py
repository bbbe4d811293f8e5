"""Where documents are compiled: that it takes time is said, a second click starts nothing, and a failure is told."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import shown

PAPERS = "/2025/tekniska-namnden/handlingar/"
FILE = "**/handlingar/*.pdf"


@pytest.fixture
def board(cast):
    make.card(cast.of_teknik, make.project())
    make.answer(cast.of_teknik)
    return cast


def held(page, address):
    """The requests for the address, which wait until the test answers them."""
    waiting = []
    page.route(address, lambda route: waiting.append(route))
    return waiting


def paper(page):
    return page.get_by_role("region", name="Nämndens redovisning")


def told(page):
    return paper(page).get_by_role("status")


def link(page):
    return paper(page).get_by_role("link", name="Hämta som PDF")


def test_while_a_document_is_compiled_the_links_are_locked_and_a_second_click_does_nothing(board, visit, seen):
    page = visit(board.tova)
    page.goto(PAPERS)
    waiting = held(page, FILE)
    expect(told(page)).to_have_text("Det tar oftast under en minut att sammanställa.")
    link(page).click()
    expect(told(page)).to_have_text("Sammanställer. Det tar oftast under en minut, vänta kvar på sidan.")
    expect(link(page)).to_have_attribute("aria-disabled", "true")
    expect(link(page)).to_be_focused()
    link(page).click(force=True)
    paper(page).get_by_role("link", name="Hämta som Word").click(force=True)
    shown(page, seen)
    with page.expect_download() as download:
        waiting[0].continue_()
    assert download.value.suggested_filename == "namndredovisning-tekniska-namnden-2025.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(told(page)).to_have_text("Klart: namndredovisning-tekniska-namnden-2025.pdf är hämtad.")
    expect(link(page)).not_to_have_attribute("aria-disabled", "true")
    assert len(waiting) == 1


@pytest.mark.parametrize("answer", [{"status": 500, "body": "nere"}, {"status": 200, "body": "<p>Logga in</p>"}])
def test_a_document_that_does_not_come_is_told_and_can_be_asked_for_again(board, visit, seen, answer):
    page = visit(board.tova, refused=500)
    page.goto(PAPERS)
    page.route(FILE, lambda route: route.fulfill(**answer), times=1)
    link(page).click()
    expect(told(page)).to_have_text("Det gick inte att hämta filen. Ladda om sidan och försök igen.")
    shown(page, seen)
    with page.expect_download() as download:
        link(page).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_without_javascript_the_link_gives_the_document(board, visit):
    page = visit(board.tova, java_script_enabled=False)
    page.goto(PAPERS)
    with page.expect_download() as download:
        link(page).click()
    assert download.value.suggested_filename == "namndredovisning-tekniska-namnden-2025.pdf"


def test_the_year_is_compiled_once_however_often_the_button_is_pressed(board, visit):
    page = visit(board.rut)
    page.goto("/admin/omgang/2025/")
    asked = []
    page.route("**/sammanstall/", lambda route: (asked.append(route), route.fulfill(status=204)))  # the page stays
    draft = page.get_by_role("button", name="Sammanställ utkast")
    draft.click()
    wait = page.locator("[data-wait]")
    expect(wait).to_have_text("Sammanställer. Det tar oftast under en minut, vänta kvar på sidan.")
    expect(draft).to_have_attribute("aria-disabled", "true")
    draft.click(force=True)
    assert len(asked) == 1
