"""A whole year between the database and a round file: checked, read in, put together and written out."""

import json
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from operator import getitem

from django.db import transaction
from django.utils.text import slugify

from config import html
from projects import rekeying
from projects import roundfile as of_projects
from submissions import roundfile as of_submissions
from submissions import sections
from submissions.models import Board, Round, Submission

from .faults import Fault, faults, place, walk
from .memo_roundfile import memo_content, write_memo
from .models import Excerpt, Totals

__all__ = ["Fault", "Refused", "Summary", "faults", "holds_anything", "load", "read", "year_file"]

FORMAT = "internationell-redovisning/1"
LARGEST = 32 * 1024 * 1024
_RICH_KEYS = {"html", "excerpt", "summary"}


class Refused(Exception):
    """The file cannot be read in as a whole; the message says why, in Swedish."""


@dataclass(frozen=True)
class Summary:
    """What came in. `submissions` counts them by status; `removed` tells where markup was taken out, and which."""

    year: int
    replaced: bool
    boards: int
    submissions: Counter[Submission.Status]
    answers: int
    cards: int
    new_projects: int
    known_projects: int
    removed: list[Fault]


def load(path):
    """The content of the file at `path`. Raises Refused where it cannot be opened or is no JSON of a fair size."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except IsADirectoryError as error:
        raise Refused("Det är en mapp. Ange en fil i den.") from error
    except OSError as error:
        raise Refused("Filen går inte att öppna. Kontrollera namnet, och att du får läsa den.") from error
    if len(raw) > LARGEST:
        raise Refused(f"Filen är större än {LARGEST // 1024**2} MB. Så stor är ingen omgångsfil.")
    return _parsed(_decoded(raw))


def _decoded(raw):
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(f"Filen är inte text i UTF-8: rad {line} har ett tecken i en annan kodning.") from error


def _parsed(text):
    try:
        return json.loads(
            text, parse_float=_number, parse_constant=_refuse_constant, object_pairs_hook=_object_without_repetition
        )
    except json.JSONDecodeError as error:
        place = f"rad {error.lineno}, kolumn {error.colno}"
        raise Refused(f"Filen är inte JSON: den går inte att tolka vid {place}.") from error
    except (RecursionError, ValueError) as error:
        raise Refused("Filen går inte att tolka: den är för djupt nästlad eller har ett för stort tal.") from error


def _number(text):
    """1.0 is the whole number 1, as the schema has it."""
    value = float(text)
    if value in (float("inf"), float("-inf")):
        _refuse_constant(text)
    return int(value) if value.is_integer() else value


def _refuse_constant(text):
    raise Refused(f"Filen är inte JSON som går att använda: {text} är inget tal.")


def _object_without_repetition(pairs):
    counts = Counter(key for key, _ in pairs)
    if repeated := [key for key, count in counts.items() if count > 1]:
        raise Refused(f"Filen är tvetydig: nyckeln {json.dumps(repeated[0])} står två gånger i samma objekt.")
    return dict(pairs)


@transaction.atomic
def read(data, replace=False):
    """Read in a round file's content that has no `faults`. Raises Refused, and then nothing has been read in.

    A year that is already there gives way where no submission of it holds anything, or else with `replace`.
    """
    data, removed = _cleaned(data)
    data = rekeying.registered(data)
    existing = Round.objects.select_for_update().filter(year=data["round"]["year"]).first()  # nobody publishes it now
    if existing and existing.published:
        raise Refused(f"Året {existing.year} är publicerat. Öppna det för en ny utgåva först, på omgångens sida.")
    if existing and not replace and holds_anything(existing):
        raise Refused(f"Året {existing.year} finns redan och har inlämningar. Med --replace ersätts hela året.")
    _refuse_confusing_boards(data["boards"])
    round = of_submissions.write_round(data["round"], data.get("note", ""))
    new_projects, known_projects = of_projects.write_frame(round, data)
    _write_office(round, data)
    submissions = _write_submissions(round, data)
    return Summary(
        year=round.year,
        replaced=bool(existing),
        boards=len(submissions),
        submissions=Counter(submission.status for submission in submissions),
        answers=len(_within_submissions(data, "answers")),
        cards=len(_within_submissions(data, "cards")),
        new_projects=new_projects,
        known_projects=known_projects,
        removed=removed,
    )


def holds_anything(round):
    """Whether any board has begun, or has been read in with something."""
    return "submissions" in year_file(round)


def _cleaned(data):
    """A copy whose rich text is inside the allow-list, and what was removed where."""
    data, removed = deepcopy(data), []
    for path, value in list(walk(data)):
        if _is_rich(path) and isinstance(value, str):
            reduce(getitem, path[:-1], data)[path[-1]] = html.clean_field(value)
            if gone := html.removed(value):
                removed.append(Fault(place(data, path), ", ".join(gone)))
    return data, removed


def _is_rich(path):
    return path[-1:] and path[-1] in _RICH_KEYS or path[-2:-1] == ("texts",)


def _within_submissions(data, key):
    return [each for submission in data.get("submissions", []) for each in submission.get(key, [])]


def _refuse_confusing_boards(contents):
    """Two boards cannot share an address, and one of them may be in the database already."""
    names = dict(Board.objects.values_list("slug", "name"))
    for content in contents:
        name = content["name"]
        if names.get(slugify(name), name) != name:
            raise Refused(f"Nämnden {name} är för lik {names[slugify(name)]}, som redan finns. Skriv namnet likadant.")


def _write_office(round, data):
    """What the city office adds to a year: its memo, and totals that are typed in."""
    round.memos.all().delete()
    Totals.objects.filter(round=round).delete()
    if data.get("memo"):
        write_memo(round, data["memo"])
    if data.get("figures"):
        Totals.objects.create(round=round, figures=data["figures"])


def _write_submissions(round, data):
    """A submission for every board, in the order of the boards; those that the file does not tell of are empty."""
    boards = of_submissions.write_boards(data["boards"], round.year)
    told = {content["board"]: content for content in data.get("submissions", [])}
    projects = {each["key"]: each for each in data.get("projects", [])}
    return [
        _write_submission(round, boards[facts["name"]], told.get(facts["name"]), facts, projects)
        for facts in data["boards"]
    ]


def _write_submission(round, board, content, facts, projects):
    submission = of_submissions.write_submission(round, board, content, facts)
    if content:
        of_submissions.write_version(submission, lambda frozen: of_projects.as_told(frozen, content, projects))
        if content.get("excerpt"):
            Excerpt.objects.create(submission=submission, html=content["excerpt"])
    return submission


def year_file(round, statuses=None):
    """The year as a round file's content: what was handed in, as it was frozen, and what is still written on.

    With `statuses`, only the submissions that have one of them; the boards are all there.
    """
    return put_together(round, *frozen(round, statuses))


def frozen(round, statuses=None, known=None):
    """All submissions of the year, and what those that have one of the statuses say, by primary key.

    `known` are those of which that is known already, likewise.
    """
    submissions = list(round.submissions.order_by("pk").select_related("board", "excerpt"))
    chosen = [each for each in submissions if statuses is None or each.status in statuses]
    return submissions, sections.all_handed_in(chosen, known)


def put_together(round, submissions, contents):
    """The round file's content out of what `frozen` gives."""
    there = [each for each in submissions if each.pk in contents]
    content = {
        "note": round.note,
        "programmes": of_projects.programme_contents(round),
        "projects": _project_contents(round, contents.values()),
        "submissions": [each for each in (_submission_content(one, contents[one.pk]) for one in there) if each],
        **_office_content(round),
    }
    return _frame(round, submissions) | {key: value for key, value in content.items() if value}


