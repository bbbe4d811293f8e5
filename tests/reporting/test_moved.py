"""What moved since the year before, in words and with its sources."""

from dataclasses import replace

from reporting import figures, moved
from reporting.rules.finding import Place
from tests.reporting import years


def lines(year, previous):
    groups = moved.since(year, figures.count(year, previous), previous)
    return {group.title: [line.text for line in group.lines] for group in groups}


def two():
    """2023 with two projects under two boards, and 2024 with one of them and a new one under a third."""
    stays, ends, comes = (years.project(key, key.upper(), ends="2023-12") for key in ("stays", "ends", "comes"))
    before = years.year(years.card(stays, paid=2_000_000), years.card(ends, "Kulturnämnden", 3_000_000), year=2023)
    now = years.year(years.card(stays, paid=5_000_000), years.card(comes, "Fritidsnämnden", 1_000_000))
    return now, before


def test_figures_in_words_with_what_they_were_counted_from():
    now, before = two()
    [group, *_] = moved.since(now, figures.count(now, before), before)
    paid = group.lines[-1]
    assert paid.text == (
        "Det utbetalda beloppet ökade från 5\xa0miljoner\xa0kronor till 6\xa0miljoner\xa0kronor, 20\xa0procent."
    )
    assert paid.source == "Räknat på 2 kort 2024 och 2 kort 2023."
    assert "Antalet EU-projekt var oförändrat, 2." in [line.text for line in group.lines]


def test_boards_that_came_and_went():
    assert lines(*two())["Nämnder"] == [
        "Fritidsnämnden har EU-projekt i år, men hade inga 2023.",
        "Kulturnämnden hade EU-projekt 2023, men har inga i år.",
    ]


def test_projects_by_key():
    now, before = two()
    group = next(each for each in moved.since(now, figures.count(now, before), before) if each.title == "Projekt")
    assert [(line.text, line.source) for line in group.lines] == [
        ("Nytt: COMES (Fritidsnämnden)", ""),
        ("Inte med längre: ENDS (Kulturnämnden)", "Slutdatum enligt kortet: december 2023."),
        ("Fortsätter: STAYS (Miljönämnden)", ""),
    ]
    assert [line.places for line in group.lines] == [
        (Place("Fritidsnämnden", "Fritidsnämnden", "cards", "comes"),),
        (Place("Projektet i registret", "", "project", "ends"),),
        (Place("Miljönämnden", "Miljönämnden", "cards", "stays"),),
    ]


def test_programmes_and_goals_that_moved():
    told = lines(*two())
    assert told["Program"] == [
        "Interreg: utbetalda medel ökade från 5\xa0miljoner\xa0kronor till 6\xa0miljoner\xa0kronor."
    ]
    assert told["Mål"][0].startswith(
        "Mål 1, En grön stad: antalet EU-projekt var oförändrat, 2; utbetalda medel ökade"
    )


def test_other_goals_are_not_compared():
    now, before = two()
    before = replace(before, goals=tuple(replace(goal, text=f"Annat {goal.number}") for goal in before.goals))
    assert lines(now, before)["Mål"] == ["Mål 1 och 2 hette något annat 2023, och jämförs inte."]


def test_the_boards_decisions_by_day():
    now, before = two()
    first, second = now.submissions
    decided = replace(second, decision_date="2025-02-20", decision_paragraph="§ 7", decision_diary_number="FN-1")
    told = lines(replace(now, submissions=(first, decided)), before)["Nämndernas beslut"]
    assert told == ["Fritidsnämnden: 20 februari 2025, § 7, FN-1.", "Miljönämnden: inget beslut är inskrivet."]


def test_against_typed_totals_what_nobody_knows_is_left_out():
    now, _ = two()
    before = years.year(year=2023, typed={"projects": 1, "paid": 3_000_000, "approximate": True})
    told = lines(now, before)
    assert told["Siffror"] == [
        "Antalet EU-projekt ökade från 1 till 2.",
        "Det utbetalda beloppet ökade från 3\xa0miljoner\xa0kronor till 6\xa0miljoner\xa0kronor, "
        "omkring 100\xa0procent.",
    ]
    assert (told["Nämnder"], told["Projekt"], told["Program"]) == ([], [], [])


def test_without_a_year_before_there_is_nothing_to_say():
    now, _ = two()
    assert moved.since(now, figures.count(now), None) == []


def test_the_examples_have_something_in_every_group():
    now, before = years.example(2024), years.example(2023)
    groups = moved.since(now, figures.count(now, before), before)
    assert [group.title for group in groups if group.lines] == ["Siffror", "Nämnder", "Mål", "Nämndernas beslut"]
