"""The example of 2024 with the keys of the projects that two boards share taken apart, as the boards would have added
them each on its own."""

from copy import deepcopy
from pathlib import Path

from django.conf import settings

from reporting import roundfile

SHARED = ("barns-ratt-till-lek-vila-och-fritid", "hallbara-overgangar", "netzerocities", "powerbio", "strive")


def example(year):
    return roundfile.load(Path(settings.BASE_DIR) / "examples" / f"{year}.json")


def taken_apart(data, keys=SHARED):
    """The content of the round file where every board's card for these projects is of a project of its own.

    Its title is the card's own where it has one, and the project's acronym is only the first board's.
    """
    data = deepcopy(data)
    projects = {project["key"]: project for project in data["projects"]}
    for submission in data["submissions"]:
        for card in submission.get("cards", []):
            if card["project"] in keys:
                card["project"] = _own(projects, card)
    data["projects"] = [project for key, project in projects.items() if key not in keys]
    return data


def _own(projects, card):
    """The key of a project of the card's own, which is put among `projects`."""
    key = card["project"]
    number = sum(each.startswith(f"{key}-namnd-") for each in projects) + 1
    made = {**projects[key], "key": f"{key}-namnd-{number}", "title": card.get("title") or projects[key]["title"]}
    if number > 1:
        made.pop("acronym", None)
    projects[made["key"]] = made
    return made["key"]
