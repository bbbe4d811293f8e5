"""Every figure of a year, counted here and nowhere else, by pure functions.

A figure is counted from the cards that `cards_of` gives for it, and those are shown where somebody asks what it is
made of; so nothing is chosen in one way and counted in another. How things are counted stands in docs/architecture.md.
Amounts are whole SEK. A figure that nobody knows is None, as most are of a year whose totals are typed in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from config.formats import alphabetical, country
from projects.counting import organisations

from .dataset import Card, Year, remembered

NO_PROGRAMME = "Utan program"
OTHERS = "Övriga"  # the group of the programmes that no other group is of
NO_MAIN_GOAL = "Utan huvudmål"
SECTORS = ("public", "private", "academia", "civil_society")


@dataclass(frozen=True)
class BoardFigures:
    """A board's cards in EU programmes, and what was paid out for all its cards."""

    board: str
    projects: int | None
    paid: int | None


@dataclass(frozen=True)
class GroupFigures:
    """A programme group's distinct EU projects, and what was paid out for all its cards."""

    group: str
    projects: int | None
    paid: int | None


@dataclass(frozen=True)
class GoalFigures:
    """EU projects that name the goal, and what was paid out for the cards whose main goal it is.

    Number 0 is for the cards that have no main goal: their EU projects, and what was paid out for them.
    """

    number: int
    text: str
    projects: int | None
    paid: int | None


@dataclass(frozen=True)
class Figures:
    """All figures of a year, and in `previous` those of the year before.

    `other_projects` are those that are not EU projects: `otherwise_funded` by somebody else, and those
    `without_programme`, which are nobody's.
    `paid_otherwise` is what was paid for those, which is part of `paid`. `typed` tells that they are totals typed in,
    `approximate` that those were rounded. `missing` are the names of the boards that nothing has come from, so that
    nothing of theirs is counted; totals typed in wait for nobody.
    `budget_span` is {smallest, largest}: total budgets of the EU projects, of which `known_budgets` have one that is
    known. `cooperation` is {sectors, countries}: the number of partners in each of SECTORS, and [{code, partners}],
    most partners first; `partners` is None where the boards only stated which countries.
    """

    year: int
    eu_projects: int | None
    other_projects: int | None
    participations: int | None
    cards: int | None
    owned: int | None
    partnered: int | None
    other_roles: int | None
    boards_taking_part: int | None
    paid: int | None
    boards: tuple[BoardFigures, ...]
    programmes: tuple[GroupFigures, ...]
    goals: tuple[GoalFigures, ...]
    budget_span: dict
    cooperation: dict
    previous: "Figures | None"
    typed: bool = False
    approximate: bool = False
    without_programme: int | None = None
    otherwise_funded: int | None = None
    paid_otherwise: int | None = None
    known_budgets: int | None = None
    missing: tuple[str, ...] = ()


def count(year, previous=None):
    """The `Figures` of a `Year`: from its cards or, where it has none, from the totals typed in for it.

    `previous` is the `Year` before, or None; one that has neither cards nor typed totals counts as none.
    """
    counted = _typed(year) if is_typed(year) else _counted(year)
    return Figures(year=year.year, cooperation=_cooperation(year), previous=_previous(previous), **counted)


def is_typed(year):
    """Whether the year's figures are totals typed in, and so not counted from any cards."""
    return not year.cards and year.typed is not None


@dataclass(frozen=True)
class Counting:
    """How a figure is made: which of a year's cards it is counted from, and what is counted of them.

    `tally` gives the figure of some of these cards, and `unit` what is counted once however many cards it has; where
    that is None, each card counts.
    """

    choose: Callable[[Year], Iterable[Card]]
    tally: Callable[[list[Card], Year], int | None]
    unit: Callable[[Card], object] | None = None


def _distinct(unit, choose):
    return Counting(choose, lambda cards, year: len({unit(card) for card in cards}), unit)


def _each(choose):
    return Counting(choose, lambda cards, year: len(cards))


