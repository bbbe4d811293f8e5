"""Saving without losing: versions, conflicts, locks, and two people at once."""

from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from submissions import drafts, workflow
from submissions.models import Answer, Event, Membership, Revision, Round, Submission, Version
from tests import make
from tests.cast import cast as build_cast

NOTHING = {"decision_date": None, "decision_paragraph": "", "decision_diary_number": ""}
DECIDED = {"decision_date": date(2025, 2, 27), "decision_paragraph": "§ 41", "decision_diary_number": "TN-1"}


def save(cast, markup, version=0, user=None, save_id=None):
    question = cast.round.questions.get(number=1)
    drafts.save_answer(user or cast.tova, cast.of_teknik, question, version, markup, save_id or uuid4())


def test_the_first_save_makes_the_answer_and_begins_the_submission(cast):
    save(cast, "<p>Ett.</p>")
    answer = Answer.objects.get()
    assert (answer.html, answer.version, answer.changed_by) == ("<p>Ett.</p>", 1, cast.tova)
    held = Submission.objects.get(pk=cast.of_teknik.pk)
    assert (held.status, held.changed_by) == ("draft", cast.tova)
    assert [event.status for event in Event.objects.all()] == ["draft"]


def test_each_save_follows_on_the_one_before(cast):
    save(cast, "<p>Ett.</p>")
    save(cast, "<p>Två.</p>", version=1)
    assert list(Answer.objects.values_list("html", "version")) == [("<p>Två.</p>", 2)]


def test_a_save_from_an_older_version_changes_nothing(cast):
    save(cast, "<p>Ett.</p>")
    with pytest.raises(drafts.Conflict) as raised:
        save(cast, "<p>Annat.</p>")
    assert (raised.value.current.html, raised.value.current.version) == ("<p>Ett.</p>", 1)
    assert list(Answer.objects.values_list("html", "version")) == [("<p>Ett.</p>", 1)]


def test_the_same_text_again_is_no_conflict(cast):
    save(cast, "<p>Ett.</p>")
    save(cast, "<p>Ett.</p>")
    assert Answer.objects.get().version == 1


def test_a_closed_round_changes_nothing(cast):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    with pytest.raises(drafts.Locked):
        save(cast, "<p>Ett.</p>")
    with pytest.raises(drafts.Locked):
        drafts.save_decision(cast.tova, cast.of_teknik, NOTHING, DECIDED)
    assert Answer.objects.count() == 0


def test_an_outsider_changes_nothing(cast):
    Membership.objects.filter(user=cast.tova).delete()
    with pytest.raises(PermissionDenied):
        save(cast, "<p>Ett.</p>")
    with pytest.raises(PermissionDenied):
        drafts.save_decision(cast.ove, cast.of_teknik, NOTHING, DECIDED)
    assert Answer.objects.count() == 0


def test_a_save_that_breaks_off_leaves_nothing(cast, monkeypatch):
    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "begin", killed)
    with pytest.raises(KeyboardInterrupt):
        save(cast, "<p>Ett.</p>")
    assert (Answer.objects.count(), Event.objects.count()) == (0, 0)
    assert Submission.objects.get(pk=cast.of_teknik.pk).changed_at is None


def test_what_stands_in_other_tables_is_saved_with_it_or_not_at_all(cast):
    answer = make.answer(cast.of_teknik)
    noted = []
    drafts.save(cast.tova, answer, 0, {"html": "<p>Ny.</p>"}, uuid4(), also=noted.append)
    with pytest.raises(drafts.Conflict):
        drafts.save(cast.tova, answer, 0, {"html": "<p>Ny.</p>"}, uuid4(), also=noted.append)
    assert noted == [answer]


def test_a_decision_unchanged_is_not_a_change(cast):
    drafts.save_decision(cast.tova, cast.of_teknik, NOTHING, NOTHING)
    assert Submission.objects.get(pk=cast.of_teknik.pk).changed_at is None


def test_handing_in_is_all_or_nothing(cast):
    with pytest.raises(workflow.Refused):
        drafts.hand_in(cast.tova, cast.of_teknik, NOTHING, DECIDED)
    held = Submission.objects.get(pk=cast.of_teknik.pk)
    assert (held.decision_date, held.status) == (None, "not_started")
    make.answer(cast.of_teknik)
    drafts.hand_in(cast.tova, cast.of_teknik, NOTHING, DECIDED)
    assert Version.objects.get().data["submission"]["decision"]["paragraph"] == "§ 41"


# Revisions, and a save that is sent twice


def kept():
    revisions = Revision.objects.order_by("pk")
    return [(each.section, each.key, each.version, each.content, each.created_by) for each in revisions]


