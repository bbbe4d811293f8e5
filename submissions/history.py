"""Who wrote what, when: a revision for each save of an answer or a card, and the sittings that they were made in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db.models import Max

from . import merging, sections
from .models import Revision

# Saves of one person that are less apart than this belong to one sitting.
PAUSE = timedelta(minutes=30)


def of(row):
    """The revisions of an answer or a card, oldest first."""
    section = sections.of(row)
    return row.submission.revisions.filter(section=section.name, key=section.key(row))


def find(user, row, save_id):
    """The person's revision by this very save; None where they have not made it."""
    return of(row).filter(created_by=user, save_id=save_id).first()


def content_at(row, version):
    """All that the row said at an earlier version; nothing where it was empty."""
    revision = of(row).filter(version=version).last()
    return revision.content if revision else {}


def keep(user, row, version, save_id):
    """Keep what the row says now, as it is saved by the person."""
    section = sections.of(row)
    key = section.key(row)
    Revision.objects.create(
        submission=row.submission,
        section=section.name,
        key=key,
        version=version,
        content=section.content(section.find(row.submission, key)),
        save_id=save_id,
        created_by=user,
    )


def keep_read_in(row):
    """Keep what was read in from a round file, before the first save puts something else in its place."""
    if not row.version and not row.changed_at and merging.pruned(sections.of(row).content(row)):
        keep(None, row, 0, uuid4())


def unused_version(row):
    """A version that no revision has, for a row that is made anew where one was taken away."""
    newest = of(row).aggregate(newest=Max("version"))["newest"]
    return 0 if newest is None else newest + 1


def fingerprint(row):
    """The fingerprint of all that the row says now; see `merging.fingerprint`."""
    return merging.fingerprint(sections.of(row).content(sections.as_saved(row)))


@dataclass(frozen=True)
class Sitting:
    """What one person saved without a long pause: the last revision, and those before it, newest first."""

    last: Revision
    others: list[Revision]

    @property
    def first(self):
        return self.others[-1] if self.others else self.last


def sittings(revisions):
    """`revisions`, oldest first, as sittings, newest first."""
    groups = []
    for revision in revisions:
        if groups and _same_sitting(groups[-1][-1], revision):
            groups[-1].append(revision)
        else:
            groups.append([revision])
    return [Sitting(last=group[-1], others=group[-2::-1] if len(group) > 1 else []) for group in reversed(groups)]


def _same_sitting(earlier, later):
    soon = later.created_at - earlier.created_at < PAUSE
    return soon and earlier.created_by_id == later.created_by_id and bool(earlier.version and later.version)


def compared_with(revision, revisions):
    """What a revision is compared with: the one before it; of a sitting's last, what stood when the sitting began.

    None for the first.
    """
    earlier = [each for each in revisions if each.pk < revision.pk]
    sitting = next((each for each in sittings(revisions) if each.last == revision), None)
    if sitting:
        earlier = [each for each in earlier if each.pk < sitting.first.pk]
    return earlier[-1] if earlier else None
