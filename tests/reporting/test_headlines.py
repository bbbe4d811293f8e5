"""What stands over each chart: the finding, in plain Swedish, whatever the figures are."""

from dataclasses import replace

import pytest

from reporting import figures, headlines
from tests.reporting.years import example

NBSP = "\u00a0"


def counted(**changes):
    """The figures of 2024, with 100 kronor paid in all."""
    return replace(figures.count(example(2024), example(2023)), paid=100, eu_projects=20, **changes)


def groups(*rows):
    return tuple(figures.GroupFigures(*row) for row in rows)


def goals(*rows):
    return tuple(figures.GoalFigures(*row) for row in rows)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Erasmus+", 8, 41), ("ESF", 12, 59)], f"Mest pengar kom från ESF: 59{NBSP}procent"),
        ([("Övriga", 8, 70), ("ESF", 12, 30)], f"Mest pengar kom från övriga program: 70{NBSP}procent"),
        ([("ESF", 1, 40), ("Horisont", 2, 40)], f"Mest pengar kom från ESF och Horisont: 40{NBSP}procent var"),
        ([(f"P{n}", 1, 25) for n in range(4)], f"Mest pengar kom från fyra program: 25{NBSP}procent var"),
        ([("ESF", 1, 100), ("Horisont", 2, 0)], "Alla pengar kom från ESF"),
        (
            [(figures.NO_PROGRAMME, 0, 99), ("ESF", 1, 1)],
            f"Mest pengar kom från projekt utan program: 99{NBSP}procent",
        ),
        ([("ESF", 12, None), ("Horisont", 8, None)], "Flest projekt finns i ESF: 12 av 20"),
        ([("ESF", 8, None), ("Horisont", 8, None)], "Flest projekt finns i ESF och Horisont: 8 av 20 var"),
        ([("ESF", None, None)], ""),
        ([], ""),
    ],
)
def test_where_the_money_came_from(rows, said):
    assert headlines.groups(counted(programmes=groups(*rows))) == said


def test_a_year_without_money_says_so():
    nothing = replace(counted(programmes=groups(("ESF", 2, 0))), paid=0)
    assert headlines.groups(nothing) == "Inga medel betalades ut 2024"


def test_a_share_of_rounded_totals_is_said_to_be_about():
    rough = counted(programmes=groups(("ESF", 2, 59), ("Interreg", 2, 41)), approximate=True)
    assert headlines.groups(rough) == f"Mest pengar kom från ESF: omkring 59{NBSP}procent"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(1, "En grön stad", 3, 60), (2, "En jämlik stad", 9, 40)], f"målet ”En grön stad”: 60{NBSP}procent"),
        (
            [(1, "En grön stad", 3, 50), (2, "En jämlik stad", 9, 50)],
            f"målen ”En grön stad” och ”En jämlik stad”: 50{NBSP}procent var",
        ),
        ([(n, f"Mål {n}", 1, 20) for n in range(1, 6)], f"fem av målen: 20{NBSP}procent var"),
    ],
)
def test_which_goal_the_money_went_to(rows, said):
    assert headlines.goals(counted(goals=goals(*rows))) == f"Mest pengar gick till {said}"


def test_what_has_no_main_goal_is_no_goal():
    assert headlines.goals(counted(goals=goals((0, figures.NO_MAIN_GOAL, 9, 100), (1, "En grön stad", 0, 0)))) == (
        "Inget EU-projekt arbetar för något av målen"
    )


def test_goals_without_money_are_told_by_their_projects():
    named = counted(goals=goals((1, "En grön stad", 9, None), (2, "En jämlik stad", 4, None)))
    assert headlines.goals(named) == "Flest projekt arbetar för målet ”En grön stad”: 9 av 20"
    assert headlines.goals(counted(goals=goals((1, "En grön stad", None, None)))) == ""


def test_which_board_the_money_went_to():
    rows = (figures.BoardFigures("Miljönämnden", 5, 75), figures.BoardFigures("Tekniska nämnden", 9, 25))
    assert headlines.boards(counted(boards=rows)) == f"Mest pengar gick till miljönämnden: 75{NBSP}procent"
    unpaid = tuple(replace(row, paid=None) for row in rows)
    assert headlines.boards(counted(boards=unpaid)) == "Tekniska nämnden deltar i flest EU-projekt: 9"
    assert headlines.boards(counted(boards=())) == ""


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ({"SE": 9, "DK": 3, "NO": 2}, "Flest partner utanför Sverige finns i Danmark: 3"),
        ({"SE": 9, "DK": 3, "NO": 3}, "Flest partner utanför Sverige finns i Danmark och Norge: 3 var"),
        ({"DK": 1, "NO": 1, "DE": 1, "PL": 1}, "Flest partner utanför Sverige finns i fyra länder: 1 var"),
        ({"SE": 9}, ""),
        ({"SE": 9, "DK": None}, ""),
        ({}, ""),
    ],
)
def test_where_the_projects_lead(partners, said):
    rows = [{"code": code, "partners": count} for code, count in partners.items()]
    assert headlines.abroad(counted(cooperation={"sectors": {}, "countries": rows})) == said


@pytest.mark.parametrize(
    ("projects", "paid", "typed", "said"),
    [
        (19, 90, True, "Fler EU-projekt än 2023 och mer pengar"),
        (19, 110, False, "Fler EU-projekt än 2023 men mindre pengar"),
        (21, 110, False, "Färre EU-projekt än 2023 och mindre pengar"),
        (20, 100, False, "Lika många EU-projekt som 2023 och lika mycket pengar"),
        (20, 90, False, "Lika många EU-projekt som 2023 men mer pengar"),
        (21, 90, True, "Mer pengar än 2023"),
        (None, 100, False, "Lika mycket pengar som 2023"),
        (19, None, False, "Fler EU-projekt än 2023"),
        (None, None, False, ""),
    ],
)
def test_the_year_beside_the_year_before(projects, paid, typed, said):
    """Totals that were typed in may count a project twice, so that fewer now may be as many."""
    before = replace(counted().previous, eu_projects=projects, paid=paid, typed=typed, approximate=False)
    assert headlines.since(counted(), before) == said


def test_a_first_year_is_compared_with_none():
    assert headlines.since(counted(), None) == ""


def test_sums_that_were_rounded_are_not_compared_closer_than_that():
    before = replace(counted().previous, eu_projects=20, paid=101, typed=False, approximate=False)
    rough = replace(before, approximate=True)
    assert headlines.since(counted(), before) == "Lika många EU-projekt som 2023 men mindre pengar"
    assert headlines.since(counted(), rough) == "Lika många EU-projekt som 2023 och lika mycket pengar"
