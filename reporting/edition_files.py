"""The files of editions: written whole or not at all, listed, checked, and read again.

A published edition has a manifest: a file with the SHA-256 of each of the others, and what was published. The
manifest's own stands in the database.
"""

import hashlib
import json
import os
import re
import shutil
import time
from functools import lru_cache, wraps
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .models import Edition

_NUMBER = re.compile(r"-utgava-([1-9]\d{0,5})(?=\.\w+$)")
ORDER = ("pdf", "html", "docx", "xlsx", "csv", "json")
# Begins the name of a folder that is being written in.
UNFINISHED = "unfinished-"
# Seconds after which a folder without an edition is a killed server's, and not one that is being written.
ABANDONED = 3600


class Damaged(Exception):
    """The edition's files are not those that were published; the message says which, in Swedish."""


def manifest_name(year):
    return f"manifest-{year}.json"


def year_name(year):
    """The name of the file that holds the whole year, in the round file's shape."""
    return f"omgang-{year}.json"


def figures_name(year):
    return f"siffror-{year}.json"


def plain(name):
    """A document's name without the number of its edition, which it has from the second on."""
    return _NUMBER.sub("", name)


def numbered(name, number):
    """A document's name with the number of its edition, the first's too: so it is called in a lasting address."""
    stem, _, ending = plain(name).rpartition(".")
    return f"{stem}-utgava-{number}.{ending}"


def number_in(name):
    """The number of the edition that a document's name says; None where it says none."""
    found = _NUMBER.search(name)
    return int(found[1]) if found else None


