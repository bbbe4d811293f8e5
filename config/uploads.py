"""Files that people send: kept only while they are read, and looked at before they are opened."""

import os
import re
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.core.files.uploadhandler import TemporaryFileUploadHandler

# The only fields of any form that take a file.
FIELDS = {"word", "workbook"}
MB = 1024 * 1024
LARGEST = 20 * MB
MOST_UNPACKED = 200 * MB
# Office's own files are packed to a tenth at best, in odd cases to a hundredth; small ones may be as they like.
MOST_TIMES_UNPACKED = 200
SMALL = 10 * MB
# Files within the zip; the largest report of the city has some hundreds.
MOST_MEMBERS = 5_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEMBER = b"PK\x01\x02"
_LOCKED = 0x1  # a member's flag: it is encrypted


class Refused(Exception):
    """The file is not read; says why and what to do, in Swedish, to the one who sent it."""


@dataclass(frozen=True)
class Kind:
    """A kind of Office file: what it is called in Swedish, its file endings now and formerly, and its main part."""

    name: str
    program: str
    article: str
    ending: str
    old_ending: str
    main_part: re.Pattern


WORD = Kind("Word-dokument", "Word", "ett", ".docx", ".doc", re.compile(r"word/document\d*\.xml"))
EXCEL = Kind("Excel-arbetsbok", "Excel", "en", ".xlsx", ".xls", re.compile(r"xl/workbook\d*\.xml"))


class OneFile(TemporaryFileUploadHandler):
    """Takes one file, in one of `FIELDS`, from somebody who is logged in, on disk while the request lasts.

    The rest is passed over (not by SkipFile, at which Django closes the file that was taken before). Of a file that
    is too large no more is kept than shows that it is; `unpackable` refuses it by its size.
    """

    taken = False
    taking = False

    def new_file(self, field_name, *args, **kwargs):
        self.taking = field_name in FIELDS and not self.taken and self.request.user.is_authenticated
        self.taken = self.taken or self.taking
        if self.taking:
            super().new_file(field_name, *args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if self.taking and start <= LARGEST:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        return super().file_complete(file_size) if self.taking else None


def unpackable(file, kind, most=LARGEST):
    """See that an uploaded `file` is of the `kind` and may be unpacked; nothing of it is unpacked here.

    `most` is in bytes. Raises Refused for a file that is empty, too large, encrypted, in an older format, damaged, of
    another kind, or packed so as to fill the memory. The file stands at its beginning afterwards.
    """
    size = file.seek(0, os.SEEK_END)
    if size > most:
        raise Refused(f"Filen är för stor. Den får vara högst {most // MB} MB.")
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not content:
        raise Refused("Filen är tom.")
    if content.startswith(_OLE):
        raise Refused(_why_not_ole(content, kind))
    _check_members(_members(file, content, kind), size, kind)
    file.seek(0)


def _why_not_ole(content, kind):
    if _ENCRYPTED in content:
        return _encrypted(kind)
    return (
        f"Filen är i ett äldre format, som {kind.old_ending}. "
        f"Öppna den i {kind.program} och välj Spara som, {kind.name} ({kind.ending})."
    )


def _encrypted(kind):
    return f"Filen är skyddad med lösenord. Öppna den i {kind.program}, ta bort lösenordet och spara den på nytt."


def _members(file, content, kind):
    """The zip's own list of what it holds."""
    if not content.startswith(b"PK"):
        raise Refused(_not_a(kind))
    if content.count(_MEMBER) > MOST_MEMBERS:  # counted before the list is read, which would take its time
        raise Refused("Filen har orimligt många delar och läses därför inte.")
    try:
        with ZipFile(file) as packed:
            return packed.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Refused(damaged(kind)) from None


def _not_a(kind):
    return f"Filen är inte {kind.article} {kind.name} ({kind.ending})."


def damaged(kind):
    """What is said of a file that cannot be read."""
    return f"Filen är skadad och går inte att läsa. Öppna den i {kind.program}, spara den på nytt och försök igen."


def _check_members(members, size, kind):
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL, size * MOST_TIMES_UNPACKED):
        raise Refused("Filen blir orimligt stor när den packas upp och läses därför inte.")
    if any(member.flag_bits & _LOCKED for member in members):
        raise Refused(_encrypted(kind))
    # Office packs in no other way, and of those others zipfile unpacks all at once, whatever size the list says.
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise Refused(damaged(kind))
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names or not any(kind.main_part.fullmatch(name) for name in names):
        raise Refused(_not_a(kind))
