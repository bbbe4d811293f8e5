"""Language corrections by the city office in what a board has handed in: each a version of its own, in its name."""

import re
from copy import deepcopy
from difflib import SequenceMatcher

from django.db import transaction

from config import html
from config.formats import listed

from . import drafts, history, sections, workflow
from .models import Round, Submission, Version

Status = Submission.Status
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*")


def why_not(submission):
    """Why nothing in the submission can be corrected now, in Swedish; nothing where it can."""
    if submission.status not in (Status.SUBMITTED, Status.APPROVED):
        return f"{submission.stands}. Språket går att rätta när redovisningen är inlämnad."
    if submission.phase == Round.Phase.PUBLISHED:
        return f"Omgången {submission.round} är publicerad, så texten går inte att rätta."
    return ""


def texts(section, row):
    """The texts of a row that can be corrected, markup by name: those that say something."""
    written = section.texts(section.content(row))
    return {name: written[name] for name in section.text_labels if written.get(name)}


def changed_numbers(stands, wanted):
    """What has become of the numbers in digits, in Swedish as "ändrat 4 till 9"; nothing where they are the same."""
    changes = (_between(_numbers(stands[name]), _numbers(markup)) for name, markup in wanted.items())
    return listed([change for of_text in changes for change in of_text])


def _numbers(markup):
    """The numbers in the order of the text; how their digits are grouped is a matter of language."""
    return [re.sub(r"\s", "", number) for number in _NUMBER.findall(html.text(markup))]


def _between(old, new):
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace":
            yield f"ändrat {listed(old[a:b])} till {listed(new[c:d])}"
        elif tag == "delete":
            yield f"tagit bort {_called(old[a:b])} {listed(old[a:b])}"
        elif tag == "insert":
            yield f"lagt till {_called(new[c:d])} {listed(new[c:d])}"


def _called(numbers):
    """A number alone at the end of a sentence is read as something else."""
    return "siffran" if len(numbers) == len(numbers[0]) == 1 else "talet" if len(numbers) == 1 else "talen"


@transaction.atomic
def correct(user, submission, section, key, version, wanted, save_id):
    """Put the texts `wanted`, by name, into the row that was at `version` when the reviewer began, and freeze that.

    The row and the new frozen version get the same text; facts and amounts stay as they were handed in. The review
    has begun with it. Returns the new version, or None where nothing was changed. Raises workflow.Refused,
    PermissionDenied, and drafts.Conflict where somebody has changed the same text meanwhile; then nothing is saved.
    """
    held = workflow.held_for_review(user, submission)
    row = section.find(held, key)
    if row and history.find(user, row, save_id):
        return None
    if reason := why_not(held) or _why_not_these(section, row, wanted):
        raise workflow.Refused(reason)
    if held.status == Status.SUBMITTED:
        workflow.begin_review(user, held)
    if drafts.correct(user, held, row, version, wanted, save_id).version == row.version:
        return None
    return _freeze(user, held, section, section.find(held, key), wanted)


def _why_not_these(section, row, wanted):
    """Only texts that say something can be corrected: what is missing, or is to go, is the board's to decide."""
    if not row or not wanted.keys() <= texts(section, row).keys():
        return "Det som du ville rätta finns inte kvar, eller är ingen text. Ladda om sidan."
    return "" if all(wanted.values()) else "En text får inte bli tom. Återlämna redovisningen om den ska bort."


def _freeze(user, held, section, row, wanted):
    latest = held.versions.last()
    data, now = deepcopy(sections.said(latest)), texts(section, row)
    section.put_texts(data, section.key(row), {name: now[name] for name in wanted})
    made = Version.objects.create(
        submission=held, number=latest.number + 1, kind=Version.Kind.CORRECTION, data=data, created_by=user
    )
    workflow.corrected(user, held, section.describe(row).title)
    return made
