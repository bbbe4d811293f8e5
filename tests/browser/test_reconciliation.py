"""Avstämning, by keyboard and in every state, and the figures that open into their cards: fit for everybody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reporting import accepting, roundfile, years
from reporting.models import Acceptance, Excerpt, Memo
from submissions.models import Round
from tests import make
from tests.reporting import files

from .axe import opened, shown

URL = reverse("reconciliation", args=[2025])
LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"


@pytest.fixture
def found(cast):
    """An error, warnings of several kinds, and a note, one of the boards having handed in."""
    brave = make.project(title=LONG, acronym="BRAVE")
    make.card(cast.of_teknik, brave, title="2024-1-SE01-KA121").cooperating_boards.add(cast.fritid)
    make.card(cast.of_teknik, make.project("slut", "Avslutat", ends="2023-06"))
    for n in range(7):
        make.card(cast.of_miljo, make.project(f"p{n}", f"{LONG} {n}"), paid=None)
    make.answer(cast.of_teknik, html="<p>Miljönämden reste med oss.</p>")
    make.handed_in(cast.of_teknik, cast.tova)
    Memo.objects.create(round=cast.round, summary="<p>Miljönämden deltog i 19 EU-projekt.</p>")
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>I Miljönämden.</p>")
    return cast


def rule(name):
    return next(each for each in years.draft(Round.objects.get(year=2025)).findings if each.rule == name)


def test_with_none_few_and_many_findings(cast, enter, seen):
    page = enter(cast.rut)
    opened(page, URL, seen)
    make.card(cast.of_teknik, make.project(), title="2024-1-SE01-KA121")
    accepting.accept(cast.ada, cast.round, rule("title_is_code"), LONG)
    opened(page, URL, seen)
    for year in (2023, 2024):
        roundfile.read(files.example(year))
        opened(page, reverse("reconciliation", args=[year]), seen)


def test_everything_unfolded(found, enter, seen):
    page = enter(found.rut)
    accepting.accept(found.ada, found.round, rule("project_had_ended"), LONG)
    page.goto(URL)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    shown(page, seen)


def test_a_warning_is_accepted_by_keyboard_and_only_with_a_reason(found, enter, seen):
    page = enter(found.rut)
    page.goto(URL)
    warning = page.locator(f"#f-{rule('title_is_code').identity}")
    warning.locator("summary", has_text="Godta").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(warning.get_by_label("Varför kan varningen stå kvar?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Fel: Avstämning 2025 | Internationell redovisning")
    expect(page.locator(".error-summary")).to_be_focused()
    shown(page, seen)
    page.locator(".error-summary a").focus()
    page.keyboard.press("Enter")
    field = warning.get_by_label("Varför kan varningen stå kvar?")
    expect(field).to_be_focused()
    page.keyboard.type("Projektet heter så.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Varningen är godtagen.")).to_be_visible()
    assert Acceptance.objects.get().reason == "Projektet heter så."


def test_a_remark_is_written_by_keyboard(found, enter, seen):
    page = enter(found.rut)
    page.goto(URL)
    warning = page.locator(f"#f-{rule('title_is_code').identity}")
    warning.locator("summary", has_text="Skriv som anmärkning").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 anmärkning är skriven.")).to_be_visible()
    shown(page, seen)
    page.get_by_role("link", name="Anmärkning skriven").click()
    expect(page.locator(".remark", has_text="bara en kod")).to_be_visible()


def test_a_name_is_mended(found, enter, seen):
    page = enter(found.rut)
    page.goto(URL)
    page.get_by_role("link", name="Rätta till ”Miljönämnden”").click()
    shown(page, seen)
    Excerpt.objects.update(html="<p>Adas text om Miljönämden.</p>")
    page.get_by_role("button", name="Rätta på 2 ställen").click()
    expect(page.locator(".error-summary")).to_be_focused()
    shown(page, seen)
    page.get_by_role("button", name="Rätta på 2 ställen").click()
    expect(page.get_by_text("är rättat till ”Miljönämnden” på 2 ställen.")).to_be_visible()


def test_figures_open_into_their_cards(found, enter, seen):
    make.partner(found.of_teknik.cards.first())
    page = enter(found.rut)
    page.goto(URL)
    page.locator(".figure-tables").get_by_role("link", name="200 000").first.click()
    expect(page.locator(".figure-cards tfoot")).to_contain_text("200 000")
    shown(page, seen)
    for name in ("eu_projects", "boards_taking_part", "largest_budget", "public", "paid/?namnd=Fritidsn%C3%A4mnden"):
        opened(page, f"/admin/omgang/2025/siffror/{name}", seen)
    roundfile.read(files.example(2023))
    opened(page, "/admin/omgang/2023/siffror/paid/", seen)
