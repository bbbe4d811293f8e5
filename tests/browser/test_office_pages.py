"""Every page of the city office in the states that matter: fit for everybody, and none left out of the table."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone
from playwright.sync_api import expect

from projects import register_changes
from reporting import accepting, city_memo, editions, excerpts, years
from reporting.models import Compilation, Edition, Totals
from submissions import remarks, workflow
from submissions.models import Mail, Round
from tests import make
from tests.reporting.published import mend, publish, ready, reopen

from .axe import opened, shown
from .keyboard import press, type_in

WIDTHS = (1280, 390, 320)
LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"
ROUND = "/admin/omgang/2025/"
SUBMISSIONS, BOARDS, PEOPLE, ROUNDS = (
    f"/admin/submissions/{name}/" for name in ("submission", "board", "user", "round")
)
PROJECTS, EDITIONS, TOTALS = "/admin/projects/project/", "/admin/reporting/edition/", "/admin/reporting/totals/"
SUBMISSION = f"{SUBMISSIONS}{{submission}}/"

OPEN, ALL = {"busy"}, {"bare", "busy", "published"}
BARE, PUBLISHED = OPEN | {"bare"}, OPEN | {"published"}

# Each page by the name of its address: where it is (`{}` are the scene's own), and the states to look at it in.
PAGES = {
    "admin:index": ("/admin/", ALL),
    "admin:app_list": ("/admin/submissions/", OPEN),
    "office_guide": ("/admin/hjalp/", OPEN),
    "admin:password_change": ("/admin/password_change/", OPEN),
    "admin:password_change_done": ("/admin/password_change/done/", OPEN),
    "round_overview": (ROUND, ALL),
    "reconciliation": (f"{ROUND}avstamning/", ALL),
    "finding_mend": (f"{ROUND}avstamning/ratta/{{finding}}/", PUBLISHED),
    "figure_cards": (f"{ROUND}siffror/paid/", BARE),
    "city_memo": (f"{ROUND}tjansteskrivelse/", ALL),
    "city_memo_history": (f"{ROUND}tjansteskrivelse/historik/", BARE),
    "city_memo_revision": (f"{ROUND}tjansteskrivelse/historik/{{revision}}/", PUBLISHED),
    "round_publish": (f"{ROUND}publicera/", ALL),
    "round_reopen": (f"{ROUND}oppna/", PUBLISHED),
    "compilation": (f"{ROUND}sammanstallning/{{running}}/", OPEN),
    "edition": (f"{ROUND}utgava/{{edition}}/", PUBLISHED),
    "edition_compare": (f"{ROUND}utgava/{{edition}}/mot/{{other_edition}}/", OPEN),
    "admin:submissions_submission_changelist": (SUBMISSIONS, OPEN),
    "admin:submissions_submission_change": (f"{SUBMISSION}change/", ALL),
    "admin:submissions_submission_history": (f"{SUBMISSION}history/", OPEN),
    "admin:submission_correct": (f"{SUBMISSION}ratta/cards/tekniska-namnden/", OPEN),
    "admin:submission_deadline": (f"{SUBMISSION}sista-dag/", ALL),
    "admin:submissions_board_changelist": (BOARDS, OPEN),
    "admin:submissions_board_add": (f"{BOARDS}add/", OPEN),
    "admin:submissions_board_change": (f"{BOARDS}{{board}}/change/", BARE),
    "admin:submissions_board_history": (f"{BOARDS}{{board}}/history/", OPEN),
    "admin:submissions_board_delete": (f"{BOARDS}{{board}}/delete/", OPEN),
    "admin:submissions_board_new_name": (f"{BOARDS}byt-namn/", OPEN),
    "admin:submissions_user_changelist": (PEOPLE, OPEN),
    "admin:submissions_user_add": (f"{PEOPLE}add/", OPEN),
    "admin:submissions_user_change": (f"{PEOPLE}{{person}}/change/", OPEN),
    "admin:submissions_user_history": (f"{PEOPLE}{{person}}/history/", OPEN),
    "admin:submissions_round_changelist": (ROUNDS, OPEN),
    "admin:submissions_round_add": (f"{ROUNDS}add/", OPEN),
    "admin:submissions_round_change": (f"{ROUNDS}{{round}}/change/", ALL),
    "admin:submissions_round_history": (f"{ROUNDS}{{round}}/history/", OPEN),
    "admin:submissions_round_delete": (f"{ROUNDS}{{round}}/delete/", BARE),
    "admin:submissions_round_next": (f"{ROUNDS}{{round}}/ny-omgang/", OPEN),
    "admin:submissions_round_remind": (f"{ROUNDS}{{round}}/paminn/", ALL),
    "admin:projects_project_changelist": (PROJECTS, BARE),
    "admin:projects_project_add": (f"{PROJECTS}add/", OPEN),
    "admin:projects_project_change": (f"{PROJECTS}{{project}}/change/", PUBLISHED),
    "admin:projects_project_history": (f"{PROJECTS}{{project}}/history/", OPEN),
    "admin:projects_project_delete": (f"{PROJECTS}{{project}}/delete/", OPEN),
    "admin:projects_project_duplicates": (f"{PROJECTS}dubbletter/", BARE),
    "admin:projects_project_changes": (f"{PROJECTS}andringar/", BARE),
    "admin:projects_project_merge": (f"{PROJECTS}{{project}}/sla-ihop/", OPEN),
    "admin:projects_project_part": (f"{PROJECTS}{{project}}/dela/", OPEN),
    "admin:reporting_memo_changelist": ("/admin/reporting/memo/", BARE),
    "admin:reporting_memo_history": ("/admin/reporting/memo/{memo}/history/", OPEN),
    "admin:reporting_excerpt_changelist": ("/admin/reporting/excerpt/", BARE),
    "admin:reporting_excerpt_history": ("/admin/reporting/excerpt/{excerpt}/history/", OPEN),
    "admin:reporting_totals_changelist": (TOTALS, BARE),
    "admin:reporting_totals_add": (f"{TOTALS}add/", OPEN),
    "admin:reporting_totals_change": (f"{TOTALS}{{totals}}/change/", PUBLISHED),
    "admin:reporting_totals_history": (f"{TOTALS}{{totals}}/history/", OPEN),
    "admin:reporting_totals_delete": (f"{TOTALS}{{totals}}/delete/", OPEN),
    "admin:reporting_edition_changelist": (EDITIONS, BARE),
    "admin:reporting_edition_change": (f"{EDITIONS}{{draft}}/change/", OPEN),
    "admin:reporting_edition_history": (f"{EDITIONS}{{draft}}/history/", OPEN),
    "admin:reporting_edition_delete": (f"{EDITIONS}{{draft}}/delete/", OPEN),
    # Only an administrator may.
    "admin:submissions_user_delete": (f"{PEOPLE}{{person}}/delete/", {"administrator"}),
}
# The same pages with something else on them: what is searched for, filtered, and not found.
ALSO = {
    "busy": (
        f"{ROUND}?sena=1&sok=nämnd&sortera=-kort",
        f"{ROUND}siffror/participations/?namnd=Tekniska+nämnden",
        f"{ROUND}sammanstallning/{{failed}}/",
        f"{SUBMISSION}change/?visa=allt",
        f"{SUBMISSIONS}?status__exact=draft",
        f"{BOARDS}?q=finns+inte",
        f"{PROJECTS}{{project}}/sla-ihop/?med=strive-2",
        "/admin/finns-inte/",
    ),
    "administrator": (PEOPLE, f"{PEOPLE}add/", f"{PEOPLE}{{person}}/change/", f"{SUBMISSIONS}add/"),
}
# What has no page of its own: files, what is posted, what leads on at once, and what nobody may do.
FILES = {"memo_preview", "edition_file", "project_sheet", "admin:autocomplete", "admin:jsi18n"}
POSTED = {
    "round_compile",
    "round_send_again",
    "excerpt_take",
    "admin:logout",
    "admin:submission_approve",
    "admin:submission_begin_review",
    "admin:submission_give_back",
    "admin:submission_presence",
    "admin:submission_remark",
    "admin:submission_remove_remark",
    "admin:submission_send_again",
    "admin:submission_thread",
    "admin:projects_project_tell_apart",
    "admin:projects_project_undo",
}
LEADS_ON = {
    "admin:login",
    "admin:view_on_site",
    "admin:reporting_memo_add",
    "admin:reporting_memo_change",
    "admin:reporting_excerpt_change",
}
NOBODYS = {
    "admin:submissions_submission_add",
    "admin:submissions_submission_delete",
    "admin:reporting_memo_delete",
    "admin:reporting_excerpt_add",
    "admin:reporting_excerpt_delete",
    "admin:reporting_edition_add",
}


def names(patterns, prefix=""):
    """The names of all addresses below the patterns; the admin's own that only lead elsewhere have none."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def of_the_office(patterns):
    return [each for each in patterns if str(each.pattern).startswith("admin/")]


