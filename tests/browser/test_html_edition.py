"""The HTML edition of the report in a browser: valid, fit for everybody, on a phone and on paper."""

import pytest

from reporting import documents, html_edition
from tests.reporting import earlier
from tests.reporting.printed import example

from . import nu
from .axe import AXE, RUN, TAGS, WIDTHS, sideways


@pytest.fixture(params=[2018, 2024])
def edition(request):
    year = earlier.year(2018) if request.param == 2018 else example(2024)
    page = documents.named(documents.CITY, "redovisning").page(documents.of_year(year, draft=request.param == 2018))
    return html_edition.render(page).decode()


@pytest.fixture
def shown(chromium, edition):
    """The page without any server behind it, and without scripts of its own to run."""
    page = chromium.new_page()
    page.set_content(edition)
    yield page
    page.close()


def test_is_valid_and_has_no_fault_that_axe_finds(shown, edition):
    assert nu.errors(edition) == []
    shown.evaluate(AXE)
    for width in WIDTHS:
        shown.set_viewport_size({"width": width, "height": 900})
        assert shown.evaluate(RUN, [*TAGS, "best-practice"]) == []
    assert sideways(shown) == []


def test_the_way_past_the_contents_is_the_first_stop_and_is_seen(shown):
    shown.keyboard.press("Tab")
    link = shown.locator(":focus")
    assert link.inner_text() == "Till texten"
    assert link.bounding_box()["y"] >= 0
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "texten"


def test_prints_on_paper_without_the_way_past_the_contents(shown, tmp_path):
    shown.emulate_media(media="print")
    assert not shown.get_by_role("link", name="Till texten").is_visible()
    assert shown.pdf()[:4] == b"%PDF"
