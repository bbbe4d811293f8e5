"""The reviewer's page for a submission: reading it, returning it, approving it."""

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from submissions import remarks, workflow
from submissions.models import Mail, Submission
from tests import make
from tests.page import select, visible

Status = Submission.Status
MESSAGE = "Skriv mer om resultaten."


def page(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def give_back(client, submission, message=MESSAGE, version=1, seen="submitted"):
    url = reverse("admin:submission_give_back", args=[submission.pk])
    return client.post(url, {"message": message, "version": version, "status": seen}, follow=True)


def approve(client, submission, version=1):
    url = reverse("admin:submission_approve", args=[submission.pk])
    return client.post(url, {"version": version}, follow=True)


def told(response):
    return visible(response, ".messagelist li")


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
    assert response.status_code == 200
    assert visible(response, ".paper h2, .paper h3") == [
        "Del 1. Nämndens internationella arbete",
        "1. Fråga nummer 1?",
        "2. Fråga nummer 2?",
        "Del 2. Internationellt finansierade projekt",
        "BRAVE",
    ]
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


def test_approves(rut, cast, handed_in):
    response = approve(rut, handed_in)
    assert status(handed_in) == Status.APPROVED
    assert [each.person for each in Mail.objects.filter(kind="approved")] == [cast.tova]
    assert response.redirect_chain == [(page(handed_in), 302)]


def test_returns_with_a_message_that_is_mailed_and_shown(rut, cast, handed_in):
    response = give_back(rut, handed_in)
    assert status(handed_in) == Status.RETURNED
    assert [(each.person, each.event.message) for each in Mail.objects.filter(kind="returned")] == [
        (cast.tova, MESSAGE)
    ]
    assert told(response) == [
        "Tekniska nämndens redovisning är nu återlämnad. 1 kontaktperson får mejl.",
        "Ingen annan inlämning väntar på att granskas. Till omgången 2025",
    ]
    assert MESSAGE in response.content.decode()


@pytest.mark.parametrize("message", ["", "   \n "])
def test_a_return_demands_a_message(rut, handed_in, message):
    response = give_back(rut, handed_in, message)
    assert (response.status_code, status(handed_in)) == (422, Status.SUBMITTED)
    assert response.context["form"].errors == {
        "message": ["Skriv ett meddelande till nämnden om vad som behöver ändras."]
    }
    text = response.content.decode()
    assert "<title>Fel: Tekniska nämnden 2025" in text
    assert 'href="#id_message"' in text
    assert 'aria-invalid="true"' in text


def test_says_when_there_is_nobody_to_mail(rut, cast, handed_in):
    cast.teknik.members.clear()
    assert told(give_back(rut, handed_in)) == [
        "Tekniska nämndens redovisning är nu återlämnad. Nämnden har ingen kontaktperson, så inget mejl har skickats.",
        "Ingen annan inlämning väntar på att granskas. Till omgången 2025",
    ]


@pytest.mark.parametrize("decide", [give_back, approve])
def test_a_decision_leads_to_the_next_that_waits_in_the_round_or_to_the_round(rut, cast, handed_in, decide):
    elsewhere = make.submission(make.round(2024), cast.fritid)
    for submission, person in ((cast.of_miljo, cast.mira), (elsewhere, cast.ove)):
        make.answer(submission)
        make.handed_in(submission, person)
    response = decide(rut, handed_in)
    assert told(response)[1] == "Nästa att granska: Miljönämnden"
    assert [link.get("href") for link in select(response, ".messagelist a")] == [page(cast.of_miljo)]
    response = decide(rut, cast.of_miljo)
    assert [link.get("href") for link in select(response, ".messagelist a")] == [
        reverse("round_overview", args=[2025])
    ]


def test_the_second_of_two_reviewers_is_told(rut, cast, handed_in):
    workflow.approve(cast.ada, handed_in)
    response = approve(rut, handed_in)
    assert response.status_code == 409
    assert visible(response, ".error-summary p") == ["Redovisningen är redan godkänd.", _done(handed_in, "Godkänd")]
    assert handed_in.events.filter(status=Status.APPROVED).count() == 1


def _done(submission, what, who="Ada Admin"):
    at = timezone.localtime(submission.events.last().created_at)
    return f"{what} {date_format(at, 'j F Y')} klockan {at:%H:%M} av {who}."


def test_a_refused_return_shows_the_message_again(rut, cast, handed_in):
    workflow.give_back(cast.ada, handed_in, "Först")
    response = give_back(rut, handed_in)
    assert response.status_code == 409
    assert visible(response, ".typed") == [MESSAGE]
    assert visible(response, ".error-summary p")[1] == _done(handed_in, "Återlämnad")
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
    give_back(rut, handed_in, seen="approved")
    assert status(handed_in) == Status.RETURNED


@pytest.mark.parametrize("seen", ["submitted", ""])
def test_what_another_has_approved_meanwhile_is_not_returned(rut, cast, handed_in, seen):
    workflow.approve(cast.ada, handed_in)
    response = give_back(rut, handed_in, seen=seen)
    assert (response.status_code, status(handed_in)) == (409, Status.APPROVED)
    assert visible(response, ".typed") == [MESSAGE]
    assert visible(response, ".error-summary p")[:2] == [
        "Redovisningen är godkänd. Så var det inte när du öppnade sidan. Läs vad som har hänt innan du beslutar.",
        _done(handed_in, "Godkänd"),
    ]


def urls(submission):
    return [
        page(submission),
        reverse("admin:submission_give_back", args=[submission.pk]),
        reverse("admin:submission_approve", args=[submission.pk]),
        reverse("admin:submission_begin_review", args=[submission.pk]),
        reverse("admin:submission_remark", args=[submission.pk]),
        reverse("admin:submission_remove_remark", args=[submission.pk, 1]),
        reverse("admin:submission_thread", args=[submission.pk, 1]),
        reverse("admin:submission_presence", args=[submission.pk]),
    ]


def test_whoever_is_not_logged_in_is_sent_to_the_login_page(client, handed_in):
    answers = [client.get(url) for url in urls(handed_in)]
    assert {response.status_code for response in answers} == {302}
    assert {response.url.split("?")[0] for response in answers} == {"/admin/login/"}


def test_a_contact_person_and_staff_without_the_right_are_refused(client, cast, handed_in):
    client.force_login(cast.tova)
    assert [client.post(url, follow=True).status_code for url in urls(handed_in)] == [403] * 8
    cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
    client.force_login(cast.rut)
    assert [client.post(url).status_code for url in urls(handed_in)] == [403] * 8
    assert status(handed_in) == Status.SUBMITTED


def test_wrong_methods(rut, handed_in):
    read, *decisions = urls(handed_in)
    assert rut.post(read, {"decision_paragraph": "§ 1"}).status_code == 405
    assert [rut.get(url).status_code for url in decisions] == [405] * 7


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
    rut.get(page(handed_in))  # notes once that she is here
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


# Beginning the review, and remarks


def begin(client, submission, version=1):
    url = reverse("admin:submission_begin_review", args=[submission.pk])
    return client.post(url, {"version": version}, follow=True)


def remark(client, submission, text="Skriv mer.", **fields):
    url = reverse("admin:submission_remark", args=[submission.pk])
    return client.post(url, {"text": text, **fields})


def written(submission):
    return list(submission.remarks.values_list("section", "key", "field", "about", "text"))


def test_begins_the_review(rut, cast, handed_in):
    assert visible(rut.get(page(handed_in)), "#granskning") == ["Granskningen har inte börjat"]
    response = begin(rut, handed_in)
    assert told(response) == ["Granskningen har börjat. Tekniska nämnden kan inte längre ta tillbaka inlämningen."]
    assert visible(response, "#granskning") == []
    assert Submission.objects.get(pk=handed_in.pk).review_begun_by == cast.rut
    assert visible(response, ".timeline strong")[0] == "Granskningen har börjat"


def test_what_was_taken_back_meanwhile_is_not_reviewed(rut, cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    response = begin(rut, handed_in)
    assert response.status_code == 409
    assert visible(response, ".error-summary p") == [
        "Nämnden har tagit tillbaka inlämningen. Det finns inget att granska nu.",
        _done(handed_in, "Tillbakatagen av nämnden", "Tova Teknik"),
    ]
    assert visible(response, ".reading .notice")[0].startswith("Nämnden har tagit tillbaka inlämningen.")
    workflow.submit(cast.tova, handed_in)
    assert begin(rut, handed_in, version=1).status_code == 409


def test_remarks_on_the_whole_a_question_a_card_and_a_field(rut, cast, handed_in):
    remark(rut, handed_in)
    remark(rut, handed_in, section="questions", key="1")
    remark(rut, handed_in, section="cards", key="brave")
    response = remark(rut, handed_in, section="cards", key="brave", field="id_paid")
    assert response.headers["Location"] == f"{page(handed_in)}#anmarkning-{handed_in.remarks.last().pk}"
    assert written(handed_in) == [
        ("", "", "", "Hela redovisningen", "Skriv mer."),
        ("questions", "1", "", "1. Fråga nummer 1?", "Skriv mer."),
        ("cards", "brave", "", "BRAVE", "Skriv mer."),
        ("cards", "brave", "id_paid", "BRAVE: Utbetalda medel", "Skriv mer."),
    ]
    assert {each.created_by for each in handed_in.remarks.all()} == {cast.rut}
    read = rut.get(page(handed_in))
    assert len(visible(read, "#anmarkningar ~ .remark")) == 1
    assert len(visible(read, ".paper .remark")) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"section": "cards", "key": "annat"},
        {"section": "questions", "key": "1", "field": "id_paid"},
        {"section": "", "key": "decision"},
        {"section": "nej", "key": "1"},
    ],
)
def test_a_remark_on_what_is_not_there_is_refused_and_its_text_shown(rut, handed_in, wrong):
    response = remark(rut, handed_in, "En lång text.", **wrong)
    assert (response.status_code, written(handed_in)) == (422, [])
    assert visible(response, ".typed") == ["En lång text."]


