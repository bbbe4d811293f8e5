"""Reminders that the city office writes itself, to boards that have not handed in; `reminders` are the calendar's."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import mail, workflow
from .models import Event, Mail, Round, Submission, User

Status, Phase = Submission.Status, Round.Phase
WAITED_FOR = (Status.NOT_STARTED, Status.DRAFT, Status.RETURNED)
# For how long the same words to the same board are taken for a mistake, such as two officials who press at once.
TWICE = timedelta(minutes=10)


class Already(Exception):
    """Boards have just been reminded in the same words; `events` tell of it, and nothing has been sent."""

    def __init__(self, events):
        super().__init__(events)
        self.events = events


def why_not(round):
    """Why no board in the round can be reminded, in Swedish; nothing where they can."""
    if round.phase == Phase.PUBLISHED:
        return f"Omgången {round} är publicerad."
    return f"Omgången {round} har inte öppnat än." if round.phase == Phase.PLANNED else ""


@transaction.atomic
def remind(user, submissions, text, again=False):
    """Mail the text to those who write for each board that has still not handed in; the submissions reminded.

    It goes to them whether they want the calendar's reminders or not. Raises Already, unless `again`; workflow.Refused
    and PermissionDenied.
    """
    held = [workflow.held_for_review(user, each) for each in sorted(submissions, key=lambda each: each.pk)]
    told = [(each, writers(each.board)) for each in held if each.status in WAITED_FOR]
    reached = [(each, people) for each, people in told if people]
    if (events := _just_reminded(held, text)) and not again:
        raise Already(events)
    for submission, people in reached:
        event = workflow.reminded(user, submission, text)
        about = {"kind": Mail.Kind.REMINDED, "event": event, "submission": submission}
        mail.put([Mail(person=person, **about) for person in people])
    return [submission for submission, _ in reached]


def writers(board):
    """The people who can write for the board, and so be reminded."""
    return list(User.objects.filter(is_active=True, membership__board=board, membership__can_write=True))


def _just_reminded(submissions, text):
    lately = Event.objects.filter(kind=Event.Kind.REMINDED, created_at__gte=timezone.now() - TWICE)
    same = lately.filter(submission__in=submissions, message=text)
    return list(same.select_related("submission__board", "created_by"))
