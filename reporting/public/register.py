"""The register of projects through the years, as the published editions have it: searched, filtered, one project.

A project that has been merged into another in the office's register is one here too, under the newest of the keys that
have been published. What no edition tells of is not here.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import groupby

from config.formats import alphabetical, country
from projects import rekeying
from projects.models import RegisterChange, Role

from .. import cards, dataset, edition_files, figures, language, years
from . import published, search


@dataclass(frozen=True)
class Account:
    """That a board has accounted for a project in a year: what the register shows of its card.

    `url` is the card in that year's report; `paid` is whole SEK, None where nobody has said it.
    """

    year: int
    board: str
    title: str
    url: str
    role: str
    paid: int | None
    programme: str
    group: str
    goals: tuple[str, ...]
    countries: tuple[str, ...]
    project: dataset.Project
    words: str


@dataclass(frozen=True)
class Entry:
    """A project, with its accounts: the newest year first, in a year in the order of the boards."""

    key: str
    accounts: tuple[Account, ...]

    @property
    def project(self):
        """Its facts, as they were last published."""
        return self.accounts[0].project

    @property
    def language(self):
        """That of its title, where it is another than Swedish."""
        return language.of_title(self.project.title)

    @property
    def mark(self):
        """What it is marked with where it is no EU project."""
        return cards.mark_of(self.project)

    @cached_property
    def years(self):
        return _once(account.year for account in self.accounts)

    @property
    def spans(self):
        """The years as text, the newest first, those that follow on one another together: 2024, 2020–2022."""
        runs = groupby(enumerate(self.years), key=lambda each: sum(each))
        told = [[year for _, year in run] for _, run in runs]
        return [str(run[0]) if len(run) == 1 else f"{run[-1]}–{run[0]}" for run in told]

    @cached_property
    def newest(self):
        """Each board's newest account, in the order of `accounts`."""
        found = {}
        for account in self.accounts:
            found.setdefault(account.board, account)
        return list(found.values())

    @cached_property
    def boards(self):
        return sorted(_once(account.board for account in self.accounts), key=alphabetical)

    @cached_property
    def programmes(self):
        return _once(account.programme for account in self.accounts)

    @cached_property
    def paid(self):
        """What all boards have got in all years, whole SEK; None where nobody has said it of any."""
        return figures.sum_of_known(account.paid for account in self.accounts)

    def part_of(self, asked):
        """The same of the board and the year that are `asked` for alone, as (amount,); () where they are all of it."""
        chosen = [a for a in self.accounts if asked.board in ("", a.board) and asked.year in ("", str(a.year))]
        is_part = len(chosen) < len(self.accounts)
        return (figures.sum_of_known(account.paid for account in chosen),) if is_part else ()


@dataclass(frozen=True)
class Register:
    """Every published project in alphabetical order, and `aliases`: the key that it is found under now by each of its
    keys."""

    entries: tuple[Entry, ...]
    aliases: dict[str, str]

    @cached_property
    def by_key(self):
        return {entry.key: entry for entry in self.entries}

    def find(self, key):
        """The project that has, or had, this key; None where none that is published has."""
        return self.by_key.get(self.aliases.get(key))

    @cached_property
    def choices(self):
        """What can be chosen between in each of the filters."""
        accounts = [account for entry in self.entries for account in entry.accounts]
        return {
            "board": _sorted(account.board for account in accounts),
            "group": _sorted(account.group for account in accounts),
            "goal": _sorted(goal for account in accounts for goal in account.goals),
            "country": sorted({c for a in accounts for c in a.countries}, key=lambda c: alphabetical(country(c))),
            "year": sorted({account.year for account in accounts}, reverse=True),
        }


@dataclass(frozen=True)
class Filter:
    """What is asked of the register; what is empty is not asked. All is asked of one and the same account."""

    words: str = ""
    board: str = ""
    group: str = ""
    goal: str = ""
    country: str = ""
    year: str = ""

    @property
    def is_empty(self):
        return not any(getattr(self, each.name) for each in fields(self))

    def holds(self, account):
        return (
            self.board in ("", account.board)
            and self.group in ("", account.group)
            and self.year in ("", str(account.year))
            and (not self.goal or self.goal in account.goals)
            and (not self.country or self.country in account.countries)
            and all(word in account.words for word in search.asked_words(self.words.casefold()))
        )


def found(register, asked):
    """The projects of which some account is as asked."""
    return [entry for entry in register.entries if any(map(asked.holds, entry.accounts))]


def state():
    """What the register depends on beside the editions, as text: which projects have been merged or parted."""
    changes = RegisterChange.objects.order_by("pk").values_list("pk", "undone_at")
    return "|".join(f"{pk}{undone_at or ''}" for pk, undone_at in changes)


def read(editions, state):
    """The `Register` of these editions, newest year first. Kept until one of them, or `state`, is another."""
    whole = tuple(edition for edition in editions if _accounts(edition) is not None)
    return _read(whole, tuple(edition.checksum for edition in whole), state)


@lru_cache(maxsize=1)
def _read(editions, checksums, state):
    accounts = defaultdict(list)
    for edition in editions:
        for key, account in _accounts(edition):
            accounts[key].append(account)
    now = rekeying.merged_into(list(accounts))
    keys = {}  # the key now, in the office's register, and the newest that is published
    for key in accounts:
        keys.setdefault(now[key], key)
    return _register(accounts, {key: keys[now[key]] for key in accounts})


def _register(accounts, aliases):
    together = defaultdict(list)
    for key, own in accounts.items():
        together[aliases[key]] += own
    newest_first = {key: sorted(own, key=lambda each: -each.year) for key, own in together.items()}
    entries = (Entry(key, tuple(own)) for key, own in newest_first.items())
    return Register(tuple(sorted(entries, key=lambda entry: alphabetical(entry.project.title))), aliases)


@edition_files.kept(64)
def _accounts(edition):
    """Each account of an edition with its project's key; None where its files are not as they were published."""
    if not (year := years.as_published(edition)):
        return None
    known = published.addresses(year)
    return tuple((card.project.key, _account(year, card, known)) for card in year.cards)


def _account(year, card, known):
    project = card.project
    countries = _once(partner.country for partner in card.partners)
    return Account(
        year=year.year,
        board=card.board,
        title=card.heading,
        url=known[card.board, project.key].url,
        role=Role(card.role).label if card.role else "",
        paid=card.paid,
        programme=project.programme_name,
        group=figures.group_of(card),
        goals=tuple(goal.text for goal in year.goals if goal.number in card.goals),
        countries=tuple(countries),
        project=project,
        words=search.folded(_words(card, countries).casefold()),
    )


def _words(card, countries):
    """What a project is looked for by."""
    project = card.project
    told = [card.heading, project.title, project.acronym, project.grant_number, project.owner, card.board]
    told += [project.programme_name, *(partner.name for partner in card.partners)]
    return re.sub(r"\s+", " ", " ".join([*told, *map(country, countries)]))


def _once(values):
    """Each of them once, in the order they stand; nothing of what is empty."""
    return list(dict.fromkeys(value for value in values if value))


def _sorted(values):
    return sorted(set(values) - {""}, key=alphabetical)
