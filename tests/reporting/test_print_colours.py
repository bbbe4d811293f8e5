"""The colours of the documents, in print and on screen: contrasts as WCAG 2.2 counts them (1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

WHITE = "#ffffff"
PAPERS = (WHITE, "#f0f4f5", "#fbf3e4")  # the page, the facts, and what is missing
READ = ("ink", "quiet", "colour", "warning")


def sheet(name="print"):
    return Path(finders.find(f"css/{name}.css")).read_text()


def named():
    return dict(re.findall(r"--(\w+): (#\w{6})", sheet()))


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", READ)
def test_what_is_read_is_read_easily_on_every_paper(name):
    assert contrast(named()[name], WHITE) >= 7
    assert [paper for paper in PAPERS if contrast(named()[name], paper) < 4.5] == []


def test_what_is_drawn_is_seen():
    drawn = {"bar": named()["bar"], **dict(re.findall(r"\.(group-\d) \{ background: (#\w{6})", sheet("charts")))}
    assert [name for name, colour in drawn.items() if contrast(colour, WHITE) < 3] == []
    assert len(drawn) == 8


def test_text_is_set_in_no_other_colours():
    """Margin boxes stand outside the document and cannot read its custom properties: theirs are the same, written."""
    styles = [Path(path).read_text() for path in Path(finders.find("css/print.css")).parent.glob("print*.css")]
    written = {colour for style in styles for colour in re.findall(r"(?<![\w-])color: (#\w{6})", style)}
    assert written - {named()[name] for name in READ} == set()
