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

# A tag; or a hundred characters (an entity is one), more than a line holds, that no line is broken at.
_UNBROKEN = re.compile(r"<[^<>]*>|(?:&\w+;|[^<& \t\n]|&){100}(?=[^< \t\n])")


def parted(html):
    """HTML with a space put in after each hundred characters of text without one, which no line holds."""
    return _UNBROKEN.sub(lambda match: match[0] if match[0].startswith("<") else f"{match[0]} ", html)


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
