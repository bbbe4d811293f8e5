"""A year as everything is counted and printed from: typed, and unchangeable. Made from a round file's content only.

Amounts are whole SEK unless a currency is named; dates are ISO text that may stop at the year or the month.
"""

from dataclasses import dataclass, field
from functools import cached_property, wraps

from config.formats import alphabetical


def remembered(find):
    """A pure function of a year or a part of one that keeps with it what it last found in it, and with what arguments.

    What has not changed is the same object as before (`read`), so nothing is looked for again in it.
    """

    @wraps(find)
    def found(part, *args):
        kept = vars(part).setdefault("_remembered", {})
        last = kept.get(find)
        if last is None or last[0] != args:
            last = kept[find] = args, find(part, *args)
        return last[1]

    return found


@dataclass(frozen=True)
class Question:
    number: int
    text: str


@dataclass(frozen=True)
class Goal:
    number: int
    text: str


@dataclass(frozen=True)
class Programme:
    name: str
    group: str
    eu: bool = True


@dataclass(frozen=True)
class Board:
    name: str
    department: str
    abbreviation: str = ""


@dataclass(frozen=True)
class Money:
    amount: int
    currency: str


@dataclass(frozen=True)
class Project:
    key: str
    title: str
    acronym: str = ""
    programme: Programme | None = None
    grant_number: str = ""
    owner: str = ""
    starts: str = ""
    ends: str = ""
    total_budget: Money | None = None
    website: str = ""

    @property
    def is_eu(self):
        """Whether it counts as an EU project; a project without a programme does not."""
        return self.programme is not None and self.programme.eu

    @property
    def programme_name(self):
        """The programme's name; empty where it has none."""
        return self.programme.name if self.programme else ""


@dataclass(frozen=True)
class Partner:
    name: str
    sector: str = ""
    country: str = ""


@dataclass(frozen=True)
class Card:
    """One board's account of one project. `texts` holds rich text by name, such as `purpose`."""

    board: str
    project: Project
    title: str = ""
    role: str = ""
    budget: int | None = None
    paid: int | None = None
    own_cash: int | None = None
    own_work: int | None = None
    goals: tuple[int, ...] = ()
    main_goal: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    cooperating_boards: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()

    @property
    def heading(self):
        """The board's own heading, or else the project's title."""
        return self.title or self.project.title


@dataclass(frozen=True)
class Cooperation:
    """What a board states of its partners in a year that asks: counts by sector, ISO codes of countries."""

    sectors: dict[str, int]
    countries: tuple[str, ...] = ()
    html: str = ""


@dataclass(frozen=True)
class Step:
    """A body that decides, and when (ISO date, or empty)."""

    body: str
    date: str = ""


@dataclass(frozen=True)
class MemoSection:
    heading: str
    html: str


@dataclass(frozen=True)
class Memo:
    date: str = ""
    diary_number: str = ""
    contact_title: str = ""
    summary: str = ""
    proposal_by: str = ""
    proposals: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    decision_path: tuple[Step, ...] = ()
    recipients: tuple[str, ...] = ()
    sections: tuple[MemoSection, ...] = ()
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """What one board handed in. `answers` holds rich text by the question's number."""

    board: Board
    status: str = "approved"
    decision_date: str = ""
    decision_paragraph: str = ""
    decision_diary_number: str = ""
    answers: dict[int, str] = field(default_factory=dict)
    excerpt: str = ""
    cards: tuple[Card, ...] = ()
    cooperation: Cooperation | None = None
    memo: Memo | None = None


@dataclass(frozen=True)
class Year:
    """A whole year. `typed` holds the totals typed in for a year without cards (the round file's `figures`)."""

    year: int
    questions: tuple[Question, ...]
    goals: tuple[Goal, ...]
    boards: tuple[Board, ...]
    programmes: tuple[Programme, ...] = ()
    submissions: tuple[Submission, ...] = ()
    memo: Memo | None = None
    typed: dict | None = None
    diary_number: str = ""
    policy_name: str = ""
    policy_adopted: str = ""
    policy_diary_number: str = ""
    goal_period: str = ""
    exchange_rates: dict[str, float] = field(default_factory=dict)
    asks_for_cooperation: bool = False
    decision_path: tuple[Step, ...] = ()

    @cached_property
    def cards(self):
        """Every board's cards, the boards in alphabetical order."""
        return tuple(card for submission in self.submissions for card in submission.cards)

    @property
    def missing(self):
        """The names of the boards that nothing has come from."""
        told = {submission.board for submission in self.submissions}
        return [board.name for board in self.boards if board not in told]


