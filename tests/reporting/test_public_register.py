"""The register of projects through the years, for everybody: searched, filtered, and a page for each project."""

import re

import pytest

from projects import register_changes
from reporting import years
from reporting.public import published as editions
from reporting.public import register
from tests import make
from tests.reporting import files
from tests.reporting import public as published

pytestmark = pytest.mark.django_db
REGISTER = "/redovisning/projekt/"


def project(key, title, **facts):
    return {"key": key, "title": title, "programme": "Interreg North Sea", **facts}


def card(key, **told):
    return {"project": key, "role": "partner", "paid": 100, "goals": [1], "main_goal": 1, **told}


def year(number, cards, projects, **boards):
    """A small year with these cards of Miljönämnden's; `teknik` are Tekniska nämnden's."""
    submissions = [{"board": "Miljönämnden", "cards": cards}]
    if teknik := boards.get("teknik"):
        submissions.append({"board": "Tekniska nämnden", "cards": teknik})
    return files.small(number, projects=projects, submissions=submissions)


def titles(response):
    return re.findall(r'<h3><a href="[^"]*">(.*?)</a>', response.content.decode())


def test_projects_stand_in_swedish_order_each_once_with_its_years_and_boards(client):
    names = {"o": "Öresund", "a": "Ängen", "b": "alpha", "c": "Zeta"}
    projects = [project(key, title) for key, title in names.items()]
    published.keep(year(2023, [card("o", paid=50)], projects))
    published.keep(year(2024, [card(key) for key in names], projects, teknik=[card("o", paid=None)]))
    page = client.get(REGISTER)
    assert titles(page) == ["alpha", "Zeta", "Ängen", "Öresund"]
    assert (
        "Öresund Miljönämnden, Tekniska nämnden · Interreg North Sea Redovisat 2023–2024 · 150 kronor utbetalda"
    ) in published.text(page)
    assert "4 projekt" in published.text(page)


@pytest.fixture
def some(db):
    """BRAVE in two years, by two boards; HAV in one, with a partner in Denmark and of another programme."""
    hav = project("hav", "HAV", programme="Nordplus", owner="Köpenhamns kommun", acronym="SEA")
    programmes = [
        {"name": "Interreg North Sea", "group": "Interreg"},
        {"name": "Nordplus", "group": "Övriga", "eu": False},
    ]
    danish = [{"name": "Aarhus", "sector": "public", "country": "DK"}]
    published.keep(year(2023, [card("brave", goals=[2], main_goal=2)], [project("brave", "BRAVE")]))
    newer = year(
        2024, [card("hav", partners=danish)], [project("brave", "BRAVE"), hav], teknik=[card("brave", paid=7)]
    )
    published.keep(newer | {"programmes": programmes})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["BRAVE", "HAV"]),
        ({"sok": "sea interreg"}, ["BRAVE"]),
        ({"sok": "SEA"}, ["BRAVE", "HAV"]),
        ({"sok": "aarhus"}, ["HAV"]),
        ({"sok": "köpenhamn"}, ["HAV"]),
        ({"sok": "danmark"}, ["HAV"]),
        ({"sok": "paris"}, []),
        ({"namnd": "Miljönämnden"}, ["BRAVE", "HAV"]),
        ({"namnd": "Tekniska nämnden"}, ["BRAVE"]),
        ({"program": "Övriga"}, ["HAV"]),
        ({"mal": "En jämlik stad"}, ["BRAVE"]),
        ({"land": "DK"}, ["HAV"]),
        ({"ar": "2023"}, ["BRAVE"]),
        ({"namnd": "Miljönämnden", "ar": "2024"}, ["HAV"]),
        ({"namnd": "Tekniska nämnden", "ar": "2023"}, []),
        ({"sok": "”SEA”, 'interreg'"}, []),
        ({"sok": "”Interreg north  sea”"}, ["BRAVE"]),
        ({"sok": "k\u006f\u0308penhamn"}, ["HAV"]),
        ({"land": "DK", "ar": "i fjol"}, ["HAV"]),
        ({"namnd": "Ingen nämnd", "ar": "2023"}, ["BRAVE"]),
    ],
)
def test_filters(client, some, asked, found):
    page = client.get(REGISTER, asked)
    assert titles(page) == found
    chosen = re.findall(r'<option value="([^"]+)" selected>', page.content.decode())
    known = {"Miljönämnden", "Tekniska nämnden", "Övriga", "En jämlik stad", "DK", "2023", "2024"}
    if found:
        assert chosen == [value for name, value in asked.items() if name != "sok" and value in known]


def test_filters_offer_what_there_is(client, some):
    page = client.get(REGISTER).content.decode()
    offered = re.findall(r'<option value="([^"]+)">', page)
    assert offered == [
        *("Miljönämnden", "Tekniska nämnden"),
        *("Interreg", "Övriga"),
        *("En grön stad", "En jämlik stad"),
        *("DK",),
        *("2024", "2023"),
    ]


def test_a_long_list_stands_on_several_pages_that_keep_what_is_asked(client):
    published.keep(published.large(1, 51, words=3))
    first, second = (client.get(REGISTER, {"namnd": "Nämnden 1", "sida": sida}) for sida in (1, 2))
    assert (len(titles(first)), len(titles(second))) == (50, 1)
    assert "?namnd=N%C3%A4mnden+1&sida=2" in published.Page(first).links


