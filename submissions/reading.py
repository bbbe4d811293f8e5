"""A submission as a reviewer reads it: each part of it with the remarks on it, and where a new one is written."""

from collections import defaultdict
from dataclasses import dataclass

from . import sections
from .models import Remark
from .sections import Part


@dataclass(frozen=True)
class Place:
    """What a remark can be on: a part of the submission, or all of it (no `part`).

    `fields` are those of the part that can be pointed out, and `form` is the form that was refused, if it was here.
    """

    id: str
    section: str
    key: str
    fields: dict[str, str]
    remarks: list[Remark]
    part: Part | None = None
    form: object = None


def places(submission, refused=None):
    """The submission as a whole, and each section with its parts: (place, [(section, places)]).

    `refused` is the form of a remark that could not be saved. Remarks on a part that is no more stand with the whole.
    """
    remarks = _by_place(submission)
    shown = sections.shown(submission, sections.handed_in(submission))
    read = [(section, [_place(section, part, remarks, refused) for part in parts]) for section, parts in shown]
    loose = [remark for left in remarks.values() for remark in left]
    return Place("hela", "", "", {}, sorted(loose, key=lambda each: each.pk), form=_here(refused, "", "")), read


def _by_place(submission):
    found = defaultdict(list)
    for remark in submission.remarks.select_related("created_by", "answered_by", "ticked_by"):
        found[remark.section, remark.key].append(remark)
    return found


def _place(section, part, remarks, refused):
    """The place of a part; its remarks are taken out of `remarks`."""
    key = part.key if section.name else ""
    mine = remarks.pop((section.name, key), []) if key else []
    fields = section.fields if len(section.fields) > 1 else {}
    return Place(
        f"{section.name}-{key}", section.name, key, fields, mine, part, key and _here(refused, section.name, key)
    )


def _here(refused, section, key):
    told = refused.data if refused else {}
    return refused if refused and (told.get("section", ""), told.get("key", "")) == (section, key) else None
