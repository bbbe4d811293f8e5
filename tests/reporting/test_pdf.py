"""WeasyPrint fetches the program's static files and nothing else, whatever a text holds."""

import re
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pyphen
import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from weasyprint import HTML

from reporting import pdf
from reporting.pdf import hyphens
from reporting.pdf.characters import parted, whole
from reporting.pdf.fetching import StaticFiles
from tests.reporting.printed import no_warnings, text, warnings

FONTS = Path(finders.find("fonts"))


@pytest.fixture
def server():
    """A server on the local network that remembers who called."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    served = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    served.calls, served.url = calls, f"http://127.0.0.1:{served.server_port}"
    yield served
    served.shutdown()
    served.server_close()


def page(body="", head=""):
    return f'<html lang="sv"><head><title>Prov</title>{head}</head><body>{body}</body></html>'


def test_renders_tagged_pdf_with_title_and_language():
    with no_warnings(), pikepdf.open(as_file(pdf.render(page("<p>Hej</p>")))) as made:
        assert str(made.Root.Lang) == "sv"
        assert str(made.docinfo["/Title"]) == "Prov"
        assert bool(made.Root.MarkInfo.Marked) is True
        said = made.open_metadata()
        assert [said.get(f"{key}") for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")] == ["1", "3", "A"]


def as_file(content):
    return BytesIO(content)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}/bild.png" alt="bild">',
        '<p style="background: url({url}/fond.png)">x</p>',
        '<object data="{url}/objekt.svg">x</object>',
        '<embed src="{url}/inbäddad.svg">',
        '<a rel="attachment" href="{url}/bilaga">x</a>',
        "<style>@import url({url}/mall.css); @font-face {{ font-family: F; src: url({url}/f.woff2) }}</style>",
        '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><image href="{url}/i.png"/></svg>',
    ],
)
def test_calls_no_address_on_the_network(server, markup):
    assert pdf.render(page(markup.format(url=server.url))).startswith(b"%PDF")
    assert server.calls == []


def test_link_and_attachment_in_the_head_are_not_fetched(server):
    head = f'<link rel="attachment" href="{server.url}/b"><link rel="stylesheet" href="{server.url}/m.css">'
    made = pdf.render(page("x", head))
    assert server.calls == []
    assert attachments(made) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/passwd" alt="bild">',
        '<img src="/etc/passwd" alt="bild">',
        '<img src="statisk:../manage.py" alt="bild">',
        '<img src="statisk:/etc/passwd" alt="bild">',
        '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E" alt="bild">',
    ],
)
def test_no_file_comes_into_the_pdf(markup):
    with warnings() as said:
        made = pdf.render(page("x", markup) if markup.startswith("<link") else page(markup))
    assert bool(said) is not markup.startswith("<link")  # of the head, only the stylesheets are looked at
    assert attachments(made) == []
    with pikepdf.open(as_file(made)) as opened:
        assert [list(each.get_images()) for each in opened.pages] == [[]]


def attachments(made):
    with pikepdf.open(as_file(made)) as opened:
        return list(opened.attachments)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "data:,x", "statisk:finns-inte.css", "x"])
def test_fetcher_refuses(url):
    with pytest.raises(ValueError, match="Not one of the program's static files"):
        StaticFiles().fetch(url)


def test_fetcher_serves_a_static_file():
    assert b"@font-face" in StaticFiles().fetch("statisk:css/print.css").read()


def test_redirects_cannot_be_used_since_open_is_fetch():
    with pytest.raises(ValueError, match="Not one of"):
        StaticFiles().open("http://127.0.0.1:1/")


def test_characters_that_the_fonts_lack_are_named_and_replaced():
    assert pdf.missing("Plex å, 漢字 och 😀\ufe0f") == "字漢😀"
    assert pdf.printable("a漢b😀\ufe0fc") == "a�b�c"


def test_spaces_that_the_fonts_lack_become_a_common_space():
    assert pdf.printable("a\u2028b\u2029c\x85d\u3000e\u00a0f\n\tg") == "a b c d e\u00a0f\n\tg"
    assert pdf.missing("a\u2028b\u2029c\x85d\u3000e") == ""


def test_letters_written_in_two_parts_are_put_together():
    assert pdf.missing("Malmo\u0308 a\u030a") == ""
    assert pdf.printable("Malmo\u0308") == "Malmö"


def test_replaced_characters_make_no_warning():
    styled = '<link rel="stylesheet" href="statisk:css/print.css">'
    with no_warnings():
        made = pdf.render(page("<h1>Rubrik</h1><p>漢字 och Łódź</p>", styled))
    assert "�� och Łódź" in text(made)
    assert fonts(made) == {"Plex-Sans", "Plex-Sans-Semi-Bold", "Plex-Serif"}


def fonts(made):
    """The names of the fonts that the PDF holds, without the mark of the subset."""
    with pikepdf.open(as_file(made)) as opened:
        return {str(font.BaseFont).partition("+")[2] for page in opened.pages for font in page.Resources.Font.values()}


def test_weasyprint_alone_would_have_called(server):
    """The server hears what comes: without our fetcher the picture is asked for."""
    HTML(string=page(f'<img src="{server.url}/bild.png" alt="bild">')).write_pdf()
    assert server.calls == ["/bild.png"]


def test_a_hundred_characters_without_a_space_get_one():
    words = f'<p class="{"k" * 1500}">{"a" * 99}&amp;{"b" * 100} {"c" * 100}</p>'
    assert parted(words) == f'<p class="{"k" * 1500}">{"a" * 99}&amp; {"b" * 100} {"c" * 100}</p>'


@pytest.mark.parametrize("space", ["&nbsp;", "\u00a0"])
def test_a_text_of_no_break_spaces_is_broken_between_words(space):
    """Copied from where every space is one; a few among common spaces are left."""
    words = [f"ord{number}" for number in range(60)]
    found = parted(f"<p>{space.join(words)}</p>")
    assert re.split(f"{space}| ", found) == ["<p>ord0", *words[1:-1], "ord59</p>"]
    assert max(map(len, re.sub("<.*?>|&nbsp;", "_", found).split(" "))) <= 100
    assert found.count(" ") == 3
    assert parted(f"1{space}000 {'a' * 99}{space}kr") == f"1{space}000 {'a' * 99} kr"


def test_an_entity_is_one_character_and_is_never_cut():
    assert parted("&#x27;" * 101) == "&#x27;" * 100 + " &#x27;"
    for before in range(90, 101):
        markup = f"{'a' * before}&amp;&#x27;&nbsp; {'b' * 20}"
        assert "".join(unescape(parted(markup)).split()) == f"{'a' * before}&'{'b' * 20}"


@pytest.mark.parametrize("part", sorted(FONTS.glob("*.woff2")), ids=lambda part: part.stem)
def test_the_fonts_for_the_screen_are_parts_of_those_for_print(part):
    """Print has them whole and unpacked: WeasyPrint would unpack a woff2 in every worker, a tenth of a second each."""
    screen, print_ = (TTFont(file) for file in (part, part.with_name(f"{part.stem.rpartition('-')[0]}.ttf")))
    assert screen["head"].fontRevision == print_["head"].fontRevision
    assert widths(screen).items() <= widths(print_).items()


def widths(font):
    """How wide each character is, but for those that control a line."""
    return {code: font["hmtx"].metrics[name][0] for code, name in font.getBestCmap().items() if code > ord("\r")}


def test_a_word_that_begins_with_eu_is_never_parted_nor_is_a_picture_robbed_of_its_title():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><title>EU-projekt: 2024 56</title></svg>'
    assert whole(f'<p title="EU-medel">Alla EU-projekt</p>{drawn}') == (
        f'<p title="EU-medel">Alla <nobr>EU-projekt</nobr></p>{drawn}'
    )


@pytest.mark.parametrize(
    "together",
    [
        "30 procent.",
        "1\u00a0200 kronor,",
        "(6–16 år)",
        "22 maj 2025",
        "november 2025.",
        "Agenda 2030",
        "17–21",
        "Malmo.se",
    ],
)
def test_a_number_stays_with_what_it_counts_and_a_day_with_its_month(together):
    assert whole(f"<p>Ordet {together} och</p>") == f"<p>Ordet <nobr>{together}</nobr> och</p>"


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("samarbete", "sam-arbete"),
        ("tjänstepersoner", "tjänste-per-soner"),
        ("yrkeselever", "yrkes-elever"),
        ("klimatriksdagen", "klimat-riks-dagen"),
        ("resurscoach", "resurs-coach"),
    ],
)
def test_compounds_are_parted_between_their_words(word, parts):
    hyphens.teach()
    allowed = set(pyphen.Pyphen(lang="sv", left=3, right=4).inserted(word).split("-"))
    assert allowed == set(parts.split("-"))