def checksum(content):
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def dumps(content):
    """A JSON file's bytes, to be read by people as well."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def write(edition, made):
    """Write `made` (file name: bytes) into the edition's folder, which is there with all of them on disk, or not."""
    folder = edition.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder.parent)
    unfinished = folder.parent / f"{UNFINISHED}{edition.pk}-{os.getpid()}-{time.time_ns()}"
    try:
        unfinished.mkdir()
        for name, content in made.items():
            (unfinished / name).write_bytes(content)
            _sync(unfinished / name)
        _sync(unfinished)
        _make_room(folder)
        unfinished.rename(folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _make_room(folder):
    """Put aside what another database, or a killed server, has left under the same number; a draft goes."""
    if _is_published(folder):
        folder.rename(folder.with_name(f"{folder.name}-kvar-{time.time_ns()}"))
    shutil.rmtree(folder, ignore_errors=True)


def _is_published(folder):
    return any(folder.glob("manifest-*.json"))


def _sync(path):
    """Wait until a file or a folder is on disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sweep(editions):
    """Remove from the folder what killed servers have left: the unfinished, and drafts that no row tells of.

    A whole published set without its row is left alone: the database may be an older copy than the files.
    """
    long_ago = time.time() - ABANDONED
    for folder in [each for each in editions.iterdir() if each.is_dir() and each.stat().st_mtime < long_ago]:
        if folder.name.startswith(UNFINISHED) or _is_lost_draft(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_lost_draft(folder):
    return is_ownerless(folder) and not _is_published(folder)


def is_ownerless(folder):
    """Whether the folder has an edition's name, and there is no such edition, or it was put aside for it."""
    number, _, aside = folder.name.partition("-")
    return number.isdecimal() and (bool(aside) or not Edition.objects.filter(pk=int(number)).exists())


def ownerless():
    """The folders that no edition in the database tells of."""
    editions = Path(settings.MEDIA_ROOT) / "editions"
    return sorted(filter(is_ownerless, editions.iterdir())) if editions.is_dir() else []


def files(edition):
    """The edition's files in the order that they are listed in; none where they have been lost."""
    found = edition.folder.iterdir() if edition.folder.is_dir() else []
    return sorted(found, key=lambda file: place(file.name))


def place(name):
    """What a list of files is sorted by: first what people read, then what programs do, each in alphabetical order."""
    ending = name.rpartition(".")[2]
    return ORDER.index(ending) if ending in ORDER else len(ORDER), name


def saved_as(edition, name):
    """What a file is called when it is fetched: a draft's and a second edition's says so, also where it was made
    before its name did."""
    if edition.draft and not name.startswith("utkast-"):
        return f"utkast-{name}"
    return numbered(name, edition.number) if (edition.number or 0) > 1 else name


def manifest(edition):
    """The manifest's content. Raises Damaged where it is not there as it was published, or never was."""
    return json.loads(_manifest_text(edition))


def _manifest_text(edition):
    name = manifest_name(edition.round.year)
    if not edition.checksum:
        raise Damaged("Utgåvan har inget manifest: den är sammanställd innan sådana fanns.")
    text = _bytes(edition.folder / name)
    if text is None:
        raise Damaged(f"{name} saknas, så de andra filerna går inte att kontrollera.")
    if checksum(text) != edition.checksum:
        raise Damaged(f"{name} är ändrad, så de andra filernas kontrollsummor går inte att lita på.")
    return text


def _bytes(path):
    """The file's content; None where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def faults(edition):
    """Each file that is not as it was published, in Swedish; nothing where all are. Raises nothing."""
    try:
        sums = manifest(edition)["files"]
    except Damaged as damage:
        return [str(damage)]
    extra = {file.name for file in files(edition)} - {*sums, manifest_name(edition.round.year)}
    found = [_fault(edition.folder / name, told["sha256"]) for name, told in sums.items()]
    return [*filter(None, found), *(f"{name} hör inte till utgåvan." for name in sorted(extra))]


def _fault(path, expected):
    content = _bytes(path)
    if content is None:
        return f"{path.name} saknas."
    return "" if checksum(content) == expected else f"{path.name} är ändrad: den stämmer inte med sin kontrollsumma."


def read(edition, name):
    """The content of a JSON file of a published edition, by its name without the edition's number.

    Raises Damaged where it is not as it was published.
    """
    return json.loads(read_bytes(edition, name))


def read_bytes(edition, name):
    """The bytes of any file, likewise."""
    sums = {plain(kept): (kept, told["sha256"]) for kept, told in manifest(edition)["files"].items()}
    kept, expected = sums.get(name, (name, ""))
    if fault := _fault(edition.folder / kept, expected):
        raise Damaged(fault)
    return (edition.folder / kept).read_bytes()


def kept(maxsize):
    """A decorator for what is read out of a published edition, and others that follow from it: that of the last
    `maxsize` is kept, since it never changes. Where the files are not as they were published the answer is None,
    which is not kept: they may come back.
    """

    def decorate(read):
        @lru_cache(maxsize)
        def keep(edition, folder, checksum, *others):  # `folder` and `checksum` tell one from another
            if (made := read(edition, *others)) is None:
                raise Damaged(edition)
            return made

        @wraps(read)
        def asked(edition, *others):
            try:
                return keep(edition, str(edition.folder), edition.checksum, *others)
            except Damaged:
                return None

        asked.cache_clear = keep.cache_clear
        return asked

    return decorate


@kept(256)
def _listed(edition):
    return manifest(edition)["files"]


def whole(edition):
    """What the manifest tells of each file that now is as it was published, by its name; of none, where the manifest
    is not. For whoever shows them: a file is read again only where its time or size is another. `faults` reads all.
    """
    is_told = edition.checksum and _sum_of(edition.folder / manifest_name(edition.round.year)) == edition.checksum
    listed = is_told and _listed(edition) or {}
    return {name: told for name, told in listed.items() if _sum_of(edition.folder / name) == told["sha256"]}


def is_whole(edition):
    """Whether every file is as it was published, likewise."""
    found = whole(edition)
    return bool(found) and found.keys() == _listed(edition).keys()


def _sum_of(path):
    """The file's SHA-256; None where it cannot be read."""
    try:
        stat = path.stat()
        return _summed(path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
    except OSError:
        return None


@lru_cache(4096)
def _summed(path, *told):  # `told` tells the file as it is from what it was
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(edition, made, versions, **more):
    """The manifest's content for `made` (file name: bytes): what is in the edition, and each file's checksum."""
    return {
        "year": edition.round.year,
        "edition": edition.number,
        "published_at": timezone.localtime().isoformat(timespec="seconds"),
        "published_by": str(edition.created_by),
        "reason": edition.reason,
        "missing_reason": edition.missing_reason,
        **more,
        "versions": versions,
        "files": {name: {"sha256": checksum(made[name]), "bytes": len(made[name])} for name in sorted(made)},
    }
