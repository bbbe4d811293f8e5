"""Every figure of a year, counted here and nowhere else, by pure functions.

How things are counted stands in docs/architecture.md. Amounts are whole SEK. A figure that nobody knows is None, as
most are of a year whose totals are typed in.
"""

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from config.formats import alphabetical, country
from projects.counting import organisations

NO_PROGRAMME = "Utan program"
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

    `other_projects` are those that are not EU projects, of which `without_programme` have no programme at all.
    `typed` tells that they are totals typed in, `approximate` that those were rounded.
    `budget_span` is {smallest, largest}: total budgets of the EU projects. `cooperation` is {sectors, countries}:
    the number of partners in each of SECTORS, and [{code, partners}], most partners first; `partners` is None where
    the boards only stated which countries.
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

    @property
    def otherwise_funded(self):
        """Projects in programmes that are not EU's; one without a programme is nobody's."""
        return None if self.other_projects is None else self.other_projects - (self.without_programme or 0)


def count(year, previous=None):
    """The `Figures` of a `Year`: from its cards or, where it has none, from the totals typed in for it.

    `previous` is the `Year` before, or None; one that has neither cards nor typed totals counts as none.
    """
    counted = _typed(year) if _is_typed(year) else _counted(year)
    return Figures(year=year.year, cooperation=_cooperation(year), previous=_previous(previous), **counted)


def _is_typed(year):
    return not year.cards and year.typed is not None


def _counted(year):
    eu = [card for card in year.cards if card.project.is_eu]
    boards = _boards(year)
    return {
        "eu_projects": _distinct(eu),
        "other_projects": _distinct(card for card in year.cards if not card.project.is_eu),
        "without_programme": _distinct(card for card in year.cards if card.project.programme is None),
        "participations": len(eu),
        "cards": len(year.cards),
        **_roles(eu),
        "boards_taking_part": sum(board.projects > 0 for board in boards),
        "paid": _paid(year.cards),
        "boards": boards,
        "programmes": _programmes(year),
        "goals": _goals(year),
        "budget_span": _span(year, eu),
    }


def _distinct(cards):
    return len({card.project.key for card in cards})


def _paid(cards):
    return sum(card.paid or 0 for card in cards)


def _grouped(cards, key):
    groups = defaultdict(list)
    for card in cards:
        groups[key(card)].append(card)
    return groups.items()


def _eu(cards):
    return [card for card in cards if card.project.is_eu]


def _roles(eu):
    """Each EU project once, by the weightiest role that a board has in it."""
    roles = defaultdict(set)
    for card in eu:
        roles[card.project.key].add(card.role)
    owned = sum("owner" in held for held in roles.values())
    partnered = sum("partner" in held and "owner" not in held for held in roles.values())
    return {"owned": owned, "partnered": partnered, "other_roles": len(roles) - owned - partnered}


def _boards(year):
    by_board = sorted(_grouped(year.cards, lambda card: card.board), key=lambda item: alphabetical(item[0]))
    return tuple(BoardFigures(board, len(_eu(cards)), _paid(cards)) for board, cards in by_board)


def _programmes(year):
    by_group = _grouped(year.cards, group_of)
    return _ranked(GroupFigures(group, _distinct(_eu(cards)), _paid(cards)) for group, cards in by_group)


def _ranked(groups):
    return tuple(sorted(groups, key=lambda row: (-(row.paid or 0), alphabetical(row.group))))


def group_of(card):
    """The programme group that the card is summed under."""
    return card.project.programme.group if card.project.programme else NO_PROGRAMME


def main_goal_of(year, card):
    """The number of the goal that the card's money is summed under; 0 where it has none."""
    return card.main_goal if card.main_goal in {goal.number for goal in year.goals} else 0


def _goals(year):
    by_main_goal = dict(_grouped(year.cards, lambda card: main_goal_of(year, card)))
    named = [
        GoalFigures(
            goal.number,
            goal.text,
            _distinct(card for card in _eu(year.cards) if goal.number in card.goals),
            _paid(by_main_goal.get(goal.number, ())),
        )
        for goal in year.goals
    ]
    without = by_main_goal.get(0, ())
    unnamed = [GoalFigures(0, NO_MAIN_GOAL, _distinct(_eu(without)), _paid(without))] if _paid(without) else []
    return tuple(named + unnamed)


def _span(year, eu):
    budgets = [in_sek(card.project.total_budget, year) for card in eu]
    known = [budget for budget in budgets if budget is not None]
    return {"smallest": min(known, default=None), "largest": max(known, default=None)}


def in_sek(money, year):
    """Money in whole SEK by the year's exchange rates; None where there is no money, or no rate for its currency."""
    rate = money and {"SEK": 1, **year.exchange_rates}.get(money.currency)
    return round(money.amount * rate) if rate else None


def _cooperation(year):
    return _stated_cooperation(year) if year.asks_for_cooperation else _partners(year)


def _stated_cooperation(year):
    stated = [submission.cooperation for submission in year.submissions if submission.cooperation]
    counts = {sector: [each.sectors[sector] for each in stated if sector in each.sectors] for sector in SECTORS}
    countries = {code for each in stated for code in each.countries}
    return {
        "sectors": {sector: sum(counts[sector]) if counts[sector] else None for sector in SECTORS},
        "countries": _countries(dict.fromkeys(countries)),
    }


def _partners(year):
    """Distinct organisations by name, since the same one takes part in many projects."""
    by_sector, by_country = organisations(partner for card in year.cards for partner in card.partners)
    by_country.pop("", None)
    return {
        "sectors": {sector: len(by_sector[sector]) if year.cards else None for sector in SECTORS},
        "countries": _countries({code: len(names) for code, names in by_country.items()}),
    }


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
    return count(year) if year and (year.cards or _is_typed(year)) else None


def cards_by_board(year):
    """How many cards each board has, in EU programmes or not; a board without cards is not there."""
    return Counter(card.board for card in year.cards)


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
    """The names of the programme groups that paid something, most first; cards without a programme are no group."""
    return [row.group for row in figures.programmes if row.paid and row.group != NO_PROGRAMME]


def ranked_cards(year):
    """The cards, most paid first, and last those of which nobody has said what was paid."""
    return sorted(year.cards, key=lambda card: (card.paid is None, -(card.paid or 0), alphabetical(card.heading)))


def goal_shares(figures):
    """Of what was paid out, the share under each goal, between 0 and 1; nothing where nothing was paid."""
    return [row.paid / figures.paid for row in figures.goals] if figures.paid else []


def partners_in_all(figures):
    """The partners of all sectors together; None where nobody knows any of them."""
    known = [count for count in figures.cooperation["sectors"].values() if count is not None]
    return sum(known) if known else None


def as_dict(figures, findings):
    """The figures file's content: figures, and what reconciliation found, under the keys that readers rely on."""
    content = asdict(figures)
    del content["typed"], content["approximate"], content["without_programme"]
    if before := figures.previous:
        content["previous"] = {name: getattr(before, name) for name in ("year", "eu_projects", "paid", "approximate")}
    return {**content, "findings": [asdict(finding) for finding in findings]}


def dumps(figures, findings):
    """The figures file's text: the content as indented JSON, with Swedish letters as they are."""
    return json.dumps(as_dict(figures, findings), ensure_ascii=False, indent=2) + "\n"
