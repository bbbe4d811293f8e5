"""The documents of a published edition, for everybody to fetch: those of the city that lie in its folder.

The manifest, which names the official who published, and the year's own file, which holds more than the report prints,
stay in the house.
"""

from dataclasses import dataclass

from .. import documents, edition_files

# What a machine may not know by its name; the others are guessed.
KINDS = {".csv": "text/csv; charset=utf-8", ".json": "application/json", ".rdf": "application/rdf+xml"}


@dataclass(frozen=True)
class File:
    """A file to fetch: what it is called, in Swedish what it is, its format, and its size in bytes."""

    name: str
    title: str
    about: str
    format: str
    size: int


def path(edition, name):
    """Where the edition's file of this name is, with or without the edition's number; None where it has none.

    Raises Damaged where the file, or the edition's manifest, is not as it was published.
    """
    names = {edition_files.plain(each): each for each in _known(edition, edition_files.manifest(edition)["files"])}
    kept = names.get(edition_files.plain(name))
    if kept and kept not in edition_files.whole(edition):
        raise edition_files.Damaged(kept)
    return kept and edition.folder / kept


def of(edition, ending=""):
    """The edition's files that are as they were published, what people read first; those with the ending, where one is
    asked for. Their names have its number: the address is that of this edition, also when there is a newer one.
    """
    told = {name: file for name, file in _whole(edition).items() if name.endswith(ending)}
    return [_file(edition, name, told[name]["bytes"]) for name in sorted(told, key=edition_files.place)]


def descriptions(editions):
    """The descriptions of the editions' open data, as (year, name), for those that have one."""
    told = [(edition.round.year, edition_files.plain(name)) for edition in editions for name in _whole(edition)]
    return [(year, name) for year, name in told if name.endswith(".rdf")]


def _whole(edition):
    return _known(edition, edition_files.whole(edition))


def _known(edition, files):
    """Those of its files that are for everybody."""
    known = documents.by_file(edition.round.year)
    return {name: told for name, told in files.items() if edition_files.plain(name) in known}


def _file(edition, name, size):
    document, format = documents.by_file(edition.round.year)[edition_files.plain(name)]
    name = edition_files.numbered(name, edition.number)
    return File(name, document.title, document.about, documents.FORMAT_NAMES[format], size)
