"""WeasyPrint's private parts that reporting/pdf/ builds upon are as they were, and still need what stands in for them.

Where the first test fails, WeasyPrint has been changed: read what is new in the functions that it names, beside the
module in reporting/pdf/ that uses them; see that the other tests of test_pdf_*.py pass; and write the new sums here.
Where one of the others fails, WeasyPrint has learnt to do it itself: take our own way away, if its way is as good.
"""

import inspect
import re
from hashlib import sha256
from io import BytesIO

import pikepdf
import pydyf
import pytest
import weasyprint.pdf.fonts
import weasyprint.pdf.tags
from weasyprint import HTML
from weasyprint.draw import draw_inline_level
from weasyprint.draw.text import draw_first_line, draw_text
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.anchors import add_links
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import split_first_line

USED = {
    "tags.py, numbers.py: when they are called": weasyprint.pdf.generate_pdf,
    "tags.py: what a mark is": Stream.marked,
    "tags.py: links' annotations": add_links,
    "tags.py: what every box has": Box,
    "painted.py: which texts are marked": draw_inline_level,
    "painted.py: the operators of a text": draw_text,
    "painted.py: the glyphs of a text": draw_first_line,
    "painted.py: how operators are kept": pydyf.Stream,
    "fonts.py: when programs are embedded": build_fonts_dictionary,
    "fonts.py: all glyphs of one": Font._harfbuzz_subset,
    "lines.py: where a line is broken": split_first_line,
}
SUMS = {
    "tags.py, numbers.py: when they are called": "626343ef25c3",
    "tags.py: what a mark is": "3fa3acacbbf6",
    "tags.py: links' annotations": "262e8b9b2998",
    "tags.py: what every box has": "ff6d62300baf",
    "painted.py: which texts are marked": "068162a401d0",
    "painted.py: the operators of a text": "ebaf96239c6c",
    "painted.py: the glyphs of a text": "1bb8eae6d88e",
    "painted.py: how operators are kept": "f17b6bdcfedf",
    "fonts.py: when programs are embedded": "fc551bef35d0",
    "fonts.py: all glyphs of one": "f80805663ede",
    "lines.py: where a line is broken": "39ad1016863c",
}


def test_private_parts_are_as_they_were():
    assert {use: sha256(inspect.getsource(part).encode()).hexdigest()[:12] for use, part in USED.items()} == SUMS


@pytest.fixture(autouse=True)
def _its_own_tags(monkeypatch):
    """Also where another test of this process has put ours in their place."""
    monkeypatch.setattr(weasyprint.pdf, "add_tags", weasyprint.pdf.tags.add_tags)


def by_weasyprint(body):
    """The tagged PDF that WeasyPrint makes by itself, opened."""
    style = "<style>@page { size: 300px; margin: 40px; @bottom-left { content: 'Fot' } }</style>"
    html = f'<html lang="sv"><head><title>Prov</title>{style}</head><body>{body}</body></html>'
    return pikepdf.open(BytesIO(HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")))


def roles(element):
    """The roles in the tree under an element, with its attributes."""
    found = [(str(element.S), element.get("/A", {}))] if "/S" in element else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else []:
        found += roles(kid) if isinstance(kid, pikepdf.Dictionary) else []
    return found


def count(opened, role):
    return [name for name, _ in roles(opened.Root.StructTreeRoot)].count(role)


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("/P", f"<p>{'ord ' * 400}</p>"),
        ("/L", f"<ul>{'<li>a</li>' * 40}</ul>"),
        ("/Table", f"<table>{'<tr><td>a</td></tr>' * 40}</table>"),
        ("/THead", f"<table><thead><tr><th>a</th></tr></thead><tbody>{'<tr><td>a</td></tr>' * 40}</tbody></table>"),
    ],
)
def test_it_still_makes_an_element_for_each_page(role, body):
    with by_weasyprint(body) as opened:
        assert len(opened.pages) > 1
        assert count(opened, role) == len(opened.pages)


def test_it_still_says_no_scope_of_header_cells():
    with by_weasyprint('<table><tr><th scope="row">a</th><td>b</td></tr></table>') as opened:
        (attributes,) = (attributes for role, attributes in roles(opened.Root.StructTreeRoot) if role == "/TH")
        assert "/Scope" not in attributes


def test_it_still_calls_a_link_by_its_address():
    with by_weasyprint('<p><a href="https://example.com/">Ord</a></p>') as opened:
        assert [str(note.Contents) for note in opened.pages[0].Annots] == ["https://example.com/"]


def test_it_still_has_feet_that_are_no_artifacts():
    with by_weasyprint("<p>a</p>") as opened:
        shown = opened.pages[0].Contents.read_bytes()
        assert len(re.findall(rb"/MCID", shown)) == 2


def test_it_still_takes_one_variant():
    assert not [name for name in weasyprint.pdf.VARIANTS if "ua" in name and "a-3a" in name]
