"""One project through the years, out of the register: what is settled of it, and to whom that is told.

A published year is as its newest edition has it, which everybody may read. Of a year that is not published, the city
office reads what is approved, and a board's people what is approved of their own board.
"""

from dataclasses import replace

from django.db.models import Q

from projects import rekeying
from submissions.models import Board, Round
from submissions.models.line import line

from . import years


def of(project, submission=None):
    """The project's years with its cards alone, the newest first, as `dataset.Year`; those without any are left out.

    With the `submission` from whose card somebody asks, only what that board's people may read.
    """
    had = Q(submissions__cards__project=project) | Q(projects=project)
    rounds = Round.objects.filter(had).distinct().order_by("-year")
    boards = submission and set(_names(submission))
    found = [_alone(_readable(round, boards), round, project.key) for round in rounds]
    return tuple(year for year in found if year.cards)


def _names(submission):
    """The board's name, and those of the boards that it has taken over from."""
    return Board.objects.filter(pk__in=line(submission.board_id)).values_list("name", flat=True)


def _readable(round, boards):
    """The round as it is published; else what is approved, of these boards or, with None, of all."""
    if published := years.published(round):
        return published
    year = years.load(round)
    if boards is None:
        return year
    return replace(year, submissions=tuple(each for each in year.submissions if each.board.name in boards))


def _alone(year, round, key):
    """The year with no other cards than those of the project, which go by the key that it has now."""
    key_of = _keys_now(year, round)
    cards = [tuple(_keyed(card, key) for card in each.cards if key_of(card) == key) for each in year.submissions]
    told = zip(year.submissions, cards, strict=True)
    return replace(year, submissions=tuple(replace(each, cards=mine) for each, mine in told))


def _keys_now(year, round):
    """What gives the key that a card's project has now; an edition keeps the one that it had then."""
    submissions = dict(round.submissions.values_list("board__name", "pk"))
    moves = rekeying.moves_of(submissions.values())

    def moved(card):
        return rekeying.key_now(card.project.key, moves[submissions.get(card.board)])

    merged = rekeying.merged_into({moved(card) for card in year.cards})
    return lambda card: merged[moved(card)]


def _keyed(card, key):
    return replace(card, project=replace(card.project, key=key))
