"""Which documents there are, for whom, and how each is made; the commands and the pages walk over them.

`DOCUMENTS` are the city's, of a whole year; `BOARD_DOCUMENTS` are those of one board, for its own decision.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from submissions import sections

from . import (
    board_memo,
    board_report,
    dataset,
    figures,
    live,
    memo,
    pdf,
    reconciliation,
    report,
    word,
    workbook,
    years,
)


@dataclass(frozen=True)
class Material:
    """All that a document is made of: the year, its figures, and what reconciliation found."""

    year: dataset.Year
    figures: figures.Figures
    findings: list
    draft: bool


@dataclass(frozen=True)
class Document:
    """A document: its file name with {year} in it, its Swedish title, its maker, and why a year cannot have it."""

    pattern: str
    title: str
    make: Callable[[Material], bytes]
    lacking: Callable[[dataset.Year], str] = lambda year: ""

    def file_name(self, year):
        return self.pattern.format(year=year)


def _report(material):
    return _printed("reporting/print/report.html", report, material)


def _memo(material):
    return _printed("reporting/print/memo.html", memo, material)


def memo_alone(year, previous=None, draft=False):
    """The memo alone, for its preview."""
    return _memo(_material(year, previous, draft))


def _printed(template, module, material):
    content = module.content(material.year, material.figures)
    return pdf.render(render_to_string(template, {**content, "draft": material.draft, "city": settings.CITY_NAME}))


def _workbook(material):
    return workbook.make(material.year, material.figures, material.findings, material.draft)


def _figures(material):
    return figures.dumps(material.figures, material.findings).encode()


DOCUMENTS = (
    Document("redovisning-{year}.pdf", "Redovisning", _report, report.lacking),
    Document("tjansteskrivelse-{year}.pdf", "Tjänsteskrivelse", _memo, memo.lacking),
    Document("redovisning-{year}.xlsx", "Arbetsbok", _workbook),
    Document("siffror-{year}.json", "Siffror", _figures),
)


@dataclass(frozen=True)
class BoardDocument:
    """A document of one board, in every format of `FORMATS`: what it is called in addresses, in files and in Swedish,
    what it is for, its template with what that prints, and why a board cannot have it.
    """

    kind: str
    pattern: str
    title: str
    about: str
    template: str
    content: Callable[[dataset.Year, figures.Figures], dict]
    lacking: Callable[[dataset.Year], str]

    def file_name(self, submission, format):
        return f"{self.pattern.format(slug=submission.board.slug, year=submission.round.year)}.{format}"


BOARD_DOCUMENTS = (
    BoardDocument(
        "redovisning",
        "namndredovisning-{slug}-{year}",
        "Nämndens redovisning",
        "Nämndens svar, projekt och utbetalda medel, med titelsida och innehåll.",
        "reporting/print/board_report.html",
        board_report.content,
        board_report.lacking,
    ),
    BoardDocument(
        "tjansteskrivelse",
        "namnd-tjansteskrivelse-{slug}-{year}",
        "Tjänsteskrivelse till nämnden",
        "Förslag till beslut, med svaren och de utbetalda medlen.",
        "reporting/print/board_memo.html",
        board_memo.content,
        board_memo.lacking,
    ),
)
# What each makes a document's HTML into.
FORMATS = {"pdf": pdf.render, "docx": word.render}
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word"}


class Lacking(Exception):
    """The document cannot be made; the message says why, in Swedish."""


def compile_board(submission):
    """Every document that the board can have, in every format, as {file name: content}."""
    year, pages = years.of_board(submission), {}
    for document in BOARD_DOCUMENTS:
        if not document.lacking(year):
            pages[document] = _board_page(document, submission, year)
    return {
        document.file_name(submission, format): render(page)
        for document, page in pages.items()
        for format, render in FORMATS.items()
    }


def board_document(submission, kind, format):
    """One of the board's documents, as (file name, content).

    Raises KeyError for an unknown kind or format, and Lacking where the document cannot be made.
    """
    document = {each.kind: each for each in BOARD_DOCUMENTS}[kind]
    render, year = FORMATS[format], years.of_board(submission)
    if reason := document.lacking(year):
        raise Lacking(reason)
    return document.file_name(submission, format), render(_board_page(document, submission, year))


def board_documents(submission):
    """Each document that the board may have, with why it cannot be made, in Swedish, or nothing."""
    year = years.of_board(submission)
    return [(document, document.lacking(year)) for document in BOARD_DOCUMENTS]


def _board_page(document, submission, year):
    """The document's HTML, which all its formats are made of."""
    counted = figures.count(year, years.previous_of_board(submission))
    content = {**document.content(year, counted), "draft": is_draft(submission), "city": settings.CITY_NAME}
    return render_to_string(document.template, content)


def is_draft(submission):
    """Whether a board's documents are drafts: something is missing that must be there before it hands in.

    The board's decision is not, since the documents are what it decides on.
    """
    if submission.status in (submission.Status.SUBMITTED, submission.Status.APPROVED):
        return False
    contents = [section for section in sections.registered if not section.in_byline]
    return any(problem.stops for section in contents for row in section.rows(submission) for problem in row.problems)


def compile_year(year, previous=None, draft=False):
    """Every document that the `Year` can have, as {file name: content}; `previous` is the `Year` before, or None.

    A draft's names say so, and never take the place of approved files in the same folder.
    """
    material, prefix = _material(year, previous, draft), "utkast-" if draft else ""
    made = [each for each in DOCUMENTS if not each.lacking(year)]
    return {prefix + each.file_name(year.year): each.make(material) for each in made}


def _material(year, previous, draft):
    counted = figures.count(year, previous)
    return Material(year, counted, reconciliation.findings(year, counted, previous), draft)


def remarks(year):
    """What whoever compiles should know, in Swedish: documents left out, text that cannot be printed as written."""
    left_out = [reason for document in DOCUMENTS if (reason := document.lacking(year))]
    return left_out + _unknown_figures(year) + _missing_characters(year)


def _unknown_figures(year):
    written = memo.texts(year.memo) if year.memo else []
    return _unknown([*written, *(submission.excerpt for submission in year.submissions)])


def _unknown(texts):
    names = dict.fromkeys(name for text in texts for name in live.unknown(text))
    return [f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram." for name in names]


def _missing_characters(year):
    texts = {submission.board.name: _words(submission) for submission in year.submissions}
    return _missing({**texts, "Tjänsteskrivelsen": " ".join(memo.texts(year.memo)) if year.memo else ""})


def _missing(texts):
    return [
        f"{place}: typsnitten saknar {characters}, som skrivs ut som {pdf.REPLACEMENT}."
        for place, text in texts.items()
        if (characters := pdf.missing(text))
    ]


def _words(submission):
    cards = (f"{card.heading} {' '.join(card.texts.values())}" for card in submission.cards)
    return " ".join([*submission.answers.values(), submission.excerpt, *cards])


def board_remarks(submission):
    """What whoever makes a board's documents should know, in Swedish: what is left out or printed otherwise."""
    year = years.of_board(submission)
    told = year.submissions[0]
    left_out = [reason for document in BOARD_DOCUMENTS if (reason := document.lacking(year))]
    written = memo.texts(told.memo) if told.memo else []
    missing = _missing({"PDF-filerna": " ".join([_words(told), *written])})
    return left_out + _unknown(written) + missing
