"""Slå ihop: choosing the other project, and which facts and key stay."""

import pytest
from django.urls import reverse

from projects import register_changes
from projects.models import Card, Project, RegisterChange
from tests import make
from tests.page import select, visible


@pytest.fixture
def two(cast):
    one = make.project("strive", "STRIVE", starts="2024", ends="2026", total_budget=5, currency="EUR")
    other = make.project("strive-2", "Strive – turism", acronym="STRIVE", starts="2024-01", owner="Lund")
    make.card(cast.of_teknik, one)
    make.card(cast.of_miljo, other)
    return one, other


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def url(project, other=""):
    return reverse("admin:projects_project_merge", args=[project.pk]) + (f"?med={other}" if other else "")


def test_only_what_they_tell_differently_is_asked(rut, two):
    response = rut.get(url(two[0], "strive-2"))
    assert visible(response, "fieldset.choice legend") == ["Nyckel som blir kvar", "Titel", "Projekttid"]
    chosen = [box.get("value") for box in select(response, "input[type=radio]") if "checked" in box.attrib]
    assert chosen == ["strive"] * 3


def test_the_chosen_facts_and_key_stay(rut, two):
    response = rut.post(url(two[0], "strive-2"), {"key": "strive-2", "title": "strive", "period": "strive-2"})
    kept = Project.objects.get()
    assert (response.status_code, response.url) == (302, reverse("admin:projects_project_change", args=[kept.pk]))
    assert (kept.key, kept.title, kept.acronym, kept.owner) == ("strive-2", "STRIVE", "STRIVE", "Lund")
    assert (kept.starts, kept.ends, kept.total_budget, kept.currency) == ("2024-01", "", 5, "EUR")
    assert Card.objects.filter(project=kept).count() == 2
    assert RegisterChange.objects.get().created_by.email == "rut@example.com"


def test_nothing_chosen_is_asked_for_again(rut, two):
    response = rut.post(url(two[0], "strive-2"), {"key": "strive"})
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        "Välj vad som gäller för titel.",
        "Välj vad som gäller för projekttid.",
    ]
    assert visible(response, "title")[0].startswith("Fel: ")
    assert Project.objects.count() == 2


def test_a_merge_that_is_refused_says_why_and_keeps_the_choice(rut, two, cast):
    make.card(cast.of_miljo, two[0])
    told = {"key": "strive-2", "title": "strive-2", "period": "strive"}
    response = rut.post(url(two[0], "strive-2"), told)
    assert response.status_code == 409
    assert visible(response, ".error-summary p") == [
        "Miljönämnden har två kort 2025, ett för vart och ett av projekten. "
        "Be nämnden att ta bort det ena kortet. Försök sedan igen."
    ]
    chosen = {box.get("name"): box.get("value") for box in select(response, "input") if "checked" in box.attrib}
    assert chosen == told
    assert Project.objects.count() == 2


def test_one_that_somebody_else_has_just_merged_is_told(rut, two, cast):
    register_changes.merge(cast.rut, *two, {})
    response = rut.post(url(two[0], "strive-2"), {"key": "strive"})
    assert visible(response, ".error-summary h2") == ["Projektet finns inte"]
    assert rut.get(url(two[1])).status_code == 404


def test_the_other_is_found_among_those_alike_or_by_its_words(rut, two):
    make.project("hav", "Havet", owner="Åbo stad")
    assert visible(rut.get(url(two[0])), "section li a") == ["Strive – turism"]
    found = rut.get(url(two[0]), {"sok": "åBO"})
    assert [link.get("href") for link in select(found, "section li a")] == ["?med=hav"]
    assert visible(rut.get(url(two[0]), {"sok": "inget"}), "section p") == ["Inget projekt har alla orden."]


def test_a_project_is_not_merged_with_itself(rut, two):
    assert visible(rut.get(url(two[0], "strive")), ".error-summary h2") == ["Projektet finns inte"]


def test_others_may_not(client, two, cast):
    client.force_login(cast.tova)
    assert client.post(url(two[0], "strive-2"), {"key": "strive"}).status_code == 302
    assert Project.objects.count() == 2
