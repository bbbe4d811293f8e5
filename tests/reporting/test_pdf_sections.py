"""How a document is cut into sections."""

import pytest

from reporting.pdf.sections import cut

HEAD = '<head><title>Prov</title><meta name="author" content="x"><link rel="stylesheet" href="statisk:a.css"></head>'


def document(body):
    return f'<!DOCTYPE html>\n<html lang="sv" class="draft">{HEAD}<body data-document="D">{body}</body></html>'


def bodies(body, digits=2):
    """What stands in the body of each section, and whether it continues the one before."""
    return [
        (each.html.partition('<body data-document="D">')[2].removesuffix("</body></html>"), each.continues)
        for each in cut(document(body), digits)
    ]


def test_a_document_with_contents_has_a_section_for_each_child_of_the_body():
    body = (
        '<header>a</header>\n<nav class="contents"><p>b</p></nav>\n <section class="x"><section>c</section></section>'
    )
    assert bodies(body) == [
        ("<header>a</header>", False),
        ('<nav class="contents"><p>b</p></nav>', False),
        ('<section class="x"><section>c</section></section>', False),
    ]


def test_a_part_is_cut_at_each_board_but_the_first_and_stays_one_part():
    part = '<section class="part" id="p"><h1>Del</h1>{}<p>efter</p></section>'
    boards = [f'<section class="board">{name}</section>' for name in "abc"]
    assert bodies('<nav class="contents"></nav>' + part.format(" ".join(boards)))[1:] == [
        ('<section class="part" id="p"><h1>Del</h1><section class="board">a</section></section>', False),
        ('<section class="part" id="p"><section class="board">b</section></section>', True),
        ('<section class="part" id="p"><section class="board">c</section><p>efter</p></section>', True),
    ]


def test_any_other_document_is_one_section():
    assert bodies("<header>a</header><section>b</section>") == [("<header>a</header><section>b</section>", False)]


@pytest.mark.parametrize(
    "odd",
    ["ord", "<p>a", "</p>", "<p>a</p>ord", "<ul><li>a</ul>"],
)
def test_what_is_no_whole_markup_is_one_section(odd):
    body = f'<nav class="contents"><p>x</p></nav>{odd}'
    assert bodies(body) == [(body, False)]


def test_what_looks_like_a_tag_in_an_attribute_is_none():
    body = '<nav class="contents"></nav><p title="</p><p>">a</p><svg><path d="M0"/></svg><p>b<br></p>'
    assert [section for section, _ in bodies(body)] == [
        '<nav class="contents"></nav>',
        '<p title="</p><p>">a</p>',
        '<svg><path d="M0"/></svg>',
        "<p>b<br></p>",
    ]


def test_of_the_head_a_section_has_only_the_stylesheets():
    (section,) = cut(document("<p>a</p>"), 2)
    assert section.html == (
        '<!DOCTYPE html><html lang="sv" class="draft"><head><link rel="stylesheet" href="statisk:a.css"></head>'
        '<body data-document="D"><p>a</p></body></html>'
    )


def test_links_in_the_document_lead_to_places_and_are_given_room_for_a_number():
    links = '<a href="#a">x</a><a class="page" href="#a">y</a><a href="#none">z</a><a href="https://a.se/#a">w</a>'
    told = f'<p id="a">{links}</p>'
    assert bodies(f'<nav class="contents"><a href="#a">v</a></nav>{told}', digits=3) == [
        ('<nav class="contents"><a href="avsnitt:a" data-page="000">v</a></nav>', False),
        (
            '<p id="a"><a href="avsnitt:a">x</a><a class="page" href="avsnitt:a" data-page="000">y</a><a>z</a>'
            '<a href="https://a.se/#a">w</a></p>',
            False,
        ),
    ]


def test_what_would_lead_out_of_the_sections_that_are_made_is_no_link_and_has_no_room_for_a_number():
    here, there = '<section><p id="a"></p>{}</section>', '<section><p id="b"></p></section>'
    links = '<a class="page" href="#a">x</a><a class="page" href="#b">y</a>'
    html = document(f'<nav class="contents"></nav>{here.format(links)}{there}')
    (made,) = cut(html, 2, only=["a"])
    told = '<a class="page" href="avsnitt:a" data-page="00">x</a><a class="page">y</a>'
    assert here.format(told) in made.html
