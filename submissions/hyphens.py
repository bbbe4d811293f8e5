"""Hyphens left over from line ends in what a board writes: what the board's own words are, and a row made whole."""

from config import hyphens, nested

from . import sections
from .models import Submission
from .models.line import line


def left_over(submission, texts):
    """What stands broken in some texts of the submission, and what it should be: {"pro-gram": "program"}.

    A word is known from the board's other texts of this and earlier years.
    """
    if not any(hyphens.might_be(text) for text in texts):
        return {}
    known = hyphens.known_words(_all_texts(submission))
    return {found: whole for text in texts for found, whole in hyphens.left_over(text, known).items()}


def _all_texts(submission):
    """All that the board has written, up to this year, and those that it has taken over from."""
    own = Submission.objects.filter(board__in=line(submission.board_id), round__year__lte=submission.round.year)
    return _rich_in(list(sections.all_handed_in(list(own)).values()))


def mended(content, found):
    """A row's content with what is broken, as `left_over` gives it, made whole in its rich texts."""
    return nested.changed(content, lambda name, text: hyphens.mended(text, found) if _is_rich(text) else text)


def texts_of(row):
    """The rich texts of a row."""
    return _rich_in(sections.of(row).content(row))


def _rich_in(content):
    return [text for text in nested.texts(content) if _is_rich(text)]


def _is_rich(text):
    return text.startswith("<")
