"""Where Swedish words are broken: compounds that pyphen's patterns break in the wrong place."""

import pyphen

# As the patterns of a hyphenation dictionary: after an even number no line is broken, after an odd one it may be. They
# win over the dictionary's own, whose numbers are lower.
_PATTERNS = (
    "fron8t9run",
    "gre8k9land",
    "kli8m",
    "klima8t9riks",
    "ne8u9tr",
    "resur8s9c",
    "sam9a8r8bet",
    "tjäns8te9p",
    "tjäns8te9m",
    "yrke8s9e8lev",
)


def teach():
    """Put the patterns into the dictionary that WeasyPrint asks, which pyphen reads once in each process."""
    known = pyphen.Pyphen(lang=pyphen.language_fallback("sv")).hd
    for pattern in _PATTERNS:
        tags, values = zip(*((letters, int(number or "0")) for number, letters in pyphen.parse(pattern)), strict=True)
        known.patterns["".join(tags)] = 0, values
    known.maxlen = max(len(pattern) for pattern in known.patterns)
    known.cache.clear()
