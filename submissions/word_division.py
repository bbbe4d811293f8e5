"""A whole Word document divided on the year's questions."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from config import html

# How alike the words of a heading and of a question must be, of 100; where the heading has the question's number; and
# where it is a paragraph and no heading, which must have at least so many words.
ALIKE = 85
ALIKE_WITH_NUMBER = 60
ALIKE_WITHOUT_HEADING = 92
FEWEST_WORDS = 5
# More headings than this are no questions; what comes after is one piece.
MOST_PIECES = 100
_RANKS = {f"h{level}": level for level in range(1, 7)}
_NO_HEADING = 7
# Fråga 2: and the rest; 2. and the rest; a year is no number of a question.
_NUMBERED = re.compile(r"(fråga\b)?\s*(\d{1,2}(?!\d))?[\s.:)–-]*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of the document: its heading, its text, and the number of the question that it answers.

    `question` is None for what seems to belong to no question; only then is the heading a part of `html` as well.
    """

    heading: str
    html: str
    question: int | None


def divided(markup, questions):
    """`markup`, not yet cleaned, as pieces in its own order.

    A question's text goes on until the next question, or until another heading of the same rank or a higher one.
    """
    pieces = [_Started("", None)]
    for block in (part for whole in _blocks(markup) for part in _opened(whole, questions)):
        rank = _rank(block)
        number = _question(block, questions)
        if number or rank <= pieces[-1].ends_at and len(pieces) < MOST_PIECES:
            pieces.append(_Started(block, number))
        else:
            pieces[-1].blocks.append(block)
    finished = [Piece(piece.heading, piece.html, piece.question) for piece in pieces]
    return [piece for piece in finished if piece.heading or piece.html]


class _Started:
    """A piece that is being gathered. `ends_at` is the lowest rank of a heading that ends it; 0 where none does."""

    def __init__(self, block, question):
        self.heading, self.question = _words(block), question
        self.ends_at = _rank(block) if _rank(block) < _NO_HEADING else 0
        self.blocks = [] if question else [block]

    @property
    def html(self):
        return html.clean_field(html.levelled("".join(self.blocks)))


def _blocks(markup):
    """The elements that stand side by side, each as its own markup."""
    depth = start = 0
    for tag in re.finditer(r"<(/?)\w+[^<>]*?(/?)>", markup):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth == 0:
            yield markup[start : tag.end()]
            start = tag.end()


def _opened(block, questions):
    """A list in which questions stand as lists of one item each; anything else as it is."""
    tag = block[1:3]
    if tag not in ("ol", "ul"):
        return [block]
    items = [f"<{tag}>{item}</{tag}>" for item in _blocks(block[4:-5])]
    return items if any(_question(item, questions) for item in items) else [block]


def _question(block, questions):
    """The number of the question that is asked in this block, or None."""
    said, number, rest = _NUMBERED.fullmatch(_words(block)).groups()
    heading = _rank(block) < _NO_HEADING
    likeness, best = max(((_likeness(rest, question), question.number) for question in questions), default=(0, None))
    if likeness >= (ALIKE if heading else ALIKE_WITHOUT_HEADING) and (heading or len(rest.split()) >= FEWEST_WORDS):
        return best
    named = next((question for question in questions if str(question.number) == number), None)
    if named and (heading and (said or _likeness(rest, named) >= ALIKE_WITH_NUMBER) or not rest and (heading or said)):
        return named.number
    return None


def _rank(block):
    return _RANKS.get(block[1:3], _NO_HEADING)


def _words(block):
    return html.text(html.clean(block))


def _likeness(words, question):
    """How alike, of 100: the question, or a good part of it, and little else."""
    written, asked = default_process(words), default_process(question.text)
    if len(written.split()) >= FEWEST_WORDS and len(written) <= len(asked):
        return fuzz.partial_ratio(written, asked)
    return fuzz.ratio(written, asked)
