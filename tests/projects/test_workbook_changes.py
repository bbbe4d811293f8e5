"""The pages that read a workbook in: what they show that will change, and doing it, all or nothing."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Card, Project
from projects.workbook import form
from submissions import drafts
from submissions.models import Revision, Round, Submission
from tests import make
from tests.page import select, visible
from tests.projects.excel import CHANGES, PAGE, Filled, sent
from tests.projects.test_workbook_form import handed_in_last_year

pytestmark = pytest.mark.django_db
TASKS = "/2025/tekniska-namnden/"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


@pytest.fixture
def brave(cast):
    card = make.card(cast.of_teknik, make.project(), description="<p>Vi <strong>bygger</strong> båtar.</p>")
    make.partner(card)
    return card


@pytest.fixture
def book(cast, brave):
    return Filled(cast.of_teknik)


def send(client, book):
    return client.post(PAGE, {"workbook": sent(book if isinstance(book, bytes) else book.bytes())})


def posted(page, **changes):
    """The page's form as the browser sends it: hidden fields, ticks and chosen alternatives."""
    fields = {}
    for field in select(page, "main form input"):
        if field.get("type") == "hidden" or field.get("checked") is not None:
            fields[field.get("name")] = field.get("value")
    return {**fields, **changes}


def read_in(client, book, **changes):
    """Send the workbook, look at what it changes, and accept."""
    send(client, book)
    return client.post(CHANGES, posted(client.get(CHANGES), **changes), follow=True)


def shown(page):
    return visible(page, ".workbook-count li")


# Who and when


@pytest.mark.parametrize("url", [PAGE, CHANGES])
def test_an_outsider_and_the_reviewer_read_nothing_in(client, cast, book, url):
    for person, status in ((cast.ove, 404), (cast.rut, 403)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.post(url, {"workbook": sent(book.bytes())}).status_code == status
    assert Session.objects.count() == 1


def test_other_methods_are_refused(tova):
    assert (tova.put(PAGE).status_code, tova.put(CHANGES).status_code) == (405, 405)


def test_nothing_is_read_in_when_the_round_has_closed(tova, cast, book):
    send(tova, book.fill(2, Egen_rubrik="Ny"))
    accepted = posted(tova.get(CHANGES))
    Round.objects.update(closes=timezone.localdate() - timezone.timedelta(1))
    assert (tova.get(PAGE).url, tova.get(CHANGES).url) == (TASKS, TASKS)
    for response in (send(tova, book), tova.post(CHANGES, accepted)):
        assert (response.status_code, response.context["why"]) == (409, "locked")
    assert Card.objects.get().title == ""


def test_nothing_is_read_in_when_it_is_handed_in(tova, cast, book):
    send(tova, book.fill(2, Egen_rubrik="Ny"))
    accepted = posted(tova.get(CHANGES))
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="submitted")
    assert tova.post(CHANGES, accepted).status_code == 409
    assert Card.objects.get().title == ""


def test_what_was_read_is_the_persons_own(client, cast, book):
    client.force_login(cast.tova)
    send(client, book)
    make.submission(make.round(2026), cast.teknik)
    assert client.get("/2026/tekniska-namnden/projekt-excel/andringar/").url == "/2026/tekniska-namnden/projekt-excel/"
    client.force_login(make.contact("Tage", "tage@example.com", cast.teknik))
    assert client.get(CHANGES).url == PAGE


# The page where it is sent


def test_without_a_file(tova):
    response = tova.post(PAGE)
    assert response.status_code == 422
    assert visible(response, "title") == ["Fel: Projekten i Excel, Tekniska nämnden 2025 – Internationell redovisning"]
    assert visible(response, ".error-summary li") == ["Välj först en Excel-arbetsbok (.xlsx)."]


def test_what_is_no_workbook_is_refused(tova, cast):
    response = send(tova, b"hej")
    assert (response.status_code, visible(response, ".error-summary li")) == (
        422,
        ["Filen är inte en Excel-arbetsbok (.xlsx)."],
    )


