"""The reviewer's page for a year."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from config.formats import day
from reporting import overview_rows, roundfile, years
from reporting.models import Memo
from submissions import drafts, workflow
from submissions.models import Question, Remark, Round, Submission
from tests import make
from tests.page import select, visible, words
from tests.reporting import files

from .published import publish, ready, reopen

URL = reverse("round_overview", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def table(response):
    """The boards' rows as they are read."""
    rows = select(response, "table.boards tbody tr")
    return [[words(cell) for cell in row] for row in rows]


def names(response):
    return [row[0] for row in table(response)]


def statuses(response):
    return visible(response, "[aria-label='Filtrera på status'] a")


def test_a_row_for_each_board(rut, cast):
    make.answer(cast.of_miljo)
    brave = make.project()
    make.card(cast.of_miljo, brave, paid=1234567)
    make.card(cast.of_teknik, brave, paid=1000)
    make.card(cast.of_miljo, make.project("nord", "Nordiskt", "Nordplus"), paid=3)
    make.contact("Sven Miljö", "sven@example.com", cast.miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    cast.teknik.members.clear()
    assert table(rut.get(URL)) == [
        ["Miljönämnden", "inlämnad", "–", "Mira Miljö +1 kontaktpersoner till för Miljönämnden", "–"]
        + ["2", "1 234 570", "–", "0", "0"],
        ["Fritidsnämnden", "ej påbörjad", "20 dagar kvar", "Ove Fritid", "–", "0", "–", "–", "0", "0"],
        ["Tekniska nämnden", "ej påbörjad", "20 dagar kvar", "Saknas", "–", "1", "1 000", "–", "0", "0"],
    ]


def test_whoever_can_no_longer_log_in_is_no_contact_person(rut, cast):
    cast.tova.is_active = False
    cast.tova.save()
    assert table(rut.get(URL, {"sok": "tekniska"}))[0][3] == "Saknas"


def test_how_late_a_board_is_and_whose_last_day_is_another(rut, cast):
    cast.round.closes = timezone.localdate() - timedelta(3)
    cast.round.save()
    later = timezone.localdate() + timedelta(1)
    Submission.objects.filter(pk=cast.of_miljo.pk).update(closes=later)
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="approved")
    told = {row[0]: row[2] for row in table(rut.get(URL))}
    own = date_format(later, "j M").lower()
    assert told == {
        "Fritidsnämnden": "3 dagar sen",
        "Miljönämnden": f"1 dag kvar egen dag {own}",
        "Tekniska nämnden": "–",
    }
    assert names(rut.get(URL, {"sena": "1"})) == ["Fritidsnämnden"]


@pytest.mark.parametrize(
    "days",
    [
        {"opens": None, "closes": None},
        {"opens": timezone.localdate() + timedelta(5)},
        {"closes": timezone.localdate() - timedelta(5), "published": timezone.localdate()},
    ],
)
def test_nobody_is_late_before_the_round_after_it_or_where_it_has_no_days(rut, cast, days):
    Round.objects.update(**days)
    assert {row[2] for row in table(rut.get(URL))} == {"–"}


def test_counts_open_remarks_and_what_stops_publication(rut, cast):
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, make.project(), paid=None)
    make.decision(cast.of_miljo)
    Submission.objects.filter(pk=cast.of_miljo.pk).update(status="returned")
    for text in ("Ett", "Två", "Tre"):
        Remark.objects.create(submission=cast.of_miljo, text=text, about="Fråga 1", created_by=cast.rut)
    Remark.objects.filter(text="Tre").update(closed_at=timezone.now())
    response = rut.get(URL, {"sortera": "-anmarkningar"})
    assert [row[-2:] for row in table(response)] == [["2", "1"], ["0", "0"], ["0", "0"]]
    mine = f"{reverse('reconciliation', args=[2025])}?namnd=miljonamnden"
    assert select(response, "table.boards td:last-child a")[0].get("href") == mine
    for chosen in ("anmarkningar", "iakttagelser"):
        assert names(rut.get(URL, {chosen: "1"})) == ["Miljönämnden"]


def test_says_which_boards_can_write_though_the_round_has_closed(rut, cast):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    assert visible(rut.get(URL), ".round-head p")[0].startswith("Stängd. Sista dagen var")
    last = timezone.localdate() + timedelta(5)
    for each in (cast.of_teknik, cast.of_miljo):
        workflow.extend(cast.rut, each, closes=last, reason="Mer tid.")
    told = f"Miljönämnden (till och med {day(last)}) och Tekniska nämnden (till och med {day(last)})"
    assert visible(rut.get(URL), ".round-head p")[0].startswith(f"Stängd, men {told} kan fortfarande skriva.")


