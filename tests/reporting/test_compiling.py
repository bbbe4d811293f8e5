"""Compiling in a worker: never twice at once, cancelled between sections, taken up again, refused as in publishing."""

import errno
from datetime import datetime, time, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting import accepting, compiling, documents, editions, years
from reporting.models import Compilation, Edition, Memo
from submissions.models import Round
from submissions.workflow import Refused
from tests import make
from tests.at_once import at_once

from .published import WHY, ready
from .worker import a_minute_later

State = Compilation.State


@pytest.fixture
def year(cast, queued):
    return ready(cast)


def to_publish(cast, reason=""):
    return compiling.ask_to_publish(cast.rut, cast.round, reason, WHY)


def looked(compilation):
    """The compilation after a worker has looked at it."""
    compiling.run.call(compilation.pk)
    compilation.refresh_from_db()
    return compilation


def looks():
    """How many looks are in the queue."""
    return DBTaskResult.objects.filter(status="READY").count()


def test_a_draft_tells_who_let_a_warning_stand(year):
    Memo.objects.update(summary="<p>Nämnderna deltog i 19 projekt.</p>")
    first = next(each for each in years.draft(year.round).findings if each.severity == "warning")
    accepting.accept(year.rut, year.round, first, "Det stämmer.")
    edition = looked(compiling.ask_for_draft(year.rut, year.round)).edition
    sheet = openpyxl.load_workbook(edition.folder / "utkast-redovisning-2025.xlsx")["Avstämning"]
    (row,) = [
        [cell.value for cell in row] for row in sheet.iter_rows() if "Det stämmer." in [cell.value for cell in row]
    ]
    assert row[-2:] == ["Rut Granskare", datetime.combine(timezone.localdate(), time())]


def test_waits_in_the_queue_and_is_made_by_a_worker(workers, lasting_cast):
    cast = ready(lasting_cast)
    draft = compiling.ask_for_draft(cast.rut, cast.round)
    assert (draft.state, looks()) == (State.WAITING, 2)
    workers.finish()
    draft.refresh_from_db()
    assert (draft.state, draft.tries, draft.edition, draft.edition.draft) == (
        State.DONE,
        1,
        Edition.objects.get(),
        True,
    )
    assert draft.sections == draft.of_sections > 1
    a_minute_later()
    workers.finish()
    assert (Edition.objects.count(), looks()) == (1, 0)


@pytest.mark.usefixtures("quick")
def test_publishes_as_whoever_asked(year):
    done = looked(to_publish(year))
    edition = Edition.objects.get()
    assert (done.state, done.edition, edition.number, edition.created_by) == (State.DONE, edition, 1, year.rut)
    assert edition.missing_reason == WHY
    assert Round.objects.get(pk=year.round.pk).published == timezone.localdate()


def test_asking_again_shows_the_one_at_work(year):
    other = make.reviewer("Rita Granskare", "rita@example.com")
    first, again = to_publish(year), compiling.ask_to_publish(other, year.round, "", "Annat")
    assert (again, again.created_by, again.missing_reason) == (first, year.rut, WHY)
    draft = compiling.ask_for_draft(year.rut, year.round)
    assert compiling.ask_for_draft(other, year.round) == draft
    assert looks() == 4
    Memo.objects.update(summary="<p>Ny text</p>")
    assert compiling.ask_for_draft(year.rut, year.round) != draft


def test_asked_at_the_same_moment(lasting_cast, queued):
    cast = ready(lasting_cast)
    assert at_once(*[lambda: to_publish(cast)] * 4) == [None] * 4
    assert (Compilation.objects.count(), looks()) == (1, 2)


@pytest.mark.usefixtures("quick")
def test_what_is_at_work_elsewhere_is_left_alone_until_it_is_silent(year):
    compilation = to_publish(year)
    Compilation.objects.update(state=State.RUNNING, tries=1, touched_at=timezone.now())
    assert (looked(compilation).state, looks()) == (State.RUNNING, 3)
    a_minute_later()
    assert (looked(compilation).state, compilation.tries) == (State.DONE, 2)


def test_is_taken_up_three_times_at_most(year):
    compilation = to_publish(year)
    Compilation.objects.update(state=State.RUNNING, tries=3, touched_at=timezone.now())
    a_minute_later()
    assert (looked(compilation).state, compilation.message) == (State.FAILED, compiling.KILLED)


