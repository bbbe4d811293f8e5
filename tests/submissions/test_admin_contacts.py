"""A board's contact persons in the admin: each person once, however they were added."""

from functools import partial

import pytest
from django.contrib.admin.options import IS_POPUP_VAR
from django.test import Client
from django.urls import reverse

from submissions.models import Membership, User
from tests.at_once import at_once
from tests.page import select, visible

ADD_PERSON = reverse("admin:submissions_user_add")


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def of_board(board):
    return reverse("admin:submissions_board_change", args=[board.pk])


def of_person(person):
    return reverse("admin:submissions_user_change", args=[person.pk])


def rows(*chosen, side):
    """The table as it is posted, with a new row for each that is chosen on its other `side`."""
    return {
        "membership_set-TOTAL_FORMS": len(chosen),
        "membership_set-INITIAL_FORMS": 0,
        **{f"membership_set-{at}-{side}": each.pk for at, each in enumerate(chosen)},
    }


def board(of, *people):
    return {"name": of.name, "department": of.department, **rows(*people, side="user")}


def person(of, *boards):
    return {"name": of.name, "email": of.email, "is_active": "on", **rows(*boards, side="board")}


def members(board):
    return sorted(each.name for each in board.members.all())


def test_a_person_made_for_a_boards_page_is_not_asked_for_boards(rut, cast):
    popup = {IS_POPUP_VAR: "1"}
    assert select(rut.get(ADD_PERSON, popup), "[id^=membership_set]") == []
    assert select(rut.get(ADD_PERSON), "[id^=membership_set]") != []
    answer = rut.post(ADD_PERSON, {"name": "Nina Ny", "email": "nina@example.com", "is_active": "on"} | popup)
    assert "Nina Ny" in answer.content.decode()
    page = rut.post(of_board(cast.miljo), board(cast.miljo, User.objects.get(name="Nina Ny")), follow=True)
    assert members(cast.miljo) == ["Mira Miljö", "Nina Ny"]
    assert visible(page, ".messagelist .warning") == []


def test_somebody_who_belongs_to_the_board_already_is_a_fault(rut, cast):
    page = rut.post(of_board(cast.teknik), board(cast.teknik, cast.tova))
    assert visible(page, ".field-user .errorlist li") == ["Tova Teknik finns redan i listan. Ta bort den här raden."]
    assert (page.status_code, members(cast.teknik)) == (200, ["Tova Teknik"])


def test_so_is_a_board_that_the_person_has_already(rut, cast):
    page = rut.post(of_person(cast.tova), person(cast.tova, cast.teknik))
    said = ["Tekniska nämnden finns redan i listan. Ta bort den här raden."]
    assert visible(page, ".field-board .errorlist li") == said


def test_the_same_on_two_rows_is_a_fault_at_the_second(rut, cast):
    page = rut.post(of_board(cast.teknik), board(cast.teknik, cast.mira, cast.mira))
    assert visible(page, ".errorlist li") == ["Mira Miljö står på två rader. Ta bort den ena."]
    page = rut.post(of_person(cast.tova), person(cast.tova, cast.miljo, cast.miljo))
    assert visible(page, ".errorlist li") == ["Miljönämnden står på två rader. Ta bort den ena."]
    assert (members(cast.teknik), members(cast.miljo)) == (["Tova Teknik"], ["Mira Miljö"])


def test_a_row_that_stands_is_changed_and_taken_away(rut, cast):
    mine = Membership.objects.get(board=cast.teknik)
    row = {"membership_set-INITIAL_FORMS": 1, "membership_set-0-id": mine.pk}
    rut.post(of_board(cast.teknik), board(cast.teknik, cast.tova) | row)
    mine.refresh_from_db()
    assert mine.can_write is False
    rut.post(of_board(cast.teknik), board(cast.teknik, cast.tova) | row | {"membership_set-0-DELETE": "on"})
    assert members(cast.teknik) == []


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_add_the_same_at_once_both_get_an_answer(cast):
    posts = [
        (of_board(cast.miljo), board(cast.miljo, cast.tova)),
        (of_person(cast.tova), person(cast.tova, cast.miljo)),
    ]
    answered = []

    def post(official, url, data):
        client = Client()
        client.force_login(official)
        answered.append(client.post(url, data).status_code)

    officials = (cast.rut, cast.ada)
    assert at_once(*(partial(post, who, *each) for who, each in zip(officials, posts, strict=True))) == [None, None]
    assert sorted(answered) == [200, 302]
    assert members(cast.miljo) == ["Mira Miljö", "Tova Teknik"]
