"""Publishing and opening again: what an edition holds, what stops it, and what is closed by it."""

import json
import os
import time
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from reporting import accepting, dataset, edition_check, edition_files, editions, figures, reconciliation, years
from reporting.models import Edition, Memo
from reporting.reconciliation import ERROR, WARNING, Finding, Place
from submissions import drafts, workflow
from submissions.models import Event, Round, Submission, Version
from tests import make

from .published import WHY, mend, publish, ready, reopen


@pytest.fixture
def year(cast):
    return ready(cast)


@pytest.fixture
def finding(monkeypatch):
    """`finding(severity)`: from now on that is what reconciliation finds."""

    def found(severity):
        made = Finding(
            "made_up", severity, "Något är underligt.", (Place("BRAVE", "Tekniska nämnden", "cards", "brave"),)
        )
        monkeypatch.setattr(reconciliation, "findings", lambda *args: [made])
        return made

    return found


def test_an_edition_holds_documents_figures_the_year_and_a_manifest(year):
    edition = publish(year)
    assert (edition.number, edition.draft, edition.created_by, edition.missing_reason) == (1, False, year.rut, WHY)
    assert [file.name for file in edition_files.files(edition)] == [
        "redovisning-2025.pdf",
        "tjansteskrivelse-2025.pdf",
        "redovisning-2025.html",
        "tjansteskrivelse-2025.docx",
        "redovisning-2025.xlsx",
        "projekt-2025.csv",
        "siffror-2025.csv",
        "manifest-2025.json",
        "omgang-2025.json",
        "siffror-2025.json",
        "siffror-schema-2025.json",
        "dcat-2025.rdf",
    ]
    assert edition_check.faults(edition) == []
    manifest = edition_files.manifest(edition)
    assert (manifest["year"], manifest["edition"], manifest["published_by"]) == (2025, 1, "Rut Granskare")
    assert manifest["missing"] == ["Fritidsnämnden"]
    version = year.of_miljo.versions.get()
    assert manifest["versions"][0] == {
        "board": "Miljönämnden",
        "submission": year.of_miljo.pk,
        "version": version.pk,
        "number": 1,
    }
    told = json.loads((edition.folder / "siffror-2025.json").read_text())
    counted = figures.count(dataset.read(edition_files.read(edition, "omgang-2025.json")))
    assert (told["paid"], told["eu_projects"]) == (counted.paid, counted.eu_projects) == (1_236_567, 2)
    assert [each.name for each in edition.folder.parent.iterdir()] == [str(edition.pk)]


def test_the_round_is_published_and_everything_is_closed(year, quick):
    publish(year)
    assert (year.round.published, year.round.phase) == (timezone.localdate(), Round.Phase.PUBLISHED)
    said = "Omgången 2025 är publicerad. Öppna den för en ny utgåva först, på omgångens sida."
    for change in (
        lambda: workflow.give_back(year.rut, year.of_teknik, "Rätta."),
        lambda: workflow.approve(year.rut, year.of_teknik),
        lambda: workflow.begin_review(year.rut, year.of_teknik),
    ):
        with pytest.raises(workflow.Refused) as refused:
            change()
        assert str(refused.value) == said
    assert not Submission.objects.get(pk=year.of_fritid.pk).is_editable
    with pytest.raises(drafts.Locked):
        drafts.lock(year.ove, year.of_fritid)
    assert Submission.objects.get(pk=year.of_teknik.pk).status == "approved"


def test_a_later_last_day_does_not_open_what_is_published(year, quick):
    Submission.objects.filter(pk=year.of_fritid.pk).update(closes=timezone.localdate() + timezone.timedelta(90))
    publish(year)
    assert not Submission.objects.get(pk=year.of_fritid.pk).is_editable


def test_only_a_reviewer_publishes_and_opens(year, quick):
    for person in (year.tova, year.ove):
        with pytest.raises(PermissionDenied):
            editions.publish(person, year.round, "", WHY)
    publish(year)
    with pytest.raises(PermissionDenied):
        editions.reopen(year.tova, year.round, "Skäl")
    assert Round.objects.get(year=2025).published


@pytest.mark.parametrize(
    ("missing_reason", "said"), [("", "Skriv varför redovisningen publiceras fast nämnder saknas."), ("Därför.", None)]
)
def test_missing_boards_need_a_reason(year, quick, missing_reason, said):
    if said:
        with pytest.raises(workflow.Refused, match=said):
            editions.publish(year.rut, year.round, "", missing_reason)
        assert not Edition.objects.exists()
    else:
        assert editions.publish(year.rut, year.round, "", missing_reason).missing_reason == "Därför."


def test_a_reason_for_the_missing_is_not_kept_where_none_is(year, quick):
    year.of_fritid.delete()
    assert publish(year).missing_reason == ""


