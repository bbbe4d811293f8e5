"""How numbers, dates and names are written in Swedish: pure functions, used on screen, in documents and in mail."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, localcontext
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # groups of countries, and codes for tests
COUNTRIES = {
    code: name
    for code, name in Locale("sv").territories.items()
    if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES
}
_WORDS = ("inget", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_SIGNS = {ord("-"): "\u2212"}  # a true minus, which no line is broken after
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})


@lru_cache(2**13)  # Babel takes its time, and a round's amounts are printed again and again
def number(value, decimals=0):
    """A number with thousands parted by a no-break space: 50 468 000; with decimals, 50,5. A half is rounded up.

    In our typeface that space is a thin one, 0.24 em; at the one that Unicode calls narrow, 0.12 em there, thousands
    read as unparted.
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(rounding=ROUND_HALF_UP):
        return format_decimal(value, pattern, locale="sv").translate(_SIGNS)


def in_words(count, one="ett"):
    """A count as running text has it: in letters up to twelve. `one` is `en` where what is counted is not neuter."""
    if count == 1:
        return one
    return _WORDS[count] if count < len(_WORDS) else number(count)


def kronor(amount):
    """Whole SEK in full: 50 468 000 kronor."""
    return f"{number(amount)}\u00a0kronor"


def millions(amount):
    """SEK as millions with one decimal, without a unit: 50,5."""
    return number(amount / 1_000_000, 1)


def rounded(amount, to):
    """`amount` rounded half up to the nearest multiple of `to`, both whole SEK."""
    return (amount + to // 2) // to * to


def percent(share):
    """A share between 0 and 1 as whole percent: 37 procent."""
    return f"{number(share * 100)}\u00a0procent"


def day(value):
    """A date in words: 28 april 2025."""
    return format_date(value, "d MMMM y", locale="sv")


def partial_date(text):
    """An ISO date that may stop at the year or the month, in words: 2023, september 2023, 1 september 2023."""
    parts = [int(part) for part in text.split("-")]
    pattern = {1: "y", 2: "MMMM y", 3: "d MMMM y"}[len(parts)]
    return format_date(date(*(parts + [1, 1])[:3]), pattern, locale="sv")


def period(starts, ends):
    """From and to, either of which may be empty: september 2023–juni 2025, från 2024, till och med 2026."""
    if starts and ends and starts != ends:
        return f"{partial_date(starts)}–{partial_date(ends)}"
    if starts and not ends:
        return f"från {partial_date(starts)}"
    if ends and not starts:
        return f"till och med {partial_date(ends)}"
    return partial_date(starts) if starts else ""


def listed(words):
    """Words in a row, as a sentence has them: a, b och c."""
    *first, last = words or [""]
    return f"{', '.join(first)} och {last}" if first else last


def listed_boards(names):
    """Names of boards in a row, inside a sentence."""
    return listed([in_sentence(name) for name in names])


def numbered(number, text):
    """What goes by a number, a goal for one: 4. En mer jämlik stad. The two are never parted at the end of a line."""
    return f"{number}.\u00a0{text}"


def in_sentence(board):
    """A board's name inside a sentence: miljönämnden, as any noun in the definite; others are proper names."""
    is_noun = re.search(r"(nämnden|styrelsen|utskottet|kommittén|kollegiet)\b", board, re.IGNORECASE)
    return board[:1].lower() + board[1:] if is_noun and board[1:2].islower() else board


def sentence(text):
    """The same with a capital first, as a sentence begins."""
    return text[:1].upper() + text[1:]


def headed(heading, text):
    """A heading, perhaps a whole sentence, and what is said under it, in one line: Redogör för resorna: Vilka for?"""
    heading = heading.removesuffix(".")
    return f"{heading} {text}" if heading.endswith(("?", "!")) else f"{heading}: {text}"


def counted(count, one, many):
    """A count with its noun: 1 projekt, 3 nämnder. What to say of none is left to the template."""
    return f"{number(count)} {one if count == 1 else many}"


def country(code):
    """The Swedish name of a country given by its ISO 3166 code; an unknown code is shown as it is."""
    return COUNTRIES.get(code, code)


@lru_cache(2**14)
def alphabetical(text):
    """Key that sorts as Swedish does: letter case and accents do not count, and å, ä, ö come last."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(_AFTER_Z)
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))


def compare_alphabetically(a, b):
    """-1, 0 or 1, for SQLite's collation; texts that differ only in case keep a fixed order."""
    left, right = (alphabetical(a), a), (alphabetical(b), b)
    return (left > right) - (left < right)