def test_an_empty_remark_is_refused_where_it_was_written(rut, handed_in):
    response = remark(rut, handed_in, " \n", section="cards", key="brave", field="id_paid")
    assert (response.status_code, written(handed_in)) == (422, [])
    assert [link.get("href") for link in select(response, ".error-summary a")] == ["#text-cards-brave"]
    assert [area.get("id") for area in select(response, "[aria-invalid=true]")] == ["text-cards-brave"]
    assert [option.get("value") for option in select(response, "option[selected]")] == ["id_paid"]
    assert [details.get("id") for details in select(response, "details[open]")] == ["skriv-cards-brave"]


def test_a_remark_on_what_was_taken_back_meanwhile_shows_its_text(rut, cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    response = remark(rut, handed_in, "En lång text.")
    assert (response.status_code, written(handed_in)) == (409, [])
    assert visible(response, ".typed") == ["En lång text."]


def test_a_remark_is_taken_away_until_the_board_has_seen_it(rut, cast, handed_in):
    remark(rut, handed_in)
    (made,) = handed_in.remarks.all()
    url = reverse("admin:submission_remove_remark", args=[handed_in.pk, made.pk])
    workflow.give_back(cast.rut, handed_in, "Se anmärkningen.")
    response = rut.post(url)
    assert (response.status_code, handed_in.remarks.count()) == (409, 1)
    remark(rut, handed_in)
    handed_in.remarks.update(told_at=None)
    assert rut.post(url).status_code == 302
    assert handed_in.remarks.count() == 1
    assert rut.post(url).status_code == 404


def test_answers_and_ticks_are_seen(rut, cast, handed_in):
    remark(rut, handed_in, section="questions", key="1")
    workflow.give_back(cast.rut, handed_in, "Se anmärkningen.")
    remarks.respond(cast.tova, handed_in.remarks.get(), "Det har vi gjort.", ticked=True)
    workflow.submit(cast.tova, handed_in)
    response = rut.get(page(handed_in))
    assert visible(response, ".remark .message") == ["Skriv mer.", "Det har vi gjort."]
    assert visible(response, ".remark__state")[0].startswith("Åtgärdad enligt Tova Teknik")


def test_says_that_the_board_will_not_see_what_it_has_not(rut, handed_in):
    remark(rut, handed_in)
    response = rut.get(page(handed_in))
    assert visible(response, "section .notice") == [
        "En anmärkning är öppen. Den ligger kvar om du godkänner, men nämnden kan inte längre svara på den. "
        "Nämnden har inte fått se den, och får det inte om du godkänner."
    ]


@pytest.mark.parametrize(
    ("seen", "unseen", "said"), [(0, 2, "dem"), (1, 1, "en av dem"), (2, 1, "en av dem"), (1, 2, "2 av dem")]
)
def test_says_which_of_several_remarks_the_board_has_not_seen(rut, handed_in, seen, unseen, said):
    for _ in range(seen):
        remark(rut, handed_in)
    handed_in.remarks.update(told_at=timezone.now())
    for _ in range(unseen):
        remark(rut, handed_in)
    notice = visible(rut.get(page(handed_in)), "section .notice")[0]
    assert notice.endswith(f" Nämnden har inte fått se {said}, och får det inte om du godkänner.")


def test_queries_do_not_grow_with_remarks(rut, cast, handed_in, django_assert_num_queries):
    remark(rut, handed_in, section="questions", key="1")
    remarks.reply(cast.ada, handed_in.remarks.get(), "Ett svar.")
    rut.get(page(handed_in))
    with CaptureQueriesContext(connection) as one:
        rut.get(page(handed_in))
    counted = len(one)
    remark(rut, handed_in, section="cards", key="brave", field="id_role")
    remark(rut, handed_in)
    for each in handed_in.remarks.all():
        remarks.reply(cast.ada, each, "Ett svar till.")
    with django_assert_num_queries(counted):
        rut.get(page(handed_in))
