"""The check page in a browser: what is missing leads into its own field, and paper holds the account alone."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from submissions import remarks, workflow
from submissions.models import Submission
from tests import make

CHECK = "/2025/tekniska-namnden/granska/"
# What has focus: its id, or of the editor's text field that of the field that it stands for.
FOCUSED = """
    () => {
        const own = document.activeElement
        return own?.id || own?.closest(".prose-editor")?.querySelector("textarea")?.id || ""
    }
"""


def lead_to(page, message):
    """Follow the check page's link, and return what then has focus."""
    page.goto(CHECK)
    page.get_by_role("link", name=message).click()
    if page.locator("textarea[data-django-prose-editor-configurable]").count():
        page.get_by_role("toolbar").first.wait_for()
    page.wait_for_function(FOCUSED)
    return page.evaluate(FOCUSED)


@pytest.fixture
def lacking(cast):
    """An account that lacks all that an account can lack."""
    make.card(cast.of_teknik, make.project(programme=""), paid=None, goals=(), role="", description="")
    wrong = make.project("fel", "Fel", programme="Leonardo", starts="2023", ends="2022")
    make.card(cast.of_teknik, wrong, goals=(1, 2), main_goal=None, title="101056854")


FIELDS = {
    "Fråga 1: inget svar.": "id_html",
    "BRAVE: saknar program.": "id_project-programme",
    "BRAVE: saknar nämndens roll.": "id_role",
    "BRAVE: saknar utbetalda medel.": "id_paid",
    "BRAVE: saknar kommunfullmäktigemål.": "id_goals_0",
    "BRAVE: saknar text.": "id_description",
    "101056854: slutar före det börjar.": "id_project-ends",
    "101056854: har ett program som inte finns": "id_project-programme",
    "101056854: saknar huvudmål.": "id_main_goal",
    "101056854: slutade före 2025.": "id_project-ends",
    "101056854: har bara en kod som rubrik.": "id_title",
    "Nämndens beslut: saknar": "id_decision_date",
}


def test_each_thing_leads_into_its_field(cast, visit, lacking):
    page = visit(cast.tova)
    page.goto(CHECK)
    assert page.locator(".problems a").count() == len(FIELDS)
    assert {message: lead_to(page, message) for message in FIELDS} == FIELDS


def test_facts_that_other_boards_share_are_led_to_where_they_are_read(cast, visit, lacking):
    make.card(cast.of_miljo, Project.objects.get(key="brave"))
    page = visit(cast.tova)
    assert lead_to(page, "BRAVE: saknar program.") == "id_project-programme"
    expect(page.locator("#id_project-programme")).to_have_text("Saknas")


def test_a_remark_is_led_to_read_at_its_field_answered_and_ticked(cast, visit):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    remarks.write(cast.rut, cast.of_teknik, "Stämmer beloppet?", "BRAVE: Utbetalda medel", "cards", "brave", "id_paid")
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    page = visit(cast.tova)
    assert lead_to(page, "BRAVE: anmärkning, Utbetalda medel").startswith("anmarkning-")
    expect(page.get_by_label("Utbetalda medel 2025")).to_have_accessible_description(
        "Pengar från EU eller annan internationell finansiär som har betalats ut till nämnden under året. "
        "Skriv 0 om inget har betalats ut. Anmärkning: Stämmer beloppet?"
    )
    page.get_by_label("Svar till stadskontoret").fill("Ja, det gör det.")
    page.get_by_role("button", name="Markera som åtgärdad").click()
    expect(page.get_by_text("Anmärkningen är markerad som åtgärdad.")).to_be_visible()
    expect(page.locator(".reply .remark__text")).to_have_text("Ja, det gör det.")
    page.goto(CHECK)
    expect(page.locator(".notice--warning .problems")).to_have_count(0)
    assert Submission.objects.get(pk=cast.of_teknik.pk).remarks.get().ticked_by == cast.tova


def test_a_remark_is_ticked_at_once_after_typing_and_the_text_is_saved_first(cast, visit):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remarks.write(cast.rut, cast.of_teknik, "Skriv mer.", "Fråga 1", "questions", "1")
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    page = visit(cast.tova)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/2025/tekniska-namnden/fraga-1/")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Och till Bremen.")
    page.evaluate("[...document.querySelectorAll('button')].find((b) => b.value === 'tick').click()")
    expect(page.get_by_text("Anmärkningen är markerad som åtgärdad.")).to_be_visible()
    assert asked == []
    expect(page.locator(".ProseMirror")).to_have_text("Vi reste till Hamburg. Och till Bremen.")
    assert cast.of_teknik.answers.get().html == "<p>Vi reste till Hamburg. Och till Bremen.</p>"


def test_what_is_as_last_year_is_folded_and_opens_by_keyboard(cast, visit):
    last = make.submission(make.round(2024), cast.teknik)
    brave = make.project()
    for submission in (last, cast.of_teknik):
        make.answer(submission)
        make.card(submission, brave)
    make.frozen(last)
    page = visit(cast.tova)
    page.goto(CHECK)
    summary = page.get_by_text("1 svar och 1 kort är oförändrade sedan 2024")
    expect(page.get_by_role("link", name="Fråga 1", exact=True)).to_be_hidden()
    summary.press("Enter")
    expect(page.locator(".as-last-year a")).to_have_text(["Fråga 1", "BRAVE"])
    page.locator(".as-last-year").get_by_role("link", name="BRAVE").click()
    page.get_by_role("toolbar").first.wait_for()
    page.wait_for_function(FOCUSED)
    assert page.evaluate(FOCUSED) == "id_description"


def test_on_paper_stands_the_account_alone(cast, visit):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project(website="https://brave.eu"))
    page = visit(cast.tova)
    page.goto(CHECK)
    page.emulate_media(media="print")
    outside = "each => !each.closest('.paper') && !each.querySelector('.paper')"
    seen = page.locator("body *:visible").evaluate_all(f"all => all.filter({outside}).map(each => each.outerHTML)")
    assert seen == []
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Del 1. Nämndens internationella arbete", "Del 2. Internationellt finansierade projekt"]
    )
    expect(page.get_by_text("Vi reste till Hamburg.")).to_be_visible()
    for hidden in ("2. Fråga nummer 2?", "Trycks inte i redovisningen, men publiceras med den", "Ändra"):
        expect(page.locator(".paper").get_by_text(hidden, exact=True)).to_be_hidden()
