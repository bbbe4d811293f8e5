"""The Excel workbook in a browser: fetched, filled in with three faults, mended, and read in; on all screens."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from projects.models import Card
from tests import make

from .axe import look, sideways

FAULTY = [("Projekt", "N2"), ("Projekt", "M3"), ("Partner", "A2")]
PAGE = "/2025/tekniska-namnden/projekt-excel/"


@pytest.fixture
def brave(cast):
    card = make.card(cast.of_teknik, make.project(title="BRAVE"))
    make.partner(card)
    make.card(cast.of_teknik, make.project("kust", "Levande kuster"))
    return card


def fetched(page, folder):
    """The workbook as the browser downloads it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ladda ner Excel-mall").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def fill(path, *cells):
    book = load_workbook(path)
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(path)


def send(page, path):
    page.get_by_label("Ifylld Excel-mall").set_input_files(path)
    page.get_by_role("button", name="Läs in Excel").click()


def seen(page, name):
    """The page is looked at, with what axe finds, at 400 % too."""
    assert look(page) + sideways(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("scripts", [True, False])
def test_a_workbook_with_three_faults(cast, brave, visit, tmp_path, scripts):
    page = visit(cast.tova, refused=422, java_script_enabled=scripts)
    page.goto("/2025/tekniska-namnden/")
    path = fetched(page, tmp_path)
    assert path.name == "projekt-2025-tekniska-namnden.xlsx"
    page.get_by_role("link", name="Läs in Excel").click()
    wrong = ("Projekt", "N2", "ungefär en miljon"), ("Projekt", "M3", "Chef"), ("Partner", "A2", "Okänt")
    fill(path, *wrong, ("Projekt", "B4", "Vätgas i hamnen"))
    send(page, path)
    expect(page).to_have_title(re.compile("^Fel: Projekten i Excel"))
    expect(page.locator(".workbook-faults strong")).to_have_text(
        [re.compile(f"{sheet} {cell}") for sheet, cell in FAULTY]
    )
    if scripts:
        expect(page.locator(".error-summary")).to_be_focused()
        seen(page, "faults")

    fill(path, ("Projekt", "N2", 1_000_000), ("Projekt", "M3", "Projektägare"), ("Partner", "A2", "BRAVE"))
    send(page, path)
    expect(page.get_by_role("heading", name="Det här ändras")).to_be_visible()
    expect(page.locator(".workbook-count li")).to_have_text(["1 nytt", "2 ändrade", "0 oförändrade"])
    if scripts:
        seen(page, "changes")
    page.get_by_role("button", name="Genomför ändringarna").click()
    expect(page.get_by_text("Arbetsboken är inläst: 1 nytt projekt, 2 ändrade projekt.")).to_be_visible()
    told = Card.objects.order_by("pk").values_list("project__title", "paid", "role")
    assert list(told) == [
        ("BRAVE", 1_000_000, "partner"),
        ("Levande kuster", 100_000, "owner"),
        ("Vätgas i hamnen", None, ""),
    ]


def test_the_pages_in_their_states(cast, brave, visit, tmp_path):
    page = visit(cast.tova, refused=422)
    page.goto(PAGE)
    seen(page, "empty")
    path = fetched(page, tmp_path)
    page.get_by_role("button", name="Läs in Excel").click()
    expect(page.locator(".error-summary")).to_be_focused()
    seen(page, "refused")
    make.project("strive", "STRIVE – Sustainable Tourism")
    book = load_workbook(path)
    book["Projekt"].delete_rows(3)
    book["Projekt"]["B3"] = "STRIVE"
    book["Projekt"]["AA2"] = "Vi har byggt båtar.\n- och tak"
    book.save(path)
    send(page, path)
    expect(page.get_by_role("group", name="Finns projektet redan i registret?")).to_be_visible()
    seen(page, "changes")
    card = Card.objects.get(project__key="kust")
    page.get_by_label("Ta bort Levande kuster").check()
    page.get_by_label("STRIVE – Sustainable Tourism").check()
    page.get_by_role("button", name="Genomför ändringarna").click()
    expect(page.get_by_text("1 nytt projekt, 1 ändrat projekt, 1 borttaget projekt.")).to_be_visible()
    assert sorted(Card.objects.values_list("project__key", flat=True)) == ["brave", "strive"]
    assert not Card.objects.filter(pk=card.pk).exists()


def test_another_save_meanwhile(cast, brave, visit, tmp_path):
    page = visit(cast.tova, refused=409)
    page.goto(PAGE)
    path = fetched(page, tmp_path)
    fill(path, ("Projekt", "N2", 7))
    send(page, path)
    Card.objects.filter(pk=brave.pk).update(title="Deras", version=3)
    page.get_by_role("button", name="Genomför ändringarna").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus]")).to_contain_text("Någon har sparat medan du läste den här sidan: Deras.")
    seen(page, "conflict")
    page.get_by_role("button", name="Genomför ändringarna").click()
    expect(page.get_by_text("Arbetsboken är inläst: 1 ändrat projekt.")).to_be_visible()
    brave.refresh_from_db()
    assert (brave.title, brave.paid) == ("Deras", 7)
