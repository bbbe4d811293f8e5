"""Editions: a year's documents compiled and kept, as a draft at any time, or published.

Publishing closes the round; `reopen` opens it for the next edition, and the former ones stay as they are.
"""

import json
import shutil
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from submissions import access, workflow
from submissions.models import Board, Submission, User
from submissions.workflow import Refused

from . import accepting, dataset, documents, edition_files, roundfile, years
from . import figures as counting
from .models import Edition
from .schema import in_order

APPROVED = Submission.Status.APPROVED


class Changed(Refused):
    """Something of the year is no longer as whoever publishes it saw it."""

    def __init__(self):
        super().__init__(
            "Något i redovisningen ändrades medan den sammanställdes, eller sedan du öppnade sidan. Inget är "
            "publicerat. Läs igenom sidan, som nu visar det senaste, och publicera igen."
        )


@dataclass(frozen=True)
class Proposal:
    """What would be published: the year as a round file's content and as a `Year`, its figures, and how it is judged.

    `missing` are the boards that are not in. `fingerprint` is another as soon as anything of it is.
    """

    content: dict
    year: dataset.Year
    previous: dataset.Year | None
    earlier: list[dataset.Year]
    figures: counting.Figures
    judged: list
    missing: list[Board]
    fingerprint: str

    @property
    def errors(self):
        return accepting.errors(self.judged)

    @property
    def unhandled(self):
        return accepting.unhandled(self.judged)


def proposed(round):
    """The `Proposal` for a round, as it is now."""
    content, previous, earlier = _content(round), years.previous(round), years.earlier(round)
    now = years.Now(dataset.read(content), previous)  # of this very content, which the fingerprint is of
    judged = accepting.judged(round, now.findings)
    fingerprint = fingerprint_of(round, content, previous, earlier)
    return Proposal(content, now.year, previous, earlier, now.figures, judged, years.missing(round), fingerprint)


def _content(round):
    return in_order(roundfile.year_file(round, [APPROVED]))


def fingerprint_of(round, content, previous, earlier):
    """The checksum of all that an edition is made of: the year, the years before, and the warnings let stand."""
    accepted = sorted(round.acceptances.values_list("identity", "reason"))
    missing = [board.name for board in years.missing(round)]
    told = json.dumps([content, repr([previous, *earlier]), accepted, missing], sort_keys=True)
    return edition_files.checksum(told.encode())


def obstacles(round, proposal):
    """What stops publication, in Swedish; nothing where nothing does."""
    if round.published:
        return ["Omgången är redan publicerad."]
    if years.has_only_drafts(round):
        return ["Ingen inlämning är godkänd än, så det finns inget att publicera."]
    stops = []
    if proposal.errors:
        stops.append("Avstämningen har fel. De måste rättas.")
    if proposal.unhandled:
        stops.append("Avstämningen har varningar som varken är rättade eller godtagna med ett skäl.")
    return stops


@transaction.atomic
def keep(round, draft, user, made):
    """Keep `made` (file name: bytes) as an edition that is not published."""
    edition = Edition.objects.create(round=round, draft=draft, created_by=user)
    edition_files.write(edition, made)
    return edition


def publish(user, round, reason="", missing_reason="", seen=None):
    """Publish the approved of a round as its next edition, and close it; returns the edition.

    `reason` is demanded from the second edition on, `missing_reason` where boards are missing. `seen` is the
    fingerprint of what the person saw. The documents are made before anything is held. Raises Refused, Changed where
    what is published would not be what was seen or compiled, and PermissionDenied; then nothing is published.
    """
    return put(prepared(user, round, reason, missing_reason, seen))


@dataclass(frozen=True)
class Prepared:
    """An edition that is to be published by `user`: the `Proposal` that it is made of, and `made` {file name: bytes}.

    `dated` is the day (ISO) that its files say they were made.
    """

    user: User
    edition: Edition
    proposal: Proposal
    made: dict[str, bytes]
    dated: str


def checked(user, round, reason, missing_reason, seen=None):
    """The `Proposal` that may be published for these reasons. Raises as `publish` does."""
    access.demand_review(user)
    proposal = proposed(round)
    if seen not in (None, proposal.fingerprint):
        raise Changed
    _refuse(round, proposal, reason.strip(), missing_reason.strip())
    return proposal