def read(data, before=None):
    """The `Year` that a round file's content (a dict that has passed its checks) describes.

    What a submission says as it did in `before`, a `Year` that was read earlier, is the same object as there.
    """
    frame = data["round"]
    policy = frame.get("policy", {})
    programmes = {each["name"]: Programme(**each) for each in data.get("programmes", [])}
    projects = {each["key"]: _project(each, programmes) for each in data.get("projects", [])}
    boards = {each["name"]: Board(**each) for each in sorted(data["boards"], key=_by_name)}
    told = {each["board"]: each for each in data.get("submissions", [])}
    submissions = [_submission(told[name], boards[name], projects) for name in boards if name in told]
    return Year(
        year=frame["year"],
        questions=tuple(Question(each["number"], each["text"]) for each in frame["questions"]),
        goals=tuple(Goal(each["number"], each["text"]) for each in frame["goals"]),
        boards=tuple(boards.values()),
        programmes=tuple(programmes.values()),
        submissions=_shared(submissions, before.submissions if before else ()),
        memo=_memo(data["memo"]) if "memo" in data else None,
        typed=data.get("figures"),
        diary_number=frame.get("diary_number") or "",
        policy_name=policy.get("name", ""),
        policy_adopted=policy.get("adopted", ""),
        policy_diary_number=policy.get("diary_number") or "",
        goal_period=frame.get("goal_period", ""),
        exchange_rates=frame.get("exchange_rates", {}),
        asks_for_cooperation=frame.get("asks_for_cooperation", False),
        decision_path=_steps(frame),
    )


def _by_name(board):
    return alphabetical(board["name"])


def _shared(submissions, before):
    known = {each.board.name: each for each in before}
    same = (known.get(each.board.name) for each in submissions)
    return tuple(old if old == new else new for old, new in zip(same, submissions, strict=True))


def _project(data, programmes):
    budget = data.get("total_budget")
    texts = ("acronym", "grant_number", "owner", "starts", "ends", "website")
    return Project(
        key=data["key"],
        title=data["title"],
        programme=programmes.get(data.get("programme")),
        total_budget=Money(**budget) if budget else None,
        **{name: data.get(name) or "" for name in texts},
    )


def _submission(data, board, projects):
    decision = data.get("decision", {})
    return Submission(
        board=board,
        status=data.get("status", "approved"),
        decision_date=decision.get("date", ""),
        decision_paragraph=decision.get("paragraph", ""),
        decision_diary_number=decision.get("diary_number") or "",
        answers={each["question"]: each["html"] for each in data.get("answers", [])},
        excerpt=data.get("excerpt", ""),
        cards=tuple(_card(each, board.name, projects) for each in data.get("cards", [])),
        cooperation=_cooperation(data["cooperation"]) if "cooperation" in data else None,
        memo=_memo(data["memo"]) if "memo" in data else None,
    )


def _card(data, board, projects):
    funding = data.get("own_funding", {})
    return Card(
        board=board,
        project=projects[data["project"]],
        title=data.get("title", ""),
        role=data.get("role") or "",
        budget=data.get("budget"),
        paid=data.get("paid"),
        own_cash=funding.get("cash"),
        own_work=funding.get("work"),
        goals=tuple(data.get("goals", [])),
        main_goal=data.get("main_goal"),
        texts=data.get("texts", {}),
        cooperating_boards=tuple(data.get("cooperating_boards", [])),
        partners=tuple(
            Partner(each["name"], each.get("sector") or "", each.get("country") or "")
            for each in data.get("partners", [])
        ),
    )


def _cooperation(data):
    return Cooperation(data.get("sectors", {}), tuple(data.get("countries", [])), data.get("html", ""))


def _steps(data):
    return tuple(Step(each["body"], each.get("date", "")) for each in data.get("decision_path", []))


def _memo(data):
    texts = ("date", "diary_number", "contact_title", "summary", "proposal_by")
    lists = ("proposals", "documents", "recipients", "signatories")
    return Memo(
        decision_path=_steps(data),
        sections=tuple(MemoSection(each["heading"], each["html"]) for each in data.get("sections", [])),
        **{name: data.get(name) or "" for name in texts},
        **{name: tuple(data.get(name, [])) for name in lists},
    )
