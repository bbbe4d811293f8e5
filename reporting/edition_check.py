"""Whether an edition is what was published: its files by their checksums, its figures by counting them anew."""

import json

from . import dataset, edition_files
from . import figures as counting
from .edition_comparison import figures_differing

# What was not counted from the year's own file: what the rules of that day found, and the year before.
_ELSEWHERE = {"findings": [], "previous": None}


def faults(edition):
    """All that is not as it was published, in Swedish; nothing where all is."""
    return edition_files.faults(edition) or _miscounted(edition)


def _miscounted(edition):
    """Each figure that is another when it is counted anew from the edition's own year file."""
    year = edition.round.year
    told = edition_files.read(edition, edition_files.figures_name(year))
    counted = counting.count(dataset.read(edition_files.read(edition, edition_files.year_name(year))))
    anew = json.loads(counting.dumps(counted, []))
    differing = figures_differing(told | _ELSEWHERE, anew | _ELSEWHERE)
    return [f"{name}: i utgåvan {then}, räknat på nytt {now}." for name, then, now in differing]
