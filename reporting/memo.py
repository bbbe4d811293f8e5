"""The city's memo (tjänsteskrivelse) as printed: the official's text, with figures and tables in their places."""

import re
from dataclasses import asdict

from django.utils.html import escape
from django.utils.safestring import mark_safe

from config import nested
from config.formats import alphabetical
from config.html import clean, demoted

from . import board_tables, live, tables

TEMPLATE = "reporting/print/memo.html"
# The tables and the boards' examples stand before the first section that begins so.
_CLOSING = ("Exempel", "Stadskontorets bedömning")
# What is written in the editor; the memo's other texts are plain.
RICH = {"summary", "html"}


def lacking(year):
    """Why the memo cannot be made, in Swedish, or nothing."""
    return "" if year.memo else f"Tjänsteskrivelsen för {year.year} är inte skriven."


def content(year, figures):
    """All that the memo's template prints."""
    memo = printed(year.memo, figures, year)
    opening, closing = _parted(memo["sections"])
    return {
        "year": year,
        "memo": memo,
        "opening": opening,
        "comparison": live.comparison(figures),
        "missing": figures.missing,
        "tables": _tables(year, figures),
        "examples": [_filled("html", example, figures, year) for example in _examples(year)],
        "closing": closing,
    }


def printed(memo, figures, year):
    """A memo as a dict of texts ready to print, its live figures filled in."""
    return nested.changed(asdict(memo), lambda name, text: _filled(name, text, figures, year))


def _filled(name, text, figures, year):
    markup = demoted(clean(text), 3) if name in RICH else escape(text)
    return mark_safe(live.fill(markup, figures, year))  # noqa: S308 - cleaned or escaped


def texts(memo):
    """Everything in the memo that may hold live figures."""
    return nested.texts(asdict(memo))


def _parted(sections):
    """The sections before the tables and the examples, and those after."""
    first = next((n for n, section in enumerate(sections) if section["heading"].startswith(_CLOSING)), len(sections))
    return sections[:first], sections[first:]


def _tables(year, figures):
    """The counted tables, rounded as the memo has them."""
    to = tables.rounding_of_memo(figures)
    made = (
        tables.goals(figures, year.goal_period, to),
        tables.boards(figures, to),
        tables.groups(figures, year.programmes, to),
        board_tables.sectors(year, figures),
    )
    return list(tables.noted_once(table for table in made if table))


def _examples(year):
    """The boards' excerpts by the department's name, each beginning with it."""
    told = [(submission.board.department, submission.excerpt) for submission in year.submissions if submission.excerpt]
    return [_with_name(name, html) for name, html in sorted(told, key=lambda item: alphabetical(item[0]))]


def _with_name(department, html):
    """The department's name in bold: where the text begins with it, or else put before it."""
    name = escape(department)
    start = re.match(rf"<p>(<strong>)?{re.escape(name)}(</strong>)?", html)
    if start:
        return f"<p><strong>{name}</strong>{html[start.end() :]}"
    if html.startswith("<p>"):
        return f"<p><strong>{name}.</strong> {html.removeprefix('<p>')}"
    return f"<p><strong>{name}.</strong></p>{html}"
