"""Rules on names: boards, departments, programmes and projects are spelt in one way."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from rapidfuzz.distance import Levenshtein

from ..dataset import remembered
from .basis import Text, texts_of
from .finding import WARNING, Finding, of_card
from .words import REMEMBERED, plain

LONG_ENOUGH = 7  # letters; shorter names are too like ordinary words
CAPITALS = 5  # letters of an acronym
_INSTITUTION = re.compile(r"[\w-]{3,}(?:nä[mn]+d|förvalt|kont[oe]r)\w*(?:en|et)s?\b", re.IGNORECASE)
_WORD = re.compile(r"[\w+&:'’.-]*\w\+?")


@lru_cache(REMEMBERED)
def stands(name, text):
    """Whether a name, or its genitive, stands in a text; a short one only as it is spelt."""
    if name.lower() not in text.lower():
        return False
    flags = re.IGNORECASE if len(name) > 12 else 0
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}s?(?!\w)", text, flags))


def board_spelt_otherwise(basis):
    """A board's or a department's name with a letter, a hyphen or a comma too many or too few."""
    index = _board_index(tuple(name for board in basis.year.boards for name in (board.name, board.department)))
    in_office = ((text.place, pair) for text in basis.office_texts for pair in _boards_misspelt(text.html, index))
    of_boards = (told for each in basis.year.submissions for told in _boards_misspelt_by(each, index))
    yield from _findings("board_spelt_otherwise", in_office, of_boards)


def name_spelt_otherwise(basis):
    """A project's or a programme's name with other letters; in the office's own texts also parted otherwise."""
    programmes = [re.sub(r"\s*\(.*\)", "", programme.name) for programme in basis.year.programmes]
    index = _name_index(tuple(dict.fromkeys([*basis.short_names, *programmes])))
    in_office = ((text.place, pair) for text in basis.office_texts for pair in _names_misspelt(text.html, index, True))
    of_boards = (told for each in basis.year.submissions for told in _names_misspelt_by(each, index))
    yield from _findings("name_spelt_otherwise", in_office, of_boards)


def _findings(rule, in_office, of_boards):
    """Each (wrong, right) once, out of (place, pair); those that stand in the office's own texts can be mended."""
    places, by_office = defaultdict(dict), list(in_office)
    for place, pair in (*by_office, *of_boards):
        places[pair][place] = None
    mendable = {pair for _, pair in by_office}
    for (wrong, right), where in places.items():
        mend = (wrong, right) if (wrong, right) in mendable else None
        yield Finding(rule, WARNING, f"”{wrong}” skrivs annars ”{right}”.", tuple(where), mend)


@remembered
def _boards_misspelt_by(submission, index):
    return tuple((text.place, pair) for text in _all_of(submission) for pair in _boards_misspelt(text.html, index))


@remembered
def _names_misspelt_by(submission, index):
    texts = _all_of(submission)
    return tuple((text.place, pair) for text in texts for pair in _names_misspelt(text.html, index, False))


@remembered
def _all_of(submission):
    """What a board has written, with the headings and the owners on its cards, which are not rich text."""
    told = ((of_card(card), f"{card.heading}; {card.project.owner}") for card in submission.cards)
    return (*texts_of(submission), *(Text(place, escape(text, quote=False), place.board) for place, text in told))


@dataclass(frozen=True, eq=False)
class _Boards:
    """The boards' and departments' names: the words that each ends in, and whole names read generously."""

    words: dict[str, str]
    patterns: tuple[tuple[str, re.Pattern], ...]


@lru_cache(8)
def _board_index(names):
    words = {word.lower(): word for name in names for word in re.findall(r"[\w]+", name) if _INSTITUTION.match(word)}
    return _Boards(words, tuple((name, _generous(name)) for name in dict.fromkeys(names) if "-" in name))


def _generous(name):
    """The name with or without its hyphens, commas and joining s: arbetsmarknad och socialnämnden."""
    *first, last = re.findall(r"\w+", name)
    loose = [
        rf"{re.escape(word.removesuffix('s'))}s?[-–]?,?\s+" if word != "och" else r"(?:och|&)\s+" for word in first
    ]
    return re.compile(rf"(?<![\w-]){''.join(loose)}{re.escape(last)}", re.IGNORECASE)


@lru_cache(REMEMBERED)
def _boards_misspelt(markup, index):
    """The names in a text that are spelt otherwise than they should, as (wrong, right)."""
    text = plain(markup)
    words = ((word, _nearest_word(word, index.words)) for word in _INSTITUTION.findall(text))
    wholes = ((match[0], name) for name, pattern in index.patterns for match in pattern.finditer(text))
    wrong = [(word, right) for word, right in words if right]
    wrong += [(told, _as_begun(told, name)) for told, name in wholes if told.lower() != name.lower()]
    return tuple(dict.fromkeys(wrong))


