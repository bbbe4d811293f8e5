"""The city office's remarks on a submission: written while it reads, seen by the board from the return on, answered
and ticked by the board."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html

from config.forms import place

from . import access, drafts, sections, workflow
from .models import Remark, Submission

Status = Submission.Status
# While a reviewer may remark on a submission.
REMARKABLE = {Status.SUBMITTED, Status.RETURNED}


@transaction.atomic
def write(user, submission, text, about, section="", key="", field=""):
    """Keep a reviewer's remark; the first one begins the review. Raises workflow.Refused and PermissionDenied.

    The board sees it from the return on, and at once where it is returned.
    """
    held = workflow.hold(submission)
    if not access.may_review(user):
        raise PermissionDenied
    if held.status not in REMARKABLE:
        raise workflow.Refused(f"Redovisningen är {held.status_in_words}, så ingen anmärkning går att skriva nu.")
    if held.status == Status.SUBMITTED:
        workflow.begin_review(user, held)
    told_at = timezone.now() if held.status == Status.RETURNED else None
    where = {"section": section, "key": key, "field": field, "about": about}
    return Remark.objects.create(submission=held, **where, text=text, created_by=user, told_at=told_at)


@transaction.atomic
def remove(user, remark):
    """Take away a remark that the board has not seen. Raises workflow.Refused and PermissionDenied."""
    workflow.hold(remark.submission)
    if not access.may_review(user):
        raise PermissionDenied
    if not Remark.objects.filter(pk=remark.pk, told_at=None).delete()[0]:
        raise workflow.Refused("Nämnden har redan fått se anmärkningen, så den går inte att ta bort.")


@transaction.atomic
def respond(user, remark, before, answer, ticked=None):
    """Save the board's `answer`, which stood as `before` when the writer began, and tick or untick the remark.

    Raises as `drafts.lock` does, and drafts.Conflict where somebody else has answered otherwise meanwhile.
    """
    drafts.lock(user, remark.submission)
    now = Remark.objects.select_related("answered_by").get(pk=remark.pk)
    if now.answer not in (before, answer):
        raise drafts.Conflict(now)
    if answer != now.answer:
        now.answer = answer
        now.answered_at, now.answered_by = (timezone.now(), user) if answer else (None, None)
    if ticked is not None and ticked != bool(now.ticked_at):
        now.ticked_at, now.ticked_by = (timezone.now(), user) if ticked else (None, None)
    now.save(update_fields=["answer", "answered_at", "answered_by", "ticked_at", "ticked_by"])


def loose(submission, tasks):
    """The remarks that the board has seen on its whole submission, or on a row that is no more."""
    told = submission.remarks.told().select_related("created_by", "answered_by", "ticked_by")
    return sections.without_row(told, tasks)


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