def test_faults_are_listed_by_cell(tova, book):
    response = send(tova, book.fill(2, Utbetalda_medel_2025="många", Nämndens_roll="Chef"))
    assert response.status_code == 422
    assert visible(response, ".error-summary h2") == ["2 saker behöver rättas i arbetsboken"]
    assert [visible(response, f".workbook-faults > li:nth-child({row}) > *") for row in (1, 2)] == [
        [
            "BRAVE Projekt M2 Nämndens roll",
            "Där står ”Chef”.",
            "Finns inte i listan. Välj Projektägare, Projektpartner eller Annan roll.",
        ],
        [
            "BRAVE Projekt N2 Utbetalda medel 2025",
            "Där står ”många”.",
            "Skriv beloppet i hela kronor, till exempel 1 234 567.",
        ],
    ]
    assert tova.get(CHANGES).url == PAGE


def test_what_stands_in_a_cell_is_shown_as_text(tova, book):
    response = send(tova, book.fill(2, Nämndens_roll="<script>alert(1)</script>"))
    assert "<script>alert" not in response.content.decode()


# What it will do


def test_nothing(tova, book):
    page = tova.get(send(tova, book).url)
    assert shown(page) == ["0 nya", "0 ändrade", "1 oförändrat"]
    assert visible(page, "button.btn-primary") == []


def test_changes_are_shown_and_nothing_is_done(tova, book):
    send(tova, book.fill(2, Projektägare="Lunds kommun", Beskrivning="Vi bygger fartyg."))
    page = tova.get(CHANGES)
    assert shown(page) == ["0 nya", "1 ändrat", "0 oförändrade"]
    assert visible(page, ".differences > div") == [
        "Projektägare[Tillagt: Lunds kommun]",
        "BeskrivningVi bygger [Borttaget: båtar.] [Tillagt: fartyg.]",
    ]
    assert (Project.objects.get().owner, Card.objects.get().version) == ("", 0)


def test_a_card_is_called_what_the_task_list_calls_it(tova, cast):
    hav = make.project("hav", "Hav", acronym="HAV")
    make.card(cast.of_teknik, make.project("hav-2", "Hav och kust", acronym="HAV"), title="Vårt hav")
    make.card(cast.of_teknik, make.project("kust", "Kust"), title="Levande kuster")
    make.card(cast.of_teknik, make.project("bort", "Bortglömt"), title="Kommer ihåg")
    book = Filled(cast.of_teknik)
    book.cards.delete_rows(4)
    book.fill(3, Utbetalda_medel_2025=7).fill(4, Titel=hav.title, Kortnamn="HAV", Egen_rubrik="Nya hav")
    send(tova, book)
    page = tova.get(CHANGES)
    assert visible(page, "h3") == ["Nya hav", "Levande kuster"]
    assert visible(page, ".panel > .quiet") == ["Projektets titel: Hav", "Projektets titel: Kust"]
    assert visible(page, ".panel > .notice--warning")[0].startswith("Liknar Vårt hav, som ni redan har.")
    assert visible(page, "label[for^=remove]") == ["Ta bort Kommer ihåg"]
    assert visible(page, "details li") == ["Vårt hav"]


def test_changes_are_done(tova, cast, book):
    response = read_in(tova, book.fill(2, Projektägare="Lund", Utbetalda_medel_2025=7, Beskrivning="- ett"))
    assert visible(response, ".notice--success") == ["Arbetsboken är inläst: 1 ändrat projekt."]
    card = Card.objects.get()
    assert (card.paid, card.description, card.version, card.changed_by) == (
        7,
        "<ul><li><p>ett</p></li></ul>",
        1,
        cast.tova,
    )
    assert (card.project.owner, [partner.name for partner in card.partners.all()]) == ("Lund", ["Hamburg"])
    assert Revision.objects.filter(created_by=cast.tova).count() == 1
    assert tova.get(CHANGES).url == PAGE


