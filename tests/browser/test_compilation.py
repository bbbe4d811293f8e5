"""Following a compilation: how far it has come stands on the page by itself, and it leads on when it has ended."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting import compiling
from reporting.models import Compilation, Edition
from tests import make
from tests.browser.axe import shown


@pytest.fixture
def rut(cast, queued, visit):
    """The reviewer at the compilation that was asked for on the round's page."""
    make.answer(cast.of_teknik)

    def arrive(**options):
        page = visit(cast.rut, **options)
        page.goto("/admin/omgang/2025/")
        page.get_by_role("button", name="Sammanställ utkast").click()
        page.wait_for_url(re.compile(r"/sammanstallning/\d+/$"))
        return page

    return arrive


def progress(sections, **more):
    about = {"document": "Redovisning", "sections": sections, "of_sections": 31}
    Compilation.objects.update(state="running", tries=1, touched_at=timezone.now(), **about, **more)


def made():
    Compilation.objects.update(state="waiting", tries=0)
    compiling.run.call(Compilation.objects.get().pk)


def test_the_page_follows_and_leads_on(rut, seen):
    page = rut()
    words, bar = page.locator("[data-words]"), page.get_by_role("progressbar", name="Så långt har sammanställningen")
    expect(words).to_have_text("Väntar på att sammanställningen ska börja.")
    expect(bar).to_have_js_property("position", -1)
    shown(page, seen)
    progress(12)
    expect(words).to_have_text("12 av 31 avsnitt är klara. Just nu: Redovisning.")
    expect(bar).to_have_js_property("value", 12)
    expect(page.get_by_role("status")).to_have_text("12 av 31 avsnitt är klara. Just nu: Redovisning.")
    progress(13)
    expect(bar).to_have_js_property("value", 13)
    # Not each section is said to whoever listens.
    expect(page.get_by_role("status")).to_have_text("12 av 31 avsnitt är klara. Just nu: Redovisning.")
    shown(page, seen)
    made()
    page.wait_for_url(re.compile("/admin/omgang/2025/#utgavor$"))
    expect(page.locator(".messagelist li")).to_have_text(
        "Utkastet är sammanställt, men läs det här: Tjänsteskrivelsen för 2025 är inte skriven."
    )


def test_is_cancelled_and_tried_again(rut, seen):
    page = rut()
    progress(12)
    page.get_by_role("button", name="Avbryt").click()
    expect(page.locator(".lead")).to_have_text("Sammanställningen är avbruten. Inget utkast är sparat.")
    shown(page, seen)
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator("[data-words]")).to_have_text("Väntar på att sammanställningen ska börja.")
    assert [each.state for each in Compilation.objects.order_by("pk")] == ["cancelled", "waiting"]


def test_a_failure_is_told_first_and_has_the_focus(rut, cast, seen):
    page = rut()
    progress(12)
    Compilation.objects.update(state="failed", message=compiling.BROKEN)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fel: "))
    shown(page, seen)


def test_without_javascript_the_page_is_opened_anew(rut):
    page = rut(java_script_enabled=False)
    expect(page.locator("[data-words]")).to_have_text("Väntar på att sammanställningen ska börja.")
    progress(12)
    expect(page.locator("[data-words]")).to_have_text("12 av 31 avsnitt är klara. Just nu: Redovisning.")
    made()
    page.wait_for_url(re.compile("/admin/omgang/2025/#utgavor$"))
    assert Edition.objects.get().draft
