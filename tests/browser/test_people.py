"""Inviting a colleague, from one browser to another, and the pages on the way: accessible in every state."""

from submissions import invitations
from submissions.models import Invitation, Membership

from .axe import look, opened

PEOPLE = "/2025/tekniska-namnden/personer/"
PASSWORD = "ett-alldeles-nytt-ord"


def pressed(page, name, seen):
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()
    seen += look(page)


def test_a_colleague_is_invited_joins_and_is_taken_away(cast, enter, seen):
    tova, nina = enter(cast.tova), enter()
    opened(tova, PEOPLE, seen)
    pressed(tova, "Skicka inbjudan", seen)
    assert tova.evaluate("document.activeElement.className") == "error-summary"
    tova.get_by_label("E-postadress").fill("nina@example.com")
    pressed(tova, "Skicka inbjudan", seen)
    link = f"/inbjudan/{invitations.new_token(Invitation.objects.get())}/"
    opened(tova, link, seen)
    opened(nina, link, seen)
    pressed(nina, "Tacka ja", seen)
    nina.get_by_label("Ditt namn").fill("Nina Ny")
    nina.locator("[name=password1]").fill(PASSWORD)
    nina.locator("[name=password2]").fill(PASSWORD)
    pressed(nina, "Tacka ja", seen)
    opened(nina, link, seen)
    opened(nina, "/mina-mejl/", seen)
    opened(tova, PEOPLE, seen)
    tova.get_by_role("link", name="Ta bort Nina Ny").click()
    seen += look(tova)
    pressed(tova, "Ta bort Nina Ny", seen)
    assert [str(each.user) for each in Membership.objects.filter(board=cast.teknik)] == ["Tova Teknik"]
    tova.get_by_text("Enda som får skriva").wait_for()
    assert tova.get_by_role("link", name="Lämna nämnden").count() == 0
    opened(tova, f"{PEOPLE}{cast.tova.pk}/ta-bort/", seen)


def test_a_text_that_is_just_typed_is_saved_when_it_is_marked_as_done(cast, enter, seen):
    page = enter(cast.tova)
    page.goto("/2025/tekniska-namnden/fraga-1/")
    page.locator(".ProseMirror").fill("Vi reste till Hamburg.")
    page.get_by_role("button", name="Spara och klarmarkera").click()
    page.locator(".done-mark").wait_for()  # after the saving by itself that is under way
    seen += look(page)
    assert page.locator(".done-mark").inner_text().startswith("Klarmarkerad av Tova Teknik")
    assert page.locator(".ProseMirror").inner_text().strip() == "Vi reste till Hamburg."
    opened(page, "/2025/tekniska-namnden/", seen)
    assert page.locator(".tasks .done-mark").count() == 1


def test_a_reader_of_the_board(cast, enter, seen):
    Membership.objects.filter(user=cast.tova).update(can_write=False)
    page = enter(cast.tova)
    for url in ("/", "/2025/tekniska-namnden/", "/2025/tekniska-namnden/fraga-1/", PEOPLE):
        opened(page, url, seen)
