"""The year's report (redovisning): what the boards handed in, in the order and the words in which it is printed."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from itertools import count

from config import formats
from projects.models import Role
from submissions.models import Submission

from . import charts, dataset, live, tables

# The card's texts in printing order; the description stands first, without a heading.
TEXTS = {
    "description": "",
    "purpose": "Syfte",
    "aims": "Mål",
    "target_group": "Målgrupp",
    "staff": "Personella resurser",
    "cooperation": "Samarbete med annan sektor",
    "dissemination": "Spridning",
    "implementation": "Implementering",
    "results": "Resultat",
}


@dataclass(frozen=True)
class Fact:
    """A line in the block above a card's text; `links` are (text, anchor) to other cards."""

    label: str
    value: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PrintedCard:
    anchor: str
    title: str
    is_eu: bool
    facts: tuple[Fact, ...]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    """A board: its answers in part 1, and in part 2 its cards."""

    anchor: str
    board: dataset.Board
    status: str
    decision: str
    answers: tuple[tuple[dataset.Question, str], ...]
    cards: tuple[PrintedCard, ...]


def lacking(year):
    """Why the report cannot be made, in Swedish, or nothing."""
    if year.submissions:
        return ""
    return f"Redovisningen för {year.year} går inte att göra: det finns inga svar och inga projektkort."


def content(year, figures, previous=None):
    """All that the report's template prints."""
    chapters = _chapters(year)
    return {
        "year": year,
        "figures": figures,
        "chapters": chapters,
        "with_cards": [chapter for chapter in chapters if chapter.cards],
        "missing": [board.name for board in _missing(year)],
        "policy": _policy(year),
        "key_figures": _key_figures(figures),
        "comparison": live.comparison(figures, previous),
        "tables": [tables.goals(figures, year.goal_period), tables.boards(figures), tables.groups(figures)],
        "groups": _groups(figures),
        "smallest": _budget(figures, "smallest"),
        "largest": _budget(figures, "largest"),
    }


def _budget(figures, end):
    amount = figures.budget_span[end]
    return "" if amount is None else live.budget(amount)


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the year, and the year before's as a phrase, empty where nobody knows it."""

    label: str
    value: str
    unit: str = ""
    before: str = ""


def _key_figures(figures):
    before = figures.previous
    return [
        KeyFigure("EU-projekt", _number(figures.eu_projects), "", _before(before, "eu_projects", formats.number)),
        KeyFigure("Nämndernas deltaganden i dem", _number(figures.participations)),
        KeyFigure(
            "Nämnder som deltar",
            _number(figures.boards_taking_part),
            "",
            _before(before, "boards_taking_part", formats.number),
        ),
        KeyFigure(
            "Utbetalda medel", _millions(figures.paid), "miljoner kronor", _before(before, "paid", live.millions)
        ),
    ]


def _number(value):
    return live.UNKNOWN if value is None else formats.number(value)


def _millions(amount):
    return live.UNKNOWN if amount is None else live.millions(amount)


def _before(previous, name, show):
    value = getattr(previous, name) if previous else None
    if value is None:
        return ""
    return f"{previous.year}: {live.about(show(value), previous.approximate and name == 'paid')}"


def _groups(figures):
    """Each programme group that has EU projects: its name, its colour, and one item for each project."""
    rows = zip(figures.programmes, charts.colours(len(figures.programmes)), strict=True)
    return [(row.group, colour, range(row.projects)) for row, colour in rows if row.projects]


def _policy(year):
    """When the policy was adopted and its diary number, for the brackets after its name."""
    adopted = f"antagen {formats.partial_date(year.policy_adopted)}" if year.policy_adopted else ""
    return ", ".join(part for part in (adopted, year.policy_diary_number) if part)


def _missing(year):
    told = {submission.board for submission in year.submissions}
    return [board for board in year.boards if board not in told]


def _chapters(year):
    anchors = _anchors(year)
    number = count(1)
    return [_chapter(year, submission, f"namnd-{next(number)}", anchors) for submission in year.submissions]


def _anchors(year):
    """For each project the cards about it, as {project key: [(board, anchor)]}."""
    anchors = defaultdict(list)
    for number, card in enumerate(year.cards, start=1):
        anchors[card.project.key].append((card.board, f"projekt-{number}"))
    return anchors


def _chapter(year, submission, anchor, anchors):
    answers = ((question, submission.answers.get(question.number)) for question in year.questions)
    return Chapter(
        anchor=anchor,
        board=submission.board,
        status="" if submission.status == "approved" else Submission.Status(submission.status).label,
        decision=_decision(submission),
        answers=tuple((question, text) for question, text in answers if text),
        cards=tuple(_card(year, card, anchors[card.project.key]) for card in submission.cards),
    )


def _decision(submission):
    day = submission.decision_date
    parts = (
        f"beslut {formats.partial_date(day)}" if day else "",
        submission.decision_paragraph,
        submission.decision_diary_number,
    )
    return ", ".join(part for part in parts if part)


def _card(year, card, accounts):
    texts = [(heading, card.texts.get(name)) for name, heading in TEXTS.items()] + [("Partner", _partners(card))]
    return PrintedCard(
        anchor=dict(accounts)[card.board],
        title=card.heading,
        is_eu=card.project.is_eu,
        facts=_facts(year, card, accounts),
        texts=tuple((heading, text) for heading, text in texts if text),
    )


def _facts(year, card, accounts):
    project = card.project
    paid = "" if card.paid is None else formats.kronor(card.paid)
    facts = (
        Fact("Program", project.programme.name if project.programme else ""),
        Fact("Nämndens roll", Role(card.role).label if card.role else ""),
        Fact("Projektägare", project.owner),
        Fact("Projekttid", formats.period(project.starts, project.ends)),
        Fact(f"Utbetalt {year.year}", paid),
        Fact("Mål", _goals(year, card)),
        Fact("Samverkar med", formats.listed(card.cooperating_boards)),
        Fact("Redovisas även av", links=tuple(each for each in accounts if each[0] != card.board)),
    )
    return tuple(fact for fact in facts if fact.value or fact.links)


def _goals(year, card):
    """The card's goals by number, the main one said to be so where there are several."""
    return "; ".join(
        f"{goal.number}. {goal.text}" + " (huvudmål)" * (goal.number == card.main_goal and len(card.goals) > 1)
        for goal in year.goals
        if goal.number in card.goals
    )


def _partners(card):
    """The partners as rich text, after the others, since they may be many."""
    return f"<p>{escape('; '.join(_partner(partner) for partner in card.partners))}</p>" if card.partners else ""


def _partner(partner):
    """The partner, with its country where that is another than Sweden."""
    abroad = partner.country and partner.country != "SE"
    return f"{partner.name} ({formats.country(partner.country)})" if abroad else partner.name