def test_with_nobody_approved_there_is_nothing_to_publish(cast):
    with pytest.raises(workflow.Refused, match="Ingen inlämning är godkänd än"):
        editions.publish(cast.rut, cast.round)


def test_an_error_stops_and_cannot_be_accepted(year, quick, finding):
    found = finding(ERROR)
    with pytest.raises(workflow.Refused, match="Bara varningar kan godtas"):
        accepting.accept(year.rut, year.round, found, "Det får stå.")
    with pytest.raises(workflow.Refused, match="Avstämningen har fel"):
        publish(year)


def test_a_warning_stops_until_it_is_accepted_and_the_reason_is_published(year, quick, finding):
    found = finding(WARNING)
    with pytest.raises(workflow.Refused, match="varken är rättade eller godtagna"):
        publish(year)
    accepting.accept(year.rut, year.round, found, "Det stämmer så.")
    edition = publish(year)
    assert edition_files.manifest(edition)["accepted"] == [
        {
            "rule": "made_up",
            "where": "Tekniska nämnden, BRAVE",
            "message": "Något är underligt.",
            "reason": "Det stämmer så.",
        }
    ]


def test_a_note_stops_nothing(year, quick, finding):
    finding("note")
    assert publish(year).number == 1


def test_a_second_edition_has_its_reason_and_the_first_stays(year, quick):
    first = publish(year)
    before = {file.name: file.read_bytes() for file in edition_files.files(first)}
    with pytest.raises(workflow.Refused, match="Omgången är redan publicerad"):
        publish(year, "En gång till.")
    reopen(year)
    first.refresh_from_db()
    assert (first.reopened_by, first.reopened_reason) == (year.rut, "Ett belopp var fel.")
    assert year.round.phase == Round.Phase.OPEN
    with pytest.raises(workflow.Refused, match="Skriv varför det behövs en ny utgåva"):
        publish(year)
    mend(year)
    second = publish(year, "Teknik rättade ett belopp.")
    assert (second.number, second.reason) == (2, "Teknik rättade ett belopp.")
    assert {file.name: file.read_bytes() for file in edition_files.files(first)} == before
    versions = [
        {each["board"]: each["number"] for each in edition_files.manifest(e)["versions"]} for e in (first, second)
    ]
    assert versions == [
        {"Miljönämnden": 1, "Tekniska nämnden": 1},
        {"Miljönämnden": 1, "Tekniska nämnden": 2},
    ]
    assert [edition_check.faults(each) for each in (first, second)] == [[], []]


def test_only_what_is_published_can_be_opened_and_only_with_a_reason(year, quick):
    with pytest.raises(workflow.Refused, match="inte publicerad"):
        reopen(year)
    publish(year)
    with pytest.raises(workflow.Refused, match="Skriv varför"):
        reopen(year, " ")
    reopen(year)
    with pytest.raises(workflow.Refused, match="redan öppnad"):
        reopen(year)


def test_what_changed_since_it_was_seen_is_not_published(year, quick):
    seen = editions.proposed(year.round).fingerprint
    Memo.objects.update(summary="<p>En annan text</p>")
    with pytest.raises(editions.Changed):
        editions.publish(year.rut, year.round, "", WHY, seen)
    anew = editions.proposed(year.round).fingerprint
    assert editions.publish(year.rut, year.round, "", WHY, anew).number == 1


@pytest.mark.parametrize("change", ["memo", "return", "acceptance", "the year before", "a board joins"])
def test_what_changes_while_it_is_compiled_is_not_published(year, monkeypatch, change):
    last = make.submission(make.round(2024), year.teknik)
    make.card(last, make.project("old", "Gammalt"), paid=5)
    make.frozen(last)
    changes = {
        "memo": lambda: Memo.objects.update(summary="<p>En annan text</p>"),
        "return": lambda: workflow.give_back(year.rut, year.of_teknik, "Rätta."),
        "acceptance": lambda: year.round.acceptances.create(identity="x", rule="made_up", reason="Därför."),
        "the year before": lambda: _pay(last),
        "a board joins": lambda: make.submission(year.round, make.board("Kulturnämnden")),
    }
    monkeypatch.setattr(editions.documents, "compile_year", lambda *args: changes[change]() and {} or {})
    with pytest.raises(editions.Changed, match="Inget är publicerat"):
        publish(year)
    assert not Edition.objects.exists()
    assert Round.objects.get(year=2025).published is None


def _pay(submission, paid=6):
    """What was paid is another sum from now on."""
    last = submission.versions.last()
    last.data["submission"]["cards"][0]["paid"] = paid
    Version.objects.create(submission=submission, number=last.number + 1, data=last.data)


