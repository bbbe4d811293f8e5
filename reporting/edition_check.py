"""Whether an edition is what was published: its files by their checksums, its figures by counting them anew.

The report's PDF carries the figures and the workbook, so that it can be checked though the other files were lost: what
it carries is held against them, and every figure of every table against what the year's own file gives.
"""

import json
from io import BytesIO

import pikepdf

from . import dataset, edition_files, figures_file
from . import figures as counting
from .edition_comparison import figures_differing

# What was not counted from the year's own file: what the rules of that day found, and the year before.
_ELSEWHERE = {"findings": [], "previous": None}


def faults(edition):
    """All that is not as it was published, in Swedish; nothing where all is."""
    return edition_files.faults(edition) or [*_miscounted(edition), *_carried_otherwise(edition)]


def _miscounted(edition):
    """Each figure that is another when it is counted anew from the edition's own year file."""
    told = edition_files.read(edition, edition_files.figures_name(edition.round.year))
    return [f"{name}: i utgåvan {then}, räknat på nytt {now}." for name, then, now in _differing(edition, told)]


def _differing(edition, told):
    """Name, then and now of each figure in `told`, a figures file's content, that the edition's year does not give."""
    year = edition_files.read(edition, edition_files.year_name(edition.round.year))
    anew = json.loads(figures_file.dumps(counting.count(dataset.read(year)), []))
    return figures_differing(told | _ELSEWHERE, anew | _ELSEWHERE)


def _carried_otherwise(edition):
    """What a PDF carries that is not as the edition has it, or not what its year gives."""
    found = []
    for name, carried in _carrying(edition):
        found += [f"{name} bär {inner}, som inte är lika filen i utgåvan." for inner in _unlike(edition, carried)]
        for inner, content in carried.items():
            if edition_files.plain(inner) == edition_files.figures_name(edition.round.year):
                rows = _differing(edition, json.loads(content))
                found += [f"{name}, {figure}: i PDF-filen {then}, räknat på nytt {now}." for figure, then, now in rows]
    return found


def _carrying(edition):
    """The edition's PDFs that carry files, as (name, {name: content})."""
    files = [file for file in edition_files.files(edition) if file.suffix == ".pdf"]
    carried = [(file.name, attachments(file.read_bytes())) for file in files]
    return [(name, inner) for name, inner in carried if inner]


def _unlike(edition, carried):
    kept = {file.name: file.read_bytes() for file in edition_files.files(edition) if file.name in carried}
    return [name for name, content in carried.items() if kept.get(name) != content]


def attachments(content):
    """The files that a PDF carries, as {name: content}."""
    with pikepdf.open(BytesIO(content)) as opened:
        return {told.filename: told.get_file().read_bytes() for told in opened.attachments.values()}
