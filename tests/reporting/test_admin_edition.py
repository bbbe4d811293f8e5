"""Compiling from the round's page, and the editions that come of it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from reporting import edition_files, editions, print_remarks, years
from reporting.models import Edition
from tests import make

COMPILE = reverse("round_compile", args=[2025])
FILES = [
    "utkast-redovisning-2025.pdf",
    "utkast-redovisning-2025.html",
    "utkast-redovisning-2025.xlsx",
    "utkast-siffror-2025.json",
]


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def edition(cast):
    return editions.keep(cast.round, True, cast.rut, {"siffror-2025.json": b"{}"})


def address(edition, name="siffror-2025.json"):
    return reverse("edition_file", args=[2025, edition.pk, name])


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_compiles_a_draft_of_whatever_there_is(rut, cast):
    make.answer(cast.of_teknik)
    response = rut.post(COMPILE, follow=True)
    made = Edition.objects.get()
    assert (made.draft, made.number, made.created_by) == (True, None, cast.rut)
    assert [file.name for file in edition_files.files(made)] == FILES
    remarks = " ".join(print_remarks.of_year(years.draft(cast.round).year))
    assert told(response) == [f"Utkastet är sammanställt, men läs det här: {remarks}"]
    assert [file.name for file in made.folder.parent.iterdir()] == [str(made.pk)]


def test_a_compilation_that_fails_leaves_nothing(cast, settings, monkeypatch):
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda *args: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        editions.keep(cast.round, True, cast.rut, {"siffror-2025.json": b"{}"})
    assert not Edition.objects.exists()
    assert list((settings.MEDIA_ROOT / "editions").iterdir()) == []


def test_a_folder_left_by_another_database_is_not_mixed_in(cast, edition):
    left = edition.folder.parent / str(edition.pk + 1)
    left.mkdir()
    (left / "gammal.pdf").write_bytes(b"old")
    made = editions.keep(cast.round, False, cast.rut, {"ny.pdf": b"new"})
    assert made.folder == left
    assert [file.name for file in edition_files.files(made)] == ["ny.pdf"]


def test_the_files_are_listed_and_a_drafts_are_downloaded_under_names_that_say_so(rut, cast, edition):
    page = rut.get(reverse("round_overview", args=[2025])).content.decode()
    assert f'<a href="{address(edition)}" download>siffror-2025.json</a>' in page
    response = rut.get(address(edition))
    assert b"".join(response) == b"{}"
    assert response.headers["Content-Disposition"] == 'attachment; filename="utkast-siffror-2025.json"'
    named = editions.keep(cast.round, True, cast.rut, {"utkast-siffror-2025.json": b"{}"})
    saved_as = rut.get(address(named, "utkast-siffror-2025.json")).headers["Content-Disposition"]
    assert saved_as == 'attachment; filename="utkast-siffror-2025.json"'
    final = editions.keep(cast.round, False, cast.rut, {"siffror-2025.json": b"{}"})
    assert rut.get(address(final)).headers["Content-Disposition"] == 'attachment; filename="siffror-2025.json"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_says_when_the_files_are_gone(rut, edition):
    (edition.folder / "siffror-2025.json").unlink()
    edition.folder.rmdir()
    assert "Filerna finns inte kvar." in rut.get(reverse("round_overview", args=[2025])).content.decode()
    assert rut.get(address(edition)).status_code == 404


@pytest.mark.parametrize("name", ["annan.json", "..%2f..%2fdb.sqlite3", "..%5c..%5cdb", "%2fetc%2fpasswd", ".."])
def test_only_what_lies_in_the_folder_has_an_address(rut, edition, settings, name):
    (settings.MEDIA_ROOT / "db.sqlite3").write_bytes(b"secret")
    base = address(edition).removesuffix("siffror-2025.json")
    assert rut.get(base + name).status_code == 404


def test_an_edition_is_found_under_its_own_year_alone(rut, edition):
    make.round(2024)
    assert rut.get(reverse("edition_file", args=[2024, edition.pk, "siffror-2025.json"])).status_code == 404


def test_only_reviewers(client, cast, edition):
    assert {client.get(url).status_code for url in (COMPILE, address(edition))} == {302}
    client.force_login(cast.tova)
    assert client.post(COMPILE, follow=True).status_code == 403
    assert client.get(address(edition), follow=True).status_code == 403
    assert Edition.objects.count() == 1


def test_wrong_methods(rut, edition):
    assert rut.get(COMPILE).status_code == 405
    assert rut.post(address(edition)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_deleting_an_edition_deletes_its_files(rut, edition):
    rut.post(reverse("admin:reporting_edition_delete", args=[edition.pk]), {"post": "yes"})
    assert not Edition.objects.exists()
    assert not edition.folder.exists()


@pytest.mark.django_db(transaction=True)
def test_deleting_a_round_deletes_its_editions_files_and_no_others(cast, edition):
    other = editions.keep(make.round(2024), True, cast.rut, {"siffror-2024.json": b"{}"})
    cast.round.delete()
    assert (edition.folder.exists(), other.folder.exists()) == (False, True)


def test_an_edition_is_named_by_the_time_in_sweden(edition):
    edition.created_at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert str(edition) == "Utgåva 2025, 2026-07-02 00:30"
