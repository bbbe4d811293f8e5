"""Which documents a year has, and how each is made. The command and the admin's pages walk over `DOCUMENTS`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from . import dataset, figures, live, memo, pdf, reconciliation, report, workbook


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


def compile_year(year, previous=None, draft=False):
    """Every document that the `Year` can have, as {file name: content}; `previous` is the `Year` before, or None."""
    material = _material(year, previous, draft)
    return {each.file_name(year.year): each.make(material) for each in DOCUMENTS if not each.lacking(year)}


def _material(year, previous, draft):
    counted = figures.count(year, previous)
    return Material(year, counted, reconciliation.findings(year, counted), draft)


def remarks(year):
    """What whoever compiles should know, in Swedish: documents left out, text that cannot be printed as written."""
    left_out = [reason for document in DOCUMENTS if (reason := document.lacking(year))]
    return left_out + _unknown_figures(year) + _missing_characters(year)


def _unknown_figures(year):
    written = memo.texts(year.memo) if year.memo else []
    written += [submission.excerpt for submission in year.submissions]
    names = dict.fromkeys(name for text in written for name in live.unknown(text))
    return [f"Tjänsteskrivelsen nämner {{{name}}}, som inte är någon av siffrorna som räknas fram." for name in names]


def _missing_characters(year):
    texts = {submission.board.name: _words(submission) for submission in year.submissions}
    if year.memo:
        texts["Tjänsteskrivelsen"] = " ".join(memo.texts(year.memo))
    return [
        f"{place}: typsnitten saknar {characters}, som skrivs ut som {pdf.REPLACEMENT}."
        for place, text in texts.items()
        if (characters := pdf.missing(text))
    ]


def _words(submission):
    cards = (f"{card.heading} {' '.join(card.texts.values())}" for card in submission.cards)
    return " ".join([*submission.answers.values(), submission.excerpt, *cards])
