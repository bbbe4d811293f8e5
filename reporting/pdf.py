"""PDF by WeasyPrint, of HTML that may hold text from anywhere: nothing is fetched but the program's static files."""

import gc
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
REPLACEMENT = "□"


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
    """The PDF of a whole HTML page, tagged for screen readers. Characters that the fonts lack come out as □."""
    with _no_garbage_collection():
        return HTML(string=printable(html), url_fetcher=StaticFiles()).write_pdf(pdf_variant=VARIANT)


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
    return "".join(sorted({c for c in unicodedata.normalize("NFC", text) if not _is_known(c) and _is_seen(c)}))


def printable(text):
    """`text` with what the fonts lack replaced, since a missing glyph makes the PDF invalid."""
    return "".join(c if _is_known(c) else REPLACEMENT * _is_seen(c) for c in unicodedata.normalize("NFC", text))


def _is_known(character):
    return character.isspace() or ord(character) in _characters()


def _is_seen(character):
    """False for joiners, variation selectors and other marks that have no shape of their own."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Mn")
