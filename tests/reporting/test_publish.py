"""The pages where a round is published, and opened for a new edition."""

import pytest
from django.urls import reverse

from reporting import editions, reconciliation
from reporting.models import Edition, Memo, Totals
from reporting.reconciliation import ERROR, WARNING, Finding, Place
from submissions.models import Round
from tests import make
from tests.page import select, visible, words

from .published import WHY, mend, publish, ready, reopen

PUBLISH, REOPEN = reverse("round_publish", args=[2025]), reverse("round_reopen", args=[2025])
AVSTAMNING = reverse("reconciliation", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def year(cast):
    return ready(cast)


def seen(response):
    return select(response, "[name=seen]")[0].get("value")


def posted(rut, **fields):
    return rut.post(PUBLISH, {"seen": seen(rut.get(PUBLISH)), "missing_reason": WHY, **fields})


def test_shows_what_will_be_published(rut, year):
    response = rut.get(PUBLISH)
    assert visible(response, "[aria-labelledby=namnder] :is(h3, li)") == [
        "Med i redovisningen: 2",
        "Miljönämnden",
        "Tekniska nämnden",
        "Saknas, eftersom de inte är godkända: 1",
        "Fritidsnämnden",
    ]
    figures = [[words(cell) for cell in row] for row in select(response, ".figures tr")]
    assert [figures[0], figures[1], figures[-1]] == [
        ["", "Nu"],
        ["EU-projekt", "2"],
        ["Utbetalda medel, kronor", "1 236 567"],
    ]
    assert visible(response, "label") == ["Skäl till att nämnder saknas"]
    assert visible(response, "form[data-compile] button") == ["Publicera utgåva 1"]


def test_the_year_before_and_the_former_edition_stand_beside(rut, year, quick):
    last = make.submission(make.round(2024), year.teknik)
    make.card(last, make.project("old", "Gammalt"), paid=5)
    make.frozen(last)
    publish(year)
    reopen(year)
    mend(year)
    rows = [[words(cell) for cell in row] for row in select(rut.get(PUBLISH), ".figures tr")]
    assert [rows[0], rows[-1]] == [
        ["", "Nu", "2024", "Utgåva 1"],
        ["Utbetalda medel, kronor", "1 302 000", "5", "1 236 567"],
    ]


def test_publishes(rut, year):
    compilation = rut.get(posted(rut).url)
    edition = Edition.objects.get()
    assert compilation.url == reverse("edition", args=[2025, edition.pk])
    assert (edition.number, edition.missing_reason, edition.created_by) == (1, WHY, year.rut)
    page = rut.get(compilation.url)
    assert visible(page, ".messagelist li") == ["Redovisningen för 2025 är publicerad som utgåva 1."]
    assert visible(rut.get(reverse("round_overview", args=[2025])), "[aria-labelledby=compile] .button") == [
        "Öppna för en ny utgåva",
        "Sammanställ utkast",
    ]


def test_asks_for_the_reasons(rut, year, quick):
    response = posted(rut, missing_reason=" ")
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        "Skäl till att nämnder saknas: Skriv varför redovisningen publiceras fast nämnder saknas."
    ]
    assert visible(response, "title")[0].startswith("Fel: ")
    publish(year)
    reopen(year, "Beloppet var fel.")
    page = rut.get(PUBLISH)
    assert visible(page, "textarea") == ["", WHY]
    assert visible(page, "#id_reason_helptext")[0].endswith("som skrevs när omgången öppnades: ”Beloppet var fel.”")
    response = posted(rut, reason="")
    assert visible(response, ".error-summary li") == ["Skäl till en ny utgåva: Skriv varför det behövs en ny utgåva."]
    posted(rut, reason="Beloppet är rättat.")
    assert Edition.objects.get(number=2).reason == "Beloppet är rättat."


