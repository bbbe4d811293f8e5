"""Two texts as one: the blocks that differ, with their words marked; and two texts beside each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import html
from submissions import blocks, comparison, marking

GAP = f'<p class="left-out">{blocks.GAP.markup}</p>'
DIVISION = "<p><em>Bara indelningen i stycken, rubriker och punkter är ändrad här:</em></p>"


def told(kind, words):
    name, label = {"-": ("del", "Borttaget"), "+": ("ins", "Tillagt"), "!": ("mark", "Skiljer sig")}[kind]
    hidden = '<span class="visually-hidden">{}</span>'
    return f"<{name}>{hidden.format(f'[{label}: ')}{words}{hidden.format(']')}</{name}>"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        # One word in a long answer: its paragraph, below its heading.
        (
            "<h3>Resor</h3><p>Ett.</p><h3>Möten</h3><p>Två.</p><p>Vi reste till Kiel.</p><p>Fem.</p>",
            "<h3>Resor</h3><p>Ett.</p><h3>Möten</h3><p>Två.</p><p>Vi åkte till Kiel.</p><p>Fem.</p>",
            f'{GAP}<p class="told-heading">Möten</p>{GAP}'
            f"<p>Vi {told('-', 'reste')} {told('+', 'åkte')} till Kiel.</p>{GAP}",
        ),
        # Right below its heading, and at the end of the text.
        (
            "<h3>Resor</h3><p>a b</p>",
            "<h3>Resor</h3><p>a b c</p>",
            f'<p class="told-heading">Resor</p><p>a b {told("+", "c")}</p>',
        ),
        # What is emphasised, and where links lead, stays.
        (
            '<p>Vi <strong>reste</strong> till <a href="https://kiel.de">Kiel</a>.</p>',
            '<p>Vi <strong>åkte</strong> till <a href="https://kiel.de">Kiel</a>.</p>',
            f"<p>Vi <strong>{told('-', 'reste')} {told('+', 'åkte')}</strong> till "
            '<a href="https://kiel.de">Kiel</a>.</p>',
        ),
        # Items stand in their list, each with its number.
        (
            "<ol><li>ett</li><li>två</li><li>tre fyra</li></ol>",
            "<ol><li>ett</li><li>två</li><li>tre fem</li></ol>",
            f'{GAP}<ol class="depth-1"><li value="3">tre {told("-", "fyra")} {told("+", "fem")}</li></ol>',
        ),
        (
            "<ul><li><p>ett</p><ul><li>under</li></ul></li></ul>",
            "<ul><li><p>ett</p><p>mer</p><ul><li>under</li><li>nytt</li></ul></li></ul>",
            f'{GAP}<ul class="depth-1"><li class="goes-on">{told("+", "mer")}</li></ul>'
            f'{GAP}<ul class="depth-2"><li>{told("+", "nytt")}</li></ul>',
        ),
        # Paragraphs that are not one another's are whole: the one out, the other in.
        (
            "<p>Vi deltog i mässan.</p><p>Slut.</p>",
            "<p>Nätverket Eurocities hade årsmöte.</p><p>Slut.</p>",
            f"<p>{told('-', 'Vi deltog i mässan.')}</p><p>{told('+', 'Nätverket Eurocities hade årsmöte.')}</p>{GAP}",
        ),
        (
            "<p>Ett två tre fyra.</p><p>Fem sex sju åtta.</p>",
            "<p>Helt nytt stycke.</p><p>Fem sex sju nio.</p>",
            f"<p>{told('-', 'Ett två tre fyra.')}</p><p>{told('+', 'Helt nytt stycke.')}</p>"
            f"<p>Fem sex sju {told('-', 'åtta.')} {told('+', 'nio.')}</p>",
        ),
        # Headings and items that were taken out keep their lines.
        (
            "<p>a</p><h4>Länder</h4><ul><li>Norge</li><li>Island</li></ul>",
            "<p>a</p>",
            f'{GAP}<p class="told-heading">{told("-", "Länder")}</p>'
            f'<ul class="depth-1"><li>{told("-", "Norge")}</li><li>{told("-", "Island")}</li></ul>',
        ),
        # The same words in other blocks.
        ("<p>a b</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>", f"{DIVISION}<p>a</p><p>b</p>{GAP}"),
        ("<p>a</p>", "<h3>a</h3>", f'{DIVISION}<p class="told-heading">a</p>'),
        # Plain values, which stand in no block.
        ("9", "7", f"{told('-', '9')} {told('+', '7')}"),
        ("100 000 kr", "10 000 kr", f"{told('-', '100 000')} {told('+', '10 000')} kr"),
        ("R&amp;D &lt;b&gt;", "", told("-", "R&amp;D &lt;b&gt;")),
        ("", "<p>a &lt;b&gt;</p>", f"<p>{told('+', 'a &lt;b&gt;')}</p>"),
        ("<p>a b</p>", "<p>a c</p>", f"<p>a {told('-', 'b')} {told('+', 'c')}</p>"),
    ],
)
def test_shows_the_blocks_that_differ(before, after, shown):
    assert comparison.marked(before, after) == shown


def test_other_formatting_is_said_to_be_so():
    assert "Bara formateringen" in comparison.marked("<p>a <em>b</em></p>", "<p>a b</p>")


def test_never_prints_what_is_not_allowed():
    assert "script" not in comparison.marked("<p>a</p>", '<p onclick="x()">b<script>alert(1)</script></p>')


def test_a_text_of_very_many_other_blocks_is_another_text(monkeypatch):
    monkeypatch.setattr(comparison, "MOST_PAIRS", 3)
    before, after = ("".join(f"<p>{word} är {each}</p>" for each in (1, 2)) for word in ("Det", "Detta"))
    marked = comparison.marked(before, after)
    assert (marked.count("<del>"), marked.count("<ins>")) == (2, 2)


WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=4).map(" ".join)
BLOCK = st.builds(
    str.format, st.sampled_from(["<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li></ul>", "<p><em>{}</em>.</p>"]), WORDS
)
TEXT = st.lists(BLOCK, max_size=6).map("".join)


@given(TEXT, TEXT)
def test_all_of_either_text_is_told_once_and_in_order(before, after):
    if before == after:
        return
    aligned = comparison._aligned(blocks.cut(before), blocks.cut(after))
    shown = [each.markup for each, _ in aligned if each != comparison._DIVISION]
    told = re.sub(r'<span class="visually-hidden">.*?</span>', "", "<br>".join(shown))
    assert marking.words(without("del", told)) == marking.words(after)
    assert sorted(marking.words(without("ins", told))) == sorted(marking.words(before))


def without(tag, markup):
    return re.sub(r"</?(?:ins|del)>", "", re.sub(f"<{tag}>.*?</{tag}>", "", markup))


def test_side_by_side_both_are_whole_with_their_lists():
    mine, theirs = comparison.side_by_side(
        "<h3>Resor</h3><ul><li>Kiel</li><li>Lund</li></ul>", "<h3>Resor</h3><ul><li>Kiel</li></ul><p>Mer.</p>"
    )
    assert mine == f"<h5>Resor</h5><ul><li>Kiel</li><li>{told('!', 'Lund')}</li></ul>"
    assert theirs == f"<h5>Resor</h5><ul><li>Kiel</li></ul><p>{told('!', 'Mer.')}</p>"


@given(st.text(alphabet="ab<>/puliol h3 ", max_size=60))
def test_whatever_is_written_can_be_cut(text):
    assert [word for block in blocks.cut(text) for word in block.words] == marking.words(html.clean(text))
