"""The only place where a submission's status changes: who may, what must hold, and what is kept of it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from config.formats import day

from . import access, mail, sections, task_list
from .models import Event, Round, Submission, Version

Status = Submission.Status
# From which statuses each can be reached. An approved submission can be returned, since a fault may be found late; the
# board takes back what it has handed in to what it was before, a draft or returned.
REACHED_FROM = {
    Status.DRAFT: {Status.NOT_STARTED, Status.SUBMITTED},
    Status.SUBMITTED: {Status.DRAFT, Status.RETURNED},
    Status.RETURNED: {Status.SUBMITTED, Status.APPROVED},
    Status.APPROVED: {Status.SUBMITTED},
}
_STEPS = {Status.SUBMITTED: "lämna in", Status.RETURNED: "lämna tillbaka", Status.APPROVED: "godkänna"}


class Refused(Exception):
    """The change cannot be made; the message says why, in Swedish, to whoever tried."""


def begin(user, submission):
    """A board writes its first text: ej påbörjad becomes utkast. Does nothing where it has begun."""
    if submission.status == Status.NOT_STARTED:
        _change(user, submission, Status.DRAFT)


@transaction.atomic
def submit(user, submission):
    """The board hands in: all sections are checked, the version is frozen. Raises Refused and PermissionDenied."""
    held = _held_for_board(user, submission)
    if not held.is_editable:
        raise Refused(access.why_locked(held))
    if any(problem.stops for problem in task_list.problems(held, task_list.tasks(held))):
        raise Refused("Redovisningen går inte att lämna in än. Rätta först det som saknas.")
    version = Version.objects.create(
        submission=held, number=held.versions.count() + 1, data=sections.freeze(held), created_by=user
    )
    board = {"department": held.board.department, "abbreviation": held.board.abbreviation}
    mail.tell_board(_change(user, held, Status.SUBMITTED, review_begun_at=None, review_begun_by=None, **board))
    return version


@transaction.atomic
def take_back(user, submission, number):
    """The board takes back version `number` before the city office has begun to read it, to what it was before.

    The version is kept. Raises Refused and PermissionDenied.
    """
    held = _held_for_board(user, submission)
    if reason := why_kept(held, number):
        raise Refused(reason)
    _change(user, held, _before_handing_in(held), kind=Event.Kind.TAKEN_BACK)


def why_kept(submission, number):
    """Why the board cannot take back version `number` of what it has handed in, in Swedish; nothing where it can."""
    if submission.status != Status.SUBMITTED:
        return f"{submission.stands}, så den går inte att ta tillbaka nu."
    if submission.review_begun_at:
        return "Stadskontoret har börjat granska redovisningen. Därför går den inte att ta tillbaka."
    if str(submission.versions.count()) != str(number):
        return "Nämnden har lämnat in en ny version sedan du öppnade sidan. Läs kvittot innan du tar tillbaka den."
    before = Submission(round=submission.round, closes=submission.closes, status=_before_handing_in(submission))
    if not before.is_editable:
        return f"Omgången är {submission.phase.label}, så ni skulle inte kunna lämna in redovisningen igen."
    return ""


def _before_handing_in(submission):
    """Returned, where the city office has done so and it was handed in again; else a draft."""
    written = submission.events.filter(status__in=[Status.DRAFT, Status.RETURNED]).last()
    return Status(written.status) if written else Status.DRAFT


@transaction.atomic
def begin_review(user, submission):
    """The city office begins to read what was handed in, and the board can no longer take it back.

    Does nothing where somebody has begun. Raises Refused and PermissionDenied.
    """
    held = held_for_review(user, submission)
    if held.status != Status.SUBMITTED:
        raise Refused(f"{held.stands}. Det finns inget att granska nu.")
    if not held.review_begun_at:
        about = {"review_begun_at": timezone.now(), "review_begun_by": user}
        _keep(user, held, kind=Event.Kind.REVIEW_BEGUN, **about)


@transaction.atomic
def give_back(user, submission, message):
    """The city office returns a submission, with a message that is mailed and shown, and its remarks, to the board."""
    if not message.strip():
        raise Refused("Skriv ett meddelande till nämnden om vad som behöver ändras.")
    _review(user, submission, Status.RETURNED, message)
    submission.remarks.filter(told_at=None).update(told_at=timezone.now())


@transaction.atomic
def approve(user, submission):
    """The city office approves what was handed in."""
    _review(user, submission, Status.APPROVED)


@transaction.atomic
def extend(user, submission, closes, reason):
    """The city office gives the board a last day of its own, also when its last day has passed; mailed to the board.

    Raises Refused and PermissionDenied.
    """
    held = held_for_review(user, submission)
    if not reason.strip():
        raise Refused("Skriv varför nämnden får en ny sista dag.")
    if refusal := why_not_until(held, closes):
        raise Refused(refusal)
    message = f"Ny sista dag: {day(closes)}.\n{reason.strip()}"
    mail.tell_board(_keep(user, held, message, Event.Kind.EXTENDED, closes=closes))


def why_never_extended(submission):
    """Why the board cannot be given another last day, in Swedish; nothing where it can."""
    round = submission.round
    if submission.phase == Round.Phase.PUBLISHED:
        return _published(round)
    if not (round.opens and round.closes):
        return f"Omgången {round} har inga datum. Skriv dem på omgångens sida först."
    if submission.status == Status.APPROVED:
        return "Redovisningen är godkänd. Återlämna den om nämnden behöver ändra i den."
    return ""


def why_not_until(submission, closes):
    """Why `closes` cannot be the board's last day, in Swedish; nothing where it can."""
    if refusal := why_never_extended(submission):
        return refusal
    if closes < timezone.localdate():
        return f"{day(closes)} har redan varit."
    if closes < submission.round.closes:
        return f"Det är före omgångens sista dag, {day(submission.round.closes)}."
    return f"{day(closes)} är redan nämndens sista dag." if closes == submission.closes_on else ""


