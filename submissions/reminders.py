"""Which boards are to be reminded today, and of what; `manage.py remind` puts the mails in the outbox each morning."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from . import mail
from .models import Event, Mail, Membership, Round, Submission

Kind, Status, Phase = Mail.Kind, Submission.Status, Round.Phase
BEFORE_THE_LAST_DAY = {Kind.TWO_WEEKS: 14, Kind.THREE_DAYS: 3, Kind.LAST_DAY: 0}


def stage(submission, told=date.min):
    """The reminder whose day came last, of those after the day when the board was `told` of a last day of its own.

    With that day; None where there is none, or the board cannot hand in. A morning when nothing ran is made up for by
    the next, and only the newest reminder is sent.
    """
    if submission.phase != Phase.OPEN:
        return None
    opens, closes = submission.round.opens, submission.closes_on
    days = [(kind, closes - timedelta(before)) for kind, before in BEFORE_THE_LAST_DAY.items()]
    all_days = [(Kind.OPENED, opens), *((kind, day) for kind, day in days if day > opens)]
    come = [each for each in all_days if told < each[1] <= timezone.localdate()]
    return come[-1] if come else None


def queue():
    """Put today's reminders in the outbox, for those who write for a board that has not handed in; how many are new.

    Each person gets each reminder once, however often this runs. Where the last day is moved, its reminders come anew.
    """
    return _put(_due(Submission.objects.all()))


def queue_opening(round):
    """Tell of a round that is open at once, and not the next morning; how many mails are new.

    These are the same mails as `queue` would put there, so nobody gets them twice.
    """
    return _put([each for each in _due(round.submissions.all()) if each.kind == Kind.OPENED])


def _put(due):
    there = Mail.objects.count()
    mail.put(due)
    return Mail.objects.count() - there


def _due(submissions):
    """Today's reminders about those of the submissions that are waited for, whether they are in the outbox or not."""
    unfinished = submissions.filter(round__published=None, status__in=[Status.NOT_STARTED, Status.DRAFT])
    extended = Max("events__created_at", filter=Q(events__kind=Event.Kind.EXTENDED))
    waiting = list(unfinished.select_related("round").annotate(extended_at=extended))
    writers = _writers(each.board_id for each in waiting)
    return [reminder for each in waiting for reminder in _reminders(each, writers[each.board_id])]


def _writers(boards):
    """Those who write for the boards and want reminders, by board; everything by primary key."""
    writing = Membership.objects.filter(board__in=list(boards), can_write=True)
    wanting = writing.filter(user__is_active=True, user__wants_reminders=True)
    by_board = defaultdict(list)
    for board, person in wanting.values_list("board_id", "user_id"):
        by_board[board].append(person)
    return by_board


def _reminders(submission, people):
    told = timezone.localtime(submission.extended_at).date() if submission.extended_at else date.min
    found = stage(submission, told)
    if not found:
        return []
    kind, day = found
    return [Mail(kind=kind, person_id=person, submission=submission, day=day) for person in people]