def addresses(patterns):
    """The patterns of all apps, those within another file among them."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def test_every_page_stands_in_the_table():
    here = of_the_office(addresses(get_resolver().url_patterns))
    assert set(names(here)) == PAGES.keys() | FILES | POSTED | LEADS_ON | NOBODYS
    assert {name: resolve(where.format_map(Anything())).view_name for name, (where, _) in PAGES.items()} == {
        name: name for name in PAGES
    }


class Anything(dict):
    def __missing__(self, key):
        return 1


def bare(cast):
    """A round that has just opened."""
    return {"submission": cast.of_teknik.pk, "board": cast.teknik.pk, "round": cast.round.pk}


def busy(cast):
    """Two editions behind it and everything at once: remarks, findings, duplicates, mail that has failed."""
    made = at_the_city_office(cast)
    in_the_register(cast)
    write(cast.rut, cast, summary="<p>Miljönämden deltog i {antal_projekt} projekt.</p>")
    excerpts.take(cast.rut, cast.of_miljo, "questions", "1", "Svar från Miljönämnden.")
    found = years.draft(Round.objects.get(pk=cast.round.pk)).findings
    warning = next(each for each in found if each.rule == "title_is_code")
    accepting.accept(cast.rut, cast.round, warning, LONG)
    LogEntry.objects.log_actions(cast.rut.pk, [cast.teknik], CHANGE, LONG)
    memo = city_memo.find(cast.round)
    one, other = Edition.objects.exclude(number=None).order_by("number")
    return {
        **bare(cast),
        **made,
        "person": cast.mira.pk,
        "finding": next(each.identity for each in found if each.mend),
        "revision": memo.revisions.last().pk,
        "memo": memo.pk,
        "excerpt": cast.of_miljo.excerpt.pk,
        "edition": other.pk,
        "other_edition": one.pk,
        **compilations(cast),
    }


def compilations(cast):
    """One that has come half way and is not heard of any more, and one that failed."""
    asked = {"round": cast.round, "what": "draft", "created_by": cast.rut}
    half = {
        "document": "Redovisning",
        "sections": 12,
        "of_sections": 31,
        "touched_at": timezone.now() - timedelta(hours=1),
    }
    return {
        "running": Compilation.objects.create(**asked, **half, state="running").pk,
        "failed": Compilation.objects.create(**asked, state="failed", message=LONG).pk,
    }


def at_the_city_office(cast):
    """Published twice and opened again; Teknik has handed in anew what was remarked on."""
    ready(cast)
    publish(cast)
    reopen(cast)
    mend(cast)
    publish(cast, LONG)
    reopen(cast)
    workflow.give_back(cast.rut, cast.of_teknik, LONG)
    on_card = remarks.write(cast.rut, cast.of_teknik, LONG, LONG, "cards", "tekniska-namnden", "id_paid")
    remarks.respond(cast.tova, on_card, LONG, ticked=True)
    cast.of_teknik.answers.update(html=f"<h3>{LONG}</h3><p>Ett helt annat svar.</p>")
    workflow.submit(cast.tova, cast.of_teknik)
    Mail.objects.update(error="SMTPRecipientsRefused", tries=20, next_try=None)
    draft = editions.keep(cast.round, True, cast.rut, {"siffror-2025.json": b"{}"})
    return {"draft": draft.pk}


def in_the_register(cast):
    strive = make.project("strive", "STRIVE", starts="2024", ends="2026")
    make.card(cast.of_fritid, strive, title="2024-1-SE01-KA121", paid=None)
    make.project("strive-2", f"Strive – {LONG}")
    one, other = make.project("hav", "Hav"), make.project("havet", f"Havet {LONG}")
    register_changes.merge(cast.rut, one, other, {})


def write(user, cast, **changes):
    memo = city_memo.find(cast.round)
    content = {**city_memo.content(memo), **changes}
    city_memo.save(user, cast.round, memo.version, content, uuid4())


def published(cast):
    kept = busy(cast)
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    return kept


# How the scene is set, and who looks.
STATES = {
    "bare": (bare, "rut"),
    "busy": (busy, "rut"),
    "published": (published, "rut"),
    "administrator": (busy, "ada"),
}


@pytest.mark.parametrize("state", STATES)
def test_the_pages_are_for_everybody(cast, enter, seen, quick, state):
    scene, who = STATES[state]
    person = getattr(cast, who)
    earlier = make.round(2023, opens_in=-800, closes_in=-700)
    totals = Totals.objects.create(round=earlier, figures={"projects": 7, "paid": 1_000_000})
    kept = {"totals": totals.pk, **scene(cast)}
    kept["project"] = getattr(cast.of_fritid.cards.first(), "project_id", 0)
    looked_at = [where.format_map(kept) for where, states in PAGES.values() if state in states]
    client = Client()
    client.force_login(person)
    assert [url for url in looked_at if client.get(url).status_code != 200] == []
    page = enter(person)
    for url in [*looked_at, *(where.format_map(kept) for where in ALSO.get(state, ()))]:
        opened(page, url, seen, WIDTHS)


# Forms that are sent with nothing in them: where each is, and the button.
FORMS = {
    f"{ROUNDS}{{round}}/change/": "Spara",
    f"{ROUNDS}{{round}}/ny-omgang/": "Gör omgången",
    f"{BOARDS}add/": "Spara",
    f"{BOARDS}byt-namn/": "Spara den nya nämnden",
    f"{PEOPLE}add/": "Spara",
    f"{PROJECTS}add/": "Spara",
    f"{TOTALS}add/": "Spara",
    f"{SUBMISSION}sista-dag/": "Spara ny sista dag",
}
EMPTIED = """
    for (const field of document.querySelectorAll("#content form :is(input:not([type=hidden]), textarea)")) {
        if (field.type === "checkbox") field.checked = false
        else if (field.type !== "submit" && !field.readOnly) field.value = ""
    }
