"""What a screen reader reads of the report of full length: the HTML that it was made of, element by element."""

import re
from functools import cache
from io import BytesIO

import pikepdf
import pytest
import tinyhtml5
from weasyprint import HTML

from reporting import dataset, documents, pdf
from reporting.pdf import rendering
from tests.benchmarks.years import full_length
from tests.reporting.printed import example, no_warnings
from tests.reporting.tagged import SOFT_HYPHEN, Tagged

SVG = "{http://www.w3.org/2000/svg}svg"
ROLES = {
    **{name: name.upper() for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td")},
    **{"section": "Sect", "blockquote": "BlockQuote", "ul": "L", "ol": "L", "li": "LI", "a": "Link"},
    **{"table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", SVG: "Figure"},
}
CONTENTS = {"L": "TOC", "LI": "TOCI"}
WORDS = {*("P", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "Caption", "Link", "Figure")}  # the others hold these
HELPERS = {"Document", "LBody", "Lbl", "Reference"}  # what the PDF has besides
NUMBER = re.compile("\ufdd0.*?\ufdd1")


@cache
def page():
    """The HTML of the report of full length, as the program makes it."""
    material = documents.of_year(dataset.read(full_length()), example(2023))
    return documents.named(documents.CITY, "redovisning").page(material)


@cache
def made():
    with no_warnings():
        return pdf.render(page())


@pytest.fixture(scope="module")
def opened():
    with pikepdf.open(BytesIO(made())) as found:
        yield found


@pytest.fixture(scope="module")
def tagged(opened):
    return Tagged(opened)


@pytest.fixture(scope="module")
def root(tagged):
    return tagged.root


def written(element, contents=False):
    """Each element of the HTML that a reader is to meet, in order: its role, its language and its words."""
    contents = contents or element.get("class") == "contents"
    role = ROLES.get(element.tag)
    role = CONTENTS.get(role, role) if contents else role
    if role:
        words = element.findtext(SVG.replace("}svg", "}title")) if role == "Figure" else "".join(spoken(element))
        yield role, language(element), squeezed(role, words)
    for child in element:
        yield from written(child, contents)


def spoken(element):
    """The words of an element, but for those of pictures."""
    yield element.text or ""
    for child in element:
        yield from () if child.tag == SVG else spoken(child)
        yield child.tail or ""


def language(element):
    return element.get("lang", "") if element.tag != "html" else ""


def squeezed(role, words):
    """Words with one space between them; without any where the role holds paragraphs and their like."""
    return (" " if role in WORDS else "").join(words.split())


def test_each_element_is_read_once_in_order_with_all_its_words(root):
    body = tinyhtml5.parse(page(), namespace_html_elements=False).find("body")
    for table in body.iterfind(".//table[@class='key']"):
        table.remove(table.find("caption"))  # which the stylesheet hides
    expected = list(written(body))
    read = [
        (element.role, element.language, squeezed(element.role, NUMBER.sub("", element.alternative or element.words)))
        for element in root.all()
        if element.role not in HELPERS
    ]
    for number, (told, wanted) in enumerate(zip(read, expected, strict=False)):
        assert told == wanted, number
    assert len(read) == len(expected)


def test_the_report_is_as_long_as_the_published_one(opened):
    assert len(re.sub("<[^>]*>", " ", page()).split()) > 24_000
    assert len(opened.pages) > 80


def test_what_crosses_a_page_is_one_element(root):
    """There are such; an element for each part of them would have failed the test above."""
    crossing = {each.role for each in root.all("P", "L", "Sect") if len(spread(each)) > 1}
    assert crossing == {"P", "L", "Sect"}


def spread(element):
    return element.pages.union(*(spread(kid) for kid in element.elements))


def test_heads_and_feet_are_not_read(tagged, root):
    total = len(tagged.pdf.pages)
    feet = [NUMBER.sub(lambda number: number[0][1:-1], words) for words in tagged.artifacts]
    own = [f"Redovisning av internationellt arbete 2024{number} ({total})" for number in range(1, total + 1)]
    assert [foot in told for foot, told in zip(own, feet, strict=True)] == [False] + [True] * (total - 1)
    assert re.search(r"2024, \d+ \(\d+\)", root.words) is None
    assert tagged.unread() == []


def test_each_header_cell_says_which_cells_it_is_for(root):
    columns = [{str(cell.attributes["/Scope"]) for cell in head.all("TH")} for head in root.all("THead")]
    rows = [{str(cell.attributes["/Scope"]) for cell in body.all("TH")} for body in root.all("TBody", "TFoot")]
    assert set(map(frozenset, columns)) == {frozenset({"/Column"})}
    assert set(map(frozenset, rows)) == {frozenset({"/Row"})}


def test_each_row_of_a_table_has_as_many_cells(root):
    assert len(root.all("Table")) > 60
    for table in root.all("Table"):
        widths = {
            sum(int(cell.attributes.get("/ColSpan", 1)) for cell in row.all("TH", "TD")) for row in table.all("TR")
        }
        assert len(widths) == 1, table.words[:80]


def test_a_table_s_headings_are_read_once(root):
    assert {len(table.all("THead")) for table in root.all("Table") if table.all("THead")} == {1}


def test_items_of_lists_have_a_label_and_a_body(root):
    items = [[kid.role for kid in item.elements] for item in root.all("LI")]
    assert len(items) > 100
    assert [roles for roles in items if roles not in (["Lbl", "LBody"], ["LBody"])] == []
    assert {str(each.attributes["/ListNumbering"]) for each in root.all("L")} == {"/Disc", "/Decimal"}


def test_links_say_where_they_lead(root):
    assert len(root.all("Link")) > 100
    for link in root.all("Link"):
        said = {squeezed("P", note.contents) for note in link.notes}
        assert said == {squeezed("P", NUMBER.sub("", link.words))}
        assert all(note.place or note.address.startswith(("http", "mailto:")) for note in link.notes)


def read(html):
    """The root of the tree that the PDF of that page of HTML has."""
    with pikepdf.open(BytesIO(pdf.render(html))) as opened:
        tagged = Tagged(opened)
        root = tagged.root
        assert tagged.unread() == []
        return root


def document(body):
    style = "<style>@page { size: 400px 300px; margin: 50px } body, p { margin: 0 }</style>"
    return f'<html lang="sv"><head><title>Prov</title>{style}</head><body>{body}</body></html>'


def test_pictures_have_their_text_and_their_place():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>Linje</title><path d="M0 0"/></svg>'
    picture = '<img src="statisk:img/icon.svg" alt="{}" style="width: 40px; height: 20px">'
    figures = read(document(f"<p>{drawn}</p><p>{picture.format('Märke')}{picture.format('')}</p>")).all("Figure")
    assert [figure.alternative for figure in figures] == ["Linje", "Märke"]
    for figure in figures:
        left, bottom, right, top = (float(edge) for edge in figure.attributes["/BBox"])
        assert (left, right) == (50 * 0.75, 90 * 0.75)
        assert 0 < bottom < top <= 250 * 0.75
        assert top - bottom == pytest.approx(20 * 0.75, abs=0.02)


def test_a_table_over_many_pages_is_one_with_one_head():
    rows = "".join(f'<tr><th scope="row">{number}</th><td>{"<p>a</p>" * number}</td></tr>' for number in range(1, 40))
    head = '<thead><tr><th scope="col">Nummer</th><th scope="col">Ord</th></tr></thead>'
    (table,) = read(document(f"<table>{head}<tbody>{rows}</tbody></table>")).all("Table")
    assert len(spread(table)) > 20
    assert [kid.role for kid in table.elements] == ["THead", "TBody"]
    assert [len(cell.all("P")) for cell in table.all("TD")] == list(range(1, 40))
    assert table.all("THead")[0].words == "NummerOrd"


def test_a_table_with_a_row_taller_than_a_page_is_read_from_its_head():
    """WeasyPrint leaves the head out of the page that such a row fills."""
    head = '<thead><tr><th scope="col">Rubrik</th></tr></thead>'
    rows = f'<tr style="break-inside: avoid"><td>{"lång " * 300}</td></tr><tr><td>kort</td></tr>'
    table = f"<table><caption>Tabell</caption>{head}<tbody>{rows}</tbody></table>"
    (found,) = read(document(table)).all("Table")
    assert [kid.role for kid in found.elements] == ["Caption", "THead", "TBody"]
    assert len(spread(found)) > 2
    assert squeezed("P", "".join(cell.words for cell in found.all("TD"))) == squeezed("P", "lång " * 300 + "kort")


def test_what_weasyprint_finds_no_way_to_set_is_set_without_keeping_anything_together(monkeypatch):
    laid_out, told = HTML.render, []

    def render(page, stylesheets, **options):
        told.append(len(stylesheets))
        assert len(told) > 1
        return laid_out(page, stylesheets=stylesheets, **options)

    monkeypatch.setattr(HTML, "render", render)
    section, _ = rendering.render(document("<h1>Ett</h1><p style='break-before: avoid'>Två</p>"), "version")
    assert told == [0, 1]
    assert section.pages == 1


def test_a_link_over_two_lines_and_with_more_in_it_is_one_with_a_place_for_each_line():
    words = "ett <strong>två</strong> tre " * 8
    (link,) = read(document(f'<p>x <a href="https://example.com/">{words}</a> y</p>')).all("Link")
    assert squeezed("P", link.words) == squeezed("P", "ett två tre " * 8)
    assert len(link.notes) == 3
    assert {note.contents for note in link.notes} == {squeezed("P", "ett två tre " * 8)}


def test_a_link_without_words_says_its_address():
    """None is let through from a text, but a title may have no words."""
    (link,) = read(document('<p>x <a href="https://example.com/"> </a> y</p>')).all("Link")
    assert [note.contents for note in link.notes] == ["https://example.com/"]


def test_words_in_another_language_say_so():
    root = read(
        document('<h1 lang="en">Cities</h1><p>Projektet <em lang="en">Cool <b>Cities</b></em>, och <i>mer</i></p>')
    )
    assert [(each.role, each.language, each.words) for each in root.all()][1:] == [
        ("H1", "en", "Cities"),
        ("P", "", "Projektet Cool Cities, och mer"),
        ("Span", "en", "Cool Cities"),
    ]


def test_words_that_stand_in_no_paragraph_are_given_one():
    root = read(document("<section>ett <b>två</b><p>tre</p>fyra</section><div>fem</div><blockquote>sex</blockquote>"))
    assert [(each.role, each.words) for each in root.all("P")] == [
        ("P", "ett två"),
        ("P", "tre"),
        ("P", "fyra"),
        ("P", "fem"),
        ("P", "sex"),
    ]


def test_a_hyphen_at_the_end_of_a_line_is_followed_by_a_space_only_where_there_is_one():
    words = "vård- och omsorg, EU-projekt, Öst-West; 2023–2024 " * 9
    assert squeezed("P", read(document(f"<p>{words}</p>")).words) == words.strip()


def test_the_contents_are_lists_of_references(root):
    contents = root.all("TOC")[0]
    assert {tuple(kid.role for kid in item.elements) for item in contents.all("TOCI")} == {
        ("Reference",),
        ("Reference", "TOC"),
    }


def test_divided_words_are_whole(root):
    assert "\u2010" not in root.words
    assert any(SOFT_HYPHEN in kid for each in root.all("P") for kid in each.kids if isinstance(kid, str))
