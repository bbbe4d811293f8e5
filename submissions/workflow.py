"""The only place where a submission's status changes: who may, what must hold, and what is kept of it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from . import access, mail, sections
from .models import Event, Submission, Version

Status = Submission.Status
# From which statuses each can be reached. An approved submission can be returned, since a fault may be found late.
REACHED_FROM = {
    Status.DRAFT: {Status.NOT_STARTED},
    Status.SUBMITTED: {Status.DRAFT, Status.RETURNED},
    Status.RETURNED: {Status.SUBMITTED, Status.APPROVED},
    Status.APPROVED: {Status.SUBMITTED},
}


class Refused(Exception):
    """The change cannot be made; the message says why, in Swedish, to whoever tried."""


def begin(user, submission):
    """A board writes its first text: ej påbörjad becomes utkast. Does nothing where it has begun."""
    if submission.status == Status.NOT_STARTED:
        _change(user, submission, Status.DRAFT)


@transaction.atomic
def submit(user, submission):
    """The board hands in: all sections are checked, the version is frozen. Raises Refused and PermissionDenied."""
    held = hold(submission)
    if not access.is_member(user, held):
        raise PermissionDenied
    if not held.is_editable:
        raise Refused(f"Redovisningen är {held.get_status_display()} och omgången {held.round.phase.label}.")
    if any(problem.stops for problem in sections.problems(held)):
        raise Refused("Redovisningen går inte att lämna in än. Rätta först det som saknas.")
    version = Version.objects.create(
        submission=held, number=held.versions.count() + 1, data=sections.freeze(held), created_by=user
    )
    Submission.objects.filter(pk=held.pk).update(
        department=held.board.department, abbreviation=held.board.abbreviation
    )
    _change(user, held, Status.SUBMITTED)
    return version


@transaction.atomic
def give_back(user, submission, message):
    """The city office returns a submission, with a message that is mailed and shown to the board."""
    if not message.strip():
        raise Refused("Skriv ett meddelande till nämnden om vad som behöver ändras.")
    _review(user, submission, Status.RETURNED, message)


@transaction.atomic
def approve(user, submission):
    """The city office approves what was handed in."""
    _review(user, submission, Status.APPROVED)


def _review(user, submission, status, message=""):
    if not access.may_review(user):
        raise PermissionDenied
    event = _change(user, hold(submission), status, message)
    transaction.on_commit(lambda: mail.tell_board(event))


def hold(submission):
    """The submission as it is now, locked until the transaction ends."""
    return Submission.objects.select_for_update(of=["self"]).select_related("round", "board").get(pk=submission.pk)


def _change(user, held, status, message=""):
    if held.status not in REACHED_FROM[status]:
        stands = held.get_status_display()
        raise Refused(
            f"Redovisningen är redan {stands}."
            if held.status == status
            else f"Redovisningen är {stands} och kan inte bli {status.label}."
        )
    held.status = status
    held.save(update_fields=["status"])
    return Event.objects.create(submission=held, status=status, message=message, created_by=user)