def _paid(choose):
    return Counting(choose, lambda cards, year: sum_of_known(card.paid for card in cards))


def sum_of_known(amounts):
    """The sum of the amounts that are known; None where there are some, and nobody knows any of them."""
    amounts = list(amounts)
    known = [amount for amount in amounts if amount is not None]
    return None if amounts and not known else sum(known)


def _project(card):
    return card.project.key


def _board(card):
    return card.board


def _all(year):
    return year.cards


@remembered
def _eu(year):
    return [card for card in year.cards if card.project.is_eu]


def _other(year):
    return [card for card in year.cards if not card.project.is_eu]


def _with_role(role):
    """What chooses the EU projects whose weightiest role it is that some board has in them."""

    def choose(year):
        cards, held = _eu(year), defaultdict(set)
        for card in cards:
            held[_project(card)].add(card.role)
        return [card for card in cards if _weightiest(held[_project(card)]) == role]

    return choose


def _weightiest(held):
    return next((role for role in ("owner", "partner") if role in held), "other")


def _budgeted(year):
    return [card for card in _eu(year) if budget_in_sek(card, year) is not None]


def _span(pick):
    return Counting(_budgeted, lambda cards, year: pick((budget_in_sek(card, year) for card in cards), default=None))


def _in_sector(sector):
    """Distinct organisations by name, since the same one takes part in many projects."""

    def choose(year):
        return [card for card in year.cards if any(partner.sector == sector for partner in card.partners)]

    return Counting(choose, lambda cards, year: len(_partners(cards)[0][sector]))


# Each figure of a year that is counted from its cards, by its name.
COUNTINGS = {
    "eu_projects": _distinct(_project, _eu),
    "other_projects": _distinct(_project, _other),
    "otherwise_funded": _distinct(_project, lambda year: [card for card in _other(year) if card.project.programme]),
    "without_programme": _distinct(_project, lambda year: [c for c in year.cards if c.project.programme is None]),
    "participations": _each(_eu),
    "cards": _each(_all),
    "owned": _distinct(_project, _with_role("owner")),
    "partnered": _distinct(_project, _with_role("partner")),
    "other_roles": _distinct(_project, _with_role("other")),
    "boards_taking_part": _distinct(_board, _eu),
    "paid": _paid(_all),
    "paid_otherwise": _paid(_other),
    "known_budgets": _distinct(_project, _budgeted),
    "smallest_budget": _span(min),
    "largest_budget": _span(max),
    **{sector: _in_sector(sector) for sector in SECTORS},
}
_IN_SPAN = ("smallest_budget", "largest_budget")
# Under what a card stands in the tables where a figure is parted; under each goal that it names, but one main goal.
PARTS = {
    "board": lambda card, year: [card.board],
    "group": lambda card, year: [group_of(card)],
    "goal": lambda card, year: set(card.goals),
    "main_goal": lambda card, year: [main_goal_of(year, card)],
}


def cards_of(year, name, by="", key=None):
    """The cards that a figure is counted from: of COUNTINGS, and where `by` is one of PARTS, of that part alone."""
    return _parted(year, name, by).get(key, []) if by else list(COUNTINGS[name].choose(year))


def tally(year, name, by="", key=None):
    """The figure itself, counted from these cards."""
    return COUNTINGS[name].tally(cards_of(year, name, by, key), year)


def _parted(year, name, by):
    """The cards of a figure under each key of PARTS, in the order of the cards."""
    groups = defaultdict(list)
    for card in COUNTINGS[name].choose(year):
        for key in PARTS[by](card, year):
            groups[key].append(card)
    return groups


def _tallies(year, name, by):
    """The figure of each part that has cards of it; it is 0 for every other."""
    tallies = {key: COUNTINGS[name].tally(cards, year) for key, cards in _parted(year, name, by).items()}
    return defaultdict(int, tallies)


