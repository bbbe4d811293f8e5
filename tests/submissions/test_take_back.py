"""Taking back what was handed in, until the city office has begun to read it: the page, and races for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from submissions import remarks, workflow
from submissions.models import Event, Round, Submission, Version
from tests import make
from tests.at_once import at_once
from tests.page import select, visible

Status = Submission.Status
Kind = Event.Kind
URL = "/2025/tekniska-namnden/kvitto/ta-tillbaka/"
RECEIPT = "/2025/tekniska-namnden/kvitto/"


def state(submission):
    """The submission's status, how many versions it has, and what was done with it, last."""
    held = Submission.objects.get(pk=submission.pk)
    last = held.events.last()
    return held.status, held.versions.count(), last.kind


def close(days_ago=1):
    Round.objects.update(closes=timezone.localdate() - timedelta(days_ago))


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def tova(client, cast):
    client.force_login(cast.tova)
    return client


def test_asks_first_and_then_takes_back(tova, cast, handed_in):
    assert [link.get("href") for link in select(tova.get(RECEIPT), "main .btn-danger")] == [URL]
    page = tova.get(URL)
    assert visible(page, "h1") == ["Vill ni ta tillbaka inlämningen?"]
    assert state(handed_in) == (Status.SUBMITTED, 1, Kind.STATUS)
    response = tova.post(URL, {"version": 1}, follow=True)
    assert response.redirect_chain == [("/2025/tekniska-namnden/", 302)]
    assert visible(response, ".notice--success") == [
        "Inlämningen är tillbakatagen. Nu kan ni ändra och lämna in igen."
    ]
    assert state(handed_in) == (Status.DRAFT, 1, Kind.TAKEN_BACK)
    assert handed_in.events.last().created_by == cast.tova


