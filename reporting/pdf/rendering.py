"""A section rendered by WeasyPrint, in a worker process.

WeasyPrint has no public way to say how a document is tagged, its fonts embedded and where its lines are broken:
the functions of its own that are replaced stand here, and nowhere else. tests/reporting/test_pdf_weasyprint.py says
when they have changed.
"""

import gc
import logging
import re
from contextlib import contextmanager

import weasyprint.layout.inline
import weasyprint.pdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from . import fonts, hyphens, lines, numbers, painted, roles, tags, words
from .characters import parted, printable, whole
from .fetching import SCHEME, StaticFiles
from .rendered import Section

_LINK = re.compile(rf"<link\b[^>]*\bhref=\"({SCHEME}:[^\"]*)\"[^>]*>")
# Where what is kept together is taller than a page, WeasyPrint may find no way to set it; then nothing is.
_LOOSE = "* { break-after: auto !important; break-before: auto !important; break-inside: auto !important }"
_styles = {}  # what the stylesheets' version is, and each stylesheet by its address, read once


def _tagged(pdf, document, pdf_version, page_streams):
    """Called when all pages are painted and the fonts are written."""
    pages = [painted.Painted(document, number, stream) for number, stream in enumerate(page_streams)]
    root = document._html.etree_element
    known = roles.roles(root)
    spaces = words.Spaces(root, known)
    for page in pages:
        spaces.put_in(page)
    document.numbers = [number for page in pages for number in numbers.take_out(page, len(pages))]
    tags.add_tags(pdf, document, page_streams, known)


weasyprint.pdf.add_tags = _tagged
weasyprint.pdf.fonts.Font.subset = fonts.subset
weasyprint.layout.inline.split_first_line = lines.repaired(weasyprint.layout.inline.split_first_line)
hyphens.teach()


def render(html, version):
    """The `Section` of a whole page of HTML, and the `Program` of each of its fonts.

    `version` says when the stylesheets have changed, and are to be read again.
    """
    with _no_garbage_collection(), _listening() as said:
        document = _laid_out(html, version)
        programs = []
        options = {
            "pdf_tags": True,
            "pdf_version": "1.7",
            "finisher": lambda _, pdf: programs.extend(fonts.take_out(pdf)),
        }
        content = document.write_pdf(**options)
    return _section(document, content, programs, said), programs


def _laid_out(html, version):
    addresses = _LINK.findall(html)
    page = HTML(string=whole(parted(printable(_LINK.sub("", html)))), url_fetcher=StaticFiles())
    sheets, configuration = _read(version, addresses)
    try:
        document = page.render(stylesheets=sheets, font_config=configuration)
    except AssertionError:
        document = page.render(stylesheets=[*sheets, CSS(string=_LOOSE)], font_config=configuration)
    for each in document.pages:
        each.links = _outermost(each.links)
    return document


def _read(version, addresses):
    """The stylesheets, and the fonts that they bring."""
    if _styles.get("version") != version:
        _styles.clear()
        _styles.update(version=version, fonts=FontConfiguration())
    for address in addresses:
        if address not in _styles:
            _styles[address] = CSS(url=address, url_fetcher=StaticFiles(), font_config=_styles["fonts"])
    return [_styles[address] for address in addresses], _styles["fonts"]


def _outermost(links):
    """The links on a page without those of what stands in a link (a picture, what the stylesheet adds)."""
    kept, inside = [], set()
    for link in links:
        *_, box = link
        if box not in inside:
            kept.append(link)
            inside |= set(painted.within(box))
    return kept


def _section(document, content, programs, said):
    places, bookmarks = {}, []
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            places.setdefault(name, (number, *_points(page, x, y)))
        bookmarks += [(level, label, number, *_points(page, *place)) for level, label, place, _ in page.bookmarks]
    keys = tuple(program.key for program in programs)
    return Section(content, len(document.pages), places, tuple(bookmarks), tuple(document.numbers), keys, tuple(said))


def _points(page, x, y):
    return round(x * tags.POINTS, 2), round((page.height - y) * tags.POINTS, 2)


@contextmanager
def _no_garbage_collection():
    """WeasyPrint makes millions of objects that all live to the end; searching them for garbage takes a quarter."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _listening():
    """A list of what WeasyPrint warns of meanwhile."""
    said, handler = [], logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