def test_what_has_changed_is_read_again_and_nothing_typed_is_lost(rut, year, quick):
    stale = seen(rut.get(PUBLISH))
    Memo.objects.update(summary="<p>Ny text</p>")
    response = rut.post(PUBLISH, {"seen": stale, "missing_reason": WHY})
    assert response.status_code == 409
    assert visible(response, ".error-summary h2") == ["Inget är publicerat"]
    assert visible(response, "textarea") == [WHY]
    assert not Edition.objects.exists()
    assert rut.post(PUBLISH, {"seen": seen(response), "missing_reason": WHY}).status_code == 302


@pytest.mark.parametrize(
    ("severity", "section", "judged"),
    [(ERROR, "fel", "Se i avstämningen"), (WARNING, "varningar", "Godta eller rätta")],
)
def test_what_stops_is_shown_with_links_and_there_is_no_button(rut, year, monkeypatch, severity, section, judged):
    places = (Place("BRAVE", "Tekniska nämnden", "cards", "brave"), Place("sammanfattning", section="city_memo"))
    found = Finding("made_up", severity, "Något är underligt.", places)
    monkeypatch.setattr(reconciliation, "findings", lambda *args: [found])
    response = rut.get(PUBLISH)
    links = {words(link): link.get("href") for link in select(response, f"[aria-labelledby={section}] td a")}
    assert links == {
        "BRAVE": f"{reverse('admin:submissions_submission_change', args=[year.of_teknik.pk])}#del-cards-brave",
        "sammanfattning": f"{reverse('city_memo', args=[2025])}#id_summary",
        f"{judged}: Något är underligt.": f"{AVSTAMNING}?underlag=godkanda&visa=allt#f-{found.identity}",
    }
    assert visible(response, "form[data-compile]") == []
    stopped = rut.post(PUBLISH, {"seen": editions.proposed(year.round).fingerprint, "missing_reason": WHY})
    assert stopped.status_code == 409
    assert not Edition.objects.exists()


def test_with_nobody_approved(rut):
    response = rut.get(PUBLISH)
    assert visible(response, "[aria-labelledby=hinder] li") == [
        "Ingen inlämning är godkänd än, så det finns inget att publicera."
    ]
    assert select(response, ".figures") == []
    assert visible(response, "form[data-compile]") == []


def test_a_published_round_can_only_be_opened(rut, year, quick):
    publish(year)
    response = rut.get(PUBLISH)
    assert visible(response, "form[data-compile]") == []
    assert select(response, ".notice a")[0].get("href") == REOPEN


def test_opens_for_a_new_edition_with_a_reason(rut, year, quick):
    assert visible(rut.get(REOPEN), "form .button.default") == []
    assert rut.post(REOPEN, {"reason": "Skäl"}).status_code == 409
    publish(year)
    assert visible(rut.get(REOPEN), "form .button.default") == ["Öppna för en ny utgåva"]
    refused = rut.post(REOPEN, {"reason": " "})
    assert refused.status_code == 422
    assert visible(refused, ".error-summary li") == ["Skäl till en ny utgåva: Skriv varför det behövs en ny utgåva."]
    response = rut.post(REOPEN, {"reason": "Ett belopp var fel."}, follow=True)
    assert visible(response, ".messagelist li") == [
        "Omgången 2025 är öppnad för en ny utgåva. Inlämningar går att återlämna igen."
    ]
    assert Round.objects.get(year=2025).published is None
    assert Edition.objects.get().reopened_reason == "Ett belopp var fel."


def test_typed_totals_are_read_and_not_changed_while_published(rut, year, quick):
    totals = Totals.objects.create(round=year.round)
    change = reverse("admin:reporting_totals_change", args=[totals.pk])
    assert rut.get(change).context["has_change_permission"]
    publish(year)
    page = rut.get(change)
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert rut.post(change, {"projects": "7"}).status_code == 403
    assert rut.post(reverse("admin:reporting_totals_delete", args=[totals.pk]), {"post": "yes"}).status_code == 403
    reopen(year)
    assert rut.get(change).context["has_change_permission"]


