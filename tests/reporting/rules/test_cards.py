"""What is wrong with a card."""

from dataclasses import replace

import pytest

from reporting.dataset import Board
from reporting.rules import cards
from tests.reporting import years
from tests.reporting.rules.asking import found

STRIVE = years.project("strive", "STRIVE")
POWERBIO = years.project("powerbio", "PowerBio")


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"role": ""}, "roll"),
        ({"paid": None}, "utbetalda medel"),
        ({"main_goal": None}, "huvudmål"),
        ({"goals": (), "main_goal": None}, "mål och huvudmål"),
    ],
)
def test_a_card_that_lacks_a_fact_is_an_error(fields, lacks):
    year = years.year(years.card(STRIVE, **fields))
    assert found(cards.facts_are_missing, year) == [("error", f"Kortet saknar {lacks}.", "Miljönämnden, STRIVE")]


def test_a_card_whose_project_has_no_programme_is_an_error():
    year = years.year(years.card(years.project(programme=None)))
    assert found(cards.facts_are_missing, year) == [("error", "Kortet saknar program.", "Miljönämnden, BRAVE")]


def test_nothing_paid_is_an_answer():
    assert found(cards.facts_are_missing, years.year(years.card(STRIVE, paid=0))) == []


@pytest.mark.parametrize(
    "title", ["2024-KA121-VET-000111396", "101095123", "2024 KA121 000111396", "HORIZON-2021-CIT-02"]
)
def test_a_heading_that_is_only_a_code(title):
    year = years.year(years.card(STRIVE, title=title))
    message = "Rubriken är bara en kod. Projektet heter ”STRIVE” i registret."
    assert found(cards.title_is_code, year) == [("warning", message, f"Miljönämnden, {title}")]


def test_a_project_that_has_no_other_name_than_a_code():
    year = years.year(years.card(years.project(title="2024-KA121-VET-000111396")))
    assert found(cards.title_is_code, year) == [
        ("warning", "Rubriken är bara en kod. Skriv vad projektet heter.", "Miljönämnden, 2024-KA121-VET-000111396")
    ]


@pytest.mark.parametrize(
    "title", ["STRIVE", "NBS4Nature", "SF4C", "Erasmus-Ackreditering Projekt 8670+8680", "Klimat 2030–2040 i Malmö"]
)
def test_a_heading_that_says_something(title):
    assert found(cards.title_is_code, years.year(years.card(STRIVE, title=title))) == []


def test_a_project_under_two_keys():
    twin = years.project("strive-2", "STRIVE – Sustainable Tourism through Resilient and Innovative Festival Ventures")
    year = years.year(years.card(STRIVE), years.card(twin, "Tekniska nämnden"))
    message = f"”STRIVE” och ”{twin.title}” kan vara samma projekt (samma kortnamn) och räknas nu som två."
    where = f"Miljönämnden, STRIVE; Tekniska nämnden, {twin.title}"
    assert found(cards.project_under_two_keys, year) == [("warning", message, where)]


def test_one_key_in_two_boards_is_as_it_should_be():
    year = years.year(years.card(STRIVE), years.card(STRIVE, "Tekniska nämnden"), years.card(POWERBIO))
    assert found(cards.project_under_two_keys, year) == []


def test_a_project_that_had_ended():
    ended = years.project("shelfie", "SHELFIE", ends="2023-12")
    assert found(cards.project_had_ended, years.year(years.card(ended))) == [
        ("warning", "Projektet tog slut december 2023, före 2024.", "Miljönämnden, SHELFIE")
    ]


@pytest.mark.parametrize("ends", ["", "2024", "2024-01-01", "2027-06"])
def test_a_project_that_was_still_going(ends):
    assert found(cards.project_had_ended, years.year(years.card(years.project(ends=ends)))) == []


def described(text, project=STRIVE, board="Miljönämnden", **fields):
    return years.card(project, board, texts={"results": f"<p>{text}</p>"}, **fields)


@pytest.mark.parametrize(
    "text",
    [
        "Projektet avslutades i december 2022.",
        "Projekttiden var 2019–2021, men vi fortsätter.",
        "STRIVE tog slut 2022 och har gett mycket.",
        "Projektet slutredovisades under våren 2023.",
    ],
)
def test_a_project_whose_text_says_that_it_had_ended(text):
    [(severity, message, where)] = found(cards.project_had_ended, years.year(described(text)))
    assert (severity, where) == ("warning", "Miljönämnden, STRIVE")
    assert message.startswith("Texten säger att projektet tog slut 202")


@pytest.mark.parametrize(
    "text",
    [
        "Projektet avslutades i december 2024.",
        "Det första projektet (2019–2022) drev på för maskiner utan utsläpp.",
        "Utställningen avslutades 2022. Projektet pågår till 2026.",
        "Projektet löper 2021–2027.",
        "Projektet slutade inte där.",
    ],
)
def test_a_project_whose_text_says_that_it_goes_on(text):
    assert found(cards.project_had_ended, years.year(described(text))) == []


