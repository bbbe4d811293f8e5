"""From last year: what the board handed in then, beside what it writes now.

How each section brings a row over stands in the section itself: `then`, `carried`, `combined` and `texts`.
"""

from dataclasses import dataclass

from config import html


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


def unchanged(now, then):
    """The names of the texts in `now` (markup by name) that have the same words in `then`; an empty one has none."""
    return [name for name, markup in now.items() if markup and _says_the_same(markup, then.get(name, ""))]


def _says_the_same(markup, other):
    return markup == other or html.text(markup) == html.text(other)


@dataclass(frozen=True)
class Unchanged:
    """How many of a row's texts have the same words as in an earlier year, of how many."""

    same: int
    of: int
    year: int

    @property
    def wholly(self):
        return self.same == self.of

    def __str__(self):
        """In a few words, for the task list."""
        if self.wholly:
            return f"oförändrad sedan {self.year}"
        return f"{self.same} av {self.of} texter oförändrade sedan {self.year}"


def unchanged_since(year, now, then):
    """How much of `now` is as it was `then`; None where nothing is."""
    same = len(unchanged(now, then))
    return Unchanged(same, sum(bool(markup) for markup in now.values()), year) if same else None
