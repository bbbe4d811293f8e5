"""Rules on boards that take part, or are paid, without a card that says so."""

import re
from collections import defaultdict

from config.formats import kronor, listed

from ..dataset import remembered
from .basis import short_name, texts_of
from .finding import NOTE, WARNING, Finding, Place
from .names import stands
from .words import numbers_in, paragraphs, plain, sentences

MOST_NAMED = 3  # projects that are named for each board
_PAID_OUT = re.compile(r"\butbetal|\bbetala\w*\b.*\but\b|\bEU-medel\b", re.IGNORECASE)


def takes_part_without_card(basis):
    """Boards that others name as taking part, that have no card, and that say nothing themselves of these projects."""
    named = defaultdict(dict)
    for card in basis.year.cards:
        for board in card.cooperating_boards:
            if board not in basis.boards_with_cards:
                named[board][card.project.key] = short_name(card.project)
    told = {board: list(projects.values()) for board, projects in named.items()}
    silent = {board: names for board, names in told.items() if not _mentions(basis, board, names)}
    if silent:
        who = "Nämnden" if len(silent) == 1 else "Nämnderna"
        message = f"{who} deltar i projekt enligt andra nämnders kort, men har inget eget kort och räknas därför inte."
        places = tuple(Place(f"deltar i {_some(names)}", board, "cards") for board, names in sorted(silent.items()))
        yield Finding("takes_part_without_card", NOTE, message, places)


def _mentions(basis, board, names):
    own = (text for each in basis.year.submissions if each.board.name == board for text in texts_of(each))
    return any(stands(name, plain(text.html)) for text in own for name in names)


def _some(names):
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], f"{more} till"] if more > 0 else names)


def paid_without_card(basis):
    """Funds that are typed in for a board without cards, or that it tells of in its own words."""
    if not basis.year.cards:
        return
    typed = {row["board"]: row["paid"] for row in (basis.year.typed or {}).get("boards", []) if row.get("paid")}
    without = [each for each in basis.year.submissions if not each.cards]
    told = {each.board.name: paid for each in without if (paid := _paid_to(each))}
    for board, paid in sorted((typed | told).items()):
        if board not in basis.boards_with_cards:
            message = f"Nämnden har inget projektkort, men {kronor(paid)} sägs vara utbetalda till den."
            yield Finding("paid_without_card", WARNING, message, (Place("inga projektkort", board, "cards"),))


@remembered
def _paid_to(submission):
    """The first amount that one of the board's texts says was paid out."""
    told = (part for text in texts_of(submission) for part in paragraphs(text.html))
    said = (sentence for part in told for sentence in sentences(part) if _PAID_OUT.search(sentence))
    amounts = (each.value for sentence in said for each in numbers_in(sentence) if each.unit == "kronor")
    return next(amounts, None)
