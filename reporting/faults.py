"""What is wrong with a round file, all at once, each fault with its place and in Swedish."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import slugify

from config.formats import listed

from . import schema

# Deeper than any round file is, which has seven levels of objects and lists.
_DEEPEST = 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Who refers, in which key, to what, by which key.
_REFERENCES = (
    ("projects", "programme", "programmes", "name"),
    ("submissions", "board", "boards", "name"),
    ("submissions.answers", "question", "round.questions", "number"),
    ("submissions.cards", "project", "projects", "key"),
    ("submissions.cards", "goals", "round.goals", "number"),
    ("submissions.cards", "main_goal", "round.goals", "number"),
    ("submissions.cards", "cooperating_boards", "boards", "name"),
    ("figures.boards", "board", "boards", "name"),
    ("figures.goals", "number", "round.goals", "number"),
)
# What stands once only in its list.
_ONCE = (
    ("round.questions", "number"),
    ("round.goals", "number"),
    ("programmes", "name"),
    ("boards", "name"),
    ("projects", "key"),
    ("submissions", "board"),
    ("submissions.answers", "question"),
    ("submissions.cards", "project"),
    ("submissions.cards", "goals"),
    ("submissions.cards", "cooperating_boards"),
    ("figures.boards", "board"),
    ("figures.programmes", "group"),
    ("figures.goals", "number"),
)


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in a round file: where, and what stood there and what was expected."""

    place: str
    message: str

    def __str__(self):
        return f"{self.place}: {self.message}"


def faults(data):
    """All that is wrong with a round file's content, in the order of the file; empty where it can be read in."""
    order = {path: position for position, (path, _) in enumerate(walk(data))}
    if any(len(path) > _DEEPEST for path in order):
        return [Fault("filen", "innehållet är nästlat djupare än en omgångsfil kan vara.")]
    rules = (schema.faults, _unstorable, _astray, _lone_main_goals, _repeated, _unaddressed)
    found = {fault for rule in rules for fault in rule(data)}
    return [Fault(place(data, path), message) for path, message in sorted(found, key=lambda f: (order[f[0]], f[1]))]


def walk(data):
    """Everything in `data`, from the top and in order, each with its path: keys, and positions in lists."""
    left = [((), data)]
    while left:
        path, value = left.pop()
        yield path, value
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        left += reversed([((*path, step), each) for step, each in inner])


def place(data, path):
    """A path in words: `submissions[3] Tekniska nämnden › cards[1] good-cities › role`."""
    steps = []
    for step in path:
        data = data[step]
        if isinstance(step, int):
            steps[-1] += f"[{step}] {_name_of(data)}".rstrip()
        else:
            steps.append(schema.printable(step))
    return " › ".join(steps) or "filen"


def _name_of(item):
    names = (item.get(key) for key in ("name", "board", "project", "key")) if isinstance(item, dict) else ()
    return schema.printable(next((name for name in names if isinstance(name, str)), ""))


def _unstorable(data):
    for path, value in walk(data):
        texts = [value] if isinstance(value, str) else value if isinstance(value, dict) else []
        if any(_UNSTORABLE.search(text) for text in texts):
            yield path, "här finns ett tecken som inte går att spara (U+0000 eller ett halvt surrogatpar)."


def _objects(data, place):
    """The objects at a place such as `submissions.cards`, with their paths; passes over what has another shape."""
    found = [((), data)]
    for key in place.split(".") if place else []:
        found = [
            ((*path, key, *step), inner)
            for path, parent in found
            for step, inner in _within(parent.get(key))
            if isinstance(inner, dict)
        ]
    return found


def _within(value):
    return [((position,), each) for position, each in enumerate(value)] if isinstance(value, list) else [((), value)]


def _values(data, place, key):
    """The texts and numbers that the objects at a place have under a key, alone or in a list, with their paths."""
    if not isinstance(data, dict):
        return []
    return [
        ((*path, key, *step), value)
        for path, found in _objects(data, place)
        for step, value in _within(found.get(key))
        if isinstance(value, str | int)
    ]


def _astray(data):
    """References that lead nowhere."""
    for place, key, target, by in _REFERENCES:
        known = {value for _, value in _values(data, target, by)}
        for path, value in _values(data, place, key):
            if value not in known:
                yield path, f"{schema.shown(value)} finns inte i {target.replace('.', ' › ')}."


def _lone_main_goals(data):
    """Main goals that are not among their cards' goals."""
    goals = defaultdict(list)
    for (*card, _, _), goal in _values(data, "submissions.cards", "goals"):
        goals[*card].append(goal)
    for (*card, key), goal in _values(data, "submissions.cards", "main_goal"):
        if goal not in goals[*card]:
            those = listed([schema.shown(each) for each in goals[*card]])
            named = schema.shown(goal)
            yield (*card, key), f"huvudmålet {named} är inte ett av kortets mål ({those or 'det har inga'})."


def _repeated(data):
    """What stands twice in a list where it may stand once."""
    for place, key in _ONCE:
        seen = set()
        for path, value in _values(data, place, key):
            if (path[:-2], value) in seen:
                yield path, f"{schema.shown(value)} står här en gång till, men får bara finnas en gång."
            seen.add((path[:-2], value))


def _unaddressed(data):
    """Boards whose names cannot be told apart in an address, such as /2024/miljonamnden/."""
    names = {}
    for path, name in _values(data, "boards", "name"):
        slug = slugify(name)
        if not slug:
            yield path, f"{schema.shown(name)} behöver minst en bokstav a–ö eller en siffra."
        elif names.setdefault(slug, name) != name:
            yield path, f"{schema.shown(name)} är för likt {schema.shown(names[slug])}."
