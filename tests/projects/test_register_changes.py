"""Merging and parting projects: every card and all history goes along, and comes back when it is undone."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from projects import register, register_changes
from projects.models import Card, Project, RegisterChange
from projects.section import Cards
from reporting import figures, roundfile, years
from reporting.models import Excerpt, ExcerptSource
from submissions import drafts, history, sections, workflow
from submissions.models import Remark, Revision, Submission, Version
from tests import make


@pytest.fixture
def two(cast):
    """STRIVE twice: Teknik's is approved, Miljö writes on its own."""
    cast.one = make.project("strive", "STRIVE", owner="Lunds universitet")
    cast.other = make.project("strive-2", "Strive – turism", acronym="STRIVE", grant_number="STH-2024-17")
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, cast.one, paid=100)
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    make.card(cast.of_miljo, cast.other, paid=40, description="<p>Vi tog emot festivaler.</p>")
    return cast


def merge(two, **facts):
    return register_changes.merge(two.rut, two.one, two.other, facts)


def state():
    """All that a change may touch, and what each year counts; versions as they are frozen, and as they are read."""
    projects = Project.objects.order_by("key").values(*("pk", "key", *Project.FACTS))
    return {
        "projects": [*projects],
        "rounds": sorted(Project.rounds.through.objects.values_list("project__key", "round__year")),
        "cards": [*Card.objects.order_by("pk").values_list("pk", "project__key", "version", "description")],
        "revisions": [*Revision.objects.order_by("pk").values_list("pk", "key", "content")],
        "remarks": [*Remark.objects.order_by("pk").values_list("pk", "key")],
        "frozen": [*Version.objects.order_by("pk").values_list("data", flat=True)],
        "read": [sections.said(version) for version in Version.objects.order_by("pk")],
    }


def test_two_projects_become_one_that_is_counted_once(two):
    make.answer(two.of_miljo)
    make.approved(two.of_miljo, two.mira, two.rut)
    frozen = [*Version.objects.order_by("pk").values_list("data", flat=True)]
    before = figures.count(years.load(two.round), None)
    change = merge(two, title="STRIVE – turism", grant_number="STH-2024-17")
    after = figures.count(years.load(two.round), None)
    assert (before.eu_projects, before.participations, before.paid) == (2, 2, 140)
    assert (after.eu_projects, after.participations, after.paid) == (1, 2, 140)
    assert [*Version.objects.order_by("pk").values_list("data", flat=True)] == frozen
    kept = Project.objects.get()
    assert (kept.key, kept.title, kept.grant_number, kept.owner) == (
        "strive",
        "STRIVE – turism",
        "STH-2024-17",
        "Lunds universitet",
    )
    assert str(change) == "”Strive – turism” (strive-2) slogs ihop med ”STRIVE – turism” (strive)."


def test_the_file_of_the_year_names_the_project_by_its_new_key_and_can_be_read_in_again(two):
    make.answer(two.of_miljo)
    make.approved(two.of_miljo, two.mira, two.rut)
    merge(two)
    written = roundfile.year_file(two.round)
    assert [project["key"] for project in written["projects"]] == ["strive"]
    assert roundfile.faults(written) == []
    roundfile.read(written, replace=True)
    assert roundfile.year_file(two.round) == written


def test_the_facts_in_the_year_are_those_that_were_handed_in_last(two):
    make.answer(two.of_miljo)
    make.approved(two.of_miljo, two.mira, two.rut)
    merge(two, title="Registrets titel")
    assert roundfile.year_file(two.round)["projects"][0]["title"] == "Strive – turism"


def test_a_file_from_before_the_merge_is_read_in_with_the_key_that_stayed(two):
    make.answer(two.of_miljo)
    make.approved(two.of_miljo, two.mira, two.rut)
    written = roundfile.year_file(two.round)
    merge(two)
    roundfile.read(written, replace=True)
    assert [*Project.objects.values_list("key", flat=True)] == ["strive"]
    assert [*Card.objects.values_list("project__key", flat=True)] == ["strive", "strive"]


def test_history_and_remarks_follow_the_card(two):
    card = two.of_miljo.cards.get()
    make.revision(card, two.mira)
    make.answer(two.of_miljo)
    make.handed_in(two.of_miljo, two.mira)
    Remark.objects.create(submission=two.of_miljo, section="cards", key="strive-2", about="Strive", text="Skriv mer.")
    merge(two)
    card = Cards().find(two.of_miljo, "strive")
    assert [revision.version for revision in history.of(card)] == [1]
    assert Remark.objects.get().key == "strive"
    assert Cards().find(two.of_miljo, "strive-2") == card


def test_where_an_excerpt_was_taken_from_follows_too(two):
    excerpt = Excerpt.objects.create(submission=two.of_miljo)
    source = ExcerptSource.objects.create(excerpt=excerpt, section="cards", key="strive-2", about="Strive", quote="Vi")
    change = merge(two)
    source.refresh_from_db()
    assert source.key == "strive"
    register_changes.undo(two.rut, change)
    source.refresh_from_db()
    assert source.key == "strive-2"


