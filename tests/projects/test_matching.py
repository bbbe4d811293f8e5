"""The same project under two names: found in the ways that boards really write, and few that are not."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.matching import Known, similar_projects, similar_to, suggestions
from tests.reporting import years


def project(key, title, acronym=""):
    return SimpleNamespace(key=key, title=title, acronym=acronym)


def reasons(*titles, acronyms=("", "")):
    pair = [project(str(place), *names) for place, names in enumerate(zip(titles, acronyms, strict=True))]
    return [reason for _, _, reason in similar_projects(pair)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Net Zero Cities Pilot Cities Programme", "NetZero Pilot cities"),
        ("NetZeroCities Pilot Cities Programme", "Net Zero Cities Pilot Cities Programme"),
        ("Samverkan för barns rätt till lek, vila & fritid", "Barns rätt till lek, vila och fritid"),
        ("Hållbara övergångar för unga i riskzon", "ESF Hållbara övergångar"),
        ("Hållbara övergångar för unga", "Hålbara övergångar för unga"),
    ],
)
def test_titles_that_boards_write_in_their_own_ways_are_alike(titles):
    assert reasons(*titles) == ["liknande titlar"]
    assert reasons(*reversed(titles)) == ["liknande titlar"]


@pytest.mark.parametrize(
    "titles",
    [
        ("STRIVE", "STRIVE - Sustainable Tourism through Resilient and Innovative Festival Ventures"),
        ("REWAISE", "Resilient Water Innovation for Smart Economy (REWAISE)"),
    ],
)
def test_a_short_name_that_begins_the_other_is_the_same(titles):
    assert reasons(*titles) == ["samma kortnamn"]
    assert reasons(*reversed(titles)) == ["samma kortnamn"]


@pytest.mark.parametrize(
    "titles",
    [
        ("PowerBio", "Powerbio"),
        ("Färdplan för klimatneutralt byggande", "Fa\u0308rdplan fo\u0308r klimatneutralt byggande"),
        ("Barns rätt till lek, vila & fritid", "Barns rätt till lek, vila och fritid"),
    ],
)
def test_the_same_title_is_the_same_however_it_is_written(titles):
    assert reasons(*titles) == ["samma titel"]


def test_the_same_acronym_is_the_same_whatever_the_titles():
    titles = ("Business Readiness Acceleration", "Innovativa energisystem")
    assert reasons(*titles, acronyms=("BRAVE", "Brave")) == ["samma kortnamn"]
    assert reasons(*titles, acronyms=("BRAVE", "SCOPE")) == []


@pytest.mark.parametrize(
    "titles",
    [
        (
            "Erasmusackreditering yrkesutbildning 2023, Malmö Borgarskola",
            "Erasmusackreditering yrkesutbildning 2024, Malmö Borgarskola",
        ),
        (
            "Erasmusackreditering skola 2024, Malmö Borgarskola",
            "Erasmusackreditering yrkesutbildning 2024, Malmö Borgarskola",
        ),
        ("Utväg II", "Utväg III"),
        ("M-STEM", "STEM-UP"),
        ("UNITY", "Community"),
        ("Uppsök Ung Malmö", "Social vägledning Ung Malmö"),
        ("", ""),
    ],
)
def test_near_twins_are_different_projects(titles):
    assert reasons(*titles) == []


def test_pairs_come_in_the_order_of_the_projects():
    projects = [project("a", "Powerbio"), project("b", "STRIVE"), project("c", "PowerBio"), project("d", "Strive")]
    assert [(a.key, b.key) for a, b, _ in similar_projects(projects)] == [("a", "c"), ("b", "d")]


def real_projects():
    return {card.project.key: card.project for card in years.example(2024).cards}


def test_the_real_year_has_no_pair():
    assert similar_projects(real_projects().values()) == []


@pytest.mark.parametrize(
    "key", ["strive", "netzerocities", "powerbio", "barns-ratt-till-lek-vila-och-fritid", "hallbara-overgangar"]
)
def test_a_real_project_taken_apart_is_found(key):
    """Two boards add it, each under the heading of its own card, among all the others."""
    first, second = (card.heading for card in years.example(2024).cards if card.project.key == key)
    others = [each for each in real_projects().values() if each.key != key]
    found = similar_projects([project("first", first), *others, project("second", second)])
    assert [(a.key, b.key) for a, b, _ in found] == [("first", "second")]


def known(key, title, board="", **facts):
    return Known(key, title, places=frozenset({(2024, board)} if board else ()), **facts)


def told(*projects):
    return [(a.key, b.key, reasons) for a, b, reasons in suggestions(projects)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("101096405", "101 096 405"),
        ("2024-KA121-VET-000111396", "2024-ka121-vet-000111396"),
        ("ÖKS-20360", "öks 20360"),
    ],
)
def test_the_same_grant_number_is_the_same_however_it_is_written(one, other):
    pair = known("a", "Havet", grant_number=one), known("b", "Staden", grant_number=other)
    assert told(*pair) == [("a", "b", ["samma bidragsnummer"])]


def test_a_grant_number_as_title_is_held_against_the_other_projects_numbers():
    pair = known("a", "2024-KA121-VET-000111396"), known("b", "Ackreditering", grant_number="2024-KA121-VET-000111396")
    assert told(*pair) == [("a", "b", ["samma bidragsnummer"])]


@pytest.mark.parametrize(("one", "other"), [("", ""), ("12", "12"), ("okänt", "okänt"), ("101096405", "101096406")])
def test_what_is_no_grant_number_or_another_says_nothing(one, other):
    assert told(known("a", "Havet", grant_number=one), known("b", "Staden", grant_number=other)) == []


def test_boards_that_have_one_each_the_same_year_are_a_reason_more():
    pair = known("a", "STRIVE", "Tekniska nämnden"), known("b", "Strive", "Miljönämnden")
    told_boards = "redovisas 2024 av var sin nämnd: Miljönämnden och Tekniska nämnden"
    assert told(*pair) == [("a", "b", ["samma titel", told_boards])]


def test_a_board_that_has_both_is_none():
    assert told(known("a", "STRIVE", "Miljönämnden"), known("b", "Strive", "Miljönämnden")) == [
        ("a", "b", ["samma titel"])
    ]


def test_boards_alone_are_no_reason():
    assert told(known("a", "Havet", "Tekniska nämnden"), known("b", "Staden", "Miljönämnden")) == []


def test_the_pair_with_most_reasons_comes_first():
    weak = known("a", "Hållbara övergångar för unga"), known("b", "Hålbara övergångar för unga")
    strong = known("c", "STRIVE", grant_number="STH-2024"), known("d", "Strive", grant_number="STH 2024")
    assert [(a, b) for a, b, _ in told(*weak, *strong)] == [("c", "d"), ("a", "b")]


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=8), st.text(max_size=12)), max_size=6))
def test_whatever_is_written_a_pair_is_found_whichever_comes_first(facts):
    projects = [known(str(place), title, acronym=a, grant_number=g) for place, (title, a, g) in enumerate(facts)]
    found, backwards = ({frozenset((a.key, b.key)) for a, b, _ in suggestions(o)} for o in (projects, projects[::-1]))
    assert found == backwards
    for project in projects:
        others = [each for each in projects if each is not project]
        near = {each.key for each in similar_to(project, others)}
        assert {key for pair in found if project.key in pair for key in pair} - {project.key} <= near