def test_an_earlier_year_that_is_not_published_is_told_of_until_it_is(rut, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    make.round(2024, opens_in=-400, closes_in=-300)
    make.round(2026)
    page = reverse("round_overview", args=[2026])
    need = "1 tidigare omgång är inte publicerad: 2025"
    assert need in visible(rut.get(page), ".needs > li")
    Round.objects.filter(year=2025).update(published=timezone.localdate())
    assert need not in visible(rut.get(page), ".needs > li")


def test_says_why_the_boards_findings_sum_to_another_number(rut, cast):
    line = ".round-page section[aria-labelledby=boards] > p.quiet"
    assert visible(rut.get(URL), line) == []
    for submission in (cast.of_teknik, cast.of_miljo):
        make.card(
            submission, make.project(f"p{submission.pk}", f"Projekt {submission.pk}", owner="Annan"), paid=123456
        )
    response = rut.get(URL)
    rows = response.context["rows"]
    waiting = overview_rows.waiting([(each, None) for each in years.draft(cast.round).findings])
    several = sum(len({place.board for place in each.places if place.board}) > 1 for each in waiting)
    none = sum(not any(place.board for place in each.places) for each in waiting)
    assert sum(row.findings for row in rows) != len(waiting)
    told = [f"Avstämningen har {overview_rows.in_words(waiting)}."]
    told += [f"{several} gäller flera nämnder och räknas i listan hos var och en av dem."] if several else []
    told += [f"{none} gäller ingen enskild nämnd och står inte i listan."] if none else []
    assert visible(response, line) == [" ".join(told)]
    named = overview_rows.in_words(waiting)
    assert visible(response, "[aria-labelledby=avstamning] p")[0].startswith(f"{named} behöver rättas eller godtas")
    assert f"{named} att se över" in response.content.decode()


def test_last_years_funds_are_those_of_the_boards_that_it_has_taken_over_from(rut, cast):
    last = make.round(2024, opens_in=-400, closes_in=-300)
    for board, paid in ((make.board("Gatunämnden"), 1000), (make.board("Parknämnden"), 200), (cast.fritid, 7)):
        before = make.submission(last, board)
        make.card(before, make.project(f"p{paid}", f"Projekt {paid}"), paid=paid)
        make.frozen(before)
        if board != cast.fritid:
            cast.teknik.follows.add(board)
    told = {row[0]: row[7] for row in table(rut.get(URL))}
    assert told == {"Fritidsnämnden": "7", "Miljönämnden": "–", "Tekniska nämnden": "1 200"}


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
        ["Nämndernas deltaganden i EU-projekt", "61", "uppgift saknas"],
        ["Projektkort", "65", "uppgift saknas"],
    ]


@pytest.mark.parametrize(
    ("boards", "told"),
    [
        (1, "1 av 3 inlämningar är inte godkänd och kommer inte med om du publicerar nu."),
        (2, "2 av 3 inlämningar är inte godkända och kommer inte med om du publicerar nu."),
    ],
)
def test_tells_how_many_are_not_approved(rut, cast, boards, told):
    three = [cast.of_teknik, cast.of_miljo, cast.of_fritid]
    Submission.objects.filter(pk__in=[each.pk for each in three[boards:]]).update(status="approved")
    assert visible(rut.get(URL), "[aria-labelledby=compile] p")[0] == told


def test_says_who_changed_what_last_and_leads_to_the_submission(rut, cast):
    answer = make.answer(cast.of_teknik)
    drafts.save(cast.tova, answer, 0, {"html": "<p>Nytt</p>"}, uuid4())
    response = rut.get(URL, {"sortera": "-andrad"})
    now = timezone.localtime(Submission.objects.get(pk=cast.of_teknik.pk).changed_at)
    first = table(response)[0]
    assert (first[0], first[1]) == ("Tekniska nämnden", "utkast")
    assert first[4] == f"{date_format(now, 'j M H:i').lower()} Tova Teknik"
    link = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    assert select(response, "table.boards tbody a")[0].get("href") == link


def test_filters_on_status(rut, cast):
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    response = rut.get(URL, {"status": "submitted"})
    assert names(response) == ["Miljönämnden"]
    assert statuses(response) == [
        "Alla (3)",
        "Godkänd (0)",
        "Inlämnad (1)",
        "Återlämnad (0)",
        "Utkast (0)",
        "Ej påbörjad (2)",
    ]
    assert visible(response, "[aria-label='Filtrera på status'] a[aria-current]") == ["Inlämnad (1)"]
    assert table(rut.get(URL, {"status": "approved"})) == [["Ingen nämnd passar in. Visa alla"]]


