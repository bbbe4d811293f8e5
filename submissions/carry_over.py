"""From last year: what the board handed in then, beside what it writes now.

How each section brings a row over stands in the section itself: `then`, `carried`, `combined` and `texts`.
"""

import re
from dataclasses import dataclass

from django.utils.html import escape
from rapidfuzz.distance import Indel

from config import html

# The share of the words that two texts have in common, in the same order, from which one is nearly the other.
NEARLY = 0.95


@dataclass(frozen=True)
class Carried:
    """What a row would say if it was brought over, and in whole sentences what the writer has to know about it."""

    content: dict
    told: tuple[str, ...] = ()


def plain(words):
    """A question's or a goal's text as it is compared between years, whatever its spaces and letter case."""
    return " ".join(words.split()).casefold()


def same_questions(now, then):
    """For each question of `now`, by its number, the one of `then` of the same text, or else of the same number.

    One that is asked under another number now is not taken for the question that has got its number.
    """
    by_text = {plain(question.text): question for question in then}
    asked_again = {plain(question.text) for question in now}
    by_number = {question.number: question for question in then if plain(question.text) not in asked_again}
    return {each.number: by_text.get(plain(each.text)) or by_number.get(each.number) for each in now}


def by_board(told):
    """The texts of several boards as one, in markup, each under its board's name; that of one alone as it is."""
    if len(told) == 1:
        return told[0][1]
    return "".join(f"<p><strong>{escape(board)}</strong></p>{markup}" for board, markup in told)


# A year that stands alone is the round's own; not in a span of years, a diary number, an address or a date.
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_IN_NO_DATE = "".join(f"(?<!{month}[ \xa0])" for month in _MONTHS)


def moved(text, then, now):
    """`text` with the year `then` as `now` wherever it is the round's own."""
    return re.sub(rf"(?<![\w/.=–-]){_IN_NO_DATE}{then}(?![\w/–-])", str(now), text)


def unchanged(now, then):
    """The names of the texts in `now` (markup by name) that have the same words in `then`; an empty one has none."""
    return [name for name, markup in now.items() if markup and _says_the_same(markup, then.get(name, ""))]


def _says_the_same(markup, other):
    return markup == other or html.text(markup) == html.text(other)


def _says_nearly_the_same(markup, other):
    now, then = html.text(markup).split(), html.text(other).split()
    return Indel.normalized_similarity(now, then, score_cutoff=NEARLY) >= NEARLY


@dataclass(frozen=True)
class Unchanged:
    """Which of a row's texts, of how many, have the words that they had in an earlier year, or nearly all of them.

    `texts` are the fields' names, and `nearly` tells whether a word or two differ in any of them.
    """

    texts: tuple[str, ...]
    of: int
    nearly: bool
    year: int

    @property
    def wholly(self):
        return len(self.texts) == self.of

    @property
    def place(self):
        """The first of the texts, on the row's page."""
        return f"#id_{self.texts[0]}"

    def __str__(self):
        """In a few words, for the task list."""
        if self.wholly:
            return f"{'nästan ' if self.nearly else ''}oförändrad sedan {self.year}"
        return f"{len(self.texts)} av {self.of} texter {'nästan ' if self.nearly else ''}oförändrade sedan {self.year}"


def in_words(marks):
    """What holds for all rows that have these marks, wholly unchanged or nearly: oförändrade sedan 2024."""
    ending = "oförändrat" if len(marks) == 1 else "oförändrade"
    kinds = [f"nästan {ending}" if nearly else ending for nearly in sorted({mark.nearly for mark in marks})]
    return f"{' eller '.join(kinds)} sedan {marks[0].year}"


def unchanged_since(year, now, then):
    """How much of `now` is as it was `then`, or nearly; None where nothing is."""
    written = {name: markup for name, markup in now.items() if markup}
    same = unchanged(written, then)
    others = [name for name in written if name not in same and then.get(name)]
    nearly = [name for name in others if _says_nearly_the_same(written[name], then[name])]
    kept = tuple(name for name in written if name in same or name in nearly)
    return Unchanged(kept, len(written), bool(nearly), year) if kept else None
