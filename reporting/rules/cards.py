"""Rules on the boards' cards: what is missing, what tells the reader nothing, and what contradicts itself."""

import re
from collections import defaultdict
from functools import lru_cache
from itertools import permutations

from config.formats import listed, partial_date
from projects.matching import is_code, similar_projects

from ..dataset import remembered
from .basis import short_name
from .finding import ERROR, NOTE, WARNING, Finding, grouped, of_card
from .names import stands
from .words import REMEMBERED, paragraphs, sentences, years_in

_PROJECT = re.compile(r"\bprojekt(?:et|tiden|perioden)?\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:avslutades|tog slut|slutade|slutfördes|slutredovisades|upphörde|(?:projekt)?tiden var)\b", re.IGNORECASE
)
_PERIOD = re.compile(
    r"\bprojekt(?:et|tid(?:en)?|period(?:en)?)\b(?: \w+){0,3}:? (?P<starts>20\d\d)\s?[–-]\s?(?P<ends>20\d\d)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:(?:I )?[Pp]rojektet )?(?P<name>[\w+:&’'-]+(?: [\w+:&’'-]+){0,3}?)"
    r" (?:är|ska|handlar|syftar|vill|bygger|stärker|leder|prövar|utvecklar|samlar|undersöker|mäter|hjälper)\b"
)


def facts_are_missing(basis):
    """A finding for each set of facts that cards lack."""
    lacking = defaultdict(list)
    for card in basis.year.cards:
        if lacks := [name for name, value in _facts(card).items() if not value]:
            lacking[listed(lacks)].append(of_card(card))
    for lacks, places in lacking.items():
        yield Finding("facts_are_missing", ERROR, f"{_kort(places)} saknar {lacks}.", tuple(places))


def _kort(places):
    return "Kortet" if len(places) == 1 else "Korten"


def _facts(card):
    return {
        "roll": card.role,
        "program": card.project.programme,
        "utbetalda medel": card.paid is not None,
        "mål": card.goals,
        "huvudmål": card.main_goal,
    }


def title_is_code(basis):
    cards = [card for card in basis.year.cards if _is_coded(card)]
    if not cards:
        return
    named = [f"”{card.project.title}”" for card in cards if not is_code(card.project.title)]
    told = f" I registret heter de {listed(named)}." if named else " Skriv vad projekten heter."
    if len(cards) == 1:
        told = f" Projektet heter {named[0]} i registret." if named else " Skriv vad projektet heter."
    start = "Rubriken är" if len(cards) == 1 else "Rubrikerna är"
    yield Finding("title_is_code", WARNING, f"{start} bara en kod.{told}", tuple(map(of_card, cards)))


@remembered
def _is_coded(card):
    return is_code(card.heading)


def project_under_two_keys(basis):
    cards = basis.cards_by_project
    for a, b, reason in _similar(tuple(group[0].project for group in cards.values())):
        message = f"”{a.title}” och ”{b.title}” kan vara samma projekt ({reason}) och räknas nu som två."
        places = tuple(map(of_card, [*cards[a.key], *cards[b.key]]))
        yield Finding("project_under_two_keys", WARNING, message, places)


@lru_cache(8)
def _similar(projects):
    return similar_projects(projects)


def project_had_ended(basis):
    """By the project's last day, or by what the card's text says."""
    told = ((_ended(card, basis.year.year), of_card(card)) for card in basis.year.cards)
    return grouped("project_had_ended", WARNING, ((message, place) for message, place in told if message))


@remembered
def _ended(card, year):
    if card.project.ends and int(card.project.ends[:4]) < year:
        return f"Projektet tog slut {partial_date(card.project.ends)}, före {year}."
    told = (last for text in card.texts.values() if (last := _said_to_have_ended(text, short_name(card.project))))
    last = max(told, default=year)
    return f"Texten säger att projektet tog slut {last}, före {year}." if last < year else ""


@lru_cache(REMEMBERED)
def _said_to_have_ended(markup, name):
    """The last year that a text names where it says that the project ended, or 0."""
    said = [each for part in paragraphs(markup) for each in sentences(part) if _ENDED.search(each)]
    about = [each for each in said if _PROJECT.search(each) or stands(name, each)]
    return max((told.year for sentence in about for told in years_in(sentence)), default=0)


def card_without_text(basis):
    places = tuple(of_card(card) for card in basis.year.cards if not any(card.texts.values()))
    if places:
        yield Finding("card_without_text", WARNING, f"{_kort(places)} har ingen text.", places)


def told_differently(basis):
    """One project of which two cards, or a card and the register, say what cannot all be true."""
    departments = {board.department.lower(): board.name for board in basis.year.boards}
    for cards in basis.cards_by_project.values():
        for message in (_owners(departments, cards), _participants(cards), _periods(cards)):
            if message:
                yield Finding("told_differently", WARNING, message, tuple(map(of_card, cards)))


def _owners(departments, cards):
    """Two owners, or an owner who is another board than the register's."""
    owners = [card.board for card in cards if card.role == "owner"]
    owner = departments.get(cards[0].project.owner.lower())
    if len(owners) > 1:
        return f"{listed(owners)} säger {'båda' if len(owners) == 2 else 'alla'} att de är projektägare."
    if owner and owners and owner not in owners:
        return f"{owners[0]} säger att den är projektägare, men i projektet står {cards[0].project.owner}."
    if owner and not owners and owner in {card.board for card in cards}:
        return f"Projektets ägare är {cards[0].project.owner}, men {owner} säger inte att den är det."
    return ""


def _participants(cards):
    """A board that another names as taking part, and that names others but not that one."""
    for a, b in permutations(cards, 2):
        if b.board in a.cooperating_boards and b.cooperating_boards and a.board not in b.cooperating_boards:
            return f"{a.board} säger att {b.board} deltar, men {b.board} nämner inte {a.board} bland dem som deltar."
    return ""


def _periods(cards):
    """A text whose years are not the project's."""
    project = cards[0].project
    facts = (project.starts[:4], project.ends[:4])
    told = (period for card in cards for period in _told_periods(card))
    wrong = next((period for period in told if all(facts) and period != facts), None)
    return wrong and f"Texten säger att projektet pågår {'–'.join(wrong)}, men projekttiden är {'–'.join(facts)}."


@remembered
def _told_periods(card):
    return tuple(period for text in card.texts.values() if (period := _period(text)))


@lru_cache(REMEMBERED)
def _period(markup):
    match = next(filter(None, map(_PERIOD.search, paragraphs(markup))), None)
    return match and (match["starts"], match["ends"])


def tells_of_another_project(basis):
    """A paragraph that begins by saying what another project of the year is or does."""
    projects = {short_name(card.project).lower(): card.project for card in basis.year.cards}
    for card in basis.year.cards:
        told = (projects[name] for name in _names_in(card) if name in projects)
        others = [project for project in told if project != card.project]
        if others:
            message = f"Texten verkar också handla om ”{short_name(others[0])}”, som är ett annat projekt."
            yield Finding("tells_of_another_project", NOTE, message, (of_card(card),))


@remembered
def _names_in(card):
    """What stands as a name at the beginning of each paragraph, with small letters."""
    matches = (_BEGINS.match(paragraph) for text in card.texts.values() for paragraph in paragraphs(text))
    return [match["name"].lower() for match in matches if match]
