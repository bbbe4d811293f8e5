"""PDF that conforms to PDF/UA-1 and PDF/A-3a, made of a document's HTML; see docs/architecture.md.

    sections ──▶ workers ──▶ rendering (WeasyPrint: numbers, tags, fonts) ──▶ kept ──▶ joining (pikepdf) ──▶ bytes

Only a section whose HTML has changed is rendered; the others are kept.
"""

import logging

from . import joining, kept, metadata, sections, workers
from .attachments import Attachment
from .characters import REPLACEMENT, missing, printable
from .workers import begin

CHARACTERS_A_PAGE = 2200  # of HTML, in the report

__all__ = ["REPLACEMENT", "Attachment", "begin", "missing", "printable", "render"]


def render(html, attachments=(), on_section=None, only=()):
    """The PDF of a whole page of HTML, as bytes, which are the same for the same input.

    `attachments` are `Attachment`s. `on_section(done, total)` is called whenever a section is ready, and may raise to
    stop. `only` are ids: the sections alone that hold one of them, as they are in the whole document but for the
    numbers of pages, and for links out of them. Characters that the fonts lack come out as �. Only the program's
    static files are fetched.
    """
    said = metadata.of(html)
    parts = _parts(html, on_section or _nobody, only)
    programs = {key: kept.get(key) for section, _ in parts for key in section.programs}
    return joining.join(parts, programs, said, attachments)


def _nobody(done, total):
    pass


def _parts(html, on_section, only):
    """Each `Section`, with whether it continues the one before.

    How many digits the pages' numbers have is first judged by the document's length, and seldom wrongly.
    """
    digits, needed = 0, len(str(max(10, len(html) // CHARACTERS_A_PAGE)))
    while digits < needed:
        digits = needed
        cuts = sections.cut(html, digits, only)
        found = _sections([cut.html for cut in cuts], on_section)
        needed = len(str(sum(section.pages for section in found)))
    return [(section, cut.continues) for section, cut in zip(found, cuts, strict=True)]


def _sections(pages, on_section):
    """The `Section` of each page of HTML, in their order: kept, or rendered now."""
    version = kept.current_version()
    keys = {page: kept.key(page, version) for page in pages}
    found = {page: section for page, key in keys.items() if (section := _kept(key))}
    on_section(len(found), len(keys))
    for page, section, programs in workers.rendered_each(keys.keys() - found.keys(), version):
        for program in programs:
            kept.keep(program.key, program)
        kept.keep(keys[page], section)
        found[page] = section
        on_section(len(found), len(keys))
    for section in found.values():
        for warning in section.said:
            logging.getLogger("weasyprint").warning(warning)
    return [found[page] for page in pages]


def _kept(key):
    """A section that is kept with all its fonts."""
    section = kept.get(key)
    return section if section and all(kept.get(program) for program in section.programs) else None