"""


def test_what_is_missing_is_told_to_everybody(cast, enter, seen):
    page, kept = enter(cast.rut), bare(cast)
    for where, button in FORMS.items():
        page.goto(where.format_map(kept))
        page.evaluate(EMPTIED)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert page.title().startswith("Fel: ")
        shown(page, seen, WIDTHS)


# What the keyboard is to get to: all that can be pressed or written in, and is shown.
MISSED = """
    () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [contenteditable=true]")]
        .filter((each) => each.tabIndex >= 0 && !each.disabled && !each.dataset.reached
            && each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length)
        .map((each) => each.outerHTML.slice(0, 200))
"""
# Whether the page is gone through; or else what is wrong with how the focus is seen: it is in the window, with a ring
# around it and nothing on top. A date is several stops.
STOP = """
    () => {
        const here = document.activeElement
        if (here === document.body || (here.dataset.reached && here !== window.before)) return "through"
        window.before = here
        here.dataset.reached = "yes"
        const style = getComputedStyle(here), box = here.getClientRects()[0]
        const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)]
        const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)]
        const on_top = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        const seen = left < right && top < bottom && (here.contains(on_top) || on_top?.contains(here))
        if (!ring || !seen) return `${here.outerHTML.slice(0, 300)} ${ring ? "is not in sight" : "has no ring"}`
        return here.matches("details:not([open]) > summary") ? "closed" : ""
    }
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_gets_everywhere(cast, enter, quick, width):
    kept, page = busy(cast), enter(cast.rut)
    page.set_viewport_size({"width": width, "height": 800})
    for where in (ROUND, f"{ROUND}avstamning/", f"{ROUND}tjansteskrivelse/", f"{SUBMISSION}change/"):
        page.goto(where.format_map(kept))
        assert walked_through(page) == []


