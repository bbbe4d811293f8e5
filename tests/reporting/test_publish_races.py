"""Publishing while others hand in, return, approve, correct, publish and close: what is published is what stands."""

import time
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from reporting import accepting, documents, edition_check, edition_files, editions
from reporting.models import Edition, Memo
from reporting.reconciliation import WARNING, Finding, Place
from submissions import workflow
from submissions.models import Round, Submission
from tests import make
from tests.at_once import at_once

from .published import WHY, ready, reopen

FOUND = Finding("made_up", WARNING, "Något är underligt.", (Place("BRAVE"),))
EVENTS = {
    "hand in": lambda cast: workflow.submit(cast.tova_of_kultur, cast.of_kultur),
    "approve": lambda cast: workflow.approve(cast.other, cast.of_fritid),
    "give back": lambda cast: workflow.give_back(cast.other, cast.of_teknik, "Rätta."),
    "take back": lambda cast: workflow.take_back(cast.ove, cast.of_fritid, 1),
    "publish": lambda cast: editions.publish(cast.other, cast.round, "", WHY),
    "accept": lambda cast: accepting.accept(cast.other, cast.round, FOUND, "Det får stå."),
    "close": lambda cast: Round.objects.update(closes=timezone.localdate() - timedelta(1)),
    "write": lambda cast: Memo.objects.update(summary="<p>Ny text</p>"),
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
    return bool(edition)


@pytest.mark.parametrize("later", [0, 0.02, 0.1])
@pytest.mark.parametrize("name", EVENTS)
def test_at_the_same_moment(year, name, later):
    def meanwhile():
        time.sleep(later)
        EVENTS[name](year)

    raised = at_once(lambda: editions.publish(year.rut, year.round, "", WHY), meanwhile)
    assert set(raised) <= {None, workflow.Refused, editions.Changed}
    assert agrees() == (None in (raised if name == "publish" else raised[:1]))
    assert Edition.objects.count() <= 1


@pytest.mark.parametrize("name", ["hand in", "approve", "give back", "take back", "publish", "accept"])
def test_whoever_waits_for_the_publication_is_refused(year, name, monkeypatch):
    """They ask while the edition is written, and are answered when it is there."""
    waiting, said, write = [], [], edition_files.write

    def ask():
        try:
            EVENTS[name](year)
        except workflow.Refused as refusal:
            said.append(str(refusal))
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


def test_without_the_second_look_an_old_year_is_published(year, monkeypatch):
    """That the tests above can fail: here nothing is compared under the lock."""
    monkeypatch.setattr(editions, "fingerprint_of", lambda *args: "the same")
    compile_year = documents.compile_year

    def compile_meanwhile(*args):
        EVENTS["approve"](year)
        return compile_year(*args)

    monkeypatch.setattr(documents, "compile_year", compile_meanwhile)
    editions.publish(year.rut, year.round, "", WHY)
    paid = edition_files.read(Edition.objects.get(), "omgang-2025.json")["submissions"]
    assert len(paid) == 2
    assert Submission.objects.filter(status="approved").count() == 3
