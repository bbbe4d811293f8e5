"""How boards follow on one another, however far: as what `board__in=` takes, so that it costs no query of its own.

A ring of boards, which the forms refuse, ends as well: a board that is found already is not gone through again.
"""

from django.db.models.expressions import RawSQL

_EARLIER = ("to_board_id", "from_board_id")
_LATER = ("from_board_id", "to_board_id")


def line(board):
    """The board, by primary key, and all that it has taken over from."""
    return _walk("id FROM submissions_board WHERE id", board, _EARLIER)


def line_of(user):
    """The boards that the person belongs to, and all that these have taken over from."""
    return _walk("board_id FROM submissions_membership WHERE user_id", user.pk, _EARLIER)


def heirs(board):
    """The board, by primary key, and all that have taken over from it."""
    return _walk("id FROM submissions_board WHERE id", board, _LATER)


def heirs_in(round):
    """The boards of a round, and all that have taken over from them."""
    return _walk("board_id FROM submissions_submission WHERE round_id", round.pk, _LATER)


def _walk(begin, key, direction):
    # All that is put together here is constants of this module; the key is a parameter.
    to, back = direction
    step = f"SELECT {to} FROM submissions_board_follows JOIN line ON {back} = board"  # noqa: S608 - see above
    sql = f"WITH RECURSIVE line(board) AS (SELECT {begin} = %s UNION {step}) SELECT board FROM line"  # noqa: S608 - see above
    return RawSQL(sql, [key])  # noqa: S611 - see above
