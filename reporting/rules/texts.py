"""Rules on the boards' texts: pasted into the wrong place, or referring to what the reader has not got."""

import re
from collections import defaultdict
from functools import lru_cache

from config.formats import counted

from ..dataset import remembered
from .finding import WARNING, Finding, of_card
from .words import REMEMBERED, beginning, paragraphs, plain

SAME_TEXT_WORDS = 10  # shorter sentences, such as who leads a project, are rightly alike from card to card
# The report is put together of many boards' texts, so what stood above in the board's own document does not here.
# "Ovan vid" means unused to.
_REFERENCE = re.compile(
    r"\bovan(?:stående|nämnda?)?\b(?! vid\b)|\bdel 1\b|\btidigare i (?:rapporten|redovisningen)\b|"
    r"\b(?:föregående|nästa) sida\b|\bse bilaga\b",
    re.IGNORECASE,
)
# What stands below does where the text goes on.
_BELOW = re.compile(r"\bnedan(?:stående)?\b", re.IGNORECASE)


def same_text(basis):
    texts_by_cards = defaultdict(list)
    for text, cards in _texts_and_their_cards(basis.year).items():
        if len(cards) > 1 and len({card.project.key for card in cards}) > 1:
            texts_by_cards[tuple(map(of_card, cards))].append(text)
    for places, texts in texts_by_cards.items():
        more = f" och {counted(len(texts) - 1, 'text', 'texter')} till" if len(texts) > 1 else ""
        message = f"Samma text står ordagrant i flera kort: ”{beginning(texts[0])}”{more}"
        yield Finding("same_text", WARNING, message, places)


def _texts_and_their_cards(year):
    """Each paragraph that is long enough, with the cards that it stands in.

    One that only refers elsewhere is text_refers_elsewhere's, and may well stand in several.
    """
    found = defaultdict(list)
    for card in year.cards:
        for text in _told_in(card):
            found[text].append(card)
    return found


@remembered
def _told_in(card):
    return tuple(dict.fromkeys(paragraph for text in card.texts.values() for paragraph in _long_paragraphs(text)))


@lru_cache(REMEMBERED)
def _long_paragraphs(markup):
    long = (text for text in paragraphs(markup) if len(text.split()) >= SAME_TEXT_WORDS)
    return tuple(text for text in long if not _REFERENCE.search(text))


def text_refers_elsewhere(basis):
    """One finding for each reference, however many cards it stands in."""
    found = defaultdict(dict)
    for text in basis.board_texts:
        if reference := _reference(text.html):
            found[reference[0].casefold()].setdefault(text.place, reference[1])
    for places in found.values():
        message = f"Texten hänvisar till något som läsaren kanske inte har: ”{next(iter(places.values()))}”"
        yield Finding("text_refers_elsewhere", WARNING, message, tuple(places))


@lru_cache(REMEMBERED)
def _reference(markup):
    """The first reference in the text, alone and with the words around it; None where there is none."""
    match = _REFERENCE.search(plain(markup)) or _BELOW.search((paragraphs(markup) or ("",))[-1])
    return match and (match[0], _around(match))


def _around(match, words=5):
    """The reference with some words on either side of it."""
    before = match.string[: match.start()].split(" ")
    after = match.string[match.end() :].split(" ")
    return " ".join(before[-words:]) + match[0] + " ".join(after[:words])
