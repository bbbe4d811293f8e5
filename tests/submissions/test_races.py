"""All that can happen at the same moment as a save, two and two, and four writers: nothing that was saved is lost.

On PostgreSQL they really run beside each other; on SQLite each waits for the one before.
"""

from datetime import timedelta
from itertools import combinations_with_replacement
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from projects.section import Cards
from submissions import corrections, drafts, history, merging, remarks, sections, workflow
from submissions.models import Membership, Revision, Round, Submission
from submissions.questions import Questions
from tests import make
from tests.at_once import at_once

ANSWER, PURPOSE, AIMS = ("html",), ("card", "texts", "purpose"), ("card", "texts", "aims")
REFUSALS = {drafts.Conflict, drafts.Locked, PermissionDenied, workflow.Refused}


class Desk:
    """Teknik's submission with an answer and a card, which four people have open; `saved` holds what was done."""

    def __init__(self, cast):
        self.cast, self.of, self.saved = cast, cast.of_teknik, []
        self.people = [cast.tova, *(make.contact(f"P{n}", f"p{n}@example.com", cast.teknik) for n in range(3))]
        make.answer(self.of)
        make.card(self.of, make.project())
        make.decision(self.of)
        workflow.begin(cast.tova, self.of)
        self.opened = {path: sections.of(self.row(path)).content(self.row(path)) for path in (ANSWER, PURPOSE, AIMS)}

    def row(self, path):
        section, key = (Questions(), "1") if path == ANSWER else (Cards(), "brave")
        return section.find(self.of, key)

    def save(self, person, path):
        """Save a text of the person's own in one place, from what all have open."""
        row, text = self.row(path), f"<p>Person {person} skrev.</p>"
        written = merging.put(self.opened[path], path, nested(path, text))

        def work():
            drafts.save(self.people[person], row, 0, written, uuid4())
            self.saved.append((path, text))

        return work

    def correct(self, person):
        """The same by a reviewer, in what is handed in."""
        text = f"<p>Handläggare {person} rättade.</p>"

        def work():
            reviewer = (self.cast.rut, self.cast.ada)[person]
            corrections.correct(reviewer, self.of, Questions(), "1", 0, {"html": text}, uuid4())
            self.saved.append((ANSWER, text))

        return work

    def remark(self, person):
        reviewer = (self.cast.rut, self.cast.ada)[person]
        return lambda: remarks.write(reviewer, self.of, "Vem?", "Fråga 1", "questions", "1")

    def texts(self, path):
        """What stands in a place, and all that its history knows to have stood there."""
        row = self.row(path)
        contents = [sections.of(row).content(row), *(each.content for each in history.of(row))]
        return [at(content, path) for content in contents]


def nested(path, value):
    for name in reversed(path):
        value = {name: value}
    return value


def at(content, path):
    for name in path:
        content = content.get(name, {})
    return content


EVENTS = {
    "save the answer": lambda desk, person: desk.save(person, ANSWER),
    "save the purpose": lambda desk, person: desk.save(person, PURPOSE),
    "save the aims": lambda desk, person: desk.save(person, AIMS),
    "hand in": lambda desk, person: lambda: workflow.submit(desk.people[person], desk.of),
    "take back": lambda desk, person: lambda: workflow.take_back(desk.people[person], desk.of, 1),
    "begin the review": lambda desk, person: lambda: workflow.begin_review(desk.cast.rut, desk.of),
    "give back": lambda desk, person: lambda: workflow.give_back(desk.cast.rut, desk.of, "Rätta."),
    "correct": lambda desk, person: desk.correct(person),
    "remark": lambda desk, person: desk.remark(person),
    "approve": lambda desk, person: lambda: workflow.approve(desk.cast.rut, desk.of),
    "extend": lambda desk, person: lambda: workflow.extend(desk.cast.rut, desk.of, in_days(40), "Ni får mer tid."),
    "close": lambda desk, person: lambda: Round.objects.update(closes=timezone.localdate() - timedelta(1)),
    "leave": lambda desk, person: lambda: Membership.objects.filter(user=desk.people[person]).delete(),
}


def in_days(number):
    return timezone.localdate() + timedelta(number)


def lost(desk):
    """What was answered as saved, and neither stands nor was replaced by somebody who had seen it.

    All began from the same, so nobody had seen anybody's: what was saved must stand.
    """
    return [(path, text) for path, text in desk.saved if desk.texts(path)[0] != text]


@pytest.mark.parametrize("status", ["draft", "submitted"])
@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(EVENTS, 2)))
def test_two_at_the_same_moment_lose_nothing(lasting_cast, one, other, status):
    desk = Desk(lasting_cast)
    works = [EVENTS[one](desk, 0), EVENTS[other](desk, 1)]
    if status == "submitted":
        workflow.submit(lasting_cast.tova, desk.of)
    raised = at_once(*works)
    assert set(raised) - REFUSALS == {None} or set(raised) <= REFUSALS
    assert lost(desk) == []
    assert len(desk.saved) == Revision.objects.exclude(created_by=None).count()
    handed_in = Submission.objects.get(pk=desk.of.pk)
    assert len(set(desk.of.versions.values_list("number", flat=True))) == desk.of.versions.count()
    if handed_in.status in ("submitted", "approved"):
        assert handed_in.versions.last().data == sections.freeze(handed_in)


@pytest.mark.parametrize("other", ["save the answer", "hand in", "close"])
def test_a_board_that_gets_more_time_meanwhile_has_it_and_what_it_did(lasting_cast, other):
    desk = Desk(lasting_cast)
    assert at_once(EVENTS["extend"](desk, 0), EVENTS[other](desk, 1))[0] is None
    now = Submission.objects.get(pk=desk.of.pk)
    assert (now.closes_on, now.phase, lost(desk)) == (in_days(40), "open", [])
    assert (now.status, now.versions.count()) == (("submitted", 1) if other == "hand in" else ("draft", 0))


def test_four_in_the_same_place_and_one_is_saved(lasting_cast):
    desk = Desk(lasting_cast)
    raised = at_once(*[desk.save(person, ANSWER) for person in range(4)])
    assert sorted(map(str, raised)) == sorted(map(str, [None, *[drafts.Conflict] * 3]))
    assert lost(desk) == []


def test_four_on_one_card_in_places_of_their_own_are_all_saved(lasting_cast):
    desk = Desk(lasting_cast)
    results = ("card", "texts", "results")
    desk.opened[results] = desk.opened[AIMS]
    places = [PURPOSE, AIMS, results, ANSWER]
    assert at_once(*[desk.save(person, place) for person, place in enumerate(places)]) == [None] * 4
    assert (lost(desk), len(desk.saved)) == ([], 4)


def test_without_the_version_a_save_is_lost(lasting_cast, monkeypatch):
    """That the tests above can fail: here every save is taken to have begun from what stands."""
    desk = Desk(lasting_cast)
    save = drafts.save
    monkeypatch.setattr(drafts, "save", lambda user, row, version, *rest: save(user, row, stands(row), *rest))

    def stands(row):
        return type(row).objects.get(pk=row.pk).version

    for person in range(2):
        desk.save(person, ANSWER)()
    assert lost(desk) == [(ANSWER, "<p>Person 0 skrev.</p>")]