def test_the_projects_last_day_goes_before_what_the_text_says():
    ended = years.project("shelfie", "SHELFIE", ends="2022")
    told = found(cards.project_had_ended, years.year(described("Projektet avslutades 2021.", ended)))
    assert [message for _, message, _ in told] == ["Projektet tog slut 2022, före 2024."]


def test_the_same_fault_in_many_cards_is_one_finding():
    year = years.year(years.card(STRIVE, role=""), years.card(POWERBIO, role=""))
    assert found(cards.facts_are_missing, year) == [
        ("error", "Korten saknar roll.", "Miljönämnden, STRIVE och PowerBio")
    ]
    year = years.year(years.card(STRIVE, title="101095123"), years.card(POWERBIO, title="101095124"))
    assert found(cards.title_is_code, year) == [
        (
            "warning",
            "Rubrikerna är bara en kod. I registret heter de ”STRIVE” och ”PowerBio”.",
            "Miljönämnden, 101095123 och 101095124",
        )
    ]


def test_a_card_without_text():
    year = years.year(
        years.card(STRIVE), years.card(POWERBIO, texts={"aims": ""}), described("Text.", years.project())
    )
    assert found(cards.card_without_text, year) == [
        ("warning", "Korten har ingen text.", "Miljönämnden, STRIVE och PowerBio")
    ]
    assert found(cards.card_without_text, years.year(described("Text."))) == []


BOARDS = (Board("Miljönämnden", "Miljöförvaltningen"), Board("Tekniska nämnden", "Fastighets- och gatukontoret"))
OWNED = years.project("strive", "STRIVE", owner="Fastighets- och gatukontoret", starts="2024-01", ends="2026-12")
BOTH = "Miljönämnden, STRIVE; Tekniska nämnden, STRIVE"


def both(project=OWNED, mine=None, theirs=None):
    cards = (years.card(project, **(mine or {})), years.card(project, "Tekniska nämnden", **(theirs or {})))
    return replace(years.year(*cards), boards=BOARDS)


@pytest.mark.parametrize(
    ("year", "message"),
    [
        (
            both(mine={"role": "owner"}, theirs={"role": "owner"}),
            "Miljönämnden och Tekniska nämnden säger båda att de är projektägare.",
        ),
        (
            both(mine={"role": "owner"}),
            "Miljönämnden säger att den är projektägare, men i projektet står Fastighets- och gatukontoret.",
        ),
        (
            both(),
            "Projektets ägare är Fastighets- och gatukontoret, men Tekniska nämnden säger inte att den är det.",
        ),
        (
            both(
                mine={"cooperating_boards": ("Tekniska nämnden",)},
                theirs={"cooperating_boards": ("Kulturnämnden",), "role": "owner"},
            ),
            "Miljönämnden säger att Tekniska nämnden deltar, men Tekniska nämnden nämner inte Miljönämnden bland dem "
            "som deltar.",
        ),
        (
            both(mine={"texts": {"aims": "<p>Projektet pågår 2022–2025.</p>"}}, theirs={"role": "owner"}),
            "Texten säger att projektet pågår 2022–2025, men projekttiden är 2024–2026.",
        ),
    ],
)
def test_a_project_that_is_told_differently(year, message):
    assert found(cards.told_differently, year) == [("warning", message, BOTH)]


@pytest.mark.parametrize(
    "year",
    [
        both(theirs={"role": "owner"}),
        both(project=years.project("strive", "STRIVE")),
        both(project=years.project("strive", "STRIVE", owner="Åbo stad"), mine={"role": "owner"}),
        both(mine={"cooperating_boards": ("Tekniska nämnden",)}, theirs={"role": "owner"}),
        both(
            mine={"cooperating_boards": ("Tekniska nämnden", "Kulturnämnden")},
            theirs={"cooperating_boards": ("Miljönämnden",), "role": "owner"},
        ),
        both(
            mine={"texts": {"aims": "<p>Projektet pågår 2024–2026. Det förra var 2019–2022.</p>"}},
            theirs={"role": "owner"},
        ),
    ],
)
def test_a_project_that_is_told_alike(year):
    assert found(cards.told_differently, year) == []


@pytest.mark.parametrize("text", ["PowerBio ska göra biogas av gräs.", "Projektet PowerBio prövar nya sätt."])
def test_a_card_that_tells_of_another_project(text):
    year = years.year(described(text), years.card(POWERBIO, "Tekniska nämnden"))
    message = "Texten verkar också handla om ”PowerBio”, som är ett annat projekt."
    assert found(cards.tells_of_another_project, year) == [("note", message, "Miljönämnden, STRIVE")]


@pytest.mark.parametrize(
    "text",
    ["STRIVE ska visa hur turism blir hållbar.", "Arbetet hör ihop med PowerBio.", "PowerBio, som är slut, gav idén."],
)
def test_a_card_that_tells_of_its_own_project(text):
    year = years.year(described(text), years.card(POWERBIO, "Tekniska nämnden"))
    assert found(cards.tells_of_another_project, year) == []
