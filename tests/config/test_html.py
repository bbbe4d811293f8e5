"""The allow-list of markup: nothing comes through that is not in it, and nothing is lost that need not be."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import html
from reporting.faults import walk

EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "2024.json").read_text())
ALLOWED = re.compile(
    r'</?(?:h3|h4|p|ul|ol|li|strong|em|blockquote|a)>|<br>|<a href="(?:https?:|mailto:)[^"<>]*">', re.IGNORECASE
)
# What the usual lists of attacks hold, and what Word leaves on the clipboard.
HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='file:///etc/passwd'>",
    "<svg onload=alert(1)><p>x</p></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi><p title='</mi><img src=x onerror=alert(1)>'>x</math>",
    "<iframe src='http://192.168.0.1/'>x</iframe>",
    "<object data='x'></object><embed src='x'>",
    "<link rel=stylesheet href='file:///x'><style>@import 'file:///x'</style>",
    "<base href='http://evil/'><meta http-equiv=refresh content=0>",
    "<body onload=alert(1)>",
    "<p style=\"background:url('file:///etc/passwd')\">x</p>",
    "<p onclick=alert(1) title=x lang=sv class=MsoNormal>x<o:p></o:p></p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='//192.168.0.1/'>x</a>",
    "<a href='\\\\host\\share'>x</a>",
    "<a href='/admin/'>x</a>",
    "<a href='#'>x</a>",
    "<a name=x>x</a>",
    "<a <b href='javascript:x'>x",
    "<form action='/x'><input><button formaction='javascript:x'>y</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<table><tr><td background='javascript:x'>x</td></tr></table>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->x",
    "<?xml version='1.0'?><p>x</p>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p>x</p><img src=x onerror=alert(1)",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x>",
]
OTHERS = {"b", "div", "h1", "table", "td", "svg", "math", "mi", "style", "script", "button", "textarea"}
TAGS = sorted(html.TAGS | OTHERS)
OPENED, CLOSED = [f"<{tag}>" for tag in TAGS], [f"</{tag}>" for tag in TAGS]
ODD = ["<a href='https://x.se/?a=<b>&b=1'>", "<a href=//x>", "<p class=x>", "<!--", "-->", "<", ">", "&lt;", "&nbsp;"]
markups = st.lists(st.sampled_from(OPENED + CLOSED + ODD) | st.text(max_size=5), max_size=20).map("".join)


def is_inside(markup):
    return not set("<>") & set(ALLOWED.sub("", markup))


@given(markups)
def test_whatever_comes_in_comes_out_inside_the_allow_list_and_stays_as_it_is(markup):
    cleaned = html.clean(markup)
    assert is_inside(cleaned)
    assert html.clean(cleaned) == cleaned
    assert html.removed(cleaned) == []


@pytest.mark.parametrize("markup", HOSTILE)
def test_an_attack_is_made_harmless_and_is_said(markup):
    cleaned = html.clean(markup)
    assert is_inside(cleaned)
    assert "href" not in cleaned
    assert html.removed(markup) != []


def test_the_texts_of_the_example_come_through_untouched():
    texts = [value for _, value in walk(EXAMPLE) if isinstance(value, str) and "</" in value]
    assert len(texts) == 297
    assert [text for text in texts if html.clean(text) != text or html.removed(text)] == []


@pytest.mark.parametrize(
    ("markup", "cleaned"),
    [
        ("<b>fet</b> <i>kursiv</i>", "<strong>fet</strong> <em>kursiv</em>"),
        ("<h1>A</h1><h2>B</h2><h5>C</h5><h6>D</h6>", "<h3>A</h3><h3>B</h3><h4>C</h4><h4>D</h4>"),
        ("<div>a</div><div>b<p>c</p></div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p><strong>a<p>b</strong></p>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<p><button><p>a</p></button></p>", "<p>a</p>"),
        ("<table><tr><th>År</th><td>2024</td></tr></table>", "<p>År</p><p>2024</p>"),
        ("<p>före</p><hr>efter", "<p>före</p><p>efter</p>"),
        ("<p>Priset är < 5 och a<5, men b &lt;b&gt;</p>", "<p>Priset är &lt; 5 och a&lt;5, men b &lt;b&gt;</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p><p>a</p>", "<p>a</p>"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
        (
            '<a href="https://x.se/?q=<b>&amp;r=1" title="<b>">k</a>',
            '<a href="https://x.se/?q=&lt;b&gt;&amp;r=1">k</a>',
        ),
        ("<a href='mailto:a@example.com' target=_blank>k</a>", '<a href="mailto:a@example.com">k</a>'),
        ("<p><a href='//x'>a</a> och <a href='https://b.se'>b</a></p>", '<p>a och <a href="https://b.se">b</a></p>'),
        ("<p>a&#2;b\x02\ufffe\x0b\tc</p>", "<p>ab\tc</p>"),
        ("<p>före <a href='https://x.se'> </a> efter</p>", "<p>före   efter</p>"),
        ("<a href='https://x.se'></a><p>b <a href='https://x.se'><br></a></p>", "<p>b <br></p>"),
        ("<p><a href='https://x.se'><strong>&nbsp;\u200b</strong></a>c</p>", "<p><strong>&nbsp;\u200b</strong>c</p>"),
        ("<h3></h3><h3><br></h3><h4>a</h4><h4><em> </em></h4>b", "<h4>a</h4>b"),
        ("<h3><ul><li><h3></h3>a</li></ul></h3>", "<h3><ul><li>a</li></ul></h3>"),
        ("<li>a</li><strong><li>b</li></strong>", "<p>a</p><strong><p>b</p></strong>"),
        ("<ul><p>a</p></ul>", "<ul><li><p>a</p></li></ul>"),
        (
            "<ul>a <em>b</em><li>c</li><br>&nbsp;<p>d</p></ul>",
            "<ul><li>a <em>b</em></li><li>c</li><li><p>d</p></li></ul>",
        ),
        ("<ul><li>a</li> <ol><li>b</li></ol><li>c</li></ul>", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
        ("<ul><ol><li>a</li></ol></ul>", "<ul><li><ol><li>a</li></ol></li></ul>"),
        ("<ul><a href='https://x.se'><li>a</li></a></ul>", '<ul><li><a href="https://x.se"><p>a</p></a></li></ul>'),
    ],
)
def test_markup_becomes_what_it_means(markup, cleaned):
    assert html.clean(markup) == cleaned


@pytest.mark.parametrize(
    ("markup", "levelled"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3>", "<h3>A</h3><h4>B</h4><h4>C</h4>"),
        ("<h2>A</h2><h4>B</h4><h2>C</h2>", "<h3>A</h3><h4>B</h4><h3>C</h3>"),
        ("<h4>A</h4><p>h1</p><hr>", "<h3>A</h3><p>h1</p><hr>"),
        ("<p>a</p>", "<p>a</p>"),
    ],
)
def test_headings_of_any_level_become_two(markup, levelled):
    assert html.levelled(markup) == levelled


def test_a_letter_in_two_parts_becomes_one_and_no_tag_is_harmed():
    assert html.clean("<p>Malmo\u0308 <em>a\u030ar</em></p>") == "<p>Malmö <em>år</em></p>"
    cleaned = html.clean("<p>\u0338x &lt;\u0338</p>")  # > and < with a stroke are ≯ and ≮
    assert cleaned == "<p>\u0338x &lt;\u0338</p>"
    assert html.clean(cleaned) == cleaned


def test_what_is_nested_beyond_reason_becomes_paragraphs():
    assert html.clean("<blockquote>" * 500 + "<h3>a</h3>b" + "</blockquote>" * 500) == "<p>a</p>b"


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<p>a</p><b>b</b><div>c</div>", []),
        ("<p style='x' class=y>a</p>", ["<p class>", "<p style>"]),
        ("<img src=x><img src=y>", ["<img src>", "<img>"]),
        ("<a href='https://x.se' target=_blank>k</a>", ["<a target>"]),
        ("<a href='file:///x'>k</a>", ['<a href="file:///x">']),
        ("a<!-- b -->", ["<!-- -->"]),
    ],
)
def test_what_is_removed_is_named_once(markup, names):
    assert html.removed(markup) == names


@pytest.mark.parametrize("markup", ["", "<p></p>", "<p>&nbsp;</p><p><br></p>", "<h3> </h3>", "<script>x</script>"])
def test_a_text_without_words_is_no_text(markup):
    assert html.clean_field(markup) == ""


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<h3>Resor</h3><p>Vi reste</p>", "Resor Vi reste"),
        ("före<p>efter</p>", "före efter"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a b"),
        ("<p>ett<br>två</p>", "ett två"),
        ("<p>EU-<strong>pro</strong><em>jekt</em></p>", "EU-projekt"),
        ('<p>se <a href="https://x.se/?a=1&amp;b=%3E">här</a>&nbsp;&amp; nu</p>', "se här & nu"),
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
    ],
)
def test_words_are_neither_glued_together_nor_cut(markup, words):
    assert html.text(markup) == words


COUNTED = [
    ("", 0),
    ("<p>–</p>", 0),
    ("<p>Vi reste – och kom hem.</p>", 5),
    ("<p>EU-projektet och/eller Erasmus+</p>", 3),
    ("<p>1&nbsp;234\u202f567 kronor under 2024 100 gånger</p>", 6),
    ("<ul><li>ett</li><li>två</li></ul>", 2),
]


@pytest.mark.parametrize(("markup", "count"), COUNTED)
def test_words_are_counted_as_a_person_counts(markup, count):
    assert html.words(markup) == count


@pytest.mark.parametrize("hostile", ["<a><b>", "<font>", "<b><p>", "<ul><li>", "<select><option>"])
def test_absurd_nesting_is_read_as_its_words_before_any_parser_sees_it(hostile, monkeypatch):
    parsed = []
    monkeypatch.setattr(html, "_settled", lambda markup: parsed.append(markup) or markup)
    assert html.clean(f"Hej {hostile * 2000}1 &lt; 2") == parsed[0]
    assert html.text(parsed[0]) == "Hej 1 < 2"


def test_text_of_nothing_but_signs_takes_no_time():
    start = time.process_time()
    assert (html.words("<" * 500_000), html.words("<a " * 200_000)) == (0, 200_000)
    assert time.process_time() - start < 2
