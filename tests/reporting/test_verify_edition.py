"""`manage.py verify_edition`: a byte that is changed in any file is found, and figures are counted anew."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting import edition_files, editions
from reporting.models import Edition

from .published import as_older, carrying, mend, publish, ready, reopen

WHOLE = "Utgåva {} av 2025: alla filer stämmer med sina kontrollsummor, och siffrorna räknas fram lika.\n"


@pytest.fixture
def edition(cast, quick):
    return publish(ready(cast))


def verified(*arguments):
    """What the command said, and the error it ended with, or nothing."""
    said = StringIO()
    try:
        call_command("verify_edition", *map(str, arguments), stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def test_says_that_all_is_as_it_was_published(edition, cast):
    assert verified() == (WHOLE.format(1), "")
    reopen(cast)
    mend(cast)
    publish(cast, "Rättat.")
    assert verified() == verified(2025) == (WHOLE.format(1) + WHOLE.format(2), "")
    assert verified(2025, 2) == (WHOLE.format(2), "")


@pytest.mark.parametrize("place", [0, 0.5, 1])
@pytest.mark.parametrize("name", ["manifest", "omgang", "redovisning", "siffror"])
def test_one_byte_in_any_file_is_found(edition, name, place):
    file = next(each for each in edition_files.files(edition) if each.name.startswith(name))
    content = bytearray(file.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    file.write_bytes(content)
    said, error = verified()
    assert said.splitlines()[1].startswith(f"  {file.name} är ändrad")
    assert error == "1 utgåva stämmer inte: 2025 nummer 1."


@pytest.mark.parametrize("name", ["manifest-2025.json", "omgang-2025.json", "redovisning-2025.pdf"])
def test_a_file_that_is_gone_is_found(edition, name):
    (edition.folder / name).unlink()
    said, error = verified()
    assert said.splitlines()[1].startswith(f"  {name} saknas")
    assert error


def test_a_file_that_was_added_is_found(edition):
    (edition.folder / "extra.pdf").write_bytes(b"")
    assert verified()[0].splitlines()[1] == "  extra.pdf hör inte till utgåvan."


def written_anew(edition, name, content):
    """As it would be if somebody wrote the whole edition anew, database and all."""
    (edition.folder / name).write_bytes(content)
    manifest = json.loads((edition.folder / "manifest-2025.json").read_text())
    manifest["files"][name]["sha256"] = edition_files.checksum(content)
    text = edition_files.dumps(manifest)
    (edition.folder / "manifest-2025.json").write_bytes(text)
    Edition.objects.update(checksum=edition_files.checksum(text))


def changed_figures(edition):
    return (edition.folder / "siffror-2025.json").read_bytes().replace(b'"paid": 1236567', b'"paid": 9236567', 1)


def told():
    said, error = verified()
    assert error == "1 utgåva stämmer inte: 2025 nummer 1."
    return said.replace("\u00a0", " ").splitlines()[1:]


def test_figures_that_the_year_does_not_give_are_found_though_every_checksum_holds(edition):
    figures = changed_figures(edition)
    written_anew(edition, "siffror-2025.json", figures)
    written_anew(edition, "redovisning-2025.pdf", carrying({"siffror-2025.json": figures}))
    assert told() == [
        "  Utbetalda medel, kronor: i utgåvan 9 236 567, räknat på nytt 1 236 567.",
        "  redovisning-2025.pdf, Utbetalda medel, kronor: i PDF-filen 9 236 567, räknat på nytt 1 236 567.",
    ]


def test_an_edition_from_before_keys_were_added_to_its_figures_is_whole(edition):
    figures = edition_files.dumps(as_older(edition_files.read(edition, "siffror-2025.json")))
    written_anew(edition, "siffror-2025.json", figures)
    written_anew(edition, "redovisning-2025.pdf", carrying({"siffror-2025.json": figures}))
    assert verified() == (WHOLE.format(1), "")


def test_what_the_figures_say_of_themselves_is_held_against_the_year_too(edition):
    figures = json.loads((edition.folder / "siffror-2025.json").read_text())
    changed = edition_files.dumps(figures | {"missing": [], "typed": True, "known_budgets": 7})
    written_anew(edition, "siffror-2025.json", changed)
    written_anew(edition, "redovisning-2025.pdf", carrying({"siffror-2025.json": changed}))
    assert told()[:3] == [
        "  EU-projekt vars totala budget är känd: i utgåvan 7, räknat på nytt 0.",
        "  Inskrivna summor: i utgåvan ja, räknat på nytt nej.",
        "  Nämnder som saknas: i utgåvan ingen, räknat på nytt Fritidsnämnden.",
    ]


def test_figures_in_the_pdf_are_held_against_the_file_and_the_year(edition):
    written_anew(edition, "redovisning-2025.pdf", carrying({"siffror-2025.json": changed_figures(edition)}))
    assert told() == [
        "  redovisning-2025.pdf bär siffror-2025.json, som inte är lika filen i utgåvan.",
        "  redovisning-2025.pdf, Utbetalda medel, kronor: i PDF-filen 9 236 567, räknat på nytt 1 236 567.",
    ]


def test_every_row_of_every_table_in_the_pdf_is_counted_anew(edition):
    figures = json.loads((edition.folder / "siffror-2025.json").read_text())
    for rows in ("boards", "programmes", "goals"):
        figures[rows][0]["paid"] += 1
    written_anew(edition, "redovisning-2025.pdf", carrying({"siffror-2025.json": edition_files.dumps(figures)}))
    assert [line.split(", ", 1)[1].split(": i PDF")[0] for line in told()[1:]] == [
        "Miljönämnden: utbetalda medel, kronor",
        "Interreg: utbetalda medel, kronor",
        "Mål 1: utbetalda medel, kronor",
    ]


def test_another_file_in_the_pdf_than_the_edition_has_is_found(edition):
    carried = {"siffror-2025.json": (edition.folder / "siffror-2025.json").read_bytes(), "annat.xlsx": b"PK"}
    written_anew(edition, "redovisning-2025.pdf", carrying(carried))
    assert told() == ["  redovisning-2025.pdf bär annat.xlsx, som inte är lika filen i utgåvan."]


def test_what_is_older_than_manifests_is_said_to_have_none_and_drafts_are_left_out(cast):
    old = editions.keep(cast.round, False, cast.rut, {"siffror-2025.json": b"{}"})
    editions.keep(cast.round, True, cast.rut, {"utkast-siffror-2025.json": b"{}"})
    assert verified(2025) == (
        f"{old}: har inget manifest att kontrolleras mot, eftersom den är äldre än sådana.\n",
        "",
    )


def test_what_is_not_there(cast, quick):
    assert verified() == ("Det finns inga utgåvor att kontrollera.\n", "")
    assert verified(1999) == ("", "Det finns ingen sådan utgåva av 1999.")
    publish(ready(cast))
    assert verified(2025, 7) == ("", "Det finns ingen sådan utgåva av 2025.")


def test_a_folder_that_the_database_does_not_know_is_told_of(edition):
    lost = edition.folder.parent / "4711"
    lost.mkdir()
    assert verified()[0] == WHOLE.format(1) + f"Mappen {lost} hör inte till någon utgåva i databasen.\n"