def prepared(user, round, reason="", missing_reason="", seen=None, on_section=None):
    """The `Prepared` edition: all of `publish` that holds nothing. `on_section` as in `documents.compile_year`."""
    proposal = checked(user, round, reason, missing_reason, seen)
    number, dated = _next_number(round), timezone.localdate().isoformat()
    about_it = {"edition": number, "dated": dated, "issued": _issued(round), "earlier": proposal.earlier}
    about_it["accepted"] = accepting.told(round)
    made = documents.compile_year(documents.of_year(proposal.year, proposal.previous, **about_it), on_section)
    about = {"reason": reason.strip(), "missing_reason": missing_reason.strip() if proposal.missing else ""}
    edition = Edition(round=round, number=number, created_by=user, **about)
    return Prepared(user, edition, proposal, made, dated)


def _issued(round):
    """The day (ISO) of the round's first edition; nothing where it has none."""
    first = round.editions.filter(number=1).first()
    return timezone.localdate(first.created_at).isoformat() if first else ""


def _refuse(round, proposal, reason, missing_reason):
    """Raise Refused where something stops publication, or a reason is missing."""
    stops = obstacles(round, proposal)
    if not stops and proposal.missing and not missing_reason:
        stops.append("Skriv varför redovisningen publiceras fast nämnder saknas.")
    if not stops and not reason and round.editions.published().exists():
        stops.append("Skriv varför det behövs en ny utgåva.")
    if stops:
        raise Refused(" ".join(stops))


@transaction.atomic
def put(prepared):
    """Publish what is prepared, where it still is what would be published; gives the edition. Raises as `publish`."""
    edition, proposal = prepared.edition, prepared.proposal
    edition.round = held = _hold(edition.round)
    if held.published:
        raise Refused("Omgången är redan publicerad. Någon annan kan ha hunnit före.")
    before = years.previous(held), years.earlier(held)
    now = fingerprint_of(held, _content(held), *before), _next_number(held)
    if now != (proposal.fingerprint, edition.number):
        raise Changed
    _refuse(held, proposal, edition.reason, edition.missing_reason)
    made = prepared.made | {edition_files.year_name(held.year): edition_files.dumps(proposal.content)}
    manifest = edition_files.describe(edition, made, _versions(held), dated=prepared.dated, **_judgement(proposal))
    text = edition_files.dumps(manifest)
    edition.checksum = edition_files.checksum(text)
    edition.save()
    edition_files.write(edition, made | {edition_files.manifest_name(held.year): text})
    held.published = timezone.localdate()
    held.save(update_fields=["published"])
    for submission in _approved(held):
        workflow.published(prepared.user, submission, f"Utgåva {edition.number}")
    return edition


def _hold(round):
    """The round as it is now, held with all its submissions: nobody hands in, returns or approves meanwhile."""
    held = workflow.hold_round(round)
    list(held.submissions.select_for_update().order_by("pk"))
    return held


def _next_number(round):
    return (round.editions.aggregate(last=Max("number"))["last"] or 0) + 1


def _versions(round):
    """Which version of each board's account is in the edition."""
    approved = _approved(round).select_related("board").order_by("board")
    return [_version(submission, submission.versions.defer("data").last()) for submission in approved]


def _approved(round):
    return round.submissions.filter(status=APPROVED)


def _version(submission, version):
    return {
        "board": submission.board.name,
        "submission": submission.pk,
        "version": version.pk,
        "number": version.number,
    }


def _judgement(proposal):
    """Who is missing, and the warnings let stand with their reasons."""
    accepted = [(finding, acceptance) for finding, acceptance in proposal.judged if acceptance]
    return {
        "missing": [board.name for board in proposal.missing],
        "accepted": [
            {"rule": finding.rule, "where": finding.where, "message": finding.message, "reason": acceptance.reason}
            for finding, acceptance in accepted
        ],
    }


@transaction.atomic
def reopen(user, round, reason):
    """Open a published round for a new edition; what is published stays as it is. Raises Refused, PermissionDenied."""
    access.demand_review(user)
    held = _hold(round)
    if not held.published:
        raise Refused("Omgången är inte publicerad, eller redan öppnad för en ny utgåva.")
    if not reason.strip():
        raise Refused("Skriv varför det behövs en ny utgåva.")
    about = {"reopened_at": timezone.now(), "reopened_by": user, "reopened_reason": reason.strip()}
    if last := held.editions.published().first():
        Edition.objects.filter(pk=last.pk).update(**about)
    held.published = None
    held.save(update_fields=["published"])
    for submission in _approved(held):
        workflow.reopened(user, submission)


@receiver(pre_delete, sender=Edition)
def refuse_published(instance, **kwargs):
    if instance.number:
        raise ProtectedError("A published edition is kept for ever.", {instance})


@receiver(post_delete, sender=Edition)
def remove_files(instance, **kwargs):
    folder = instance.folder
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
