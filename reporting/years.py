"""Years out of the database, as `dataset.Year`: what the boards have handed in and the city office has approved."""

from submissions.models import Round, Submission

from . import dataset, roundfile

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
