"""What to say of a cell where something else should stand: in words, and with a guess where one is near at hand."""

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

_SHORT = 100  # characters of choices that are named in full where a wrong one is refused
_ALIKE = 85  # of 100, from which a word is taken for another one that is misspelled, or for a part of it
_SHORTEST = 4  # letters of what is taken for a part: almost any long name has fewer in it somewhere


def choosing(text, labels):
    """What to say where `text` is none of the `labels` that there are to choose between."""
    if guess := meant(text, labels):
        return f"Finns inte i listan.{guess}"
    choices = _either(labels)
    return f"Finns inte i listan. Välj {choices if len(choices) <= _SHORT else 'i cellens lista'}."


def meant(text, names):
    """The one of `names` that somebody who wrote `text` must have meant, as a question with a space before it.

    Empty where none is like it, or several are as much.
    """
    found = _most_alike(text, names, fuzz.ratio)
    if not found and len(text) >= _SHORTEST:
        found = _most_alike(text, [name for name in names if len(name) >= _SHORTEST], fuzz.partial_ratio)
    is_one = len(found) == 1 or (found and found[0][1] > found[1][1])
    return f" Menade du {found[0][0]}?" if is_one else ""


def _most_alike(text, names, scorer):
    return process.extract(text, names, scorer=scorer, processor=default_process, score_cutoff=_ALIKE, limit=2)


def _either(labels):
    return " eller ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))


def which_project(told, named, names):
    """What to say of a partner's project: `told` is in the cell, `named` are the rows of that name, `names` all."""
    if not told:
        return "Välj vilket projekt partnern hör till."
    if named:
        return "Flera projekt heter så. Ge dem olika titlar på bladet Projekt."
    return f"Projektet finns inte på bladet Projekt.{meant(told, names) or ' Välj i cellens lista.'}"
