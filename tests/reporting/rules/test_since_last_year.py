"""The year against the one before."""

from dataclasses import replace

import pytest

from config.formats import kronor
from reporting.dataset import Goal, Memo, Programme
from reporting.figures import count
from reporting.rules import since_last_year as rules
from tests.reporting import years
from tests.reporting.rules.asking import found

STRIVE = years.project("strive", "STRIVE")
POWERBIO = years.project("powerbio", "PowerBio")
TYPED = {"projects": 2, "paid": 100, "boards": [{"board": "Miljönämnden", "projects": 2, "paid": 5000}]}


def before(*cards, **fields):
    return replace(years.year(*cards, **fields), year=2023)


@pytest.mark.parametrize(
    ("now", "then", "times"),
    [
        (50_000, 5_000, "tio gånger"),
        (512_000, 5_000, "ungefär hundra gånger"),
        (1_450_000, 148_200, "ungefär tio gånger"),
        (5_000_000, 5_000, "tusen gånger"),
        (500, 5_000, "en tiondel av"),
        (5_100, 5_000_000, "ungefär en tusendel av"),
    ],
)
def test_an_amount_that_is_many_times_last_years(now, then, times):
    year, last = years.year(years.card(STRIVE, paid=now)), before(years.card(STRIVE, paid=then))
    message = f"Utbetalt {kronor(now)} är {times} förra årets {kronor(then)}."
    assert found(rules.amount_times_last_year, year, previous=last) == [("warning", message, "Miljönämnden, STRIVE")]


@pytest.mark.parametrize(
    ("now", "then"), [(50_000, 7_000), (5_000, 5_000), (0, 5_000), (50_000, 0), (None, 5), (5, None)]
)
def test_an_amount_that_has_only_grown(now, then):
    year, last = years.year(years.card(STRIVE, paid=now)), before(years.card(STRIVE, paid=then))
    assert found(rules.amount_times_last_year, year, previous=last) == []


def test_another_project_or_board_is_nothing_to_compare_with():
    year = years.year(years.card(STRIVE, paid=50_000))
    for other in (years.card(POWERBIO, paid=5_000), years.card(STRIVE, "Tekniska nämnden", paid=5_000)):
        assert found(rules.amount_times_last_year, year, previous=before(other)) == []
    assert found(rules.amount_times_last_year, year) == []


def test_where_last_year_has_only_totals_the_boards_are_compared():
    year, last = years.year(years.card(STRIVE, paid=50_000)), before(typed=TYPED, submissions=())
    message = f"Utbetalt {kronor(50_000)} är tio gånger förra årets {kronor(5_000)}."
    assert found(rules.amount_times_last_year, year, previous=last) == [
        ("warning", message, "Miljönämnden, utbetalda medel")
    ]


def many(number, paid=1_000_000, board="Miljönämnden"):
    return [years.card(years.project(f"p{n}", f"P{n}"), board, paid=paid) for n in range(number)]


def test_counts_and_sums_that_moved_much_are_one_note():
    year, last = years.year(*many(8)), before(*many(4))
    [(severity, message, where)] = found(rules.moved_much, year, previous=last)
    assert (severity, where) == ("note", "Hela året 2024")
    assert message == (
        "Mer än en tredjedel har ändrats sedan 2023: EU-projekten från 4 till 8, deltagandena från 4 till 8, "
        f"projekten där någon nämnd är partner från 4 till 8, utbetalda medel från {kronor(4_000_000)} till "
        f"{kronor(8_000_000)}, utbetalt till Miljönämnden från {kronor(4_000_000)} till {kronor(8_000_000)} och "
        f"utbetalt till Interreg från {kronor(4_000_000)} till {kronor(8_000_000)}."
    )


def test_what_moved_little_or_is_little():
    assert found(rules.moved_much, years.year(*many(10)), previous=before(*many(9))) == []
    assert found(rules.moved_much, years.year(*many(3, paid=90)), previous=before(*many(1, paid=30))) == []
    assert found(rules.moved_much, years.year(*many(8))) == []


def test_boards_are_not_compared_with_totals_that_were_counted_otherwise():
    typed = {"projects": 8, "paid": 8_000_000, "boards": [{"board": "Miljönämnden", "projects": 2, "paid": 2_000_000}]}
    last = before(typed=typed, submissions=())
    assert found(rules.moved_much, years.year(*many(8)), previous=last) == []


def test_goals_of_the_same_period_with_other_names():
    goals = (Goal(1, "En grön stad"), Goal(2, "En jämlik stad"))
    year = years.year(goal_period="2023–2026")
    assert found(rules.goals_renamed, year, previous=before(goals=goals, goal_period="2023–2026")) == []
    renamed = before(goals=(Goal(1, "En grön och skön stad"), Goal(2, "En jämlik stad")), goal_period="2023–2026")
    told = "Målen är andra än 2023, fast perioden är densamma: "
    told += "mål 1 hette ”En grön och skön stad” och heter ”En grön stad”."
    assert found(rules.goals_renamed, year, previous=renamed) == [("warning", told, "Hela året 2024")]
    fewer = before(goals=goals[:1], goal_period="2023–2026")
    told = "Målen är andra än 2023, fast perioden är densamma: de var 1 och är 2."
    assert found(rules.goals_renamed, year, previous=fewer) == [("warning", told, "Hela året 2024")]


def test_goals_of_a_new_term_of_office_are_other_goals():
    last = before(goals=(Goal(1, "Utbildning"),), goal_period="2019–2022")
    assert found(rules.goals_renamed, years.year(goal_period="2023–2026"), previous=last) == []
    assert found(rules.goals_renamed, years.year()) == []


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (Programme("Interreg Northsea", "Interreg"), "Interreg North Sea hette Interreg Northsea"),
        (Programme("Interreg North Sea", "Övriga"), "Interreg North Sea summeras under Interreg, förut Övriga"),
    ],
)
def test_programmes_that_changed_name_or_group(then, told):
    year = years.year(programmes=(years.INTERREG,))
    message = f"Program skiljer sig från 2023: {told}."
    assert found(rules.programmes_renamed, year, previous=before(programmes=(then,))) == [
        ("warning", message, "Hela året 2024")
    ]


def test_programmes_that_came_or_went():
    year = years.year(programmes=(years.INTERREG, years.NORDPLUS))
    others = (Programme("Interreg South Baltic", "Interreg"), years.INTERREG)
    assert found(rules.programmes_renamed, year, previous=before(programmes=others)) == []
    assert found(rules.programmes_renamed, year) == []


def compared(text, last):
    year = years.year(years.card(STRIVE), memo=Memo(summary=f"<p>{text}</p>"))
    return found(rules.counted_otherwise, year, count(year, last), previous=last)


TEXT = "Nämnderna deltog i 12 EU-projekt, jämfört med {antal_projekt_föregående} EU-projekt året innan."


def test_a_comparison_with_a_year_that_was_counted_otherwise():
    message = "Texten jämför med 2023, vars siffror är inskrivna och inte räknade ur projektkort. Säg det."
    assert compared(TEXT, before(typed=TYPED, submissions=())) == [
        ("warning", message, "Tjänsteskrivelsen, sammanfattningen")
    ]


def test_a_comparison_that_says_so_or_needs_not():
    typed = before(typed=TYPED, submissions=())
    assert compared(f"{TEXT} Åren är inte räknade på samma sätt.", typed) == []
    assert compared("Nämnderna deltog i 12 EU-projekt.", typed) == []
    assert compared(TEXT, before(years.card(STRIVE))) == []
    assert compared(TEXT, None) == []
