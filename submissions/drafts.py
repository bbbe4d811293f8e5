"""Saving without losing: a save says which version it started from, and never overwrites another's."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from . import access, history, sections, workflow
from .models import Answer, Submission


class Locked(Exception):
    """The submission cannot be changed: it is handed in, or the round has closed."""


class Conflict(Exception):
    """Somebody else has saved since the writer began; `current` is what stands now."""

    def __init__(self, current):
        super().__init__(str(current))
        self.current = current


def lock(user, submission):
    """The submission, held for writing, so that nobody hands it in or returns it meanwhile.

    Raises PermissionDenied where the person no longer belongs to the board, and Locked where it is not editable.
    """
    held = workflow.hold(submission)
    if not access.is_member(user, held):
        raise PermissionDenied
    if not held.is_editable:
        raise Locked
    return held


@transaction.atomic
def save(user, written, version, values, save_id, also=None):
    """Save `values` (field: value) on an answer or a card that was at `version` when the writer began.

    `also` is called in the same transaction for what stands in other tables, and a revision is kept. A save that the
    person has made already, by its `save_id`, is done. Raises Locked, Conflict and PermissionDenied; then nothing is
    saved.
    """
    held = lock(user, written.submission)
    if history.has(user, written, save_id):
        return
    history.keep_read_in(written)
    changed = {**values, "version": version + 1, "changed_by": user, "changed_at": timezone.now()}
    if not type(written).objects.filter(pk=written.pk, version=version).update(**changed):
        current = type(written).objects.select_related("changed_by").get(pk=written.pk)
        if not also and all(getattr(current, name) == value for name, value in values.items()):
            return  # a button pressed twice
        raise Conflict(current)
    if also:
        also(written)
    history.keep(user, written, version + 1, save_id)
    touch(user, held)


@transaction.atomic
def save_answer(user, submission, question, version, markup, save_id):
    """Save the board's answer to `question`; the first save, from version 0, makes it. Raises as `save` does."""
    lock(user, submission)
    written, _ = Answer.objects.get_or_create(submission=submission, question=question)
    save(user, written, version, {"html": markup}, save_id)


@transaction.atomic
def bring_back(user, written, version, seen, revision, save_id):
    """Save what a revision says anew. `version` and `seen` (see `history.fingerprint`) are what the person saw.

    Raises as `save` does; Conflict also where something that stands in other tables has changed.
    """
    lock(user, written.submission)
    if not history.has(user, written, save_id) and history.fingerprint(written) != seen:
        raise Conflict(written)
    section = sections.of(written)
    content = section.returnable(written, revision.content)
    values = section.values(written, content)
    save(user, written, version, values, save_id, also=lambda row: section.write_rest(row, content))


@transaction.atomic
def save_decision(user, submission, before, values):
    """Save the board's decision: `values` of the decision's fields, which stood as `before` when the writer began.

    Fields that the writer has left alone keep what others may have put there. Raises Locked, PermissionDenied, and
    Conflict where somebody else has changed the same field to something else.
    """
    held = lock(user, submission)
    changed = {name: value for name, value in values.items() if value != before[name]}
    if any(getattr(held, name) not in (before[name], value) for name, value in changed.items()):
        raise Conflict(held)
    if changed:
        Submission.objects.filter(pk=held.pk).update(**changed)
        touch(user, held)


@transaction.atomic
def hand_in(user, submission, before, values):
    """Save the decision and hand in, or neither. Raises as `save_decision` and `workflow.submit` do."""
    save_decision(user, submission, before, values)
    return workflow.submit(user, submission)


def touch(user, held):
    """Note on a locked submission that it was changed now, and by whom; the first change begins it."""
    Submission.objects.filter(pk=held.pk).update(changed_at=timezone.now(), changed_by=user)
    workflow.begin(user, held)
