"""The register of projects at the city office, fit for everybody: duplicates found, merged, parted and undone."""

import re

import pytest
from django.urls import reverse

from projects.models import Card, Project
from tests import make

from .axe import opened, press, shown

LIST = reverse("admin:projects_project_changelist")
LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"


@pytest.fixture
def office(cast, enter):
    """A reviewer's page; STRIVE is twice in the register, and Miljö's card is handed in."""
    cast.one = make.project("strive", "STRIVE", starts="2024", ends="2026", grant_number="STH-2024-17")
    cast.other = make.project(
        "strive-2", f"Strive – {LONG}", starts="2024-01", website=f"https://strive.eu/{'a' * 60}"
    )
    make.card(cast.of_teknik, cast.one, purpose="<p>Festivaler ska bli hållbara.</p>")
    make.card(cast.of_miljo, cast.other, title=LONG)
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    return enter(cast.rut)


def test_two_become_one_and_two_again(cast, office, seen):
    opened(office, LIST, seen)
    office.get_by_role("link", name="Möjliga dubbletter").click()
    shown(office, seen)
    office.get_by_role("link", name=re.compile("^Slå ihop STRIVE")).click()
    shown(office, seen)
    office.get_by_role("radio", name="strive-2", exact=True).check()
    press(office, "Slå ihop")
    shown(office, seen)
    assert Project.objects.get().key == "strive-2"
    assert office.locator("details").count() == 2
    opened(office, reverse("admin:projects_project_changes"), seen)
    office.get_by_role("button", name=re.compile("^Ångra")).click()
    shown(office, seen)
    assert sorted(Card.objects.values_list("project__key", flat=True)) == ["strive", "strive-2"]
    opened(office, reverse("admin:projects_project_duplicates"), seen)
    office.get_by_role("button", name=re.compile("^Inte samma STRIVE")).click()
    shown(office, seen)
    assert office.get_by_text("Inga projekt i registret liknar varandra.").is_visible()


def test_a_card_goes_to_another_project_and_every_fault_is_told(cast, office, seen):
    make.card(cast.of_fritid, cast.one)
    make.card(cast.of_fritid, cast.other)
    opened(office, reverse("admin:projects_project_merge", args=[cast.one.pk]) + "?med=strive-2", seen)
    press(office, "Slå ihop")
    shown(office, seen)
    assert office.evaluate("document.activeElement.className") == "error-summary"
    opened(office, reverse("admin:projects_project_merge", args=[cast.one.pk]), seen)
    opened(office, reverse("admin:projects_project_change", args=[cast.one.pk]), seen)
    office.get_by_role("link", name="Dela").click()
    shown(office, seen)
    press(office, "Flytta korten")
    shown(office, seen)
    office.get_by_label("Fritidsnämnden 2025").check()
    office.get_by_label("Sök projektet som korten hör till").fill("finns inte")
    press(office, "Sök")
    shown(office, seen)
    office.get_by_label("Det nya projektets titel").fill("Havet")
    press(office, "Flytta korten")
    shown(office, seen)
    assert cast.of_fritid.cards.filter(project__title="Havet").exists()
