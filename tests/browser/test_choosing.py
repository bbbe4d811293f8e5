"""A list of boxes to tick: all of it, or none, by one button, wherever there is one."""

from playwright.sync_api import expect

from tests import make
from tests.browser.axe import shown


def ticked(page):
    return page.locator("[data-choose] input[type=checkbox]:checked").count()


def test_all_the_late_boards_or_none(cast, visit, seen):
    page = visit(cast.rut)
    page.goto(f"/admin/submissions/round/{cast.round.pk}/paminn/")
    told = page.locator(".choose").get_by_role("status")
    expect(told).to_have_text("3 av 3 valda")
    page.get_by_role("button", name="Välj ingen: Nämnder som inte har lämnat in").click()
    expect(told).to_have_text("0 av 3 valda")
    assert ticked(page) == 0
    page.get_by_label("Miljönämnden").check()
    expect(told).to_have_text("1 av 3 valda")
    page.get_by_role("button", name="Välj alla").press("Enter")
    expect(told).to_have_text("3 av 3 valda")
    assert ticked(page) == 3
    shown(page, seen)


def test_all_the_projects_that_go_on_and_not_those_that_have_ended(cast, visit, seen):
    last = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    for number in range(3):
        make.card(last, make.project(f"p{number}", f"Projekt {number}"))
    make.card(last, make.project("slut", "Avslutat", ends="2024-06"))
    make.frozen(last)
    page = visit(cast.tova)
    page.goto("/2025/tekniska-namnden/hamta-projekt/")
    expect(page.locator(".choose")).to_have_count(1)  # a list of one needs no buttons
    page.get_by_role("button", name="Välj ingen").click()
    assert ticked(page) == 0
    page.get_by_role("button", name="Välj alla: Pågående projekt").click()
    assert ticked(page) == 3
    shown(page, seen)
    page.get_by_role("button", name="Hämta projekten").click()
    page.wait_for_url("**/2025/tekniska-namnden/**")
    assert sorted(cast.of_teknik.cards.values_list("project__key", flat=True)) == ["p0", "p1", "p2"]
