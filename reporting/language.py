"""Which titles are in English, so that they are read aloud as such."""

import re

# Words that only English has, and words that only Swedish has; what has neither (BRAVE, Speak Up) is left as it is.
_ENGLISH = {"and", "cities", "for", "of", "the", "through", "towards", "with"}
_SWEDISH = {"av", "de", "den", "det", "ett", "för", "genom", "med", "mellan", "mot", "och", "på", "som", "till", "vid"}


def of_title(title):
    """`en` where the title is clearly in English; nothing where it is Swedish, or may be either."""
    words = set(re.findall(r"[^\W\d_]+", title.casefold()))
    return "en" if words & _ENGLISH and not words & _SWEDISH else ""