def test_the_bar_tells_how_far_the_round_has_come(rut, cast):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="approved")
    pieces = select(rut.get(URL), "svg.progress rect")
    assert [(each.get("class"), each.get("x"), each.get("width")) for each in pieces] == [
        ("bar--approved", "0", "1"),
        ("bar--submitted", "1", "0"),
        ("bar--returned", "1", "0"),
        ("bar--draft", "1", "0"),
        ("bar--not_started", "1", "2"),
    ]


def test_finds_a_board_by_its_name_its_department_and_its_abbreviation(rut):
    for text in ("MILJÖ", "gatukontoret", "frf"):
        assert len(names(rut.get(URL, {"sok": text}))) == 1
    response = rut.get(URL, {"sok": "finns inte", "sortera": "-kort"})
    assert table(response) == [["Ingen nämnd passar in. Visa alla"]]
    assert select(response, "table.boards tbody a")[0].get("href") == "?sortera=-kort"


def test_the_choice_stays_in_every_address_of_the_page(rut, cast):
    response = rut.get(URL, {"status": "not_started", "sok": "nämnden", "sortera": "-kort"})
    headings = [each.get("href") for each in select(response, "table.boards thead a")]
    assert headings[0] == "?status=not_started&sok=n%C3%A4mnden&sortera=namn"
    assert headings[5] == "?status=not_started&sok=n%C3%A4mnden&sortera=kort"
    chosen = select(response, "[aria-label='Filtrera på status'] a")
    assert chosen[0].get("href") == "?sok=n%C3%A4mnden&sortera=-kort"
    kept = {each.get("name"): each.get("value") for each in select(response, ".board-filters input[type=hidden]")}
    assert kept == {"status": "not_started", "sortera": "-kort"}


def test_every_column_sorts_both_ways(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=2000)
    make.card(cast.of_miljo, make.project("blue", "Blått hav"), paid=None)
    heads = [each.get("href") for each in select(rut.get(URL), "table.boards thead a")]
    assert len(heads) == 10
    for name in (each.removeprefix("?sortera=").removeprefix("-") for each in heads):
        for sign, order in (("", "ascending"), ("-", "descending")):
            response = rut.get(URL, {"sortera": sign + name})
            assert [each.get("aria-sort") for each in select(response, "thead th[aria-sort]")] == [order]
            assert sorted(names(response)) == ["Fritidsnämnden", "Miljönämnden", "Tekniska nämnden"]
    assert names(rut.get(URL, {"sortera": "-utbetalt"}))[0] == "Tekniska nämnden"
    assert names(rut.get(URL, {"sortera": "kontakt"})) == ["Miljönämnden", "Fritidsnämnden", "Tekniska nämnden"]


def test_sorts_by_name_as_swedish_does(rut, cast):
    make.submission(cast.round, make.board("Äldrenämnden"))
    make.submission(cast.round, make.board("Åldersnämnden"))
    expected = ["Fritidsnämnden", "Miljönämnden", "Tekniska nämnden", "Åldersnämnden", "Äldrenämnden"]
    assert names(rut.get(URL, {"sortera": "namn"})) == expected
    assert names(rut.get(URL, {"sortera": "hittepå"})) == expected


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
        ["Nämnder som deltar i EU-projekt", "1", "1"],
    ]


def test_every_figure_leads_to_its_cards(rut, cast):
    make.card(cast.of_teknik, make.project())
    links = [each.get("href") for each in select(rut.get(URL), "[aria-labelledby=figures] td a")]
    counted = ("eu_projects", "paid", "boards_taking_part", "participations", "cards")
    assert links == [reverse("figure_cards", args=[2025, name]) for name in counted]


