"""What is told where nobody has said what was paid: that it is unknown, and not that it was nothing."""

import json
from io import BytesIO

import openpyxl
import pytest

from reporting import board_tables, documents, figures, figures_file, headlines, live, moved, tables
from reporting.dataset import Programme
from reporting.rules import sums
from reporting.rules.basis import Basis
from tests.reporting import years

STRIVE = years.project("strive", "STRIVE")
AGORA = years.project("agora", "Agora", programme=Programme("Horisont Europa", "Horisont"))
NORDUNG = years.project("nordung", "NordUng", programme=years.NORDPLUS)


@pytest.fixture
def unsaid():
    return years.year(years.card(STRIVE, paid=None), years.card(AGORA, "Tekniska nämnden", paid=None, main_goal=2))


def test_a_sum_of_which_nothing_is_known_is_unknown(unsaid):
    counted = figures.count(unsaid)
    assert counted.paid is None
    for rows in (counted.boards, counted.programmes, counted.goals):
        assert [row.paid for row in rows] == [None, None]


def test_what_is_known_is_summed_and_no_cards_were_paid_nothing():
    some = figures.count(years.year(years.card(STRIVE, paid=70), years.card(AGORA, paid=None)))
    assert (some.paid, [row.paid for row in some.boards]) == (70, [70])
    assert [row.paid for row in some.programmes] == [70, None]
    assert [row.paid for row in some.goals] == [70, 0]
    assert figures.count(years.year()).paid == 0


def test_no_headline_says_that_nothing_was_paid(unsaid):
    counted = figures.count(unsaid)
    assert headlines.groups(counted) == "Flest projekt finns i Horisont och Interreg: 1 av 2 var"
    nothing = figures.count(years.year(years.card(STRIVE, paid=0)))
    assert headlines.groups(nothing) == "Inga medel betalades ut 2024"
    some = figures.count(years.year(years.card(STRIVE, paid=0), years.card(AGORA, paid=None)))
    assert headlines.groups(some) == "Flest projekt finns i Horisont och Interreg: 1 av 2 var"


def test_tables_and_live_figures_say_that_it_is_unknown(unsaid):
    counted = figures.count(unsaid)
    assert tables.boards(counted).headings == ("Deltaganden i EU-projekt",)
    assert [live.NAMES[name][1](counted, unsaid) for name in ("utbetalt_kronor", "utbetalt_miljoner")] == [
        "uppgift saknas",
        "uppgift saknas",
    ]
    assert figures.goal_shares(counted) == []


def test_a_row_that_is_unknown_has_no_share_and_breaks_no_chart():
    year = years.year(years.card(STRIVE, paid=70), years.card(AGORA, paid=None, main_goal=2))
    counted = figures.count(year)
    assert figures.goal_shares(counted) == [1, 0]
    table = tables.goals(counted, shares=True)
    assert [row.cells[1:] for row in table.rows] == [("70", "100\u00a0%"), ("uppgift saknas", "uppgift saknas")]
    assert list(sums.paid_sums_agree(Basis(year, counted))) == []


def test_a_boards_documents_say_that_it_is_unknown(unsaid):
    year = years.year(unsaid.cards[0])
    counted = figures.count(year)
    assert board_tables.sentences(year, counted) == (
        "Under 2024 deltog nämnden i ett EU-projekt. Nämnden var projektpartner i EU-projektet. "
        "Uppgift saknas om vad som betalades ut till nämnden."
    )
    table = board_tables.projects(year, counted)
    assert ([row.cells for row in table.rows], table.total.cells) == (
        [("Interreg North Sea", "uppgift saknas")],
        ("", "uppgift saknas"),
    )
    assert table.notes == ()


def test_what_has_moved_is_silent_of_a_group_that_is_unknown():
    before = years.year(years.card(STRIVE, paid=500), years.card(AGORA, paid=700), year=2023)
    now = years.year(years.card(STRIVE, paid=None), years.card(AGORA, paid=900))
    programmes = next(
        group for group in moved.since(now, figures.count(now, before), before) if group.title == "Program"
    )
    assert [line.text for line in programmes.lines] == [
        "Horisont: utbetalda medel ökade från 700\u00a0kronor till 900\u00a0kronor."
    ]


# What was paid for projects that are not EU projects is part of what was paid, and the reader is told.


def test_what_was_paid_for_other_projects_is_counted_and_told_under_every_table():
    counted = figures.count(years.year(years.card(STRIVE, paid=700), years.card(NORDUNG, paid=62_000)))
    said = "Av de utbetalda medlen gick 62\u00a0000\u00a0kronor till projekt som inte är EU-projekt."
    assert (counted.paid, counted.paid_otherwise, live.paid_otherwise(counted)) == (62_700, 62_000, said)
    for make in (tables.goals, tables.boards, tables.groups):
        assert [note for note in make(counted).notes if note == said] == [said]


@pytest.mark.parametrize("paid", [0, None])
def test_nothing_is_told_where_there_is_no_such_money(paid):
    counted = figures.count(years.year(years.card(STRIVE), years.card(NORDUNG, paid=paid)))
    assert (counted.paid_otherwise, live.paid_otherwise(counted)) == (paid, "")


def test_the_real_year_has_it():
    assert figures.count(years.example(2024)).paid_otherwise == 62_000


# The year before is told of alike, whether it has an edition of its own or stands only in the next one's.


def test_the_figures_file_tells_how_many_boards_took_part_the_year_before():
    content = figures_file.as_dict(figures.count(years.example(2024), years.example(2023)), [])
    assert content["previous"]["boards_taking_part"] == 8
    assert figures_file.before(content).boards_taking_part == 8
    del content["previous"]["boards_taking_part"]  # as in editions that were published before
    assert figures_file.before(content).boards_taking_part is None


@pytest.mark.django_db
def test_every_document_of_the_city_can_be_made_and_none_says_nought(unsaid):
    made = documents.of_year(unsaid, None)
    page = documents.named(documents.CITY, "redovisning").page(made)
    assert "Inga medel" not in page
    assert "0 miljoner" not in page
    told = json.loads(documents.one(documents.CITY, "siffror", "json", made)[1])
    assert (told["paid"], [row["paid"] for row in told["boards"]]) == (None, [None, None])


@pytest.mark.parametrize(("paid", "shown"), [(None, []), (70, [70] * 5)])
def test_the_workbook_sums_what_is_known_and_shows_nothing_where_nothing_is(paid, shown):
    year = years.year(years.card(STRIVE, paid=paid), years.card(AGORA, "Tekniska nämnden", paid=None, main_goal=2))
    _, content = documents.one(documents.CITY, "arbetsbok", "xlsx", documents.of_year(year, None))
    rows = openpyxl.load_workbook(BytesIO(content), data_only=True)["Översikt"].iter_rows(values_only=True)
    told = [row for row in rows if row[0] and row[0].startswith("Utbetalda medel")]
    assert [row[1] for row in told if "andra projekt" not in row[0]] == shown
