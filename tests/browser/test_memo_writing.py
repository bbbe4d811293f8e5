"""The city's memo written beside its figures: by mouse and keyboard, by two officials, and fit for everybody."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reporting import city_memo, excerpts
from reporting.models import Excerpt, Memo
from submissions import workflow
from submissions.models import Round
from tests import make

from .axe import opened, shown

PAGE = "/admin/omgang/2025/tjansteskrivelse/"
TEXT = "<p>Vi reste till Hamburg i mars. Där lärde vi oss om hamnens avfall.</p>"
CONTENT = {
    "date": "2026-04-14",
    "contact_title": "Utvecklingssamordnare",
    "summary": "<p>Nämnderna deltog i {antal_projekt} projekt.</p>",
    "proposals": ["Redovisningen för {år} läggs till handlingarna."],
    "decision_path": [{"body": "Kommunstyrelsen", "date": "2026-05-04"}],
    "recipients": ["Samtliga nämnder"],
    "signatories": ["Stadsdirektör"],
    "sections": {
        "arendet": {"heading": "Ärendet", "html": "<p>Under {år}.</p>", "place": 1},
        "bedomning": {"heading": "Stadskontorets bedömning", "html": "<p>Bra.</p>", "place": 2},
    },
}


def save(user, cast, version=0, **changes):
    content = {**city_memo.content(city_memo.find(cast.round)), **changes}
    city_memo.save(user, cast.round, version, content, uuid4())


@pytest.fixture
def last_year(cast):
    year = make.round(2024, opens_in=-400, closes_in=-300)
    earlier = make.submission(year, cast.teknik)
    make.card(earlier, make.project("gammal", "GAMMAL"), paid=4_000_000)
    make.frozen(earlier)
    memo = Memo.objects.create(round=year, summary="<p>Sammanfattat 2024.</p>")
    memo.sections.create(position=1, heading="Ärendet", html="<p>Förra årets 450.</p>")


@pytest.fixture
def account(cast):
    make.answer(cast.of_teknik, html=TEXT)
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    cast.of_teknik.refresh_from_db()
    return cast.of_teknik


def editor(page, id):
    """The editor that stands for a text area."""
    return page.locator(f".prose-editor:has(#{id}) .ProseMirror")


def test_every_state_of_the_page_is_for_everybody(cast, enter, account, last_year, seen):
    page = enter(cast.rut)
    opened(page, PAGE, seen)
    for panel in page.locator(".memo-aside details").all():
        panel.evaluate("panel => { panel.open = true }")
    shown(page, seen)
    save(cast.rut, cast, summary="<p>{antal_projeckt} projekt.</p>")
    opened(page, PAGE, seen)
    save(cast.rut, cast, 1, **CONTENT)
    excerpts.take(cast.rut, account, "questions", "1", "Där lärde vi oss om hamnens avfall.")
    workflow.give_back(cast.rut, account, "Ändra.")
    account.answers.update(html=TEXT.replace("avfall", "energi"))
    opened(page, PAGE, seen)
    page.locator("#id_contact_title").fill("Ruts")
    save(cast.ada, cast, 3, contact_title="Adas")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page).to_have_title("Fel: Tjänsteskrivelse 2025 | Internationell redovisning")
    expect(page.locator(".conflict")).to_be_focused()
    shown(page, seen)
    for url in (f"{PAGE}historik/", f"{PAGE}historik/{Memo.objects.get(round=cast.round).revisions.last().pk}/"):
        opened(page, url, seen)
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    opened(page, PAGE, seen)


def test_a_figure_is_put_in_where_the_cursor_stands(cast, visit):
    make.card(cast.of_teknik, make.project())
    page = visit(cast.rut)
    page.goto(PAGE)
    summary = editor(page, "id_summary")
    summary.click()
    page.keyboard.type("Vi deltog i ")
    page.locator("[data-live=antal_projekt] button").click()
    page.keyboard.type(" projekt.")
    expect(summary.locator(".live-figure")).to_have_text("{antal_projekt}")
    expect(summary.locator(".live-figure__value")).to_have_text(" = ett")
    page.locator("#id_proposals").focus()
    page.keyboard.type("För ")
    page.locator("[data-live=år] button").focus()
    page.keyboard.press("Enter")
    with page.expect_response(lambda answer: "{antal_katter}" in (answer.request.post_data or "")):
        page.keyboard.type(" och {antal_katter}")
    expect(page.locator("#id_proposals")).to_have_value("För {år} och {antal_katter}")
    expect(page.locator("[data-live-of=id_proposals]")).to_have_text("{år} = 2025{antal_katter} finns inte")
    expect(page.locator("[data-save-state]")).to_contain_text("Sparat")
    page.reload()
    expect(summary.locator(".live-figure__value")).to_have_text(" = ett")
    memo = Memo.objects.get()
    assert memo.summary == "<p>Vi deltog i {antal_projekt} projekt.</p>"
    assert memo.proposals == ["För {år} och {antal_katter}"]


def test_without_a_cursor_the_page_says_what_to_do(cast, visit):
    page = visit(cast.rut)
    page.goto(PAGE)
    page.locator("[data-live=år] button").click()
    expect(page.locator("[data-live-told]")).to_have_text("Ställ först markören i texten, där siffran ska stå.")


def test_without_javascript_the_names_are_copied_and_the_page_saves(cast, enter, chromium, live_server):
    logged_in = enter(cast.rut).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(logged_in)
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator("[data-live] button").first).to_be_hidden()
    expect(page.locator("[data-live=år] code")).to_have_text("{år}")
    page.locator("#id_summary").fill("<p>Under {år}.</p>")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("[data-live-of=id_summary]")).to_have_text("{år} = 2025")
    assert Memo.objects.get().summary == "<p>Under {år}.</p>"
    context.close()


def test_two_officials_write_at_once(cast, visit):
    save(cast.rut, cast, **CONTENT)
    rut, ada = visit(cast.rut, refused=409), visit(cast.ada, refused=409)
    for page in (rut, ada):
        page.goto(PAGE)
        expect(editor(page, "id_summary")).to_be_visible()
    rut.locator("#id_contact_title").fill("Samordnare")
    rut.locator("#id_contact_title").press("Tab")
    expect(rut.locator("[data-save-state]")).to_contain_text("Sparat")
    ada.locator("#id_sections-1-heading").fill("Stadskontorets bedömning i korthet")
    ada.locator("#id_sections-1-heading").press("Tab")
    expect(ada.locator("#id_contact_title")).to_have_value("Samordnare")
    rut.locator("#id_proposal_by").fill("Ruts förslag")
    expect(rut.locator("#id_sections-1-heading")).to_have_value("Stadskontorets bedömning i korthet")
    ada.locator("#id_proposal_by").fill("Adas förslag")
    expect(ada.locator("[data-save-state]")).to_contain_text("Rut Granskare har sparat något annat här")
    ada.get_by_role("button", name="Visa vad jag kan göra").click()
    expect(ada.locator(".both__text").first).to_contain_text("Adas")
    ada.get_by_role("button", name="Spara", exact=True).click()
    expect(ada.locator(".messagelist")).to_contain_text("Tjänsteskrivelsen är sparad.")
    memo = Memo.objects.get()
    assert (memo.contact_title, memo.proposal_by) == ("Samordnare", "Adas förslag")


def test_a_marked_passage_goes_into_the_memo(cast, visit, account):
    page = visit(cast.rut)
    page.goto(reverse("admin:submissions_submission_change", args=[account.pk]))
    page.locator("[data-passages=questions-1] p", has_text="Hamburg").select_text()
    page.get_by_role("button", name="Lägg i tjänsteskrivelsen", exact=True).click()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Öppna utdraget")
    expect(link).to_be_visible()
    assert Excerpt.objects.get().html == (
        "<blockquote><p>Vi reste till Hamburg i mars. Där lärde vi oss om hamnens avfall.</p></blockquote>"
    )
    link.click()
    expect(editor(page, "id_excerpt-tekniska-namnden")).to_contain_text("Vi reste till Hamburg")
    page.locator(".source a").click()
    expect(page.locator("#del-questions-1")).to_be_in_viewport()


def test_what_is_marked_comes_along_when_the_box_is_opened_at_its_part(cast, visit, account):
    page = visit(cast.rut)
    page.goto(reverse("admin:submissions_submission_change", args=[account.pk]))
    page.locator("[data-passages=questions-1] p", has_text="Hamburg").click(click_count=3)  # the whole paragraph
    page.locator("#utdrag-questions-1 > summary").click()
    expect(page.locator("#passage-questions-1")).to_have_value(
        "Vi reste till Hamburg i mars. Där lärde vi oss om hamnens avfall."
    )
    page.locator("#utdrag-questions-1 [type=submit]").click()
    expect(page.get_by_role("link", name="Öppna utdraget")).to_be_visible()
    page.locator("#utdrag-cards-brave > summary").click()
    expect(page.locator("#utdrag-cards-brave [data-taken]")).to_contain_text("Inget är markerat i den här delen.")


def test_what_is_left_to_see_to_is_told_anew_when_the_page_saves_by_itself(cast, visit):
    save(cast.rut, cast, **{**CONTENT, "date": None})
    page = visit(cast.rut)
    page.goto(PAGE)
    left = page.locator(".memo-todo li")
    expect(left).to_have_text(["Diarienummer är inte ifyllt.", "Datum är inte ifyllt."])
    page.locator("#id_contact_title").fill("")
    page.locator("#id_date").fill("2026-04-14")
    page.locator("#id_proposal_by").click()
    expect(left).to_have_text(["Diarienummer är inte ifyllt.", "Vår referens är inte ifylld."])
    expect(page.locator("#id_contact_title ~ .doubts li")).to_have_text("Vår referens är inte ifylld.")
    expect(page.locator("#id_date ~ .doubts li")).to_have_count(0)


def test_an_excerpt_is_read_in_the_editor_as_large_as_other_text(cast, visit, account):
    excerpts.take(cast.rut, account, "questions", "1", "Där lärde vi oss om hamnens avfall.")
    page = visit(cast.rut)
    page.goto(PAGE)
    quoted = editor(page, "id_excerpt-tekniska-namnden").locator("blockquote p")
    assert float(quoted.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")) >= 16


def test_last_years_section_is_brought_with_what_is_typed(cast, visit, last_year):
    page = visit(cast.rut)
    page.goto(PAGE)
    editor(page, "id_summary").click()
    page.keyboard.type("Nyss skrivet.")
    page.locator("[data-panel=earlier] > summary").click()
    page.locator("summary", has_text="Ärendet").click()
    page.locator("[value=bring-arendet]").click()
    expect(page.locator(".messagelist")).to_contain_text("måste kontrolleras: 450.")
    expect(page.locator("[data-panel=earlier]")).to_have_attribute("open", "")
    memo = Memo.objects.get(round=cast.round)
    assert (memo.summary, memo.sections.get().html) == ("<p>Nyss skrivet.</p>", "<p>Förra årets 450.</p>")


def test_a_save_that_does_not_arrive_is_shown_again(cast, enter):
    save(cast.rut, cast, **CONTENT)
    page = enter(cast.rut)
    page.goto(PAGE)
    expect(editor(page, "id_summary")).to_be_visible()
    page.context.set_offline(True)
    page.locator("#id_contact_title").fill("Titeln som inte kom fram")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.context.set_offline(False)
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="Det du skrev senast kom inte fram")).to_be_visible()
    expect(page.locator(".typed")).to_have_text("Titeln som inte kom fram")
    page.locator("#id_contact_title").fill("Titeln som kom fram")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Tjänsteskrivelsen är sparad.")
    expect(page.locator(".typed")).to_have_count(0)
    assert Memo.objects.get().contact_title == "Titeln som kom fram"


def test_a_faulty_line_is_told_at_its_field_and_the_rest_is_saved(cast, visit):
    page = visit(cast.rut)
    page.goto(PAGE)
    expect(editor(page, "id_summary")).to_be_visible()
    page.locator("#id_contact_title").fill("Samordnare")
    page.locator("#id_decision_path").fill("2026-13-45 KS")
    page.locator("#id_decision_path").press("Tab")
    expect(page.locator("#id_decision_path_error")).to_contain_text("2026-13-45 KS")
    expect(page.locator("[data-save-state]")).to_contain_text("men inte det här")
    page.locator("#id_decision_path").fill("2026-05-04 KS")
    expect(page.locator("#id_decision_path_error")).to_have_count(0)
    assert Memo.objects.get().contact_title == "Samordnare"