def test_each_save_keeps_what_it_wrote_and_who(cast):
    save(cast, "<p>Ett.</p>")
    save(cast, "<p>Två.</p>", version=1)
    assert kept() == [
        ("questions", "1", 1, {"html": "<p>Ett.</p>"}, cast.tova),
        ("questions", "1", 2, {"html": "<p>Två.</p>"}, cast.tova),
    ]


def test_what_was_read_in_is_kept_before_the_first_save(cast):
    make.answer(cast.of_teknik, html="<p>Inläst.</p>")
    save(cast, "<p>Ett.</p>")
    assert kept() == [
        ("questions", "1", 0, {"html": "<p>Inläst.</p>"}, None),
        ("questions", "1", 1, {"html": "<p>Ett.</p>"}, cast.tova),
    ]


def test_a_save_that_is_refused_keeps_no_revision(cast):
    make.answer(cast.of_teknik, html="<p>Inläst.</p>")
    Answer.objects.update(version=1)
    with pytest.raises(drafts.Conflict):
        save(cast, "<p>Annat.</p>")
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    with pytest.raises(drafts.Locked):
        save(cast, "<p>Ett.</p>", version=1)
    assert kept() == []


def test_a_save_sent_twice_is_done_once(cast):
    same = uuid4()
    save(cast, "<p>Ett.</p>", save_id=same)
    save(cast, "<p>Två.</p>", version=1)
    save(cast, "<p>Ett.</p>", save_id=same)
    assert list(Answer.objects.values_list("html", "version")) == [("<p>Två.</p>", 2)]
    assert [each[2] for each in kept()] == [1, 2]


def test_another_persons_save_and_another_answers_are_others(cast):
    same, tage = uuid4(), make.contact("Tage", "tage@example.com", cast.teknik)
    save(cast, "<p>Ett.</p>", save_id=same)
    save(cast, "<p>Två.</p>", version=1, user=tage, save_id=same)
    second = cast.round.questions.get(number=2)
    drafts.save_answer(cast.tova, cast.of_teknik, second, 0, "<p>Ett.</p>", same)
    assert [each[1:3] for each in kept()] == [("1", 1), ("1", 2), ("2", 1)]


def test_the_database_keeps_a_save_once(cast):
    save(cast, "<p>Ett.</p>")
    twice = Revision.objects.get()
    twice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


# Two people, each in a thread with a connection of their own


def at_once(*works):
    """Run all at the same moment, and return what each raised, or None."""
    start, raised = Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait()
            work()
        except Exception as error:
            raised[number] = type(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def lasting_cast(transactional_db, reviewers_group):
    """The cast in a database where other connections see it."""
    return build_cast()


@pytest.fixture
def reviewers_group(transactional_db):
    """A transactional test begins after others have emptied the database, the reviewers' group included."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    config = apps.get_app_config("reporting")
    post_migrate.send(sender=config, app_config=config, verbosity=0, interactive=False, using="default")


def test_two_who_save_at_once_lose_nothing(lasting_cast):
    cast = lasting_cast
    tage = make.contact("Tage", "tage@example.com", cast.teknik)
    raised = at_once(
        lambda: save(cast, "<p>Tovas.</p>"),
        lambda: save(cast, "<p>Tages.</p>", user=tage),
    )
    assert sorted(raised, key=str) == sorted([None, drafts.Conflict], key=str)
    stands = "<p>Tovas.</p>" if raised[0] is None else "<p>Tages.</p>"
    assert list(Answer.objects.values_list("html", "version")) == [(stands, 1)]
    assert [each[3] for each in kept()] == [{"html": stands}]
    assert Event.objects.count() == 1


def test_a_save_and_a_handing_in_at_once(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik, html="<p>Före.</p>")
    make.decision(cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    raised = at_once(
        lambda: save(cast, "<p>Efter.</p>"),
        lambda: workflow.submit(cast.tova, cast.of_teknik),
    )
    assert raised in ([None, None], [drafts.Locked, None])
    frozen = Version.objects.get().data["submission"]["answers"]
    assert frozen == [{"question": 1, "html": Answer.objects.get().html}]


def test_the_same_save_at_once_is_done_once(lasting_cast):
    same = uuid4()
    raised = at_once(*[lambda: save(lasting_cast, "<p>Ett.</p>", save_id=same)] * 2)
    assert raised == [None, None]
    assert list(Answer.objects.values_list("html", "version")) == [("<p>Ett.</p>", 1)]
    assert Revision.objects.count() == 1


def test_two_who_hand_in_at_once(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik)
    make.decision(cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    raised = at_once(*[lambda: workflow.submit(cast.tova, cast.of_teknik)] * 2)
    assert sorted(raised, key=str) == sorted([None, workflow.Refused], key=str)
    assert Version.objects.count() == 1
