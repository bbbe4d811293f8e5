"""Word documents in: what becomes of the text, what is said of the rest, and what is refused."""

import io
import socket
import time

import pytest

from config import html, uploads
from submissions import word_import
from tests import word
from tests.word import heading, item, paragraph, run, table, title

OF_W = f'xmlns:w="{word.W}"'


def imported(*blocks, **kwargs):
    return word_import.imported(io.BytesIO(word.document(*blocks, **kwargs)))


def of_main_part(markup):
    """A document whose main part is this, with nothing around it."""
    return io.BytesIO(word.packed({**word.members(), "word/document.xml": markup}))


def test_a_document_with_one_of_everything():
    said = word_import.imported(io.BytesIO(word.everything()))
    assert said.html == (
        "<h3>Redovisning 2025</h3><h3>Resor</h3>"
        "<p>Vi <strong>reste</strong> till <em>Hamburg</em>, se "
        '<a href="https://eurocities.eu/">webben</a>.</p>'
        "<h4>Möten</h4><ul><li>Möte ett<ul><li>Med vem</li></ul></li><li>Möte två</li></ul><ol><li>Först</li></ol>"
        "<p>Tillgänglig</p>"
        "<p>Ort – År – Kronor</p><p>Hamburg – (tomt) – 100</p><p>2024</p>"
    )
    assert said.told == (
        "1 bild, 1 diagram, 1 fotnot, 1 kommentar, 1 formel, 1 struket ställe, 1 sidhuvud eller sidfot och "
        "1 rad i innehållsförteckningen kom inte med. 1 tabell blev text: ett stycke för varje rad."
    )
    assert html.removed(said.html) == []


def test_of_a_plain_document_nothing_is_said():
    assert imported(paragraph("Vi reste.")) == word_import.Imported("<p>Vi reste.</p>", "")


@pytest.mark.parametrize(
    ("blocks", "markup"),
    [
        ([heading("A", 2), heading("B", 3), heading("C", 5)], "<h3>A</h3><h4>B</h4><h4>C</h4>"),
        ([heading("A", 4), paragraph("a")], "<h3>A</h3><p>a</p>"),
        ([title("A"), heading("B", 1)], "<h3>A</h3><h3>B</h3>"),
        ([item("a", 2), item("b", 2), paragraph("c")], "<ol><li>a</li><li>b</li></ol><p>c</p>"),
        ([paragraph(run("a", bold=True, italic=True))], "<p><strong><em>a</em></strong></p>"),
        ([paragraph("a"), paragraph(""), paragraph(" "), paragraph("b")], "<p>a</p><p>b</p>"),
        ([paragraph("a ", word.link("b", "rId10"))], "<p>a b</p>"),
        ([paragraph("a &lt; b &amp; c")], "<p>a &lt; b &amp; c</p>"),
        ([paragraph("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:tab/></w:r>", "c")], "<p>a<br>b c</p>"),
        ([f"<w:sdt><w:sdtContent>{paragraph('a')}</w:sdtContent></w:sdt>"], "<p>a</p>"),
        ([paragraph(f"<w:ins w:id='1'>{run('a')}</w:ins>")], "<p>a</p>"),
    ],
)
def test_what_becomes_of_it(blocks, markup):
    assert imported(*blocks).html == markup


@pytest.mark.parametrize(
    ("rows", "markup"),
    [
        ([["a", "b"], ["c", "d"]], "<p>a – b</p><p>c – d</p>"),
        ([["", "2023", "2024"]], "<p>2023 – 2024</p>"),
        ([[heading("A") + item("b")]], "<h3>A</h3><ul><li>b</li></ul>"),
        ([[paragraph("a") + paragraph("b."), "c"]], "<p>a, b. – c</p>"),
        ([[paragraph("a.") + paragraph("b"), "c"]], "<p>a. b – c</p>"),
        ([[paragraph(run("a", bold=True)), "b"]], "<p><strong>a</strong> – b</p>"),
        ([[table(["a", "b"]) + "<w:p/>", "c"]], "<p>a – b – c</p>"),
        ([["", ""]], ""),
    ],
)
def test_a_tables_cells_never_run_together(rows, markup):
    assert imported(table(*rows), paragraph("z")).html == f"{markup}<p>z</p>"


def test_many_are_counted_in_words():
    said = imported(
        paragraph("a", word.FOOTNOTE, word.FOOTNOTE, word.picture(), word.picture()), table(["a"]), table(["b"])
    )
    assert said.told == "2 bilder och 2 fotnoter kom inte med. 2 tabeller blev text: ett stycke för varje rad."


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "../../etc/passwd"])
def test_pictures_are_neither_fetched_nor_read(target, monkeypatch):
    def touched(*args, **kwargs):
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", touched)
    monkeypatch.setattr("builtins.open", touched)
    said = imported(paragraph("a", word.picture("r:link")), picture_at=target, picture_mode=' TargetMode="External"')
    assert said == word_import.Imported("<p>a</p>", "1 bild kom inte med.")


DAMAGED = uploads.damaged(uploads.WORD)
LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
BODY = f"<w:document {OF_W}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"
REFUSED = {
    "an entity": (f'<!DOCTYPE x [<!ENTITY a "ha">]>{BODY.format("&a;")}', DAMAGED),
    "many laughs": (f"<!DOCTYPE x [{LAUGHS}]>{BODY.format('&c;')}", DAMAGED),
    "a file": (f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{BODY.format("&a;")}', DAMAGED),
    "in UTF-16": (f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>{BODY.format("a")}'.encode("utf-16"), DAMAGED),
    "no XML": ("Hej", DAMAGED),
    "cut": (BODY[:-20], DAMAGED),
    "another XML": ("<html/>", DAMAGED),
    "no body": (f"<w:document {OF_W}/>", DAMAGED),
    "nothing": ("", DAMAGED),
    "no text": (BODY.format(" "), "Dokumentet har ingen text att hämta."),
    "too long": (BODY.format("a" * 6_000_000), word_import.TOO_LONG),
    "too many": (f"<w:document {OF_W}><w:body>{'<w:p/>' * 100_000}</w:body></w:document>", word_import.TOO_LONG),
    "too deep": (BODY.format("<w:sdt>" * 500 + "</w:sdt>" * 500), "Dokumentet är uppbyggt på ett sätt"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_or_damaged_is_refused_in_words_and_in_no_time(name):
    markup, words = REFUSED[name]
    file = of_main_part(markup)
    start = time.process_time()
    with pytest.raises(uploads.Refused) as refused:
        word_import.imported(file)
    assert time.process_time() - start < 1
    assert str(refused.value).startswith(words)


def test_an_entity_bomb_in_a_part_of_its_own_is_refused():
    held = {
        **word.members(paragraph("a")),
        "word/styles.xml": f"<!DOCTYPE x [{LAUGHS}]><w:styles {OF_W}>&c;</w:styles>",
    }
    with pytest.raises(uploads.Refused, match="skadad"):
        word_import.imported(io.BytesIO(word.packed(held)))


def test_parts_that_are_never_read_may_be_as_they_like():
    held = {**word.members(paragraph("a")), "customXml/item1.xml": "<!DOCTYPE x>", "word/theme/theme1.xml": "Hej"}
    assert word_import.imported(io.BytesIO(word.packed(held))).html == "<p>a</p>"


def test_a_long_document_is_read_within_seconds():
    blocks = [paragraph("Ett ", run("projekt", bold=True), f" om klimat nummer {number}.") for number in range(2500)]
    start = time.process_time()
    assert imported(*blocks).html.count("<p>") == 2500
    assert time.process_time() - start < 5
