"""What has changed between two versions of a submission: section by section, row by row."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from . import comparison, sections

ADDED, REMOVED, CHANGED = "tillagt", "borttaget", "ändrat"


@dataclass(frozen=True)
class Change:
    """A row that differs: its title, what became of it, and label and marked text of each thing that differs."""

    title: str
    kind: str
    differences: list[tuple[str, str]]


def between(submission, before, after):
    """Each section with what differs in it between two contents as `frozen`; those alike are left out."""
    found = [(section, _of_section(section, submission, before, after)) for section in sections.registered]
    return [(section, changes) for section, changes in found if changes]


def _of_section(section, submission, before, after):
    rows = differing_rows(section, submission, before, after)
    titles = {part.key: part.title for frozen in (before, after) for part in section.show(submission, frozen)}
    return [Change(titles.get(key, section.title), kind, differences) for key, (kind, differences) in rows.items()]


def differing_rows(section, submission, before, after):
    """What became of each row of the section that differs, and its differences as a `Change` has them; by key."""
    then, now = section.rows_of(before), section.rows_of(after)
    found = {
        key: _differences(section, submission, then.get(key), now.get(key)) for key in dict.fromkeys([*now, *then])
    }
    return {key: (_kind(key, then, now), differences) for key, differences in found.items() if differences}


def touched(versions, contents):
    """Which of `versions`, oldest first, changed each row, by its section's name and its key.

    The first is what the others are held against. `contents` is what they say, by primary key.
    """
    found = defaultdict(list)
    for before, after in pairwise(versions):
        for section in sections.registered:
            then, now = (section.rows_of(contents[each.pk]) for each in (before, after))
            for key in {**then, **now}:
                if then.get(key) != now.get(key):
                    found[section.name, key].append(after)
    return found


def _kind(key, then, now):
    return CHANGED if key in then and key in now else ADDED if key in now else REMOVED


def _differences(section, submission, *contents):
    if contents[0] == contents[1]:
        return []
    told = (section.told(submission, content) if content else {} for content in contents)
    return comparison.differing(*({label: text for label, text in texts.items() if text} for texts in told))
