"""A project's sheet: all its boards and years, of what is settled, and of that only what the reader may see."""

import pytest
from django.test import Client

from projects import register_changes
from reporting import documents, material, project_sheet
from submissions import workflow
from submissions.models import Submission
from tests import make
from tests.page import visible
from tests.reporting.printed import no_warnings, text

from .published import publish, reopen


@pytest.fixture
def brave(cast):
    """BRAVE: Teknik's in 2024 (approved), Teknik's and Miljö's in 2025 (Teknik approved, Miljö writing)."""
    project = make.project(
        owner="Tekniska nämnden",
        starts="2023-01",
        ends="2026-12",
        total_budget=2_000_000,
        currency="SEK",
        acronym="BRV",
    )
    cast.last = make.submission(make.round(2024), cast.teknik)
    make.card(cast.last, project, paid=50_000, purpose="<p>Först skyfall.</p>")
    make.card(cast.last, make.project("annat", "Annat"), paid=7, purpose="<p>Ett annat projekt.</p>")
    make.frozen(cast.last)
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, project, paid=200_000, role="owner", purpose="<p>Sedan torka.</p>")
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, project, paid=None, purpose="<p>Miljöns egen text.</p>")
    return project


def of(project, submission=None):
    return project_sheet.content(project_sheet.of(project, submission), None)


def cells(sheet):
    return [(row.label, *(cell.replace("\u00a0", " ") for cell in row.cells)) for row in sheet["table"].rows]


def test_tells_every_year_and_board_that_is_approved(brave, cast):
    sheet = of(brave)
    assert [(fact.label, fact.value.replace("\u00a0", " ")) for fact in sheet["facts"]] == [
        ("Kortnamn", "BRV"),
        ("Program", "Interreg North Sea"),
        ("Projekttid", "januari 2023–december 2026"),
        ("Projektägare", "Tekniska nämnden"),
        ("Total budget", "2 000 000 kronor"),
    ]
    assert sheet["sentences"].replace("\u00a0", " ") == (
        "Projektet är redovisat 2024 och 2025 av tekniska nämnden. "
        "Sammanlagt betalades 250 000 kronor ut till nämnden."
    )
    assert cells(sheet) == [
        ("2024", "Tekniska nämnden", "Projektpartner", "50 000"),
        ("2025", "Tekniska nämnden", "Projektägare", "200 000"),
    ]
    assert sheet["table"].total.cells[-1].replace("\u00a0", " ") == "250 000"
    assert [(year.year, [each["board"] for each in accounts]) for year, accounts in sheet["years"]] == [
        (2025, ["Tekniska nämnden"]),
        (2024, ["Tekniska nämnden"]),
    ]


def test_a_text_that_stayed_the_same_is_printed_once(brave, cast):
    texts = {"purpose": "<p>Torka.</p>", "description": "<p>Om vatten.</p>", "results": "<p>Ett.</p>"}
    for submission, results in ((cast.last, "<p>Noll.</p>"), (cast.of_teknik, "<p>Ett.</p>")):
        version = submission.versions.get()
        card = next(each for each in version.data["submission"]["cards"] if each["project"] == "brave")
        card["texts"] = {**texts, "results": results}
        version.save()
    (_, (new,)), (_, (old,)) = of(brave)["years"]
    assert [heading for heading, _ in new["texts"]] == ["", "Syfte", "Resultat"]
    assert old["texts"] == [("Resultat", "<p>Noll.</p>")]
    assert (new["same"], old["same"]) == ("", "Samma text som 2025: Beskrivning och Syfte.")


def test_an_amount_that_nobody_has_given_is_unknown_and_not_nought(brave, cast):
    cast.of_miljo.cards.update(paid=0)
    make.approved(cast.of_miljo, cast.mira, cast.rut)
    version = cast.of_miljo.versions.get()
    version.data["submission"]["cards"][0].pop("paid")
    version.save()
    sheet = of(brave)
    assert cells(sheet)[1:] == [
        ("2025", "Miljönämnden", "Projektpartner", "uppgift saknas"),
        ("2025", "Tekniska nämnden", "Projektägare", "200 000"),
    ]
    assert sheet["table"].notes[1] == "Belopp saknas i en av redovisningarna och ingår inte i summan."


def test_a_board_sees_its_own_and_what_is_published(brave, cast, quick):
    assert [year for year, *_ in cells(of(brave, cast.of_teknik))] == ["2024", "2025"]
    assert project_sheet.of(brave, cast.of_miljo).years == ()
    publish_without_miljo(cast)
    assert accounts(of(brave, cast.of_miljo)) == [(2025, "Tekniska nämnden")]


