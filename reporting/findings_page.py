"""What the page Avstämning shows of a round: each finding, where it is, what was said of it, and what can be done."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, QueryDict
from django.urls import reverse

from submissions import remarks
from submissions.models import Remark

from . import accepting, overview_rows, reconciliation, years
from .addresses import Addresses
from .models import Acceptance
from .reconciliation import ERROR, NOTE, WARNING, Finding, Place, Rule

RULES = {rule.name: rule for rule in reconciliation.RULES}
# So many findings of a severity stand on the page, until all are asked for.
MOST = 100
# Of what is found in many places, so many stand on the page, and the others folded.
SHOWN = 5
# Whose words these places are: the board's cannot be changed by the office, its own cannot be remarked on.
OF_OFFICE = ("city_memo", "excerpt", "project")


# What is judged, by the name in the address: as which `years.Now`, what that is called, and the other's name.
BASES = {
    "": (years.draft, "Allt som är skrivet", "godkanda"),
    "godkanda": (years.approved, "Godkända inlämningar", ""),
}


class Choice:
    """What of a round is asked for: `basis` is what is judged, `board` whose findings are shown; None is everybody's.

    Raises Http404 where the round does not have the board.
    """

    def __init__(self, round, asked):
        self.round = round
        self.basis = asked.get("underlag", "") if asked.get("underlag") in BASES else ""
        self.slug, self.whole = asked.get("namnd", ""), asked.get("visa") == "allt"
        mine = round.submissions.select_related("board").filter(board__slug=self.slug).first() if self.slug else None
        if self.slug and not mine:
            raise Http404
        self.board = mine and mine.board

    @cached_property
    def now(self):
        """The `years.Now` that is judged."""
        return BASES[self.basis][0](self.round)

    @property
    def other(self):
        """The `years.Now` that is not."""
        return BASES[BASES[self.basis][2]][0](self.round)

    @property
    def bases(self):
        """What can be judged: what it is called, its address, and whether it is chosen."""
        return [(label, self._address(underlag=name), name == self.basis) for name, (_, label, _) in BASES.items()]

    @property
    def here(self):
        """The query of the same choice, to be put after an address."""
        return self._address().removesuffix("?")

    @property
    def everything(self):
        return self._address(visa="allt")

    @property
    def every_board(self):
        return self._address(namnd="")

    @property
    def elsewhere(self):
        """The query of the other basis."""
        return self._address(underlag=BASES[self.basis][2])

    def _address(self, **changes):
        query = QueryDict(mutable=True)
        own = {"underlag": self.basis, "namnd": self.slug, **changes}
        query.update({key: value for key, value in own.items() if value})
        return f"?{query.urlencode()}" if query else "?"


@dataclass(frozen=True)
class Spot:
    """A place of a finding, by its `number` among them, with its page; `remark` is an open one that stands there."""

    number: int
    place: Place
    url: str | None
    remark: Remark | None
    can_be_remarked: bool

    @property
    def label(self):
        return ", ".join(filter(None, (self.place.board, self.place.name)))


@dataclass(frozen=True)
class Shown:
    """A finding on its `page`, with the rule that made it, and the acceptance that lets it stand or None.

    `offer` is an earlier reason that it may stand for as well.
    """

    finding: Finding
    rule: Rule
    acceptance: Acceptance | None
    page: "Page"
    offer: accepting.Offer | None = None

    @property
    def reason(self):
        """What it is let stand for, or may be."""
        given = self.acceptance or self.offer
        return given.reason if given else ""

    @cached_property
    def spots(self):
        return [self.page.spot(number, self.finding) for number in range(len(self.finding.places))]

    @property
    def first(self):
        return self.spots[:SHOWN]

    @property
    def others(self):
        return self.spots[SHOWN:]

    @property
    def remarkable(self):
        """The places that a remark can be written at."""
        return [spot for spot in self.spots if spot.can_be_remarked]

    @property
    def duplicates(self):
        """The two projects that may be the same, on the register's page of such; None where it is of other things."""
        if self.rule.name != "project_under_two_keys":
            return None
        keys = sorted({place.key for place in self.finding.places})
        return reverse("admin:projects_project_duplicates") + f"#par-{'-'.join(keys)}"

    @property
    def is_of_year(self):
        """Whether it is about the year as a whole, and so perhaps about what is set for the round."""
        return not any(place.board or place.section for place in self.finding.places)


class Page:
    """All that the page shows, of a round by a `Choice`."""

    def __init__(self, round, choice):
        self.round, findings = round, choice.now.findings
        self._addresses = Addresses(round, choice.basis)
        self._remarks = defaultdict(list)
        for each in overview_rows.open_remarks(round):
            self._remarks[each.submission_id, each.section, each.key].append(each)
        by_severity = defaultdict(list)
        judged = accepting.judged(round, findings)
        offers = accepting.offers(round, judged)
        for finding, acceptance in judged:
            if choice.board and not any(place.board == choice.board.name for place in finding.places):
                continue
            kind = "accepted" if acceptance and finding.severity == WARNING else finding.severity
            by_severity[kind].append(
                Shown(finding, RULES[finding.rule], acceptance, self, offers.get(finding.identity))
            )
        self.errors, self.warnings, self.notes, self.accepted = (
            by_severity[kind] for kind in (ERROR, WARNING, NOTE, "accepted")
        )
        told = {finding.rule for finding in findings}
        self.silent = [rule for rule in reconciliation.RULES if rule.name not in told]
        self.outlived = [] if choice.board else _outlived(round, choice)

    def spot(self, number, finding):
        """A place of a finding, as the page shows it."""
        place = finding.places[number]
        submission = self._addresses.submissions.get(place.board)
        of_board = submission is not None and place.section not in OF_OFFICE
        here = self._remarks[submission.pk, *remarked_at(place)] if of_board else []
        return Spot(
            number=number,
            place=place,
            url=self._addresses.at(place) or (None if place.board else "#siffror"),
            remark=next((each for each in here if each.text.startswith(finding.message)), None),
            can_be_remarked=of_board and submission.status in remarks.REMARKABLE,
        )

    def has_form(self, action, identity):
        """Whether the page has the form by which something is done to a finding, and so what was typed in it."""
        able = {"accept": [*self.warnings, *self.accepted], "remark": [*self.errors, *self.warnings, *self.notes]}
        found = [each for each in able.get(action, []) if each.finding.identity == identity]
        return bool(found) and not self.round.published and (action == "accept" or bool(found[0].remarkable))


def _outlived(round, choice):
    """The acceptances of what is found no longer, neither in what is judged nor in the other, with their rules."""
    gone = accepting.outlived(round, choice.now.findings)
    if gone:
        gone = accepting.outlived(round, choice.now.findings + choice.other.findings)
    return [(each, RULES.get(each.rule)) for each in gone]


def remarked_at(place):
    """The section and key of a remark at this place; both empty where it is on the whole submission."""
    return (place.section, place.key) if place.key else ("", "")
