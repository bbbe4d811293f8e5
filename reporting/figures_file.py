"""The figures file (siffror-2024.json): a year's figures for other programs, and read again from an edition.

What the file says is in figures.schema.json. Keys are added and never taken away, since readers rely on them; so a
file that is older than a key does not have it.
"""

import json
from dataclasses import asdict, replace

from . import figures
from .dataset import Year

# What it tells of the year before.
_BEFORE = ("year", "eu_projects", "boards_taking_part", "paid", "approximate", "typed", "missing")


def dumps(counted, findings):
    """The file's text: the content as indented JSON, with Swedish letters as they are."""
    return json.dumps(as_dict(counted, findings), ensure_ascii=False, indent=2) + "\n"


def as_dict(counted, findings):
    """The file's content: `Figures`, and what reconciliation found."""
    content = asdict(counted)
    if before := counted.previous:
        content["previous"] = {name: getattr(before, name) for name in _BEFORE}
    return {**content, "findings": [_told(finding) for finding in findings]}


def _told(finding):
    return {name: getattr(finding, name) for name in ("rule", "severity", "message", "where")}


def before(content):
    """The `Figures` of the year before, as far as a file's content tells of them; None where it does not."""
    if not (told := content.get("previous")):
        return None
    sums = {"projects": told["eu_projects"], "paid": told["paid"], "approximate": told["approximate"]}
    alone = figures.count(Year(told["year"], (), (), (), typed=sums))
    return replace(
        alone,
        boards_taking_part=told.get("boards_taking_part"),
        typed=told.get("typed", False),
        missing=tuple(told.get("missing", ())),
    )
