"""What stands in the tables of a year, as bare rows: equal as long as nothing has changed, and never otherwise.

What was read and counted of a year can then be kept in the process, and is never out of date. To fetch the rows bare
is thirty times as quick as to read them; every table that a year is read from must be among them.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction

from projects.models import Card, Cooperation, Goal, Partner, Programme, Project, Rekeyed
from submissions.models import Answer, Board, Question, Submission, Version

from .models import Excerpt, Memo, MemoSection, Totals

Status = Submission.Status
_HANDED_IN = (Status.SUBMITTED, Status.APPROVED)


@dataclass(frozen=True)
class Standing:
    """The rows of a round: what all submissions refer to, the city office's, and by primary key each submission's."""

    common: list
    office: list
    parts: dict[int, list]

    def unchanged_since(self, other):
        """The primary keys of the submissions that say now what they said then."""
        if self.common != other.common:
            return set()
        return {submission for submission, rows in self.parts.items() if rows == other.parts.get(submission)}


@contextmanager
def one_moment():
    """What is read inside is read as it stood at one moment, whoever saves meanwhile; gives whether that is so.

    It is on PostgreSQL. On SQLite it would keep others from saving, and inside a transaction it is too late.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield False
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield True


def of(round, statuses):
    """The `Standing` of a round that is read with the submissions that have one of these statuses."""
    frame = [getattr(round, field.attname) for field in round._meta.concrete_fields]
    common, office, own = ([_rows(*each) for each in part] for part in _statements(round.pk, tuple(statuses)))
    parts = defaultdict(list)
    for number, rows in enumerate(own):
        for row in rows:
            parts[row[0]].append((number, row))
    return Standing([frame, *common], office, dict(parts))


def _rows(sql, params):
    """The rows as the database has them: they are only compared, never read."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@lru_cache(64)
def _statements(round, statuses):
    """The SQL of all that a `Standing` has, with its parameters; kept, since putting it together takes the longest."""
    parts = _common(round), _office(round), _own(round, statuses)
    return [[queryset.query.sql_with_params() for queryset in part] for part in parts]


def _bare(rows, *first):
    """All columns of the rows, after those in `first`."""
    columns = [field.attname for field in rows.model._meta.concrete_fields]
    return rows.order_by(*first, "pk").values_list(*first, *columns)


def _common(round):
    """What every submission refers to."""
    tables = [model.objects.filter(round=round) for model in (Question, Goal, Programme)]
    return [_bare(rows) for rows in (*tables, Board.objects)]


def _office(round):
    """What the city office adds: its memo, the excerpts, totals that are typed in, and the register."""
    listed = Project.rounds.through.objects.filter(round=round).order_by("pk")
    facts = [f"project__{field.attname}" for field in Project._meta.concrete_fields]
    tables = [
        Memo.objects.filter(round=round, board=None),
        MemoSection.objects.filter(memo__round=round, memo__board=None),
        Excerpt.objects.filter(submission__round=round),
        Totals.objects.filter(round=round),
    ]
    return [listed.values_list(*facts), *map(_bare, tables)]


def _own(round, statuses):
    """Each table of what the boards have written, or handed in; every row begins with its submission's primary key."""
    yield _bare(Submission.objects.filter(round=round), "pk")
    if frozen := [each for each in statuses if each in _HANDED_IN]:
        yield from _frozen({"submission__round": round, "submission__status__in": frozen})
    if still_written := [each for each in statuses if each not in _HANDED_IN]:
        yield from _written(round, still_written)


def _frozen(of_board):
    # A version is frozen for ever, so what is in it need not be fetched.
    told = Version.objects.filter(**of_board).order_by("pk")
    yield told.values_list("submission_id", "pk", "number", "kind", "created_at")
    yield _bare(Rekeyed.objects.filter(**of_board), "submission_id")


def _written(round, statuses):
    of_board = {"submission__round": round, "submission__status__in": statuses}
    of_card = {f"card__{path}": value for path, value in of_board.items()}
    for model in (Answer, Card, Cooperation):
        yield _bare(model.objects.filter(**of_board), "submission_id")
    for model in (Partner, Card.goals.through, Card.cooperating_boards.through):
        yield _bare(model.objects.filter(**of_card), "card__submission_id")
    of_project = {f"cards__{path}": value for path, value in of_board.items()}
    yield _bare(Project.objects.filter(**of_project), "cards__submission_id")
    mine = {"board__submissions__round": round, "board__submissions__status__in": statuses}
    yield _bare(Memo.objects.filter(round=round, **mine), "board__submissions")
    of_memo = {f"memo__{path}": value for path, value in mine.items()}
    yield _bare(MemoSection.objects.filter(memo__round=round, **of_memo), "memo__board__submissions")