def accounts(sheet):
    return [(year.year, each["board"]) for year, told in sheet["years"] for each in told]


def test_what_a_single_account_says_is_not_said_in_a_sum_and_a_table_too(brave, cast):
    sheet = of(brave, cast.of_teknik)
    assert sheet["table"] is not None
    cast.last.versions.all().delete()
    alone = of(brave)
    assert accounts(alone) == [(2025, "Tekniska nämnden")]
    assert (alone["sentences"], alone["table"]) == ("Projektet är redovisat 2025 av tekniska nämnden.", None)


def publish_without_miljo(cast):
    make.city_memo(cast.round, summary="<p>Text</p>")
    cast.round.refresh_from_db()
    return publish(cast)


def test_an_edition_stays_what_it_was_though_more_is_approved(brave, cast, quick):
    publish_without_miljo(cast)
    reopen(cast)
    teknik = Submission.objects.get(pk=cast.of_teknik.pk)
    workflow.give_back(cast.rut, teknik, "Rätta.")
    teknik.cards.update(paid=999)
    workflow.submit(cast.tova, Submission.objects.get(pk=teknik.pk))
    workflow.approve(cast.rut, Submission.objects.get(pk=teknik.pk))
    assert cells(of(brave))[-1][-1] == "200 000"


def test_follows_a_project_that_was_merged_into_it_also_in_an_edition(brave, cast, quick):
    publish_without_miljo(cast)
    other = make.project("brave-2", "BRAVE två")
    kept = make.card(make.submission(make.round(2023), cast.teknik), other, paid=1)
    make.frozen(kept.submission)
    register_changes.merge(cast.rut, other, brave, {})
    assert [row[0] for row in cells(of(other))] == ["2023", "2024", "2025"]


def test_the_pdf_is_printed_without_a_warning(brave):
    with no_warnings():
        name, content = documents.project_document(material.of_project(brave))
    assert name == "projekt-brave.pdf"
    told = text(content)
    assert "Först skyfall." in told
    assert "Sedan torka." in told
    assert "Ett annat projekt." not in told
    assert documents.project_document(material.of_project(brave)) == (name, content)


def client(person):
    made = Client()
    made.force_login(person)
    return made


def test_is_fetched_from_the_register_and_from_the_card(brave, cast):
    for person, page in (
        (cast.rut, f"/admin/projects/project/{brave.pk}/change/"),
        (cast.tova, "/2025/tekniska-namnden/projekt/brave/"),
    ):
        visitor = client(person)
        assert "Projektblad som PDF" in visible(visitor.get(page), "a")
    fetched = client(cast.rut).get("/admin/projektblad/brave.pdf")
    assert fetched["Content-Disposition"] == 'attachment; filename="projekt-brave.pdf"'
    assert b"".join(fetched)[:4] == b"%PDF"
    assert client(cast.tova).get("/2025/tekniska-namnden/projekt/brave/projektblad.pdf").status_code == 200
    assert client(cast.ove).get("/2025/tekniska-namnden/projekt/brave/projektblad.pdf").status_code == 404


def test_says_why_there_is_none(brave, cast):
    new = make.project("nytt-projekt", "Nytt projekt")
    make.card(cast.of_miljo, new)
    for person, url in (
        (cast.rut, "/admin/projektblad/nytt-projekt.pdf"),
        (cast.mira, "/2025/miljonamnden/projekt/nytt-projekt/projektblad.pdf"),
    ):
        response = client(person).get(url, follow=True)
        said = " ".join(str(message) for message in response.context["messages"])
        assert said == (
            "Projektbladet för Nytt projekt går inte att göra: ingen redovisning av projektet är godkänd än."
        )


def test_what_cannot_be_printed_is_told_on_the_page_where_one_is_next(cast):
    sun = make.project("sol", "Sol", grant_number="LIFE-😀")
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, sun, purpose="<p>漢</p>")
    make.approved(cast.of_miljo, cast.mira, cast.rut)
    visitor = client(cast.mira)
    visitor.get("/2025/miljonamnden/projekt/sol/projektblad.pdf")
    assert [str(message) for message in visitor.get("/2025/miljonamnden/").context["messages"]] == [
        "Projektbladet för Sol: typsnitten saknar 😀, som skrivs ut som �.",
        "Projektbladet för Sol, Miljönämnden 2025: typsnitten saknar 漢, som skrivs ut som �.",
    ]
