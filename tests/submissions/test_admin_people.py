"""Keeping people and boards in the admin, and what a reviewer may not do there."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions.models import Board, User
from tests import make
from tests.page import select, visible

ADD = reverse("admin:submissions_user_add")
LIST = reverse("admin:submissions_user_changelist")
MORE = {"is_staff": "on", "is_superuser": "on", "user_permissions": ["1"], "groups": ["1"]}


def person(name="Nina Ny", email="Nina@Example.com", boards=(), **fields):
    rows = {f"membership_set-{n}-board": board.pk for n, board in enumerate(boards)}
    forms = {"membership_set-TOTAL_FORMS": len(boards), "membership_set-INITIAL_FORMS": 0}
    return {"name": name, "email": email, "is_active": "on", **forms, **rows, **fields}


def change(user):
    return reverse("admin:submissions_user_change", args=[user.pk])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.mark.django_db(transaction=True)
def test_a_new_person_chooses_a_password_by_a_mailed_link(rut, cast):
    rut.post(ADD, person(boards=[cast.teknik]))
    nina = User.objects.get(email="nina@example.com")
    assert (nina.has_usable_password(), list(nina.boards.all())) == (False, [cast.teknik])
    assert [each.to for each in mail.outbox] == [["nina@example.com"]]
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    visitor = Client()
    page = visitor.get(link, follow=True)
    visitor.post(page.redirect_chain[-1][0], {"password1": make.PASSWORD, "password2": make.PASSWORD})
    nina.refresh_from_db()
    assert nina.check_password(make.PASSWORD)


def test_a_new_person_without_a_board_sees_nothing_and_the_page_says_so(rut, client, cast):
    said = "Nina Ny hör inte till någon nämnd och ser inget förrän du har valt en nämnd."
    assert visible(rut.post(ADD, person(), follow=True), ".messagelist .warning") == [said]
    again = person("Nils Ny", "nils@example.com", [cast.teknik])
    assert visible(rut.post(ADD, again, follow=True), ".messagelist .warning") == []
    client.force_login(cast.ada)
    staff = person("Nora Ny", "nora@example.com", is_staff="on")
    assert visible(client.post(ADD, staff, follow=True), ".messagelist .warning") == []


def test_an_address_that_is_there_is_refused_whatever_its_case(rut, cast):
    response = rut.post(ADD, person(email="TOVA@example.com"))
    assert set(response.context["adminform"].form.errors) == {"email"}


def test_a_reviewer_gives_nobody_any_rights(rut, cast):
    rut.post(ADD, person(**MORE))
    nina = User.objects.get(email="nina@example.com")
    rut.post(change(cast.tova), person(cast.tova.name, cast.tova.email, **MORE))
    cast.tova.refresh_from_db()
    for user in (nina, cast.tova):
        assert (user.is_staff, user.is_superuser) == (False, False)
        assert (user.groups.count(), user.user_permissions.count()) == (0, 0)


def test_an_administrator_makes_a_reviewer(client, cast):
    client.force_login(cast.ada)
    group = cast.rut.groups.get()
    client.post(ADD, person(is_staff="on", groups=[group.pk]))
    assert User.objects.get(email="nina@example.com").has_perm("submissions.review_submission")


@pytest.mark.parametrize("active", [True, False])
def test_a_reviewer_cannot_change_an_administrator(rut, cast, active):
    User.objects.filter(pk=cast.ada.pk).update(is_active=active)
    assert rut.post(change(cast.ada), person("Ada", "rut2@example.com")).status_code == 403
    cast.ada.refresh_from_db()
    assert cast.ada.email == "ada@example.com"


def test_a_reviewer_cannot_change_somebody_with_more_rights(rut, cast):
    cast.mira.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert rut.post(change(cast.mira), person("Mira", "rut2@example.com")).status_code == 403


def test_a_reviewer_deletes_nobody(rut, cast):
    assert rut.post(reverse("admin:submissions_user_delete", args=[cast.tova.pk]), {"post": "yes"}).status_code == 403
    rut.post(LIST, {"action": "delete_selected", "_selected_action": [cast.tova.pk], "post": "yes"})
    assert User.objects.filter(pk=cast.tova.pk).exists()


def test_an_old_address_is_forgotten_everywhere(rut, cast):
    EmailAddress.objects.create(user=cast.tova, email="tova@example.com", verified=True, primary=True)
    rut.post(change(cast.tova), person("Tova Teknik", "tova.teknik@example.com"))
    assert User.objects.get(pk=cast.tova.pk).email == "tova.teknik@example.com"
    assert not EmailAddress.objects.exists()


def test_mails_the_link_again_to_those_chosen(rut, cast):
    rut.post(LIST, {"action": "mail_link", "_selected_action": [cast.tova.pk, cast.mira.pk]})
    assert sorted(each.to for each in mail.outbox) == [["mira@example.com"], ["tova@example.com"]]


@pytest.mark.django_db(transaction=True)
def test_says_when_the_mail_with_the_link_fails(rut, cast, monkeypatch):
    def refuse(self, **kwargs):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    rut.post(ADD, person())
    assert User.objects.filter(email="nina@example.com").exists()
    told = [str(message) for message in rut.get(LIST).context["messages"]]
    assert told[-1] == "Mejlet till nina@example.com gick inte fram, eller så är kontot avstängt."


def test_outsiders_see_nothing(client, cast):
    assert client.get(LIST).status_code == 302
    client.force_login(cast.tova)
    assert client.get(LIST, follow=True).status_code == 403
    assert client.post(ADD, person(), follow=True).status_code == 403
    assert User.objects.count() == 5


def test_the_lists_take_as_many_queries_for_more_rows(rut, cast, django_assert_num_queries):
    for url in (LIST, reverse("admin:submissions_board_changelist")):
        with CaptureQueriesContext(connection) as before:
            rut.get(url)
        for n in range(3):
            make.contact(f"{n}", f"{n}{len(url)}@example.com", make.board(f"Nämnd {n}{len(url)}"), cast.teknik)
        with django_assert_num_queries(len(before)):
            rut.get(url)


def board(name, **fields):
    return {
        "name": name,
        "department": "Förvaltningen",
        "membership_set-TOTAL_FORMS": 0,
        "membership_set-INITIAL_FORMS": 0,
        **fields,
    }


def test_a_board_is_kept_with_its_contact_persons(rut, cast):
    contacts = {"membership_set-TOTAL_FORMS": 1, "membership_set-0-user": cast.tova.pk}
    rut.post(reverse("admin:submissions_board_add"), board("Kulturnämnden", **contacts))
    made = Board.objects.get(name="Kulturnämnden")
    assert (made.slug, list(made.members.all())) == ("kulturnamnden", [cast.tova])


@pytest.mark.parametrize("name", ["Tekniska-nämnden", "!!"])
def test_a_board_must_have_an_address_of_its_own(rut, cast, name):
    response = rut.post(reverse("admin:submissions_board_add"), board(name))
    assert set(response.context["adminform"].form.errors) == {"name"}


def test_a_board_can_be_renamed_until_something_is_frozen(rut, cast):
    url = reverse("admin:submissions_board_change", args=[cast.miljo.pk])
    rut.post(url, board("Klimatnämnden"))
    assert Board.objects.get(pk=cast.miljo.pk).name == "Klimatnämnden"
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    rut.post(url, board("Havsnämnden"))
    assert Board.objects.get(pk=cast.miljo.pk).name == "Klimatnämnden"
    assert "går därför inte att ändra" in rut.get(url).content.decode()


def test_what_a_person_may_do_is_said_plainly(client, cast):
    client.force_login(cast.ada)
    response = client.get(change(cast.rut))
    assert visible(response, ".aligned .checkbox-row label, .field-groups label") == [
        "Kan logga in",
        "På stadskontoret",
        "Grupper:",
        "Administratör",
    ]


def test_fields_in_a_table_are_named_for_those_who_listen(rut, cast):
    response = rut.get(reverse("admin:submissions_board_change", args=[cast.teknik.pk]))
    named = [field.get("aria-label") for field in select(response, ".has_original :is(select, input[type=checkbox])")]
    assert named == ["Person", "Får skriva", "Radera Tova Teknik, Tekniska nämnden"]


def test_what_the_program_keeps_by_itself_is_not_in_the_admin(client, cast):
    client.force_login(cast.ada)
    assert visible(client.get(reverse("admin:index")), "#content-main caption") == [
        "Insamling",
        "Projektregister",
        "Redovisning",
    ]


def test_a_reviewer_opens_no_closed_account_with_more_rights(rut, cast):
    bo = make.contact("Bo Chef", "bo@example.com")
    User.objects.filter(pk=bo.pk).update(is_staff=True, is_active=False)
    bo.user_permissions.add(Permission.objects.get(codename="change_group"))
    assert rut.post(change(bo), person("Bo Chef", "rut2@example.com")).status_code == 403
    bo.refresh_from_db()
    assert (bo.email, bo.is_active) == ("bo@example.com", False)
