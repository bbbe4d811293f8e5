"""HTML as a Word document: each tag as what Word has for it, and no word lost."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config import html
from reporting import word, word_styles
from tests.reporting.worded import paragraphs, words_of_html, words_of_word


def page(body, draft=False, title="Prov"):
    status = ' class="draft"' if draft else ""
    head = f'<title>{title}</title><meta name="author" content="Malmö"><meta name="description" content="Om prov">'
    head += '<meta name="dcterms.date" content="2025-05-07">'
    return f'<html lang="sv"{status}><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def made(body, **options):
    return Document(BytesIO(word.render(page(body, **options))))


def test_headings_and_paragraphs_have_words_own_styles():
    document = made("<h1>Ett</h1><p>Text</p><h2>Två</h2><h3>Tre</h3><blockquote><p>Citat</p></blockquote>löst")
    assert [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs] == [
        ("Heading 1", "Ett"),
        ("Normal", "Text"),
        ("Heading 2", "Två"),
        ("Heading 3", "Tre"),
        ("Quote", "Citat"),
        ("Normal", "löst"),
    ]


def test_bold_italics_line_breaks_and_spaces_are_kept():
    (paragraph,) = made("<p>\n  En <strong>fet <em>och sned</em></strong> rad<br>\n till </p>").paragraphs
    assert paragraph.text == "En fet och sned rad\ntill"
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs if run.text.strip()] == [
        ("En ", None, None),
        ("fet ", True, None),
        ("och sned", True, True),
        (" rad", None, None),
        ("till", None, None),
    ]


def items(document):
    """Each paragraph: its style, the list that it has a sign of, and at which level."""
    found = []
    for paragraph in document.paragraphs:
        sign = paragraph._p.pPr.numPr
        place = (sign.numId.val, sign.ilvl.val) if sign is not None else None
        found.append((paragraph.text, paragraph.style.name, place))
    return found


def test_lists_in_lists_keep_their_levels_and_each_numbered_one_begins_anew():
    document = made(
        "<ol><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li><p>d</p><p>e</p></li></ol><ol><li>f</li></ol>"
    )
    assert items(document) == [
        ("a", "List Number", (3, 0)),
        ("b", "List Bullet", (1, 1)),
        ("c", "List Number", (4, 2)),
        ("d", "List Number", (3, 0)),
        ("e", "List Continue", None),
        ("f", "List Number", (5, 0)),
    ]
    numbering = document.part.numbering_part.element
    starts = {
        number.get(qn("w:numId")): len(number.findall(qn("w:lvlOverride")))
        for number in numbering.findall(qn("w:num"))
    }
    assert starts == {"1": 0, "2": 0, "3": 9, "4": 9, "5": 9}


def test_what_is_nested_deeper_than_word_counts_stands_on_the_last_level():
    document = made("<ul><li>" * 12 + "djupt" + "</li></ul>" * 12)
    assert items(document) == [("djupt", "List Bullet", (1, 8))]


def test_a_plain_list_has_no_signs():
    assert items(made('<ul class="plain"><li>a</li><li>b</li></ul>')) == [
        ("a", "Plain List", None),
        ("b", "Plain List", None),
    ]


def kept(document):
    """The texts that stay on the page of what follows them, whether they say it themselves or their style does."""
    keeps = (
        (paragraph.text, paragraph.paragraph_format.keep_with_next, paragraph.style.paragraph_format.keep_with_next)
        for paragraph in document.paragraphs
    )
    return [text for text, own, of_style in keeps if (of_style if own is None else own)]


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_stays_with_what_it_is_over(level):
    assert kept(made(f"<h{level}>Rubrik</h{level}><p>a</p><p>b</p>")) == ["Rubrik"]


def test_what_leads_to_a_list_stays_with_it_and_neither_end_of_the_list_is_alone():
    listed = "<ul><li>a</li><li>b</li><li>c</li><li>d</li></ul>"
    assert kept(made(f"<p>långt före</p><p>Så här:</p>{listed}<p>efter</p>")) == ["Så här:", "a", "c"]
    assert kept(made("<p>Så här:</p><ol><li>a</li></ol><p>efter</p>")) == ["Så här:"]
    assert kept(made("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>efter</p>")) == ["a", "b"]
    assert kept(made(f"<p>långt före</p>{TABLE}<ul><li>a</li></ul>")) == ["Tabell 1"]


def test_the_signatories_stay_together_and_with_what_they_sign():
    signed = '<h2>Ansvariga</h2><ul class="plain"><li>a</li><li>b</li><li>c</li></ul>'
    document = made(
        f'<section><h2>Bedömning</h2><p>x</p><p>y</p></section><section class="signatories">{signed}</section>'
    )
    assert kept(document) == ["Bedömning", "y", "Ansvariga", "a", "b"]


def test_the_last_text_of_a_card_is_not_alone_on_a_page():
    texts = "".join(f'<div class="text"><h3>Rubrik {n}</h3><p>{n}</p></div>' for n in range(3))
    document = made(f'<section class="card"><h2>Kort</h2>{texts}</section><p>efter</p>')
    assert kept(document) == ["Kort", "Rubrik 0", "Rubrik 1", "1", "Rubrik 2"]


def test_links_lead_where_they_led():
    document = made('<p>Se <a href="https://malmo.se/?a=1&amp;b=2">malmö <strong>stad</strong></a>.</p>')
    (link,) = document.paragraphs[0].hyperlinks
    assert (link.url, link.text) == ("https://malmo.se/?a=1&b=2", "malmö stad")
    assert [(run.style.name, run.bold) for run in link.runs] == [("Hyperlink", None), ("Hyperlink", True)]
    assert document.paragraphs[0].text == "Se malmö stad."


TABLE = """<table class="counted"><caption> Tabell 1 </caption>
  <thead><tr><th scope="col">Mål</th><th scope="col" class="share">Andel</th><th class="bars">Diagram</th></tr></thead>
  <tbody><tr><th scope="row">Grön</th><td class="share">40</td>
  <td class="bars"><span class="bar bar-40"></span></td></tr>
  <tr><th scope="row">Jämlik</th><td class="share"></td>
  <td class="bars"><span class="bar bar-0"></span></td></tr></tbody>
  <tfoot><tr><th scope="row">Summa</th><td class="share">40</td><td class="bars"></td></tr></tfoot></table>"""


def test_a_table_has_its_head_marked_its_caption_and_its_sum_in_bold():
    document = made(TABLE)
    assert [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs] == [("Caption", "Tabell 1")]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Mål", "Andel", "Diagram"],
        ["Grön", "40", ""],
        ["Jämlik", "", ""],
        ["Summa", "40", ""],
    ]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    uncut = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
    assert (heads, uncut) == ([True, False, False, False], [True] * 4)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Tabell 1"
    assert [row.cells[0].paragraphs[0].runs[0].bold for row in table.rows] == [True, None, None, True]


def kept_rows(document):
    (table,) = document.tables
    return [row.cells[0].text for row in table.rows if row.cells[0].paragraphs[0].paragraph_format.keep_with_next]


def test_a_short_table_stands_on_one_page_and_its_notes_with_it():
    assert kept_rows(made(f"<div>{TABLE}</div><p>efter</p>")) == ["Mål", "Grön", "Jämlik"]
    assert kept_rows(made(f'<div>{TABLE}<p class="note">Avrundat.</p></div>')) == ["Mål", "Grön", "Jämlik", "Summa"]


def test_of_a_long_table_neither_the_head_nor_the_sum_is_alone():
    rows = "".join(f"<tr><th>{n}</th><td>1</td></tr>" for n in range(30))
    head, foot = "<thead><tr><th>Mål</th><th>Antal</th></tr></thead>", "<tr><th>Summa</th><td>30</td></tr>"
    table = f"<table>{head}<tbody>{rows}</tbody><tfoot>{foot}</tfoot></table>"
    assert kept_rows(made(table)) == ["Mål", "28", "29"]
    assert kept_rows(made(f'<div>{table}<p class="note">Avrundat.</p></div>')) == ["Mål", "28", "29", "Summa"]


def test_names_have_the_room_that_figures_and_bars_leave():
    (table,) = made(TABLE.replace("share", "figure")).tables
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [103, 27, 30]


def test_a_bar_is_drawn_as_long_as_it_is():
    long, none = (row.cells[2] for row in made(TABLE).tables[0].rows[1:3])
    left = long.paragraphs[0].paragraph_format.right_indent / long.width
    assert round(left, 2) == 0.6
    assert [cell.paragraphs[0]._p.pPr.find(qn("w:shd")) is not None for cell in (long, none)] == [True, False]


def test_a_table_of_facts_has_no_head():
    (table,) = made(
        '<table class="facts"><tbody><tr><th scope="row">Program</th><td>ESF</td></tr></tbody></table>'
    ).tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "0"


CONTENTS = """<header class="cover"><h1 class="title">Titel</h1></header>
<nav class="contents"><h1>Innehåll</h1><ol><li><a href="#ett">1 Ett</a><ol><li><a href="#a-1">1.1 A</a></li></ol></li>
<li><a href="#b">2 B</a></li></ol></nav><h1 id="ett">1 Ett</h1><h2 id="a-1">1.1 A</h2><h1 id="b">2 B</h1>"""


def test_contents_are_a_field_with_entries_that_lead_to_their_headings():
    document = made(CONTENTS)
    entries = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("toc")]
    assert [(entry.style.name, entry.text.strip()) for entry in entries] == [
        ("toc 1", "1 Ett"),
        ("toc 2", "1.1 A"),
        ("toc 1", "2 B"),
    ]
    marks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    assert (links, marks) == (["_ett", "_a_1", "_b"], {"_ett", "_a_1", "_b"})
    codes = [code.text.strip() for code in document.element.iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-2" \h \z \u', r"PAGEREF _ett \h", r"PAGEREF _a_1 \h", r"PAGEREF _b \h"]
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.iter(qn("w:fldChar"))]
    assert (kinds[:2], kinds.count("begin"), kinds.count("end"), kinds[-1]) == (["begin", "separate"], 4, 4, "end")
    assert document.styles["Heading 1"].paragraph_format.page_break_before is True


@pytest.mark.parametrize("level", [1, 2])
def test_the_line_of_contents_has_room_for_its_page_number(level):
    entry = made(CONTENTS).styles[f"toc {level}"].paragraph_format
    assert [round(stop.position.mm) for stop in entry.tab_stops] == [word_styles.TEXT_WIDTH.mm]
    assert not entry.right_indent


def test_a_chapter_begins_a_page_but_not_where_it_runs_on_from_the_one_before():
    chapters = "<section><h1>Ett</h1><p>a</p><h1>Två</h1></section><section><h1>Tre</h1></section>"
    document = made(f'<header class="cover"><h1 class="title">Titel</h1></header>{chapters}')
    headings = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert [(heading.text, heading.paragraph_format.page_break_before) for heading in headings] == [
        ("Ett", None),
        ("Två", False),
        ("Tre", None),
    ]


def test_the_document_says_what_it_is_in_swedish():
    document = made("<p>x</p>", title="Å & Ö")
    told = document.core_properties
    assert (told.title, told.subject, told.author, told.language, told.comments) == (
        "Å & Ö",
        "Om prov",
        "Malmö",
        "sv-SE",
        "",
    )
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert [round(side.mm) for side in (document.sections[0].page_width, document.sections[0].page_height)] == [
        210,
        297,
    ]


def test_every_page_has_its_number_and_a_drafts_says_so():
    document = made(CONTENTS, draft=True)
    section = document.sections[0]
    footer = section.footer.paragraphs[0]
    assert footer.text == "Prov, 1\u00a0(1)"
    assert [code.text.strip() for code in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert [header.paragraphs[0].text for header in (section.header, section.first_page_header)] == ["UTKAST"] * 2
    assert section.different_first_page_header_footer is True
    assert made(CONTENTS).sections[0].header.paragraphs[0].text == ""


def test_characters_that_xml_cannot_hold_are_left_out():
    (paragraph,) = made("<p>a\x0bb\x00c\ufffed😀漢</p>").paragraphs
    assert paragraph.text == "abcd😀漢"


@pytest.mark.parametrize(
    "markup", ["", "<p></p>", "<ul></ul>", "<ul><li></li></ul>", "<blockquote></blockquote>", "<br>"]
)
def test_nothing_makes_no_fault(markup):
    assert "".join(paragraph.text for paragraph in made(markup).paragraphs).strip() == ""


TAGS = sorted(html.TAGS - {"br", "a"})
TEXTS = st.text(alphabet="abcåäö 12.,\u00a0", min_size=1, max_size=8)
MARKUP = st.recursive(
    TEXTS | st.just("<br>"),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(MARKUP)
@example("<ul>1<em>1</em>1<li>2</li>3</ul>")
def test_no_word_of_allowed_markup_is_lost_or_moved(markup):
    cleaned = html.clean(markup)
    document = page(cleaned)
    assert words_of_word(word.render(document)) == words_of_html(document)


def test_what_stands_astray_keeps_its_words_apart_and_its_marks():
    document = made("<ul>löst<li>a</li>b<p>c</p></ul><h3>d<p>e</p></h3><strong>f<p>g</p></strong><li>h</li>")
    assert [(paragraph.text, paragraph.style.name) for paragraph in document.paragraphs] == [
        *((word, "List Bullet") for word in ("löst", "a", "b")),
        ("c", "List Continue"),
        ("d", "Heading 3"),
        *((word, "Normal") for word in "efgh"),
    ]
    assert [paragraph.runs[0].bold for paragraph in document.paragraphs[-3:]] == [True, True, None]


def test_paragraphs_walks_through_tables_too():
    assert paragraphs(word.render(page(f"<p>före</p>{TABLE}<p>efter</p>"))) == [
        "före", "Tabell 1", "Mål", "Andel", "Diagram", "Grön", "40", "Jämlik", "Summa", "40", "efter",
    ]  # fmt: skip


def test_a_title_longer_than_a_property_holds_is_cut_there_alone():
    title = f"Tjänsteskrivelse, {'å' * 300}"
    document = made(f"<h1>{title}</h1>", title=title)
    assert document.core_properties.title == title[:255]
    assert document.paragraphs[0].text == title
