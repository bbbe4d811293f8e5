"""Which of several names somebody must have meant, who wrote one that is none of them."""

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

_ALIKE = 85  # of 100, from which a word is taken for another one that is misspelled, or for a part of it
_SHORTEST = 4  # letters of what is taken for a part: fewer are somewhere in almost any long name


def meant(text, names):
    """The one of `names` that somebody who wrote `text` must have meant, as a question with a space before it.

    Empty where none is like it, or several are as much.
    """
    found = _most_alike(text, names, fuzz.ratio)
    if not found and len(text) >= _SHORTEST:
        found = _most_alike(text, [name for name in names if len(name) > len(text)], fuzz.partial_ratio)
    is_one = len(found) == 1 or (found and found[0][1] > found[1][1])
    return f" Menade du {found[0][0]}?" if is_one else ""


def _most_alike(text, names, scorer):
    return process.extract(text, names, scorer=scorer, processor=default_process, score_cutoff=_ALIKE, limit=2)
