"""The reviewer's page for a year."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting import roundfile
from submissions import drafts
from submissions.models import Question, Round, Submission
from tests import make
from tests.page import select, visible, words
from tests.reporting import files

URL = reverse("round_overview", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def table(response):
    """The boards' rows as they are read."""
    rows = select(response, "table.boards tbody tr")
    return [[words(cell) for cell in row] for row in rows]


def test_a_row_for_each_board(rut, cast):
    make.answer(cast.of_miljo)
    brave = make.project()
    make.card(cast.of_miljo, brave, paid=1234567)
    make.card(cast.of_teknik, brave, paid=1000)
    make.card(cast.of_miljo, make.project("nord", "Nordiskt", "Nordplus"), paid=3)
    make.handed_in(cast.of_miljo, cast.mira)
    cast.of_teknik.board.members.clear()
    assert table(rut.get(URL)) == [
        ["Miljönämnden", "inlämnad", "–", "Mira Miljö", "2", "1 234 570"],
        ["Fritidsnämnden", "ej påbörjad", "–", "Ove Fritid", "0", "–"],
        ["Tekniska nämnden", "ej påbörjad", "–", "Saknas", "1", "1 000"],
    ]


def test_what_waits_for_the_reviewer_comes_first(rut, cast):
    for status in ("draft", "approved", "returned", "submitted"):
        one = make.submission(cast.round, make.board(f"Nämnden {status}"))
        Submission.objects.filter(pk=one.pk).update(status=status)
    Submission.objects.exclude(status__in=["draft", "approved", "returned", "submitted"]).exclude(
        pk=cast.of_fritid.pk
    ).delete()
    statuses = [row[1] for row in table(rut.get(URL))]
    assert statuses == ["inlämnad", "återlämnad", "utkast", "ej påbörjad", "godkänd"]


def test_what_nobody_knows_of_the_year_before_is_said_to_be_missing(rut, cast):
    for year in (2023, 2024):
        roundfile.read(files.example(year))
    rows = select(rut.get(reverse("round_overview", args=[2024])), "[aria-labelledby=figures] tbody tr")
    assert [[words(cell) for cell in row] for row in rows][3:] == [
        ["Deltaganden i EU-projekt", "61", "uppgift saknas"],
        ["Projektkort, alla finansiärer", "65", "uppgift saknas"],
    ]


@pytest.mark.parametrize(
    ("boards", "told"),
    [
        (1, "1 av 3 inlämningar är inte godkänd och kommer inte med om du sammanställer nu."),
        (2, "2 av 3 inlämningar är inte godkända och kommer inte med om du sammanställer nu."),
    ],
)
def test_tells_how_many_are_not_approved(rut, cast, boards, told):
    three = [cast.of_teknik, cast.of_miljo, cast.of_fritid]
    Submission.objects.filter(pk__in=[each.pk for each in three[boards:]]).update(status="approved")
    assert visible(rut.get(URL), "[data-compile] p")[0] == told


def test_says_who_changed_what_last_and_leads_to_the_submission(rut, cast):
    answer = make.answer(cast.of_teknik)
    drafts.save(cast.tova, answer, 0, {"html": "<p>Nytt</p>"}, uuid4())
    response = rut.get(URL, {"sortera": "andrad"})
    now = timezone.localtime(Submission.objects.get(pk=cast.of_teknik.pk).changed_at)
    first = table(response)[0]
    assert (first[0], first[1]) == ("Tekniska nämnden", "utkast")
    assert f"{now:%Y %H:%M}" in first[2]
    assert first[2].endswith("Tova Teknik")
    link = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    assert select(response, "table.boards tbody a")[0].get("href") == link


def test_filters_on_status(rut, cast):
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    response = rut.get(URL, {"status": "submitted"})
    assert [row[0] for row in table(response)] == ["Miljönämnden"]
    assert visible(response, ".choices a") == [
        "Alla (3)",
        "Ej påbörjad (2)",
        "Utkast (0)",
        "Inlämnad (1)",
        "Återlämnad (0)",
        "Godkänd (0)",
    ]
    assert visible(response, ".choices a[aria-current]") == ["Inlämnad (1)"]
    assert table(rut.get(URL, {"status": "approved"})) == [["Ingen nämnd har den statusen."]]


def test_sorts_by_name_as_swedish_does(rut, cast):
    make.submission(cast.round, make.board("Äldrenämnden"))
    make.submission(cast.round, make.board("Åldersnämnden"))
    names = [row[0] for row in table(rut.get(URL, {"sortera": "namn"}))]
    assert names == ["Fritidsnämnden", "Miljönämnden", "Tekniska nämnden", "Åldersnämnden", "Äldrenämnden"]
    assert [row[0] for row in table(rut.get(URL, {"sortera": "hittepå"}))] == names