def _nearest_word(word, known):
    """The word that this one was meant to be, with its genitive; nothing where it is right, or quite another."""
    base, ending = (word[:-1], "s") if word.endswith("s") else (word, "")
    if base.lower() in known or word.lower() in known:
        return ""
    near = (each for each in known if each[0] == base[0].lower() and Levenshtein.distance(each, base.lower()) <= 2)
    right = next(near, "")
    return _as_begun(word, known[right]) + ending if right else ""


def _as_begun(told, name):
    """The name with a capital where the text has one."""
    return (name[0].upper() if told[0].isupper() else name[0].lower()) + name[1:]


@dataclass(frozen=True, eq=False)
class _Names:
    """Names by their letters alone, and those again by their first and their last three."""

    by_letters: dict[str, str]
    by_ends: dict[str, list[str]]
    longest: int


@lru_cache(8)
def _name_index(names):
    long = [name for name in names if len(_letters(name)) >= (CAPITALS if name.isupper() else LONG_ENOUGH)]
    by_letters, by_ends = {_letters(name): name for name in long}, defaultdict(list)
    for letters in by_letters:
        for end in _ends(letters):
            by_ends[end].append(letters)
    return _Names(by_letters, by_ends, max((len(name.split()) for name in names), default=1))


def _ends(letters):
    return {f"{letters[:3]}-", f"-{letters[-3:]}"}


@lru_cache(REMEMBERED)
def _letters(name):
    return re.sub(r"[\W_]", "", name.replace("&", "och").lower())


@lru_cache(REMEMBERED)
def _names_misspelt(markup, index, parted):
    """The names in a text that are spelt otherwise, as (wrong, right); those only parted otherwise where asked for."""
    text = plain(markup)
    words = [match.span() for match in _WORD.finditer(text)]
    capitals = [place for place, (start, _) in enumerate(words) if text[start].isupper()]
    runs = (text[words[n][0] : end] for n in capitals for _, end in words[n : n + index.longest + 1])
    found = ((run.rstrip(".:'’-"), _meant(run.rstrip(".:'’-"), index, parted)) for run in runs)
    return tuple(dict.fromkeys((run, right) for run, right in found if right))


def _meant(run, index, parted):
    letters = _letters(run)
    if right := index.by_letters.get(letters):
        return right if parted and _parts(run) != _parts(right) else ""
    alike = (each for end in _ends(letters) for each in index.by_ends.get(end, ()) if _is_misspelt(letters, each))
    return next((name for name in map(index.by_letters.get, alike) if _is_written_alike(run, name)), "")


def _is_written_alike(run, name):
    """As many words as the name has, or all of them with a capital: Net Zero Citys, but not Malmökraft är.

    An acronym's misspelling is one of its letters changed for another: SELFIE is not SHELFIE.
    """
    words = run.split()
    if name.isupper():
        return run.isupper() and len(run) == len(name)
    return len(words) == len(name.split()) or (run[0] == name[0] and all(word[0].isupper() for word in words))


def _parts(name):
    return re.sub(r"[^\w\s-]", "", name.lower()).split()


def _is_misspelt(letters, name):
    """Whether the letters are the name's but for one or two; an inflected name, or one with another number, is not."""
    if abs(len(letters) - len(name)) > 2 or re.sub(r"\D", "", letters) != re.sub(r"\D", "", name):
        return False
    if letters.startswith(name) or name.startswith(letters) or letters.endswith(name):
        return False
    return Levenshtein.distance(letters, name) <= (2 if len(name) > 9 else 1)


def mended(markup, wrong, right):
    """`markup` with one name put in another's place, as whole words; tags and live figures stay as they are."""
    pattern, parts = _whole_words(wrong), _apart(markup)
    told = [part if n % 2 else pattern.sub(lambda _: escape(right, quote=False), part) for n, part in enumerate(parts)]
    return "".join(told)


def times(markup, name):
    """How many times `mended` would change the name."""
    return sum(len(_whole_words(name).findall(part)) for part in _apart(markup)[::2])


def _whole_words(name):
    return re.compile(rf"(?<![\w-]){re.escape(escape(name, quote=False))}(?![\w-])")


def _apart(markup):
    """What is written, and between it tags and live figures."""
    return re.split(r"(<[^<>]*>|\{[^{}<>]*\})", markup)
