"""All years' figures side by side, for everybody."""

import re

import pytest

from reporting.public import figures
from reporting.public import published as editions
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
    published.keep(published.small(2023, paid=500_000))
    published.keep(published.small(2024, paid=1_000_000))
    assert rows(client, "Utbetalda medel, kronor") == [("2024", "1 000 000", 100), ("2023", "500 000", 50)]


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
