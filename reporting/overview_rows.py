"""The boards on the round's page: a row for each, the columns they are sorted by, and which of them are asked for."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Max, Prefetch, Q
from django.http import QueryDict
from django.utils import timezone

from config.formats import alphabetical, counted, day, listed
from submissions.models import Board, Remark, Round, Submission, User

from . import figures, reconciliation
from .addresses import admin_page

Status, Phase = Submission.Status, Round.Phase
# What waits for the reviewer comes first.
BY_STATUS = [Status.SUBMITTED, Status.RETURNED, Status.DRAFT, Status.NOT_STARTED, Status.APPROVED]
# How far a round has come, from its end.
PROGRESS = [Status.APPROVED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT, Status.NOT_STARTED]
UNFINISHED = (Status.NOT_STARTED, Status.DRAFT)


@dataclass(frozen=True)
class BoardRow:
    """A board: its submission, the people who can log in for it, and what is counted of it.

    Funds are whole SEK, or None where nobody knows them; `paid_before` is the year before's, of the board and of
    those that it has taken over from. `remarks` are those that the city office has not closed. `findings` are errors,
    and warnings that nobody has accepted. `days` are left until its last day, or fewer than 0 since then; None where
    nothing is waited for.
    """

    submission: Submission
    people: tuple[User, ...]
    cards: int
    paid: int | None
    paid_before: int | None
    remarks: int
    findings: int
    days: int | None

    @property
    def name(self):
        return self.submission.board.name

    @property
    def page(self):
        """Address of the page where the city office reads the submission."""
        return admin_page("submissions_submission", self.submission.pk)

    @property
    def board_page(self):
        """Address of the board's own page in the admin, with its people."""
        return admin_page("submissions_board", self.submission.board_id)

    @property
    def is_late(self):
        return self.days is not None and self.days < 0

    @property
    def days_in_words(self):
        """The time that is left, or how late it is, in Swedish."""
        if self.days is None:
            return "–"
        if self.days == 0:
            return "sista dagen i dag"
        return f"{counted(abs(self.days), 'dag', 'dagar')} {'sen' if self.is_late else 'kvar'}"

    @property
    def own_day(self):
        """The board's own last day, where it has another than the round's and is waited for."""
        last = self.submission.closes_on
        return last if self.days is not None and last != self.submission.round.closes else None


def rows(round, now, remarks, judged):
    """A `BoardRow` for each board in the round, in alphabetical order.

    `now` is a `years.Now`, `remarks` are those of `open_remarks`, `judged` is what `accepting.judged` gives.
    """
    able = Prefetch("board__members", User.objects.filter(is_active=True))
    related = ("board", "changed_by", "review_begun_by")
    submissions = round.submissions.select_related(*related).prefetch_related(able).order_by()
    cards, remarked = figures.cards_by_board(now.year), Counter(each.submission_id for each in remarks)
    paid = {row.board: row.paid for row in now.figures.boards}
    before, found = _paid_before(now), _findings_by_board(judged)
    made = [
        BoardRow(
            submission=each,
            people=tuple(each.board.members.all()),
            cards=cards.get(each.board.name, 0),
            paid=paid.get(each.board.name),
            paid_before=before(each.board_id),
            remarks=remarked[each.pk],
            findings=found[each.board.name],
            days=_days(each),
        )
        for each in submissions
    ]
    return sorted(made, key=lambda row: alphabetical(row.name))


def open_remarks(round):
    """The remarks in the round that the office has not closed, with when the board and the office last replied."""
    replied = Max("replies__created_at", filter=Q(replies__by_office=False))
    answered = Max("replies__created_at", filter=Q(replies__by_office=True))
    of_round = Remark.objects.unclosed().filter(submission__round=round)
    return list(of_round.select_related("submission__board").annotate(replied_at=replied, answered_at=answered))


def _paid_before(now):
    """What gives a board's paid funds of the year before, by primary key."""
    names, follows = dict(Board.objects.order_by().values_list("pk", "name")), defaultdict(list)
    for later, earlier in Board.follows.through.objects.values_list("from_board_id", "to_board_id"):
        follows[later].append(earlier)
    return lambda board: figures.paid_to(now.figures.previous, {names[each] for each in _line(board, follows)})


def _line(board, follows):
    """The board and all that it has taken over from, as `submissions.models.line` has it of one board at a time."""
    found, new = set(), {board}
    while new:
        found |= new
        new = {earlier for each in new for earlier in follows[each]} - found
    return found


def later(round, rows):
    """The boards that can still hand in though the round has closed, each with its last day, in Swedish."""
    able = [row for row in rows if row.submission.phase == Phase.OPEN and row.submission.status in UNFINISHED]
    told = [f"{row.name} (till och med {day(row.submission.closes_on)})" for row in able]
    return listed(told) if round.phase == Phase.CLOSED else ""


def summed_otherwise(rows, judged):
    """Why the boards' findings do not sum to those that stop publication: how many are on several, and on none."""
    names = {row.name for row in rows}
    boards = [names & {place.board for place in finding.places} for finding in waiting(judged)]
    return {"of_several": sum(len(each) > 1 for each in boards), "of_none": sum(not each for each in boards)}


def _findings_by_board(judged):
    """How many findings stop publication that have a place at the board, by its name."""
    return Counter(board for finding in waiting(judged) for board in {place.board for place in finding.places})