def _frame(round, submissions):
    """What every year has: its round, and the boards of these submissions."""
    return {
        "format": FORMAT,
        "round": of_submissions.round_content(round) | {"goals": of_projects.goal_contents(round)},
        "boards": [of_submissions.board_content(submission) for submission in submissions],
    }


def board_file(submission):
    """One board's year as a round file's content: what it handed in, or what it has written so far."""
    return boards_file([submission], Submission.Status)


def boards_file(submissions, statuses):
    """The same of several boards that have one of the statuses, all of one year."""
    round = submissions[0].round
    frozen = [(each, sections.handed_in(each)) for each in submissions if each.status in statuses]
    projects = {project["key"]: project for _, told in frozen for project in told.get("projects", [])}
    return _frame(round, submissions) | {
        "programmes": of_projects.programme_contents(round),
        "projects": list(projects.values()),
        "submissions": [
            told["submission"] | {"board": each.board.name, "status": each.status} for each, told in frozen
        ],
    }


def _project_contents(round, frozen):
    """Each project as it was last handed in, or else as the register has it."""
    told = {each["key"]: each for submission in frozen for each in submission.get("projects", [])}
    return list((of_projects.registered_facts(round, told) | told).values())


def _submission_content(submission, frozen):
    """The submission with what it does not hold itself; None where nothing has been written."""
    written = hasattr(submission, "excerpt") and submission.excerpt.html
    excerpt = {"excerpt": submission.excerpt.html} if written else {}
    content = frozen["submission"] | excerpt
    if submission.status == submission.Status.NOT_STARTED and content.keys() == {"board"}:
        return None
    return content | {"board": submission.board.name, "status": submission.status}


def _office_content(round):
    memo = round.memos.filter(board=None).first()
    totals = Totals.objects.filter(round=round).first()
    return {"memo": memo and memo_content(memo), "figures": totals and totals.figures}
