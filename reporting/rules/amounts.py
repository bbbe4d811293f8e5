"""Rules on amounts: those that cannot be, and those that look mistyped."""

from collections import defaultdict
from itertools import combinations

from config.formats import kronor

from ..figures import in_sek
from .finding import ERROR, WARNING, Finding, of_card, of_paid

TELLING = 3  # digits that are not zeros at the end: two amounts of 50 000 kronor are nothing to wonder at
LAST_DIGITS = 10**6


def rate_is_missing(basis):
    for cards in basis.cards_by_project.values():
        budget = cards[0].project.total_budget
        if budget and in_sek(budget, basis.year) is None:
            message = f"Den totala budgeten är i {budget.currency}, som saknar valutakurs för {basis.year.year}."
            yield Finding("rate_is_missing", ERROR, message, tuple(map(of_card, cards)))


def sums_are_too_large(basis):
    for card in basis.year.cards:
        total = in_sek(card.project.total_budget, basis.year)
        if None not in (card.paid, card.budget) and card.paid > card.budget:
            message = f"Utbetalt {kronor(card.paid)} är mer än nämndens hela budget, {kronor(card.budget)}."
            yield Finding("sums_are_too_large", WARNING, message, (of_card(card),))
        if None not in (card.budget, total) and card.budget > total:
            message = f"Nämndens budget {kronor(card.budget)} är mer än projektets totala budget, {kronor(total)}."
            yield Finding("sums_are_too_large", WARNING, message, (of_card(card),))


def amounts_alike(basis):
    """Two amounts in one table that are equal, or share their last six digits: a mistake of copying."""
    for places in _tables(basis):
        for alike in _alike(places):
            for (a, one), (b, other) in combinations(alike, 2):
                same = f"samma belopp: {kronor(a)}" if a == b else f"samma sista siffror: {kronor(a)} och {kronor(b)}"
                yield Finding("amounts_alike", WARNING, f"Två belopp i samma tabell har {same}.", (one, other))


def _tables(basis):
    """The paid funds of each table that is printed to the krona, as [(amount, place)]."""
    figures = basis.figures
    if not figures.approximate:
        yield [(row.paid, of_paid("nämnd", row.board, f"board:{row.board}")) for row in figures.boards]
        yield [(row.paid, of_paid("program", row.group, f"group:{row.group}")) for row in figures.programmes]
        yield [(row.paid, of_paid("mål", row.text, f"main_goal:{row.number}")) for row in figures.goals]
    for submission in basis.year.submissions:
        yield [(card.paid, of_card(card)) for card in submission.cards]


def _alike(rows):
    """The rows that have their last digits in common, where those say something."""
    groups = defaultdict(list)
    for amount, place in rows:
        if amount and _telling(amount % LAST_DIGITS):
            groups[amount % LAST_DIGITS].append((amount, place))
    return [group for group in groups.values() if len(group) > 1]


def _telling(digits):
    return len(str(digits).rstrip("0")) >= TELLING
