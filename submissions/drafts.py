"""Saving without losing: a save says which version it started from, and never overwrites another's."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from . import access, history, merging, sections, workflow
from .models import Submission


class Locked(Exception):
    """The submission cannot be changed: it is handed in, or the round has closed."""


class Conflict(Exception):
    """Somebody else has saved something else since the writer began; `current` is the row as it stands now.

    Of a row's content, `theirs` is what stands, `mine` what the writer wants with all that could be merged, and
    `disputed` the paths where the two differ; `yielding` where the writer may not change those any longer.
    """

    def __init__(self, current, theirs=None, mine=None, disputed=(), yielding=False):
        super().__init__(str(current))
        self.current = current
        self.theirs = theirs or {}
        self.mine = mine or {}
        self.disputed = list(disputed)
        self.yielding = yielding


@dataclass(frozen=True)
class Saved:
    """A save that was done: the row's version now, and whether others' changes were merged into it."""

    version: int
    merged: bool


def lock(user, submission):
    """The submission, held for writing, so that nobody hands it in or returns it meanwhile.

    Raises PermissionDenied where the person does not write for the board, and Locked where it is not editable.
    """
    held = workflow.hold(submission)
    if not access.is_writer(user, held):
        raise PermissionDenied
    if not held.is_editable:
        raise Locked
    return held


@transaction.atomic
def save(user, row, version, content, save_id, seen=None):
    """Save `content` on a row that was at `version` when the writer began, in the shape that its section gives it.

    What others have saved since then stays. `seen` are parts of the content as the writer saw them, where those may
    change without the row (a project's facts). A revision is kept. A save that the person has made already, by its
    `save_id`, is done, even where nothing can be saved any longer. Raises Locked, Conflict and PermissionDenied; then
    nothing is saved.
    """
    if done := history.find(user, row, save_id):
        return Saved(done.version, merged=not merging.same(done.content, content))
    return _saved(user, lock(user, row.submission), row, version, content, save_id, seen)


@transaction.atomic
def correct(user, held, row, version, texts, save_id):
    """Save the city office's correction of `texts`, by name, on a row of a submission that `corrections` holds.

    All else stays as it is. It is merged with what others have saved as any save is. Raises Conflict.
    """
    section = sections.of(row)
    stands = section.content(row)
    began = stands if version == row.version else history.content_at(row, version)
    return _saved(user, held, row, version, section.with_texts(began or stands, texts), save_id)


def _saved(user, held, row, version, content, save_id, seen=None):
    section = sections.of(row)
    now = section.make(row, held)
    history.keep_read_in(now)
    theirs = section.content(now)
    base = {**(theirs if version == now.version else history.content_at(now, version)), **(seen or {})}
    wanted, disputed = merging.merged(base, content, theirs)
    if disputed or version > now.version:
        raise Conflict(now, theirs, wanted, disputed)
    if not merging.same(theirs, wanted):
        _write(user, section, now, theirs, wanted)
        history.keep(user, now, now.version + 1, save_id)
        touch(user, held)
        return Saved(now.version + 1, merged=not merging.same(content, wanted))
    return Saved(now.version, merged=not merging.same(content, wanted))


def _write(user, section, now, theirs, wanted):
    allowed = section.returnable(now, wanted)
    if not merging.same(allowed, wanted):
        _, disputed = merging.merged({}, wanted, theirs)
        raise Conflict(now, theirs, wanted, disputed, yielding=True)
    values = {**section.values(now, wanted), "version": now.version + 1}
    values |= {"changed_by": user, "changed_at": timezone.now()}
    if not type(now).objects.filter(pk=now.pk, version=now.version).update(**values):
        raise Conflict(now, theirs, wanted)
    section.write_rest(now, wanted)


@transaction.atomic
def mark_done(user, row, done):
    """Note on a row that the person has finished it, or that it is not finished after all; the text stays as it is.

    Raises Locked and PermissionDenied.
    """
    held = lock(user, row.submission)
    now = sections.of(row).make(row, held)
    by, at = (user, timezone.now()) if done else (None, None)
    type(now).objects.filter(pk=now.pk).update(done_by=by, done_at=at)


@transaction.atomic
def bring_back(user, row, version, seen, revision, save_id):
    """Save what a revision says anew. `version` and `seen` (see `history.fingerprint`) are what the person saw.

    Raises as `save` does; Conflict also where something that stands in other tables has changed.
    """
    if not history.find(user, row, save_id):
        lock(user, row.submission)
        if row.version != version or history.fingerprint(row) != seen:
            raise Conflict(row)
    return save(user, row, version, sections.of(row).returnable(row, revision.content), save_id)


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
