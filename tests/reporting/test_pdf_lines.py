"""A line that is full but for its last space is not broken after its first word."""

import pytest
from weasyprint import HTML
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration

from reporting.pdf import rendering  # noqa: F401 - puts its own functions in place
from reporting.pdf.fetching import StaticFiles

FONT = '@font-face { font-family: "Plex"; src: url("statisk:fonts/IBMPlexSerif-Regular.ttf"); }'
TEXT = "Malmö Borgarskola äger projektet. Det beskrivs i "


def first_line(width):
    """The words that stand on the first line of so many CSS pixels."""
    style = f'{FONT} @page {{ size: 2000px }} p {{ font: 16px "Plex"; width: {width}px }}'
    page = HTML(string=f"<style>{style}</style><p>{TEXT}<b>del 1</b>", url_fetcher=StaticFiles())
    document = page.render(font_config=FontConfiguration())
    paragraph = next(box for box in document.pages[0]._page_box.descendants() if box.element_tag == "p")
    return "".join(getattr(box, "text", "") for box in paragraph.children[0].descendants()).strip()


@pytest.fixture
def width():
    """The least that the words have room in without the space that they end with."""
    style = f'{FONT} p {{ float: left; font: 16px "Plex" }}'
    page = HTML(string=f"<style>{style}</style><p>{TEXT}", url_fetcher=StaticFiles())
    document = page.render(font_config=FontConfiguration())
    return next(box for box in document.pages[0]._page_box.descendants() if box.element_tag == "p").width + 0.1


def test_the_space_that_a_line_ends_with_may_hang(width):
    assert first_line(width) == TEXT.strip()


def test_weasyprint_itself_still_breaks_after_the_first_word(width, monkeypatch):
    """Where this fails, WeasyPrint has learnt it: take reporting/pdf/lines.py away."""
    monkeypatch.setattr(inline, "split_first_line", inline.split_first_line.__wrapped__)
    assert first_line(width) == "Malmö"
