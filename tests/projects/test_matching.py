"""The same project under two names: found in the ways that boards really write, and few that are not."""

from types import SimpleNamespace

import pytest

from projects.matching import similar_projects
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
        ("Färdplan för klimatneutralt byggande", "Fa\u0308rdplan fo\u0308r klimatneutralt byggande"),
    ],
)
def test_titles_that_boards_write_in_their_own_ways_are_alike(titles):
    assert reasons(*titles) == ["liknande titlar"]
    assert reasons(*reversed(titles)) == ["liknande titlar"]


@pytest.mark.parametrize(
    "titles",
    [
        ("STRIVE", "STRIVE - Sustainable Tourism through Resilient and Innovative Festival Ventures"),
        ("PowerBio", "Powerbio"),
        ("REWAISE", "Resilient Water Innovation for Smart Economy (REWAISE)"),
    ],
)
def test_a_short_name_that_begins_the_other_is_the_same(titles):
    assert reasons(*titles) == ["samma kortnamn"]
    assert reasons(*reversed(titles)) == ["samma kortnamn"]


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