def _counted(year):
    told = {name: tally(year, name) for name in COUNTINGS if name not in (*SECTORS, *_IN_SPAN)}
    return {
        **told,
        "boards": _boards(year),
        "programmes": _programmes(year),
        "goals": _goals(year),
        "budget_span": {name.removesuffix("_budget"): tally(year, name) for name in _IN_SPAN},
        "missing": tuple(year.missing),
    }


def _boards(year):
    projects, paid = _tallies(year, "participations", "board"), _tallies(year, "paid", "board")
    return tuple(BoardFigures(board, projects[board], paid[board]) for board in sorted(paid, key=alphabetical))


def _programmes(year):
    projects, paid = _tallies(year, "eu_projects", "group"), _tallies(year, "paid", "group")
    return _ranked(GroupFigures(group, projects[group], paid[group]) for group in list(paid))


def _ranked(groups):
    return tuple(sorted(groups, key=lambda row: (-(row.paid or 0), alphabetical(row.group))))


def group_of(card):
    """The programme group that the card is summed under."""
    return card.project.programme.group if card.project.programme else NO_PROGRAMME


def main_goal_of(year, card):
    """The number of the goal that the card's money is summed under; 0 where it has none."""
    return card.main_goal if card.main_goal in {goal.number for goal in year.goals} else 0


def _goals(year):
    projects, paid = _tallies(year, "eu_projects", "goal"), _tallies(year, "paid", "main_goal")
    named = [GoalFigures(goal.number, goal.text, projects[goal.number], paid[goal.number]) for goal in year.goals]
    unnamed = GoalFigures(0, NO_MAIN_GOAL, tally(year, "eu_projects", "main_goal", 0), paid[0])
    return tuple([*named, unnamed] if unnamed.paid else named)


def budget_in_sek(card, year):
    """The total budget of the card's project in whole SEK; None where nobody has said it, or there is no rate."""
    return in_sek(card.project.total_budget, year)


def in_sek(money, year):
    """Money in whole SEK by the year's exchange rates; None where there is no money, or no rate for its currency."""
    rate = money and {"SEK": 1, **year.exchange_rates}.get(money.currency)
    return round(money.amount * rate) if rate else None


def _cooperation(year):
    return _stated_cooperation(year) if year.asks_for_cooperation else _counted_cooperation(year)


def _stated_cooperation(year):
    said = {sector: stated(year, sector) for sector in SECTORS}
    countries = {code for each in year.submissions if each.cooperation for code in each.cooperation.countries}
    return {
        "sectors": {sector: sum(count for _, count in told) if told else None for sector, told in said.items()},
        "countries": _countries(dict.fromkeys(countries)),
    }


def stated(year, sector):
    """How many partners in the sector each board has stated itself, as (board's name, count), where it has."""
    told = [(each.board.name, each.cooperation.sectors) for each in year.submissions if each.cooperation]
    return [(board, counts[sector]) for board, counts in told if sector in counts]


def _counted_cooperation(year):
    _, by_country = _partners(year.cards)
    by_country.pop("", None)
    return {
        "sectors": {sector: tally(year, sector) if year.cards else None for sector in SECTORS},
        "countries": _countries({code: len(names) for code, names in by_country.items()}),
    }


def _partners(cards):
    return organisations(partner for card in cards for partner in card.partners)


def _countries(partners):
    rows = [{"code": code, "partners": number} for code, number in partners.items()]
    return sorted(rows, key=lambda row: (-(row["partners"] or 0), alphabetical(country(row["code"]))))


def _typed(year):
    typed = year.typed
    boards = tuple(_typed_rows(BoardFigures, "board", sorted(typed.get("boards", []), key=_by_board)))
    return {
        "eu_projects": typed.get("projects"),
        **dict.fromkeys(("other_projects", "participations", "cards", "other_roles")),
        "owned": typed.get("owned"),
        "partnered": typed.get("partnered"),
        "boards_taking_part": sum(bool(board.projects) for board in boards) if boards else None,
        "paid": typed.get("paid"),
        "boards": boards,
        "programmes": _ranked(_typed_rows(GroupFigures, "group", typed.get("programmes", []))),
        "goals": _typed_goals(year),
        "budget_span": {name: typed.get("budget_span", {}).get(name) for name in ("smallest", "largest")},
        "typed": True,
        "approximate": typed.get("approximate", False),
    }