def reminded(user, held, text):
    """Keep that the city office has reminded the board of a submission that is held, and in which words; the event."""
    return _keep(user, held, text, Event.Kind.REMINDED)


def corrected(user, held, about):
    """Keep that the city office has corrected the language of what `about` says, in a submission that is held."""
    _keep(user, held, about, Event.Kind.CORRECTED)


def registered(user, held, about):
    """Keep that the city office has changed something in its register that a submission that is held refers to."""
    _keep(user, held, about, Event.Kind.REGISTER)


def published(user, held, about):
    """Keep that the city office has published a submission that is held, as `about` says."""
    _keep(user, held, about, Event.Kind.PUBLISHED)


def reopened(user, held):
    """Keep that the city office has opened the round for a new edition, with a submission of it that is held."""
    _keep(user, held, kind=Event.Kind.REOPENED)


def _review(user, submission, status, message=""):
    event = _change(user, held_for_review(user, submission), status, message)
    mail.tell_board(event)


def _held_for_board(user, submission):
    held = hold(submission)
    if not access.is_writer(user, held):
        raise PermissionDenied
    return held


def held_for_review(user, submission):
    """The same as `hold`, for the city office; raises PermissionDenied, and Refused where the round is published."""
    access.demand_review(user)
    held = hold(submission)
    if held.round.published:
        raise Refused(_published(held.round))
    return held


def _published(round):
    return f"Omgången {round} är publicerad. Öppna den för en ny utgåva först, på omgångens sida."


def hold(submission):
    """The submission as it is now, locked until the transaction ends."""
    # First the lock, then the round: joined to a row that was waited for, it would be as it was before the wait.
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    return Submission.objects.select_related("round", "board").get(pk=submission.pk)


def hold_round(round):
    """The round as it is now, locked until the transaction ends: nobody publishes it or opens it anew meanwhile."""
    # Rows that name it are not kept waiting: whoever makes one may hold a submission, for which publishing waits.
    return Round.objects.select_for_update(no_key=True).get(pk=round.pk)


def hold_unpublished(round):
    """The same; raises Refused where it is published."""
    held = hold_round(round)
    if held.published:
        raise Refused(_published(held))
    return held


def _change(user, held, status, message="", kind=Event.Kind.STATUS, **fields):
    if held.status not in REACHED_FROM[status]:
        done = f"Redovisningen är redan {status.label}."
        raise Refused(done if held.status == status else f"{held.stands}, så den går inte att {_STEPS[status]}.")
    return _keep(user, held, message, kind, status=status, **fields)


def _keep(user, held, message="", kind=Event.Kind.STATUS, **fields):
    """Save `fields` of the submission, and the event that it was done."""
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=list(fields))
    return Event.objects.create(submission=held, status=held.status, kind=kind, message=message, created_by=user)
