"""The admin's first page: the round that is worked with now, what waits in it, and the rest of the admin below."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions import invitations, remarks, workflow
from submissions.models import Mail, Membership, Reply, Round, Submission, User
from tests import make
from tests.page import select, visible

URL = "/admin/"


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def memo(cast):
    """The city's memo, so that it is not what is missing."""
    return make.city_memo(cast.round)


def needs(response):
    return visible(response, ".needs > li")


def links(response):
    return [each.get("href") for each in select(response, ".needs a")]


def url(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


@pytest.mark.parametrize(
    ("rounds", "shown"),
    [
        ([(2024, -400, -300), (2026, 100, 200)], "2025"),
        ([], "2025"),
    ],
)
def test_is_the_round_that_is_open(rut, rounds, shown):
    for year, opens_in, closes_in in rounds:
        make.round(year, opens_in=opens_in, closes_in=closes_in)
    assert visible(rut.get(URL), "h1") == [f"Omgången {shown}"]


def test_or_the_newest_that_has_closed_and_waits_to_be_published(rut):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    make.round(2024, opens_in=-400, closes_in=-300)
    make.round(2026, opens_in=100, closes_in=200)
    assert visible(rut.get(URL), "h1") == ["Omgången 2025"]


def test_or_the_newest_of_all_and_never_one_before_a_year_that_is_published(rut):
    Round.objects.update(published=timezone.localdate())
    make.round(2024, opens_in=-400, closes_in=-300)
    assert visible(rut.get(URL), "h1") == ["Omgången 2025"]
    make.round(2026, opens_in=100, closes_in=200)
    assert visible(rut.get(URL), "h1") == ["Omgången 2026"]


def test_is_the_same_page_as_the_years_own_and_leads_to_the_others(rut):
    for year in range(2019, 2025):
        make.round(year, opens_in=-400, closes_in=-300)
    response = rut.get(URL)
    years = select(response, "[aria-label=Omgångar] a[href*=omgang]")
    assert [each.get("href") for each in years][:7] == [f"/admin/omgang/{year}/" for year in range(2025, 2018, -1)]
    assert visible(response, "[aria-label=Omgångar] a[aria-current]") == ["2025"]
    own = rut.get(reverse("round_overview", args=[2025]))
    assert visible(own, "main") == visible(response, "main")


def test_the_rest_of_the_admin_is_folded_below(rut):
    response = rut.get(URL)
    assert visible(response, "details.everything > summary") == ["Allt i administrationen"]
    assert select(response, "details.everything")[0].get("open") is None
    assert reverse("admin:submissions_board_changelist") in [
        each.get("href") for each in select(response, "details.everything a")
    ]
    told = visible(response, "details.everything .app-reporting .quiet")
    assert [sentence.split(",")[0] for sentence in told] == [
        "Totalsiffror för ett tidigare år som inte har några projektkort",
        "Stadskontorets skrivelse med förslag till beslut om årets redovisning",
        "Ett stycke om varje nämnds arbete",
        "Sammanställda dokument",
    ]


def test_without_any_round_says_what_to_do(rut):
    Submission.objects.all().delete()
    Round.objects.all().delete()
    response = rut.get(URL)
    assert visible(response, ".panel a") == ["Lägg till nämnderna", "Lägg till en omgång"]
    assert visible(response, "details.everything > summary") == ["Allt i administrationen"]


def test_whoever_does_not_review_gets_the_admins_own_list(client, cast):
    cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
    client.force_login(cast.rut)
    response = client.get(URL)
    assert (response.status_code, visible(response, "h1")) == (200, ["Stadskontorets sidor"])
    assert select(response, "table.boards") == []


def test_contact_persons_are_sent_to_log_in(client, cast):
    client.force_login(cast.tova)
    assert client.get(URL).url == "/admin/login/?next=/admin/"


def test_is_only_read(rut):
    assert rut.post(URL).status_code == 405


def test_says_where_nothing_waits(rut, memo):
    assert visible(rut.get(URL), "[aria-labelledby=needs] p") == ["Inget väntar på dig just nu."]


def test_what_to_read(rut, cast, memo):
    for submission, person in ((cast.of_teknik, cast.tova), (cast.of_miljo, cast.mira)):
        make.answer(submission)
        make.handed_in(submission, person)
    workflow.begin_review(cast.rut, cast.of_miljo)
    response = rut.get(URL)
    assert needs(response) == [
        "2 inlämningar att granska: Miljönämnden (Rut Granskare har börjat), Tekniska nämnden",
    ]
    assert links(response) == [url(cast.of_miljo), url(cast.of_teknik)]


def returned(cast):
    """Miljö's account, returned with a remark that the board sees."""
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    remark = remarks.write(cast.rut, cast.of_miljo, "Skriv mer.", "Fråga 1", "questions", "1")
    workflow.give_back(cast.rut, cast.of_miljo, "Skriv mer.")
    return remark


def test_remarks_that_have_been_answered_wait_until_the_office_answers_or_closes_them(rut, cast, memo):
    remark, other = returned(cast), remarks.write(cast.rut, cast.of_miljo, "Och här.", "Fråga 2", "questions", "2")
    assert needs(rut.get(URL)) == []
    remarks.respond(cast.mira, remark, "Nu så.")
    remarks.respond(cast.mira, other, ticked=True)
    rut.get(url(cast.of_miljo))
    response = rut.get(URL)
    assert needs(response) == ["2 anmärkningar har fått svar: Miljönämnden, Fråga 1, Miljönämnden, Fråga 2"]
    assert links(response) == [f"{url(cast.of_miljo)}#anmarkning-{each.pk}" for each in (remark, other)]
    remarks.reply(cast.rut, remark, "Inte riktigt.")
    assert needs(rut.get(URL)) == ["1 anmärkning har fått svar: Miljönämnden, Fråga 2"]
    remarks.reply(cast.rut, other, closed=True)
    assert needs(rut.get(URL)) == []
    remarks.respond(cast.mira, remark, "Då så.")
    assert needs(rut.get(URL)) == ["1 anmärkning har fått svar: Miljönämnden, Fråga 1"]


def test_what_the_office_itself_has_said_is_no_answer(rut, cast, memo):
    Reply.objects.create(remark=returned(cast), text="Se hit.", by_office=True, created_by=cast.ada)
    assert needs(rut.get(URL)) == []


def test_who_is_late_and_who_has_no_contact_person(rut, cast, memo):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    Submission.objects.filter(pk=cast.of_miljo.pk).update(status="approved")
    Membership.objects.filter(board=cast.teknik).delete()
    response = rut.get(URL)
    assert needs(response) == [
        "2 nämnder är sena: Fritidsnämnden, Tekniska nämnden",
        "1 nämnd saknar kontaktperson: Tekniska nämnden",
    ]
    assert links(response)[-1] == reverse("admin:submissions_board_change", args=[cast.teknik.pk])


def test_many_are_named_by_a_few_and_a_link_to_all(rut, cast, memo):
    for number in range(6):
        make.submission(cast.round, make.board(f"Nämnd {number}"))
    response = rut.get(URL)
    assert needs(response) == ["6 nämnder saknar kontaktperson: Nämnd 0, Nämnd 1, Nämnd 2, Nämnd 3 och 2 till"]
    assert links(response)[-1] == "?sortera=kontakt#boards"


def test_a_memo_that_is_missing_and_what_to_reconcile(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    make.card(cast.of_teknik, make.project("code", "101096405"))
    response = rut.get(URL)
    assert needs(response) == [
        "Tjänsteskrivelsen är inte påbörjad: Påbörja den",
        "1 fel och 1 varning att se över före publiceringen: Till avstämningen",
    ]
    assert links(response) == [reverse("city_memo", args=[2025]), reverse("reconciliation", args=[2025])]


def test_when_it_is_published_nothing_is_to_be_done_before(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    Round.objects.update(published=timezone.localdate())
    assert visible(rut.get(URL), "[aria-labelledby=needs] p") == ["Inget väntar på dig just nu."]


def failed(cast):
    """A mail about Miljö's account and an invitation to Teknik that did not go, and one that went since."""
    invitation = invitations.invite(cast.tova, cast.teknik, "ny@example.com", can_write=True)
    Mail.objects.filter(invitation=invitation).update(error="SMTPRecipientsRefused", tries=20, next_try=None)
    about = {"kind": "returned", "submission": cast.of_miljo, "error": "ConnectionRefusedError"}
    Mail.objects.create(person=cast.mira, **about)
    Mail.objects.create(person=cast.tova, sent_at=timezone.now(), **about)


def test_mail_that_has_failed_is_sent_again(rut, cast, memo):
    failed(cast)
    response = rut.get(URL)
    assert visible(response, ".needs summary") == ["2 mejl gick inte fram"]
    told = visible(response, ".needs details li")
    assert [each.split(".")[0] for each in told] == [
        "Inbjudan, Tekniska nämnden, till ny@example",
        "Återlämnad, Miljönämnden, till Mira Miljö (mira@example",
    ]
    again = select(response, ".needs form")[0].get("action")
    assert visible(rut.post(again, follow=True), ".messagelist li") == ["2 mejl skickas igen inom kort."]
    due = Mail.objects.filter(next_try__lte=timezone.now(), tries=0)
    assert {each.address for each in due} >= {"ny@example.com", "mira@example.com"}
    assert Mail.objects.get(person=cast.tova).next_try is None


def test_mail_of_another_round_and_to_another_board_is_left_alone(rut, cast, memo):
    other = make.submission(make.round(2024), make.board("Kulturnämnden"))
    Mail.objects.create(kind="returned", person=cast.mira, submission=other, error="ConnectionRefusedError")
    assert visible(rut.get(reverse("round_overview", args=[2025])), ".needs summary") == []
    rut.post(reverse("round_send_again", args=[2025]))
    assert Mail.objects.get().next_try is None


def test_only_reviewers_send_again(client, cast):
    failed(cast)
    client.force_login(cast.tova)
    client.post(reverse("round_send_again", args=[2025]))
    assert not Mail.objects.filter(submission=cast.of_miljo, next_try__isnull=False).exists()


def test_as_many_queries_whatever_waits(rut, cast, django_assert_num_queries):
    def waits(number, board):
        submission = make.submission(cast.round, board)
        make.answer(submission)
        make.handed_in(submission, make.contact(f"P{number}", f"p{number}@example.com", board))
        remark = remarks.write(cast.rut, submission, "Skriv mer.", "Fråga 1", "questions", "1")
        Reply.objects.create(remark=remark, text="Nu så.", by_office=False, created_by=cast.mira)
        person = User.objects.get(email=f"p{number}@example.com")
        Mail.objects.create(kind="returned", person=person, submission=submission, error="OSError")

    waits(0, make.board("Nämnd 0"))
    rut.get(URL)
    with CaptureQueriesContext(connection) as queries:
        rut.get(URL)
    one = len(queries)  # counted now: the next request empties the list
    for number in range(1, 4):
        waits(number, make.board(f"Nämnd {number}"))
    rut.get(URL)
    with django_assert_num_queries(one):
        rut.get(URL)
