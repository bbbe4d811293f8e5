"""A rule on the office's excerpts: what they say of a board is what the board has said."""

import re
from collections import defaultdict
from functools import lru_cache

from .claims import FEW, claims_in
from .finding import WARNING, Finding
from .words import REMEMBERED, numbers_in, paragraphs, plain, sentences, years_in

_LIVE = re.compile(r"\{[^{}<>]*\}")
_BESIDE = re.compile(r"^(?: [\w-]+){0,2}")


def number_not_from_board(basis):
    """A number in an excerpt that stands nowhere in the board's own texts.

    Small ones are left alone, since they are as often counted in a list. What the figures and the years tell is judged
    by their own rules.
    """
    told = {each.board.name: numbers for each in basis.year.submissions if (numbers := _told(each.excerpt))}
    own = _numbers_of(basis, told)
    for board in own:
        for value, written in told[board]:
            if value not in own[board]:
                message = f"Utdraget säger ”{written}”, men det talet står inte i nämndens egna texter."
                places = tuple(text.place for text in basis.excerpts if text.board == board)
                yield Finding("number_not_from_board", WARNING, message, places)


def _numbers_of(basis, boards):
    """All numbers in the texts of each of the boards, as {board: values}; a board without texts is not there."""
    found = defaultdict(set)
    for text in basis.board_texts:
        if text.board in boards:
            found[text.board] |= _values(text.html)
    return found


@lru_cache(REMEMBERED)
def _values(markup):
    return frozenset(number.value for number in numbers_in(plain(markup)))


@lru_cache(REMEMBERED)
def _told(markup):
    """Each number in an excerpt that should be the board's, as (value, as it is written)."""
    text = _LIVE.sub(" ", markup)
    others = {claim.value for claim in claims_in(text)} | {
        told.year for each in paragraphs(text) for told in years_in(each)
    }
    told = (
        (sentence, each) for part in paragraphs(text) for sentence in sentences(part) for each in numbers_in(sentence)
    )
    return tuple(
        (each.value, sentence[each.start : each.end] + _BESIDE.match(sentence[each.end :])[0])
        for sentence, each in told
        if each.value >= FEW and each.value not in others
    )
