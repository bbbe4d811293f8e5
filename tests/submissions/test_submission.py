"""The task list of a submission."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config.formats import day
from submissions import workflow
from submissions.models import Round, Submission
from tests import make
from tests.page import select, visible, words

URL = "/2025/tekniska-namnden/"


def rows(response):
    """The task list: each row as its title, status, and what is missing."""
    return [
        (
            words(row.find("span/a")),
            words(row.findall("span")[1]),
            [words(problem) for problem in row.findall("ul/li")],
        )
        for row in select(response, ".tasks > li")
    ]


def test_shows_each_part_with_its_status(client, cast):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    client.force_login(cast.tova)
    response = client.get(URL)
    assert rows(response) == [
        ("1. Fråga nummer 1?", "ifylld", []),
        ("2. Fråga nummer 2?", "ej påbörjad", []),
        ("BRAVE", "ifylld", []),
        ("Tjänsteskrivelse till nämnden", "ej påbörjad", []),
        ("Nämndens beslut", "ej påbörjad", ["Saknar datum, paragraf och diarienummer."]),
    ]
    assert visible(response, ".progress-line, .progress-line ~ p.quiet") == [
        "2 av 3 delar är ifyllda",
        "Frivilliga delar som inte är påbörjade räknas inte.",
    ]
    assert visible(response, "main .btn") == ["Lägg till projekt", "Granska och lämna in"]


def test_says_what_is_missing(client, cast):
    client.force_login(cast.tova)
    response = client.get(URL)
    assert rows(response)[0] == ("1. Fråga nummer 1?", "ej påbörjad", ["Inget svar."])
    assert visible(response, ".progress-line") == ["0 av 2 delar är ifyllda"]
    assert "Inga projekt är tillagda." in response.content.decode()


def test_a_single_part_is_filled_in(client, cast):
    make.answer(cast.of_teknik)
    client.force_login(cast.tova)
    assert visible(client.get(URL), ".progress-line") == ["1 av 2 delar är ifylld"]


def test_nothing_is_said_of_optional_parts_where_all_are_counted(client, cast):
    make.answer(cast.of_teknik, 2)
    make.board_memo(cast.of_teknik)
    client.force_login(cast.tova)
    assert visible(client.get(URL), ".progress-line ~ p.quiet") == []


def test_a_problem_is_said_under_its_row_without_the_rows_name(client, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    client.force_login(cast.tova)
    (of_card,) = [missing for title, _, missing in rows(client.get(URL)) if title == "BRAVE"]
    assert of_card == ["Saknar utbetalda medel. Skriv 0 om inget har betalats ut."]
    assert visible(client.get(f"{URL}projekt/brave/"), ".problems li") == of_card


def test_the_message_of_a_return_stands_on_top(client, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv om <b>2025</b>.")
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, ".notice__message") == ["Skriv om <b>2025</b>."]
    assert visible(response, "main .btn") == ["Lägg till projekt", "Granska och lämna in"]


def test_what_is_handed_in_is_read(client, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "main .btn") == ["Läs allt på en sida"]
    assert "Redovisningen är inlämnad och går inte att ändra." in response.content.decode()


def test_a_closed_round_is_read(client, cast):
    Round.objects.update(closes="2025-02-28")
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "main .btn") == ["Läs allt på en sida"]
    assert visible(response, "main .notice p") == [
        "Omgången 2025 stängde 28 februari 2025. Därför går redovisningen inte att ändra längre. "
        "Fråga stadskontoret: Rut Granskare (rut@example.com)."
    ]


@pytest.mark.parametrize(
    ("dates", "told"),
    [({"opens": None, "closes": None}, "har stängt"), ({"published": "2025-04-28"}, "publicerades 28 april 2025")],
)
def test_whatever_closed_the_round_is_said_in_a_sentence(client, cast, dates, told):
    Round.objects.update(**dates)
    client.force_login(cast.tova)
    assert visible(client.get(URL), "main .notice p")[0].startswith(f"Omgången 2025 {told}. Därför går")


def test_before_the_round_opens_only_when_it_does(client, cast):
    first = timezone.localdate() + timedelta(5)
    Round.objects.update(opens=first, closes=date(2099, 4, 3))
    client.force_login(cast.tova)
    response = client.get(URL)
    assert visible(response, "main h1") == [f"Redovisningen för 2025 öppnar den {day(first)}"]
    assert visible(response, "main p") == [
        "Då kan Tekniska nämnden läsa årets frågor och börja skriva. Sista dag att lämna in är 3 april 2099.",
        "Till startsidan",
    ]
    assert [client.get(f"{URL}{page}/").status_code for page in ("fraga-1", "granska", "personer")] == [404] * 3
    client.force_login(cast.rut)
    assert [row[0] for row in rows(client.get(URL))][:2] == ["1. Fråga nummer 1?", "2. Fråga nummer 2?"]
    assert client.get(f"{URL}fraga-1/").status_code == 200


def test_a_reviewer_reads(client, cast):
    client.force_login(cast.rut)
    response = client.get(URL)
    assert visible(response, "main .btn") == ["Läs allt på en sida"]
    assert "Du läser Tekniska nämndens redovisning som handläggare." in visible(response, ".notice")[0]


def test_an_outsider_gets_404(client, cast):
    client.force_login(cast.ove)
    assert client.get(URL).status_code == 404


def test_is_only_read(client, cast):
    client.force_login(cast.tova)
    assert client.post(URL).status_code == 405


def test_queries_do_not_grow_with_rows(client, cast, django_assert_num_queries, django_assert_max_num_queries):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    client.force_login(cast.tova)
    with django_assert_max_num_queries(21) as counted:
        client.get(URL)
    make.answer(cast.of_teknik, 2)
    for key in ("ett", "tva"):
        make.partner(make.card(cast.of_teknik, make.project(key, key), goals=(1, 2)))
    with django_assert_num_queries(len(counted)):
        client.get(URL)


def test_a_submission_that_does_not_exist(client, cast):
    Submission.objects.filter(pk=cast.of_teknik.pk).delete()
    client.force_login(cast.tova)
    assert client.get(URL).status_code == 404
