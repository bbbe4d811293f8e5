"""The HTML edition of the report in a browser: valid, fit for everybody, on a phone and on paper."""

import pytest

from reporting import documents, html_edition
from tests.reporting import earlier
from tests.reporting.printed import example, pages

from . import nu
from .axe import AXE, RUN, TAGS, WIDTHS, sideways


@pytest.fixture(params=[2018, 2024])
def edition(request):
    if request.param == 2018:
        return of_year(earlier.year(2018), draft=True)
    return of_year(example(2024), example(2023), earlier=(earlier.year(2022),))


def of_year(*told, **more):
    page = documents.named(documents.CITY, "redovisning").page(documents.of_year(*told, **more))
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


OVER_FIGURES = """() => [...document.querySelectorAll('.with-bars')].map(head => {
  const end = cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return Math.round(words.getBoundingClientRect().right);
  };
  const figures = head.closest('table').querySelectorAll('tbody .figure:nth-last-child(2)');
  return [...figures].every(figure => end(figure) === end(head));
})"""


def test_a_head_stands_over_its_figures_and_not_over_the_bars_beside_them(shown):
    shown.set_viewport_size({"width": 1280, "height": 900})
    over = shown.evaluate(OVER_FIGURES)
    assert over == [True] * shown.locator(".with-bars").count() != []


IN_PIECES = """() => [...document.querySelectorAll('.counted tbody th')].map(cell => {
  const word = document.createRange(), text = cell.lastChild;
  word.selectNodeContents(text);
  return text.textContent.trim().includes(' ') || word.getClientRects().length === 1 ? '' : text.textContent;
}).filter(Boolean)"""


def test_names_have_room_on_a_phone_and_are_hyphenated_where_it_is_too_narrow(chromium):
    page = chromium.new_page()
    page.set_content(of_year(example(2024)))
    page.set_viewport_size({"width": 390, "height": 900})
    page.add_style_tag(content="table { font-family: Liberation Sans, Arial !important }")
    assert page.evaluate(IN_PIECES) == []
    cells = page.locator(".counted tbody th")
    assert set(cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).hyphens)")) == {"auto"}
    page.close()


def test_a_table_is_printed_whole_with_its_note(shown):
    charts = shown.locator(".chart:not(.long)").evaluate_all(
        "charts => charts.map(each => [each.querySelector('caption'), each.querySelector('.note')]"
        ".map(part => part.textContent.trim().split(/\\s+/).join(' ')))"
    )
    printed = [" ".join(text.split()) for text in pages(shown.pdf(prefer_css_page_size=True))]
    assert len(charts) > 1
    for caption, note in charts:
        assert any(caption in page and note in page for page in printed)


def test_prints_on_paper_without_the_way_past_the_contents(shown, tmp_path):
    shown.emulate_media(media="print")
    assert not shown.get_by_role("link", name="Till texten").is_visible()
    assert shown.pdf()[:4] == b"%PDF"