def test_shows_the_years_figures_and_last_years_beside_them(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=2000)
    last = make.round(2024, opens_in=-400, closes_in=-300)
    before = make.submission(last, cast.teknik)
    make.card(before, make.project("old", "Gammalt"), paid=1000)
    Submission.objects.filter(pk=before.pk).update(status="returned")
    make.answer(before)
    make.decision(before)
    before.refresh_from_db()
    make.workflow.submit(cast.tova, before)
    make.workflow.approve(cast.rut, before)
    rows = select(rut.get(URL), "[aria-labelledby=figures] tbody tr")
    assert [[words(cell) for cell in row] for row in rows][:3] == [
        ["EU-projekt", "1", "1"],
        ["Utbetalda medel, kronor", "2 000", "1 000"],
        ["Nämnder med EU-projekt", "1", "1"],
    ]


def test_lists_what_does_not_hold(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    response = rut.get(URL)
    rows = select(response, "[aria-labelledby=avstamning] tbody tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Fel", "Tekniska nämnden, BRAVE", "Kortet saknar utbetalda medel."]
    ]


def test_a_year_of_typed_totals_can_be_compiled_and_waits_for_nobody(rut, db):
    roundfile.read(files.example(2023))
    response = rut.get(reverse("round_overview", args=[2023]))
    assert visible(response, "[data-compile] button") == ["Sammanställ", "Sammanställ utkast"]
    assert visible(response, "[data-compile] p")[0] == "Årets summor är inskrivna, och ingen nämnd väntas."


def test_while_nobody_is_approved_there_is_only_a_draft_to_make(rut):
    response = rut.get(URL)
    assert visible(response, "[data-compile] button") == ["Sammanställ utkast"]
    assert visible(response, "[data-compile] p")[0].startswith("Ingen inlämning är godkänd än")


def test_a_year_without_boards_works(rut, db):
    Round.objects.create(year=2030)
    response = rut.get(reverse("round_overview", args=[2030]))
    assert table(response) == [["Omgången har inga nämnder."]]


def test_only_reviewers(client, cast):
    assert client.get(URL).url == f"/admin/login/?next={URL}"
    client.force_login(cast.tova)
    assert client.get(URL, follow=True).status_code == 403
    cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
    client.force_login(cast.rut)
    assert client.get(URL).status_code == 403


def test_wrong_method_and_wrong_year(rut):
    assert rut.post(URL).status_code == 405
    assert rut.get(reverse("round_overview", args=[1999])).status_code == 404


def test_the_admins_first_page_leads_here(rut, cast):
    make.round(2024)
    assert visible(rut.get("/admin/"), ".rounds a") == ["Översikt 2025", "Översikt 2024"]


def test_the_admins_first_page_says_what_the_unfamiliar_is(rut):
    told = visible(rut.get("/admin/"), ".app-reporting .quiet")
    assert [sentence.split(",")[0] for sentence in told] == [
        "Totalsiffror för ett tidigare år som inte har några projektkort",
        "Stadskontorets skrivelse med förslag till beslut om årets redovisning",
        "Ett stycke om varje nämnds arbete",
        "Sammanställda dokument",
    ]
    page = rut.get(reverse("admin:reporting_totals_changelist")).content.decode()
    assert page.count("Totalsiffror för ett tidigare år som inte har några projektkort") == 1


def test_as_many_queries_for_many_boards_and_cards_as_for_few(rut, cast, django_assert_num_queries):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, make.project("blue", "Blått hav"))
    make.handed_in(cast.of_miljo, cast.mira)
    rut.get(URL)
    with CaptureQueriesContext(connection) as few:
        rut.get(URL)
    for n in range(6):
        board = make.board(f"Nämnd {n}")
        person = make.contact(f"Person {n}", f"p{n}@example.com", board)
        submission = make.submission(cast.round, board)
        make.answer(submission)
        for m in range(3):
            make.partner(make.card(submission, make.project(f"p-{n}-{m}", f"Projekt {n} {m}")))
        if n % 2:
            make.handed_in(submission, person)
    with django_assert_num_queries(len(few)):
        rut.get(URL)


def test_a_question_less_round_and_an_old_change_do_not_confuse_the_order(rut, cast):
    Question.objects.all().delete()
    for days, submission in ((3, cast.of_miljo), (1, cast.of_fritid)):
        Submission.objects.filter(pk=submission.pk).update(changed_at=timezone.now() - timedelta(days))
    names = [row[0] for row in table(rut.get(URL, {"sortera": "andrad"}))]
    assert names == ["Fritidsnämnden", "Miljönämnden", "Tekniska nämnden"]
