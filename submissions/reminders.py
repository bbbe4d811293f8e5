"""Which boards are to be reminded today, and of what; `manage.py remind` puts the mails in the outbox each morning."""

from datetime import timedelta

from django.utils import timezone

from . import mail
from .models import Mail, Membership, Round, Submission

Kind, Status = Mail.Kind, Submission.Status
BEFORE_THE_LAST_DAY = {Kind.TWO_WEEKS: 14, Kind.THREE_DAYS: 3, Kind.LAST_DAY: 0}


def stage(year):
    """The reminder whose day came last in an open round, and that day; None where the round is not open.

    A morning when nothing ran is made up for by the next, and only the newest reminder is sent.
    """
    if year.phase != Round.Phase.OPEN:
        return None
    days = [(kind, year.closes - timedelta(before)) for kind, before in BEFORE_THE_LAST_DAY.items()]
    later = [(kind, day) for kind, day in days if day > year.opens]
    return [each for each in [(Kind.OPENED, year.opens), *later] if each[1] <= timezone.localdate()][-1]


def queue():
    """Put today's reminders in the outbox, for those who write for a board that has not handed in; how many are new.

    Each person gets each reminder once, however often this runs. Where the last day is moved, its reminders come anew.
    """
    there = Mail.objects.count()
    for year in Round.objects.filter(published=None):
        if found := stage(year):
            mail.put(_reminders(year, *found))
    return Mail.objects.count() - there


def _reminders(year, kind, day):
    waiting = {each.board_id: each for each in year.submissions.filter(status__in=[Status.NOT_STARTED, Status.DRAFT])}
    writers = Membership.objects.filter(board__in=waiting, can_write=True)
    wanting = writers.filter(user__is_active=True, user__wants_reminders=True)
    return [Mail(kind=kind, person_id=each.user_id, submission=waiting[each.board_id], day=day) for each in wanting]
