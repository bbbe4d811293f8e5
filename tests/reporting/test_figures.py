"""Figures: what is counted once, what is counted per board, and that the sums always agree."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import figures as counting
from reporting import figures_file
from reporting.dataset import Board, Cooperation, Money, Partner, Programme
from reporting.figures import BoardFigures, Change, GoalFigures, GroupFigures, count
from reporting.reconciliation import Finding, Place
from tests.reporting import years

STRIVE = years.project("strive", "STRIVE")
NORDUNG = years.project("nordung", "NordUng", programme=years.NORDPLUS)


KEYS = [
    "year",
    "eu_projects",
    "other_projects",
    "participations",
    "cards",
    "owned",
    "partnered",
    "other_roles",
    "boards_taking_part",
    "paid",
    "boards",
    "programmes",
    "goals",
    "budget_span",
    "cooperation",
    "previous",
    "typed",
    "approximate",
    "without_programme",
    "otherwise_funded",
    "paid_otherwise",
    "known_budgets",
    "missing",
    "findings",
]


@pytest.fixture(scope="module")
def of_2024():
    return count(years.example(2024), years.example(2023))


def test_counts_the_real_year(of_2024):
    headline = ("eu_projects", "other_projects", "participations", "cards", "boards_taking_part", "paid")
    assert [getattr(of_2024, name) for name in headline] == [56, 4, 61, 65, 9, 50_468_000]
    assert (of_2024.owned, of_2024.partnered, of_2024.other_roles) == (21, 34, 1)
    assert of_2024.budget_span == {"smallest": 70_000, "largest": 222_885_000}
    assert of_2024.previous == count(years.example(2023))


@pytest.mark.parametrize("rows", ["boards", "programmes", "goals"])
def test_the_real_year_sums_to_the_same_amount_by(of_2024, rows):
    assert sum(row.paid for row in getattr(of_2024, rows)) == 50_468_000


def test_a_project_of_two_boards_is_one_project_and_two_participations():
    counted = count(years.year(years.card(STRIVE, "Miljönämnden"), years.card(STRIVE, "Tekniska nämnden")))
    assert (counted.eu_projects, counted.participations, counted.cards, counted.other_projects) == (1, 2, 2, 0)
    assert counted.programmes == (GroupFigures("Interreg", 1, 200),)


def test_other_financing_is_paid_but_no_eu_project():
    counted = count(years.year(years.card(NORDUNG, paid=70)))
    assert (counted.eu_projects, counted.participations, counted.cards, counted.other_projects) == (0, 0, 1, 1)
    assert (counted.paid, counted.boards_taking_part) == (70, 0)
    assert counted.boards == (BoardFigures("Miljönämnden", 0, 70),)
    assert counted.programmes == (GroupFigures("Övriga", 0, 70),)
    assert counted.goals[0] == GoalFigures(1, "En grön stad", 0, 70)


def test_a_card_without_programme_has_a_row_of_its_own():
    counted = count(years.year(years.card(years.project(programme=None), paid=30)))
    assert counted.programmes == (GroupFigures("Utan program", 0, 30),)
    assert (counted.eu_projects, counted.other_projects) == (0, 1)
    assert (counted.without_programme, counted.otherwise_funded) == (1, 0)


def test_boards_stand_in_swedish_order():
    boards = ("Överförmyndarnämnden", "Ålderdomsnämnden", "Äldrenämnden", "Zoonämnden")
    counted = count(years.year(*(years.card(STRIVE, board) for board in boards)))
    assert [row.board for row in counted.boards] == [
        "Zoonämnden",
        "Ålderdomsnämnden",
        "Äldrenämnden",
        "Överförmyndarnämnden",
    ]


def test_groups_stand_in_falling_order_of_what_was_paid():
    esf = years.project("malmokraften", programme=Programme("ESF+", "ESF"))
    horisont = years.project("agora", programme=Programme("Horisont Europa", "Horisont"))
    cards = (years.card(STRIVE, paid=5), years.card(esf, paid=7), years.card(horisont, paid=0))
    counted = count(years.year(*cards))
    assert [row.group for row in counted.programmes] == ["ESF", "Interreg", "Horisont"]
    assert counting.ranked_groups(counted) == ["ESF", "Interreg"]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (("partner", "owner"), (1, 0, 0)),
        (("other", "partner"), (0, 1, 0)),
        (("other", ""), (0, 0, 1)),
    ],
)
def test_a_project_is_counted_once_by_its_weightiest_role(roles, expected):
    cards = [years.card(STRIVE, board, role=role) for board, role in zip("AB", roles, strict=True)]
    counted = count(years.year(*cards))
    assert (counted.owned, counted.partnered, counted.other_roles) == expected


def test_a_project_of_three_boards_with_three_roles_is_owned_and_counted_once():
    roles = {"Kulturnämnden": "other", "Miljönämnden": "partner", "Tekniska nämnden": "owner"}
    counted = count(years.year(*(years.card(STRIVE, board, role=role) for board, role in roles.items())))
    assert (counted.eu_projects, counted.participations, counted.boards_taking_part) == (1, 3, 3)
    assert (counted.owned, counted.partnered, counted.other_roles) == (1, 0, 0)
    assert counted.boards == tuple(BoardFigures(board, 1, 100) for board in roles)
    assert counted.programmes == (GroupFigures("Interreg", 1, 300),)


def test_a_project_counts_under_every_goal_and_its_money_under_the_main_one():
    cards = (
        years.card(STRIVE, "A-nämnden", goals=(1, 2), main_goal=2, paid=10),
        years.card(STRIVE, "B-nämnden", goals=(2,), main_goal=2, paid=5),
    )
    counted = count(years.year(*cards))
    assert counted.goals == (GoalFigures(1, "En grön stad", 1, 0), GoalFigures(2, "En jämlik stad", 1, 15))


def test_money_without_a_main_goal_has_a_row_of_its_own():
    counted = count(years.year(years.card(STRIVE, main_goal=None, paid=10)))
    assert counted.goals[2:] == (GoalFigures(0, "Utan huvudmål", 1, 10),)


def test_no_such_row_where_there_is_no_such_money():
    counted = count(years.year(years.card(STRIVE, main_goal=None, paid=None)))
    assert [row.number for row in counted.goals] == [1, 2]


def test_the_span_takes_eu_projects_by_the_years_rates():
    cards = [
        years.card(years.project("a", total_budget=Money(100, "EUR"))),
        years.card(years.project("b", total_budget=Money(500, "SEK"))),
        years.card(years.project("c", total_budget=Money(1, "NOK"))),
        years.card(years.project("d", programme=years.NORDPLUS, total_budget=Money(9999, "SEK"))),
        years.card(years.project("e")),
    ]
    counted = count(years.year(*cards, exchange_rates={"EUR": 11.43}))
    assert (counted.budget_span, counted.known_budgets) == ({"smallest": 500, "largest": 1143}, 2)


def test_boards_that_nothing_has_come_from_are_missing_in_the_figures():
    year = replace(
        years.year(years.card(STRIVE)), boards=tuple(Board(name, name) for name in ("A", "Miljönämnden", "Ö"))
    )
    assert count(year).missing == ("A", "Ö")
    assert figures_file.as_dict(count(years.year(), year), [])["previous"]["missing"] == ("A", "Ö")


def test_totals_typed_in_wait_for_no_board():
    assert (years.example(2023).missing != [], count(years.example(2023)).missing) == (True, ())


def test_partners_are_counted_once_each_from_the_cards():
    hamburg = Partner("Hamburg", "public", "DE")
    cards = (
        years.card(STRIVE, "A-nämnden", partners=(hamburg, Partner("Oslo", "public", "NO"))),
        years.card(STRIVE, "B-nämnden", partners=(replace(hamburg, name="HAMBURG"), Partner("Okänd"))),
        years.card(NORDUNG, "B-nämnden", partners=(Partner("Bremen", "private", "DE"),)),
    )
    assert count(years.year(*cards)).cooperation == {
        "sectors": {"public": 2, "private": 1, "academia": 0, "civil_society": 0},
        "countries": [{"code": "DE", "partners": 2}, {"code": "NO", "partners": 1}],
    }


def test_in_a_year_that_asks_it_is_the_boards_own_statement_that_counts():
    asked = years.year(years.card(STRIVE, partners=(Partner("Hamburg", "private", "DE"),)), asks_for_cooperation=True)
    stated = Cooperation({"public": 6, "academia": 2}, ("NO", "DK"))
    asked = replace(asked, submissions=(replace(asked.submissions[0], cooperation=stated),))
    assert count(asked).cooperation == {
        "sectors": {"public": 6, "private": None, "academia": 2, "civil_society": None},
        "countries": [{"code": "DK", "partners": None}, {"code": "NO", "partners": None}],
    }


def test_a_year_of_typed_totals_invents_no_noughts():
    counted = count(years.example(2023))
    assert (counted.eu_projects, counted.owned, counted.partnered, counted.paid) == (54, 19, 35, 43_000_000)
    assert (counted.cards, counted.participations, counted.other_projects, counted.other_roles) == (None,) * 4
    assert (counted.typed, counted.approximate) == (True, True)
    assert (counted.boards_taking_part, counted.programmes) == (8, ())
    assert counted.boards[-1] == BoardFigures("Tekniska nämnden", 1, None)
    assert counted.goals[0] == GoalFigures(1, "Utbildning och arbete", None, 22_744_744)
    assert counted.budget_span == {"smallest": 60_000, "largest": 180_000_000}
    assert counted.cooperation == {
        "sectors": dict.fromkeys(("public", "private", "academia", "civil_society")),
        "countries": [],
    }


def test_typed_totals_that_say_nothing_are_all_unknown():
    counted = asdict(count(years.year(typed={})))
    assert (counted["eu_projects"], counted["paid"], counted["boards_taking_part"]) == (None, None, None)
    assert counted["budget_span"] == {"smallest": None, "largest": None}


def test_cards_win_over_typed_totals():
    counted = count(years.year(years.card(STRIVE), typed={"projects": 99, "approximate": True}))
    assert (counted.eu_projects, counted.typed, counted.approximate) == (1, False, False)


def test_a_year_that_nobody_has_written_in_yet_is_all_nought():
    counted = count(years.year())
    assert (counted.eu_projects, counted.cards, counted.paid, counted.boards) == (0, 0, 0, ())
    assert counted.budget_span == {"smallest": None, "largest": None}


def test_the_year_before_is_counted_where_it_has_cards():
    before = years.year(years.card(STRIVE, paid=80), year=2023)
    counted = count(years.year(), before).previous
    assert counted == count(before)
    assert (counted.year, counted.eu_projects, counted.paid, counted.typed) == (2023, 1, 80, False)


def test_a_year_before_of_which_nothing_is_known_is_none():
    assert count(years.year(), years.year(year=2023)).previous is None


@pytest.mark.parametrize(
    ("now", "before", "expected", "word"),
    [
        (60, 48, Change(12, 0.25), "ökade"),
        (30, 40, Change(-10, -0.25), "minskade"),
        (5, 5, Change(0, 0.0), "var oförändrat"),
        (5, 0, Change(5, None), "ökade"),
    ],
)
def test_change_is_worded_from_the_figures(now, before, expected, word):
    change = counting.change(now, before)
    assert (change, change.word) == (expected, word)


@pytest.mark.parametrize(("now", "before"), [(None, 1), (1, None)])
def test_there_is_no_change_from_or_to_what_nobody_knows(now, before):
    assert counting.change(now, before) is None


def test_the_figures_file_has_the_keys_that_readers_rely_on(of_2024):
    finding = Finding("title_is_code", "warning", "Rubriken är bara en kod.", (Place("2024-1", "Miljönämnden"),))
    content = json.loads(figures_file.dumps(of_2024, [finding]))
    assert list(content) == KEYS
    assert content["boards"][0] == {"board": "Arbetsmarknads- och socialnämnden", "projects": 10, "paid": 25_660_000}
    assert content["programmes"][0] == {"group": "ESF", "projects": 12, "paid": 29_239_146}
    assert list(content["goals"][0]) == ["number", "text", "projects", "paid"]
    before = {"year": 2023, "eu_projects": 54, "boards_taking_part": 8, "paid": 43_000_000}
    assert content["previous"] == {**before, "approximate": True, "typed": True, "missing": []}
    told = {"severity": "warning", "message": "Rubriken är bara en kod.", "where": "Miljönämnden, 2024-1"}
    assert content["findings"] == [{"rule": "title_is_code", **told}]


def test_the_figures_file_is_read_by_people_too(of_2024):
    text = figures_file.dumps(of_2024, [])
    assert text.startswith('{\n  "year": 2024,\n')
    assert "Förskolenämnden" in text


def test_the_file_says_what_the_figures_are():
    typed, counted = (figures_file.as_dict(count(years.example(year)), []) for year in (2023, 2024))
    about = ("paid", "typed", "approximate", "otherwise_funded", "known_budgets", "missing")
    assert [typed[name] for name in about] == [43_000_000, True, True, None, None, ()]
    assert [counted[name] for name in about] == [50_468_000, False, False, 4, 56, ()]


def test_without_a_year_before_the_file_says_null():
    content = figures_file.as_dict(count(years.year()), [])
    assert (content["previous"], figures_file.before(content)) == (None, None)


def test_what_a_file_tells_of_the_year_before_is_read_again():
    before = replace(years.year(years.card(STRIVE, paid=80), year=2023), boards=(Board("A", "A"),))
    content = json.loads(figures_file.dumps(count(years.year(), before), []))
    told = figures_file.before(content)
    assert (told.year, told.eu_projects, told.boards_taking_part, told.paid) == (2023, 1, 1, 80)
    assert (told.typed, told.approximate, told.missing) == (False, False, ("A",))


def test_an_older_file_says_less_of_the_year_before():
    content = {"previous": {"year": 2023, "eu_projects": 1, "paid": 80, "approximate": False}}
    told = figures_file.before(content)
    assert (told.typed, told.boards_taking_part, told.missing) == (False, None, ())


PROGRAMMES = [years.INTERREG, years.NORDPLUS, Programme("ESF+", "ESF"), None]


@st.composite
def some_years(draw):
    keys = draw(st.lists(st.sampled_from("abcdef"), max_size=12))
    programmes = {key: draw(st.sampled_from(PROGRAMMES)) for key in set(keys)}
    return years.year(*(draw(some_cards(years.project(key, programme=programmes[key]))) for key in keys))


def some_cards(project):
    return st.builds(
        years.card,
        st.just(project),
        st.sampled_from(["A-nämnden", "B-nämnden", "C-nämnden"]),
        st.none() | st.integers(0, 10**9),
        st.sampled_from([(), (1,), (2, 1)]),
        st.sampled_from([None, 1, 2, 7]),
        st.sampled_from(["", "owner", "partner", "other"]),
    )


@given(some_years())
def test_sums_agree_whatever_the_boards_leave_out(year):
    counted = count(year)
    for rows in (counted.boards, counted.programmes, counted.goals):
        assert sum(row.paid or 0 for row in rows) == (counted.paid or 0)
    assert counted.owned + counted.partnered + counted.other_roles == counted.eu_projects
    assert sum(row.projects for row in counted.boards) == counted.participations
    assert sum(row.projects for row in counted.programmes) == counted.eu_projects
