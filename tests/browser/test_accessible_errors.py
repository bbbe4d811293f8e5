"""What is refused is told first, and in the same words as at its field, by every form; and the pages of failures."""

import re
from dataclasses import dataclass, field
from functools import partial

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory
from django.views import defaults
from playwright.sync_api import expect

from submissions import invitations, remarks, workflow
from tests import make

from .axe import opened, shown

OURS = "/2025/tekniska-namnden/"
# The summary's links whose field does not say the same, or which lead nowhere.
UNTRUE = """
    () => [...document.querySelectorAll(".error-summary li a")].filter((link) => {
        const field = document.getElementById(link.hash.slice(1))
        const told = [field, field?.closest("fieldset"), field?.closest("[role=group]")].filter(Boolean)
            .flatMap((each) => (each.getAttribute("aria-describedby") ?? "").split(" "))
            .map((id) => document.getElementById(id)?.innerText.trim())
        return !told.some((text) => text && link.innerText.endsWith(text))
    }).map((link) => link.outerHTML)
"""


@dataclass(frozen=True)
class Form:
    """A form, what is wrongly written in it by the fields' names, and the button; `faults` are what is told of it."""

    url: str
    button: str
    faults: int
    wrong: dict = field(default_factory=dict)
    who: str = "tova"


FORMS = {
    "login": Form("/konto/login/", "Logga in", 2, who=""),
    "password_reset": Form("/konto/password/reset/", "Skicka länken", 1, who=""),
    "password_change": Form("/konto/password/change/", "Byt lösenord", 3),
    "invite": Form(f"{OURS}personer/", "Skicka inbjudan", 1, {"email": "ingen"}),
    "card_add": Form(f"{OURS}projekt/nytt/", "Lägg till nytt projekt", 1),
    "card": Form(
        f"{OURS}projekt/brave/",
        "Spara",
        4,
        {
            "paid": "mycket",
            "project-website": "brave",
            "project-ends": "i vår",
            "partners-0-country": "Atlantis",
        },
    ),
    "cooperation": Form(f"{OURS}samverkan/", "Spara", 2, {"public": "tre", "countries": "Atlantis"}),
    "memo": Form(f"{OURS}tjansteskrivelse/", "Spara", 1, {"decision_path": "2025-02-30 Nämnden"}),
    "carry_over": Form(f"{OURS}hamta-projekt/", "Hämta projekten", 1),
    "check": Form(f"{OURS}granska/", "Lämna in redovisningen", 4),
    "workbook": Form(f"{OURS}projekt-excel/", "Läs in Excel", 1),
    "word": Form(f"{OURS}word/", "Läs dokumentet", 1),
}


@pytest.fixture
def site(cast):
    make.partner(make.card(cast.of_teknik, make.project()))
    make.answer(cast.of_teknik)
    make.cooperation(cast.of_teknik)
    make.board_memo(cast.of_teknik)
    last = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    make.card(last, make.project("slut", "Avslutat", ends="2024-06"))
    make.frozen(last)
    return cast


@pytest.mark.parametrize("name", FORMS)
def test_what_is_refused_is_told_first_and_at_the_field(site, enter, seen, name):
    form = FORMS[name]
    page = enter(getattr(site, form.who, None))
    page.goto(form.url)
    title = page.title()
    for field_name, wrong in form.wrong.items():
        page.locator(f"[name={field_name}]").fill(wrong)
    page.get_by_role("main").get_by_role("button", name=form.button, exact=True).last.click()
    expect(page).to_have_title(f"Fel: {title}")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.locator("main").evaluate("main => main.querySelector('h1, h2').closest('.error-summary') !== null")
    expect(page.locator(".error-summary li a")).to_have_count(form.faults)
    assert page.evaluate(UNTRUE) == []
    shown(page, seen)
    page.locator(".error-summary li a").first.click()
    assert page.evaluate("location.hash && document.activeElement !== document.body")


def test_the_link_to_a_new_password(cast, enter, seen):
    page = enter()
    page.goto("/konto/password/reset/")
    page.get_by_label("E-postadress").fill(cast.tova.email)
    page.get_by_role("button", name="Skicka länken").click()
    page.wait_for_url("**/done/")
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    opened(page, link, seen)
    page.locator("[name=password1]").fill("kort")
    page.locator("[name=password2]").fill("annat")
    page.get_by_role("button", name="Spara lösenordet").click()
    expect(page).to_have_title(re.compile("^Fel: "))
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.evaluate(UNTRUE) == []
    shown(page, seen)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("ett-alldeles-nytt-ord")
    page.get_by_role("button", name="Spara lösenordet").click()
    page.wait_for_url("**/key/done/")
    shown(page, seen)
    opened(page, link, seen)
    expect(page.get_by_role("heading", name="Länken gäller inte längre")).to_be_visible()


def refused(cast):
    """The pages that no visitor asks for, each as the server answers with it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tova)
    reader = Client()
    reader.force_login(cast.rut)
    bare = RequestFactory().get("/")
    too_much = {"html": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    return {
        "403_csrf": client.post(f"{OURS}fraga-1/", {"html": "<p>Min text</p>"}),
        "413": client.post(f"{OURS}fraga-1/", too_much),
        "403": reader.get(f"{OURS}projekt/nytt/"),
        "400": defaults.bad_request(bare, None),
        "500": defaults.server_error(bare),
        "invitation": Client().get("/inbjudan/"),
    }


def test_the_pages_for_what_goes_wrong(cast, enter, seen):
    page = enter()
    answers = refused(cast)
    told = {name: answer.status_code for name, answer in answers.items()}
    assert told == {"403_csrf": 403, "413": 413, "403": 403, "400": 400, "500": 500, "invitation": 410}
    for name, answer in answers.items():
        markup = answer.content.decode()
        page.route(f"**/{name}/", partial(_answer, markup))
        opened(page, f"/{name}/", seen)


def _answer(markup, route):
    route.fulfill(body=markup, content_type="text/html; charset=utf-8")


def test_an_answer_to_a_remark_that_is_too_long(cast, enter, seen):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remark = remarks.write(cast.rut, cast.of_teknik, "Vad gav resan?", "Fråga 1", "questions", "1")
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    page = enter(cast.tova)
    page.goto(f"{OURS}anmarkningar/{remark.pk}/")
    answer = page.get_by_label("Svar till stadskontoret")
    answer.evaluate("field => field.removeAttribute('maxlength')")
    answer.fill("x" * 10_001)
    page.get_by_role("button", name="Skicka bara svaret").click()
    expect(page).to_have_title(re.compile("^Fel: "))
    shown(page, seen)


def test_an_invited_person_without_a_name(cast, enter, seen):
    made = invitations.invite(cast.tova, cast.teknik, "nina@example.com", can_write=True)
    page = enter()
    page.goto(f"/inbjudan/{invitations.new_token(made)}/")
    page.get_by_role("button", name="Tacka ja").click()
    expect(page).to_have_title(re.compile("^Fel: Inbjudan till Tekniska nämnden"))
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.evaluate(UNTRUE) == []
    shown(page, seen)