def test_what_was_handed_in_is_kept_and_the_next_version_follows(cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    handed_in.answers.update(html="<p>Vi reste till Kiel.</p>")
    assert workflow.submit(cast.tova, handed_in).number == 2
    frozen = [version.data["submission"]["answers"][0]["html"] for version in Version.objects.all()]
    assert frozen == ["<p>Vi reste till Hamburg.</p>", "<p>Vi reste till Kiel.</p>"]


def test_the_receipt_says_that_it_is_taken_back(tova, cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    page = tova.get(RECEIPT)
    assert visible(page, "h1") == ["Kvitto"]
    assert "Ni har tagit tillbaka redovisningen." in visible(page, "h2 + p")[0]
    assert visible(page, "main .btn") == ["Fortsätt skriva"]
    close()
    assert "Omgången stängde" in visible(tova.get(RECEIPT), "h2 + p")[0]


def test_one_that_was_returned_before_becomes_returned_again_even_when_the_round_has_closed(cast, handed_in):
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    workflow.submit(cast.tova, handed_in)
    close()
    workflow.take_back(cast.tova, handed_in, 2)
    assert state(handed_in) == (Status.RETURNED, 2, Kind.TAKEN_BACK)
    assert handed_in.last_return.message == "Skriv mer."
    assert workflow.submit(cast.tova, handed_in).number == 3


def test_a_draft_is_not_taken_back_when_the_round_has_closed(tova, cast, handed_in):
    close()
    assert visible(tova.get(RECEIPT), "main .btn-danger") == []
    response = tova.post(URL, {"version": 1})
    assert response.status_code == 409
    assert visible(response, ".notice--error > p")[0] == (
        "Omgången är stängd, så ni skulle inte kunna lämna in redovisningen igen."
    )
    assert state(handed_in) == (Status.SUBMITTED, 1, Kind.STATUS)


@pytest.mark.parametrize("how", ["by pressing the button", "by a remark"])
def test_not_once_the_review_has_begun(tova, cast, handed_in, how):
    if how == "by a remark":
        remarks.write(cast.rut, handed_in, "Skriv mer.", "Hela redovisningen")
    else:
        workflow.begin_review(cast.rut, handed_in)
    receipt = tova.get(RECEIPT)
    assert visible(receipt, "main .btn-danger") == []
    assert visible(receipt, "h2 + p")[0].startswith("Stadskontoret har börjat granska redovisningen")
    for response in (tova.get(URL), tova.post(URL, {"version": 1})):
        assert visible(response, ".notice--error > p")[0] == (
            "Stadskontoret har börjat granska redovisningen. Därför går den inte att ta tillbaka."
        )
    assert response.status_code == 409
    assert state(handed_in) == (Status.SUBMITTED, 1, Kind.REVIEW_BEGUN)


def test_handing_in_again_lets_the_board_take_it_back_again(cast, handed_in):
    workflow.begin_review(cast.rut, handed_in)
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    workflow.submit(cast.tova, handed_in)
    held = Submission.objects.get(pk=handed_in.pk)
    assert (held.review_begun_at, held.review_begun_by) == (None, None)
    workflow.take_back(cast.tova, handed_in, 2)
    assert state(handed_in) == (Status.RETURNED, 2, Kind.TAKEN_BACK)


def test_an_old_page_takes_back_nothing(cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    workflow.submit(cast.tova, handed_in)
    for number in (1, "", None, "x"):
        with pytest.raises(workflow.Refused, match="ny version"):
            workflow.take_back(cast.tova, handed_in, number)
    assert state(handed_in)[0] == Status.SUBMITTED


@pytest.mark.parametrize("done", [workflow.approve, lambda user, it: workflow.give_back(user, it, "Nej.")])
def test_what_is_decided_is_not_taken_back(cast, handed_in, done):
    done(cast.rut, handed_in)
    with pytest.raises(workflow.Refused, match="går inte att ta tillbaka"):
        workflow.take_back(cast.tova, handed_in, 1)


def test_only_the_boards_own_people(client, cast, handed_in):
    for person, told in ((cast.ove, 404), (cast.rut, 403)):
        client.force_login(person)
        assert (client.get(URL).status_code, client.post(URL, {"version": 1}).status_code) == (told, told)
    for person in (cast.ove, cast.rut, cast.ada):
        with pytest.raises(PermissionDenied):
            workflow.take_back(person, handed_in, 1)
    assert state(handed_in)[0] == Status.SUBMITTED


def test_wrong_method(tova, handed_in):
    assert tova.put(URL).status_code == 405


# At the same moment, each in a thread with a connection of its own: one of them wins, and the other is told.


@pytest.fixture
def lasting(lasting_cast):
    """The cast in a database where other connections see it, with Teknik's account handed in."""
    make.answer(lasting_cast.of_teknik)
    make.handed_in(lasting_cast.of_teknik, lasting_cast.tova)
    return lasting_cast


RIVALS = {
    "begin": (workflow.begin_review, Status.SUBMITTED),
    "remark": (lambda user, it: remarks.write(user, it, "Skriv mer.", "Hela redovisningen"), Status.SUBMITTED),
    "approve": (workflow.approve, Status.APPROVED),
    "return": (lambda user, it: workflow.give_back(user, it, "Skriv mer."), Status.RETURNED),
}


@pytest.mark.parametrize("rival", RIVALS)
def test_taking_back_against_the_city_office(lasting, rival):
    act, becomes = RIVALS[rival]
    ours, theirs = at_once(
        lambda: workflow.take_back(lasting.tova, lasting.of_teknik, 1),
        lambda: act(lasting.rut, lasting.of_teknik),
    )
    assert {ours, theirs} == {None, workflow.Refused}
    status, versions, _ = state(lasting.of_teknik)
    assert (status, versions) == (Status.DRAFT if ours is None else becomes, 1)
    assert lasting.of_teknik.remarks.count() == (ours is not None and rival == "remark")


def test_two_who_take_back_at_once(lasting):
    raised = at_once(*[lambda: workflow.take_back(lasting.tova, lasting.of_teknik, 1)] * 2)
    assert sorted(raised, key=str) == sorted([None, workflow.Refused], key=str)
    assert lasting.of_teknik.events.filter(kind=Kind.TAKEN_BACK).count() == 1


def test_two_who_begin_the_review_at_once(lasting):
    raised = at_once(*[lambda: workflow.begin_review(lasting.rut, lasting.of_teknik)] * 2)
    assert raised == [None, None]
    assert lasting.of_teknik.events.filter(kind=Kind.REVIEW_BEGUN).count() == 1
