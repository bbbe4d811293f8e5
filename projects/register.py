"""The register of projects: finding one, and adding it to a board's submission or taking it away again."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from config.formats import period
from submissions import drafts, history
from submissions.models import Board
from submissions.models.line import line

from . import rekeying
from .fields import ends_before
from .matching import similar_to
from .models import Card, Project, RegisterChange

MOST_HITS = 20
TAKEN_KEYS = {"nytt"}  # the address of the page that adds a card


@dataclass(frozen=True)
class Hit:
    """A project in the register, and the names of the boards that report it in the round.

    `before` are those of the newest earlier year that has it, as (year, names); `returning` tells that the searching
    board had it then or earlier, and does not have it in the round.
    """

    project: Project
    boards: list[str]
    before: tuple[int, list[str]] | None = None
    returning: bool = False

    @property
    def acronym(self):
        """The acronym, where the title does not have it already."""
        return "" if self.project.acronym in self.project.title else self.project.acronym

    @property
    def period(self):
        return period(self.project.starts, self.project.ends)


def search(text, submission):
    """The projects that have all the words of `text` in their facts, the first of them as hits, and how many they are.

    First those that the board had in earlier years and not in this; in each part those last that have ended.
    """
    found = with_words(text, Project.objects.all())
    own, year = _returning(submission), str(submission.round.year)
    found.sort(key=lambda project: (project.pk not in own, ends_before(project.ends, year)))
    return hits(found[:MOST_HITS], submission.round, own), len(found)


def with_words(text, projects):
    """Those of the projects that have all the words of `text` in their facts.

    Compared in Python, since SQLite does not know that Å is å.
    """
    words = text.casefold().split()
    return [project for project in projects if all(word in _searched(project) for word in words)]


def _returning(submission):
    """The projects, by primary key, that the board had in earlier years and does not have in the round."""
    cards = Card.objects.filter(
        submission__board__in=line(submission.board_id), submission__round__year__lte=submission.round.year
    )
    years = cards.values_list("project_id", "submission__round__year")
    now = {project for project, year in years if year == submission.round.year}
    return {project for project, _ in years} - now


def _searched(project):
    facts = (project.title, project.acronym, project.programme, project.grant_number, project.owner)
    return " ".join(facts).casefold()


def hits(projects, round, returning=frozenset()):
    """The projects as hits, in the same order."""
    reported = boards_by_year(projects, round)
    return [_hit(project, reported[project.pk], round.year, project.pk in returning) for project in projects]


def _hit(project, years, year, returning):
    before = next(((earlier, boards) for earlier, boards in years.items() if earlier < year), None)
    return Hit(project, years.get(year, []), before, returning)


def boards_by_year(projects, round):
    """The names of the boards that report each project, by its primary key and by year: the round's, then earlier."""
    cards = Card.objects.filter(project__in=projects, submission__round__year__lte=round.year)
    cards = cards.order_by("-submission__round__year", "submission__board")
    reported = defaultdict(lambda: defaultdict(list))
    for project, year, board in cards.values_list("project_id", "submission__round__year", "submission__board__name"):
        reported[project][year].append(board)
    return reported


def sharing_boards(card):
    """The other boards that have a card for the project the same year."""
    cards = Card.objects.filter(project=card.project_id, submission__round=card.submission.round_id)
    return list(Board.objects.filter(submissions__cards__in=cards.exclude(submission=card.submission_id)))


def similar(title, acronym):
    """The projects in the register that may be the one of this title or acronym."""
    new = Project(title=title, acronym=acronym)
    return similar_to(new, Project.objects.all())[:MOST_HITS]


@transaction.atomic
def add(user, submission, project):
    """The board's card for the project, made where there is none. Raises drafts.Locked and PermissionDenied."""
    held = drafts.lock(user, submission)
    # Nobody changes its facts as if it were theirs alone, or has just made it a part of another.
    project = Project.objects.select_for_update().filter(pk=project.pk).first() or named(project.key)
    version = history.unused_version(Card(submission=held, project=project))
    now = {"changed_by": user, "changed_at": timezone.now(), "version": version}
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
    return own or add(user, held, make(facts))


def named(key):
    """The project of this key, or the one that it has been merged into. Raises Project.DoesNotExist."""
    return Project.objects.get(key=rekeying.merged_into([key])[key])


def make(facts):
    """A new project, under a key that no other has or has had."""
    base = slugify(slugify(facts["acronym"] or facts["title"]).replace("_", "-"))[:80].strip("-") or "projekt"
    keys = chain([base], (f"{base}-{number}" for number in count(2)))
    taken = TAKEN_KEYS.union(*RegisterChange.objects.values_list("first", "second"))
    tries = (Project.objects.get_or_create(key=key, defaults=facts) for key in keys if key not in taken)
    return next(project for project, is_new in tries if is_new)


@transaction.atomic
def remove(user, card, version):
    """Take the card away; its project stays in the register.

    Raises drafts.Locked and PermissionDenied, and drafts.Conflict where the card has been saved since `version`.
    """
    held = drafts.lock(user, card.submission)
    history.keep_read_in(card)
    removed, _ = Card.objects.filter(pk=card.pk, version=version).delete()
    if not removed:
        raise drafts.Conflict(card)
    drafts.touch(user, held)
