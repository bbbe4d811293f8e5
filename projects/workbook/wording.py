"""What to say of a cell where something else should stand: in words, and with a guess where one is near at hand."""

from ..guessing import meant

_SHORT = 100  # characters of choices that are named in full where a wrong one is refused


def choosing(text, labels):
    """What to say where `text` is none of the `labels` that there are to choose between."""
    if guess := meant(text, labels):
        return f"Finns inte i listan.{guess}"
    choices = _either(labels)
    return f"Finns inte i listan. Välj {choices if len(choices) <= _SHORT else 'i cellens lista'}."


def _either(labels):
    return " eller ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))


def which_project(told, named, names):
    """What to say of a partner's project: `told` is in the cell, `named` are the rows of that name, `names` all."""
    if not told:
        return "Välj vilket projekt partnern hör till."
    if named:
        return "Flera projekt heter så. Ge dem olika titlar på bladet Projekt."
    return f"Projektet finns inte på bladet Projekt.{meant(told, names) or ' Välj i cellens lista.'}"