def test_leads_to_what_does_not_hold(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    response = rut.get(URL)
    assert visible(response, "[aria-labelledby=avstamning] p")[0].startswith("1 fel behöver rättas")
    assert select(response, "[aria-labelledby=avstamning] a")[0].get("href") == reverse("reconciliation", args=[2025])


def test_a_year_of_typed_totals_can_be_compiled_and_waits_for_nobody(rut, db):
    roundfile.read(files.example(2023))
    response = rut.get(reverse("round_overview", args=[2023]))
    assert visible(response, "[aria-labelledby=compile] .button") == ["Publicera …", "Sammanställ utkast"]
    assert visible(response, "[aria-labelledby=compile] p")[0] == "Årets summor är inskrivna, och ingen nämnd väntas."


def test_a_published_rounds_figures_are_the_editions(rut, cast, quick):
    publish(ready(cast))
    make.card(cast.of_fritid, make.project("sent", "Skrivet efteråt"), paid=5)
    response = rut.get(URL)
    assert visible(response, "#figures") == ["Siffror i utgåvan"]
    [paid] = select(response, "[aria-labelledby=figures] tr:nth-child(2) td a")
    address = f"{reverse('figure_cards', args=[2025, 'paid'])}?underlag=jamforelse"
    assert (words(paid), paid.get("href")) == ("1 236 567", address)
    assert [row[5:7] for row in table(response) if row[0] == "Fritidsnämnden"] == [["0", "–"]]
    reopen(cast)
    response = rut.get(URL)
    assert visible(response, "#figures") == ["Siffror just nu"]


def test_publishing_is_the_strong_button_only_where_nothing_stops_it(rut, cast):
    def strong():
        return [words(each) for each in select(rut.get(URL), "[aria-labelledby=compile] a.default")]

    ready(cast)
    assert strong() == []
    make.answer(cast.of_fritid)
    make.approved(cast.of_fritid, cast.ove, cast.rut)
    assert (strong(), visible(rut.get(URL), "[aria-labelledby=needs] strong")) == (["Publicera …"], [])
    Memo.objects.update(summary="<p>Miljönämden.</p>")
    assert strong() == []


def test_a_round_that_is_open_for_a_new_edition_says_why_and_leads_to_publishing(rut, cast, quick):
    publish(ready(cast))
    assert visible(rut.get(URL), ".reopened") == []
    reopen(cast, "Ett belopp var fel.")
    response, today = rut.get(URL), date_format(timezone.localdate(), "j F Y")
    assert visible(response, ".reopened") == [
        f"Öppnad för utgåva 2 den {today} av Rut Granskare, skäl: Ett belopp var fel. Publicera …"
    ]
    assert visible(response, ".round-head p")[0].startswith("Öppnad för utgåva 2.")
    assert select(response, ".reopened a")[0].get("href") == reverse("round_publish", args=[2025])
    publish(cast, "Beloppet är rättat.")
    assert visible(rut.get(URL), ".reopened") == []


def test_leads_to_the_register_and_its_duplicates(rut, cast):
    shown = select(rut.get(URL), "[aria-labelledby=avstamning] a")[-2:]
    links = {words(each): each.get("href") for each in shown}
    assert links == {
        "Projektregistret": reverse("admin:projects_project_changelist"),
        "Möjliga dubbletter": reverse("admin:projects_project_duplicates"),
    }
    assert all(rut.get(address).status_code == 200 for address in links.values())


def test_while_nobody_is_approved_there_is_only_a_draft_to_make(rut):
    response = rut.get(URL)
    assert visible(response, "[aria-labelledby=compile] .button") == ["Sammanställ utkast"]
    assert visible(response, "[aria-labelledby=compile] p")[0].startswith("Ingen inlämning är godkänd än")


def test_a_year_without_boards_works(rut, db):
    Round.objects.create(year=2030)
    response = rut.get(reverse("round_overview", args=[2030]))
    assert table(response) == [["Omgången har inga nämnder. Lägg till dem"]]


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


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    return len(queries)


def test_as_many_queries_for_many_boards_and_cards_as_for_few(rut, cast):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, make.project("blue", "Blått hav"))
    make.handed_in(cast.of_miljo, cast.mira)
    cold, warm = queries_of(rut), queries_of(rut)
    for n in range(6):
        board = make.board(f"Nämnd {n}")
        person = make.contact(f"Person {n}", f"p{n}@example.com", board)
        submission = make.submission(cast.round, board)
        make.answer(submission)
        for m in range(3):
            make.partner(make.card(submission, make.project(f"p-{n}-{m}", f"Projekt {n} {m}")))
        if n % 2:
            make.handed_in(submission, person)
    assert (queries_of(rut), queries_of(rut)) == (cold, warm)
    assert warm < cold


def test_a_question_less_round_and_an_old_change_do_not_confuse_the_order(rut, cast):
    Question.objects.all().delete()
    for days, submission in ((3, cast.of_miljo), (1, cast.of_fritid)):
        Submission.objects.filter(pk=submission.pk).update(changed_at=timezone.now() - timedelta(days))
    assert names(rut.get(URL, {"sortera": "-andrad"})) == ["Fritidsnämnden", "Miljönämnden", "Tekniska nämnden"]
