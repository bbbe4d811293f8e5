"""Years out of the database, as `dataset.Year`: what the boards have handed in and the city office has approved."""

from submissions.models import Round, Submission

from . import board_proposal, dataset, roundfile

Status = Submission.Status


def load(round, draft=False):
    """The round as a `dataset.Year`: approved submissions only or, as a draft, whatever there is."""
    statuses = list(Status) if draft else [Status.APPROVED]
    return dataset.read(roundfile.year_file(round, statuses))


def previous(round):
    """The year before as it was approved or typed in, or None where the program does not have it."""
    before = Round.objects.filter(year=round.year - 1).first()
    return before and load(before)


def missing(round):
    """The boards whose submissions are not approved, in alphabetical order.

    Where the year's totals are typed in, nobody waits for a board that has not begun.
    """
    done = [Status.APPROVED, Status.NOT_STARTED] if hasattr(round, "totals") else [Status.APPROVED]
    waiting = round.submissions.exclude(status__in=done).select_related("board").order_by("board")
    return [submission.board for submission in waiting]


def has_only_drafts(round):
    """Whether a draft is all that can be compiled: no board is approved, and no totals are typed in."""
    return not hasattr(round, "totals") and not round.submissions.filter(status=Status.APPROVED).exists()


def of_board(submission):
    """One board's year alone, as handed in or as written so far; where it has no memo, with the standard one."""
    data = roundfile.board_file(submission)
    told = data["submissions"][0]
    if told.keys() - {"board", "status"}:
        told.setdefault("memo", board_proposal.standard(submission))
    return dataset.read(data)


def previous_of_board(submission):
    """The board's year before, as it was approved or typed in; None where the program does not have it."""
    before = submission.board.submissions.filter(round__year=submission.round.year - 1).select_related("round").first()
    if before is None:
        return None
    data = roundfile.board_file(before)
    if before.status != Status.APPROVED:
        data["submissions"] = []
    return dataset.read(data | _typed_of_board(before))


def _typed_of_board(submission):
    """The round file's `figures` with nothing but what was typed in of the board."""
    totals = getattr(submission.round, "totals", None)
    rows = [row for row in totals.figures.get("boards", []) if row["board"] == submission.board.name] if totals else []
    return {"figures": rows[0] | {"approximate": totals.figures.get("approximate", False)}} if rows else {}