def walked_through(page, most=400):
    """What is wrong with the page for who has a keyboard; all that can be unfolded is, on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(STOP)
        if told == "through":
            return page.evaluate(MISSED)
        if told == "closed":
            page.keyboard.press("Enter")
        elif told:
            return [told]
    return [f"There is no end to {page.url}"]


def test_a_reviewer_remarks_corrects_and_returns_without_a_mouse(cast, visit):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    page = visit(cast.rut, reduced_motion="reduce")
    page.goto("/admin/")
    press(page, page.locator("table.boards").get_by_role("link", name="Tekniska nämnden"))
    question = page.locator("#del-questions-1")
    press(page, question.locator("summary", has_text="Skriv en anmärkning"))
    type_in(page, question.get_by_label("Anmärkning", exact=True), "Vilka reste?")
    press(page, question.get_by_role("button", name="Spara anmärkningen"))
    expect(question.locator(".remark .message")).to_have_text("Vilka reste?")
    press(page, question.get_by_role("link", name="Rätta språket"))
    type_in(page, page.locator(".ProseMirror"), "Så: ")
    press(page, page.get_by_role("button", name="Spara rättningen"))
    expect(page.locator(".messagelist")).to_contain_text("Språket är rättat.")
    type_in(page, page.get_by_label("Meddelande till nämnden"), "Se anmärkningen.")
    press(page, page.get_by_role("button", name="Återlämna"))
    expect(page.locator(".messagelist")).to_contain_text("är nu återlämnad")
    told = [(each.get_kind_display(), each.message) for each in cast.of_teknik.events.filter(created_by=cast.rut)]
    assert told == [
        ("granskningen har börjat", ""),
        ("språket rättat av stadskontoret", "1. Fråga nummer 1?"),
        ("ny status", "Se anmärkningen."),
    ]
    assert cast.of_teknik.answers.get().html == "<p>Så: Vi reste till Hamburg.</p>"
