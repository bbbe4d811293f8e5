"""The reviewer's page for a submission: reading it, returning it, approving it."""

from smtplib import SMTPException

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions import workflow
from submissions.models import Submission
from tests import make
from tests.page import visible

Status = Submission.Status
MESSAGE = "Skriv mer om resultaten."


def page(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def give_back(client, submission, message=MESSAGE, version=1):
    url = reverse("admin:submission_give_back", args=[submission.pk])
    return client.post(url, {"message": message, "version": version}, follow=True)


def approve(client, submission, version=1):
    url = reverse("admin:submission_approve", args=[submission.pk])
    return client.post(url, {"version": version}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def status(submission):
    return Submission.objects.get(pk=submission.pk).status


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik, html="<p>Vi reste till <strong>Hamburg</strong>.</p>")
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def test_reads_what_was_handed_in(rut, handed_in):
    handed_in.answers.update(html="<p>Ändrat efteråt</p>")
    response = rut.get(page(handed_in))
    titles = [part.title for section, parts in response.context["shown"] for part in parts]
    assert response.status_code == 200
    assert titles[:3] == ["1. Fråga nummer 1?", "2. Fråga nummer 2?", "BRAVE"]
    assert "Vi reste till <strong>Hamburg</strong>." in response.content.decode()
    assert "Ändrat efteråt" not in response.content.decode()
    assert "§ 7" in response.content.decode()


def test_a_board_that_is_still_writing_is_shown_as_such(rut, cast):
    make.answer(cast.of_miljo, html="<p>Halvfärdigt</p>")
    text = rut.get(page(cast.of_miljo)).content.decode()
    assert "Nämnden har inte lämnat in än." in text
    assert "Halvfärdigt" in text
    assert "Återlämna" not in text
    assert "Godkänn" not in text


def test_markup_from_any_other_road_is_harmless(rut, handed_in):
    version = handed_in.versions.get()
    version.data["submission"]["answers"][0]["html"] = (
        "<p>Hej<script>alert(1)</script><img src=x onerror=alert(1)></p>"
    )
    version.save()
    text = rut.get(page(handed_in)).content.decode()
    assert "alert(1)" not in text
    assert "<p>Hej</p>" in text


def test_approves(rut, cast, handed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = approve(rut, handed_in)
    assert status(handed_in) == Status.APPROVED
    assert [each.to for each in mail.outbox] == [["tova@example.com"]]
    assert response.redirect_chain == [(page(handed_in), 302)]


def test_returns_with_a_message_that_is_mailed_and_shown(rut, handed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = give_back(rut, handed_in)
    assert status(handed_in) == Status.RETURNED
    assert [each.to for each in mail.outbox] == [["tova@example.com"]]
    assert MESSAGE in mail.outbox[0].body
    assert told(response) == ["Tekniska nämndens redovisning är nu återlämnad. 1 kontaktperson har fått mejl."]
    assert MESSAGE in response.content.decode()


@pytest.mark.parametrize("message", ["", "   \n "])
def test_a_return_demands_a_message(rut, handed_in, message):
    response = give_back(rut, handed_in, message)
    assert status(handed_in) == Status.SUBMITTED
    assert response.context["form"].errors == {
        "message": ["Skriv ett meddelande till nämnden om vad som behöver ändras."]
    }
    text = response.content.decode()
    assert "<title>Fel: Tekniska nämnden 2025" in text
    assert 'href="#id_message"' in text
    assert 'aria-invalid="true"' in text


@pytest.mark.django_db(transaction=True)
def test_says_when_the_mail_did_not_go_out(rut, handed_in, monkeypatch):
    def refuse(self, **kwargs):
        raise SMTPException("no")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    response = give_back(rut, handed_in)
    assert status(handed_in) == Status.RETURNED
    assert told(response) == [
        "Tekniska nämndens redovisning är nu återlämnad. Mejlet till nämnden gick inte fram. Hör av dig på annat sätt."
    ]
    assert "Mejlet till nämnden gick inte fram." in rut.get(page(handed_in)).content.decode()


def test_says_when_there_is_nobody_to_mail(rut, cast, handed_in):
    cast.teknik.members.clear()
    assert told(give_back(rut, handed_in)) == [
        "Tekniska nämndens redovisning är nu återlämnad. Nämnden har ingen kontaktperson, så inget mejl har skickats."
    ]


def test_the_second_of_two_reviewers_is_told(rut, cast, handed_in):
    workflow.approve(cast.ada, handed_in)
    response = approve(rut, handed_in)
    assert response.status_code == 409
    assert str(response.context["refusal"]) == "Redovisningen är redan godkänd."
    assert handed_in.events.filter(status=Status.APPROVED).count() == 1


def test_a_refused_return_shows_the_message_again(rut, cast, handed_in):
    workflow.give_back(cast.ada, handed_in, "Först")
    response = give_back(rut, handed_in)
    assert response.status_code == 409
    assert response.context["typed"] == MESSAGE
    assert MESSAGE in response.content.decode()
    assert [event.message for event in handed_in.events.filter(status=Status.RETURNED)] == ["Först"]


@pytest.mark.parametrize("decide", [approve, give_back])
def test_a_decision_is_about_the_version_that_was_read(rut, cast, handed_in, decide):
    workflow.give_back(cast.ada, handed_in, "Rätta")
    workflow.submit(cast.tova, handed_in)
    response = decide(rut, handed_in, version=1)
    assert response.status_code == 409
    assert status(handed_in) == Status.SUBMITTED
    assert str(response.context["refusal"]).startswith("Nämnden har lämnat in en ny version")


@pytest.mark.parametrize("decide", [approve, give_back])
def test_a_decision_without_a_version_is_refused(rut, handed_in, decide):
    assert decide(rut, handed_in, version="").status_code == 409
    assert status(handed_in) == Status.SUBMITTED


def test_an_approved_submission_can_be_returned_but_not_approved_again(rut, cast, handed_in):
    workflow.approve(cast.ada, handed_in)
    response = rut.get(page(handed_in))
    assert (response.context["can_return"], response.context["can_approve"]) == (True, False)


def urls(submission):
    return [
        page(submission),
        reverse("admin:submission_give_back", args=[submission.pk]),
        reverse("admin:submission_approve", args=[submission.pk]),
    ]


def test_whoever_is_not_logged_in_is_sent_to_the_login_page(client, handed_in):
    answers = [client.get(url) for url in urls(handed_in)]
    assert {response.status_code for response in answers} == {302}
    assert {response.url.split("?")[0] for response in answers} == {"/admin/login/"}


def test_a_contact_person_and_staff_without_the_right_are_refused(client, cast, handed_in):
    client.force_login(cast.tova)
    assert [client.post(url, follow=True).status_code for url in urls(handed_in)] == [403, 403, 403]
    cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
    client.force_login(cast.rut)
    assert [client.post(url).status_code for url in urls(handed_in)] == [403, 403, 403]
    assert status(handed_in) == Status.SUBMITTED


def test_wrong_methods(rut, handed_in):
    read, *decisions = urls(handed_in)
    assert rut.post(read, {"decision_paragraph": "§ 1"}).status_code == 405
    assert [rut.get(url).status_code for url in decisions] == [405, 405]


def test_there_is_nothing_at_other_addresses(rut, cast):
    assert rut.get("/admin/submissions/submission/9999/change/").status_code == 404
    assert rut.get("/admin/submissions/submission/abc/change/").status_code == 404
    assert rut.post("/admin/submissions/submission/abc/godkann/").status_code == 404


def test_not_even_an_administrator_adds_or_deletes_by_the_admin(client, cast, handed_in):
    client.force_login(cast.ada)
    assert client.get("/admin/submissions/submission/add/").status_code == 403
    assert client.post(f"/admin/submissions/submission/{handed_in.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/submissions/round/{cast.round.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Submission.objects.count() == 3


def test_no_content_of_a_submission_has_a_form_in_the_admin():
    kept = {model._meta.label for model in site._registry if model._meta.app_label in {"submissions", "projects"}}
    assert kept == {
        "submissions.Submission",
        "submissions.Round",
        "submissions.Board",
        "submissions.User",
        "projects.Project",
    }


def test_the_list_takes_as_many_queries_for_one_as_for_three(rut, cast, django_assert_num_queries):
    url = reverse("admin:submissions_submission_changelist")
    with CaptureQueriesContext(connection) as three:
        rut.get(url)
    Submission.objects.exclude(pk=cast.of_teknik.pk).delete()
    with django_assert_num_queries(len(three)):
        rut.get(url)


def test_reading_takes_as_many_queries_for_one_card_as_for_three(rut, handed_in, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        rut.get(page(handed_in))
    version = handed_in.versions.get()
    for content in (version.data["submission"]["cards"], version.data["projects"]):
        content += [{**content[0], "project": f"p{n}", "key": f"p{n}"} for n in (1, 2)]
    version.save()
    with django_assert_num_queries(len(one)):
        rut.get(page(handed_in))


def test_whoever_may_not_go_there_is_told_so(client, cast):
    client.force_login(cast.rut)
    response = client.get(reverse("admin:submissions_submission_add"))
    assert (response.status_code, visible(response, ".lead")) == (
        403,
        ["Ditt konto har inte behörighet till den här sidan."],
    )
