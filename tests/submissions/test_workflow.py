"""The only place where a status changes: who may, from what, and what is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from submissions import drafts, workflow
from submissions.models import Event, Mail, Membership, Round, Submission, Version
from tests import make

Status = Submission.Status


def status(submission):
    return Submission.objects.get(pk=submission.pk).status


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


def test_handing_in_freezes_a_version(cast, handed_in):
    version = Version.objects.get()
    decision = version.data["submission"].pop("decision")
    assert version.data == {
        "submission": {
            "board": "Tekniska nämnden",
            "answers": [{"question": 1, "html": "<p>Vi reste till Hamburg.</p>"}],
        }
    }
    assert decision["paragraph"] == "§ 7"
    assert (version.number, version.created_by, status(handed_in)) == (1, cast.tova, Status.SUBMITTED)
    assert list(Event.objects.values_list("status", "created_by__name")) == [
        ("draft", "Tova Teknik"),
        ("submitted", "Tova Teknik"),
    ]


@pytest.mark.parametrize("missing", ["answer", "decision"])
def test_what_is_missing_stops_handing_in(cast, missing):
    if missing == "answer":
        make.decision(cast.of_teknik)
    else:
        make.answer(cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    with pytest.raises(workflow.Refused, match=r"^Redovisningen går inte att lämna in än\."):
        workflow.submit(cast.tova, cast.of_teknik)
    assert (status(cast.of_teknik), Version.objects.count()) == (Status.DRAFT, 0)


def test_only_the_boards_own_people_hand_in(cast):
    make.answer(cast.of_teknik)
    make.decision(cast.of_teknik)
    for somebody in (cast.ove, cast.rut, cast.ada):
        with pytest.raises(PermissionDenied):
            workflow.submit(somebody, cast.of_teknik)
    assert Version.objects.count() == 0


def test_a_closed_round_takes_nothing_in(cast):
    make.answer(cast.of_teknik)
    make.decision(cast.of_teknik)
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    with pytest.raises(workflow.Refused):
        workflow.submit(cast.tova, cast.of_teknik)


def _taken_back(cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.take_back(cast.tova, cast.of_teknik, 1)


def _missed(cast):
    workflow.begin(cast.tova, cast.of_teknik)
    Round.objects.update(closes=timezone.localdate() - timedelta(1))


@pytest.mark.parametrize(
    ("happens", "stands"),
    [
        (_taken_back, "Nämnden har tagit tillbaka inlämningen"),
        (_missed, "Redovisningen lämnades inte in"),
        (lambda cast: workflow.begin(cast.tova, cast.of_teknik), "Redovisningen är ett utkast"),
        (lambda cast: None, "Redovisningen är inte påbörjad"),
    ],
)
def test_what_is_not_handed_in_is_neither_approved_nor_returned_and_whoever_tries_is_told_how_it_stands(
    cast, happens, stands
):
    happens(cast)
    for step, words in [
        (workflow.approve, "godkänna"),
        (lambda *of: workflow.give_back(*of, "Nej."), "lämna tillbaka"),
    ]:
        with pytest.raises(workflow.Refused) as refusal:
            step(cast.rut, cast.of_teknik)
        assert str(refusal.value) == f"{stands}, så den går inte att {words}."


def test_nothing_is_handed_in_twice(cast, handed_in):
    with pytest.raises(workflow.Refused, match=r"^Redovisningen är inlämnad"):
        workflow.submit(cast.tova, handed_in)
    assert Version.objects.count() == 1


def test_a_return_opens_the_text_even_when_the_round_has_closed(cast, handed_in):
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    drafts.save(cast.tova, handed_in.answers.get(), 0, {"html": "<p>Mer.</p>"}, uuid4())
    assert workflow.submit(cast.tova, handed_in).number == 2
    frozen = [version.data["submission"]["answers"][0]["html"] for version in Version.objects.all()]
    assert frozen == ["<p>Vi reste till Hamburg.</p>", "<p>Mer.</p>"]


@pytest.mark.parametrize("message", ["", "  \n "])
def test_a_return_demands_a_message(cast, handed_in, message):
    with pytest.raises(workflow.Refused, match=r"^Skriv ett meddelande"):
        workflow.give_back(cast.rut, handed_in, message)
    assert status(handed_in) == Status.SUBMITTED


def test_only_the_city_office_returns_and_approves(cast, handed_in):
    for somebody in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            workflow.give_back(somebody, handed_in, "Nej.")
        with pytest.raises(PermissionDenied):
            workflow.approve(somebody, handed_in)
    assert status(handed_in) == Status.SUBMITTED


def test_an_approved_submission_can_be_returned(cast, handed_in):
    workflow.approve(cast.rut, handed_in)
    with pytest.raises(workflow.Refused, match=r"redan godkänd"):
        workflow.approve(cast.rut, handed_in)
    workflow.give_back(cast.rut, handed_in, "Ett fel till.")
    assert status(handed_in) == Status.RETURNED


@pytest.mark.parametrize("before", [Status.NOT_STARTED, Status.DRAFT, Status.RETURNED])
def test_what_is_not_handed_in_is_neither_approved_nor_returned(cast, before):
    Submission.objects.update(status=before)
    with pytest.raises(workflow.Refused):
        workflow.approve(cast.rut, cast.of_teknik)
    with pytest.raises(workflow.Refused):
        workflow.give_back(cast.rut, cast.of_teknik, "Nej.")
    assert status(cast.of_teknik) == before


def test_everybody_at_the_board_gets_a_mail_about_each_change(cast, handed_in):
    Membership.objects.create(user=cast.mira, board=cast.teknik, can_write=False)
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    waiting = Mail.objects.order_by("pk").values_list("kind", "person__name", "event__message")
    assert list(waiting)[:1] == [("receipt", "Tova Teknik", "")]
    assert sorted(waiting)[1:] == [("returned", "Mira Miljö", "Skriv mer."), ("returned", "Tova Teknik", "Skriv mer.")]


def test_beginning_twice_is_beginning_once(cast):
    workflow.begin(cast.tova, cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    assert Event.objects.count() == 1


def test_handing_in_changes_the_submission_by_one_update(cast):
    make.answer(cast.of_teknik)
    make.decision(cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    with CaptureQueriesContext(connection) as counted:
        workflow.submit(cast.tova, cast.of_teknik)
    updates = [query["sql"] for query in counted if query["sql"].startswith('UPDATE "submissions_submission"')]
    assert len(updates) == 1
    assert Submission.objects.get(pk=cast.of_teknik.pk).abbreviation == "FGK"


def test_only_the_city_office_begins_the_review_and_only_of_what_is_handed_in(cast, handed_in):
    for somebody in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            workflow.begin_review(somebody, handed_in)
    with pytest.raises(workflow.Refused, match="inget att granska"):
        workflow.begin_review(cast.rut, cast.of_miljo)
    assert Submission.objects.get(pk=handed_in.pk).review_begun_at is None


def test_the_second_reviewer_begins_nothing_anew(cast, handed_in):
    workflow.begin_review(cast.rut, handed_in)
    workflow.begin_review(cast.ada, handed_in)
    assert Submission.objects.get(pk=handed_in.pk).review_begun_by == cast.rut
    assert [event.in_words for event in handed_in.events.all()] == ["utkast", "inlämnad", "granskningen har börjat"]
