"""Every page for everybody: axe-core finds nothing, on a wide screen and a telephone, and nothing scrolls sideways."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from submissions import remarks, workflow
from submissions.models import Answer, Round, Submission
from tests import make

from .axe import opened, press, shown

LONG = "Samverkansplattformen för klimatneutralitetsomställning i Öresundsregionens stadsutvecklingsområden"


@pytest.fixture
def contact(cast, enter):
    return enter(cast.tova)


@pytest.fixture
def office(cast, enter):
    return enter(cast.ada)


@pytest.fixture
def at(cast):
    """The address of a page of Tekniska nämnden's submission."""
    return lambda tail="": f"/2025/tekniska-namnden/{tail}"


@pytest.fixture
def brave(cast):
    """Tekniska nämnden's card, with all that a card can hold."""
    project = make.project(title=LONG, acronym="BRAVE", starts="2024-01", ends="2026", website="https://brave.eu")
    made = make.card(cast.of_teknik, project, goals=(1, 2), results="<h3>Ut</h3><ul><li><p>Ett tak</p></li></ul>")
    make.partner(made)
    return made


def test_the_account_pages(cast, enter, contact, seen):
    page = enter()
    opened(page, "/konto/login/", seen)
    page.get_by_label("E-postadress").fill("nobody@example.com")
    page.get_by_label("Lösenord").fill("fel")
    press(page, "Logga in")
    expect(page).to_have_title("Fel: Logga in – Internationell redovisning")
    expect(page.locator(".error-summary")).to_be_focused()
    shown(page, seen)
    for url in ("/konto/password/reset/", "/konto/password/reset/done/", "/konto/signup/", "/finns/inte/"):
        opened(page, url, seen)
    for url in ("/konto/password/change/", "/konto/logout/", "/finns/inte/"):
        opened(contact, url, seen)


def test_the_pages_that_a_contact_person_writes_on(cast, contact, at, brave, seen):
    earlier = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    make.answer(earlier)
    Submission.objects.filter(pk=earlier.pk).update(status=workflow.Status.DRAFT)
    Round.objects.filter(year=2024).update(closes=timezone.localdate())
    make.handed_in(earlier, cast.tova)
    Round.objects.filter(year=2024).update(closes="2024-12-31")
    for tail in ("", "fraga-1/", "projekt/nytt/", "projekt/brave/", "projekt/brave/ta-bort/", "granska/"):
        opened(contact, at(tail), seen)
    opened(contact, "/", seen)
    contact.goto(at("fraga-1/"))
    contact.get_by_role("textbox", name="Svar", exact=True).fill("BRAVE")
    contact.keyboard.press("Control+a")
    press(contact, "Länk (markera först texten)")
    expect(contact.get_by_label("Adress, till exempel https://eurocities.eu")).to_be_focused()
    shown(contact, seen)


def test_the_history_pages(cast, contact, enter, at, brave, seen):
    answer = make.answer(cast.of_teknik, html=f"<p>Vi reste till Hamburg. {LONG}</p>")
    for tail in ("fraga-1/historik/", "projekt/brave/historik/"):
        opened(contact, at(tail), seen)
    kept = [make.revision(answer, cast.tova, minutes_ago) for minutes_ago in (90, 20, 10)]
    Answer.objects.update(html="<p>Vi reste till Kiel.</p>")
    kept.append(make.revision(answer, cast.tova))
    card = make.revision(brave, cast.tova)
    pages = ["fraga-1/historik/", f"projekt/brave/historik/{card.pk}/"]
    pages += [f"fraga-1/historik/{revision.pk}/" for revision in kept]
    for tail in pages:
        opened(contact, at(tail), seen)
    contact.goto(at(pages[0]))
    contact.locator("summary").click()
    shown(contact, seen)
    opened(enter(cast.rut), at(pages[2]), seen)
    contact.goto(at(pages[2]))
    Answer.objects.update(version=7)
    press(contact, "Ta tillbaka den här texten")
    expect(contact.get_by_role("heading", name="Inget är ändrat")).to_be_visible()
    shown(contact, seen)


