"""Publishing while others hand in, return, approve, write, publish and close: what is published is what stands."""

import time
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from projects import register_changes
from projects.models import Project
from reporting import accepting, city_memo, documents, edition_check, edition_files, editions
from reporting.models import Edition
from reporting.reconciliation import WARNING, Finding, Place
from submissions import drafts, workflow
from submissions.models import Board, Round, Submission
from tests import make
from tests.at_once import at_once
from tests.round_form import frame

from .published import WHY, ready, reopen

FOUND = Finding("made_up", WARNING, "Något är underligt.", (Place("BRAVE"),))
NEW = "<p>Ny text</p>"
# What whoever waited for a publication is told.
TOO_LATE = (workflow.Refused, drafts.Locked, PermissionDenied)


def posted(cast, page, told, *args):
    """Post a page of the admin; raises PermissionDenied where that says so, or that the round is not to be chosen."""
    client = Client()
    client.force_login(cast.other)
    response = client.post(reverse(f"admin:{page}", args=args), told)
    if response.status_code == 200:
        assert set(response.context["adminform"].form.errors) == {"round"}
    if response.status_code in (200, 403):
        raise PermissionDenied
    assert response.status_code == 302


def close(cast):
    told = frame(Board.objects.all(), year=2025, opens="2025-01-01", closes="2025-01-31")
    posted(cast, "submissions_round_change", told, cast.round.pk)


def write(cast):
    memo = city_memo.find(cast.round)
    wanted = city_memo.content(memo) | {"summary": NEW}
    city_memo.save(cast.other, cast.round, memo.version, wanted, uuid4())


EVENTS = {
    "hand in": lambda cast: workflow.submit(cast.tova_of_kultur, cast.of_kultur),
    "approve": lambda cast: workflow.approve(cast.other, cast.of_fritid),
    "give back": lambda cast: workflow.give_back(cast.other, cast.of_teknik, "Rätta."),
    "take back": lambda cast: workflow.take_back(cast.ove, cast.of_fritid, 1),
    "publish": lambda cast: editions.publish(cast.other, cast.round, "", WHY),
    "accept": lambda cast: accepting.accept(cast.other, cast.round, FOUND, "Det får stå."),
    "close": close,
    "write": write,
    "type totals": lambda cast: posted(cast, "reporting_totals_add", {"round": cast.round.pk, "projects": "7"}),
}


@pytest.fixture
def year(lasting_cast, quick):
    """Teknik and Miljö are approved, Fritid has handed in, and Kultur is about to."""
    cast = ready(lasting_cast)
    make.answer(cast.of_fritid)
    make.handed_in(cast.of_fritid, cast.ove)
    kultur = make.board("Kulturnämnden")
    cast.of_kultur, cast.tova_of_kultur = (
        make.submission(cast.round, kultur),
        make.contact("K", "k@example.com", kultur),
    )
    make.answer(cast.of_kultur)
    make.decision(cast.of_kultur)
    workflow.begin(cast.tova_of_kultur, cast.of_kultur)
    cast.other = make.reviewer("Rita Granskare", "rita@example.com")
    return cast


def agrees():
    """What is published is what is approved, once and whole; returns whether anything is."""
    edition = Edition.objects.published().first()
    assert bool(edition) == bool(Round.objects.get(year=2025).published)
    if edition:
        assert edition_check.faults(edition) == []
        told = {(each["submission"], each["number"]) for each in edition_files.manifest(edition)["versions"]}
        approved = Submission.objects.filter(round__year=2025, status="approved")
        assert told == {(each.pk, each.versions.count()) for each in approved}
        kept = edition_files.read(edition, edition_files.year_name(2025))
        assert kept == editions.proposed(edition.round).content
    return bool(edition)


@pytest.mark.parametrize("later", [0, 0.02, 0.1])
@pytest.mark.parametrize("name", EVENTS)
def test_at_the_same_moment(year, name, later):
    def meanwhile():
        time.sleep(later)
        EVENTS[name](year)

    raised = at_once(lambda: editions.publish(year.rut, year.round, "", WHY), meanwhile)
    assert set(raised) <= {None, editions.Changed, *TOO_LATE}
    assert agrees() == (None in (raised if name == "publish" else raised[:1]))
    assert Edition.objects.count() <= 1


@pytest.mark.parametrize("name", EVENTS)
def test_whoever_waits_for_the_publication_is_refused(year, name, monkeypatch):
    """They ask while the edition is written, and are answered when it is there."""
    waiting, said, write = [], [], edition_files.write

    def ask():
        try:
            EVENTS[name](year)
        except TOO_LATE as refusal:
            said.append(refusal)
        finally:
            connection.close()

    def write_meanwhile(*args):
        waiting.append(Thread(target=ask))
        waiting[0].start()
        time.sleep(0.3)
        write(*args)

    monkeypatch.setattr(edition_files, "write", write_meanwhile)
    editions.publish(year.rut, year.round, "", WHY)
    waiting[0].join()
    assert len(said) == 1
    assert agrees()


def test_projects_are_merged_while_the_round_is_held(year, monkeypatch):
    """Whoever merges holds a submission and names the round, and publishing holds the round and waits for those."""
    kept, gone = make.project("kept", "Projektet"), Project.objects.get(key=year.teknik.slug)
    gone.rounds.add(year.round)
    hold, is_held = workflow.hold_round, Event()

    def hold_awhile(round):
        held = hold(round)
        is_held.set()
        time.sleep(0.3)
        return held

    def merge():
        is_held.wait()
        register_changes.merge(year.other, kept, gone, {})

    monkeypatch.setattr(workflow, "hold_round", hold_awhile)
    published, merged = at_once(lambda: editions.publish(year.rut, year.round, "", WHY), merge)
    assert published in (None, editions.Changed)
    assert merged is None


def test_two_open_at_once(year):
    editions.publish(year.rut, year.round, "", WHY)
    assert sorted(map(str, at_once(*[lambda: editions.reopen(year.rut, year.round, "Skäl")] * 2))) == sorted(
        map(str, [None, workflow.Refused])
    )


def test_opening_while_a_return_is_tried(year):
    editions.publish(year.rut, year.round, "", WHY)
    year.round.refresh_from_db()
    raised = at_once(lambda: reopen(year), lambda: EVENTS["give back"](year))
    assert raised in ([None, None], [None, workflow.Refused])
    assert Edition.objects.get().reopened_at


@pytest.mark.parametrize("name", ["approve", "write", "close", "type totals"])
def test_without_the_second_look_an_old_year_is_published(year, name, monkeypatch):
    """That the tests above can fail: here nothing is compared under the lock."""
    monkeypatch.setattr(editions, "fingerprint_of", lambda *args: "the same")
    compile_year = documents.compile_year

    def compile_meanwhile(*args):
        EVENTS[name](year)
        return compile_year(*args)

    monkeypatch.setattr(documents, "compile_year", compile_meanwhile)
    editions.publish(year.rut, year.round, "", WHY)
    with pytest.raises(AssertionError):
        agrees()