def test_a_text_from_before_the_merge_can_be_brought_back(two):
    card = Cards().find(two.of_miljo, "strive-2")
    first = make.revision(card, two.mira)
    merge(two)
    card = Cards().find(two.of_miljo, "strive")
    content = Cards().content(card)
    content["card"]["texts"] = {"description": "<p>Nytt.</p>"}
    drafts.save(two.mira, card, card.version, content, uuid4())
    card = Cards().find(two.of_miljo, "strive")
    first.refresh_from_db()
    drafts.bring_back(two.mira, card, card.version, history.fingerprint(card), first, uuid4())
    assert Cards().find(two.of_miljo, "strive").description == "<p>Vi tog emot festivaler.</p>"


def test_undone_everything_is_as_it_was(two):
    make.revision(two.of_miljo.cards.get(), two.mira)
    two.other.rounds.add(two.round)
    before = state()
    change = merge(two, title="Annat", grant_number="STH-2024-17")
    assert state() != before
    register_changes.undo(two.rut, change)
    assert state() == before
    change.refresh_from_db()
    assert change.undone_by == two.rut


def test_what_has_been_written_and_handed_in_since_goes_back_too(two):
    change = merge(two)
    card = Cards().find(two.of_miljo, "strive")
    content = Cards().content(card)
    content["card"]["texts"] = {"description": "<p>Nytt.</p>"}
    drafts.save(two.mira, card, card.version, content, uuid4())
    make.answer(two.of_miljo)
    version = make.approved(two.of_miljo, two.mira, two.rut)
    register_changes.undo(two.rut, change)
    assert Card.objects.get(submission=two.of_miljo).project.key == "strive-2"
    assert {revision.key for revision in two.of_miljo.revisions.filter(section="cards")} == {"strive-2"}
    said = sections.said(Version.objects.get(pk=version.pk))
    assert ([card["project"] for card in said["submission"]["cards"]], said["projects"][0]["key"]) == (
        ["strive-2"],
        "strive-2",
    )
    assert figures.count(years.load(two.round), None).eu_projects == 2


def test_facts_that_somebody_has_changed_since_stay_when_it_is_undone(two):
    change = merge(two, title="Annat", grant_number="STH-2024-17")
    Project.objects.update(title="Rättad")
    register_changes.undo(two.rut, change)
    assert [*Project.objects.order_by("key").values_list("title", "grant_number")] == [
        ("Rättad", ""),
        ("Strive – turism", "STH-2024-17"),
    ]


def test_a_board_with_a_card_for_both_stops_it_all(two):
    make.card(two.of_miljo, two.one)
    before = state()
    with pytest.raises(register_changes.Refused) as refused:
        merge(two)
    assert str(refused.value) == (
        "Miljönämnden har två kort 2025, ett för vart och ett av projekten. "
        "Be nämnden att ta bort det ena kortet. Försök sedan igen."
    )
    assert state() == before


def test_what_is_handed_in_has_to_be_returned_first(two):
    make.answer(two.of_miljo)
    make.card(two.of_miljo, two.one)
    make.handed_in(two.of_miljo, two.mira)
    with pytest.raises(register_changes.Refused, match="Återlämna redovisningen och be nämnden"):
        merge(two)


def test_an_old_version_that_has_both_keeps_them_apart(two):
    extra = make.card(two.of_miljo, two.one)
    make.answer(two.of_miljo)
    first = make.handed_in(two.of_miljo, two.mira)
    workflow.give_back(two.rut, two.of_miljo, "Ta bort det ena.")
    extra.delete()
    merge(two)
    assert {card["project"] for card in sections.said(first)["submission"]["cards"]} == {"strive", "strive-2"}
    assert [card["project"] for card in sections.freeze(two.of_miljo)["submission"]["cards"]] == ["strive"]


def test_only_the_city_office_may(two):
    for change in (
        lambda: register_changes.merge(two.mira, two.one, two.other, {}),
        lambda: register_changes.part(two.mira, two.one, [two.of_teknik], Project(title="Ny")),
        lambda: register_changes.tell_apart(two.mira, two.one, two.other),
        lambda: register_changes.undo(two.mira, register_changes.tell_apart(two.rut, two.one, two.other)),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Project.objects.count() == 2


def test_every_board_that_is_concerned_sees_it_in_its_timeline(two):
    change = merge(two)
    event = two.of_miljo.events.last()
    assert (event.in_words, event.message, event.created_by) == (
        "ändring i stadskontorets register",
        change.about,
        two.rut,
    )
    assert not two.of_teknik.events.filter(kind="register").exists()
    register_changes.undo(two.rut, change)
    assert two.of_miljo.events.last().message == f"Ångrat: {change.about}"


def test_a_key_that_has_gone_is_given_to_no_new_project(two):
    merge(two)
    assert register.add_new(two.mira, two.of_miljo, {"title": "Strive 2", "acronym": ""}).project.key == "strive-2-2"


# Parting


@pytest.fixture
def shared(cast):
    """BRAVE, which Teknik has handed in and Miljö writes on; last year Teknik had it too."""
    cast.brave = make.project(owner="Göteborgs stad")
    last_year = make.submission(make.round(2024), cast.teknik)
    make.card(last_year, cast.brave, paid=7)
    make.frozen(last_year)
    cast.last_year = last_year
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, cast.brave, paid=100)
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    make.card(cast.of_miljo, cast.brave, paid=40)
    return cast


