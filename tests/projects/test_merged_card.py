"""A board's pages when the city office has merged or parted the project that it writes about: nothing is lost."""

import pytest
from django.urls import reverse

from projects import register, register_changes
from projects.models import Card, Project
from projects.section import Cards, card_url
from submissions import history, sections
from tests import make
from tests.page import select, visible
from tests.projects.excel import Filled, planned
from tests.projects.posting import typed, url

OLD, NEW = "/2025/miljonamnden/projekt/strive-2/", "/2025/miljonamnden/projekt/strive/"


@pytest.fixture
def two(cast):
    """STRIVE twice: Teknik has a card for the one, Miljö for the other."""
    cast.one = make.project("strive", "STRIVE", owner="Lunds universitet")
    cast.other = make.project("strive-2", "Strive – turism", acronym="STRIVE")
    make.card(cast.of_teknik, cast.one)
    cast.card = make.card(cast.of_miljo, cast.other)
    return cast


@pytest.fixture
def mira(client, two):
    client.force_login(two.mira)
    return client


def merge(two):
    return register_changes.merge(two.rut, two.one, two.other, {})


def test_the_old_address_leads_to_the_new(mira, two):
    merge(two)
    answer = mira.get(OLD)
    assert (answer.status_code, answer.url) == (302, NEW)
    assert [mira.get(f"{OLD}{page}").status_code for page in ("historik/", "ta-bort/", "avstavningar/")] == [200] * 3


def test_so_it_does_where_the_account_is_locked_or_read_by_the_office(client, two):
    make.answer(two.of_miljo)
    make.handed_in(two.of_miljo, two.mira)
    merge(two)
    for person in (two.mira, two.rut):
        client.force_login(person)
        assert client.get(OLD).url == NEW
        assert visible(client.get(NEW), "h1") == ["Strive – turism"]


def test_an_address_that_never_was_is_still_not_found(mira, two):
    merge(two)
    assert mira.get("/2025/miljonamnden/projekt/annat/").status_code == 404


def test_what_was_typed_on_the_old_page_is_saved(mira, two):
    opened = typed(two.card, purpose="<p>Fler ska resa hållbart.</p>")
    merge(two)
    answer = mira.post(OLD, opened)
    assert (answer.status_code, answer.url) == (302, NEW)
    card = Cards().find(two.of_miljo, "strive")
    assert (card.purpose, card.project.title, card.version) == ("<p>Fler ska resa hållbart.</p>", "STRIVE", 1)
    assert [each.key for each in history.of(card)] == ["strive", "strive"]


def test_what_the_old_page_saves_by_itself_is_saved_and_told_as_merged(mira, two):
    opened = typed(two.card, purpose="<p>Fler ska resa hållbart.</p>")
    merge(two)
    answer = mira.post(OLD, opened, headers={"Accept": "application/json"}).json()
    assert (answer["version"], answer["merged"], answer["faults"]) == (1, True, [])
    assert Card.objects.get(pk=two.card.pk).purpose == "<p>Fler ska resa hållbart.</p>"


def test_the_same_save_sent_again_after_the_merge_is_done_once(mira, two):
    opened = typed(two.card, purpose="<p>Fler ska resa hållbart.</p>")
    mira.post(OLD, opened)
    merge(two)
    assert mira.post(OLD, opened).status_code == 302
    assert Card.objects.get(pk=two.card.pk).version == 1


def test_facts_that_were_typed_on_the_old_page_are_a_conflict_with_the_text_kept(mira, two):
    opened = typed(two.card, purpose="<p>Fler.</p>", project_title="Strive – hållbar turism")
    merge(two)
    answer = mira.post(OLD, opened)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Fler." in text
    assert "Strive – hållbar turism" in " ".join(visible(answer, "main"))
    assert Project.objects.get().title == "STRIVE"


def test_a_text_older_than_the_last_save_is_merged_by_the_history_that_followed(mira, two):
    first, second = typed(two.card, purpose="<p>Ett.</p>"), typed(two.card, aims="<p>Två.</p>")
    mira.post(OLD, first)
    merge(two)
    assert mira.post(OLD, second).status_code == 302
    card = Card.objects.get(pk=two.card.pk)
    assert (card.purpose, card.aims) == ("<p>Ett.</p>", "<p>Två.</p>")


