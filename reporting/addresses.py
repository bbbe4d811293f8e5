"""Where what findings and figures tell of is to be read: each place with the page, and the part of it."""

import re
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from projects.models import Project

from .models import MemoSection
from .rules import memo

# The fields of the city's memo that its parts are written in; a section is found by its heading, or is named as here.
_PARTS = {"": "id_summary"} | {name: f"id_{name}" for name in (*memo.ORDER, "documents")}
_SECTION = re.compile(r"sections-\d+-(?:heading|html)")

# How a part of a figure is named in the address of its cards.
PARTS = {"namnd": "board", "program": "group", "mal": "goal", "huvudmal": "main_goal"}
_NAMES = {part: name for name, part in PARTS.items()}


def memo_fields(headings):
    """The id of the field of each section of the city's memo, by its heading; of two alike, that of the first."""
    return {heading: f"id_sections-{at}-html" for at, heading in reversed(list(enumerate(headings)))}


def of_memo(key, fields):
    """The id of what a place in the city's memo is written in; `fields` are those of the sections, by heading."""
    return f"id_{key}" if _SECTION.fullmatch(key) else _PARTS.get(key) or fields.get(key, "avsnitt")


class Addresses:
    """The addresses of a round's places, in a fixed number of queries; `basis` is what its figures are counted on."""

    def __init__(self, round, basis=""):
        self.round, self.basis = round, basis

    @cached_property
    def submissions(self):
        """The round's submissions by their boards' names."""
        return {each.board.name: each for each in self.round.submissions.select_related("board")}

    @cached_property
    def _projects(self):
        return dict(Project.objects.values_list("key", "pk"))

    @cached_property
    def _fields(self):
        of_city = MemoSection.objects.filter(memo__round=self.round, memo__board=None)
        return memo_fields(of_city.values_list("heading", flat=True))

    def of(self, places):
        """(name, address) of each place that has a page."""
        told = [(place.name, self.at(place)) for place in places]
        return [(name, address) for name, address in told if address]

    def at(self, place):
        """The address of a place; None where it has no page."""
        if place.section == "project":
            return self.project(place.key)
        if place.section == "paid":
            return self._paid(*place.key.split(":", 1))
        if place.section == "city_memo":
            return f"{self._memo}#{of_memo(place.key, self._fields)}"
        submission = self.submissions.get(place.board)
        if submission and place.section == "excerpt":
            return f"{self._memo}#utdrag-{submission.board.slug}"
        return submission and self.part(submission, place.section, place.key)

    def _paid(self, part, of):
        """The cards that the paid funds of a board, a programme group or a goal are counted on."""
        query = {_NAMES[part]: of, "underlag": self.basis} if self.basis else {_NAMES[part]: of}
        return reverse("figure_cards", args=[self.round.year, "paid"]) + f"?{urlencode(query)}"

    @property
    def _memo(self):
        return reverse("city_memo", args=[self.round.year])

    def project(self, key):
        """The project's page in the register; None where there is none."""
        pk = self._projects.get(key)
        return pk and admin_page("projects_project", pk)

    def part(self, submission, section="", key=""):
        """A submission as it is read, at one of its parts."""
        at = f"#del-{section}-{key}" if key else ""
        return admin_page("submissions_submission", submission.pk) + at


@lru_cache(2**12)  # a page of 650 cards has twice as many
def admin_page(model, pk):
    """The address of a row's own page in the admin; `model` with its app, such as submissions_board."""
    return reverse(f"admin:{model}_change", args=[pk])