def part(shared, submissions, target=None):
    return register_changes.part(shared.rut, shared.brave, submissions, target or Project(title="Something else"))


def test_chosen_cards_go_to_a_new_project(shared):
    shared.brave.rounds.add(shared.round)
    change = part(shared, [shared.of_teknik, shared.last_year])
    assert figures.count(years.load(shared.round, draft=True), None).eu_projects == 2
    assert [each["key"] for each in roundfile.year_file(shared.last_year.round)["projects"]] == ["something-else"]
    assert sorted(Card.objects.values_list("submission__round__year", "submission__board__name", "project__key")) == [
        (2024, "Tekniska nämnden", "something-else"),
        (2025, "Miljönämnden", "brave"),
        (2025, "Tekniska nämnden", "something-else"),
    ]
    assert sorted(Project.rounds.through.objects.values_list("project__key", "round__year")) == [
        ("brave", 2025),
        ("something-else", 2025),
    ]
    assert str(change) == (
        "Kort flyttades från ”BRAVE” till det nya projektet ”Something else”: "
        "Tekniska nämnden 2024 och Tekniska nämnden 2025."
    )


def test_a_parting_is_undone(shared):
    shared.brave.rounds.add(shared.round)
    before = state()
    change = part(shared, [shared.of_teknik])
    assert state() != before
    register_changes.undo(shared.rut, change)
    assert state() == before


def test_chosen_cards_go_to_a_project_that_there_is(shared):
    other = make.project("good-cities", "GOOD Cities")
    before = state()
    change = part(shared, [shared.of_miljo], other)
    assert shared.of_miljo.cards.get().project == other
    register_changes.undo(shared.rut, change)
    assert state() == before


def test_a_board_that_has_the_other_project_too_stops_it(shared):
    other = make.project("good-cities", "GOOD Cities")
    make.card(shared.of_miljo, other)
    with pytest.raises(register_changes.Refused, match="^Miljönämnden har två kort 2025"):
        part(shared, [shared.of_miljo], other)


def test_a_project_is_not_emptied_and_nothing_is_left_of_the_try(shared):
    with pytest.raises(register_changes.Refused, match="Minst ett kort måste vara kvar"):
        part(shared, [shared.of_miljo, shared.of_teknik, shared.last_year])
    assert [*Project.objects.values_list("key", flat=True)] == ["brave"]


# Undoing when something else has happened


def test_what_came_later_is_undone_first(shared):
    first = part(shared, [shared.of_teknik])
    second = register_changes.merge(shared.rut, shared.brave, Project.objects.get(key="something-else"), {})
    with pytest.raises(register_changes.Refused) as refused:
        register_changes.undo(shared.rut, first)
    assert str(refused.value) == f"Ångra först det som gjordes senare med samma projekt: {second}"
    register_changes.undo(shared.rut, second)
    register_changes.undo(shared.rut, first)
    assert Card.objects.filter(project=shared.brave).count() == 3


def test_a_project_that_others_have_by_now_stops_the_undoing(shared):
    change = part(shared, [shared.of_teknik])
    make.card(shared.of_fritid, Project.objects.get(key="something-else"))
    with pytest.raises(register_changes.Refused) as refused:
        register_changes.undo(shared.rut, change)
    told = "”Something else” redovisas nu också av andra: Fritidsnämnden 2025. Flytta de korten först."
    assert str(refused.value) == told


def test_a_year_that_was_read_in_anew_stops_the_undoing(two):
    change = merge(two)
    Submission.objects.filter(pk=two.of_miljo.pk).delete()
    with pytest.raises(register_changes.Refused) as refused:
        register_changes.undo(two.rut, change)
    told = "Redovisningen har lästs in på nytt eller tagits bort sedan dess: Miljönämnden 2025."
    assert str(refused.value) == told


def test_a_change_is_undone_once(two):
    change = merge(two)
    register_changes.undo(two.rut, change)
    with pytest.raises(register_changes.Refused, match="redan ångrad"):
        register_changes.undo(two.rut, change)


def test_merged_undone_and_merged_again_the_versions_are_read_by_the_last(two):
    make.answer(two.of_miljo)
    version = make.approved(two.of_miljo, two.mira, two.rut)
    register_changes.undo(two.rut, merge(two))
    two.other = Project.objects.get(key="strive-2")
    merge(two)
    assert sections.said(Version.objects.get(pk=version.pk))["projects"][0]["key"] == "strive"
    assert RegisterChange.objects.filter(undone_at=None).count() == 1


def test_two_that_are_not_the_same_are_kept_once(two):
    one = register_changes.tell_apart(two.rut, two.one, two.other)
    assert register_changes.tell_apart(two.rut, two.other, two.one) == one
    register_changes.undo(two.rut, one)
    assert register_changes.tell_apart(two.rut, two.one, two.other) != one
