"""Live figures: those that exist, what they print, and what they say when nobody knows."""

import re
from dataclasses import replace

import pytest

from reporting import figures, live
from tests.reporting.printed import example


@pytest.fixture
def year():
    return example(2024)


@pytest.fixture
def counts(year):
    return figures.count(year, example(2023))


def filled(text, counts, year):
    return live.fill(text, counts, year).replace("\u00a0", " ")


def test_every_figure_of_the_example(counts, year):
    assert {name: filled(f"{{{name}}}", counts, year) for name in live.NAMES} == {
        "år": "2024",
        "föregående_år": "2023",
        "antal_projekt": "56",
        "antal_projekt_föregående": "54",
        "förändring_projekt": "ökade från 54 till 56",
        "antal_deltaganden": "61",
        "antal_andra_projekt": "4",
        "antal_kort": "65",
        "antal_nämnder": "9",
        "antal_nämnder_föregående": "8",
        "antal_ägare": "21",
        "antal_partner": "34",
        "antal_annan_roll": "1",
        "utbetalt_miljoner": "50,5",
        "utbetalt_miljoner_föregående": "omkring 43",
        "utbetalt_kronor": "50 468 000 kronor",
        "förändring_utbetalt": "ökade från 43 miljoner kronor till 50,5 miljoner kronor",
        "program_i_ordning": "ESF, Horisont, Erasmus, ERUF, Övriga och Interreg",
        "minsta_budget": "70 000 kronor",
        "största_budget": "222,9 miljoner kronor",
    }


def test_examples_in_the_list_are_what_is_printed(counts, year):
    for name in ("förändring_projekt", "förändring_utbetalt"):
        [example_of_it] = re.findall("”(.*)”", live.NAMES[name][0])
        assert example_of_it == filled(f"{{{name}}}", counts, year)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("antal_projeckt", "antal_projekt"),
        ("Antal projekt", "antal_projekt"),
        ("xyz", ""),
        ("föregaende_år", "föregående_år"),
    ],
)
def test_the_nearest_name(written, meant):
    assert live.nearest(written) == meant


def test_a_figure_that_nobody_knows_is_said_to_be_missing(year):
    alone = replace(figures.count(year), participations=None, budget_span={"smallest": None, "largest": None})
    for name in ("antal_deltaganden", "antal_projekt_föregående", "utbetalt_miljoner_föregående", "minsta_budget"):
        assert live.fill(f"{{{name}}}", alone, year) == "uppgift saknas"
    assert live.fill("{förändring_projekt}", alone, year) == "uppgift saknas"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(60, 54, "ökade från 54 till 60"), (50, 54, "minskade från 54 till 50"), (54, 54, "var oförändrat, 54")],
)
def test_change_is_worded_from_the_figures(now, before, said):
    assert live.from_to(now, before, str) == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (50_468_000, 50_470_000, "minskade något, till 50,5 miljoner kronor"),
        (1_200_000, 40_000, "ökade från 40 000 kronor till 1,2 miljoner kronor"),
        (0, 40_000, "minskade från 40 000 kronor till 0 kronor"),
    ],
)
def test_a_change_never_reads_as_none_and_little_never_as_nothing(now, before, said):
    assert live.from_to(now, before, live.money).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("paid", "said"), [(0, "0"), (40_000, "mindre än 0,1"), (50_000, "0,1"), (43_000_000, "43"), (50_468_000, "50,5")]
)
def test_millions(paid, said):
    assert live.millions(paid) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (50_470_000, "mindre än 1\u00a0procent"),
        (25_234_000, "omkring 100\u00a0procent"),
        (25_250_000, "mer än 99\u00a0procent"),
    ],
)
def test_a_share_is_never_said_to_be_nothing_or_all(counts, before, said):
    previous = replace(counts.previous, paid=before)
    assert live.comparison(replace(counts, previous=previous))["share"] == said


def test_unknown_names_are_told_once_in_order():
    assert live.unknown("{antal_projekt} {antal_hundar} {x} {antal_hundar}") == ["antal_hundar", "x"]


def test_unknown_name_stays_as_written(counts, year):
    assert live.fill("<p>{antal_hundar}</p>", counts, year) == "<p>{antal_hundar}</p>"


def test_names_of_programmes_are_escaped(counts, year):
    group = replace(counts.programmes[0], group="<b>A & B</b>")
    strange = replace(counts, programmes=(group,))
    assert live.fill("{program_i_ordning}", strange, year) == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_every_figure_of_a_typed_year_is_text():
    year = example(2023)
    counts = figures.count(year)
    values = {name: live.fill(f"{{{name}}}", counts, year) for name in live.NAMES}
    assert values["antal_projekt"] == "54"
    assert values["utbetalt_miljoner"] == "omkring 43"
    assert values["antal_deltaganden"] == "uppgift saknas"
    assert values["program_i_ordning"] == "uppgift saknas"
    assert "None" not in "".join(values.values())


def test_comparison_says_what_is_approximate_and_typed(counts):
    said = live.comparison(counts)
    assert said["projects"] == "Antalet EU-projekt ökade från 54 till 56"
    assert said["share"] == "omkring 17\u00a0procent"
    assert (said["approximate"], said["typed"]) == (True, True)
    assert live.comparison(replace(counts, previous=None)) is None
