"""Words marked in printed markup: what was quoted, where its remark stands, and what has changed."""

from types import SimpleNamespace

import pytest

from submissions import marking

INS = '<ins><span class="visually-hidden">[Tillagt: </span>{}<span class="visually-hidden">]</span></ins>'
DEL = '<del><span class="visually-hidden">[Borttaget: </span>{}<span class="visually-hidden">]</span></del>'


def quoted(markup, *quotes):
    remarks = [SimpleNamespace(quote=quote, field="") for quote in quotes]
    return [(piece, [each.quote for each in here]) for piece, here in marking.pieces(markup, remarks)]


def compared(before, after):
    ((markup, _),) = marking.pieces(after, (), before)
    return markup


def test_nothing_to_mark_leaves_all_as_it_is():
    markup = '<div class="rich"><p>Ett &amp; två &lt; tre.</p>\n<p>Fyra<br>fem.</p></div>'
    assert quoted(markup) == [(markup, [])]
    assert compared(markup, markup) == markup


@pytest.mark.parametrize(
    ("markup", "quote", "marked", "rest"),
    [
        ("<p>Vi reste dit.</p><p>Mer.</p>", "reste", "<p>Vi <mark>reste</mark> dit.</p>", "<p>Mer.</p>"),
        (
            "<p>A <strong>b c</strong> d.</p>",
            "b c d",
            "<p>A <strong><mark>b c</mark></strong><mark> d</mark>.</p>",
            "",
        ),
        ("<p>Kiel &amp; Lund</p>", "Kiel & Lund", "<p><mark>Kiel &amp; Lund</mark></p>", ""),
        ("<ul><li>Ett</li><li>Två</li></ul>", "Ett", "<ul><li><mark>Ett</mark>", "</li><li>Två</li></ul>"),
        ("<dl><dt>Roll</dt><dd>Part</dd></dl>", "Roll", "<dl><dt><mark>Roll</mark></dt><dd>Part", "</dd></dl>"),
        (
            "<p>Ett.</p>\n<p>Två.</p><p>3</p>",
            "Ett.  Två.",
            "<p><mark>Ett.</mark></p>\n<p><mark>Två.</mark></p>",
            "<p>3</p>",
        ),
    ],
)
def test_the_remark_stands_after_what_holds_its_words(markup, quote, marked, rest):
    assert quoted(markup, quote) == [(marked, [quote]), (rest, [])]


@pytest.mark.parametrize("quote", ["", "finns inte", "p", "strong", "<p>", "amp;"])
def test_words_that_are_not_there_mark_nothing_and_the_remark_stands_last(quote):
    markup = "<p>Vi <strong>är</strong> här &amp; nu.</p>"
    assert quoted(markup, quote) == [(markup, [quote])]


def test_remarks_on_words_that_overlap():
    assert quoted("<p>ett två tre</p><p>x</p>", "ett två", "två tre") == [
        ("<p><mark>ett </mark><mark>två</mark><mark> tre</mark></p>", ["ett två", "två tre"]),
        ("<p>x</p>", []),
    ]


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("<p>Vi reste.</p>", "<p>Vi åkte.</p>", f"<p>Vi {DEL.format('reste.')} {INS.format('åkte.')}</p>"),
        ("<p>Ett två.</p>", "<p>Ett.</p>", f"<p>{DEL.format('Ett två.')} {INS.format('Ett.')}</p>"),
        ("<p>a b c</p>", "<p>a c</p>", f"<p>a {DEL.format('b')} c</p>"),
        ("<p>a b</p>", "<p>b</p>", f"{DEL.format('a')} <p>b</p>"),
        ("<p>a</p>", "<p>a</p><p>b</p>", f"<p>a</p><p>{INS.format('b')}</p>"),
        (
            "<dd>100 000 kronor</dd>",
            "<dd>10 000 kronor</dd>",
            f"<dd>{DEL.format('100 000')} {INS.format('10 000')} kronor</dd>",
        ),
        ("<p>a</p>", "", f"{DEL.format('a')} "),
        ("", "<p>a</p>", f"<p>{INS.format('a')}</p>"),
    ],
)
def test_what_differs_is_marked_word_by_word(before, after, marked):
    assert compared(before, after) == marked


def test_words_that_were_taken_out_are_never_markup():
    assert "<script>" not in compared("<p>a &lt;script&gt; b</p>", "<p>a b</p>")
    assert "&lt;script&gt;" in compared("<p>a &lt;script&gt; b</p>", "<p>a b</p>")


def test_a_quote_among_words_that_are_new():
    remark = SimpleNamespace(quote="åkte", field="")
    first, last = marking.pieces("<p>Vi åkte.</p>", [remark], "<p>Vi reste.</p>")
    assert INS.format("<mark>åkte</mark>") in first[0]
    assert (first[1], last) == ([remark], ("", []))


def test_a_remark_on_a_field_stands_with_it_and_marks_its_name():
    markup = (
        "<dl><dt>Roll &amp; mer</dt><dd>Part</dd><dt>Utbetalt 2025</dt><dd>1 krona</dd></dl><h4>Syfte</h4><p>x</p>"
    )
    fields = {"paid": "Utbetalt", "role": "Roll & mer", "purpose": "Syfte", "aims": "Mål"}
    remarks = [SimpleNamespace(quote="", field=field) for field in ("paid", "role", "purpose", "aims")]
    cut = marking.pieces(markup, remarks, labels=fields)
    assert [(piece, [each.field for each in here]) for piece, here in cut] == [
        ("<dl><dt><mark>Roll &amp; mer</mark></dt><dd>Part", ["role"]),
        ("</dd><dt><mark>Utbetalt</mark> 2025</dt><dd>1 krona", ["paid"]),
        ("</dd></dl><h4><mark>Syfte</mark></h4>", ["purpose"]),
        ("<p>x</p>", ["aims"]),
    ]
