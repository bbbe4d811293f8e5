"""What differs between two editions of a year: figures, boards and their versions, acceptances, texts, the memo."""

from dataclasses import dataclass, fields

from config.formats import alphabetical, country, listed, number
from projects.models import Sector
from submissions import changes, comparison
from submissions.models import Submission

from . import edition_files, figure_names, section

UNKNOWN, ABSENT, NOT_IN = "okänt", "–", "inte med"
# What else a figures file tells of a whole year.
_ABOUT = {"typed": "Inskrivna summor", "approximate": "Ungefärliga tal", "missing": "Nämnder som saknas"}
_WHOLE = {**{name: figure_names.with_unit(name) for name in figure_names.NAMES}, **_ABOUT}
_SPAN = {name.removesuffix("_budget"): figure_names.with_unit(name) for name in ("smallest_budget", "largest_budget")}


@dataclass(frozen=True)
class Board:
    """A board that is not as it was: in or out of the edition, or with another version."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Accepted:
    """A warning that only one of the editions let stand, or each with its own reason; empty where it did not."""

    where: str
    message: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """All that differs, from the older to the newer. Marked texts are markup by label, as `changes` has them."""

    figures: list[tuple[str, str, str]]
    boards: list[Board]
    accepted: list[Accepted]
    texts: list
    excerpts: list
    memo: list

    @property
    def is_same(self):
        return not any(getattr(self, field.name) for field in fields(self))

    @property
    def only_before(self):
        """The names of the boards that are missing in the newer edition."""
        return [board.name for board in self.boards if board.after == NOT_IN]

    @property
    def only_after(self):
        """The names of the boards that were missing in the older edition."""
        return [board.name for board in self.boards if board.before == NOT_IN]


def compare(before, after):
    """The `Comparison` of two published editions of a year. Raises edition_files.Damaged."""
    year = before.round.year
    old, new = (edition_files.read(each, edition_files.year_name(year)) for each in (before, after))
    counts = (edition_files.read(each, edition_files.figures_name(year)) for each in (before, after))
    manifests = [edition_files.manifest(edition) for edition in (before, after)]
    memos = (section.told(section.as_content(told["memo"])) if "memo" in told else {} for told in (old, new))
    return Comparison(
        figures=figures_differing(*counts),
        boards=_boards(*map(_versions, manifests)),
        accepted=_accepted(*map(_reasons, manifests)),
        texts=_texts(after.round, old, new),
        excerpts=comparison.differing(_excerpts(old), _excerpts(new)),
        memo=comparison.differing(*memos),
    )


def _versions(manifest):
    return {each["board"]: f"version {each['number']}" for each in manifest["versions"]}


def _boards(before, after):
    names = sorted({*before, *after}, key=alphabetical)
    rows = [Board(name, before.get(name, NOT_IN), after.get(name, NOT_IN)) for name in names]
    return [row for row in rows if row.before != row.after]


def _reasons(manifest):
    """Why each warning was let stand, by where it stood and what it said."""
    return {(each["where"], each["message"]): each["reason"] for each in manifest["accepted"]}


def _accepted(before, after):
    told = dict.fromkeys([*after, *before])
    rows = [Accepted(*warning, before.get(warning, ""), after.get(warning, "")) for warning in told]
    return [row for row in rows if row.before != row.after]


def _excerpts(content):
    return {each["board"]: each["excerpt"] for each in content.get("submissions", []) if each.get("excerpt")}


def _texts(round, before, after):
    """For each board that is in both, what differs in its account."""
    then, now = _by_board(before), _by_board(after)
    of_round = Submission.objects.filter(round=round).select_related("round", "board")
    submissions = {submission.board.name: submission for submission in of_round}
    both = [name for name in now if name in then and name in submissions and then[name] != now[name]]
    found = [(name, changes.between(submissions[name], then[name], now[name])) for name in both]
    return [(name, differing) for name, differing in found if differing]


def _by_board(content):
    """What each board handed in, as `frozen`."""
    projects = {each["key"]: each for each in content.get("projects", [])}
    return {each["board"]: _frozen(each, projects) for each in content.get("submissions", [])}


def _frozen(submission, projects):
    named = dict.fromkeys(card["project"] for card in submission.get("cards", []))
    mine = {key: value for key, value in submission.items() if key not in ("excerpt", "status")}
    return {"submission": mine, "projects": [projects[key] for key in named]}


def figures_differing(before, after):
    """Name, then and now of each figure that differs between the contents of two figures files, in Swedish.

    What one of them does not tell of, since it is older, is not compared.
    """
    old, new = named(_also_in(after, before)), named(_also_in(before, after))
    names = dict.fromkeys([*new, *old])
    rows = [(name, old.get(name, ABSENT), new.get(name, ABSENT)) for name in names]
    return [row for row in rows if row[1] != row[2]]


def _also_in(other, content):
    """What is told in `content` of what the other has keys for as well."""
    if not (isinstance(other, dict) and isinstance(content, dict)):
        return content
    return {key: _also_in(other[key], value) for key, value in content.items() if key in other}


def named(figures):
    """Every figure of a figures file's content in words, by its name in Swedish."""
    return {
        **{name: _told(figures[key]) for key, name in _WHOLE.items() if key in figures},
        **_rows(figures["boards"], lambda row: row["board"], "deltaganden i EU-projekt"),
        **_rows(figures["programmes"], lambda row: row["group"], "EU-projekt"),
        **_rows(figures["goals"], _goal, "EU-projekt"),
        **{f"{_goal(row)}: lydelse": row["text"] for row in figures["goals"]},
        **{name: _told(figures["budget_span"].get(key)) for key, name in _SPAN.items()},
        **_cooperation(figures["cooperation"]),
        **_previous(figures["previous"]),
    }


def _goal(row):
    return f"Mål {row['number']}" if row["number"] else "Utan huvudmål"


def _rows(rows, name, projects):
    counts = {f"{name(row)}: {projects}": _told(row["projects"]) for row in rows}
    return counts | {f"{name(row)}: utbetalda medel, kronor": _told(row["paid"]) for row in rows}


def _cooperation(figures):
    sectors = {f"Parter: {Sector(key).label.lower()}": _told(value) for key, value in figures["sectors"].items()}
    return sectors | {f"Parter i {country(row['code'])}": _partners(row) for row in figures["countries"]}


def _partners(row):
    return "anges" if row["partners"] is None else _told(row["partners"])


def _previous(figures):
    told = figures or {}
    return {f"Året före ({told['year']}): {name}": _told(told[key]) for key, name in _WHOLE.items() if key in told}


def _told(value):
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, list):
        return listed(value) or "ingen"
    return UNKNOWN if value is None else number(value)
