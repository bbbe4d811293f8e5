"""Merging, parting and undoing at the very moment that boards write: what was saved stands, or its writer was told.

On PostgreSQL they really run beside each other; on SQLite each waits for the one before.
"""

from uuid import uuid4

import pytest

from projects import register, register_changes
from projects.models import Card, Project
from projects.section import Cards
from submissions import drafts, merging, sections, workflow
from submissions.models import Submission
from tests import make
from tests.at_once import at_once
from tests.projects.posting import typed

REFUSALS = {drafts.Conflict, drafts.Locked, register_changes.Refused, workflow.Refused, Project.DoesNotExist, None}


class Desk:
    """STRIVE twice: Teknik writes on the one, Miljö on the other; `saved` holds what was answered as saved."""

    def __init__(self, cast):
        self.cast, self.saved = cast, []
        self.one, self.other = make.project("strive", "STRIVE"), make.project("strive-2", "Strive")
        self.cards = [make.card(cast.of_teknik, self.one), make.card(cast.of_miljo, self.other)]
        make.card(cast.of_fritid, self.one)
        for submission in (cast.of_teknik, cast.of_miljo):
            make.answer(submission)
            make.decision(submission)
            workflow.begin(cast.tova, submission)

    def save(self, number, path):
        """A save of what was opened before anything happened, by the row as it is found in the request."""
        user, card = (self.cast.tova, self.cast.mira)[number], self.cards[number]
        row = Cards().find(card.submission, card.project.key)
        opened = Cards().content(row)
        written = merging.put(opened, ("card", "texts", path), {"card": {"texts": {path: "<p>Ny.</p>"}}})

        def work():
            drafts.save(user, row, row.version, written, uuid4(), seen={"project": opened["project"]})
            self.saved.append((card.pk, path))

        return work

    def cards_now(self):
        return [Card.objects.get(pk=card.pk) for card in self.cards]


def merge(desk):
    return lambda: register_changes.merge(desk.cast.rut, desk.one, desk.other, {"title": "STRIVE – turism"})


def merge_the_other_way(desk):
    return lambda: register_changes.merge(desk.cast.rut, desk.other, desk.one, {})


def part(desk):
    return lambda: register_changes.part(desk.cast.rut, desk.one, [desk.cast.of_teknik], Project(title="Havet"))


WRITERS = {
    "Miljö saves": lambda desk: desk.save(1, "purpose"),
    "Teknik saves": lambda desk: desk.save(0, "purpose"),
    "Miljö hands in": lambda desk: lambda: workflow.submit(desk.cast.mira, desk.cast.of_miljo),
    "Fritid adds": lambda desk: lambda: register.add(desk.cast.ove, desk.cast.of_fritid, desk.other),
    "Miljö adds the same": lambda desk: lambda: register.add(desk.cast.mira, desk.cast.of_miljo, desk.one),
    "Miljö takes away": lambda desk: lambda: register.remove(desk.cast.mira, desk.cards[1], 0),
    "the office merges": merge,
    "the office merges the other way": merge_the_other_way,
    "the office parts": part,
}


@pytest.mark.parametrize("change", [merge, part])
@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_is_lost_and_no_board_has_a_project_twice(lasting_cast, change, writer):
    desk = Desk(lasting_cast)
    raised = at_once(change(desk), WRITERS[writer](desk))
    assert set(raised) <= REFUSALS
    assert [path for pk, path in desk.saved if getattr(Card.objects.get(pk=pk), path) != "<p>Ny.</p>"] == []
    if writer.endswith("saves"):
        assert raised[1] is None
    for submission in Submission.objects.exclude(versions=None):
        assert (
            sections.handed_in(submission)["submission"]["cards"] == sections.freeze(submission)["submission"]["cards"]
        )
    assert Card.objects.filter(project__isnull=True).count() == 0


def test_four_saves_and_a_merge_at_once(lasting_cast):
    desk = Desk(lasting_cast)
    paths = [(0, "purpose"), (1, "purpose"), (0, "aims"), (1, "aims")]
    raised = at_once(merge(desk), *(desk.save(*each) for each in paths))
    assert (raised, len(desk.saved)) == ([None] * 5, 4)
    assert {(each.purpose, each.aims) for each in desk.cards_now()} == {("<p>Ny.</p>", "<p>Ny.</p>")}
    assert {each.project.key for each in desk.cards_now()} == {"strive"}


def test_an_undoing_and_a_save_at_once(lasting_cast):
    desk = Desk(lasting_cast)
    change = merge(desk)()
    desk.cards[1].refresh_from_db()
    raised = at_once(lambda: register_changes.undo(lasting_cast.rut, change), desk.save(1, "purpose"))
    assert raised == [None, None]
    card = Card.objects.get(pk=desk.cards[1].pk)
    assert (card.project.key, card.purpose) == ("strive-2", "<p>Ny.</p>")
    assert {each.key for each in card.submission.revisions.filter(section="cards")} == {"strive-2"}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_page_that_is_sent_at_the_moment_of_the_merge_is_saved(lasting_cast, client, accept):
    desk = Desk(lasting_cast)
    opened = typed(desk.cards[1], purpose="<p>Ny.</p>")
    client.force_login(lasting_cast.mira)
    answers = []

    def send():
        url = "/2025/miljonamnden/projekt/strive-2/"
        answers.append(client.post(url, opened, headers={"Accept": accept}).status_code)

    assert at_once(merge(desk), send) == [None, None]
    assert answers[0] in (200, 302)
    assert Card.objects.get(pk=desk.cards[1].pk).purpose == "<p>Ny.</p>"
