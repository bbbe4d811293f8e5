"""Ny omgång från …: the page, what it copies, and the year that it begins."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.formats import day
from projects.models import Goal
from reporting.roundfile import year_file
from submissions import boards, mail, new_round, reminders
from submissions.models import Board, Mail, Question, Round, Submission
from tests import make
from tests.at_once import at_once
from tests.page import select, visible


@pytest.fixture
def old(cast):
    Round.objects.update(
        opens=date(2025, 12, 1),
        closes=date(2026, 2, 28),
        policy_name="Policy för internationellt arbete",
        policy_adopted="2024-08",
        policy_diary_number="STK-2024-820",
        goal_period="2024–2026",
        exchange_rates={"EUR": 11.43},
        asks_for_cooperation=True,
        diary_number="STK-2025-1",
        note="Ur pärmen.",
        decision_path=[{"body": "Kommunstyrelsen", "date": "2026-05-07"}, {"body": "Kommunfullmäktige"}],
    )
    Question.objects.filter(number=1).update(text="Vad gjorde ni 2025?", help="Policyn antogs i augusti 2025.")
    return Round.objects.get()


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def url(old):
    return f"/admin/submissions/round/{old.pk}/ny-omgang/"


def proposed(client, old):
    """The form as the page proposes it, as a browser would send it."""
    fields = {}
    for field in client.get(url(old)).context["form"]:
        value = field.field.prepare_value(field.value())
        chosen = [getattr(each, "pk", each) for each in value] if field.name == "boards" else value
        fields[field.name] = "" if chosen is None else chosen
    return fields


def make_next(client, old, **changed):
    response = client.post(url(old), {**proposed(client, old), **changed}, follow=True)
    return response, Round.objects.first()


def test_last_year_is_proposed_with_its_dates_a_year_later(rut, old, cast):
    assert proposed(rut, old) == {
        "year": 2026,
        "opens": date(2026, 12, 1),
        "closes": date(2027, 2, 28),
        "goal_period": "2024–2026",
        "goals": "\n".join(f"Mål nummer {number}" for number in range(1, 6)),
        "exchange_rates": "",
        "boards": [cast.fritid.pk, cast.miljo.pk, cast.teknik.pk],
    }


def test_everything_that_is_the_same_is_copied(rut, old):
    response, new = make_next(rut, old)
    frame = {
        name: getattr(new, name)
        for name in ("year", "opens", "closes", "published", "diary_number", "exchange_rates", "note", "goal_period")
    }
    assert frame == {
        "year": 2026,
        "opens": date(2026, 12, 1),
        "closes": date(2027, 2, 28),
        "published": None,
        "diary_number": "",
        "exchange_rates": {},
        "note": "",
        "goal_period": "2024–2026",
    }
    assert (new.policy_name, new.policy_adopted, new.policy_diary_number, new.asks_for_cooperation) == (
        "Policy för internationellt arbete",
        "2024-08",
        "STK-2024-820",
        True,
    )
    assert new.decision_path == [{"body": "Kommunstyrelsen"}, {"body": "Kommunfullmäktige"}]
    assert [(each.number, each.text, each.help, each.required) for each in new.questions.all()] == [
        (1, "Vad gjorde ni 2026?", "Policyn antogs i augusti 2025.", True),
        (2, "Fråga nummer 2?", "", False),
    ]
    assert [(goal.number, goal.text) for goal in new.goals.order_by("number")] == [
        (number, f"Mål nummer {number}") for number in range(1, 6)
    ]
    assert [(each.name, each.group, each.eu) for each in new.programmes.order_by("pk")] == [
        ("Interreg North Sea", "Interreg", True),
        ("Nordplus", "Övriga", False),
    ]
    assert {str(each.board): each.status for each in new.submissions.all()} == {
        "Fritidsnämnden": "not_started",
        "Miljönämnden": "not_started",
        "Tekniska nämnden": "not_started",
    }
    assert response.redirect_chain == [(f"/admin/submissions/round/{new.pk}/change/", 302)]


def test_the_new_rounds_own_page_says_what_was_copied(rut, old):
    response, _ = make_next(rut, old)
    assert visible(response, ".messagelist li") == [
        "Omgången 2026 är gjord. Från 2025 är kopierat: "
        "3 nämnder, policyn, beslutsplaneringen, 2 frågor, 5 mål och 2 program.",
        "Mötesdagarna i beslutsplaneringen är nya varje år och kopieras inte. Skriv in dem efter mötesplanen.",
        "Omgången öppnar 1 december 2026. Då får kontaktpersonerna mejl. Fram till dess kan du ändra allt nedan.",
    ]
    assert [area.text.strip() for area in select(response, "textarea[name^=questions-][name$=-text]")][:1] == [
        "Vad gjorde ni 2026?"
    ]


def test_nothing_of_the_old_year_changes(rut, old, cast):
    make.answer(cast.of_teknik)
    before = _everything(old)
    make_next(rut, old, goals="Ett nytt mål", goal_period="2027–2030")
    assert _everything(old) == before


def _everything(old):
    return year_file(Round.objects.get(pk=old.pk))


def test_a_new_term_of_office_has_other_goals(rut, old, cast):
    card = make.card(cast.of_teknik, make.project(), goals=(1, 2))
    _, new = make_next(rut, old, goals="Ett tryggt Malmö\n\n Ett  grönt Malmö", goal_period="2027–2030")
    assert new.goal_period == "2027–2030"
    assert list(new.goals.order_by("number").values_list("number", "text")) == [
        (1, "Ett tryggt Malmö"),
        (2, "Ett grönt Malmö"),
    ]
    assert (Goal.objects.filter(round=old).count(), card.goals.count(), old.goal_period) == (5, 2, "2024–2026")


def test_the_exchange_rates_are_asked_for(rut, old):
    assert make_next(rut, old, exchange_rates="EUR 11,20")[1].exchange_rates == {"EUR": 11.2}


def test_only_the_chosen_boards_take_part(rut, old, cast):
    _, new = make_next(rut, old, boards=[cast.teknik.pk])
    assert [each.board for each in new.submissions.all()] == [cast.teknik]


def test_a_board_that_was_followed_is_replaced_by_the_one_that_follows(rut, old, cast):
    merged = boards.take_over(Board(name="Stadsmiljönämnden", department="SM"), [cast.miljo, cast.fritid])
    last = boards.take_over(Board(name="Klimatnämnden", department="KN"), [merged])
    make.board("En nämnd som inte var med")
    assert proposed(rut, old)["boards"] == [last.pk, cast.teknik.pk]


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        (date(2025, 12, 1), 1, date(2026, 12, 1)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (None, 1, None),
    ],
)
def test_a_day_some_years_later(before, years, after):
    assert new_round.moved(before, years) == after


def test_a_gap_of_years_moves_the_questions_as_far(rut, old):
    _, new = make_next(rut, old, year=2027)
    assert new.questions.first().text == "Vad gjorde ni 2027?"


def test_a_year_that_is_there_is_refused_in_plain_words(rut, old):
    make.round(2026)
    response = rut.post(url(old), proposed(rut, old))
    assert (response.status_code, Round.objects.count()) == (422, 2)
    assert visible(response, ".error-summary li") == [
        "År: Det finns redan en omgång för 2026. Välj ett annat år, eller ändra den omgången."
    ]
    assert visible(response, "title")[0].startswith("Fel: ")


def test_a_year_that_somebody_makes_meanwhile_is_refused_too(rut, old, monkeypatch):
    fields, real = proposed(rut, old), new_round.make

    def after_another(*args):
        make.round(2026)
        return real(*args)

    monkeypatch.setattr(new_round, "make", after_another)
    response = rut.post(url(old), fields)
    assert (response.status_code, Round.objects.count()) == (409, 2)
    assert visible(response, ".error-summary li")[0].startswith("År: Det finns redan en omgång för 2026.")


def test_two_at_once_make_one_year(lasting_cast):
    told = {
        **{"year": 2026, "opens": None, "closes": None, "goal_period": "", "exchange_rates": {}, "goals": []},
        "boards": list(Board.objects.all()),
    }
    raised = at_once(*[lambda: new_round.make(lasting_cast.round, told)] * 2)
    assert sorted(map(str, raised)) == sorted(map(str, [None, new_round.Exists]))
    assert Round.objects.get(year=2026).submissions.count() == 3


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        (
            {"opens": "", "closes": "2027-02-28"},
            "Öppnar: Skriv när omgången öppnar. Med bara en sista dag öppnar den aldrig.",
        ),
        (
            {"opens": "2026-12-01", "closes": ""},
            "Sista dag: Skriv omgångens sista dag. Utan den går inget att lämna in.",
        ),
        (
            {"opens": "2026-12-01", "closes": "2026-11-30"},
            "Sista dag: Sista dagen kan inte vara före dagen då omgången öppnar.",
        ),
    ],
)
def test_both_days_or_none(rut, old, days, fault):
    response = rut.post(url(old), {**proposed(rut, old), **days})
    assert visible(response, ".error-summary li") == [fault]
    assert Round.objects.count() == 1


def test_without_days_the_round_does_not_open(rut, old):
    response, new = make_next(rut, old, opens="", closes="")
    assert (new.opens, new.phase) == (None, "closed")
    assert visible(response, ".messagelist li")[-1] == "Omgången öppnar inte förrän den har datum."


def test_a_year_that_opens_at_once_is_told_of_at_once(rut, old, cast):
    today = timezone.localdate()
    response, new = make_next(rut, old, opens=str(today), closes=str(today + timedelta(60)))
    assert visible(response, ".messagelist li")[-1] == (
        "Omgången är öppen redan i dag, och kontaktpersonerna får mejl inom kort. Gå igenom allt nedan nu."
    )
    told = Mail.objects.filter(submission__round=new, kind="opened")
    assert {each.person for each in told} == {cast.tova, cast.mira, cast.ove}
    assert reminders.queue() == Mail.objects.exclude(submission__round=new).count()


def test_the_buttons_lead_there(rut, old):
    make.round(2024)
    for page in ("/admin/submissions/round/", f"/admin/submissions/round/{old.pk}/change/"):
        links = [link.get("href") for link in select(rut.get(page), ".object-tools a")]
        assert links.count(url(old)) == 1


def test_others_do_not_get_there(client, cast, old):
    client.force_login(cast.tova)
    assert client.get(url(old)).status_code == 302
    assert client.post(url(old), {"year": 2026}).status_code == 302
    assert Round.objects.count() == 1


def test_a_round_that_is_not_there(rut, cast):
    assert rut.get("/admin/submissions/round/99999/ny-omgang/").status_code == 404


def test_the_queries_do_not_grow_with_the_boards(rut, old, django_assert_num_queries):
    fields = proposed(rut, old)
    with CaptureQueriesContext(connection) as few:
        rut.post(url(old), fields)
    expected = len(few)
    Round.objects.first().delete()
    for number in range(10):
        make.submission(old, make.board(f"Nämnd {number}"))
    fields = proposed(rut, old)
    with django_assert_num_queries(expected):
        rut.post(url(old), fields)


def test_a_year_in_five_minutes(rut, client, cast, old, inbox, monkeypatch):
    """Copied, changed, opened, mailed, and last year's text brought over by the board."""

    def on(today):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: today)
        reminders.queue()

    make.answer(cast.of_teknik, html="<p>Vi reste till Hamburg.</p>")
    make.card(cast.of_teknik, make.project())
    make.frozen(cast.of_teknik)
    on(date(2026, 11, 21))
    _, new = make_next(rut, old, goals="Mål nummer 2\nMål nummer 1")
    new.questions.filter(number=1).update(help="Högst en sida.")
    of = Submission.objects.get(round=new, board=cast.teknik)
    on(date(2026, 11, 30))
    assert (new.phase, of.is_editable, Mail.objects.count()) == ("planned", False, 0)
    on(date(2026, 12, 1))
    assert [(str(each.person), each.kind) for each in Mail.objects.order_by("person__name")] == [
        ("Mira Miljö", "opened"),
        ("Ove Fritid", "opened"),
        ("Tova Teknik", "opened"),
    ]
    assert mail.send_due() == (3, 0)
    subjects = sorted(" ".join(each["Subject"].split()) for each in inbox.mails)
    assert subjects[-1] == "Dags för Tekniska nämndens internationella redovisning 2026"
    client.force_login(cast.tova)
    assert client.post("/2026/tekniska-namnden/fraga-1/hamta/").status_code == 302
    assert of.answers.get().html == "<p>Vi reste till Hamburg.</p>"
    assert client.post("/2026/tekniska-namnden/hamta-projekt/", {"project": "brave"}).status_code == 302
    card = of.cards.get()
    assert (str(card), [goal.number for goal in card.goals.all()], card.paid) == ("BRAVE", [2], None)
    assert day(of.closes_on) == "28 februari 2027"
