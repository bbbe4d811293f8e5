"""The years beside one another: each figure as text, and the line that draws the same."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from reporting import figures, trend
from reporting import years as years_kept
from submissions.models import Round
from tests import make
from tests.reporting.years import example


def years(*told, typed=()):
    """Figures that hang together, the newest last, as (projects, paid) of 2020 and on."""
    made = None
    for number, (projects, paid) in enumerate(told, start=2020):
        plain = replace(figures.count(example(2024)), year=number, eu_projects=projects, paid=paid)
        made = replace(plain, boards_taking_part=None, previous=made, typed=number in typed)
    return made


def test_two_years_stand_side_by_side_without_a_line():
    assert trend.of(years((1, 1))) is None
    assert trend.of(years((1, 1), (2, 2))) is None


def test_each_year_has_its_figures_and_unknown_ones_break_the_line():
    found = trend.of(years((10, 5_000_000), (None, 2_500_000), (20, 0), (5, 5_000_000)))
    assert found.years == (2020, 2021, 2022, 2023)
    assert found.finding == "Färre EU-projekt än 2020 men lika mycket pengar"
    assert [(line.label, line.cells) for line in found.lines] == [
        ("EU-projekt", ("10", "uppgift saknas", "20", "5")),
        ("Utbetalt, miljoner kronor", ("5", "2,5", "0", "5")),
    ]
    projects, paid = found.lines
    assert projects.told == "EU-projekt: 2020 10, 2021 uppgift saknas, 2022 20, 2023 5"
    assert projects.pieces == (((15, 70),), ((395, 15), (585, 98)))
    assert paid.pieces == (((15, 15), (205, 70), (395, 125), (585, 15)),)


def test_what_fewer_than_two_years_know_has_no_line():
    assert [line.label for line in trend.of(years((1, None), (2, None), (3, 7))).lines] == ["EU-projekt"]


def test_a_trend_of_nothing_is_none():
    assert trend.of(years((None, None), (None, None), (3, 7))) is None


def test_years_that_are_all_nothing_lie_on_the_ground():
    assert trend.of(years((0, 0), (0, 0), (0, 0))).lines[0].pieces == (((15, 125), (300, 125), (585, 125)),)


def test_no_more_years_than_there_is_room_for():
    assert trend.of(years(*((n, n) for n in range(12)))).years == tuple(range(2024, 2032))


def test_the_note_tells_which_years_were_counted_otherwise():
    notes = trend.of(years((1, 1), (2, 2), (3, 3), typed=(2020, 2021))).notes
    assert notes == (
        "Uppgifterna för 2020 och 2021 är summor som har skrivits in, och ett projekt kan där vara räknat en gång för "
        "varje nämnd som deltar.",
        "Linjerna börjar vid noll.",
    )


def test_a_line_is_drawn_with_what_it_says_beside_it():
    told = trend.of(years((10, 1), (5, 1), (20, 1)))
    markup = render_to_string("reporting/print/trend.html", {"trend": told, "year": example(2024)})
    assert markup.count("<title>EU-projekt: 2020 10, 2021 5, 2022 20</title>") == 1
    assert '<polyline points="15,70 300,98 585,15 "' in markup
    assert markup.count("<svg") == len(told.lines) == 2


def test_earlier_years_hang_behind_the_year_before_up_to_the_first_that_nobody_knows():
    year, before = example(2024), example(2023)
    older = [replace(before, year=2022), replace(before, year=2021), replace(before, year=2020, typed=None)]
    found = trend.following(figures.count(year, before), [*older, replace(before, year=2019)])
    assert trend.of(found).years == (2021, 2022, 2023, 2024)
    alone = figures.count(year)
    assert trend.following(alone, older) == alone
    assert trend.following(figures.count(year, before), []) == figures.count(year, before)


@pytest.mark.django_db
def test_the_earlier_years_are_all_that_there_are():
    for number in (2017, 2019, 2020, 2021, 2022):
        make.round(number)
    newest = make.round(2023)
    assert [year.year for year in years_kept.earlier(newest)] == [2021, 2020, 2019, 2017]
    assert years_kept.earlier(Round.objects.get(year=2017)) == []


def test_a_line_ends_where_a_year_is_missing():
    year, before = example(2024), example(2023)
    found = trend.following(figures.count(year, before), [replace(before, year=2022), replace(before, year=2020)])
    assert trend.of(found).years == (2022, 2023, 2024)
