"""What stands in Swedish text: its paragraphs and sentences, and the numbers and years in them.

All is remembered by text, since a round is looked at again and again while few of its texts change.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from config import html

REMEMBERED = 2**15
_BLOCKS = re.compile(r"<br\s*/?>|</?(?:p|h3|h4|ul|ol|li|blockquote)\b[^>]*>")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖ\d”\"(–])")
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"

_UNITS = ("", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton")
_UNITS += ("fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")


def _below_hundred():
    tens = {ten: 10 * place for place, ten in enumerate(_TENS, start=2)}
    mixed = {ten + _UNITS[unit]: value + unit for ten, value in tens.items() for unit in range(1, 10)}
    return {**{word: value for value, word in enumerate(_UNITS) if word}, **tens, **mixed}


def _numerals():
    small = _below_hundred()
    hundreds = {f"{_UNITS[n] if n > 1 else ett}hundra": 100 * n for n in range(1, 10) for ett in ("", "ett")}
    mixed = {hundred + word: value + small[word] for hundred, value in hundreds.items() for word in small}
    return {**small, **hundreds, **mixed, "aderton": 18}


# Every number that is written as one word, up to 999; "ett" alone is mostly an article.
NUMERALS = {word: value for word, value in _numerals().items() if word != "ett"}

_SCALES = {"miljarder": 10**9, "miljard": 10**9, "mdkr": 10**9, "tusen": 1000, "tkr": 1000}
_SCALES |= dict.fromkeys(("miljoner", "miljon", "mkr", "mnkr", "milj"), 10**6)
_MONEY_SCALES = {"mdkr", "tkr", "mkr", "mnkr"}
_MONEY = {"kronor", "kr", "sek"}
_UNIT_NAMES = dict.fromkeys(_MONEY, "kronor") | {"procent": "procent", "%": "procent"}
_UNIT_NAMES |= dict.fromkeys(("euro", "eur", "nok", "dkk", "dollar"), "valuta")
# No part of a code, a range, a date or a paragraph: STK-2024-820, 2021/22, 40–60, 22 maj, § 41.
_NUMBER = re.compile(
    r"(?<![\w§/–−.,:+-])(?<!§ )"
    r"(?:(?P<digits>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+|\d+)(?:,(?P<decimals>\d+))?|(?P<word>[a-zåäö]{2,}))"
    r"(?:(?![\w/])|(?=%))(?![–−-]\s?\w)(?![.,:]\d)"
    rf"(?!\s(?:{_MONTHS})\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[ \u00a0\u202f\u2009]?(%|[a-zåäö]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number in a text. `step` is what its last digit counts: 50,5 miljoner is 50 500 000 with a step of 100 000.

    `unit` is "kronor", "procent", "valuta" (another currency) or empty; `start` and `end` are of number and unit.
    """

    value: float
    step: float
    unit: str
    start: int
    end: int
    scaled: bool = False


@dataclass(frozen=True)
class YearTold:
    """A year in a text, with the words before and after it in its sentence.

    `spans` in a range such as 2021–2027, `in_name` as part of a name such as Horisont 2020.
    """

    year: int
    before: str
    after: str
    spans: bool
    in_name: bool


@lru_cache(REMEMBERED)
def plain(markup):
    """The words of a rich text, without paragraphs."""
    return html.text(markup)


@lru_cache(REMEMBERED)
def paragraphs(markup):
    """The text of each paragraph, heading, list item and line in turn; empty ones are left out."""
    return tuple(paragraph for paragraph in map(html.text, _BLOCKS.split(markup)) if paragraph)


def beginning(text, length=80):
    """A text's first words, for quoting."""
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"


@lru_cache(REMEMBERED)
def sentences(paragraph):
    """The sentences of a paragraph; what stands after a semicolon and a capital letter is one, too."""
    return tuple(_SENTENCE_ENDS.split(paragraph))


@lru_cache(REMEMBERED)
def numbers_in(text):
    """Every `Number` in a text, in digits or in letters; years are numbers as well."""
    found = (_number(match) for match in _NUMBER.finditer(text))
    return tuple(number for number in found if number)


def _number(match):
    if match["word"]:
        value = NUMERALS.get(match["word"].lower())
        return value and _with_unit(match, value, 1)
    digits = re.sub(r"\D", "", match["digits"])
    if not match["decimals"]:
        return _with_unit(match, int(digits), 1)
    return _with_unit(match, float(f"{digits}.{match['decimals']}"), 10.0 ** -len(match["decimals"]))


def _with_unit(match, value, step):
    """The number with its scale and its unit, which are the one or two words after it."""
    text, end, factor, unit = match.string, match.end(), 1, ""
    after = _AFTER.match(text, end)
    if after and (word := after[1].lower()) in _SCALES:
        factor, end, unit = _SCALES[word], after.end(), "kronor" if word in _MONEY_SCALES else ""
        after = None if unit else _AFTER.match(text, end)
    if after and after[1].lower() in _UNIT_NAMES:
        unit, end = _UNIT_NAMES[after[1].lower()], after.end()
    exact = _last_digit(value) if unit == "kronor" and factor == 1 else step * factor
    return Number(round(value * factor, 6), round(exact, 6), unit, match.start(), end, factor > 1)


def _last_digit(value):
    """What the last digit that is not a zero counts, at most a million: an amount in kronor may be rounded."""
    step = 1
    while value and value % (step * 10) == 0 and step < 10**6:
        step *= 10
    return step


_YEAR = re.compile(
    r"(?<![\w/–−-])(?:(?P<from>(?:19|20)\d\d)\s?[–−/-]\s?)?(?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\w–−-]|[.,]\d)"
)


# A word with a capital that does not begin the sentence, or one that is a programme's.
_IN_NAME = re.compile(r"(?:(?<=\w )[A-ZÅÄÖ][\w+-]*|\w*-(?:EM|VM|OS)|Horisont|Agenda|Resilient|Vision|Europa)\s$")


@lru_cache(REMEMBERED)
def years_in(paragraph):
    """Every year that is named in a paragraph, as `YearTold`; of a range, both."""
    return tuple(told for sentence in sentences(paragraph) for told in _years(sentence))


def _years(sentence):
    for match in _YEAR.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        spans, in_name = bool(match["from"]), bool(_IN_NAME.search(before))
        if spans:
            yield YearTold(int(match["from"]), before, after, spans, in_name)
        if len(match["year"]) == 4:
            yield YearTold(int(match["year"]), before, after, spans, in_name)
