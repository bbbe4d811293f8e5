"""Which reviewers have a submission's page open just now, and which version each of them has read."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from .models import Event, Presence, Submission

# The page tells every half minute that it is open; whoever has not been heard of for this long has left.
GONE = timedelta(minutes=2)
_DECIDED = (Submission.Status.RETURNED, Submission.Status.APPROVED)


def opened(user, submission, version):
    """Note that the reviewer opens the page, and with it `version` (0 where they do not read a version); the presence.

    A version that is new to them makes the one before it what they had read before.
    """
    now, _ = Presence.objects.get_or_create(submission=submission, user=user, defaults={"seen_at": timezone.now()})
    if version > now.version:
        now.read_before, now.version = now.version, version
    now.seen_at = timezone.now()
    now.save(update_fields=["seen_at", "version", "read_before"])
    return now


def is_here(user, submission, writing):
    """Note that the reviewer still has the page open, and whether they are writing on it."""
    told = {"seen_at": timezone.now(), "writing": writing}
    Presence.objects.update_or_create(submission=submission, user=user, defaults=told)


def wrote(user, version):
    """Whoever has written a version has read it."""
    mine = Presence.objects.filter(submission=version.submission_id, user=user, version=version.number - 1)
    mine.update(version=F("version") + 1)


def others(user, submission):
    """The presences of the other reviewers who have the page open."""
    here = Presence.objects.filter(submission=submission, seen_at__gte=timezone.now() - GONE)
    return here.exclude(user=user).select_related("user")


def compared_with(presence, versions, events):
    """The version that what stands is new against, for this reviewer; None where there is none.

    It is the one that they had read before, else the newest that the city office has decided on.
    """
    number = presence.read_before or _decided_on(versions, events)
    return next((each for each in versions[:-1] if each.number == number), None)


def _decided_on(versions, events):
    decided = [each for each in events if each.status in _DECIDED and each.kind == Event.Kind.STATUS]
    then = [each for each in versions if decided and each.created_at <= decided[-1].created_at]
    return then[-1].number if then else 0
