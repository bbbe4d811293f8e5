"""A reviewer at work in the browser: words are marked and remarked on, threads are held, what is new is read first."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from submissions import remarks, workflow
from submissions.models import Presence, Remark, Version
from tests import make

from .axe import opened, shown

LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"
TEXT = (
    "<h3>Resor</h3><p>Vi <strong>reste till</strong> Hamburg i maj &amp; lärde oss om skyfall.</p>"
    "<ul><li><p>Ett besök i Altona</p></li></ul><p>Sedan for vi hem.</p>"
)
# Marks the words of the first element that the selector finds, as a mouse or shift and the arrows do.
MARK = """([selector, from, to]) => {
    const range = document.createRange(), node = document.querySelector(selector)
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
    let begun = false
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        if (!begun && text.data.includes(from)) { range.setStart(text, text.data.indexOf(from)); begun = true }
        if (begun && text.data.includes(to)) { range.setEnd(text, text.data.indexOf(to) + to.length); break }
    }
    getSelection().removeAllRanges(); getSelection().addRange(range)
}"""


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik, html=TEXT)
    make.partner(make.card(cast.of_teknik, make.project(), purpose=f"<p>{LONG}</p>"))
    make.card(cast.of_teknik, make.project("strive", "STRIVE"))
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def url(handed_in):
    return reverse("admin:submissions_submission_change", args=[handed_in.pk])


def hand_in_again(cast):
    cast.of_teknik.answers.update(html=TEXT.replace("Hamburg", "Kiel"))
    workflow.submit(cast.tova, cast.of_teknik)


def part(page, title):
    return page.locator(".paper .part").filter(has=page.get_by_role("heading", name=title))


def test_a_passage_is_marked_remarked_on_answered_read_again_and_closed(cast, visit, url):
    rut = visit(cast.rut)
    rut.goto(url)
    rut.evaluate(MARK, ["#del-questions-1 .rich", "till", "Hamburg"])
    button = rut.locator(".passage").get_by_role("button", name="Anmärk på det markerade")
    expect(button).to_be_visible()
    button.click()
    question = part(rut, "1. Fråga nummer 1?")
    expect(question.get_by_label("Om orden")).to_have_value("till Hamburg")
    expect(question.get_by_label("Anmärkning", exact=True)).to_be_focused()
    rut.keyboard.type("Vilka reste?")
    question.get_by_role("button", name="Spara anmärkningen").click()
    expect(question.locator("mark")).to_have_text(["till", " Hamburg"])
    expect(question.locator(".remark")).to_be_focused()
    expect(question.locator("mark").first).to_be_in_viewport(ratio=1)
    expect(question.locator(".rich p + .remark + ul")).to_be_visible()
    rut.get_by_label("Meddelande till nämnden").fill("Se anmärkningen.")
    rut.get_by_role("button", name="Återlämna").click()

    tova = visit(cast.tova)
    tova.goto("/2025/tekniska-namnden/fraga-1/")
    expect(tova.locator(".remark__quote q")).to_have_text("till Hamburg")
    tova.get_by_label("Svar till stadskontoret").fill("Alla fem.")
    tova.get_by_role("button", name="Markera som åtgärdad").click()
    expect(tova.locator(".reply .remark__text")).to_have_text("Alla fem.")
    hand_in_again(cast)

    rut.goto(url)
    expect(rut.locator(".paper del")).to_have_text("[Borttaget: Hamburg]")
    expect(rut.locator(".paper ins")).to_have_text("[Tillagt: Kiel]")
    expect(part(rut, "STRIVE").locator(".printed")).to_be_hidden()
    rut.get_by_role("link", name=re.compile(r"^1. Fråga nummer 1\? Vilka reste")).first.click()
    question.get_by_text("Svara eller stäng").click()
    question.get_by_label("Svar till nämnden").fill("Tack!")
    question.get_by_role("button", name="Stäng anmärkningen").click()
    expect(rut.locator(".remark__state")).to_contain_text("Stängd av Rut Granskare")
    expect(rut.get_by_role("heading", name="Öppna anmärkningar")).to_have_count(0)
    rut.get_by_role("button", name="Öppna igen").click()
    expect(rut.get_by_role("heading", name="Öppna anmärkningar (1)")).to_be_visible()
    rut.get_by_role("link", name="Visa allt i ordning").click()
    expect(part(rut, "STRIVE").locator(".printed")).to_be_visible()


def test_by_keyboard_the_button_beside_the_part_takes_what_is_marked(cast, visit, url):
    rut = visit(cast.rut)
    rut.goto(url)
    rut.evaluate(MARK, ["#del-questions-1 .rich", "Altona", "Sedan"])
    beside = (
        part(rut, "1. Fråga nummer 1?").locator(".part__tools").get_by_role("button", name="Anmärk på det markerade")
    )
    beside.focus()
    rut.keyboard.press("Enter")
    expect(part(rut, "1. Fråga nummer 1?").get_by_label("Om orden")).to_have_value("Altona Sedan")


def test_marked_words_are_those_that_stand_there_now(cast, visit, url):
    """What was taken out is not among them, nor what is only read aloud."""
    rut = visit(cast.rut)
    rut.goto(url)
    workflow.give_back(cast.rut, cast.of_teknik, "Rätta.")
    hand_in_again(cast)
    rut.goto(url)
    rut.evaluate(MARK, ["#del-questions-1 .rich", "till", "maj"])
    rut.locator(".passage").get_by_role("button", name="Anmärk på det markerade").click()
    expect(part(rut, "1. Fråga nummer 1?").get_by_label("Om orden")).to_have_value("till Kiel i maj")


def test_whoever_else_asks_for_a_passage_gets_it(cast, visit, url):
    """The memo will: a button of its own, and the event that it listens to."""
    rut = visit(cast.rut)
    rut.goto(url)
    rut.evaluate("document.addEventListener('passage', (event) => { window.got = event.detail })")
    rut.evaluate(MARK, ["#del-cards-brave .printed", "Så", "det"])
    rut.locator(".passage").get_by_role("button", name="Anmärk på det markerade").click()
    told = {"place": "cards-brave", "section": "cards", "key": "brave", "quote": "Så gick det", "to": "remark"}
    assert rut.evaluate("window.got") == {**told, "heading": ""}


@pytest.mark.parametrize(
    ("words", "field"),
    [(("100", "kronor"), "id_paid"), (("Samverkans", "områden"), "id_purpose"), (("Så", "det"), "")],
)
def test_a_remark_on_words_of_one_field_is_on_that_field(cast, visit, url, words, field):
    rut = visit(cast.rut)
    rut.goto(url)
    rut.evaluate(MARK, ["#del-cards-brave .printed", *words])
    rut.locator(".passage").get_by_role("button", name="Anmärk på det markerade").click()
    expect(part(rut, "BRAVE").get_by_label("Gäller")).to_have_value(field)


def test_without_javascript_the_words_are_copied_into_the_form(cast, visit, url, client):
    rut = visit(cast.rut, java_script_enabled=False)
    rut.goto(url)
    expect(rut.get_by_role("button", name="Anmärk på det markerade")).to_have_count(0)
    question = part(rut, "1. Fråga nummer 1?")
    question.get_by_text("Skriv en anmärkning").click()
    question.get_by_label("Om orden").fill("lärde oss")
    question.get_by_label("Anmärkning", exact=True).fill("Vad?")
    question.get_by_role("button", name="Spara anmärkningen").click()
    expect(question.locator("mark")).to_have_text("lärde oss")


def test_two_reviewers_see_each_other_while_the_page_is_open(cast, visit, url):
    rut, ada = visit(cast.rut), visit(cast.ada)
    rut.goto(url)
    ada.goto(url)
    expect(ada.locator(".presence")).to_contain_text("Rut Granskare har sidan öppen.")
    rut.get_by_label("Meddelande till nämnden").fill("Jag skriver")
    rut.evaluate("tellPresence()")
    expect(rut.locator(".presence")).to_contain_text("Ada Admin har sidan öppen.")
    ada.evaluate("tellPresence()")
    expect(ada.locator(".presence")).to_contain_text("Rut Granskare har sidan öppen och skriver.")
    assert Presence.objects.count() == 2


def test_the_language_is_corrected_in_the_editor(cast, visit, url):
    rut = visit(cast.rut)
    rut.goto(url)
    part(rut, "1. Fråga nummer 1?").get_by_role("link", name="Rätta språket").click()
    rut.get_by_role("toolbar").wait_for()
    letters = "(of) => getComputedStyle(document.querySelector(of)).fontFamily"
    assert rut.evaluate(letters, ".ProseMirror p") == rut.evaluate(letters, "body")
    rut.locator(".ProseMirror").get_by_text("Sedan for vi hem.").click()
    rut.keyboard.press("End")
    rut.keyboard.type(" Till slut.")
    rut.get_by_role("button", name="Spara rättningen").click()
    expect(rut.locator(".messagelist")).to_contain_text("Språket är rättat.")
    version = Version.objects.last()
    assert (version.kind, version.created_by) == ("correction", cast.rut)
    assert version.data["submission"]["answers"][0]["html"] == TEXT.replace("vi hem.", "vi hem. Till slut.")


# The page in its states, for everybody


def empty(cast):
    cast.of_teknik.answers.all().delete()
    cast.of_teknik.cards.all().delete()
    cast.of_teknik.versions.all().delete()
    type(cast.of_teknik).objects.filter(pk=cast.of_teknik.pk).update(status="not_started")


def half(cast):
    empty(cast)
    make.answer(cast.of_teknik, html=TEXT)
    make.card(cast.of_teknik, make.project("halv", LONG), paid=None, role="")


def returned(cast):
    made = remarks.write(cast.rut, cast.of_teknik, LONG, "1. Fråga nummer 1?", "questions", "1", quote="reste till")
    remarks.write(cast.rut, cast.of_teknik, LONG, f"{LONG}: Utbetalda medel", "cards", "brave", "id_paid")
    remarks.write(cast.rut, cast.of_teknik, LONG, "Hela redovisningen")
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningarna.")
    remarks.respond(cast.tova, made, LONG, ticked=True)


def again(cast):
    returned(cast)
    cast.of_teknik.cards.filter(project__key="strive").delete()
    make.card(cast.of_teknik, make.project("nya", LONG))
    hand_in_again(cast)
    remarks.reply(cast.rut, Remark.objects.last(), "Bra.", closed=True)


def approved(cast):
    again(cast)
    workflow.approve(cast.rut, cast.of_teknik)


@pytest.mark.parametrize("state", [empty, half, None, returned, again, approved])
def test_the_page_is_for_everybody(cast, enter, seen, url, state):
    Presence.objects.create(submission=cast.of_teknik, user=cast.ada, seen_at="2999-01-01T00:00Z")
    if state:
        state(cast)
    rut = enter(cast.rut)
    opened(rut, url, seen)
    for details in rut.locator("details").all():
        details.evaluate("each => { each.open = true }")
    shown(rut, seen)


def test_what_is_refused_is_for_everybody(cast, enter, seen, url):
    rut = enter(cast.rut)
    rut.goto(url)
    rut.get_by_label("Meddelande till nämnden").fill(LONG)
    workflow.approve(cast.ada, cast.of_teknik)
    workflow.give_back(cast.ada, cast.of_teknik, "Nej.")
    rut.get_by_role("button", name="Återlämna").click()
    expect(rut.locator(".error-summary")).to_be_focused()
    shown(rut, seen)


def test_the_correction_page_is_for_everybody(cast, enter, seen, url):
    rut = enter(cast.rut)
    correct = reverse("admin:submission_correct", args=[cast.of_teknik.pk, "cards", "brave"])
    opened(rut, correct, seen)
    rut.goto(correct)
    cast.of_teknik.cards.filter(project__key="brave").update(version=1, purpose="<p>Annat.</p>", changed_by=cast.ada)
    rut.locator(".ProseMirror").nth(1).fill("Mitt.")
    rut.get_by_role("button", name="Spara rättningen").click()
    expect(rut.locator(".error-summary")).to_be_focused()
    shown(rut, seen)
