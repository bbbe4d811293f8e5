"""All that has happened to a submission, who did it and when: gathered from what is kept, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst

from .models import Event, Remark, Submission, User, Version

_FROZEN = {
    (Event.Kind.STATUS, Submission.Status.SUBMITTED): Version.Kind.HANDED_IN,
    (Event.Kind.CORRECTED, Submission.Status.SUBMITTED): Version.Kind.CORRECTION,
    (Event.Kind.CORRECTED, Submission.Status.APPROVED): Version.Kind.CORRECTION,
}


@dataclass(frozen=True)
class Moment:
    """Something that happened: what, in Swedish, with what was said, and where there is more to read."""

    at: datetime
    who: User | None
    what: str
    message: str = ""
    url: str = ""
    link: str = ""
    remark: Remark | None = None


def of_office(submission, versions, events, threads):
    """Everything. `versions` and `events` are the submission's, oldest first, `threads` as of `remarks.threads`."""
    return _gathered(submission, versions, events, threads, lambda remark: remark.created_at)


def of_board(submission, versions, told):
    """What the board may know: of remarks, those that it has been `told`, as `remarks.threads`, from when it was."""
    events = list(submission.events.select_related("created_by"))
    return _gathered(submission, versions, events, told, lambda remark: remark.told_at)


def _gathered(submission, versions, events, threads, written):
    moments = list(_of_events(submission, versions, events))
    for remark in threads:
        moments += _of_remark(remark, written(remark))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _of_events(submission, versions, events):
    """Each event, newest first; what froze a version leads to what that version changed.

    The oldest version may have been frozen by none of them: one that was read in as approved was not handed in here.
    """
    waiting = {kind: [each for each in versions if each.kind == kind] for kind in Version.Kind}
    for event in reversed(events):
        frozen = waiting.get(_FROZEN.get((event.kind, event.status)))
        about = _changes(submission, frozen.pop().number) if frozen else {}
        yield Moment(event.created_at, event.created_by, capfirst(event.in_words), event.message, **about)


def _changes(submission, number):
    if number == 1:
        return {}
    place = [submission.round.year, submission.board.slug, number - 1, number]
    return {"url": reverse("changes", args=place), "link": f"Jämför med version {number - 1}"}


def _of_remark(remark, written):
    about = {"remark": remark, "link": remark.about}
    yield Moment(written, remark.created_by, "Anmärkning", remark.text, **about)
    for reply in remark.replies.all():
        who = "Stadskontorets svar" if reply.by_office else "Nämndens svar"
        yield Moment(reply.created_at, reply.created_by, f"{who} på en anmärkning", reply.text, **about)
    if remark.ticked_at:
        yield Moment(remark.ticked_at, remark.ticked_by, "Anmärkning markerad som åtgärdad", **about)
    if remark.closed_at:
        yield Moment(remark.closed_at, remark.closed_by, "Anmärkning stängd", **about)