def test_a_text_that_is_not_changed_keeps_its_markup(tova, book):
    read_in(tova, book.fill(2, Utbetalda_medel_2025=7))
    assert Card.objects.get().description == "<p>Vi <strong>bygger</strong> båtar.</p>"


def test_a_cell_that_is_not_changed_keeps_what_others_have_saved_since(tova, cast, brave, book):
    content = {
        "card": {"project": "brave", "paid": 5, "title": "Deras"},
        "project": {"key": "brave", "title": "BRAVE"},
    }
    drafts.save(cast.tova, brave, 0, content, "7e57ab1e-0000-4000-8000-000000000001")
    read_in(tova, book.fill(2, Utbetalda_medel_2025=9))
    card = Card.objects.get()
    assert (card.title, card.paid) == ("Deras", 9)


def test_a_new_project(tova, book):
    book.fill(3, Titel="Vätgas i hamnen", Kortnamn="H2", Program="Nordplus", Utbetalda_medel_2025=5, Resultat="Bra.")
    book.fill(3, book.partners, Projekt="H2", Partnerns_namn="Lübeck", Land="Tyskland")
    send(tova, book)
    page = tova.get(CHANGES)
    assert (shown(page), visible(page, "article h3")) == (["1 nytt", "0 ändrade", "1 oförändrat"], ["Vätgas i hamnen"])
    read_in(tova, book)
    card = Card.objects.get(project__title="Vätgas i hamnen")
    assert (card.project.key, card.project.programme, card.paid, card.results) == ("h2", "Nordplus", 5, "<p>Bra.</p>")
    assert [str(partner) for partner in card.partners.all()] == ["Lübeck"]


def test_last_years_ongoing_project_is_brought_over(tova, cast):
    handed_in_last_year(cast)
    response = read_in(tova, Filled(cast.of_teknik).fill(2, Utbetalda_medel_2025=12))
    assert visible(response, ".notice--success") == ["Arbetsboken är inläst: 1 nytt projekt."]
    card = cast.of_teknik.cards.get()
    assert (card.project.key, card.paid, card.own_cash, card.results) == ("gar-vidare", 12, None, "")
    assert card.description == "<p>Så gick det.</p>"


def test_a_project_that_resembles_another_is_asked_about(tova, cast, book):
    make.project("hamnen", "STRIVE – Sustainable Tourism", grant_number="GN-1", owner="")
    book.fill(3, Titel="STRIVE", Projektägare="Lund", Bidragsnummer="annat")
    send(tova, book)
    page = tova.get(CHANGES)
    assert visible(page, ".workbook-likely label") == [
        "Nej, det är ett nytt projekt",
        "STRIVE – Sustainable Tourism Interreg North Sea",
    ]
    assert [field.get("value") for field in select(page, "input[type=radio][checked]")] == ["nytt"]
    tova.post(CHANGES, posted(page, **{"project-3": "hamnen"}))
    card = Card.objects.get(project__key="hamnen")
    assert (card.project.title, card.project.grant_number, card.project.owner) == (
        "STRIVE – Sustainable Tourism",
        "GN-1",
        "Lund",
    )
    assert Project.objects.count() == 2


def test_two_rows_cannot_be_the_same_project(tova, cast, book):
    make.project("hamnen", "STRIVE – Sustainable Tourism")
    book.fill(3, Titel="STRIVE").fill(4, Titel="Strive: Tourism")
    response = read_in(tova, book, **{"project-3": "hamnen", "project-4": "hamnen"})
    assert response.status_code == 422
    assert visible(response, ".notice--error h2") == ["Inget är ändrat än"]
    assert (Card.objects.count(), Project.objects.count()) == (1, 2)


