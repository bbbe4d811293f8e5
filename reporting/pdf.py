"""PDF by WeasyPrint, of HTML that may hold text from anywhere: nothing is fetched but the program's static files."""

import gc
import re
import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "statisk"  # `statisk:css/print.css` is that static file; the fetcher knows no other scheme
VARIANT = "pdf/ua-1"
FONTS = ("fonts/IBMPlexSerif-Regular.woff2", "fonts/IBMPlexSans-Regular.woff2")  # their kin have the same characters
REPLACEMENT = "�"  # which the fonts have: one that they lack would bring in a font of the machine's

# A tag; or a hundred characters (an entity is one), more than a line holds, that no line is broken at.
_UNBROKEN = re.compile(r"<[^<>]*>|(?:&\w+;|[^<& \t\n]|&){100}(?=[^< \t\n])")


class StaticFiles(URLFetcher):
    """Serves `statisk:` addresses out of the program's static files. Raises ValueError for every other address."""

    def fetch(self, url, headers=None):
        scheme, _, path = url.partition(":")
        found = finders.find(path) if scheme == SCHEME else None
        if not found:
            raise ValueError(f"Not one of the program's static files: {url}")
        kind = "text/css" if path.endswith(".css") else "application/octet-stream"
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})


def render(html):
    """The PDF of a whole HTML page, tagged for screen readers. Characters that the fonts lack come out as �."""
    with _no_garbage_collection():
        page = _with_bodies(parted(printable(html)))
        return HTML(string=page, url_fetcher=StaticFiles()).write_pdf(pdf_variant=VARIANT)


def parted(html):
    """HTML with a space put in after each hundred characters of text without one, which no line holds."""
    return _UNBROKEN.sub(lambda match: match[0] if match[0].startswith("<") else f"{match[0]} ", html)


def _with_bodies(html):
    """List items with a dd in them, closed by their own end: WeasyPrint tags that as the item's body (LBody).

    Without it the paragraphs that the editor writes in list items are tagged straight under LI, which PDF/UA forbids.
    """
    return html.replace("<li>", "<li><dd>")


@contextmanager
def _no_garbage_collection():
    """WeasyPrint makes millions of objects that all live to the end; searching them for garbage takes a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _characters():
    return frozenset.intersection(*(frozenset(TTFont(finders.find(font)).getBestCmap()) for font in FONTS))


def missing(text):
    """The characters of `text` that cannot be printed, each once."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sorted({c for c in composed if _printed(c) == REPLACEMENT != c}))


def printable(text):
    """`text` with what the fonts lack replaced, since a missing glyph makes the PDF invalid."""
    return "".join(map(_printed, unicodedata.normalize("NFC", text)))


@cache
def _printed(character):
    """What stands for `character`: nothing for joiners, variation selectors and other marks without a shape."""
    kind = unicodedata.category(character)
    if character in "\n\r\t" or ord(character) in _characters() and kind not in ("Zl", "Zp"):
        return character
    if character.isspace():
        return " "
    return "" if kind in ("Cc", "Cf", "Mn") else REPLACEMENT
