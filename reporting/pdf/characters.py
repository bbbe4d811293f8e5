"""Which characters can be printed, and what stands for those that cannot."""

import re
import unicodedata
from functools import cache

from django.contrib.staticfiles.finders import FileSystemFinder
from fontTools.ttLib import TTFont

FONTS = ("fonts/IBMPlexSerif-Regular.ttf", "fonts/IBMPlexSans-Regular.ttf")  # their kin have the same characters
REPLACEMENT = "�"  # which the fonts have: one that they lack would bring in a font of the machine's
# Word's hyphen, which looks as the common one; it is what a word divided at a line's end gets (see print.css).
_ALIKE = {"\u2010": "-"}

# A tag; or a hundred characters, more than a line holds, that no line is broken at: broken at the last no-break space
# among them, or else after them.
_ONE = r"(?>&#?\w+;|[^< \t\n])"  # character of text, and so is an entity
_UNBROKEN = re.compile(
    rf"<[^<>]*>|(?={_ONE}{{100}}[^< \t\n])(?P<words>{_ONE}{{1,99}})(?:&nbsp;|\u00a0)|{_ONE}{{100}}(?=[^< \t\n])"
)


def parted(html):
    """HTML with a space in each hundred characters of text that no line could else be broken at."""
    return _UNBROKEN.sub(_parted, html)


def _parted(found):
    return found[0] if found[0].startswith("<") else f"{found['words'] or found[0]} "


_MONTH = "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_UNIT = (
    "(?:procent|kronor|euro|miljon(?:er)?|miljard(?:er)?|år|månad(?:er)?|vecka|veckor|dag(?:ar)?|timm(?:e|ar)|"
    "minuter|personer|deltagare)"
)
# What no line is broken in, none of it longer than a column, with what stands before and after it without a space: a
# day, a month and its year; a number and its unit; years and other numbers with a dash between them; a web address;
# and a word that begins with EU-.
_TOGETHER = rf"""
    (?<![^ \n>]) [(”]? (?:
      (?: \d{{1,2}}[ ])?{_MONTH}[ ]\d{{4}} | \d{{1,2}}[ ]{_MONTH} | Agenda[ ]2030
      | \d[\d\u00a0,]{{0,12}} (?:–\d{{1,4}})? [ ]{_UNIT}
      | \d{{1,4}}–\d{{1,4}}
      | [\w-]{{2,24}}\.(?:se|eu|nu|org|com|net|dk)
    ) \b [.,;:)”]*
    | \bEU-\w{{1,16}}\b
"""
# A picture's title, which holds words alone; a tag; or what is kept together.
_WHOLE = re.compile(rf"<title\b.*?</title> | <[^<>]*> | {_TOGETHER}", re.DOTALL | re.VERBOSE)


def whole(html):
    """HTML where no line is broken in what belongs together; in the stylesheet, since what no-break hyphens and spaces
    join would not be found."""
    return _WHOLE.sub(lambda found: found[0] if found[0][0] == "<" else f"<nobr>{found[0]}</nobr>", html)


@cache
def _characters():
    fonts = (TTFont(FileSystemFinder().find(font)) for font in FONTS)
    return frozenset.intersection(*(frozenset(font.getBestCmap()) for font in fonts))


def missing(text):
    """The characters of `text` that cannot be printed, each once."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sorted({c for c in composed if _printed(c) == REPLACEMENT != c}))


def printable(text):
    """`text` with what the fonts lack replaced, since a missing glyph makes the PDF invalid."""
    return "".join(map(_printed, unicodedata.normalize("NFC", text)))


@cache
def _printed(character):
    """What stands for `character`: nothing for joiners, variation selectors and other marks without a shape."""
    kind = unicodedata.category(character)
    if character in _ALIKE:
        return _ALIKE[character]
    if character in "\n\r\t" or ord(character) in _characters() and kind not in ("Zl", "Zp"):
        return character
    if character.isspace():
        return " "
    return "" if kind in ("Cc", "Cf", "Mn") else REPLACEMENT
