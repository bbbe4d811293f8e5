"""The board's memo and cooperation in the browser: written by two at once, and fit for everybody in each state."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Cooperation
from reporting.models import Memo, MemoSection
from submissions.models import Round
from tests import make

from .axe import follow, look, sideways

MEMO = "/2025/tekniska-namnden/tjansteskrivelse/"
COOPERATION = "/2025/tekniska-namnden/samverkan/"


def save(page):
    page.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()


def at_once(page):
    """The page with its editors ready and its saving by itself begun."""
    page.get_by_role("toolbar").first.wait_for()
    page.wait_for_load_state("load")
    page.wait_for_timeout(100)
    return page


def faults(page):
    """What keeps somebody from using the page."""
    return look(page) + sideways(page)


def test_a_memo_is_begun_written_and_saves_itself(cast, visit):
    page = visit(cast.tova)
    page.goto(MEMO)
    page.get_by_role("button", name="Börja på en tjänsteskrivelse").click()
    at_once(page)
    page.get_by_label("Diarienummer").fill("TN-2025-7")
    page.get_by_label("Diarienummer").blur()
    expect(page.locator("[data-save-state]")).to_contain_text("Sparat")
    assert Memo.objects.get().diary_number == "TN-2025-7"
    page.get_by_role("button", name="Lägg till avsnitt").click()
    page.locator("#id_sections-3-heading").fill("Risker")
    save(page)
    expect(page.get_by_text("Tjänsteskrivelsen är sparad.")).to_be_visible()
    assert [section.heading for section in MemoSection.objects.all()][3:] == ["Risker"]


def test_a_page_that_lacks_a_colleagues_section_does_not_take_it_away(cast, visit):
    make.board_memo(cast.of_teknik, sections=[{"heading": "Ett", "html": "<p>Ett.</p>"}])
    mine, theirs = visit(cast.tova, refused=409), visit(cast.tova)
    for page in (mine, theirs):
        page.goto(MEMO)
        at_once(page)
    theirs.get_by_role("button", name="Lägg till avsnitt").click()
    theirs.locator("#id_sections-1-heading").fill("Två")
    save(theirs)
    expect(theirs.get_by_text("Tjänsteskrivelsen är sparad.")).to_be_visible()
    for number in ("TN-1", "TN-2"):
        mine.get_by_label("Diarienummer").fill(number)
        mine.get_by_label("Diarienummer").blur()
        mine.wait_for_timeout(2500)
    assert [section.heading for section in MemoSection.objects.all()] == ["Ett", "Två"]
    save(mine)
    mine.wait_for_load_state()
    assert [section.heading for section in MemoSection.objects.all()] == ["Ett", "Två"]


def test_the_cards_figures_are_put_in_with_a_button(cast, visit):
    make.partner(make.card(cast.of_teknik, make.project()))
    make.cooperation(cast.of_teknik, public=9)
    page = visit(cast.tova)
    page.goto(COOPERATION)
    at_once(page).get_by_role("button", name="Använd siffrorna från korten").click()
    expect(page.get_by_label("Offentlig sektor")).to_have_value("1")
    at_once(page)
    save(page)
    expect(page.get_by_text("Samverkan är sparad.")).to_be_visible()
    assert (Cooperation.objects.get().public, Cooperation.objects.get().countries) == (1, ["DE"])


def test_cooperation_is_for_everybody(cast, visit):
    make.partner(make.card(cast.of_teknik, make.project()))
    make.cooperation(cast.of_teknik)
    page = visit(cast.tova, refused=422)
    follow(page)
    page.goto(COOPERATION)
    assert faults(at_once(page)) == []
    page.get_by_label("Offentlig sektor").fill("tre")
    save(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert faults(page) == []
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    page.goto(COOPERATION)
    assert faults(page) == []


def test_a_conflict_over_a_count_is_for_everybody(cast, visit):
    make.cooperation(cast.of_teknik)
    page = visit(cast.tova, refused=409)
    follow(page)
    page.goto(COOPERATION)
    at_once(page)
    Cooperation.objects.update(public=4, version=1, changed_by=cast.tova)
    page.get_by_label("Offentlig sektor").fill("5")
    save(page)
    expect(page.locator(".conflict")).to_be_focused()
    assert faults(page) == []


def test_the_memo_is_for_everybody(cast, visit):
    page = visit(cast.tova, refused=422)
    follow(page)
    page.goto(MEMO)
    assert faults(page) == []
    page.get_by_role("button", name="Börja på en tjänsteskrivelse").click()
    assert faults(at_once(page)) == []
    page.get_by_label("Beslutsplanering").fill("2025-02-30 Nämnden")
    save(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert faults(page) == []
    for tail in ("ta-bort/", "historik/", "../handlingar/"):
        page.goto(MEMO + tail)
        assert faults(page) == []
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    page.goto(MEMO)
    assert faults(page) == []
