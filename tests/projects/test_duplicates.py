"""Möjliga dubbletter: which projects may stand twice in the register, and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects import duplicates, register_changes
from projects.matching import Known, suggestions
from projects.models import Project, RegisterChange
from reporting import roundfile
from tests import make
from tests.page import select, visible

from .apart import SHARED, example, taken_apart

URL = reverse("admin:projects_project_duplicates")
APART = reverse("admin:projects_project_tell_apart")


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def two(cast):
    one = make.project("strive", "STRIVE", grant_number="STH-2024-17")
    other = make.project("strive-2", "Strive – turism", owner="Lunds universitet")
    make.card(cast.of_teknik, one, paid=100000)
    make.card(cast.of_miljo, other, paid=None, role="owner")
    return one, other


def test_a_pair_stands_side_by_side_with_its_reasons(rut, two):
    response = rut.get(URL)
    assert visible(response, "section.panel h2") == ["STRIVE och Strive – turism"]
    assert visible(response, ".reasons") == [
        "Skäl: samma kortnamn; redovisas 2025 av var sin nämnd: Miljönämnden och Tekniska nämnden."
    ]
    assert visible(response, ".side-by-side tbody tr") == [
        "Titel olika STRIVE Strive – turism",
        "Program Interreg North Sea Interreg North Sea",
        "Bidragsnummer olika STH-2024-17 –",
        "Projektägare olika – Lunds universitet",
        "Redovisat av 2025 Tekniska nämnden, projektpartner, 100 000 kronor utbetalt 2025 Miljönämnden, projektägare",
    ]
    merge = reverse("admin:projects_project_merge", args=[two[0].pk])
    assert [link.get("href") for link in select(response, ".actions a")] == [f"{merge}?med=strive-2"]


def test_a_board_that_has_both_is_told(rut, two, cast):
    make.card(cast.of_miljo, two[0])
    assert visible(rut.get(URL), ".notice") == [
        "Miljönämnden har ett kort för båda 2025. Projekten går att slå ihop först när bara ett av korten är kvar."
    ]


def test_an_empty_register_has_none(rut):
    assert visible(rut.get(URL), ".lead")[0].startswith("Inga projekt i registret liknar varandra.")


def test_what_is_not_the_same_is_not_suggested_again_until_that_is_undone(rut, two):
    response = rut.post(APART, {"one": "strive-2", "other": "strive"})
    assert (response.status_code, response.url) == (302, URL)
    assert visible(rut.get(URL), "section.panel h2") == []
    change = RegisterChange.objects.get()
    rut.post(reverse("admin:projects_project_undo", args=[change.pk]))
    assert len(visible(rut.get(URL), "section.panel h2")) == 1


def test_projects_that_are_not_there_are_not_told_apart(rut, two):
    assert rut.post(APART, {"one": "strive", "other": "annat\0"}).status_code == 404
    assert not RegisterChange.objects.exists()


def test_a_merged_pair_is_gone(rut, two, cast):
    register_changes.merge(cast.rut, *two, {})
    assert visible(rut.get(URL), "section.panel h2") == []


def test_three_pairs_take_no_more_queries_than_one(rut, two, cast, django_assert_num_queries):
    with CaptureQueriesContext(connection) as counted:
        rut.get(URL)
    for name in ("Havet", "Staden vid sundet"):
        for number, submission in enumerate((cast.of_teknik, cast.of_miljo)):
            make.card(submission, make.project(f"{name[:3].lower()}-{number}", name))
    with django_assert_num_queries(len(counted)):
        response = rut.get(URL)
    assert len(visible(response, "section.panel h2")) == 3


@pytest.mark.parametrize("url", [URL, APART])
def test_others_see_nothing(client, cast, url):
    client.force_login(cast.tova)
    assert client.get(url).status_code == 302
    assert client.post(url).status_code == 302


def test_wrong_methods(rut):
    assert (rut.post(URL).status_code, rut.get(APART).status_code) == (405, 405)


def pairs_by_name(pairs):
    """Which of the projects that were taken apart each pair is of; "" where it is of something else."""
    names = [{key.rsplit("-namnd-", 1)[0] for key in pair} for pair in pairs]
    return sorted(name.pop() if len(name) == 1 else "" for name in names)


def test_the_five_projects_of_2024_are_found_when_their_keys_are_taken_apart():
    known = [
        Known(each["key"], each["title"], each.get("acronym", ""), each.get("grant_number", ""))
        for each in taken_apart(example(2024))["projects"]
    ]
    assert pairs_by_name((a.key, b.key) for a, b, _ in suggestions(known)) == list(SHARED)


def test_they_are_found_in_the_register_of_both_years_and_counted_once_when_they_are_merged(cast):
    whole = example(2024)
    roundfile.read(example(2023))
    roundfile.read(taken_apart(whole))
    pairs = duplicates.suggested()
    assert pairs_by_name((pair.one.project.key, pair.other.project.key) for pair in pairs) == list(SHARED)
    assert all(len(pair.reasons) == 2 and pair.both == [] for pair in pairs)
    for pair in pairs:
        register_changes.merge(cast.rut, pair.one.project, pair.other.project, {})
    assert duplicates.suggested() == []
    assert Project.objects.count() == len(whole["projects"])