def test_a_project_shows_every_year_and_the_newest_text_of_each_board(client):
    texts = ({"purpose": f"<p>Syftet {when}.</p>"} for when in ("i fjol", "i år", "hos Teknik"))
    before, now, teknik = (
        card("brave", texts=each, paid=paid) for each, paid in zip(texts, (1, 20, 300), strict=True)
    )
    facts = project("brave", "Brave new world", starts="2023-01", ends="2025", website="https://brave.eu")
    published.keep(year(2023, [before], [facts | {"title": "BRAVE"}]))
    published.keep(year(2024, [now], [facts], teknik=[teknik | {"role": "owner"}]))
    page = client.get(f"{REGISTER}brave/")
    told = published.text(page)
    assert told.startswith("Brave new world Program Interreg North Sea Projekttid januari 2023–2025 Webbplats")
    rows = "2024 Miljönämnden 2024 Projektpartner 20 2024 Tekniska nämnden 2024 Projektägare 300"
    assert f"{rows} 2023 Miljönämnden 2023 Projektpartner 1 Summa 321" in told
    assert ("Syftet i år." in told, "Syftet hos Teknik." in told, "Syftet i fjol." in told) == (True, True, False)
    assert "/redovisning/2023/miljonamnden/#projekt-brave" in published.Page(page).links


def test_a_project_that_nobody_has_published_is_not_there(cast, client):
    published.keep(published.small())
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project("hemlig", "Hemligt projekt"))
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    assert client.get(f"{REGISTER}hemlig/").status_code == 404
    assert "Hemligt" not in published.text(client.get(REGISTER))


def test_what_the_register_says_now_does_not_show(client):
    make.project("brave", "Ett nytt namn")
    published.keep(published.small())
    assert "Ett nytt namn" not in published.text(client.get(f"{REGISTER}brave/"))


def test_projects_that_were_merged_are_one_under_the_newest_key_that_is_published(cast, client):
    published.keep(year(2023, [card("hav")], [project("hav", "Hav")]))
    published.keep(year(2024, [card("havet")], [project("havet", "Havet")]))
    assert titles(client.get(REGISTER)) == ["Hav", "Havet"]
    tag = client.get(REGISTER).headers["ETag"]
    old, new = make.project("hav", "Hav"), make.project("havet", "Havet")
    unpublished = make.project("hemlig", "Hemlig")
    register_changes.merge(cast.rut, new, old, {})
    register_changes.merge(cast.rut, unpublished, new, {})
    assert client.get(REGISTER, headers={"If-None-Match": tag}).status_code == 200
    assert "Last-Modified" not in client.get(REGISTER).headers
    assert titles(client.get(REGISTER)) == ["Havet"]
    assert client.get(f"{REGISTER}hav/").headers["Location"] == f"{REGISTER}havet/"
    assert "2023 Miljönämnden" in published.text(client.get(f"{REGISTER}havet/"))
    assert client.get(f"{REGISTER}hemlig/").status_code == 404


def test_years_that_follow_on_one_another_are_told_together():
    accounts = [
        register.Account(number, "", "", "", "", None, "", "", (), (), None, "")
        for number in (2024, 2022, 2021, 2020, 2018, 2017)
    ]
    assert register.Entry("brave", tuple(accounts)).spans == ["2024", "2020–2022", "2017–2018"]


def test_every_year_is_read_once_and_kept(client, monkeypatch):
    for number in range(2015, 2025):
        published.keep(published.small(number))
    client.get(REGISTER)
    monkeypatch.setattr(years, "as_published", None)
    assert titles(client.get(REGISTER)) == ["BRAVE"]
    published.keep(published.small(2025))
    monkeypatch.undo()
    assert register.read(editions.editions(), "").entries[0].years == list(range(2025, 2014, -1))


def test_a_boards_own_amount_stands_beside_the_whole_where_the_board_is_chosen(client, some):
    assert "varav" not in published.text(client.get(REGISTER))
    of_teknik = published.text(client.get(REGISTER, {"namnd": "Tekniska nämnden"}))
    assert "107 kronor utbetalda, varav Tekniska nämnden 7 kronor" in of_teknik
    of_miljo = published.text(client.get(REGISTER, {"namnd": "Miljönämnden", "ar": "2023"}))
    assert "107 kronor utbetalda, varav Miljönämnden 2023 100 kronor" in of_miljo
    whole = published.text(client.get(REGISTER, {"namnd": "Miljönämnden", "program": "Övriga"}))
    assert "Redovisat 2024 · 100 kronor utbetalda" in whole
    assert "varav" not in whole


def test_nobody_knows_a_boards_own_amount(client):
    published.keep(year(2024, [card("brave")], [project("brave", "BRAVE")], teknik=[card("brave", paid=None)]))
    told = published.text(client.get(REGISTER, {"namnd": "Tekniska nämnden"}))
    assert "100 kronor utbetalda, varav Tekniska nämnden uppgift saknas" in told


def test_what_is_no_eu_project_is_marked_and_the_filters_rule_is_told(client, some):
    told = published.text(client.get(REGISTER))
    assert told.count("Inte ett EU-projekt") == 1
    assert "HAV Miljönämnden · Nordplus Inte ett EU-projekt" in told
    assert "Allt som du väljer ska gälla en och samma nämnds redovisning ett och samma år." in told
