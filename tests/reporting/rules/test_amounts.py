"""Amounts that cannot be, or look mistyped."""

import pytest

from config.formats import kronor
from reporting.dataset import Money, Programme
from reporting.rules import amounts
from tests.reporting import years
from tests.reporting.rules.asking import found

STRIVE = years.project("strive", "STRIVE")


def test_a_budget_in_a_currency_without_a_rate():
    project = years.project(total_budget=Money(10, "NOK"))
    year = years.year(years.card(project), years.card(project, "Tekniska nämnden"), exchange_rates={"EUR": 11.4})
    message = "Den totala budgeten är i NOK, som saknar valutakurs för 2024."
    where = "Miljönämnden, BRAVE; Tekniska nämnden, BRAVE"
    assert found(amounts.rate_is_missing, year) == [("error", message, where)]


@pytest.mark.parametrize("money", [None, Money(10, "SEK"), Money(10, "EUR"), Money(0, "EUR")])
def test_a_budget_that_can_be_told_in_kronor(money):
    year = years.year(years.card(years.project(total_budget=money)), exchange_rates={"EUR": 11.4})
    assert found(amounts.rate_is_missing, year) == []


def test_sums_that_cannot_be():
    project = years.project(total_budget=Money(10, "EUR"))
    year = years.year(years.card(project, budget=115, paid=116), exchange_rates={"EUR": 11.4})
    where = "Miljönämnden, BRAVE"
    assert found(amounts.sums_are_too_large, year) == [
        ("warning", f"Utbetalt {kronor(116)} är mer än nämndens hela budget, {kronor(115)}.", where),
        ("warning", f"Nämndens budget {kronor(115)} är mer än projektets totala budget, {kronor(114)}.", where),
    ]


@pytest.mark.parametrize("fields", [{"budget": 114, "paid": 114}, {"budget": None, "paid": 900}, {"paid": None}])
def test_sums_that_can_be(fields):
    project = years.project(total_budget=Money(10, "EUR"))
    year = years.year(years.card(project, **{"budget": 114, **fields}), exchange_rates={"EUR": 11.4})
    assert found(amounts.sums_are_too_large, year) == []


def test_a_project_whose_total_budget_is_unknown_has_no_limit():
    assert found(amounts.sums_are_too_large, years.year(years.card(STRIVE, budget=10**9))) == []


def alike(*paid, boards=("Miljönämnden",) * 4):
    cards = [years.card(years.project(f"p{n}", f"P{n}"), boards[n], amount) for n, amount in enumerate(paid)]
    return found(amounts.amounts_alike, years.year(*cards))


def test_two_equal_amounts_in_one_table():
    message = f"Två belopp i samma tabell har samma belopp: {kronor(612_400)}."
    assert alike(612_400, 5, 612_400) == [("warning", message, "Miljönämnden, P0 och P2")]


def test_two_amounts_that_end_alike():
    message = f"Två belopp i samma tabell har samma sista siffror: {kronor(29_239_146)} och {kronor(9_239_146)}."
    assert alike(29_239_146, 9_239_146) == [("warning", message, "Miljönämnden, P0 och P1")]


@pytest.mark.parametrize(
    "paid",
    [(50_000, 50_000), (1_000_000, 2_000_000), (0, 0), (None, None), (3_239_146, 9_239_145), (1_250_000, 2_350_000)],
)
def test_amounts_that_are_alike_by_chance_or_not_at_all(paid):
    assert alike(*paid) == []


def test_amounts_in_different_tables_may_be_equal():
    two = ("Miljönämnden", "Tekniska nämnden")
    assert alike(612_400, 612_400, 300, boards=(*two, two[0])) == []


def test_the_citys_tables_are_read_as_well():
    esf = Programme("ESF+", "ESF")
    cards = (
        years.card(STRIVE, paid=9_239_146),
        years.card(years.project(programme=esf), paid=29_239_146, main_goal=2),
    )
    told = {where for *_, where in found(amounts.amounts_alike, years.year(*cards))}
    assert told == {
        "Miljönämnden, STRIVE och BRAVE",
        "tabellen per program, ESF och tabellen per program, Interreg",
        "tabellen per mål, En grön stad och tabellen per mål, En jämlik stad",
    }
