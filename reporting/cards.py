"""The boards' project cards as the documents print them.

A project that several boards account for is told in full once: by the board that owns it, or else by the first of
them. The others' cards lead there, and tell only what is their own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape

from config import formats, html
from projects.models import Role
from projects.printed import TEXTS

from . import language


@dataclass(frozen=True)
class Fact:
    """One of the facts above a card's text; `links` are (text, anchor) to other cards.

    A short one stands in the `half` of a line that is its own (`left` or `right`), a long one has the whole line.
    """

    label: str
    value: str = ""
    links: tuple[tuple[str, str], ...] = ()
    half: str = ""


@dataclass(frozen=True)
class PrintedCard:
    """`told_by` is the (board, anchor) that tells the project in full, where another board does.

    `targets` are what references in its texts lead to (see references.py).
    """

    anchor: str
    title: str
    language: str
    mark: str
    told_by: tuple[str, str] | tuple[()]
    facts: tuple[Fact, ...]
    texts: tuple[tuple[str, str], ...]
    targets: dict[int | str, str] = field(default_factory=dict)


def accounts(year):
    """Each project's cards, the one that tells it in full first, as {project key: [(card, anchor)]}."""
    found = defaultdict(list)
    for number, card in enumerate(year.cards, start=1):
        found[card.project.key].append((card, f"projekt-{number}"))
    return {key: sorted(told, key=lambda each: each[0].role != "owner") for key, told in found.items()}


def printed(year, card, told):
    """The card as it is printed; `told` are its project's `accounts`, itself among them."""
    main, place = told[0]
    is_main = main is card
    return PrintedCard(
        anchor=next(anchor for each, anchor in told if each is card),
        title=card.heading,
        language=language.of_title(card.heading),
        mark=mark_of(card.project),
        told_by=() if is_main else (main.board, place),
        facts=_facts(year, card, told) if is_main else own_facts(year, card),
        texts=_texts(card) if is_main else tuple(text for text in _texts(card) if text not in _texts(main)),
    )


def _texts(card):
    """The card's texts, cleaned, under their headings in printing order; the partners last, since they may be many."""
    texts = [(heading, html.clean(card.texts.get(name, ""))) for name, heading in TEXTS.items()]
    return tuple((heading, text) for heading, text in [*texts, ("Partner", _partners(card))] if text)


def mark_of(project):
    """Why the card's project is no EU project, or nothing."""
    if project.programme is None:
        return "Program saknas"
    return "" if project.is_eu else "Inte ett EU-projekt"


def _facts(year, card, told):
    project = card.project
    role, paid, *long = _own_facts_or_none(year, card)
    others = tuple((each.board, anchor) for each, anchor in told if each is not card)
    facts = (
        Fact("Program", project.programme_name, half="left"),
        Fact("Projekttid", formats.period(project.starts, project.ends), half="right"),
        role,
        paid,
        Fact("Projektägare", _other_owner(year, card)),
        *long,
        Fact("Redovisas även av", links=others),
    )
    return _known(facts)


def _other_owner(year, card):
    """The project's owner; nothing where the board's role has said it, since the owner is its own department."""
    own = {name for board in year.boards if board.name == card.board for name in (board.name, board.department)}
    return "" if card.role == Role.OWNER and card.project.owner in own else card.project.owner


def own_facts(year, card):
    """The facts of a card that are the board's own, and no other's of the same project."""
    return _known(_own_facts_or_none(year, card))


def _own_facts_or_none(year, card):
    """What a board tells of itself, whatever the others tell."""
    return (
        Fact("Nämndens roll", Role(card.role).label if card.role else "", half="left"),
        Fact(f"Utbetalt {year.year}", "" if card.paid is None else formats.kronor(card.paid), half="right"),
        Fact("KF-mål", _goals(year, card)),
        Fact("Samverkar med", formats.listed(card.cooperating_boards)),
    )


def _known(facts):
    return tuple(fact for fact in facts if fact.value or fact.links)


def _goals(year, card):
    """The card's goals by number, the main one said to be so where there are several."""
    named = [goal for goal in year.goals if goal.number in card.goals]
    main = card.main_goal if len(named) > 1 else None
    return "; ".join(_goal(goal, goal.number == main) for goal in named)


def _goal(goal, is_main):
    return f"{formats.numbered(goal.number, goal.text)}{' (huvudmål)' if is_main else ''}"


def _partners(card):
    """The partners as rich text."""
    return f"<p>{escape('; '.join(_partner(partner) for partner in card.partners))}</p>" if card.partners else ""


def _partner(partner):
    """The partner, with its country where that is another than Sweden."""
    abroad = partner.country and partner.country != "SE"
    return f"{partner.name} ({formats.country(partner.country)})" if abroad else partner.name
