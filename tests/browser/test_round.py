"""The round at a glance and Påminn in the browser: for everybody, in one screen, and without a mouse."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions import reminding
from submissions.models import Mail, Remark, Round, Submission
from tests import make

from .axe import opened, press, shown

LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionen"
NAMES = [
    "Arbetsmarknads- och socialnämnden",
    "Gymnasie- och vuxenutbildningsnämnden",
    "Hälsa-, vård- och omsorgsnämnden",
]


@pytest.fixture
def office(cast, enter):
    return enter(cast.rut)


def fill(cast, boards):
    """As many boards as that in the round, with contact persons, in all statuses; and mail that has failed."""
    statuses = [*Submission.Status.values, "draft"]
    for number in range(boards - 3):
        board = make.board(f"{NAMES[number % 3]} {number}" if number < 3 else f"Nämnd {number}")
        for each in range(number % 3):
            make.contact(f"Mohammed Lindqvist {each}", f"p{number}-{each}@example.com", board)
        submission = make.submission(cast.round, board)
        make.card(submission, make.project(f"p{number}", f"Projekt {number}"), paid=12345678)
        make.frozen(submission)
        about = {"changed_at": timezone.now(), "changed_by": cast.mira, "status": statuses[number % len(statuses)]}
        Submission.objects.filter(pk=submission.pk).update(**about)
        Remark.objects.create(submission=submission, text=LONG, about="Fråga 1", created_by=cast.rut)
    Mail.objects.create(kind="returned", person=cast.mira, submission=cast.of_miljo, error="SMTPRecipientsRefused")


def test_the_round_is_for_everybody_in_every_phase(cast, office, seen):
    opened(office, "/admin/", seen)
    fill(cast, 13)
    today = timezone.localdate()
    for days in ({}, {"opens": today + timedelta(1)}, {"opens": today - timedelta(9), "closes": today - timedelta(3)}):
        Round.objects.update(**days)
        opened(office, "/admin/", seen)
    opened(office, "/admin/?sena=1&sok=nämnd&sortera=-kort", seen)
    opened(office, "/admin/?sok=finns+inte", seen)
    for summary in ("1 mejl gick inte fram", "Vilka som saknas", "Allt i administrationen"):
        office.locator("summary", has_text=summary).click()
    shown(office, seen)
    Round.objects.update(published=today)
    opened(office, "/admin/omgang/2025/", seen)
    Submission.objects.all().delete()
    opened(office, "/admin/omgang/2025/", seen)
    Round.objects.all().delete()
    opened(office, "/admin/", seen)


def test_thirteen_boards_stand_in_one_screen(cast, office):
    fill(cast, 13)
    office.set_viewport_size({"width": 1280, "height": 900})
    office.goto("/admin/")
    bottom = office.locator("table.boards").bounding_box()
    assert bottom["y"] + bottom["height"] <= 900
    assert office.evaluate("document.documentElement.scrollWidth") == 1280


def test_the_heads_of_the_columns_stay_above_many_boards(cast, office):
    fill(cast, 60)
    office.set_viewport_size({"width": 1280, "height": 900})
    office.goto("/admin/")
    office.locator("table.boards tbody tr").nth(50).scroll_into_view_if_needed()
    assert 0 <= office.locator("table.boards thead th").first.bounding_box()["y"] < 5


def test_a_round_is_gone_through_with_the_keyboard_alone(cast, office):
    fill(cast, 13)
    office.goto("/admin/")
    office.get_by_label("Sök nämnd").focus()
    office.keyboard.type("tekniska")
    office.keyboard.press("Enter")
    expect(office.locator("table.boards tbody tr")).to_have_count(1)
    office.get_by_role("link", name="Visa alla").press("Enter")
    expect(office.locator("table.boards tbody tr")).to_have_count(13)
    office.get_by_role("link", name="Kort", exact=True).press("Enter")
    expect(office.locator("thead th[aria-sort=descending]")).to_have_text("Kort")
    everything = office.locator("summary", has_text="Allt i administrationen")
    everything.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_role("link", name="Nämnder", exact=True)).to_be_visible()


def test_reminding_is_for_everybody(cast, office, seen):
    fill(cast, 8)
    url = f"/admin/submissions/round/{cast.round.pk}/paminn/"
    opened(office, url, seen)
    office.get_by_label("Text").fill("Hej!")
    for box in office.get_by_role("checkbox").all():
        box.uncheck()
    press(office, "Skicka påminnelsen")
    expect(office.locator(".error-summary")).to_be_focused()
    shown(office, seen)
    reminding.remind(cast.ada, [cast.of_teknik], "Hej!")
    office.get_by_label("Tekniska nämnden").check()
    press(office, "Skicka påminnelsen")
    expect(office.get_by_role("heading", name="Inget är skickat")).to_be_visible()
    shown(office, seen)
    office.get_by_label("Ja, skicka samma text en gång till").check()
    press(office, "Skicka påminnelsen")
    expect(office.get_by_text("1 nämnd får påminnelsen inom kort.")).to_be_visible()
    Submission.objects.update(status="approved")
    opened(office, url, seen)
