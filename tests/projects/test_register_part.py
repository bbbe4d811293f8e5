"""Dela: some of a project's cards go to another."""

import pytest
from django.urls import reverse

from projects.models import Card, Project
from tests import make
from tests.page import select, visible


@pytest.fixture
def brave(cast):
    project = make.project(acronym="BRAVE", owner="Göteborgs stad", grant_number="41-2-7-22")
    make.card(cast.of_teknik, project)
    make.card(cast.of_miljo, project)
    return project


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def url(project):
    return reverse("admin:projects_project_part", args=[project.pk])


def keys():
    return sorted(Card.objects.values_list("submission__board__name", "project__key"))


def test_the_cards_and_where_they_can_go(rut, brave):
    response = rut.get(url(brave))
    assert visible(response, "fieldset.choice label") == [
        "Miljönämnden 2025",
        "Tekniska nämnden 2025",
        "Ett nytt projekt",
    ]


def test_a_card_goes_to_a_new_project_with_the_facts_but_for_its_names(rut, brave, cast):
    response = rut.post(url(brave), {"cards": [cast.of_miljo.pk], "target": "-", "title": "Havet"})
    made = Project.objects.get(key="havet")
    assert (response.status_code, response.url) == (302, reverse("admin:projects_project_change", args=[made.pk]))
    assert (made.title, made.acronym, made.grant_number, made.owner) == ("Havet", "", "", "Göteborgs stad")
    assert keys() == [("Miljönämnden", "havet"), ("Tekniska nämnden", "brave")]


def test_a_project_is_searched_for_without_losing_the_choice(rut, brave, cast):
    make.project("good-cities", "GOOD Cities")
    told = {"cards": [cast.of_miljo.pk], "target": "-", "title": "Havet", "sok": "good", "search": "1"}
    response = rut.post(url(brave), told)
    assert visible(response, "[role=status]") == ["1 projekt har orden. Välj här nedanför."]
    assert visible(response, ".error-summary") == []
    assert visible(response, "fieldset.choice label")[-1] == "GOOD Cities"
    ticked = [box.get("value") for box in select(response, "input[type=checkbox]") if "checked" in box.attrib]
    assert (ticked, select(response, "#id_title")[0].get("value")) == ([str(cast.of_miljo.pk)], "Havet")
    rut.post(url(brave), {"cards": [cast.of_miljo.pk], "target": "good-cities", "sok": "good"})
    assert keys() == [("Miljönämnden", "good-cities"), ("Tekniska nämnden", "brave")]


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ({"target": "-", "title": "Havet"}, ["Kryssa för minst ett kort."]),
        ({"cards": True, "target": "-", "title": " "}, ["Skriv vad det nya projektet heter."]),
        ({"cards": True, "title": "Havet"}, ["Välj vart korten ska."]),
    ],
)
def test_what_is_missing_is_told(rut, brave, cast, told, faults):
    chosen = {**told, "cards": [cast.of_miljo.pk]} if told.get("cards") else told
    response = rut.post(url(brave), chosen)
    assert (response.status_code, visible(response, ".error-summary li")) == (422, faults)
    assert Project.objects.count() == 1


def test_all_of_the_cards_is_refused(rut, brave, cast):
    told = {"cards": [cast.of_miljo.pk, cast.of_teknik.pk], "target": "-", "title": "Havet"}
    response = rut.post(url(brave), told)
    assert response.status_code == 409
    assert visible(response, ".error-summary p")[0].startswith("Minst ett kort måste vara kvar")
    assert Project.objects.count() == 1


def test_others_may_not(client, brave, cast):
    client.force_login(cast.tova)
    assert client.post(url(brave), {"cards": [cast.of_miljo.pk], "target": "-", "title": "A"}).status_code == 302
    assert keys() == [("Miljönämnden", "brave"), ("Tekniska nämnden", "brave")]
