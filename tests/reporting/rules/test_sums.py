"""Sums that differ."""

from dataclasses import replace

import pytest

from config.formats import kronor
from reporting import tables
from reporting.figures import count
from reporting.rules import sums
from tests.reporting import years
from tests.reporting.rules.asking import found

STRIVE = years.project("strive", "STRIVE")


def test_sums_of_paid_funds_that_differ_are_an_error():
    year = years.year(years.card(STRIVE, paid=100))
    figures = count(year)
    wrong = replace(figures, boards=(replace(figures.boards[0], paid=90),))
    told = (
        f"{kronor(100)} totalt, {kronor(90)} per nämnd, {kronor(100)} per programgrupp och {kronor(100)} per huvudmål"
    )
    assert found(sums.paid_sums_agree, year, wrong) == [
        ("error", f"Utbetalda medel har olika summor: {told}.", "Hela året 2024")
    ]
    assert found(sums.paid_sums_agree, year, figures) == []


def test_rounded_totals_that_were_typed_in_are_only_noted():
    year = years.example(2023)
    told = f"{kronor(43_000_000)} totalt och {kronor(43_108_794)} per huvudmål"
    assert found(sums.paid_sums_agree, year) == [
        ("note", f"Utbetalda medel har olika summor: {told}.", "Hela året 2023")
    ]


def test_sums_of_projects_that_differ_are_an_error():
    year = years.year(years.card(STRIVE))
    figures = count(year)
    assert found(sums.project_sums_agree, year, replace(figures, owned=4)) == [
        ("error", "EU-projekten har olika summor: 1 totalt, 5 per roll och 1 per programgrupp.", "Hela året 2024")
    ]
    assert found(sums.project_sums_agree, year, replace(figures, participations=3)) == [
        ("error", "Deltagandena i EU-projekt har olika summor: 3 totalt och 1 per nämnd.", "Hela året 2024")
    ]
    assert found(sums.project_sums_agree, year, figures) == []


def table(cells, total, heading="Utbetalda medel, kronor", notes=(tables.EXACT,), label="Summa"):
    rows = tuple(tables.Row("rad", (cell,)) for cell in cells)
    return tables.Table("Medel", "Rad", (heading,), rows, tables.Row(label, (total,)), notes)


def printed(monkeypatch, *made):
    """A year whose tables are these."""
    for name in ("goals", "boards", "groups"):
        monkeypatch.setattr(tables, name, lambda figures, to=None: made[0] if to else None)
    return years.year(years.card(STRIVE))


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            table(["1 000", "2 000"], "4 000"),
            "Utbetalda medel, kronor: raderna blir 3 000 tillsammans, men summan är 4 000.",
        ),
        (
            table(["100 000", "200 000"], "600 000", notes=(tables.ROUNDED,)),
            "Utbetalda medel, kronor: raderna blir 300 000 tillsammans, men summan är 600 000.",
        ),
        (table(["2", "3"], "4", "EU-projekt"), "EU-projekt: raderna blir 5 tillsammans, men summan är 4."),
        (
            table(["2", "3"], "6", "EU-projekt", ("Ett projekt räknas bara en gång i summan.",)),
            "EU-projekt: raderna blir 5 tillsammans, men summan är 6.",
        ),
    ],
)
def test_a_table_whose_rows_are_not_its_sum(monkeypatch, made, message):
    told = found(sums.printed_tables_add_up, printed(monkeypatch, made))
    assert {each[1].replace("\u00a0", " ") for each in told} == {message}
    assert {(severity, where) for severity, _, where in told} == {("error", "tabellen ”Medel”")}


@pytest.mark.parametrize(
    "made",
    [
        table(["1\u00a0000", "2\u00a0000"], "3\u00a0000"),
        table(["100 000", "200 000", "mindre än 50 000"], "400 000", notes=(tables.ROUNDED,)),
        table(["2", "3"], "4", "EU-projekt", ("Ett projekt räknas bara en gång i summan.",)),
        table(["1 000", tables.UNKNOWN], "3 000"),
        table(["1 000", "2 000"], "4 000", label="Totalt"),
    ],
)
def test_a_table_that_adds_up_or_does_not_say_so(monkeypatch, made):
    assert found(sums.printed_tables_add_up, printed(monkeypatch, made)) == []


def test_a_boards_own_table_has_the_citys_sum():
    year = years.year(years.card(STRIVE, paid=1_000), years.card(years.project(), paid=2_000))
    figures = count(year)
    assert found(sums.printed_tables_add_up, year, figures) == []
    wrong = replace(figures, boards=(replace(figures.boards[0], paid=4_000),))
    told = found(sums.printed_tables_add_up, year, wrong)
    assert ("Miljönämnden, tabellen ”Utbetalda medel per projekt 2024”") in {where for *_, where in told}


def test_a_table_that_is_not_rounded_as_it_says(monkeypatch):
    wrong = table(["100 000", "250 000"], "400 000", notes=(tables.ROUNDED,))
    told = found(sums.tables_are_rounded_as_they_say, printed(monkeypatch, wrong))
    message = "Tabellen sägs vara avrundad till 100 000 kronor, men visar 250 000."
    assert {(severity, message.replace("\u00a0", " ")) for severity, message, _ in told} == {("error", message)}


@pytest.mark.parametrize("cells", [["100 000", "300 000"], ["0", "mindre än 50 000"], [tables.UNKNOWN, "400 000"]])
def test_a_table_that_is_rounded_or_promises_nothing(monkeypatch, cells):
    rounded = table(cells, "400 000", notes=(tables.ROUNDED,))
    assert found(sums.tables_are_rounded_as_they_say, printed(monkeypatch, rounded)) == []
    assert found(sums.tables_are_rounded_as_they_say, printed(monkeypatch, table(["150"], "150"))) == []


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_examples_tables_hold(year):
    assert found(sums.printed_tables_add_up, years.example(year)) == []
    assert found(sums.tables_are_rounded_as_they_say, years.example(year)) == []