def test_files_that_cannot_be_written_leave_nothing(year, quick, monkeypatch, settings):
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda *args: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        publish(year)
    assert not Edition.objects.exists()
    assert list((settings.MEDIA_ROOT / "editions").iterdir()) == []
    assert Round.objects.get(year=2025).published is None


def test_what_a_killed_server_left_is_swept_and_nothing_else(year, quick, settings):
    edition = publish(year)
    folder = edition.folder.parent
    kept = ["901", "unfinished-new", "annat"]
    for name in [*kept, "unfinished-old", "900"]:
        (folder / name).mkdir()
    (folder / "901" / "manifest-2024.json").write_text("{}")  # an older database may not know of it
    long_ago = time.time() - 2 * edition_files.ABANDONED
    for name in ("unfinished-old", "900", "901", "annat", str(edition.pk)):
        os.utime(folder / name, (long_ago, long_ago))
    draft = editions.keep(year.round, True, year.rut, {"utkast-siffror-2025.json": b"{}"})
    assert {each.name for each in folder.iterdir()} == {*kept, str(edition.pk), str(draft.pk)}
    assert [each.name for each in edition_files.ownerless()] == ["901"]


def test_what_was_published_stays_when_an_older_database_gives_its_number_again(year, quick):
    published = publish(year)
    there = {file.name: file.read_bytes() for file in edition_files.files(published)}
    draft = Edition(pk=published.pk, round=year.round, draft=True, created_by=year.rut)
    edition_files.write(draft, {"utkast-siffror-2025.json": b"{}"})
    (aside,) = edition_files.ownerless()
    assert aside.name.startswith(f"{published.pk}-kvar-")
    assert {file.name: file.read_bytes() for file in aside.iterdir()} == there
    assert [file.name for file in edition_files.files(draft)] == ["utkast-siffror-2025.json"]


def test_a_published_edition_is_never_taken_away(year, quick):
    edition = publish(year)
    for kept in (edition, year.round):
        with pytest.raises(ProtectedError), transaction.atomic():
            kept.delete()
    assert edition.folder.is_dir()


def test_next_year_is_compared_with_the_edition(year, quick):
    publish(year)
    reopen(year)
    edition, coming = Edition.objects.get(), make.round(2026)
    _pay(year.of_teknik, 7)  # what is approved now is in no edition yet
    assert figures.count(years.previous(coming)).paid == 1_236_567
    (edition.folder / "omgang-2025.json").write_text("{}")
    years.as_published.cache_clear()
    assert figures.count(years.previous(coming)).paid == 2_007  # the files are gone: what is approved


def test_publishing_and_opening_again_are_kept_for_each_board_that_is_in(year, quick):
    there = set(Event.objects.values_list("pk", flat=True))
    publish(year)
    reopen(year)
    kept = Event.objects.exclude(pk__in=there).order_by("submission__pk", "pk")
    assert [(each.submission, each.in_words, each.message, each.created_by) for each in kept] == [
        (submission, *told, year.rut)
        for submission in (year.of_teknik, year.of_miljo)
        for told in (("publicerad i stadens redovisning", "Utgåva 1"), ("öppnad för en ny utgåva", ""))
    ]


def test_a_published_year_is_not_replaced_by_a_file(year, quick):
    from reporting import roundfile

    publish(year)
    data = roundfile.year_file(year.round)
    with pytest.raises(roundfile.Refused, match="Året 2025 är publicerat"):
        roundfile.read(data, replace=True)


def test_findings_are_judged_by_what_they_say(year, finding):
    found = finding(WARNING)
    accepting.accept(year.rut, year.round, found, "Ett skäl.")
    again = accepting.accept(year.rut, year.round, found, " Ett bättre skäl. ")
    other = replace(found, message="Något annat är underligt.")
    assert accepting.judged(year.round, [found, other]) == [(found, again), (other, None)]
    assert (again.reason, again.created_by, again.rule) == ("Ett bättre skäl.", year.rut, "made_up")
    accepting.withdraw(year.rut, year.round, found.identity)
    assert accepting.unhandled(accepting.judged(year.round, [found])) == [found]


def test_who_may_accept_and_when(year, quick, finding):
    found = finding(WARNING)
    with pytest.raises(PermissionDenied):
        accepting.accept(year.tova, year.round, found, "Ett skäl.")
    with pytest.raises(workflow.Refused, match="Skriv varför"):
        accepting.accept(year.rut, year.round, found, "  ")
    accepting.accept(year.rut, year.round, found, "Ett skäl.")
    publish(year)
    for change in (
        lambda: accepting.accept(year.rut, year.round, found, "Ett annat."),
        lambda: accepting.withdraw(year.rut, year.round, found.identity),
    ):
        with pytest.raises(workflow.Refused, match="Omgången 2025 är publicerad"):
            change()
