"""All years' figures side by side, for everybody."""

import re

import pytest

from reporting.models import Totals
from reporting.public import figures
from reporting.public import published as editions
from tests import make
from tests.reporting import files
from tests.reporting import public as published

pytestmark = pytest.mark.django_db
FIGURES = "/redovisning/siffror/"


def rows(client, caption):
    """The rows of a table as [(label, figure, bar)]."""
    page = client.get(FIGURES).content.decode()
    table = page.partition(f'<caption class="visually-hidden">{caption}')[2].partition("</table>")[0]
    found = re.findall(r'<th scope="row">(.*?)</th><td class="figure">(.*?)</td>.*?bar-(\d+)', table)
    return [(re.sub("<[^<>]*>", "", label), figure.replace("\u00a0", " "), int(bar)) for label, figure, bar in found]


def test_every_year_newest_first_with_bars_that_say_the_same(client):
    published.keep(published.large(boards=1, cards=1, year=2023))
    published.keep(published.large(boards=1, cards=2, year=2024))
    assert rows(client, "Utbetalda medel, kronor") == [("2024", "2 000", 100), ("2023", "1 000", 50)]


def test_a_year_without_a_board_says_so_wherever_it_is_listed(client):
    """Also where only a later edition tells of it."""
    published.keep(published.small(2024), previous=published.small(2023))
    without = "(utan tekniska nämnden)"
    labels = [label for label, _, _ in rows(client, "EU-projekt")]
    assert labels == [f"2024 {without}", f"2023 (enligt redovisningen 2024) {without}"]
    assert "Siffrorna för 2024 är utan tekniska nämnden." in published.text(client.get(FIGURES))
    assert "publicerad den" in published.text(client.get("/redovisning/"))
    assert published.text(client.get("/redovisning/")).count("· utan tekniska nämnden") == 1
    assert "Siffrorna för 2023 är utan tekniska nämnden." in published.text(client.get("/redovisning/2024/"))


def test_a_year_that_no_table_can_part_is_said_to_be_left_out(client):
    published.keep(files.example(2023))
    published.keep(published.small(2024))
    boards, programmes = (
        published.text(client.get(FIGURES)).partition(f"Utbetalda medel per {part}, kronor")[2].partition("betyder")[2]
        for part in ("nämnd", "program")
    )
    assert "inte med" not in boards.partition("Utbetalda medel per program")[0]
    assert "2023 är inte med i tabellen: utbetalda medel per program är inte kända." in programmes


NOTE = "Uppgifterna för 2023 är summor som har skrivits in"


def test_a_year_that_was_counted_is_never_called_typed_in(client):
    """What the edition says of the year before holds, whatever is typed in later."""
    published.keep(published.large(boards=1, cards=2), previous=published.large(boards=1, cards=1, year=2023))
    before = make.round(2023, -700, -600)
    Totals.objects.create(round=before, figures={"projects": 3})
    for where in ("/redovisning/2024/", FIGURES):
        assert "skrivits in" not in published.text(client.get(where))


def test_a_typed_year_says_on_its_own_page_what_its_figures_are(client):
    published.keep(files.example(2023))
    told = published.text(client.get("/redovisning/2023/")).replace("\u00a0", " ")
    assert "Utbetalda medel omkring 43 miljoner kronor" in told
    assert f"Beloppet för 2023 är avrundat i underlaget. {NOTE}" in told
    assert "inte fullständig" not in told


def test_the_budgets_say_of_how_many_projects_they_are_known(client):
    data = published.large(boards=1, cards=3)
    data["projects"][0]["total_budget"] = {"amount": 1_000, "currency": "SEK"}
    published.keep(data)
    told = published.text(client.get("/redovisning/2024/")).replace("\u00a0", " ")
    assert "Den totala budgeten är känd för ett av tre EU-projekt: 1 000 kronor." in told


def test_a_question_that_nobody_has_answered_has_no_page(client):
    data = published.small()
    data["round"]["questions"].append({"number": 2, "text": "Vad blev det?"})
    published.keep(data)
    assert [client.get(f"/redovisning/2024/fraga-{n}/").status_code for n in (1, 2)] == [200, 404]
    links = [link for link in published.Page(client.get("/redovisning/2024/")).links if "/fraga-" in link]
    assert links == ["/redovisning/2024/fraga-1/"]


def test_a_year_that_only_a_later_edition_tells_of_says_so(client):
    published.keep(files.example(2024), previous=files.example(2023))
    (newest, *_), before = rows(client, "EU-projekt")
    assert newest == "2024"
    assert before == ("2023 (enligt redovisningen 2024)", "54", before[2])
    assert rows(client, "Utbetalda medel, kronor")[1][1] == "omkring 43 000 000"
    assert "Siffrorna för 2023 är summor som har skrivits in" in published.text(client.get(FIGURES))


def test_a_typed_year_that_is_published_speaks_for_itself(client):
    published.keep(files.example(2023))
    published.keep(files.example(2024), previous=files.example(2023))
    counted = figures.read(editions.editions())
    assert [(each.year, each.told_by, each.figures.typed) for each in counted] == [
        (2024, None, False),
        (2023, None, True),
    ]


def test_boards_and_programmes_through_the_years_sum_to_what_was_paid(client):
    published.keep(files.example(2023))
    published.keep(files.example(2024), previous=files.example(2023))
    counted = figures.read(editions.editions())
    matrix = figures.matrix(counted, "Per nämnd", "Nämnd", "boards", "board")
    assert matrix.years == (2024, 2023)
    paid = {row.board: row.paid for row in counted[0].figures.boards}
    shown = {label: cells[0].replace("\u00a0", "") for label, cells in matrix.rows}
    assert {board: int(shown[board]) for board in paid} == paid
    assert sum(paid.values()) == int(matrix.total[0].replace("\u00a0", ""))
    assert dict(matrix.rows)["Tekniska nämnden"][1] == figures.NOBODY_KNOWS


def test_where_nothing_is_published_the_page_says_so(client):
    assert "Ingen redovisning är publicerad än." in published.text(client.get(FIGURES))
