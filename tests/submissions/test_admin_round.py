"""Keeping rounds in the admin: their frame, questions, and the boards that take part."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from submissions import reminders
from submissions.models import Mail, Question, Round, Submission
from tests import make
from tests.page import visible
from tests.round_form import formsets, frame

URL = reverse("admin:submissions_round_add")


def errors(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def change(cast):
    return reverse("admin:submissions_round_change", args=[cast.round.pk])


def test_a_new_round_gets_its_boards_questions_and_lists(rut, cast):
    response = rut.post(
        URL,
        frame(
            [cast.teknik, cast.miljo],
            opens="2026-12-01",
            closes="2027-02-28",
            exchange_rates="EUR 11,43",
            decision_path="2027-04-28 Arbetsutskottet\nKommunstyrelsen",
            **formsets([{"number": 1, "text": "Vad har ni gjort?", "required": "on"}]),
        ),
    )
    assert response.status_code == 302
    made = Round.objects.get(year=2026)
    assert {each.board: each.status for each in made.submissions.all()} == {
        cast.teknik: "not_started",
        cast.miljo: "not_started",
    }
    assert [question.text for question in made.questions.all()] == ["Vad har ni gjort?"]
    assert made.exchange_rates == {"EUR": 11.43}
    assert made.decision_path == [{"body": "Arbetsutskottet", "date": "2027-04-28"}, {"body": "Kommunstyrelsen"}]


def test_saving_leads_to_the_rounds_page(rut, cast):
    for url, year in ((change(cast), 2025), (URL, 2026)):
        response = rut.post(url, frame([cast.teknik, cast.miljo, cast.fritid], year=year))
        assert response.headers["Location"] == reverse("round_overview", args=[year])


def test_all_boards_are_chosen_beforehand(rut, cast):
    chosen = rut.get(URL).context["adminform"].form["boards"].value()
    assert set(chosen) == {cast.teknik.pk, cast.miljo.pk, cast.fritid.pk}


def test_a_board_can_be_added_and_an_empty_one_taken_out(rut, cast):
    new = make.board("Kulturnämnden")
    make.answer(cast.of_teknik)
    response = rut.post(change(cast), frame([cast.teknik, new], year=2025))
    assert response.status_code == 302
    assert {each.board for each in cast.round.submissions.all()} == {cast.teknik, new}
    assert Submission.objects.get(board=cast.teknik).pk == cast.of_teknik.pk


@pytest.mark.parametrize("write", [make.answer, make.decision, lambda sub: make.card(sub, make.project())])
def test_a_board_that_has_written_something_stays(rut, cast, write):
    write(cast.of_teknik)
    response = rut.post(change(cast), frame([cast.miljo], year=2025))
    assert errors(response) == {"boards": ["Tekniska nämnden har skrivit något och kan inte tas bort ur omgången."]}
    assert cast.round.submissions.count() == 3


def test_wrong_dates_and_lines_are_refused_at_their_fields(rut, cast):
    wrong = {
        "opens": "2026-12-01",
        "closes": "2026-11-30",
        "decision_path": "2027-02-30 KS",
        "exchange_rates": "EUR x",
    }
    response = rut.post(URL, frame([cast.teknik], **wrong))
    assert set(errors(response)) == {"closes", "decision_path", "exchange_rates"}
    assert "2027-02-30 KS" in response.content.decode()
    assert Round.objects.count() == 1


@pytest.mark.parametrize(("there", "lacking"), [("opens", "closes"), ("closes", "opens")])
def test_one_day_without_the_other_is_refused(rut, cast, there, lacking):
    response = rut.post(URL, frame([cast.teknik], **{there: "2026-12-01"}))
    assert set(errors(response)) == {lacking}
    assert Round.objects.count() == 1


def test_a_board_that_was_followed_is_not_chosen_beforehand(rut, cast):
    cast.teknik.follows.set([cast.miljo])
    chosen = rut.get(URL).context["adminform"].form["boards"].value()
    assert set(chosen) == {cast.teknik.pk, cast.fritid.pk}


def test_a_year_that_is_there_is_refused(rut, cast):
    assert set(errors(rut.post(URL, frame([cast.teknik], year=2025)))) == {"year"}


def test_an_answered_question_keeps_its_number_and_stays(rut, cast):
    make.answer(cast.of_teknik)
    first, second = cast.round.questions.all()
    rows = [
        {"id": first.pk, "number": 9, "text": "Ny lydelse?", "DELETE": "on"},
        {"id": second.pk, "number": 2, "text": second.text, "DELETE": "on"},
    ]
    boards = [cast.teknik, cast.miljo, cast.fritid]
    assert rut.post(change(cast), frame(boards, year=2025, **formsets(rows))).status_code == 302
    assert [(each.number, each.text) for each in Question.objects.all()] == [(1, "Ny lydelse?")]


def test_the_year_stays_when_something_is_frozen(rut, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    rut.post(change(cast), frame([cast.teknik, cast.miljo, cast.fritid], year=2030))
    cast.round.refresh_from_db()
    assert cast.round.year == 2025


def test_outsiders_see_nothing(client, cast):
    assert client.get(URL).status_code == 302
    client.force_login(cast.tova)
    assert client.post(URL, frame([]), follow=True).status_code == 403
    assert Round.objects.count() == 1


def test_the_list_links_to_the_overview(rut, cast):
    text = rut.get(reverse("admin:submissions_round_changelist")).content.decode()
    assert f'<a href="{reverse("round_overview", args=[2025])}">Översikt 2025</a>' in text


def test_a_round_saved_so_that_it_is_open_is_told_of_at_once_and_never_twice(rut, cast):
    Round.objects.update(opens=None, closes=None)
    today = timezone.localdate()
    days = {"opens": str(today), "closes": str(today + timedelta(60))}
    boards = [cast.teknik, cast.miljo, cast.fritid]
    response = rut.post(change(cast), frame(boards, year=2025, **days), follow=True)
    assert "Omgången är öppen. Kontaktpersonerna får 3 mejl om det inom kort." in visible(response, ".messagelist li")
    opened = [(cast.tova.pk, "opened"), (cast.mira.pk, "opened"), (cast.ove.pk, "opened")]
    assert sorted(Mail.objects.values_list("person", "kind")) == sorted(opened)
    response = rut.post(change(cast), frame(boards, year=2025, **days), follow=True)
    assert not any("mejl" in each for each in visible(response, ".messagelist li"))
    assert (reminders.queue(), Mail.objects.count()) == (0, 3)


def test_a_round_saved_late_in_its_time_sends_no_other_reminder(rut, cast):
    today = timezone.localdate()
    days = {"opens": str(today - timedelta(30)), "closes": str(today + timedelta(2))}
    rut.post(change(cast), frame([cast.teknik, cast.miljo, cast.fritid], year=2025, **days))
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("EUR 11,43\nnok = 0,98", {"EUR": 11.43, "NOK": 0.98}), ("1 EUR = 11,05", {"EUR": 11.05})],
)
def test_exchange_rates_are_read_as_people_write_them(rut, cast, typed, kept):
    rut.post(URL, frame([cast.teknik], exchange_rates=typed))
    assert Round.objects.get(year=2026).exchange_rates == kept


def test_all_rows_that_are_wrong_are_told_at_once_and_a_currency_that_is_none_of_them(rut, cast):
    response = rut.post(URL, frame([cast.teknik], exchange_rates="USD 9,80\nEUR x\nNOK 1,0"))
    assert errors(response) == {
        "exchange_rates": [
            "Raden ”USD 9,80”: USD är inte en av valutorna, som är EUR, NOK och DKK.",
            "Raden ”EUR x” går inte att läsa. Skriv valutan och kursen, till exempel EUR 11,43. "
            "Kursen är kronor för en av EUR, NOK och DKK, högst 1000.",
        ]
    }
    assert "Valutorna är EUR, NOK och DKK." in rut.get(URL).content.decode()
