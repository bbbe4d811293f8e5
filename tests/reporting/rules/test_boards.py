"""Boards that take part, or are paid, without a card."""

from dataclasses import replace

import pytest

from config.formats import kronor
from reporting.dataset import Board, Submission
from reporting.rules import boards
from tests.reporting import years
from tests.reporting.rules.asking import asked, found

STRIVE = years.project("strive", "STRIVE – Sustainable Tourism", acronym="STRIVE")
BRAVE = years.project()


def with_board(year, name="Fritidsnämnden", **fields):
    return replace(year, submissions=(*year.submissions, Submission(Board(name, name), **fields)))


def test_boards_that_take_part_by_others_cards_alone():
    cards = (
        years.card(STRIVE, cooperating_boards=("Fritidsnämnden", "Tekniska nämnden")),
        years.card(BRAVE, cooperating_boards=("Kulturnämnden", "Fritidsnämnden")),
        years.card(BRAVE, "Tekniska nämnden", cooperating_boards=("Fritidsnämnden",)),
    )
    [finding] = asked(boards.takes_part_without_card, years.year(*cards))
    assert finding.severity == "note"
    assert finding.message == (
        "Nämnderna deltar i projekt enligt andra nämnders kort, men har inget eget kort och räknas därför inte."
    )
    assert finding.where == "Fritidsnämnden, deltar i STRIVE och BRAVE; Kulturnämnden, deltar i BRAVE"


def test_of_many_projects_some_are_named():
    projects = [years.project(f"p{n}", f"PROJEKT{n}") for n in range(5)]
    year = years.year(*(years.card(each, cooperating_boards=("Fritidsnämnden",)) for each in projects))
    [finding] = asked(boards.takes_part_without_card, year)
    assert finding.where == "Fritidsnämnden, deltar i PROJEKT0, PROJEKT1, PROJEKT2 och 2 till"
    assert finding.message.startswith("Nämnden deltar")


@pytest.mark.parametrize(
    "answer", ["<p>Vi är med i STRIVE, som miljönämnden redovisar.</p>", "<p>I <em>STRIVE</em>s.</p>"]
)
def test_a_board_that_tells_of_its_part_itself(answer):
    year = years.year(years.card(STRIVE, cooperating_boards=("Fritidsnämnden",)))
    assert found(boards.takes_part_without_card, with_board(year, answers={1: answer})) == []


def test_boards_that_have_cards_or_are_not_named():
    cards = (years.card(STRIVE, cooperating_boards=("Tekniska nämnden",)), years.card(BRAVE, "Tekniska nämnden"))
    assert found(boards.takes_part_without_card, years.year(*cards)) == []


def test_funds_that_a_board_tells_of_without_a_card():
    told = with_board(
        years.year(years.card(STRIVE)), answers={1: "<p>Det betalades 250 000 kronor ut till oss från EU.</p>"}
    )
    message = f"Nämnden har inget projektkort, men {kronor(250_000)} sägs vara utbetalda till den."
    assert found(boards.paid_without_card, told) == [("warning", message, "Fritidsnämnden, inga projektkort")]


def test_funds_that_are_typed_in_for_a_board_without_a_card():
    typed = {"boards": [{"board": "Fritidsnämnden", "paid": 70}, {"board": "Miljönämnden", "paid": 9}, {"board": "X"}]}
    message = f"Nämnden har inget projektkort, men {kronor(70)} sägs vara utbetalda till den."
    assert found(boards.paid_without_card, years.year(years.card(STRIVE), typed=typed)) == [
        ("warning", message, "Fritidsnämnden, inga projektkort")
    ]


@pytest.mark.parametrize(
    "answer", ["<p>Vi betalade 9 000 kronor i resor.</p>", "<p>Utbetalningen dröjer till 2025.</p>"]
)
def test_amounts_that_are_not_paid_to_the_board(answer):
    assert found(boards.paid_without_card, with_board(years.year(years.card(STRIVE)), answers={1: answer})) == []


def test_a_board_with_cards_may_tell_of_funds_and_a_year_without_cards_has_its_totals():
    told = years.year(years.card(STRIVE), answers={1: "<p>Det betalades 250 000 kronor ut.</p>"})
    assert found(boards.paid_without_card, told) == []
    assert found(boards.paid_without_card, years.example(2023)) == []
