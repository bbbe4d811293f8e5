"""What the city office sees of the register: which projects may be the same, and who accounts for each, when."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from config.formats import period
from submissions import sections

from . import matching
from .models import Card, Project, RegisterChange, Role
from .printed import CardReader, amount, budget
from .roundfile import project_facts

# The project's facts as they are held side by side: the fields that stand or fall together, under their label.
GROUPS = {
    "title": ("Titel", ("title",)),
    "acronym": ("Kortnamn", ("acronym",)),
    "programme": ("Program", ("programme",)),
    "grant_number": ("Bidragsnummer", ("grant_number",)),
    "owner": ("Projektägare", ("owner",)),
    "period": ("Projekttid", ("starts", "ends")),
    "total_budget": ("Total budget", ("total_budget", "currency")),
    "website": ("Webbplats", ("website",)),
}


@dataclass(frozen=True)
class Account:
    """That a board has a card for a project a year: its heading, its role, and what was paid, all in words."""

    card: Card

    @property
    def submission(self):
        return self.card.submission

    @property
    def role(self):
        return Role(self.card.role).label if self.card.role else ""

    @property
    def paid(self):
        return amount(self.card.paid)


@dataclass(frozen=True)
class Sheet:
    """A project with its facts in words, by the names of GROUPS, and the accounts of it, the newest year first."""

    project: Project
    facts: dict[str, str]
    accounts: list[Account]


@dataclass(frozen=True)
class Pair:
    """Two projects that may be the same, and why; `both` are the submissions that have a card for each."""

    one: Sheet
    other: Sheet
    reasons: list[str]
    both: list

    @property
    def id(self):
        """What the pair is known by on a page."""
        return "-".join(sorted(sheet.project.key for sheet in self.sheets))

    @property
    def sheets(self):
        return [self.one, self.other]

    @property
    def rows(self):
        """Each fact that either has: its label, what both say, and whether they differ."""
        told = [(label, self.one.facts[name], self.other.facts[name]) for name, (label, _) in GROUPS.items()]
        return [(label, one, other, one != other) for label, one, other in told if one or other]


def sheets(projects):
    """The projects as sheets, in no more queries for many than for one."""
    cards = Card.objects.filter(project__in=projects).select_related("submission__board", "submission__round")
    accounts = defaultdict(list)
    for card in cards.order_by("-submission__round__year", "submission__board", "pk"):
        accounts[card.project_id].append(Account(card))
    return [Sheet(project, in_words(project), accounts[project.pk]) for project in projects]


def in_words(project):
    """A project's facts as they are read, by the names of GROUPS."""
    told = project_facts(project)
    facts = {name: told.get(name) or "" for name in GROUPS}
    return facts | {"period": period(project.starts, project.ends), "total_budget": budget(told.get("total_budget"))}


def pair(one, other, reasons=()):
    """Two sheets as a pair."""
    had = {account.submission.pk for account in one.accounts}
    both = [account.submission for account in other.accounts if account.submission.pk in had]
    return Pair(one, other, list(reasons), both)


def suggested():
    """The pairs that may be the same project and that nobody has said are not, those with most reasons first."""
    projects = {sheet.project.key: sheet for sheet in sheets(list(Project.objects.all()))}
    apart = RegisterChange.objects.filter(kind=RegisterChange.Kind.DIFFERENT, undone_at=None)
    different = {frozenset(keys) for keys in apart.values_list("first", "second")}
    found = matching.suggestions(_known(sheet) for sheet in projects.values())
    return [
        pair(projects[a.key], projects[b.key], reasons)
        for a, b, reasons in found
        if frozenset((a.key, b.key)) not in different
    ]


def _known(sheet):
    project = sheet.project
    places = frozenset((each.submission.round.year, str(each.submission.board)) for each in sheet.accounts)
    return matching.Known(project.key, project.title, project.acronym, project.grant_number, places)


@dataclass(frozen=True)
class Told:
    """What a board tells of a project a year, as it was handed in, or as it is written so far."""

    account: Account
    heading: str
    shown: dict


def texts(sheet):
    """What each board tells of the project, in the order of the sheet's accounts."""
    frozen = sections.all_handed_in([account.submission for account in sheet.accounts])
    rounds = {account.submission.round_id: account.submission.round for account in sheet.accounts}
    prefetch_related_objects(list(rounds.values()), "goals", "programmes")
    readers = {pk: CardReader(round) for pk, round in rounds.items()}
    told = [_told(account, sheet.project.key, frozen, readers) for account in sheet.accounts]
    return [each for each in told if each]


def _told(account, key, frozen, readers):
    said = frozen[account.submission.pk]
    cards = {card["project"]: card for card in said["submission"].get("cards", [])}
    projects = {project["key"]: project for project in said.get("projects", [])}
    if key not in cards:
        return None
    heading = cards[key].get("title") or projects[key]["title"]
    return Told(account, heading, readers[account.submission.round_id].context(cards[key], projects[key]))
