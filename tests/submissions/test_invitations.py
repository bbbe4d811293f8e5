"""Inviting colleagues by mail, taking back, and what the link does: for newcomers, members, strangers and robots."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from submissions import invitations, mail
from submissions.models import Invitation, Mail, Membership, User
from tests import make
from tests.at_once import at_once
from tests.page import visible

from .mailbox import lines

PEOPLE = "/2025/tekniska-namnden/personer/"
NEW = {"name": "Nina Ny", "password1": "ett-alldeles-nytt-ord", "password2": "ett-alldeles-nytt-ord"}


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def tova(cast):
    return logged_in(cast.tova)


@pytest.fixture
def invited(cast):
    """Nina, who has no account, is invited to write for Teknik: the link in her mail."""
    made = invitations.invite(cast.tova, cast.teknik, "Nina@Example.com", can_write=True)
    return link(made)


def link(invitation):
    return f"/inbjudan/{invitations.new_token(invitation)}/"


def see(url, client=None):
    """What the link leads to."""
    return (client or Client()).get(url, follow=True)


def answer(url, data=None, client=None, follow=False):
    """Open the link, and press the button on the page that it leads to."""
    client = client or Client()
    client.get(url)
    return client.post("/inbjudan/", data, follow=follow)


def standing(person):
    return list(Membership.objects.filter(user__email=person).values_list("board__name", "can_write"))


def test_invites_by_mail_with_a_link_that_is_kept_nowhere(tova, cast, inbox):
    response = tova.post(PEOPLE, {"email": "Nina@example.com", "can_write": "no"}, follow=True)
    assert response.redirect_chain == [(PEOPLE, 302)]
    assert visible(response, ".notice--success") == ["nina@example.com får strax ett mejl med en inbjudan."]
    assert mail.send_due() == (1, 0)
    (sent,) = inbox.mails
    assert sent["To"] == "nina@example.com"
    assert lines(sent)[2] == (
        "Tova Teknik (tova@example.com) bjuder in dig att läsa Tekniska nämndens "
        "redovisning av internationellt arbete."
    )
    (url,) = [line for line in lines(sent) if "/inbjudan/" in line]
    token = re.fullmatch(r"https://redovisning.example.se/inbjudan/([\w-]{43})/", url)[1]
    made = Invitation.objects.get()
    assert invitations.find(token) == made
    assert token not in str(vars(made)) + str(vars(Mail.objects.get()))
    assert see(f"/inbjudan/{token}/").status_code == 200


def test_a_mail_that_is_written_again_has_a_new_link_and_new_days(cast):
    made = invitations.invite(cast.tova, cast.teknik, "nina@example.com", can_write=True)
    first, second = link(made), link(made)
    assert (see(first).status_code, see(second).status_code) == (410, 200)


def test_the_link_works_for_seven_days(cast, invited):
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=5))
    assert see(invited).status_code == 200
    Invitation.objects.update(expires_at=timezone.now())
    response = see(invited)
    assert (response.status_code, visible(response, "h1")) == (410, ["Inbjudan gäller inte"])
    assert visible(response, ".lead")[0].startswith("Inbjudan gick ut")
    assert answer(invited, NEW).status_code == 410
    assert standing("nina@example.com") == []


def test_somebody_without_an_account_chooses_name_and_password_and_is_in(cast, invited):
    client = Client()
    response = answer(invited, NEW, client, follow=True)
    assert response.redirect_chain == [("/", 302)]
    nina = User.objects.get(email="nina@example.com")
    assert (nina.name, nina.is_staff, nina.is_superuser, get_user(client)) == ("Nina Ny", False, False, nina)
    assert standing("nina@example.com") == [("Tekniska nämnden", True)]
    assert nina.check_password(NEW["password1"])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": " "}, "Ditt namn: Skriv ditt namn."),
        ({"password2": "ett-annat-långt-ord"}, "Lösenordet en gång till"),
        ({"password1": "kort", "password2": "kort"}, "Lösenord"),
        ({"password1": "nina@example.com", "password2": "nina@example.com"}, "Lösenord"),
    ],
)
def test_faults_are_told_and_nobody_is_made(cast, invited, change, fault):
    client = Client()
    response = answer(invited, NEW | change, client)
    assert response.status_code == 422
    assert visible(response, "title")[0].startswith("Fel: ")
    assert visible(response, ".error-summary li")[0].startswith(fault)
    assert (User.objects.filter(email="nina@example.com").exists(), standing("nina@example.com")) == (False, [])
    assert Invitation.objects.get().used_at is None


def test_opening_the_link_uses_nothing_up(cast, invited):
    for _ in range(3):
        assert see(invited).status_code == 200
        assert Client().head(invited, follow=True).status_code == 200
    assert (Invitation.objects.get().used_at, standing("nina@example.com")) == (None, [])


def test_the_link_works_once(cast, invited):
    answer(invited, NEW)
    response = see(invited)
    assert (response.status_code, visible(response, ".lead")) == (410, ["Inbjudan är redan använd."])
    assert answer(invited, NEW | {"name": "Någon annan"}).status_code == 410
    assert User.objects.get(email="nina@example.com").name == "Nina Ny"


def test_somebody_with_an_account_logs_in_first_and_then_says_yes(cast):
    url = link(invitations.invite(cast.tova, cast.teknik, "mira@example.com", can_write=False))
    response = see(url)
    assert "/konto/login/?next=/inbjudan/" in response.content.decode()
    assert answer(url, NEW).status_code == 200
    assert standing("mira@example.com") == [("Miljönämnden", True)]
    mira = Client()
    mira.get(url)
    mira.post("/konto/login/?next=/inbjudan/", {"login": "mira@example.com", "password": make.PASSWORD})
    assert visible(mira.get("/inbjudan/"), "main button") == ["Tacka ja"]
    assert standing("mira@example.com") == [("Miljönämnden", True)]
    assert mira.post("/inbjudan/").status_code == 302
    assert sorted(standing("mira@example.com")) == [("Miljönämnden", True), ("Tekniska nämnden", False)]


def test_a_mail_that_was_forwarded_lets_nobody_else_in(cast, invited):
    ove = logged_in(cast.ove)
    response = see(invited, ove)
    assert response.status_code == 403
    assert "Inbjudan är till nina@example.com, men du är inloggad som Ove Fritid" in response.content.decode()
    assert answer(invited, NEW, ove).status_code == 403
    assert standing("ove@example.com") == [("Fritidsnämnden", True)]
    with pytest.raises(PermissionDenied):
        invitations.accept(cast.ove, Invitation.objects.get())


def test_an_account_that_is_closed_stays_out(cast, invited):
    make.contact("Nina", "nina@example.com")
    User.objects.filter(email="nina@example.com").update(is_active=False)
    assert "avstängt" in visible(see(invited), ".notice")[0]
    assert answer(invited, NEW).status_code == 200
    assert standing("nina@example.com") == []


def test_a_link_that_is_nobodys(cast):
    response = see("/inbjudan/abc/")
    assert (response.status_code, visible(response, "h1")) == (410, ["Inbjudan gäller inte"])


def test_an_invitation_is_taken_back(tova, cast, invited):
    made = Invitation.objects.get()
    assert tova.post(f"{PEOPLE}inbjudan/{made.pk}/ta-tillbaka/").status_code == 302
    response = see(invited)
    assert (response.status_code, visible(response, ".lead")) == (410, ["Inbjudan är återtagen."])
    assert answer(invited, NEW).status_code == 410
    assert mail.send_due() == (0, 0)


def test_a_second_invitation_takes_the_place_of_the_first(tova, cast, invited):
    tova.post(PEOPLE, {"email": "nina@example.com", "can_write": "no"})
    assert see(invited).status_code == 410
    (unused,) = invitations.unused(cast.teknik)
    answer(link(unused), NEW)
    assert standing("nina@example.com") == [("Tekniska nämnden", False)]


def test_whoever_belongs_already_is_not_invited(tova, cast):
    response = tova.post(PEOPLE, {"email": "TOVA@example.com", "can_write": "yes"})
    assert response.status_code == 409
    assert "tova@example.com hör redan till Tekniska nämnden." in visible(response, ".error-summary li")[0]
    assert Invitation.objects.count() == 0


def test_twenty_unused_a_week_also_where_they_are_taken_back(tova, cast):
    for number in range(20):
        made = invitations.invite(cast.tova, cast.teknik, f"p{number}@example.com", can_write=True)
        invitations.withdraw(cast.tova, made)
    response = tova.post(PEOPLE, {"email": "en.till@example.com", "can_write": "yes"})
    assert (response.status_code, Invitation.objects.count()) == (409, 20)
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert tova.post(PEOPLE, {"email": "en.till@example.com", "can_write": "yes"}).status_code == 302


@pytest.mark.parametrize("data", [{}, {"email": "inte en adress", "can_write": "yes"}, {"email": "a@example.com"}])
def test_a_faulty_form_is_told(tova, cast, data):
    response = tova.post(PEOPLE, data)
    assert (response.status_code, Invitation.objects.count()) == (422, 0)
    assert visible(response, "title")[0].startswith("Fel: ")


@pytest.mark.django_db(transaction=True)
def test_two_who_press_the_same_link_at_once_become_one(cast, invited):
    answers = []
    at_once(*[lambda: answers.append(answer(invited, NEW).status_code)] * 3)
    assert standing("nina@example.com") == [("Tekniska nämnden", True)]
    assert User.objects.filter(email="nina@example.com").count() == 1
    assert set(answers) <= {302, 410}


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_who_presses_twice_gets_one_account(lasting_cast):
    cast = lasting_cast
    made = [
        invitations.invite(*each, "ny@example.com", True)
        for each in [(cast.tova, cast.teknik), (cast.mira, cast.miljo)]
    ]
    raised = at_once(*(lambda each=each: invitations.join(each, "Ny", make.PASSWORD) for each in [*made, made[0]]))
    assert sorted(map(str, raised)) == sorted(map(str, [None, invitations.Refused, invitations.Refused]))
    assert User.objects.filter(email="ny@example.com").count() == 1


def test_taken_back_and_accepted_at_once_is_one_of_them(cast):
    made = invitations.invite(cast.tova, cast.teknik, "mira@example.com", can_write=True)
    at_once(lambda: invitations.withdraw(cast.tova, made), lambda: invitations.accept(cast.mira, made))
    made.refresh_from_db()
    joined = ("Tekniska nämnden", True) in standing("mira@example.com")
    assert joined == bool(made.used_at)


def test_the_token_is_in_no_log_and_on_no_page(cast, invited, caplog):
    pages = [see(invited), answer(invited, {}), see(invited, logged_in(cast.ove)), answer(invited, NEW), see(invited)]
    token = invited.split("/")[2]
    assert [page.status_code for page in pages] == [200, 422, 403, 302, 410]
    assert not any(token in line for line in [*caplog.messages, *(page.content.decode() for page in pages)])