def _by_board(row):
    return alphabetical(row["board"])


def _typed_rows(kind, name, rows):
    return (kind(row[name], row.get("projects"), row.get("paid")) for row in rows)


def _typed_goals(year):
    typed = {row["number"]: row for row in year.typed.get("goals", [])}
    rows = ((goal, typed.get(goal.number, {})) for goal in year.goals)
    return tuple(GoalFigures(goal.number, goal.text, row.get("projects"), row.get("paid")) for goal, row in rows)


def _previous(year):
    return _alone(year) if year and (year.cards or is_typed(year)) else None


@remembered
def _alone(year):
    return count(year)


# Where in `Figures` the parts of a figure stand: the rows, what a row is known by, and the figure in it.
_ROWS = {
    ("participations", "board"): ("boards", "board", "projects"),
    ("paid", "board"): ("boards", "board", "paid"),
    ("eu_projects", "group"): ("programmes", "group", "projects"),
    ("paid", "group"): ("programmes", "group", "paid"),
    ("eu_projects", "goal"): ("goals", "number", "projects"),
    ("paid", "main_goal"): ("goals", "number", "paid"),
}


def printed(figures, name, by="", key=None):
    """A figure of COUNTINGS as it stands in `figures`; None where it does not stand there, or nobody knows it."""
    if by:
        rows, known_by, figure = _ROWS.get((name, by), ("", "", ""))
        found = [row for row in getattr(figures, rows, ()) if getattr(row, known_by) == key]
        return getattr(found[0], figure) if found else None
    if name in SECTORS:
        return figures.cooperation["sectors"][name]
    return figures.budget_span[name.removesuffix("_budget")] if name in _IN_SPAN else getattr(figures, name)


def paid_to(figures, boards):
    """What was paid out to these boards together, by name; None where nobody knows it of any."""
    known = [row.paid for row in figures.boards if row.board in boards and row.paid is not None] if figures else []
    return sum(known) if known else None


def cards_by_board(year):
    """How many cards each board has, in EU programmes or not; a board without cards is not there."""
    return _tallies(year, "cards", "board")


@dataclass(frozen=True)
class Change:
    """From one year to the next. `share` is of the year before, None where that was nothing."""

    difference: int
    share: float | None

    @property
    def word(self):
        """The change as a verb, for running text."""
        if self.difference == 0:
            return "var oförändrat"
        return "ökade" if self.difference > 0 else "minskade"


def change(now, before):
    """The `Change` between two figures, or None where either is unknown."""
    if now is None or before is None:
        return None
    return Change(now - before, (now - before) / before if before else None)


def ranked_groups(figures):
    """The programme groups that paid something, most first and OTHERS last; cards without a programme are no group."""
    paid = [row.group for row in figures.programmes if row.paid and row.group != NO_PROGRAMME]
    return sorted(paid, key=OTHERS.__eq__)


def ranked_cards(year):
    """The cards, most paid first, and last those of which nobody has said what was paid."""
    return ranked(year.cards)


def ranked(cards):
    """The same for some of a year's cards."""
    return sorted(cards, key=lambda card: (card.paid is None, -(card.paid or 0), alphabetical(card.heading)))


def goal_shares(figures):
    """Of what was paid out, the share under each goal, between 0 and 1; nothing where nothing was paid."""
    return [(row.paid or 0) / figures.paid for row in figures.goals] if figures.paid else []


def partners_in_all(figures):
    """The partners of all sectors together; None where nobody knows any of them."""
    known = [count for count in figures.cooperation["sectors"].values() if count is not None]
    return sum(known) if known else None
