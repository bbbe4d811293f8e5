"""The documents of a published edition, for everybody to fetch: those of the city that lie in its folder.

The manifest, which names the official who published, and the year's own file, which holds more than the report prints,
stay in the house.
"""

from dataclasses import dataclass

from .. import documents, edition_files

# What comes first: what people read, then what programs do.
ORDER = ("pdf", "html", "docx", "xlsx", "csv", "json")
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
    """Where the edition's file of this name is, or that of this name without the edition's number; None for neither.

    So an address without a number always leads to the newest.
    """
    kept = _told(edition)
    names = {edition_files.plain(each): each for each in kept} | {each: each for each in kept}
    return edition.folder / names[name] if name in names else None


def of(edition):
    """The edition's files, what people read first."""
    year = edition.round.year
    return sorted((_file(name, told["bytes"], year) for name, told in _told(edition).items()), key=_place)


def descriptions(editions):
    """The descriptions of the editions' open data, as (year, name), for those that have one."""
    told = [(edition.round.year, edition_files.plain(name)) for edition in editions for name in _told(edition)]
    return [(year, name) for year, name in told if name.endswith(".rdf")]


def _told(edition):
    try:
        files = edition_files.manifest(edition)["files"]
    except edition_files.Damaged:
        return {}
    known = documents.by_file(edition.round.year)
    return {name: told for name, told in files.items() if edition_files.plain(name) in known}


def _place(file):
    ending = file.name.rpartition(".")[2]
    return ORDER.index(ending) if ending in ORDER else len(ORDER), file.name


def _file(name, size, year):
    document, format = documents.by_file(year)[edition_files.plain(name)]
    return File(name, document.title, document.about, documents.FORMAT_NAMES[format], size)