def test_a_worker_that_was_taken_for_dead_puts_nothing_in_place(year, monkeypatch):
    """Another has taken the compilation up while it was silent, and publishes."""
    compilation, compile_year, silent = to_publish(year), documents.compile_year, []

    def slowly(*args):
        made = compile_year(*args)
        if not silent:
            silent.append(True)
            a_minute_later()
            compiling.run.call(compilation.pk)
        return made

    monkeypatch.setattr(documents, "compile_year", slowly)
    assert (looked(compilation).state, compilation.tries) == (State.DONE, 2)
    assert Edition.objects.count() == 1


def test_is_cancelled_between_two_sections(year, monkeypatch, settings):
    """And nothing more is rendered than what was being rendered."""
    settings.CITY_NAME = f"Staden {uuid4()}"  # so that the cover is not kept from before
    compilation, told = compiling.ask_for_draft(year.rut, year.round), []
    tell = compiling._Teller.__call__

    def cancelling(teller, document, done, total):
        told.append((document, done < total))
        if total:
            compiling.cancel(compilation)
        tell(teller, document, done, total)

    monkeypatch.setattr(compiling._Teller, "__call__", cancelling)
    assert looked(compilation).state == State.CANCELLED
    assert told[-1] == ("Redovisning", True)
    assert not Edition.objects.exists()


@pytest.mark.usefixtures("quick")
def test_what_is_cancelled_while_it_is_written_down_is_not(year, monkeypatch):
    """Cancelled last of all, when everything is compiled."""
    compilation, prepared = to_publish(year), editions.prepared

    def cancelled(*args, **about):
        ready = prepared(*args, **about)
        assert compiling.cancel(compilation)
        return ready

    monkeypatch.setattr(editions, "prepared", cancelled)
    assert looked(compilation).state == State.CANCELLED
    assert (Edition.objects.count(), Round.objects.get(pk=year.round.pk).published) == (0, None)


@pytest.mark.usefixtures("quick")
def test_is_refused_where_something_changed_or_another_was_first(year):
    compilation = to_publish(year)
    Memo.objects.update(summary="<p>Ny text</p>")
    assert looked(compilation).state == State.FAILED
    assert compilation.message == str(editions.Changed())
    late = to_publish(year)
    editions.publish(year.rut, year.round, "", WHY)
    assert (looked(late).state, Edition.objects.count()) == (State.FAILED, 1)


@pytest.mark.usefixtures("quick")
def test_is_refused_where_whoever_asked_may_no_longer_publish(year):
    compilation = to_publish(year)
    year.rut.groups.clear()
    assert looked(compilation).state == State.FAILED
    assert compilation.message == "Den som begärde publiceringen får inte längre publicera."
    assert not Edition.objects.exists()


def test_is_refused_where_whoever_asked_is_no_longer_there(year):
    publication, draft = to_publish(year), compiling.ask_for_draft(year.rut, year.round)
    Compilation.objects.update(created_by=None)  # as when the person is deleted
    assert [looked(publication).state, publication.message] == [
        State.FAILED,
        "Den som begärde publiceringen finns inte längre. Begär den igen.",
    ]
    assert looked(draft).state == State.DONE


def test_says_so_where_the_files_cannot_be_written(year, monkeypatch):
    def no_room(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(editions, "keep", no_room)
    draft = compiling.ask_for_draft(year.rut, year.round)
    with pytest.raises(OSError, match="No space left"):
        looked(draft)
    draft.refresh_from_db()
    assert [draft.state, draft.message] == [State.FAILED, compiling.UNWRITABLE]
    assert Edition.objects.count() == 0


def test_nothing_is_asked_for_that_would_be_refused(year):
    with pytest.raises(Refused, match="Skriv varför"):
        compiling.ask_to_publish(year.rut, year.round)
    with pytest.raises(editions.Changed):
        compiling.ask_to_publish(year.rut, year.round, "", WHY, "0" * 64)
    with pytest.raises(PermissionDenied):
        compiling.ask_to_publish(year.tova, year.round, "", WHY)
    assert (Compilation.objects.count(), looks()) == (0, 0)


@pytest.mark.usefixtures("quick")
def test_without_a_worker_asking_again_takes_up_what_a_killed_server_left(cast):
    ready(cast)
    fingerprint = editions.proposed(cast.round).fingerprint
    long_ago = timezone.now() - timedelta(minutes=2)
    left = {"state": State.RUNNING, "tries": 1, "touched_at": long_ago, "created_by": cast.rut, "missing_reason": WHY}
    compilation = Compilation.objects.create(round=cast.round, what="publication", fingerprint=fingerprint, **left)
    assert to_publish(cast) == compilation
    compilation.refresh_from_db()
    assert (compilation.state, compilation.tries) == (State.DONE, 2)
