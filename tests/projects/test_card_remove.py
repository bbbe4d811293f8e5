"""Taking a card away: after a question, and never one that somebody has changed since."""

import pytest
from django.utils import timezone

from projects.models import Card, Partner, Project
from submissions.models import Submission
from tests import make
from tests.projects.posting import typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def brave(cast):
    return make.card(cast.of_teknik, make.project())


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def remove(card):
    return url(card, "ta-bort/")


def test_the_page_asks_and_says_what_is_removed(tova, brave):
    make.partner(brave)
    make.partner(brave, "Kiel")
    response = tova.get(remove(brave))
    assert response.context["contents"] == [
        "roll: Projektpartner",
        "utbetalda medel: 100\u00a0000\u00a0kronor",
        "1 text",
        "2 partner",
    ]
    assert Card.objects.count() == 1


def test_the_card_goes_and_the_project_stays(tova, cast, brave):
    make.partner(brave)
    theirs = make.card(cast.of_miljo, brave.project)
    response = tova.post(remove(brave), {"version": "0"})
    assert response.url == "/2025/tekniska-namnden/"
    assert (list(Card.objects.all()), Partner.objects.count(), Project.objects.count()) == ([theirs], 0, 1)
    assert Submission.objects.get(pk=cast.of_teknik.pk).changed_by == cast.tova


def test_a_card_that_was_changed_meanwhile_stays(tova, brave):
    tova.post(url(brave), typed(brave, title="Ny rubrik"))
    response = tova.post(remove(brave), {"version": "0"})
    assert (response.status_code, response.context["conflict"]) == (409, True)
    assert (response.context["card"].version, Card.objects.count()) == (1, 1)
    tova.post(remove(brave), {"version": "1"})
    assert Card.objects.count() == 0


def test_a_removal_without_a_version_is_refused(tova, brave):
    assert tova.post(remove(brave)).status_code == 422
    assert Card.objects.count() == 1


def test_a_round_that_has_closed_keeps_its_cards(tova, cast, brave):
    cast.round.closes = timezone.localdate() - timezone.timedelta(1)
    cast.round.save()
    response = tova.post(remove(brave), {"version": "0"})
    assert (response.status_code, response.context["why"]) == (409, "locked")
    assert Card.objects.count() == 1


def test_an_outsider_finds_nothing_and_the_reviewer_may_not(client, cast, brave):
    for person, status in ((cast.ove, 404), (cast.rut, 403)):
        client.force_login(person)
        assert client.get(remove(brave)).status_code == status
        assert client.post(remove(brave), {"version": "0"}).status_code == status
    assert Card.objects.count() == 1


def test_other_methods_are_refused_and_head_removes_nothing(tova, brave):
    assert tova.put(remove(brave)).status_code == 405
    assert tova.head(remove(brave)).status_code == 200
    assert Card.objects.count() == 1


def test_a_card_that_is_gone_is_not_found(tova, brave):
    Card.objects.all().delete()
    assert tova.post(remove(brave), {"version": "0"}).status_code == 404
