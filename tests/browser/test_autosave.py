"""Pages that save by themselves: the state in sight, two people, and everything that can come between."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Card
from submissions import drafts, sections
from submissions.models import Answer, Revision, Round
from tests import make

from .conftest import log_in

QUESTION = "/2025/tekniska-namnden/fraga-1/"
CARD = "/2025/tekniska-namnden/projekt/brave/"
SAVED = re.compile(r"^Sparat \d\d:\d\d$")


def state(page):
    return page.locator("[data-save-state]")


def write(page, text):
    page.get_by_role("toolbar").first.wait_for()
    page.locator(".ProseMirror").first.click()
    page.keyboard.type(text)


def answer():
    return list(Answer.objects.values_list("html", "version"))


def test_what_is_typed_is_saved_by_itself(visit, cast):
    page = visit(cast.tova)
    page.goto(QUESTION)
    write(page, "Vi reste till Kiel.")
    expect(state(page)).to_have_text(SAVED)
    assert answer() == [("<p>Vi reste till Kiel.</p>", 1)]
    page.keyboard.type(" Och hem.")
    page.keyboard.press("Tab")
    expect(state(page)).to_have_text("Sparar…")
    expect(state(page)).to_have_text(SAVED)
    assert answer() == [("<p>Vi reste till Kiel. Och hem.</p>", 2)]
    assert "Kiel" not in page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator(".notice--success")).to_have_text("Svaret är sparat.")
    assert Revision.objects.count() == 2


def test_what_is_typed_while_the_page_still_loads_is_saved_too(visit, cast):
    page, waiting = visit(cast.tova), []
    page.route(f"**{QUESTION}", _with_a_picture, times=1)
    page.route("**/static/slow.png", lambda route: waiting.append(route))
    page.goto(QUESTION, wait_until="domcontentloaded")
    write(page, "Vi reste till Kiel.")
    assert answer() == []
    waiting[0].fulfill(status=204)
    expect(state(page)).to_have_text(SAVED)
    assert answer() == [("<p>Vi reste till Kiel.</p>", 1)]


def _with_a_picture(route):
    """The page with a picture at its end, which it then waits for."""
    reply = route.fetch()
    route.fulfill(response=reply, body=reply.text().replace("</body>", '<img src="/static/slow.png" alt=""></body>'))


def test_a_server_that_does_not_answer_is_tried_again(visit, cast):
    page = visit(cast.tova, refused=503)
    page.goto(QUESTION)
    page.route(f"**{QUESTION}", lambda route: route.fulfill(status=503, body="nere"))
    write(page, "Vi reste till Kiel.")
    expect(state(page)).to_have_text("Inte sparat – försöker igen")
    page.unroute(f"**{QUESTION}")
    expect(state(page)).to_have_text(SAVED)
    assert answer() == [("<p>Vi reste till Kiel.</p>", 1)]


def test_an_answer_that_was_lost_on_the_way_is_no_second_save(visit, cast):
    page = visit(cast.tova, refused=503)
    page.goto(QUESTION)

    def lose(route):
        route.fetch()
        route.fulfill(status=503, body="borta")

    page.route(f"**{QUESTION}", lose, times=1)
    write(page, "Vi reste till Kiel.")
    expect(state(page)).to_have_text("Inte sparat – försöker igen")
    expect(state(page)).to_have_text(SAVED)
    assert (answer(), Revision.objects.count()) == ([("<p>Vi reste till Kiel.</p>", 1)], 1)


def test_two_in_the_same_answer_are_told_at_once_and_choose(visit, cast):
    sven = make.contact("Sven Teknik", "sven@example.com", cast.teknik)
    one, other = visit(cast.tova, refused=409), visit(sven)
    for page in (one, other):
        page.goto(QUESTION)
    write(other, "Svens text.")
    expect(state(other)).to_have_text(SAVED)
    write(one, "Tovas text.")
    expect(state(one)).to_contain_text("Sven Teknik har sparat något annat här klockan")
    one.get_by_role("button", name="Visa vad jag kan göra").click()
    expect(one.locator("#conflict-heading")).to_have_text("Någon annan har sparat medan du skrev")
    expect(one.locator(".both__text mark").first).to_contain_text("Tovas")
    expect(one.locator(".ProseMirror").first).to_have_text("Tovas text.")
    one.get_by_role("button", name=re.compile("Använd den här i stället")).click()
    expect(one.locator(".ProseMirror").first).to_have_text("Svens text.")
    assert answer() == [("<p>Svens text.</p>", 1)]


def test_two_in_different_fields_of_a_card_both_stay(visit, cast):
    make.card(cast.of_teknik, make.project(), paid=None)
    sven = make.contact("Sven Teknik", "sven@example.com", cast.teknik)
    one, other = visit(cast.tova), visit(sven)
    for page in (one, other):
        page.goto(CARD)
    other.locator("#id_own_cash").fill("500")
    other.locator("#id_purpose").evaluate(
        "field => field.closest('.prose-editor').querySelector('.ProseMirror').focus()"
    )
    other.keyboard.type("Svens syfte.")
    expect(state(other)).to_have_text(SAVED)
    one.locator("#id_paid").fill("7000")
    expect(state(one)).to_have_text(SAVED)
    expect(one.locator("#id_own_cash")).to_have_value("500")
    expect(one.locator("#id_purpose")).to_have_value("<p>Svens syfte.</p>")
    one.locator("#id_paid").fill("8000")
    one.keyboard.press("Tab")
    expect(state(one)).to_have_text("Sparar…")
    expect(state(one)).to_have_text(SAVED)
    card = Card.objects.get()
    assert (card.paid, card.own_cash, card.purpose) == (8000, 500, "<p>Svens syfte.</p>")


def test_a_wrong_amount_keeps_nothing_else_from_being_saved(visit, cast):
    make.card(cast.of_teknik, make.project())
    page = visit(cast.tova)
    page.goto(CARD)
    page.locator("#id_own_work").fill("1200")
    page.locator("#id_paid").fill("mycket")
    expect(state(page)).to_contain_text("men inte det här: Utbetalda medel 2025: Skriv beloppet i hela kronor")
    assert Card.objects.values_list("paid", "own_work").get() == (100000, 1200)


def test_what_is_missing_is_told_anew_with_each_save_and_nothing_moves_under_the_person(visit, cast):
    make.card(cast.of_teknik, make.project(), paid=None, role="")
    page = visit(cast.tova)
    page.goto(CARD)
    box = page.locator("[data-problems] a")
    missing = ["Saknar nämndens roll.", "Saknar utbetalda medel. Skriv 0 om inget har betalats ut."]
    expect(box).to_have_text(missing)
    page.locator("#id_paid").fill("7000")
    expect(state(page)).to_have_text(SAVED)
    expect(box).to_have_text(missing[:1])
    expect(page.locator("#id_paid")).to_be_focused()
    page.locator("#id_paid").fill("")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        box.focus()  # the field is left, and so saved
    assert missing[1] in answer.value.json()["problems"]
    expect(state(page)).to_have_text(SAVED)
    expect(box).to_have_text(missing[:1])
    expect(box).to_be_focused()
    page.locator("#id_own_cash").focus()
    expect(box).to_have_text(missing)


def test_a_round_that_closes_meanwhile_gives_the_text_back(visit, cast):
    page = visit(cast.tova, refused=409)
    page.goto(QUESTION)
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    write(page, "För sent.")
    expect(state(page)).to_contain_text("Därför går redovisningen inte att ändra.")
    page.get_by_role("button", name="Visa vad jag kan göra").click()
    expect(page.locator(".typed")).to_have_text("För sent.")


def test_a_logout_meanwhile_keeps_the_text_over_the_login(visit, cast):
    page = visit(cast.tova, refused=401)
    page.goto(QUESTION)
    page.context.clear_cookies(name="sessionid")
    write(page, "Skrivet utloggad.")
    expect(state(page)).to_contain_text("Inte sparat. Du är utloggad.")
    page.get_by_role("button", name="Visa vad jag kan göra").click()
    page.locator("input[name=login]").fill(cast.tova.email)
    page.locator("input[name=password]").fill(make.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".ProseMirror").first).to_have_text("Skrivet utloggad.")
    assert answer() == []
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator(".notice--success")).to_have_text("Svaret är sparat.")
    assert answer() == [("<p>Skrivet utloggad.</p>", 1)]


def test_a_login_in_another_tab_lets_it_go_on(visit, cast):
    page = visit(cast.tova, refused=(401, 403))
    page.goto(QUESTION)
    page.context.clear_cookies(name="sessionid")
    write(page, "Skrivet utloggad.")
    expect(state(page)).to_contain_text("Inte sparat. Du är utloggad.")
    other = page.context.new_page()
    log_in(other, cast.tova)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(page)).to_have_text(SAVED)
    assert answer() == [("<p>Skrivet utloggad.</p>", 1)]


TYPES_ON = """() => {
  const fetched = window.fetch
  window.fetch = async (...told) => {
    const answer = await fetched(...told)
    const work = document.getElementById("id_own_work")
    if (told[1].method !== "POST") work.value = "1200"
    if (told[1].method !== "POST") work.dispatchEvent(new Event("input", { bubbles: true }))
    return answer
  }
}"""


def test_what_is_typed_while_anothers_fields_are_put_in_is_saved_too(visit, cast):
    made = make.card(cast.of_teknik, make.project(), paid=None)
    page = visit(cast.tova)
    page.goto(CARD)
    page.evaluate(TYPES_ON)
    row = sections.of(made).find(cast.of_teknik, "brave")
    content = sections.of(made).content(row)
    drafts.save(cast.tova, row, 0, {**content, "card": {**content["card"], "title": "Vätgas"}}, uuid4())
    page.locator("#id_paid").fill("7000")
    expect(page.locator("#id_title")).to_have_value("Vätgas")
    expect(page.locator("#id_own_work")).to_have_value("1200")
    page.wait_for_timeout(3000)
    expect(state(page)).to_have_text(SAVED)
    assert Card.objects.values_list("title", "paid", "own_work").get() == ("Vätgas", 7000, 1200)
