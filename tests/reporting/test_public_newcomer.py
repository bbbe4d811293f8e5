"""What somebody who comes to the public pages for the first time looks for, and must not misread."""

import re

import pytest

from tests.page import select
from tests.reporting import files, public

pytestmark = pytest.mark.django_db


def test_a_boards_page_begins_with_its_figures_and_lists_all_its_projects(client):
    public.keep(public.large(1, 25, words=3))
    first, second = (client.get(f"/redovisning/2024/namnden-1/{rest}") for rest in ("", "?sida=2"))
    assert "EU-projekt 25 Utbetalda medel 25 000 kronor" in public.text(first)
    projects = [f"#projekt-projekt-0-{card}" for card in range(25)]
    later = "/redovisning/2024/namnden-1/?sida=2"
    earlier = "/redovisning/2024/namnden-1/"
    assert in_contents(first) == [*projects[:20], *(f"{later}{each}" for each in projects[20:])]
    assert in_contents(second) == [*(f"{earlier}{each}" for each in projects[:20]), *projects[20:]]


def in_contents(response):
    """Where the list of what is on the page leads, answers aside."""
    links = select(response, "nav.contents a")
    return [link.get("href") for link in links if "#projekt-" in link.get("href")]


def test_a_board_of_which_nobody_knows_what_was_paid_says_so(client):
    public.keep(public.small(paid=None))
    assert "EU-projekt 1 Utbetalda medel uppgift saknas" in public.text(client.get("/redovisning/2024/miljonamnden/"))


def test_the_start_page_leads_to_each_years_tables(client):
    public.keep(public.small(2023), **{"siffror-2023_csv": b"a;b", "projekt-2023_csv": b"a;b"})
    public.keep(public.small(2024), **{"siffror-2024_csv": b"a;b"})
    links = [link.get("href") for link in select(client.get("/redovisning/"), "a") if "csv" in link.get("href")]
    assert links == [
        "/redovisning/2024/dokument/siffror-2024-utgava-1.csv",
        "/redovisning/2023/dokument/projekt-2023-utgava-1.csv",
        "/redovisning/2023/dokument/siffror-2023-utgava-1.csv",
    ]
    assert [client.get(link).status_code for link in links] == [200, 200, 200]


def test_a_year_of_typed_totals_says_why_there_is_nothing_to_read(client):
    said = "För 2023 finns bara årets summor."
    public.keep(files.example(2023))
    public.keep(files.example(2024))
    assert said in public.text(client.get("/redovisning/2023/"))
    assert "finns bara årets summor" not in public.text(client.get("/redovisning/2024/"))


def test_what_was_paid_for_projects_that_are_no_eu_projects_is_told_as_part_of_it_all(client):
    public.keep(files.example(2024))
    said = "Av de utbetalda medlen gick 62 000 kronor till projekt som inte är EU-projekt."
    assert (
        public.text(client.get("/redovisning/2024/")).count(said) == 3
    )  # in the summary, under the first of its tables, and under that of the boards


def test_how_many_boards_took_part_the_year_before_is_known_from_the_next_years_edition(client):
    public.keep(files.example(2024), previous=files.example(2023))
    assert "Nämnder som deltar 9 2023: 8" in public.text(client.get("/redovisning/2024/"))
    years = public.text(client.get("/redovisning/siffror/"))
    assert re.search(r"Nämnder som deltar i EU-projekt .*?2024 9 2023[^0-9]*2024[^0-9]* 8 ", years)
