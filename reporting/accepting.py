"""Warnings that the city office lets stand, each with a reason that is kept; errors cannot be let stand.

What is let stand, and no longer, is written in the admin's own log of the round, with the places: so a reason can be
offered again when its warning has become another, or has been withdrawn.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from submissions import access, workflow
from submissions.models import User
from submissions.workflow import Refused

from .models import Acceptance
from .reconciliation import ERROR, WARNING

_LOGGED = "godtagen varning"


@dataclass(frozen=True)
class Accepted:
    """Why a warning stands and, in what stays in the house, who let it stand and when."""

    reason: str
    by: str = ""
    day: date | None = None


class Overtaken(Refused):
    """Somebody else has let the warning stand meanwhile, with a reason that the person has not seen."""

    def __init__(self, acceptance):
        super().__init__(
            f"{acceptance.created_by or 'Någon annan'} har redan godtagit varningen, med ett annat skäl: "
            f"”{acceptance.reason}” Låt det stå, eller byt ut det mot ditt."
        )


@dataclass(frozen=True)
class Offer:
    """A reason that was once given for a warning like one that is found now; `same` where it is that very warning."""

    reason: str
    by: User
    at: datetime
    same: bool


def judged(round, findings):
    """Each finding with the acceptance that lets it stand, or None; in their order."""
    accepted = {each.identity: each for each in round.acceptances.select_related("created_by")}
    return [(finding, accepted.get(finding.identity)) for finding in findings]


def told(round, names=False):
    """What is accepted, as documents tell it: `Accepted` by the finding's identity, with names only if asked for."""
    accepted = round.acceptances.select_related("created_by")
    return {each.identity: _told(each) if names else Accepted(each.reason) for each in accepted}


def _told(acceptance):
    by = str(acceptance.created_by or "okänd")
    return Accepted(acceptance.reason, by, timezone.localdate(acceptance.created_at))


def errors(judged):
    """The findings that stop publication whatever is said of them."""
    return [finding for finding, _ in judged if finding.severity == ERROR]


def unhandled(judged):
    """The warnings that nobody has let stand, which stop publication too."""
    return [finding for finding, acceptance in judged if finding.severity == WARNING and acceptance is None]


@transaction.atomic
def accept(user, round, finding, reason, seen=None):
    """Let a warning stand; a new reason takes the place of the former. Raises Refused and PermissionDenied.

    `seen` is the primary key of the acceptance that the person saw, 0 where there was none; where another stands,
    that is Overtaken.
    """
    if finding.severity != WARNING:
        raise Refused("Bara varningar kan godtas. Ett fel måste rättas.")
    if not reason.strip():
        raise Refused("Skriv varför varningen kan stå kvar.")
    held = _held(user, round)
    values = {"rule": finding.rule, "reason": reason.strip(), "created_by": user}
    stands = Acceptance.objects.filter(round=held, identity=finding.identity).first()
    if stands and seen is not None and stands.pk != seen:
        if (stands.reason, stands.created_by) == (reason.strip(), user):  # sent twice
            return stands
        raise Overtaken(stands)
    Acceptance.objects.filter(round=held, identity=finding.identity).delete()
    _log(user, held, added=_entry(finding, reason.strip()))
    return Acceptance.objects.create(round=held, identity=finding.identity, **values)


@transaction.atomic
def withdraw(user, round, identity):
    """Let a warning count again. Raises workflow.Refused and PermissionDenied."""
    held = _held(user, round)
    stood = Acceptance.objects.filter(round=held, identity=identity).first()
    if stood:
        stood.delete()
        _log(user, held, deleted={"object": stood.reason})


def outlived(round, findings):
    """The acceptances of what is no longer found, or has become another finding; newest first."""
    identities = {finding.identity for finding in findings}
    kept = round.acceptances.select_related("created_by").order_by("-created_at")
    return [each for each in kept if each.identity not in identities]


def offers(round, judged):
    """The newest `Offer` for each warning that nobody has let stand, by its identity, where there is one.

    A reason is offered where it was given for the same warning, since withdrawn, or for one of the same rule at some
    of the same places, which is found no longer. `judged` is all that is found, as `judged` gives it.
    """
    found, waiting = {finding.identity for finding, _ in judged}, unhandled(judged)
    logged = _logged(round) if waiting else []
    offered = {finding.identity: _newest(finding, logged, found) for finding in waiting}
    return {identity: offer for identity, offer in offered.items() if offer}


def _newest(finding, logged, found):
    here = {_at(place) for place in finding.places}
    for entry, told in logged:
        same = told["identity"] == finding.identity
        became = (
            told["identity"] not in found and told["rule"] == finding.rule and here & set(map(tuple, told["places"]))
        )
        if same or became:
            return Offer(told["reason"], entry.user, entry.action_time, same)
    return None


def _at(place):
    """Where a place is, whatever it is called."""
    return place.board, place.section, place.key


def _entry(finding, reason):
    """What the admin's history is to tell of the finding and why it may stand."""
    places = [_at(place) for place in finding.places]
    about = {"identity": finding.identity, "rule": finding.rule, "places": places, "reason": reason}
    return {"object": finding.message, **about}


def _log(user, round, **happened):
    """Tell in the admin's history of the round what was "added" or "deleted", as the admin itself tells of rows."""
    message = [{kind: {"name": _LOGGED, **told}} for kind, told in happened.items()]
    LogEntry.objects.log_actions(user.pk, [round], CHANGE, message)


def _logged(round):
    """What has been let stand in the round, newest first: the entry and what it tells."""
    begins = json.dumps([{"added": {"name": _LOGGED}}])[: -len("}}]")]
    of_round = {"content_type__app_label": "submissions", "content_type__model": "round", "object_id": str(round.pk)}
    entries = LogEntry.objects.filter(**of_round, change_message__startswith=begins).select_related("user")
    return [(entry, json.loads(entry.change_message)[0]["added"]) for entry in entries.order_by("-pk")]


def _held(user, round):
    """The round, held so that it is not published meanwhile."""
    access.demand_review(user)
    return workflow.hold_unpublished(round)
