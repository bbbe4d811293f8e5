"""The city office's remarks on a submission, each a thread: written while it reads, seen by the board from the return
on, answered by either side, ticked by the board and closed by the city office."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html

from config.forms import place

from . import drafts, sections, workflow
from .models import Remark, Reply, Submission

Status = Submission.Status
# While a reviewer may remark on a submission, and answer what the board says.
REMARKABLE = {Status.SUBMITTED, Status.RETURNED}
# While a reviewer may close a remark: those of an approved submission are no longer answered, only closed.
CLOSABLE = {*REMARKABLE, Status.APPROVED}
# What a thread on the page needs, in a fixed number of queries.
READ_WITH = ("created_by", "ticked_by", "closed_by")


@transaction.atomic
def write(user, submission, text, about, section="", key="", field="", quote=""):
    """Keep a reviewer's remark; the first one begins the review. Raises workflow.Refused and PermissionDenied.

    The board sees it from the return on, and at once where it is returned.
    """
    held = _held_for_office(user, submission, REMARKABLE)
    if held.status == Status.SUBMITTED:
        workflow.begin_review(user, held)
    told_at = timezone.now() if held.status == Status.RETURNED else None
    where = {"section": section, "key": key, "field": field, "about": about, "quote": quote}
    return Remark.objects.create(submission=held, **where, text=text, created_by=user, told_at=told_at)


def _held_for_office(user, submission, statuses):
    held = workflow.held_for_review(user, submission)
    if held.status not in statuses:
        raise workflow.Refused(f"{held.stands}, så anmärkningarna går inte att ändra nu.")
    return held


@transaction.atomic
def remove(user, remark):
    """Take away a remark that the board has not seen. Raises workflow.Refused and PermissionDenied."""
    workflow.held_for_review(user, remark.submission)
    if not Remark.objects.filter(pk=remark.pk, told_at=None).delete()[0]:
        raise workflow.Refused("Nämnden har redan fått se anmärkningen, så den går inte att ta bort.")


@transaction.atomic
def respond(user, remark, text="", ticked=None):
    """Add what the board says to the thread, where it says anything, and tick or untick the remark.

    Nobody's words are replaced: what two say at once both stays. Raises as `drafts.lock` does.
    """
    drafts.lock(user, remark.submission)
    _say(user, remark, text, by_office=False)
    now = Remark.objects.get(pk=remark.pk)
    if ticked is not None and ticked != bool(now.ticked_at):
        _mark(now, "ticked", user if ticked else None)


@transaction.atomic
def reply(user, remark, text="", closed=None):
    """Add what the city office says, where it says anything, and close the remark or open it again.

    It begins the review of what is handed in. What it says, and that it is opened again, takes away the board's tick:
    there is more to see to. Of an approved submission remarks are closed and nothing else. Raises workflow.Refused and
    PermissionDenied.
    """
    held = _held_for_office(user, remark.submission, REMARKABLE if text or not closed else CLOSABLE)
    if held.status == Status.SUBMITTED:
        workflow.begin_review(user, held)
    now = Remark.objects.get(pk=remark.pk)
    said = _say(user, now, text, by_office=True)
    if closed is not None and closed != bool(now.closed_at):
        _mark(now, "closed", user if closed else None)
    if now.ticked_at and not closed and (said or closed is False):
        _mark(now, "ticked", None)


def _say(user, remark, text, by_office):
    """Whether anything was added: what the person has just said is not said twice, however often it is sent."""
    last = remark.replies.last()
    if not text or (last and (last.text, last.created_by, last.by_office) == (text, user, by_office)):
        return False
    Reply.objects.create(remark=remark, text=text, by_office=by_office, created_by=user)
    return True


def _mark(remark, what, user):
    """Note who has ticked or closed the remark, and when; that nobody has, where `user` is None."""
    values = {f"{what}_at": timezone.now() if user else None, f"{what}_by": user}
    Remark.objects.filter(pk=remark.pk).update(**values)


def threads(remarks):
    """`remarks` with all that is shown of them, in a fixed number of queries."""
    return remarks.select_related(*READ_WITH).prefetch_related("replies__created_by")


def ids_on(row):
    """The ids on the row's page of the remarks that still wait there, to be read aloud with its only field."""
    return [f"remark-text-{remark.pk}" for remark in _open_on(row)]


def _open_on(row):
    section = sections.of(row)
    return row.submission.remarks.open().filter(section=section.name, key=section.key(row))


def point_out(forms, row):
    """Put each open remark on a field of `row` into the help of the field in `forms`, where it is also read aloud.

    Returns the ids of the fields that have one.
    """
    waiting = defaultdict(list)
    for remark in _open_on(row).exclude(field=""):
        waiting[remark.field].append(remark)
    for bound in (bound for form in forms if waiting for bound in form):
        for remark in waiting[place(bound)]:
            told = format_html('{} <strong class="remark-here">Anmärkning: {}</strong>', bound.help_text, remark.text)
            bound.help_text = bound.field.help_text = told
    return set(waiting)
