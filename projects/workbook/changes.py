"""What a workbook would change, shown before it is done; and doing it, all or nothing."""

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.db import transaction

from submissions import comparison, drafts, merging

from .. import register
from ..matching import similar_to
from ..models import Project
from ..roundfile import project_facts, project_fields
from ..section import Cards
from .judging import Judgement

NEW = "nytt"


class Outdated(Exception):
    """Somebody has saved since the person saw what would be changed; `headings` tells on which cards."""

    def __init__(self, headings):
        super().__init__(str(headings))
        self.headings = headings


class Twice(Exception):
    """Two rows were said to be of one project, or a row of one that the board has a card for already."""


@dataclass(frozen=True)
class Choices:
    """What the person chose on the page: what they `saw` of each row and card, by name, as fingerprints.

    `projects` are keys of projects in the register, or `NEW`, by the rows' numbers; `removed` the keys of cards.
    """

    seen: dict
    projects: dict
    removed: frozenset

    @classmethod
    def of(cls, post):
        seen = {name.removeprefix("seen-"): value for name, value in post.items() if name.startswith("seen-")}
        projects = {
            name.removeprefix("project-"): value for name, value in post.items() if name.startswith("project-")
        }
        return cls(seen, projects, frozenset(post.getlist("remove")))


class Plan:
    """What reading in the workbook would do to the submission as it stands now."""

    def __init__(self, submission, workbook):
        self.submission = submission
        judged = Judgement(submission, workbook)
        self.faults = judged.faults
        self.new = [row for row in judged.rows if not row.card]
        self.changed = [row for row in judged.rows if row.card and row.is_changed]
        self.unchanged = [row for row in judged.rows if row.card and not row.is_changed]
        self.gone = judged.gone

    @property
    def does_nothing(self):
        return not (self.new or self.changed)

    @cached_property
    def likely(self):
        """For each row of a new project, by number, those in the register that may be the same one."""
        new = {row.number: _named(row) for row in self.new if not row.project}
        if not new:
            return {}
        registered = list(Project.objects.all())
        return {number: similar_to(project, registered)[: register.MOST_HITS] for number, project in new.items()}

    @cached_property
    def taken(self):
        """What the projects that the board has a card for, or gets one for by the workbook, are called, by key."""
        named = {row.key: row.name for row in (*self.new, *self.changed, *self.unchanged)}
        return named | {card.project.key: str(card) for card in self.gone}

    def differences(self, row):
        """Label and marked text of what the row changes."""
        section = Cards()
        before, after = (section.told(self.submission, _whole(each)) for each in (row.start, row.content))
        return comparison.differing(before, after)

    def told(self, row):
        """Label and markup of all that a new row says."""
        told = Cards().told(self.submission, _whole(row.content))
        return [(label, text) for label, text in told.items() if text]

    def outdated(self, choices):
        """The headings of what is no longer as the person saw it."""
        rows = [
            row.name
            for row in (*self.new, *self.changed)
            if choices.seen.get(str(row.number)) != merging.fingerprint(row.start)
        ]
        removed = [card for card in self.gone if card.project.key in choices.removed]
        return rows + [str(card) for card in removed if choices.seen.get(card.project.key) != str(card.version)]


def _named(row):
    facts = row.content.get("project", {})
    return Project(title=facts.get("title", row.title), acronym=facts.get("acronym", ""))


def _whole(content):
    return {"card": content["card"], "project": {"title": "", **content["project"]}}


@transaction.atomic
def carry_out(user, submission, workbook, choices):
    """Do what the workbook says, as the person saw it; gives the plan.

    Raises Outdated, Twice, and what `drafts.save` and `register.add` do; then nothing is changed.
    """
    held = drafts.lock(user, submission)
    plan = Plan(held, workbook)
    headings = plan.outdated(choices)
    if headings or plan.faults:  # a board that begins to share a project makes a fault of what was none
        raise Outdated(headings)
    for row in plan.changed:
        drafts.save(user, row.card, row.card.version, row.content, uuid4())
    for row in plan.new:
        _add(user, held, row, choices.projects.get(str(row.number), NEW))
    for card in plan.gone:
        if card.project.key in choices.removed:
            register.remove(user, card, card.version)
    return plan


def _add(user, submission, row, choice):
    project = row.project or _chosen(choice)
    facts = row.content["project"]
    if project and (there := submission.cards.filter(project=project).first()):
        raise Twice(str(there))
    if project:
        card = register.add(user, submission, project)
        facts = facts if row.project else _joined(card, facts)
    else:
        card = register.add_new(user, submission, project_fields(facts))
        facts = {**facts, "key": card.project.key}
    card.submission = submission
    content = {"card": {**row.content["card"], "project": card.project.key}, "project": facts}
    drafts.save(user, card, card.version, content, uuid4())


def _chosen(choice):
    """The project that was pointed out, perhaps merged into another since; None for a new one."""
    try:
        return register.named(choice.replace("\0", ""))
    except Project.DoesNotExist:
        return None


def _joined(card, facts):
    """What the register says of the project, and where it says nothing, unless others share it, what was typed."""
    registered = project_facts(card.project)
    return registered if register.sharing_boards(card) else {**merging.pruned(facts), **merging.pruned(registered)}
