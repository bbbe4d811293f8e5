"""The year's report (redovisning): what the boards handed in, in the order and the words in which it is printed."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from config import formats
from projects.models import Role
from projects.printed import TEXTS
from submissions.models import Submission

from . import charts, dataset, live, tables


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
    mark: str
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


def content(year, figures):
    """All that the report's template prints."""
    chapters = chapters_of(year)
    return {
        "year": year,
        "figures": figures,
        "chapters": chapters,
        "with_cards": [chapter for chapter in chapters if chapter.cards],
        "missing": year.missing,
        "policy": _policy(year),
        "key_figures": _key_figures(figures),
        "comparison": live.comparison(figures),
        "tables": [tables.goals(figures, year.goal_period), tables.boards(figures), tables.groups(figures)],
        "roles": _roles(figures),
        "groups": _groups(figures),
        "smallest": _budget(figures, "smallest"),
        "largest": _budget(figures, "largest"),
    }


def _budget(figures, end):
    amount = figures.budget_span[end]
    return "" if amount is None else live.money(amount)


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the year, and the year before's as a phrase, empty where nobody knows it."""

    label: str
    value: str
    unit: str = ""
    before: str = ""


def _key_figures(figures):
    return [
        _key_figure(figures, "EU-projekt", "eu_projects"),
        _key_figure(figures, "Nämndernas deltaganden i dem", "participations"),
        _key_figure(figures, "Nämnder som deltar", "boards_taking_part"),
        _key_figure(figures, "Utbetalda medel", "paid", *_scale(figures.paid)),
    ]


def _scale(paid):
    """How paid funds are shown, and in which unit: a sum below a million in kronor."""
    return (formats.number, "kronor") if paid and paid < 1_000_000 else (live.millions, "miljoner kronor")


def _key_figure(figures, label, name, show=formats.number, unit=""):
    value = getattr(figures, name)
    if value is None:
        return KeyFigure(label, live.UNKNOWN, before=_before(figures.previous, name, show))
    return KeyFigure(label, show(value), unit, _before(figures.previous, name, show))


def _before(previous, name, show):
    value = getattr(previous, name) if previous else None
    if value is None:
        return ""
    return f"{previous.year}: {live.about(show(value), previous.approximate and name == 'paid')}"


def _roles(figures):
    """In how many EU projects the boards have which role, as a sentence; a role that nobody has is left out."""
    told = [
        (figures.owned, "är någon nämnd projektägare"),
        (figures.partnered, "är någon nämnd projektpartner men ingen projektägare"),
        (figures.other_roles, "har nämnderna bara en annan roll"),
    ]
    (count, phrase), *others = [(count, phrase) for count, phrase in told if count] or [(0, "")]
    parts = [f"I {_how_many(count)} EU-projekt {phrase}", *(f"i {_how_many(n)} {said}" for n, said in others)]
    return f"{formats.listed(parts)}." if count else ""


def _how_many(count):
    return "ett" if count == 1 else formats.number(count)


def _groups(figures):
    """Each programme group that has EU projects: its name, its colour, and one item for each project."""
    rows = zip(figures.programmes, charts.colours(len(figures.programmes)), strict=True)
    return [(row.group, colour, range(row.projects)) for row, colour in rows if row.projects]


def _policy(year):
    """When the policy was adopted and its diary number, for the brackets after its name."""
    adopted = f"antagen {formats.partial_date(year.policy_adopted)}" if year.policy_adopted else ""
    return ", ".join(part for part in (adopted, year.policy_diary_number) if part)


def chapters_of(year):
    """Each board's chapter, in the order of the boards."""
    anchors = _anchors(year)
    numbered = enumerate(year.submissions, start=1)
    return [_chapter(year, submission, f"namnd-{number}", anchors) for number, submission in numbered]


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
        mark=_mark(card.project),
        facts=_facts(year, card, accounts),
        texts=tuple((heading, text) for heading, text in texts if text),
    )


def _mark(project):
    """Why the card's project is no EU project, or nothing."""
    if project.programme is None:
        return "Program saknas"
    return "" if project.is_eu else "Inte ett EU-projekt"


def _facts(year, card, accounts):
    project = card.project
    paid = "" if card.paid is None else formats.kronor(card.paid)
    facts = (
        Fact("Program", project.programme.name if project.programme else ""),
        Fact("Nämndens roll", Role(card.role).label if card.role else ""),
        Fact("Projektägare", project.owner),
        Fact("Projekttid", formats.period(project.starts, project.ends)),
        Fact(f"Utbetalt {year.year}", paid),
        Fact("KF-mål", _goals(year, card)),
        Fact("Samverkar med", formats.listed(card.cooperating_boards)),
        Fact("Redovisas även av", links=tuple(each for each in accounts if each[0] != card.board)),
    )
    return tuple(fact for fact in facts if fact.value or fact.links)


def _goals(year, card):
    """The card's goals by number, the main one said to be so where there are several."""
    named = [goal for goal in year.goals if goal.number in card.goals]
    main = card.main_goal if len(named) > 1 else None
    return "; ".join(f"{goal.number}. {goal.text}{' (huvudmål)' if goal.number == main else ''}" for goal in named)


def _partners(card):
    """The partners as rich text, after the others, since they may be many."""
    return f"<p>{escape('; '.join(_partner(partner) for partner in card.partners))}</p>" if card.partners else ""


def _partner(partner):
    """The partner, with its country where that is another than Sweden."""
    abroad = partner.country and partner.country != "SE"
    return f"{partner.name} ({formats.country(partner.country)})" if abroad else partner.name
