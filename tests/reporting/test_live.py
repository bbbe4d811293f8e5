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


def told(name, counts, year):
    """What is printed of a figure inside a sentence."""
    return filled(f"så: {{{name}}}", counts, year).removeprefix("så: ")


def test_every_figure_of_the_example(counts, year):
    assert {name: told(name, counts, year) for name in live.NAMES} == {
        "år": "2024",
        "föregående_år": "2023",
        "antal_projekt": "56",
        "antal_projekt_föregående": "54",
        "förändring_projekt": "ökade från 54 till 56",
        "antal_deltaganden": "61",
        "antal_andra_projekt": "fyra",
        "antal_kort": "65",
        "antal_nämnder": "nio",
        "antal_nämnder_föregående": "åtta",
        "antal_ägare": "21",
        "antal_partner": "34",
        "antal_annan_roll": "ett",
        "utbetalt_miljoner": "50,5",
        "utbetalt_miljoner_föregående": "omkring 43",
        "utbetalt_kronor": "50 468 000 kronor",
        "förändring_utbetalt": "ökade från omkring 43 miljoner kronor till 50,5 miljoner kronor",
        "program_i_ordning": "ESF, Horisont, Erasmus, ERUF, Interreg och övriga program",
        "antal_kända_budgetar": "56",
        "minsta_budget": "70 000 kronor",
        "största_budget": "222,9 miljoner kronor",
    }


def test_examples_in_the_list_are_what_is_printed(counts, year):
    for name in ("förändring_projekt", "förändring_utbetalt"):
        [example_of_it] = re.findall("”(.*)”", live.NAMES[name][0])
        assert example_of_it == told(name, counts, year)


def test_a_count_is_in_letters_with_a_capital_where_it_begins_a_sentence(counts, year):
    few = replace(counts, eu_projects=1, boards_taking_part=1, otherwise_funded=0)
    text = (
        "<p>{antal_projekt} EU-projekt hos {antal_nämnder} nämnd. <em>{antal_nämnder}</em>; {antal_andra_projekt}.</p>"
    )
    assert filled(text, few, year) == "<p>Ett EU-projekt hos en nämnd. <em>En</em>; 0.</p>"
    text = "<li>a<br>{antal_nämnder}</li><li>bl.a. {antal_nämnder} t.ex. {antal_nämnder}</li>"
    assert filled(text, counts, year) == "<li>a<br>Nio</li><li>bl.a. nio t.ex. nio</li>"


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
        assert told(name, alone, year) == "uppgift saknas"
    assert told("förändring_projekt", alone, year) == "uppgift saknas"


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
    values = {name: told(name, counts, year) for name in live.NAMES}
    assert values["antal_projekt"] == "54"
    assert values["utbetalt_miljoner"] == "omkring 43"
    assert values["antal_deltaganden"] == "uppgift saknas"
    assert values["program_i_ordning"] == "uppgift saknas"
    assert "None" not in "".join(values.values())


def test_comparison_says_what_is_approximate_and_typed(counts):
    said = live.comparison(counts)
    assert said["projects"] == "Antalet EU-projekt ökade från 54 till 56"
    assert said["share"] == "omkring 17\u00a0procent"
    assert said["notes"] == [
        "Beloppet för 2023 är avrundat i underlaget.",
        "Uppgifterna för 2023 är summor som har skrivits in, och ett projekt kan där vara räknat en gång för varje "
        "nämnd som deltar.",
        "För 2024 räknas det bara en gång.",
    ]
    assert live.comparison(replace(counts, previous=None)) is None


def test_comparison_says_which_boards_the_year_before_is_without(counts):
    before = replace(counts.previous, typed=False, approximate=False, missing=("Miljönämnden", "Servicenämnden"))
    assert live.comparison(replace(counts, previous=before))["notes"] == [
        "Siffrorna för 2023 är utan miljönämnden och servicenämnden."
    ]


def test_many_boards_that_are_missing_are_told_by_how_many_they_are(counts):
    told = [live.without(replace(counts, missing=missing)) for missing in ((), ("A", "B", "C"), ("A", "B", "C", "D"))]
    assert told == ["", "utan A, B och C", "utan fyra nämnder"]


def test_of_several_years_that_were_typed_in_it_is_said_at_once(counts):
    typed = counts.previous
    rounded, said = live.origin([replace(typed, year=2022), typed, counts])
    assert rounded == "Beloppen för 2022 och 2023 är avrundade i underlaget."
    assert said.startswith("Uppgifterna för 2022 och 2023 är summor som har skrivits in")


@pytest.mark.parametrize(
    ("projects", "known", "smallest", "largest", "said"),
    [
        (3, 1, 1_000, 1_000, "Den totala budgeten är känd för ett av tre EU-projekt: 1 000 kronor."),
        (3, 2, 1_000, 1_000, "Den totala budgeten är känd för två av tre EU-projekt: 1 000 kronor för vart och ett."),
        (
            3,
            2,
            1_000,
            2_000,
            "Den totala budgeten är känd för två av tre EU-projekt: från 1 000 kronor till 2 000 kronor.",
        ),
        (1, 1, 1_000, 1_000, "EU-projektets totala budget är 1 000 kronor."),
        (2, 2, 1_000, 1_000, "Vart och ett av EU-projekten har en total budget på 1 000 kronor."),
        (2, 2, 1_000, 2_000, "EU-projektens totala budgetar går från 1 000 kronor till 2 000 kronor."),
        (54, None, 1_000, 2_000, "EU-projektens totala budgetar går från 1 000 kronor till 2 000 kronor."),
        (3, 0, None, None, ""),
        (54, None, 1_000, None, ""),
    ],
)
def test_the_budgets_are_told_with_how_many_are_known(counts, projects, known, smallest, largest, said):
    span = {"smallest": smallest, "largest": largest}
    told = replace(counts, eu_projects=projects, known_budgets=known, budget_span=span)
    assert live.budgets(told).replace("\u00a0", " ") == said
