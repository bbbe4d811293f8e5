"""The card's page in a browser: faults at their fields, what is folded away, and the way from card to card."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Project
from submissions import remarks, workflow
from tests import make
from tests.browser.axe import shown

TASKS = "/2025/tekniska-namnden/"
CARD = f"{TASKS}projekt/brave/"
WHOLE = {"starts": "2023-09", "ends": "2028-02", "total_budget": 3_000_000, "currency": "EUR"}
HELP = (
    "Pengar från EU eller annan internationell finansiär som har betalats ut till nämnden under året. "
    "Skriv 0 om inget har betalats ut."
)
WRONG = "Skriv beloppet i hela kronor, till exempel 1 234 567."


@pytest.fixture
def brave(cast):
    """Teknik's card for BRAVE, which lacks nothing."""
    return make.card(cast.of_teknik, make.project(**WHOLE))


def state(page):
    return page.locator("[data-save-state]")


def facts(page):
    return page.locator("details#projektet")


def test_what_could_not_be_saved_by_itself_is_told_at_its_field_until_it_is_mended(cast, visit, brave, seen):
    page = visit(cast.tova)
    page.goto(CARD)
    paid = page.get_by_label("Utbetalda medel 2025")
    paid.fill("mycket")
    page.get_by_label("Nämndens budget").focus()
    expect(paid).to_have_attribute("aria-invalid", "true")
    expect(paid).to_have_accessible_description(f"{HELP} {WRONG}")
    expect(page.locator("#div_id_paid .invalid-feedback")).to_have_text(WRONG)
    expect(page.get_by_label("Nämndens budget")).to_be_focused()
    shown(page, seen)
    state(page).get_by_role("link", name=f"Utbetalda medel 2025: {WRONG}").click()
    expect(paid).to_be_focused()
    paid.fill("7000")
    expect(state(page)).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))
    expect(page.locator(".invalid-feedback")).to_have_count(0)
    expect(paid).not_to_have_attribute("aria-invalid", "true")
    expect(paid).to_have_accessible_description(HELP)
    expect(paid).to_be_focused()


def test_the_servers_own_word_on_a_field_goes_too_when_it_is_mended(cast, visit, brave):
    page = visit(cast.tova, refused=422)
    page.goto(CARD)
    paid = page.get_by_label("Utbetalda medel 2025")
    paid.fill("mycket")
    paid.press("Enter")
    expect(page.locator("#div_id_paid .invalid-feedback")).to_have_text(WRONG)
    expect(facts(page)).not_to_have_attribute("open", "")  # nothing is wrong there
    paid.fill("7000")
    expect(state(page)).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))
    expect(page.locator(".invalid-feedback")).to_have_count(0)
    expect(paid).to_have_accessible_description(HELP)


def test_faults_in_partners_and_goals_are_told_at_theirs(cast, visit, brave):
    make.partner(brave)
    page = visit(cast.tova)
    page.goto(CARD)
    page.get_by_label("Land").fill("Atlantis")
    page.evaluate("document.querySelector('[name=goals]').value = '999'")
    page.get_by_label("Nämndens budget").fill("5")
    page.get_by_label("Utbetalda medel 2025").focus()
    expect(page.locator(".card-partner .invalid-feedback")).to_contain_text("Atlantis")
    expect(page.locator("#div_id_goals .invalid-feedback")).to_contain_text("Välj ett giltigt alternativ")
    expect(page.get_by_role("group", name="Mål som projektet bidrar till")).to_have_accessible_description(
        re.compile("Välj ett giltigt alternativ")
    )
    expect(state(page).get_by_role("link")).to_have_count(2)


def test_facts_that_are_whole_are_folded_and_a_link_into_them_opens_them(cast, visit, brave, seen):
    page = visit(cast.tova)
    page.goto(CARD)
    expect(facts(page)).not_to_have_attribute("open", "")
    expect(page.get_by_label("Program", exact=True)).to_be_hidden()
    expect(facts(page).locator("summary")).to_have_text("Projektet Interreg North Sea, september 2023–februari 2028")
    shown(page, seen)
    page.goto(f"{CARD}#id_project-ends")
    expect(page.get_by_label("Slutar")).to_be_focused()
    page.goto("/")
    page.goto(f"{CARD}#id_project-ends")
    expect(page.get_by_label("Slutar")).to_be_focused()


def test_facts_are_unfolded_by_the_keyboard(cast, visit, brave):
    page = visit(cast.tova)
    page.goto(CARD)
    facts(page).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=project-title]")).to_be_focused()


@pytest.mark.parametrize(
    "lacks", [{"programme": ""}, {"starts": ""}, {"total_budget": None}, {"programme": "Leonardo"}]
)
def test_facts_that_wait_for_somebody_are_open(cast, visit, brave, lacks):
    Project.objects.update(**lacks)
    page = visit(cast.tova, java_script_enabled=False)
    page.goto(CARD)
    expect(facts(page)).to_have_attribute("open", "")


def test_facts_that_are_remarked_on_are_open(cast, visit, brave):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remarks.write(cast.rut, cast.of_teknik, "Rätt?", "BRAVE: Slutar", "cards", "brave", "id_project-ends")
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    page = visit(cast.tova, java_script_enabled=False)
    page.goto(CARD)
    expect(facts(page)).to_have_attribute("open", "")


def test_facts_that_were_typed_wrong_are_open(cast, visit, brave):
    page = visit(cast.tova, refused=422)
    page.goto(f"{CARD}#id_project-ends")
    page.get_by_label("Slutar").fill("i vår")
    page.get_by_label("Slutar").press("Enter")
    expect(page.get_by_role("heading", name="Det här behöver rättas")).to_be_visible()
    expect(facts(page)).to_have_attribute("open", "")


def test_shared_facts_are_folded_too_and_opened_by_a_link(cast, visit, brave):
    make.card(cast.of_miljo, brave.project)
    page = visit(cast.tova)
    page.goto(CARD)
    expect(page.locator("#id_project-ends")).to_be_hidden()
    page.goto("/")
    page.goto(f"{CARD}#id_project-ends")
    expect(page.locator("#id_project-ends")).to_be_focused()


def test_from_card_to_card_in_the_task_lists_order(cast, visit, brave):
    for key in ("alfa", "hav"):
        make.card(cast.of_teknik, make.project(key, key.upper(), **WHOLE))
    page = visit(cast.tova)
    assert walked(page) == ["BRAVE", "ALFA", "HAV"]
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    assert walked(page) == ["BRAVE", "ALFA", "HAV"]
    page.get_by_role("link", name=re.compile("Förra kortet.*ALFA")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ALFA")


def walked(page):
    """The headings of the cards from the first on, as the links lead."""
    page.goto(CARD)
    expect(page.get_by_role("link", name="Förra kortet")).to_have_count(0)
    headings = [page.get_by_role("heading", level=1).inner_text()]
    while page.get_by_role("link", name="Nästa kort").count():
        page.get_by_role("link", name="Nästa kort").click()
        page.wait_for_load_state()
        headings.append(page.get_by_role("heading", level=1).inner_text())
    return headings
