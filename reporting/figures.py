"""Every figure of a year, counted here and nowhere else, by pure functions.

How things are counted stands in docs/architecture.md. Amounts are whole SEK.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoardFigures:
    """A board's cards in EU programmes, and what was paid out for all its cards."""

    board: str
    projects: int
    paid: int


@dataclass(frozen=True)
class GroupFigures:
    """A programme group's distinct projects, and what was paid out for their cards."""

    group: str
    projects: int
    paid: int


@dataclass(frozen=True)
class GoalFigures:
    """Projects that name the goal, and what was paid out for the cards whose main goal it is."""

    number: int
    text: str
    projects: int
    paid: int


@dataclass(frozen=True)
class Previous:
    """The year before, counted or typed in; a figure that nobody knows is None."""

    year: int
    eu_projects: int | None
    paid: int | None
    approximate: bool


@dataclass(frozen=True)
class Finding:
    """What a rule of reconciliation found. `severity` is `error`, `warning` or `note`; `where` tells the place."""

    rule: str
    severity: str
    message: str
    where: str


@dataclass(frozen=True)
class Figures:
    """All figures of a year. `budget_span` and `cooperation` are dicts in the shape of the figures file."""

    year: int
    eu_projects: int
    other_projects: int
    participations: int
    cards: int
    owned: int
    partnered: int
    other_roles: int
    boards_taking_part: int
    paid: int
    boards: tuple[BoardFigures, ...]
    programmes: tuple[GroupFigures, ...]
    goals: tuple[GoalFigures, ...]
    budget_span: dict
    cooperation: dict
    previous: Previous | None