def waiting(judged):
    """The findings that stop publication: errors, and warnings that nobody has accepted."""
    return [finding for finding, accepted in judged if finding.severity != reconciliation.NOTE and not accepted]


def in_words(waiting):
    """How many errors and warnings these findings are: 1 fel och 2 varningar; nothing where they are none."""
    errors = sum(finding.severity == reconciliation.ERROR for finding in waiting)
    told = ((errors, "fel", "fel"), (len(waiting) - errors, "varning", "varningar"))
    return listed([counted(*each) for each in told if each[0]])


def _days(submission):
    last, begun = submission.closes_on, submission.round.opens and submission.phase in (Phase.OPEN, Phase.CLOSED)
    awaited = begun and submission.status in UNFINISHED
    return (last - timezone.localdate()).days if awaited and last else None


def bar(rows):
    """How far the round has come, as pieces of a bar as long as there are boards: status, from where, how long."""
    counts, begins = Counter(row.submission.status for row in rows), 0
    for status in PROGRESS:
        yield status.value, begins, counts[status]
        begins += counts[status]


@dataclass(frozen=True)
class Column:
    """A column that rows are sorted by; a number's largest comes first when it is chosen.

    In `label`, {year} and {before} stand for the round's year and the one before it.
    """

    name: str
    label: str
    key: Callable[[BoardRow], object]
    is_number: bool = False
    first: str = ""


def _number(name, label, key):
    return Column(name, label, key, is_number=True, first="-")


def _changed(row):
    return row.submission.changed_at.timestamp() if row.submission.changed_at else 0


COLUMNS = [
    Column("namn", "Nämnd", lambda row: 0),  # they are in the order of their names to begin with
    Column("status", "Status", lambda row: BY_STATUS.index(row.submission.status)),
    Column("dagar", "Tid kvar", lambda row: (row.days is None, row.days)),
    Column("kontakt", "Kontaktpersoner", lambda row: [alphabetical(str(each)) for each in row.people]),
    Column("andrad", "Senast ändrad", _changed, first="-"),
    _number("kort", "Kort", lambda row: row.cards),
    _number("utbetalt", "Utbetalt {year}", lambda row: (row.paid is not None, row.paid)),
    _number("fjol", "Utbetalt {before}", lambda row: (row.paid_before is not None, row.paid_before)),
    _number("anmarkningar", "Anmärk\u00adningar", lambda row: row.remarks),
    _number("iakttagelser", "Fel,\u00a0var\u00adningar", lambda row: row.findings),
]
FILTERS = {
    "sena": ("Sena", lambda row: row.is_late),
    "iakttagelser": ("Med fel eller varningar", lambda row: row.findings),
    "anmarkningar": ("Med öppna anmärkningar", lambda row: row.remarks),
}


class Choice:
    """Which boards are asked for, and in which order, as the page's address has it."""

    def __init__(self, asked):
        self.status = asked.get("status", "") if asked.get("status") in Status.values else ""
        self.text = asked.get("sok", "").strip()
        self.filters = [name for name in FILTERS if asked.get(name)]
        names = {each.name: each for each in COLUMNS}
        wanted = asked.get("sortera", "")
        self.column = names.get(wanted.removeprefix("-"), names["status"])
        self.downwards = wanted == f"-{self.column.name}"

    @property
    def is_whole(self):
        """Whether all boards are asked for."""
        return not (self.status or self.text or self.filters)

    @property
    def every_status(self):
        """The address of the same choice in any status."""
        return self.address(status="")

    @property
    def everything(self):
        """The address of all boards, sorted as these are."""
        return self.address(status="", sok="", **dict.fromkeys(FILTERS, ""))

    @property
    def sorting(self):
        return f"{'-' if self.downwards else ''}{self.column.name}"

    def address(self, **changes):
        """The query for this choice with some of it changed; empty values are left out."""
        query = QueryDict(mutable=True)
        own = {"status": self.status, "sok": self.text, **dict.fromkeys(self.filters, "1"), "sortera": self.sorting}
        query.update({key: value for key, value in {**own, **changes}.items() if value})
        return f"?{query.urlencode()}"

    def of(self, all_rows):
        """The rows asked for; those that are equal in what they are sorted by stand by name."""
        tests = [FILTERS[name][1] for name in self.filters]
        found = [row for row in all_rows if self._matches(row) and all(test(row) for test in tests)]
        return sorted(found, key=self.column.key, reverse=self.downwards)

    def _matches(self, row):
        board = row.submission.board
        told = f"{board.name} {board.department} {board.abbreviation}".casefold()
        return self.status in ("", row.submission.status) and self.text.casefold() in told

    def headings(self, year):
        """Each column with its words and the address that sorts by it, and how it is sorted now, as `aria-sort`."""
        for column in COLUMNS:
            mine = column is self.column
            turned = "" if self.downwards else "-"
            order = ("descending" if self.downwards else "ascending") if mine else ""
            label = column.label.format(year=year, before=year - 1)
            yield column, label, self.address(sortera=f"{turned if mine else column.first}{column.name}"), order

    def statuses(self, all_rows):
        """Each status with how many boards have it and the address that shows them, as `PROGRESS` has them."""
        counts = Counter(row.submission.status for row in all_rows)
        return [(each, counts[each], self.address(status=each.value)) for each in PROGRESS]

    def offered(self):
        """The filters: their names, what they are called, and whether they are chosen."""
        return [(name, label, name in self.filters) for name, (label, _) in FILTERS.items()]