def test_a_published_round_is_read_and_not_changed(rut, year, quick):
    change = reverse("admin:submissions_round_change", args=[year.round.pk])
    publish(year)
    page = rut.get(change)
    assert visible(page, ".submit-row input") == []
    assert visible(page, ".field-boards .readonly") == ["Fritidsnämnden, Miljönämnden och Tekniska nämnden"]
    refused = rut.post(change, {"year": "2025", "diary_number": "STK-9"})
    told = "Omgången 2025 är publicerad. Öppna den för en ny utgåva först, på omgångens sida."
    assert (refused.status_code, visible(refused, ".lead")) == (403, [told])
    reopen(year)
    assert rut.get(change).context["has_change_permission"]


def test_a_reviewer_is_told_why_a_submission_cannot_be_returned(rut, year, quick):
    publish(year)
    address = reverse("admin:submission_give_back", args=[year.of_teknik.pk])
    response = rut.post(address, {"message": "Rätta.", "version": "1", "status": "approved"})
    assert response.status_code == 409
    told = "Omgången 2025 är publicerad. Öppna den för en ny utgåva först, på omgångens sida."
    assert told in visible(response, ".error-summary p")


def test_the_boards_see_that_it_is_published(client, year, quick):
    publish(year)
    client.force_login(year.tova)
    page = client.get(reverse("submission", args=[2025, year.teknik.slug]))
    assert "publicerades" in page.content.decode()


@pytest.mark.parametrize("url", [PUBLISH, REOPEN])
def test_only_reviewers_and_only_these_methods(client, year, url):
    assert client.get(url).url == f"/admin/login/?next={url}"
    client.force_login(year.tova)
    assert client.post(url, follow=True).status_code == 403
    client.force_login(year.rut)
    assert client.put(url).status_code == 405
    assert client.get(url.replace("2025", "1999")).status_code == 404
    assert not Edition.objects.exists()


def test_as_many_queries_for_many_boards_as_for_few(rut, year, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rut.get(PUBLISH)
    with CaptureQueriesContext(connection) as few:
        rut.get(PUBLISH)
    for n in range(4):
        board = make.board(f"Nämnd {n}")
        person, submission = make.contact(f"P{n}", f"p{n}@example.com", board), make.submission(year.round, board)
        make.answer(submission)
        make.card(submission, make.project(f"p-{n}", f"Projekt {n}"), paid=n)
        make.approved(submission, person, year.rut)
    with django_assert_num_queries(len(few)):
        rut.get(PUBLISH)


def test_says_which_documents_will_be_published_and_why_others_cannot(rut, cast):
    Totals.objects.create(round=make.round(2023), figures={"projects": 54, "paid": 43_000_000, "approximate": True})
    response = rut.get(reverse("round_publish", args=[2023]))
    assert visible(response, ".figures caption") == ["Årets inskrivna summor, som är ungefärliga."]
    lists = [[words(each) for each in listed] for listed in select(response, "[aria-labelledby=publicera] ul")]
    assert lists == [
        [
            "Arbetsbok (Excel)",
            "Siffror (JSON)",
            "Siffror (CSV)",
            "Schema för siffrorna (JSON)",
            "Beskrivning av öppna data (RDF/XML)",
        ],
        [
            "Redovisning (PDF, webbsida). Redovisningen för 2023 går inte att göra: det finns inga svar och inga "
            "projektkort.",
            "Tjänsteskrivelse (PDF, Word). Tjänsteskrivelsen för 2023 är inte skriven.",
            "Projekt (CSV). Projekten för 2023 blir ingen fil: det finns inga projektkort.",
        ],
    ]
    assert not visible(response, "[aria-labelledby=bra-att-veta]")


def test_a_year_of_cards_is_counted_on_what_is_approved(rut, year):
    response = rut.get(PUBLISH)
    assert visible(response, ".figures caption") == ["Räknade på de godkända inlämningarna."]
