"""Warnings that the city office lets stand, each with a reason that is kept; errors cannot be let stand."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from submissions import access
from submissions.models import Round
from submissions.workflow import Refused

from .models import Acceptance
from .reconciliation import ERROR, WARNING


class Overtaken(Refused):
    """Somebody else has let the warning stand meanwhile, with a reason that the person has not seen."""

    def __init__(self, acceptance):
        super().__init__(
            f"{acceptance.created_by or 'Någon annan'} har redan godtagit varningen, med ett annat skäl: "
            f"”{acceptance.reason}” Låt det stå, eller byt ut det mot ditt."
        )


def judged(round, findings):
    """Each finding with the acceptance that lets it stand, or None; in their order."""
    accepted = {each.identity: each for each in round.acceptances.select_related("created_by")}
    return [(finding, accepted.get(finding.identity)) for finding in findings]


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
    return Acceptance.objects.create(round=held, identity=finding.identity, **values)


@transaction.atomic
def withdraw(user, round, identity):
    """Let a warning count again. Raises workflow.Refused and PermissionDenied."""
    Acceptance.objects.filter(round=_held(user, round), identity=identity).delete()


def outlived(round, findings):
    """The acceptances of what is no longer found, or has become another finding; newest first."""
    identities = {finding.identity for finding in findings}
    kept = round.acceptances.select_related("created_by").order_by("-created_at")
    return [each for each in kept if each.identity not in identities]


def _held(user, round):
    """The round, held so that it is not published meanwhile."""
    if not access.may_review(user):
        raise PermissionDenied
    held = Round.objects.select_for_update().get(pk=round.pk)
    if held.published:
        raise Refused("Omgången är publicerad. Öppna den för en ny utgåva först.")
    return held
