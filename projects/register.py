"""The register of projects: finding one, and adding it to a board's submission or taking it away again."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from config.formats import period
from submissions import drafts

from .matching import similar_projects
from .models import Card, Project

MOST_HITS = 20
TAKEN_KEYS = {"nytt"}  # the address of the page that adds a card


@dataclass(frozen=True)
class Hit:
    """A project in the register, and the names of the boards that report it in the round."""

    project: Project
    boards: list[str]

    @property
    def acronym(self):
        """The acronym, where the title does not have it already."""
        return "" if self.project.acronym in self.project.title else self.project.acronym

    @property
    def period(self):
        return period(self.project.starts, self.project.ends)


def search(text, round):
    """The projects that have all the words of `text` in their facts, the first of them as hits, and how many they are.

    Compared in Python, since SQLite does not know that Å is å.
    """
    words = text.casefold().split()
    found = [project for project in Project.objects.all() if all(word in _searched(project) for word in words)]
    return hits(found[:MOST_HITS], round), len(found)


def _searched(project):
    facts = (project.title, project.acronym, project.programme, project.grant_number, project.owner)
    return " ".join(facts).casefold()


def hits(projects, round):
    """The projects as hits, in the same order."""
    cards = Card.objects.filter(project__in=projects, submission__round=round)
    boards = defaultdict(list)
    for card in cards.select_related("submission__board").order_by("submission__board"):
        boards[card.project_id].append(card.submission.board.name)
    return [Hit(project, boards[project.pk]) for project in projects]


def similar(title, acronym):
    """The projects in the register that may be the one of this title or acronym."""
    new = Project(title=title, acronym=acronym)
    return [other for one, other, _ in similar_projects([new, *Project.objects.all()]) if one is new][:MOST_HITS]


@transaction.atomic
def add(user, submission, project):
    """The board's card for the project, made where there is none. Raises drafts.Locked and PermissionDenied."""
    held = drafts.lock(user, submission)
    Project.objects.select_for_update().get(pk=project.pk)  # nobody changes its facts as if it were theirs alone
    now = {"changed_by": user, "changed_at": timezone.now()}
    card, is_new = Card.objects.get_or_create(submission=held, project=project, defaults=now)
    if is_new:
        drafts.touch(user, held)
    return card


@transaction.atomic
def add_new(user, submission, facts):
    """The board's card for a new project with these facts, or where two add it at once, the first one's card.

    Raises drafts.Locked and PermissionDenied.
    """
    held = drafts.lock(user, submission)
    own = held.cards.filter(project__title=facts["title"]).first()
    return own or add(user, held, _register(facts))


def _register(facts):
    """A new project, under a key that no other has."""
    base = slugify(slugify(facts["acronym"] or facts["title"]).replace("_", "-"))[:80].strip("-") or "projekt"
    keys = chain([base], (f"{base}-{number}" for number in count(2)))
    tries = (Project.objects.get_or_create(key=key, defaults=facts) for key in keys if key not in TAKEN_KEYS)
    return next(project for project, is_new in tries if is_new)


@transaction.atomic
def remove(user, card, version):
    """Take the card away; its project stays in the register.

    Raises drafts.Locked and PermissionDenied, and drafts.Conflict where the card has been saved since `version`.
    """
    held = drafts.lock(user, card.submission)
    removed, _ = Card.objects.filter(pk=card.pk, version=version).delete()
    if not removed:
        raise drafts.Conflict(card)
    drafts.touch(user, held)
