"""Files that are sent: what is not what it says, or not to be unpacked, is refused in words and in no time."""

import io
import time
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from config import uploads
from config.uploads import EXCEL, WORD
from submissions.models import User

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = "EncryptedPackage".encode("utf-16-le")


def packed(members, way=ZIP_DEFLATED):
    """A zip that holds `members` (text by name)."""
    written = io.BytesIO()
    with ZipFile(written, "w", way) as zipped:
        for name, text in members.items():
            zipped.writestr(name, text)
    return written.getvalue()


NO_WORD = "Filen är inte ett Word-dokument (.docx)."


def word(**more):
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>", **more})


def packed_by(way):
    """A Word document of five million characters, packed in a way that Office does not use."""
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "0" * 5_000_000}, way)


def declared(content, size):
    """A zip whose list says that each of its members is `size` bytes unpacked."""
    changed = bytearray(content)
    start = 0
    while (start := changed.find(b"PK\x01\x02", start)) >= 0:
        changed[start + 24 : start + 28] = size.to_bytes(4, "little")
        start += 4
    return bytes(changed)


def encrypted_member(content):
    start = content.index(b"PK\x01\x02") + 8
    return content[:start] + bytes([content[start] | 1]) + content[start + 1 :]


REFUSED = {
    "empty": (b"", "Filen är tom."),
    "text": (b"Hej", NO_WORD),
    "pdf": (b"%PDF-1.7 " * 100, NO_WORD),
    "old": (OLE + bytes(2000), "Filen är i ett äldre format, som .doc. Öppna den i Word och välj Spara som, "),
    "locked": (OLE + bytes(2000) + LOCKED, "Filen är skyddad med lösenord. Öppna den i Word"),
    "locked in the zip": (encrypted_member(word()), "Filen är skyddad med lösenord. Öppna den i Word"),
    "cut": (word()[:-30], "Filen är skadad och går inte att läsa."),
    "zip": (packed({"a.txt": "a"}), NO_WORD),
    "workbook": (
        packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
        "Filen är inte ett Word-dokument (.docx).",
    ),
    "bomb": (word(**{"word/a.xml": "0" * 50_000_000}), "Filen blir orimligt stor när den packas upp"),
    "bomb by its sum": (declared(word(), 150_000_000), "Filen blir orimligt stor när den packas upp"),
    "bomb that lies": (declared(packed_by(ZIP_BZIP2), 1000), "Filen är skadad och går inte att läsa."),
    "packed otherwise": (packed_by(ZIP_LZMA), "Filen är skadad och går inte att läsa."),
    "many": (b"PK\x03\x04" + b"PK\x01\x02" * 400_000, "Filen har orimligt många delar"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words_and_in_no_time(name):
    content, words = REFUSED[name]
    start = time.process_time()
    with pytest.raises(uploads.Refused) as refused:
        uploads.unpackable(io.BytesIO(content), WORD)
    assert time.process_time() - start < 0.5
    assert str(refused.value).startswith(words)


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(uploads.Refused, match="Den får vara högst 1 MB"):
        uploads.unpackable(io.BytesIO(bytes(uploads.MB + 1)), WORD, most=uploads.MB)


def test_another_kind_says_its_own_name():
    with pytest.raises(uploads.Refused, match="Filen är inte en Excel-arbetsbok"):
        uploads.unpackable(io.BytesIO(word()), EXCEL)


@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml"])
def test_what_may_be_unpacked_stands_at_its_beginning(main):
    file = io.BytesIO(packed({"[Content_Types].xml": "", main: ""}))
    file.seek(7)
    assert uploads.unpackable(file, WORD) is None
    assert file.tell() == 0


def received(user, *files, name="word"):
    """The files that reach a view, by way of the site's own handler."""
    request = RequestFactory().post("/", {name: files})
    request.user = user
    return [(file.name, file.read()) for each in request.FILES for file in request.FILES.getlist(each)]


def test_one_file_is_taken_and_only_from_somebody_who_is_logged_in():
    def files():
        return [SimpleUploadedFile(f"{name}.docx", b"abc") for name in "ab"]

    assert received(AnonymousUser(), *files()) == []
    assert received(User(), *files()) == [("a.docx", b"abc")]
    assert received(User(), *files(), name="bilaga") == []


def test_of_a_file_that_is_too_large_no_more_is_kept_than_shows_that_it_is(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100_000)
    ((_, kept),) = received(User(), SimpleUploadedFile("a.docx", bytes(1_000_000)))
    assert 100_000 < len(kept) < 300_000