def test_what_a_removed_card_left_is_not_taken_for_what_the_writer_began_from(mira, two):
    """Miljö once had a card for STRIVE too, with the same versions in its history as the one that now goes there."""
    mira.post(OLD, typed(two.card, purpose="<p>Ett.</p>"))
    removed = register.add(two.mira, two.of_miljo, two.one)
    mira.post(NEW, typed(removed, purpose="<p>Gammalt.</p>"))
    register.remove(two.mira, Cards().find(two.of_miljo, "strive"), 1)
    opened = typed(two.card, aims="<p>Två.</p>")
    mira.post(OLD, typed(two.card, purpose="<p>Tre.</p>"))
    merge(two)
    assert mira.post(OLD, opened).status_code == 302
    card = Card.objects.get(pk=two.card.pk)
    assert (card.purpose, card.aims) == ("<p>Tre.</p>", "<p>Två.</p>")


def test_typed_when_the_login_had_run_out_and_shown_after_the_merge(client, two):
    opened = {**typed(two.card, purpose="<p>Skrivet utloggad.</p>"), "writer": str(two.mira.pk)}
    client.post(OLD, opened)
    merge(two)
    client.force_login(two.mira)
    shown = client.get(OLD)
    assert "Skrivet utloggad." in shown.content.decode()


def test_parted_the_page_moves_too(client, two):
    make.card(two.of_miljo, two.one)
    register_changes.part(two.rut, two.one, [two.of_teknik], Project(title="Havet"))
    client.force_login(two.tova)
    answer = client.get("/2025/tekniska-namnden/projekt/strive/")
    assert answer.url == "/2025/tekniska-namnden/projekt/havet/"
    client.force_login(two.mira)
    assert client.get(NEW).status_code == 200


def test_undone_the_address_from_between_leads_back(mira, two):
    register_changes.undo(two.rut, merge(two))
    assert (mira.get(NEW).url, mira.get(OLD).status_code) == (OLD, 200)


def test_a_merged_project_is_not_offered_and_its_old_button_adds_the_one_that_stayed(client, two):
    merge(two)
    client.force_login(two.ove)
    add = reverse("card_add", args=[2025, "fritidsnamnden"])
    page = client.get(add, {"sok": "strive"})
    assert [field.get("value") for field in select(page, "input[name=project], button[name=project]")] == ["strive"]
    assert client.post(add, {"project": "strive-2"}).url == "/2025/fritidsnamnden/projekt/strive/"
    assert client.post(add, {"project": "annat"}).status_code == 404


@pytest.fixture
def last_year(two):
    """Miljö handed in its card for strive-2 last year; this year it has none yet."""
    two.card.delete()
    then = make.submission(make.round(2024), two.miljo)
    make.card(then, two.other, purpose="<p>Hållbara resor.</p>")
    make.frozen(then)
    return then


def test_last_years_card_is_found_under_its_old_key(mira, two, last_year):
    merge(two)
    page = mira.get("/2025/miljonamnden/hamta-projekt/")
    assert [box.get("value") for box in select(page, "input[name=project]")] == ["strive"]
    mira.post("/2025/miljonamnden/hamta-projekt/", {"project": ["strive"]})
    card = Cards().find(two.of_miljo, "strive")
    assert card.purpose == "<p>Hållbara resor.</p>"
    assert Cards().describe(card).unchanged.wholly


def test_parted_last_years_card_is_found_under_the_new_one(mira, two, last_year):
    make.card(two.of_fritid, two.other)
    register_changes.part(two.rut, two.other, [last_year], Project(title="Havet"))
    page = mira.get("/2025/miljonamnden/hamta-projekt/")
    assert [box.get("value") for box in select(page, "input[name=project]")] == ["havet"]


def test_a_workbook_from_before_the_merge_finds_its_rows(two):
    book = Filled(two.of_miljo)
    row = next(row for row in range(1, 30) if book.cell(row, "Nyckel (ändra inte)").value == "strive-2")
    book.fill(row, Syfte="Fler ska resa hållbart.")
    merge(two)
    plan = planned(two.of_miljo, book.bytes())
    assert (plan.faults, [each.key for each in plan.changed], plan.new, plan.gone) == ([], ["strive"], [], [])


def test_the_versions_in_between_are_compared_as_one_card(mira, two):
    make.answer(two.of_miljo)
    first = make.handed_in(two.of_miljo, two.mira)
    merge(two)
    assert list(Cards().rows_of(sections.said(first))) == ["strive"]
    assert card_url(two.of_miljo, "strive") == NEW == url(Cards().find(two.of_miljo, "strive"))