def test_a_card_that_is_not_in_the_workbook_stays_unless_it_is_ticked(tova, cast, book):
    book.cards.delete_rows(2)
    book.partners.delete_rows(2)
    send(tova, book)
    page = tova.get(CHANGES)
    assert shown(page) == ["0 nya", "0 ändrade", "0 oförändrade", "1 som inte finns i arbetsboken"]
    tova.post(CHANGES, posted(page))
    assert Card.objects.count() == 1
    response = read_in(tova, book, remove="brave")
    assert visible(response, ".notice--success") == ["Arbetsboken är inläst: 1 borttaget projekt."]
    assert Card.objects.count() == 0


# Two people


def someone_saves(cast, brave, **card):
    content = {"card": {"project": "brave", **card}, "project": {"key": "brave", "title": "BRAVE"}}
    other = make.contact("Tage Teknik", "tage@example.com", cast.teknik)
    drafts.save(other, brave, brave.version, content, "7e57ab1e-0000-4000-8000-000000000002")


def test_another_save_after_the_preview_is_a_conflict(tova, cast, brave, book):
    send(tova, book.fill(2, Utbetalda_medel_2025=9))
    accepted = posted(tova.get(CHANGES))
    someone_saves(cast, brave, paid=5, title="Deras")
    response = tova.post(CHANGES, accepted)
    assert response.status_code == 409
    assert "Någon har sparat medan du läste den här sidan: Deras." in visible(response, ".notice--error p")[0]
    assert (Card.objects.get().paid, Card.objects.get().title) == (5, "Deras")
    tova.post(CHANGES, posted(response))
    assert (Card.objects.get().paid, Card.objects.get().title) == (9, "Deras")


def test_one_conflict_stops_all_of_it(tova, cast, brave, book):
    other = make.card(cast.of_teknik, make.project("annat", "Annat"))
    book = Filled(cast.of_teknik).fill(2, Utbetalda_medel_2025=9).fill(3, Utbetalda_medel_2025=9).fill(4, Titel="Nytt")
    send(tova, book)
    accepted = posted(tova.get(CHANGES))
    someone_saves(cast, brave, paid=5)
    assert tova.post(CHANGES, accepted).status_code == 409
    other.refresh_from_db()
    assert (other.paid, Card.objects.count()) == (100_000, 2)


def test_a_card_saved_after_the_preview_is_not_removed(tova, cast, brave, book):
    book.cards.delete_rows(2)
    book.partners.delete_rows(2)
    send(tova, book)
    accepted = posted(tova.get(CHANGES), remove="brave")
    someone_saves(cast, brave, paid=5)
    assert tova.post(CHANGES, accepted).status_code == 409
    assert Card.objects.count() == 1


def test_a_board_that_begins_to_share_the_project_after_the_preview(tova, cast, brave, book):
    send(tova, book.fill(2, Projektägare="Lund"))
    accepted = posted(tova.get(CHANGES))
    make.card(cast.of_miljo, brave.project)
    response = tova.post(CHANGES, accepted)
    assert response.status_code == 422
    assert "Miljönämnden redovisar också projektet" in response.content.decode()
    assert Project.objects.get().owner == ""


def test_accepting_twice_does_it_once(tova, cast, book):
    book.fill(3, Titel="Nytt")
    send(tova, book)
    accepted = posted(tova.get(CHANGES))
    tova.post(CHANGES, accepted)
    assert tova.post(CHANGES, accepted).url == PAGE
    assert Card.objects.count() == 2


def test_the_page_takes_the_same_queries_for_one_unchanged_card_and_three(tova, cast, book):
    def queries():
        send(tova, form.made(cast.of_teknik))
        with CaptureQueriesContext(connection) as caught:
            tova.get(CHANGES)
        return len(caught)

    one = queries()
    for key in ("b", "c"):
        make.partner(make.card(cast.of_teknik, make.project(key, f"Projekt {key}")))
    assert queries() == one
