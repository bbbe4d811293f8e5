"""A rule on the office's excerpts: what they say of a board is what the board has said."""

import re
from collections import defaultdict
from functools import lru_cache

from .claims import FEW, claims_in
from .finding import WARNING, Finding
from .words import REMEMBERED, beginning, numbers_in, paragraphs, plain, sentences, years_in

_LIVE = re.compile(r"\{[^{}<>]*\}")
_BESIDE = re.compile(r"^(?: [\w-]+){0,2}")
_QUOTATION = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.\.\.)[\])]?")
_SHORT = 5  # words; what is shorter may be a fact of a project


def number_not_from_board(basis):
    """A number in an excerpt that stands nowhere in the board's own texts.

    Small ones are left alone, since they are as often counted in a list. What the figures and the years tell is judged
    by their own rules.
    """
    told = {each.board.name: numbers for each in basis.year.submissions if (numbers := _told(each.excerpt))}
    own = _texts_of(basis, told)
    for board in own:
        known = frozenset().union(*map(_values, own[board]))
        for value, written in told[board]:
            if value not in known:
                message = f"Utdraget säger ”{written}”, men det talet står inte i nämndens egna texter."
                places = tuple(text.place for text in basis.excerpts if text.board == board)
                yield Finding("number_not_from_board", WARNING, message, places)


def quotation_not_from_board(basis):
    """A quotation in an excerpt that does not stand in the board's own texts, mostly since they have changed."""
    told = {each.board.name: quoted for each in basis.year.submissions if (quoted := _quoted(each.excerpt))}
    own = _texts_of(basis, told)
    for board in own:
        for quoted in told[board]:
            if not any(quoted.casefold() in _running(markup) for markup in own[board]):
                message = f"Utdraget citerar ”{beginning(quoted)}”, men så står det inte i nämndens egna texter."
                places = tuple(text.place for text in basis.excerpts if text.board == board)
                yield Finding("quotation_not_from_board", WARNING, message, places)


def _texts_of(basis, boards):
    """The texts of each of the boards, as {board: markups}; a board without texts is not there."""
    found = defaultdict(list)
    for text in basis.board_texts:
        if text.board in boards:
            found[text.board].append(text.html)
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


@lru_cache(REMEMBERED)
def _running(markup):
    """A text as it is compared: its paragraphs one after another, capitals or not."""
    return " ".join(paragraphs(markup)).casefold()


@lru_cache(REMEMBERED)
def _quoted(markup):
    """What an excerpt quotes, each stretch between marks of what is left out (…) for itself."""
    pieces = (
        piece.strip(' .,;:–"”»«')
        for quotation in _QUOTATION.findall(markup)
        for piece in _LEFT_OUT.split(" ".join(paragraphs(quotation)))
    )
    return tuple(piece for piece in pieces if len(piece.split()) >= _SHORT)
