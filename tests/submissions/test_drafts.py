"""Saving without losing: versions, conflicts, locks, and two people at once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from submissions import drafts, questions, workflow
from submissions.models import Answer, Event, Membership, Revision, Round, Submission, Version
from tests import make
from tests.at_once import at_once

NOTHING = {"decision_date": None, "decision_paragraph": "", "decision_diary_number": ""}
DECIDED = {"decision_date": date(2025, 2, 27), "decision_paragraph": "§ 41", "decision_diary_number": "TN-1"}


def save(cast, markup, version=0, user=None, save_id=None):
    return drafts.save(user or cast.tova, answer(cast), version, {"html": markup}, save_id or uuid4())


def answer(cast, number="1"):
    return questions.Questions().find(cast.of_teknik, str(number))


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


def test_what_others_have_saved_meanwhile_is_told(cast):
    assert save(cast, "<p>Ett.</p>") == drafts.Saved(1, merged=False)
    assert save(cast, "<p>Ett.</p>") == drafts.Saved(1, merged=False)
    assert save(cast, "", version=0) == drafts.Saved(1, merged=True)  # nothing was typed there


def test_a_version_that_has_not_been_is_a_conflict(cast):
    save(cast, "<p>Ett.</p>")
    with pytest.raises(drafts.Conflict):
        save(cast, "<p>Två.</p>", version=7)


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
    assert save(cast, "<p>Ett.</p>", save_id=same) == drafts.Saved(1, merged=False)
    assert list(Answer.objects.values_list("html", "version")) == [("<p>Två.</p>", 2)]
    assert [each[2] for each in kept()] == [1, 2]


def test_a_save_sent_again_after_closing_is_done(cast):
    same = uuid4()
    save(cast, "<p>Ett.</p>", save_id=same)
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    assert save(cast, "<p>Ett.</p>", save_id=same) == drafts.Saved(1, merged=False)
    with pytest.raises(drafts.Locked):
        save(cast, "<p>Ett.</p>", version=1)


def test_another_persons_save_and_another_answers_are_others(cast):
    same, tage = uuid4(), make.contact("Tage", "tage@example.com", cast.teknik)
    save(cast, "<p>Ett.</p>", save_id=same)
    save(cast, "<p>Två.</p>", version=1, user=tage, save_id=same)
    drafts.save(cast.tova, answer(cast, "2"), 0, {"html": "<p>Ett.</p>"}, same)
    assert [each[1:3] for each in kept()] == [("1", 1), ("1", 2), ("2", 1)]


def test_the_database_keeps_a_save_once(cast):
    save(cast, "<p>Ett.</p>")
    twice = Revision.objects.get()
    twice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


# Two people, each in a thread with a connection of their own


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
