"""Hyphens left over from the ends of lines in another document, such as pro-gram: found, and taken out.

Better to miss one than to glue together two words that belong apart: icke-binär, svensk-dansk.
"""

import re
from collections import Counter
from os.path import commonprefix

from pyphen import Pyphen

from config import html

# Words with a hyphen that are looked at in one text; each is compared with all that is known.
MOST = 200
_LETTERS = "a-zåäöéèüæø"
# Two halves of small letters alone, perhaps with a space after the hyphen (never in plast- och metall, since no word
# goes on across that), and no part of an address or of a longer chain.
_BROKEN = re.compile(rf"(?<![\w\-/@.])([{_LETTERS}]{{2,30}})- ?([{_LETTERS}]{{2,30}})(?![\w\-/@]|\.\w)")
_WORD = re.compile(rf"[{_LETTERS}]+(?:-[{_LETTERS}]+)*")
_TEXT_OR_TAG = re.compile(r"<[^<>]*>|[^<>]+")
_SYLLABLES = Pyphen(lang="sv_SE", left=2, right=2)
# Written with a hyphen by choice, though the words may be known in one.
_FIRST = {"co", "ex", "icke", "non", "off", "on"}
_LAST = {"down", "how", "in", "line", "off", "on", "out", "up", "och", "eller", "samt", "respektive"}
# A known word that shows that two halves are one must be at least so long, and reach so far on both sides.
_LONG_ENOUGH = 5
_REACH = 2
# And what two words that differ in their endings must have in common, after the hyphen and in all.
_STEM_REACH = 4
_LONG_STEM = 8


def known_words(texts):
    """The words of some cleaned texts in small letters, those with hyphens whole, and how often each is there."""
    return Counter(word for text in texts for word in _WORD.findall(html.text(text).lower()))


def might_be(markup):
    """Whether there is anything in `markup` to look closer at."""
    return any(_BROKEN.search(part) for part in _texts(markup))


def left_over(markup, known):
    """What stands broken in cleaned `markup`, and what it should be, in order: {"pro-gram": "program"}.

    `known` are the words that the writers are known to use, by `known_words`; those of this text count as well.
    """
    candidates = {match[0]: match.groups() for part in _texts(markup) for match in _BROKEN.finditer(part)}
    if not candidates:
        return {}
    known = known + known_words([markup])
    looked_at = list(candidates.items())[:MOST]
    return {found: first + last for found, (first, last) in looked_at if _is_broken(first, last, known)}


def mended(markup, found):
    """`markup` with what is broken, a dict as `left_over` gives it, made whole."""
    return _TEXT_OR_TAG.sub(lambda part: _BROKEN.sub(lambda match: found.get(match[0], match[0]), part[0]), markup)


def syllables(word):
    """Where Swedish may break a word: after how many letters."""
    return _SYLLABLES.positions(word)


def _texts(markup):
    return [part for part in _TEXT_OR_TAG.findall(markup) if not part.startswith("<")]


def _is_broken(first, last, known):
    """Whether the hyphen falls where Swedish breaks the word, and a word is known that goes on across it.

    A word that is written with its hyphen more than twice as often as without is meant so.
    """
    whole = first + last
    if first in _FIRST or last in _LAST or len(first) not in syllables(whole):
        return False
    support = sum(times for word, times in known.items() if _reaches(word, first, whole))
    return 0 < support >= known[f"{first}-{last}"] / 2


def _reaches(word, first, whole):
    """Whether a known word is the whole one, perhaps with another ending, or a part of it that the hyphen cuts."""
    if len(word) < _LONG_ENOUGH or whole[len(first) - _REACH : len(first) + _REACH] not in word:
        return False
    if word.startswith(whole) or len(commonprefix([word, whole])) >= max(len(first) + _STEM_REACH, _LONG_STEM):
        return True
    start = whole.find(word)
    return 0 <= start <= len(first) - _REACH and start + len(word) >= len(first) + _REACH
