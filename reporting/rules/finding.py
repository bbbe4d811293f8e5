"""What a rule finds, and where it is.

Severities: an `error` makes a published figure wrong or incomplete, a `warning` is most likely a mistake in what
somebody has written, a `note` is worth knowing. Messages are in Swedish, for the city office.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from config.formats import listed

from ..dataset import remembered

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = {ERROR: "Fel", WARNING: "Varning", NOTE: "Upplysning"}  # as they are shown, the most serious first


@dataclass(frozen=True)
class Place:
    """Where something stands: its name in Swedish, and how to get there.

    `board` is a board's name. `section` and `key` are those of a remark: "questions" and a question's number, "cards"
    and a project's key, "cooperation", "memo". The city's memo is "city_memo", and an excerpt is "excerpt" with its
    board. "paid" is the paid funds in a row of a table, with the row's kind and name as "board:Miljönämnden",
    "group:ESF" or "main_goal:1". Where all three are empty, it is the whole year.
    """

    name: str
    board: str = ""
    section: str = ""
    key: str = ""


@dataclass(frozen=True)
class Finding:
    """What a rule found, in one or several places; `severity` is one of SEVERITIES.

    `mend` is (wrong, right) where a word could be put right by changing it wherever it stands in the office's texts.
    """

    rule: str
    severity: str
    message: str
    places: tuple[Place, ...]
    mend: tuple[str, str] | None = None

    @property
    def severity_name(self):
        """The severity in Swedish."""
        return SEVERITIES[self.severity]

    @property
    def where(self):
        """The places in words: A-nämnden, one och two; B-nämnden, three."""
        names = defaultdict(dict)
        for place in self.places:
            names[place.board][place.name] = None
        return "; ".join(", ".join(filter(None, (board, listed(list(told))))) for board, told in names.items())

    @cached_property
    def identity(self):
        """What it is known by from day to day: the same as long as it says the same of the same places."""
        places = [(place.name, place.board, place.section, place.key) for place in self.places]
        told = [self.rule, places, self.message]
        return sha256(json.dumps(told).encode()).hexdigest()[:16]


def grouped(rule, severity, told):
    """Findings out of (message, place): one for each message, with all its places."""
    places = defaultdict(dict)
    for message, place in told:
        places[message][place] = None
    return [Finding(rule, severity, message, tuple(where)) for message, where in places.items()]


def of_year(year):
    return (Place(f"Hela året {year}"),)


@remembered
def of_card(card):
    return Place(card.heading, card.board, "cards", card.project.key)


def of_paid(table, row, key):
    """The paid funds in a row of one of the year's tables."""
    return Place(f"tabellen per {table}, {row}", section="paid", key=key)


def of_answer(board, number):
    return Place(f"fråga {number}", board, "questions", str(number))
