"""WeasyPrint fetches the program's static files and nothing else, whatever a text holds."""

import gc
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest
from weasyprint import HTML

from reporting import pdf
from reporting.pdf import StaticFiles
from tests.reporting.printed import no_warnings, text, warnings


@pytest.fixture
def server():
    """A server on the local network that remembers who called."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 - http.server's name
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
        assert made.open_metadata().get("pdfuaid:part") == "1"


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
    assert said
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


def test_what_stands_in_a_list_item_is_its_body_and_not_loose_under_it():
    items = "<ul><li><p>a</p><p>b</p><ol><li><p>c</p></li></ol></li><li>d</li></ul>"
    with pikepdf.open(as_file(pdf.render(page(items)))) as made:
        assert [kinds(item) for item in tagged(made.Root.StructTreeRoot, "/LI")] == [["/Lbl", "/LBody"]] * 3
        assert kinds(tagged(made.Root.StructTreeRoot, "/LBody")[0]) == ["/P", "/P", "/L"]


def tagged(element, kind):
    """The elements of that kind in the tree of tags, in the order they stand."""
    below = [found for child in children(element) for found in tagged(child, kind)]
    return [element, *below] if element.get("/S") == kind else below


def kinds(element):
    return [str(child.S) for child in children(element)]


def children(element):
    """The tags under that one; what is no tag is a mark in a page's content."""
    below = element.get("/K", [])
    below = below if isinstance(below, pikepdf.Array) else [below]
    return [child for child in below if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def test_garbage_collection_is_on_again_after_a_fault():
    with pytest.raises(TypeError):
        pdf.render(None)
    assert gc.isenabled() is True


def test_weasyprint_alone_would_have_called(server):
    """The server hears what comes: without our fetcher the picture is asked for."""
    HTML(string=page(f'<img src="{server.url}/bild.png" alt="bild">')).write_pdf()
    assert server.calls == ["/bild.png"]


def test_a_hundred_characters_without_a_space_get_one():
    words = f'<p class="{"k" * 1500}">{"a" * 99}&amp;{"b" * 100} {"c" * 100}</p>'
    assert pdf.parted(words) == f'<p class="{"k" * 1500}">{"a" * 99}&amp; {"b" * 100} {"c" * 100}</p>'
    assert pdf.parted("\u00a0" * 101) == "\u00a0" * 100 + " \u00a0"
