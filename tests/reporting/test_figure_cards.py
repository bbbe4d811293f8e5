"""A figure opens into the cards that it was counted from: at their foot stands the figure, and they sum to it."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reporting import figures, roundfile
from reporting.dataset import Money, Partner, Programme
from reporting.figure_names import NAMES
from tests import make
from tests.page import select, visible, words
from tests.reporting import files, years

PROJECTS = {
    "eu_projects",
    "other_projects",
    "otherwise_funded",
    "known_budgets",
    "without_programme",
    "owned",
    "partnered",
    "other_roles",
}


def url(name, year=2025, **query):
    return f"{reverse('figure_cards', args=[year, name])}?{urlencode(query)}"


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def three(cast):
    """BRAVE under two boards, one of which owns it, and a project that EU does not pay for."""
    brave = make.project()
    make.card(cast.of_miljo, brave, paid=1000, role="owner", goals=(1, 2))
    make.card(cast.of_teknik, brave, paid=200, title="Brave i Malmö")
    make.card(cast.of_miljo, make.project("nord", "Nordiskt", "Nordplus"), paid=30)
    return cast


def rows(response):
    """The cards as they are read."""
    return [[words(cell) for cell in row] for row in select(response, ".figure-cards tbody tr")]


def foot(response):
    return visible(response, ".figure-cards tfoot td")[0]


def test_lists_the_cards_of_a_project_together_and_counts_it_once(rut, three):
    response = rut.get(url("eu_projects"))
    assert visible(response, "h1") == ["EU-projekt 2025"]
    assert visible(response, ".figure-told") == ["1"]
    assert rows(response) == [
        ["1", "BRAVEI registret (BRAVE, i registret)", "Miljönämnden", "Projektägare", "Interreg", "1", "1 000"],
        ["samma projekt", "Brave i MalmöBRAVE (i registret)", "Tekniska nämnden", "Projektpartner"]
        + ["Interreg", "1", "200"],
    ]
    assert foot(response) == "1"


def test_leads_to_the_card_and_to_the_register(rut, three):
    card, project = select(rut.get(url("owned")), ".figure-cards tbody tr:first-child th a")
    submission = reverse("admin:submissions_submission_change", args=[three.of_miljo.pk])
    assert card.get("href") == f"{submission}#del-cards-brave"
    of_brave = three.of_miljo.cards.get(project__key="brave").project_id
    assert project.get("href") == reverse("admin:projects_project_change", args=[of_brave])


def test_paid_stands_with_the_most_first_and_its_sum(rut, three):
    response = rut.get(url("paid"))
    assert [row[-1] for row in rows(response)] == ["1 000", "200", "30"]
    assert (foot(response), visible(response, ".figure-told")) == ("1 230", ["1 230 kronor"])


@pytest.mark.parametrize(
    ("name", "part", "title", "cards", "figure"),
    [
        ("paid", {"namnd": "Miljönämnden"}, "Utbetalda medel 2025, Miljönämnden", 2, "1 030"),
        ("cards", {"namnd": "Miljönämnden"}, "Projektkort 2025, Miljönämnden", 2, "2"),
        ("participations", {"namnd": "Miljönämnden"}, f"{NAMES['participations']} 2025, Miljönämnden", 1, "1"),
        ("eu_projects", {"program": "Interreg"}, "EU-projekt 2025, Interreg", 2, "1"),
        ("eu_projects", {"mal": 2}, "EU-projekt 2025, mål 2. Mål nummer 2", 1, "1"),
        ("paid", {"huvudmal": 1}, "Utbetalda medel 2025, huvudmål 1. Mål nummer 1", 3, "1 230"),
    ],
)
def test_a_part_of_a_figure(rut, three, name, part, title, cards, figure):
    response = rut.get(url(name, **part))
    assert (visible(response, "h1"), len(rows(response)), foot(response)) == ([title], cards, figure)


@pytest.mark.parametrize(
    ("name", "part"),
    [("hittepa", {}), ("owned", {"namnd": "Miljönämnden"}), ("paid", {"huvudmal": "x"})]
    + [("paid", {"namnd": "Miljönämnden", "program": "Interreg"})],
)
def test_what_is_no_figure_is_not_there(rut, three, name, part):
    assert rut.get(url(name, **part)).status_code == 404


def test_a_part_without_cards_says_so(rut, three):
    response = rut.get(url("paid", namnd="Fritidsnämnden"))
    assert (visible(response, ".figure-told"), rows(response)) == (["0 kronor"], [])
    assert "Inga kort." in visible(response, "#content p")


def test_what_is_approved_can_be_counted_alone(rut, three):
    make.answer(three.of_teknik)
    make.approved(three.of_teknik, three.tova, three.rut)
    assert foot(rut.get(url("paid"))) == "1 230"
    response = rut.get(url("paid", underlag="godkanda"))
    assert (foot(response), visible(response, ".choices [aria-current]")) == ("200", ["Godkända inlämningar"])
    assert visible(response, ".choices a") == ["Allt som är skrivet", "Godkända inlämningar"]
    assert foot(rut.get(url("paid", underlag="hittepa"))) == "1 230"


def test_a_year_that_is_typed_in_says_so(rut, cast):
    roundfile.read(files.example(2023))
    response = rut.get(url("paid", 2023))
    assert visible(response, ".figure-told") == ["cirka 43 000 000 kronor"]
    assert visible(response, ".notice") == [
        "Siffran är inskriven för 2023, och inte räknad på några kort. Inskrivna summor"
    ]
    assert visible(rut.get(url("paid", 2023, huvudmal=1)), ".figure-told") == ["22 744 744 kronor"]
    assert visible(rut.get(url("cards", 2023)), ".figure-told") == ["uppgift saknas"]


def test_parties_are_listed_by_name_and_counted_once(rut, three):
    mine, other = three.of_miljo.cards.order_by("pk")
    make.partner(mine, "Hamburg")
    make.partner(other, "HAMBURG")
    make.partner(other, "Oslo", country="NO")
    response = rut.get(url("public"))
    assert [row[-1] for row in rows(response)] == ["Hamburg", "HAMBURG och Oslo"]
    assert foot(response) == "2"


def test_where_the_boards_state_their_parties_it_is_those_that_are_summed(rut, three):
    make.cooperation(three.of_miljo, public=3)
    make.cooperation(three.of_teknik, public=4)
    response = rut.get(url("public"))
    assert [row[:2] for row in rows(response)] == [["Miljönämnden", "3"], ["Tekniska nämnden", "4"]]
    assert foot(response) == "7"


def test_only_reviewers(client, cast):
    assert client.get(url("paid")).url.startswith("/admin/login/")
    client.force_login(cast.tova)
    assert client.get(url("paid"), follow=True).status_code == 403
    cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
    client.force_login(cast.rut)
    assert client.get(url("paid")).status_code == 403


def test_wrong_method_and_wrong_year(rut):
    assert rut.post(url("paid")).status_code == 405
    assert rut.get(url("paid", 1999)).status_code == 404


def test_as_many_queries_for_many_cards_as_for_few(rut, three):
    def fetched():
        rut.get(url("paid"))
        with CaptureQueriesContext(connection) as queries:
            rut.get(url("paid"))
        return len(queries)

    few = fetched()
    for n in range(5):
        submission = make.submission(three.round, make.board(f"Nämnd {n}"))
        make.card(submission, make.project(f"p-{n}", f"Projekt {n}"))
    assert fetched() == few


# Every figure of the real years, as it is linked on Avstämning.


@pytest.mark.parametrize("year", [2024, 2023])
def test_every_figure_on_avstamning_is_what_its_cards_sum_to(rut, cast, year):
    for each in (2023, 2024):
        roundfile.read(files.example(each))
    page = rut.get(reverse("reconciliation", args=[year]))
    links = [(link.get("href"), words(link)) for link in select(page, ".figure-tables td a")]
    assert len(links) == {2024: 62, 2023: 26}[year]
    for address, printed in links:
        response = rut.get(address)
        assert visible(response, ".figure-told strong")[0].removeprefix("cirka ") == printed, address
        assert _is_true(response, address, printed), address


def _is_true(response, address, printed):
    """Counted anew from what stands on the page; a figure that is typed in has no cards."""
    told = rows(response)
    if not told:
        return printed == "0" or "inskriven" in visible(response, ".notice")[0]
    if foot(response) != printed:
        return False
    number, name = int(printed.replace("\xa0", "").replace(" ", "")), address.split("/siffror/")[1].split("/")[0]
    if name in PROJECTS:
        return number == len({link.get("href") for link in select(response, ".figure-cards tbody th a:last-child")})
    if name == "boards_taking_part":
        return number == len({row[2] for row in told})
    if name in ("participations", "cards"):
        return number == len(told)
    amounts = [int(row[6].replace("\xa0", "").replace(" ", "").replace("–", "0")) for row in told]
    return number == {"paid": sum, "paid_otherwise": sum, "smallest_budget": min, "largest_budget": max}[name](amounts)


# The same of years that nobody has thought of.

PROGRAMMES = [Programme("ESF+", "ESF"), Programme("Interreg", "Interreg"), years.NORDPLUS, None]
BUDGETS = st.none() | st.builds(Money, st.integers(1, 10**9), st.sampled_from(["SEK", "EUR", "NOK"]))
PARTNERS = st.builds(
    Partner, st.sampled_from(["Hamburg", "HAMBURG", "Oslo"]), st.sampled_from([*figures.SECTORS, ""]), st.just("DE")
)


@st.composite
def any_year(draw):
    keys = [f"p{n}" for n in range(draw(st.integers(1, 6)))]
    projects = [
        years.project(key, key, programme=draw(st.sampled_from(PROGRAMMES)), total_budget=draw(BUDGETS))
        for key in keys
    ]
    cards = [
        years.card(
            project,
            board,
            paid=draw(st.none() | st.integers(0, 10**9)),
            goals=tuple(draw(st.lists(st.integers(1, 3), max_size=3))),
            main_goal=draw(st.none() | st.integers(1, 3)),
            role=draw(st.sampled_from(["owner", "partner", "other", ""])),
            partners=tuple(draw(st.lists(PARTNERS, max_size=2))),
        )
        for project in projects
        for board in draw(st.lists(st.sampled_from(["A-nämnden", "B-nämnden", "Ö-nämnden"]), unique=True))
    ]
    return years.year(*cards, exchange_rates={"EUR": 11.5})


@given(any_year())
def test_every_figure_is_what_its_cards_are(year):
    counts = figures.count(year)
    for name in figures.COUNTINGS:
        if year.cards or name not in figures.SECTORS:
            assert figures.printed(counts, name) == counted(year, name), name
    for row in counts.boards:
        assert (row.projects, row.paid) == tuple(
            counted(year, name, "board", row.board) for name in ("participations", "paid")
        )
    for row in counts.programmes:
        assert (row.projects, row.paid) == tuple(
            counted(year, name, "group", row.group) for name in ("eu_projects", "paid")
        )
    for row in counts.goals:
        by = "goal" if row.number else "main_goal"
        assert row.projects == counted(year, "eu_projects", by, row.number)
        assert row.paid == counted(year, "paid", "main_goal", row.number)
    assert figures.cards_by_board(year) == {
        row.board: counted(year, "cards", "board", row.board) for row in counts.boards
    }


@given(any_year())
def test_the_parts_of_a_figure_are_all_of_it(year):
    for name, by in (("paid", "board"), ("paid", "group"), ("paid", "main_goal"), ("participations", "board")):
        keys = {key for card in year.cards for key in figures.PARTS[by](card, year)}
        parts = [card for key in keys for card in figures.cards_of(year, name, by, key)]
        assert sorted(map(id, parts)) == sorted(map(id, figures.cards_of(year, name)))


def counted(year, name, by="", key=None):
    """A figure as a person would count it on the page that lists its cards."""
    cards = figures.cards_of(year, name, by, key)
    if name in ("paid", "paid_otherwise"):
        known = [card.paid for card in cards if card.paid is not None]
        return sum(known) if known or not cards else None
    if name in ("smallest_budget", "largest_budget"):
        pick = min if name == "smallest_budget" else max
        return pick((figures.in_sek(card.project.total_budget, year) for card in cards), default=None)
    if name in PROJECTS:
        return len({card.project.key for card in cards})
    if name == "boards_taking_part":
        return len({card.board for card in cards})
    if name in figures.SECTORS:
        return len({each.name.lower() for card in cards for each in card.partners if each.sector == name})
    return len(cards)
