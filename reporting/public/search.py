"""Searching in a published report: which of its places hold all the words, and what stands around them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import mark_safe

from .published import Place

MOST_WORDS, LONGEST = 10, 200  # of what is asked for: words, and characters in all
MOST_SHOWN = 100
BEFORE, AFTER = 90, 180  # characters around the first word that is shown
SHORT = 3  # letters: such a word stands in very many others
MOST_TRIED = 50  # words that are tried as the first
# A straight quote and apostrophe, with those that mean the same.
_ALIKE = {'"': "“”„‟«»″", "'": "‘’‚‛´`ʼ′"}
_STRAIGHT = str.maketrans({each: straight for straight, others in _ALIKE.items() for each in others})
_ANY_QUOTE = str.maketrans({straight: f"[{straight}{others}]" for straight, others in _ALIKE.items()})


@dataclass(frozen=True)
class Hit:
    """A place that holds all the words, with its heading and some of its text as markup, the words marked."""

    place: Place
    heading: str
    excerpt: str


def folded(text):
    """The text with each letter as one character (NFC), and quotes and apostrophes of one kind."""
    return unicodedata.normalize("NFC", text).translate(_STRAIGHT)


def asked_words(asked):
    """The words that are asked for, folded, without what they are quoted with: a phrase is found by its words."""
    words = (word.strip("\"'") for word in folded(asked[:LONGEST]).split())
    return [word for word in words if word][:MOST_WORDS]


def hits(report, asked):
    """In how many places the report holds every word of `asked`, and the first of them as `Hit`, in its own order."""
    words = asked_words(asked)
    patterns = [re.compile(_pattern(word), re.IGNORECASE) for word in words]
    any_of_them = re.compile("|".join(map(_pattern, words)), re.IGNORECASE)
    found = [place for place in report.places if words and all(map(_is_in(place), patterns))]
    return len(found), [_hit(place, any_of_them) for place in found[:MOST_SHOWN]]


def _pattern(word):
    """Where the word stands: also inside another, as Swedish puts words together, unless it is short (EU, en, av)."""
    is_short = len(word) <= SHORT and word.isalnum()
    return rf"\b{word}\b" if is_short else re.escape(word).translate(_ANY_QUOTE)


def _is_in(place):
    text = f"{place.board} {place.heading} {place.text}"
    return lambda pattern: pattern.search(text)


def _hit(place, words):
    return Hit(place, marked(place.heading, words), marked(_around(place.text, words), words))


def _around(text, words):
    """The text where most of the words stand together, cut between words; its beginning where none stands in it."""
    found = max(islice(words.finditer(text), MOST_TRIED), key=partial(_together, text, words), default=None)
    start = max(0, found.start() - BEFORE) if found else 0
    end = (found.end() if found else BEFORE) + AFTER
    cut = text[start:end]
    if start:
        cut = f"… {cut.partition(' ')[2] or cut}"
    return f"{cut.rpartition(' ')[0] or cut} …" if end < len(text) else cut


def _together(text, words, found):
    """How many different words are shown, if the text is shown that begins at this one."""
    return len({word.casefold() for word in words.findall(text, found.start(), found.end() + AFTER)})


def marked(text, words):
    """`text` as markup, with what `words` finds in it marked."""
    parts, at = [], 0
    for found in words.finditer(text):
        parts += [escape(text[at : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        at = found.end()
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - every part is escaped
