"""Years of any size, grown from the example of 2024, and read in as any round file is."""

import json
from copy import deepcopy
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

EXAMPLE = Path(__file__).parents[2] / "examples" / "2024.json"
RICH = {"html", *("description", "purpose", "aims", "target_group", "staff", "cooperation", "dissemination")}
RICH |= {"implementation", "results", "excerpt", "summary"}


def example():
    """The example of 2024, as a dict."""
    return json.loads(EXAMPLE.read_text())


def with_text(data, times):
    """The same year with every rich text `times` over."""
    if isinstance(data, dict):
        return {key: _lengthened(key, value, times) for key, value in data.items()}
    return [with_text(each, times) for each in data] if isinstance(data, list) else data


def _lengthened(key, value, times):
    return value * times if key in RICH and isinstance(value, str) else with_text(value, times)


def with_boards(data, times):
    """The same year with `times` as many boards and projects: copies whose names and keys end in a number."""
    grown = {**data, "boards": [], "projects": [], "submissions": []}
    for copy in range(1, times + 1):
        ending = "" if copy == 1 else f" {copy}"
        part = deepcopy({key: data[key] for key in ("boards", "projects", "submissions")})
        for board in part["boards"]:
            board["name"] += ending
        for project in part["projects"]:
            project["key"] += ending.replace(" ", "-")
            for name in ("title", "acronym"):
                project[name] = _unlike(project.get(name, ""), copy - 1)
        for submission in part["submissions"]:
            _rename(submission, ending)
        for key, rows in part.items():
            grown[key] += rows
    return grown


def _unlike(name, by):
    """A name of the same length that is like no other project's: its letters, `by` places on in the alphabet."""
    places = ascii_lowercase[by:] + ascii_lowercase[:by]
    return name.translate(str.maketrans(ascii_lowercase + ascii_uppercase, places + places.upper()))


def _rename(submission, ending):
    submission["board"] += ending
    for card in submission.get("cards", []):
        card["project"] += ending.replace(" ", "-")
        card["cooperating_boards"] = [name + ending for name in card.get("cooperating_boards", [])]


def in_year(data, year, **frame):
    """The same year under another number; `frame` changes its dates."""
    return {**data, "round": {**data["round"], "year": year, **frame}}


def full_length():
    """The example grown to the length of the published report, some 24 000 words."""
    return with_text(example(), 2)
