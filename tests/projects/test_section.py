"""The cards as a section of the submission: what is missing or wrong, and how a card is read."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from projects.section import Cards
from submissions import sections
from submissions.models import Submission
from submissions.sections import RowStatus
from tests import make

pytestmark = pytest.mark.django_db
URL = "/2025/tekniska-namnden/projekt/brave/"


def only_row(cast):
    (row,) = Cards().rows(cast.of_teknik)
    return row


def problems(cast):
    return [(problem.message, problem.url.removeprefix(URL), problem.stops) for problem in only_row(cast).problems]


def test_a_card_that_lacks_nothing_is_done(cast):
    make.card(cast.of_teknik, make.project(), title="BRAVE i Malmö", paid=0)
    row = only_row(cast)
    assert (row.title, row.url, row.status, row.problems, row.optional) == (
        "BRAVE i Malmö",
        URL,
        RowStatus.DONE,
        (),
        False,
    )


def test_an_empty_card_lacks_everything(cast):
    make.card(cast.of_teknik, make.project(programme=""), paid=None, goals=(), role="", description="")
    assert only_row(cast).status == RowStatus.STARTED
    assert problems(cast) == [
        ("Saknar program.", "#id_project-programme", True),
        ("Saknar nämndens roll.", "#id_role", True),
        ("Saknar utbetalda medel. Skriv 0 om inget har betalats ut.", "#id_paid", True),
        ("Saknar kommunfullmäktigemål.", "#id_goals_0", True),
        ("Saknar text. Skriv under minst en rubrik.", "#id_description", True),
    ]


def test_a_main_goal_is_missed_where_there_are_goals(cast):
    make.card(cast.of_teknik, make.project(), goals=(1, 2), main_goal=None)
    assert problems(cast) == [("Saknar huvudmål.", "#id_main_goal", True)]


def test_what_is_wrong_needs_work(cast):
    project = make.project(starts="2025-06", ends="2025-05", programme="Leonardo")
    wrong = {"goals": (2,), "main_goal": cast.round.goals.get(number=1)}
    make.card(cast.of_teknik, project, results="<p>Bra.</p>", **wrong)
    assert only_row(cast).status == RowStatus.NEEDS_WORK
    assert problems(cast) == [
        ("Slutar före det börjar.", "#id_project-ends", True),
        ("Har ett program som inte finns i årets lista: Leonardo.", "#id_project-programme", True),
        ("Har ett huvudmål som inte är ett av kortets mål.", "#id_main_goal", True),
    ]


@pytest.mark.parametrize(
    ("ends", "doubted"), [("2024", True), ("2024-12-31", True), ("2025", False), ("2025-01", False)]
)
def test_a_project_that_ended_before_the_year_is_a_warning(cast, ends, doubted):
    make.card(cast.of_teknik, make.project(ends=ends), results="<p>Det blev bra.</p>")
    warning = ("Slutade före 2025. Ska det vara med i år?", "#id_project-ends", False)
    assert problems(cast) == ([warning] if doubted else [])
    assert only_row(cast).status == RowStatus.DONE


@pytest.mark.parametrize(
    ("title", "doubted"),
    [("2023-1-SE01-KA122-SCH-000123", True), ("101056854", True), ("BRAVE", False), ("Malmö 2030", False)],
)
def test_a_title_that_is_only_a_code_is_a_warning(cast, title, doubted):
    make.card(cast.of_teknik, make.project(), title=title)
    warning = ("Har bara en kod som rubrik. Skriv vad projektet heter.", "#id_title", False)
    assert problems(cast) == ([warning] if doubted else [])


@pytest.mark.parametrize(
    ("ends", "results", "asked"),
    [
        ("2025", "", True),
        ("2025-06-30", "", True),
        ("2025-06", "<p>Bra.</p>", False),
        ("2026", "", False),
        ("", "", False),
    ],
)
def test_results_are_asked_for_in_a_projects_last_year(cast, ends, results, asked):
    make.card(cast.of_teknik, make.project(ends=ends), results=results)
    doubt = ("Inget står under Resultat, fast 2025 är projektets sista år.", "#id_results", False)
    assert problems(cast) == ([doubt] if asked else [])
    assert only_row(cast).status == RowStatus.DONE


OUTSIDE = (
    "Har utbetalda medel, fast nämnden har annan roll och ingen budget i projektet. Stämmer det?",
    "#id_paid",
    False,
)
ABOVE = ("Har mer utbetalda medel än nämndens budget. Stämmer beloppen?", "#id_paid", False)


@pytest.mark.parametrize(
    ("role", "paid", "budget", "doubt"),
    [
        ("other", 1, None, OUTSIDE),
        ("other", 1, 0, OUTSIDE),
        ("other", 0, None, None),
        ("other", 1, 5, None),
        ("other", 6, 5, ABOVE),
        ("partner", 6, 5, ABOVE),
        ("owner", 1, 0, ABOVE),
        ("owner", 5, 5, None),
        ("partner", 1, None, None),
        ("partner", 0, 0, None),
    ],
)
def test_money_that_does_not_go_with_the_role_or_the_budget_is_a_warning(cast, role, paid, budget, doubt):
    make.card(cast.of_teknik, make.project(), role=role, paid=paid, budget=budget)
    assert problems(cast) == ([doubt] if doubt else [])


def test_the_published_year_gives_few_doubts(db):
    """What speaks on many cards is not read: money on none of those of 2024, results on a tenth."""
    call_command("import_round", "examples/2024.json")
    told = Counter(
        problem.message
        for submission in Submission.objects.all()
        for row in Cards().rows(submission)
        for problem in row.problems
    )
    assert dict(told) == {
        "Inget står under Resultat, fast 2024 är projektets sista år.": 6,
        "Har bara en kod som rubrik. Skriv vad projektet heter.": 2,
        "Slutade före 2024. Ska det vara med i år?": 1,
    }


def test_a_card_is_read_from_what_was_frozen(cast):
    project = make.project(
        title="BRAVE – Business Readiness", acronym="BRAVE", starts="2023-09", ends="2028", owner="Region Skåne",
        total_budget=3000000, currency="EUR", website="https://brave.eu/?a=1&b=2", grant_number="GN-7",
    )  # fmt: skip
    card = make.card(
        cast.of_teknik, project, title="Vätgas", goals=(2, 1, 3), main_goal=cast.round.goals.get(number=2),
        role="other", budget=5000, own_cash=0, own_work=10,
        purpose="<p>Att <strong>lära</strong>.</p>",
    )  # fmt: skip
    card.cooperating_boards.set([cast.miljo])
    make.partner(card)
    make.partner(card, "Kiel <AG>", sector="", country="")
    frozen = sections.freeze(cast.of_teknik)
    Project.objects.update(title="Ett annat namn")
    (part,) = Cards().show(cast.of_teknik, frozen)
    assert (part.title, part.url) == ("Vätgas", URL)
    assert facts(part.body) == {
        "Program": "Interreg North Sea",
        "Nämndens roll": "Annan roll",
        "Projektägare": "Region Skåne",
        "Projekttid": "september 2023–2028",
        "Utbetalt 2025": "100\u00a0000\u00a0kronor",
        "KF-mål": "1. Mål nummer 1; 2. Mål nummer 2 (huvudmål); 3. Mål nummer 3",
        "Samverkar med": "Miljönämnden",
        "Projekt": "BRAVE – Business Readiness",
        "Kortnamn": "BRAVE",
        "Bidragsnummer": "GN-7",
        "Total budget": "3\u00a0000\u00a0000 euro",
        "Nämndens budget": "5\u00a0000\u00a0kronor",
        "Egen medfinansiering, kontant": "0\u00a0kronor",
        "Egen medfinansiering, arbetstid": "10\u00a0kronor",
        "Webbplats": '<a href="https://brave.eu/?a=1&amp;b=2">https://brave.eu/?a=1&amp;b=2</a>',
    }
    assert '<h4>Syfte</h4>\n    <div class="rich"><p>Att <strong>lära</strong>.</p></div>' in part.body
    assert "<p>Hamburg (Tyskland); Kiel &lt;AG&gt;</p>" in part.body


def test_says_why_the_report_marks_a_project(cast):
    for key, programme in (("ett", "Interreg North Sea"), ("tva", "Nordplus"), ("tre", "")):
        make.card(cast.of_teknik, make.project(key, key, programme=programme))
    bodies = [part.body for part in Cards().show(cast.of_teknik, sections.freeze(cast.of_teknik))]
    assert ["Inte ett EU-projekt" in body for body in bodies] == [False, True, False]
    assert ["Program saknas" in body for body in bodies] == [False, False, True]


def test_an_address_that_leads_to_no_web_page_is_no_link(cast):
    make.card(cast.of_teknik, make.project(website="javascript:alert(1)"))
    (part,) = Cards().show(cast.of_teknik, sections.freeze(cast.of_teknik))
    assert facts(part.body)["Webbplats"] == "javascript:alert(1)"


def facts(body):
    pairs = (item.split("</dt><dd>") for item in body.split("<div><dt>")[1:])
    return {label: value.split("</dd>")[0] for label, value in pairs}


def test_queries_do_not_grow_with_cards(cast, django_assert_num_queries):
    make.partner(make.card(cast.of_teknik, make.project()))
    with CaptureQueriesContext(connection) as one:
        read_all(cast)
    for key in ("a", "b"):
        make.partner(make.card(cast.of_teknik, make.project(key, key), goals=(1, 2, 3)))
    with django_assert_num_queries(len(one)):
        read_all(cast)


def read_all(cast):
    submission = Submission.objects.get(pk=cast.of_teknik.pk)
    Cards().rows(submission)
    Cards().show(submission, sections.freeze(submission))
