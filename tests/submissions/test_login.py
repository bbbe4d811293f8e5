"""Logging in, logging out, and a forgotten password, in Swedish."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from submissions.models import User
from tests import make
from tests.page import visible

LOGIN = "/konto/login/"


def log_in(client, email="tova@example.com", password=make.PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password}, follow=True)


def test_logs_in_by_email_in_any_case(client, cast):
    response = log_in(client, "Tova@Example.com")
    assert response.redirect_chain == [("/", 302)]
    assert visible(response, ".site-header__who > span") == ["Inloggad som Tova Teknik"]


@pytest.mark.parametrize("email", ["tova@example.com", "ingen@example.com"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, cast, email):
    response = log_in(client, email, "fel-lösenord")
    assert visible(response, ".error-summary li") == ["E-postadressen eller lösenordet stämmer inte."]
    assert "_auth_user_id" not in client.session


def test_empty_fields(client, cast):
    assert visible(log_in(client, "", ""), ".error-summary li") == [
        "E-postadress: Detta fält måste fyllas i.",
        "Lösenord: Detta fält måste fyllas i.",
    ]


def test_an_account_that_is_closed(client, cast):
    User.objects.filter(pk=cast.tova.pk).update(is_active=False)
    response = log_in(client)
    assert "_auth_user_id" not in client.session
    assert visible(response, "h1") == ["Kontot är avstängt"]


def test_does_not_lead_to_another_site(client, cast):
    response = client.post(
        LOGIN, {"login": "tova@example.com", "password": make.PASSWORD, "next": "https://example.org/"}
    )
    assert response.headers["Location"] == "/"


def test_logs_out_by_the_button_alone(client, cast):
    client.force_login(cast.tova)
    assert visible(client.get(reverse("account_logout")), "h1") == ["Vill du logga ut?"]
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"), follow=True)
    assert visible(response, "[data-message]") == ["Du är utloggad."]
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, cast):
    before = User.objects.count()
    response = client.post("/konto/signup/", {"email": "ny@example.com", "password1": "x" * 20, "password2": "x" * 20})
    assert visible(response, "h1") == ["Du kan inte skapa ett konto själv"]
    assert User.objects.count() == before


def test_a_forgotten_password(client, cast):
    page = client.get(reverse("account_reset_password"))
    assert visible(page, "h1") == ["Glömt lösenordet"]
    response = client.post(reverse("account_reset_password"), {"email": "tova@example.com"}, follow=True)
    assert visible(response, "h1") == ["Titta i din e-post"]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["tova@example.com"], "Välj lösenord till Internationell redovisning")
    link = re.search(r"https?://[^/]+(/\S+)", sent.body)[1]
    form = client.get(link, follow=True)
    assert visible(form, "h1") == ["Välj ett nytt lösenord"]
    chosen = {"password1": "ett-annat-lösenord", "password2": "ett-annat-lösenord"}
    done = client.post(form.redirect_chain[-1][0], chosen, follow=True)
    assert visible(done, "h1") == ["Lösenordet är bytt"]
    assert log_in(client, password="ett-annat-lösenord").redirect_chain == [("/", 302)]


def test_an_address_that_nobody_has(client, cast):
    response = client.post(reverse("account_reset_password"), {"email": "ingen@example.com"}, follow=True)
    assert visible(response, "h1") == ["Titta i din e-post"]
    assert "finns inte bland kontona" in mail.outbox[0].body


def test_changes_the_password(client, cast):
    client.force_login(cast.tova)
    url = reverse("account_change_password")
    assert visible(client.get(url), "h1") == ["Byt lösenord"]
    chosen = {"password1": "ett-annat-lösenord", "password2": "ett-annat-lösenord"}
    client.post(url, {"oldpassword": make.PASSWORD, **chosen})
    assert User.objects.get(pk=cast.tova.pk).check_password("ett-annat-lösenord")


def test_a_page_that_does_not_exist(client, cast):
    client.force_login(cast.tova)
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert visible(response, "h1") == ["Sidan finns inte"]