def test_the_errors_that_a_contact_person_meets(cast, contact, at, brave, seen):
    contact.goto(at("granska/"))
    press(contact, "Lämna in redovisningen")
    expect(contact).to_have_title("Fel: Granska och lämna in, Tekniska nämnden 2025 – Internationell redovisning")
    expect(contact.locator(".error-summary")).to_be_focused()
    shown(contact, seen)

    contact.goto(at("projekt/nytt/"))
    press(contact, "Lägg till nytt projekt")
    expect(contact).to_have_title("Fel: Lägg till projekt, Tekniska nämnden 2025 – Internationell redovisning")
    expect(contact.locator(".error-summary")).to_be_focused()
    shown(contact, seen)
    contact.get_by_label("Projektets titel").fill(LONG)
    press(contact, "Lägg till nytt projekt")
    expect(contact.get_by_role("heading", name="Finns projektet redan?")).to_be_visible()
    shown(contact, seen)

    contact.goto(at("projekt/brave/"))
    contact.get_by_label("Utbetalda medel").fill("mycket")
    contact.get_by_label("Land").fill("Atlantis")
    contact.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    expect(contact).to_have_title(f"Fel: {LONG}, Tekniska nämnden 2025 – Internationell redovisning")
    expect(contact.locator(".error-summary")).to_be_focused()
    shown(contact, seen)


def test_what_a_contact_person_sees_when_others_were_faster(cast, contact, at, brave, seen):
    contact.goto(at("fraga-1/"))
    make.answer(cast.of_teknik)
    Answer.objects.update(version=3, changed_by=cast.ada, changed_at=timezone.now())
    contact.get_by_role("textbox", name="Svar", exact=True).fill("Min text")
    press(contact, "Spara")
    expect(contact.get_by_role("heading", name="Någon annan har sparat medan du skrev")).to_be_visible()
    shown(contact, seen)

    contact.goto(at("projekt/brave/"))
    type(brave).objects.update(version=3, paid=7, changed_by=cast.ada, changed_at=timezone.now())
    contact.get_by_label("Utbetalda medel").fill("9")
    contact.locator(".save-bar").get_by_role("button", name="Spara", exact=True).click()
    expect(contact.get_by_role("heading", name="Någon annan har sparat medan du skrev")).to_be_visible()
    shown(contact, seen)

    contact.goto(at("fraga-1/"))
    contact.get_by_role("textbox", name="Svar", exact=True).fill("För sent")
    Round.objects.update(closes=timezone.localdate() - timezone.timedelta(1))
    press(contact, "Spara")
    expect(contact.get_by_role("heading", name="Det du skrev är inte sparat")).to_be_visible()
    shown(contact, seen)
    for tail in ("", "fraga-1/", "projekt/brave/", "granska/"):
        opened(contact, at(tail), seen)


def test_remarks_changes_and_taking_back(cast, contact, office, at, brave, seen):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    change = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    for url in ("kvitto/", "kvitto/ta-tillbaka/"):
        opened(contact, at(url), seen)
    opened(office, change, seen)
    office.locator(".remark-form summary").first.click()
    office.locator(".remark-form[open] button").click()
    expect(office.locator(".error-summary")).to_be_focused()
    shown(office, seen)
    on_all = remarks.write(cast.rut, cast.of_teknik, LONG, "Hela redovisningen")
    on_paid = remarks.write(cast.rut, cast.of_teknik, LONG, f"{LONG}: Utbetalda medel", "cards", "brave", "id_paid")
    for page, url in ((office, change), (contact, at("kvitto/")), (contact, at("kvitto/ta-tillbaka/"))):
        opened(page, url, seen)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningarna.")
    remarks.respond(cast.tova, on_all, LONG, ticked=True)
    for url in ("", "projekt/brave/", "granska/", f"anmarkningar/{on_paid.pk}/"):
        opened(contact, at(url), seen)
    press(contact, "Skicka bara svaret")
    expect(contact.locator(".error-summary")).to_be_focused()
    shown(contact, seen)
    Answer.objects.update(html="<p>Vi reste till Kiel.</p>")
    workflow.submit(cast.tova, cast.of_teknik)
    for url in ("andringar/1/2/", "kvitto/", f"anmarkningar/{on_paid.pk}/"):
        opened(contact, at(url), seen)


def test_the_pages_after_handing_in(cast, contact, at, brave, seen):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    for url in ("/", at(), at("kvitto/"), at("fraga-1/"), at("projekt/brave/"), at("granska/")):
        opened(contact, url, seen)
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer om resultaten.")
    for url in ("/", at(), at("kvitto/"), at("fraga-1/")):
        opened(contact, url, seen)


def test_a_return_without_a_message(cast, office, brave, seen):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    office.goto(reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk]))
    press(office, "Återlämna")
    expect(office).to_have_title("Fel: Tekniska nämnden 2025 | Internationell redovisning")
    shown(office, seen)
