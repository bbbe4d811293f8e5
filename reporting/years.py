"""Years out of the database, as `dataset.Year`: what the boards have handed in and the city office has approved."""

from dataclasses import dataclass
from functools import cached_property

from submissions.models import Board, Round, Submission
from submissions.models.line import line

from . import board_proposal, dataset, edition_files, figures, reconciliation, roundfile, standing

Status = Submission.Status


@dataclass(frozen=True)
class _Kept:
    """A `Year` that was read in this process, with what stood in the tables and what each submission said."""

    stands: standing.Standing
    contents: dict[int, dict]
    year: dataset.Year


@dataclass(frozen=True)
class Now:
    """A year as it is, with the year before (or None), and what is counted and found in it."""

    year: dataset.Year
    previous: dataset.Year | None

    @cached_property
    def figures(self):
        return figures.count(self.year, self.previous)

    @cached_property
    def findings(self):
        return reconciliation.findings(self.year, self.figures, self.previous)


# By round, the last that was read; what has not changed since is neither read nor counted again.
_years: dict[tuple[int, bool], _Kept] = {}
_counted: dict[tuple[int, str], Now] = {}


def draft(round):
    """The round as it is, approved or not, for whoever shows its figures or findings. Not to be changed."""
    return _now(round, "draft", load(round, draft=True))


def approved(round):
    """The same of what is approved: what would be published, judged as it is then."""
    return _now(round, "approved", load(round))


def in_edition(round):
    """The same of a published round as its edition has it; None where it is not published, or the files are lost."""
    year = published(round) if round.published else None
    return year and _now(round, "edition", year)


def _now(round, of, year):
    before, kept = previous(round), _counted.get((round.pk, of))
    if not kept or kept.year is not year or kept.previous is not before:
        kept = _counted[round.pk, of] = Now(year, before)
    return kept


def load(round, draft=False):
    """The round as a `dataset.Year`: approved submissions only or, as a draft, whatever there is.

    What has not changed since it was last asked for is not read again, so what is given is not to be changed.
    """
    statuses = list(Status) if draft else [Status.APPROVED]
    with standing.one_moment() as whole:
        stands = standing.of(round, statuses)
        kept = _years.get((round.pk, draft))
        if kept and kept.stands == stands:
            return kept.year
        submissions, contents = roundfile.frozen(round, statuses, _known(kept, stands))
        year = dataset.read(roundfile.put_together(round, submissions, contents), kept and kept.year)
        if whole or standing.of(round, statuses) == stands:  # else somebody saved meanwhile, and it is half of each
            _years[round.pk, draft] = _Kept(stands, contents, year)
        return year


def _known(kept, stands):
    """What the submissions say that have not changed since."""
    unchanged = stands.unchanged_since(kept.stands) if kept else ()
    return {pk: kept.contents[pk] for pk in unchanged if pk in kept.contents}


def previous(round):
    """The year before: as its newest edition has it, or else as approved or typed in; None where it is not there."""
    before = Round.objects.filter(year=round.year - 1).first()
    return before and settled(before)


def earlier(round):
    """All the years before the year before, the newest first."""
    return [settled(each) for each in Round.objects.filter(year__lt=round.year - 1).order_by("-year")]


def settled(round):
    """The round as later years are compared with it: as its newest edition has it, or else as approved or typed in."""
    return published(round) or load(round)


def published(round):
    """The round as its newest published edition has it; None where it has none, or the files are not as they were."""
    edition = round.editions.published().first()
    return edition and as_published(edition)


@edition_files.kept(32)  # as many years as are shown beside one another, and some more
def as_published(edition):
    """The year as a published edition has it; None where the files are not as they were."""
    return dataset.read(edition_files.read(edition, edition_files.year_name(edition.round.year)))


def missing(round):
    """The boards whose submissions are not approved, in alphabetical order.

    Where the year's totals are typed in, nobody waits for a board that has not begun.
    """
    done = [Status.APPROVED, Status.NOT_STARTED] if hasattr(round, "totals") else [Status.APPROVED]
    return list(Board.objects.filter(submissions__in=round.submissions.exclude(status__in=done)))


def has_only_drafts(round):
    """Whether a draft is all that can be compiled: no board is approved, and no totals are typed in."""
    return not hasattr(round, "totals") and not round.submissions.filter(status=Status.APPROVED).exists()


def of_board(submission):
    """One board's year alone, as handed in or as written so far; where it has no memo, with the standard one."""
    data = roundfile.board_file(submission)
    told = data["submissions"][0]
    if told.keys() - {"board", "status"}:
        told.setdefault("memo", board_proposal.standard(submission))
    return dataset.read(data)


def previous_of_board(submission):
    """The board's year before, as it was approved or typed in; None where the program does not have it.

    Where it has taken over from other boards, theirs together.
    """
    mine = Submission.objects.filter(board__in=line(submission.board_id), round__year=submission.round.year - 1)
    before = list(mine.select_related("round", "board").order_by("pk"))
    if not before:
        return None
    data = roundfile.boards_file(before, [Status.APPROVED])
    return dataset.read(data | _typed_of_boards(before))


def _typed_of_boards(submissions):
    """The round file's `figures` with nothing but what was typed in of the boards, which are of the same year."""
    totals = getattr(submissions[0].round, "totals", None)
    names = {submission.board.name for submission in submissions}
    rows = [row for row in totals.figures.get("boards", []) if row["board"] in names] if totals else []
    if not rows:
        return {}
    summed = {
        name: sum(row.get(name, 0) for row in rows)
        for name in ("projects", "paid")
        if any(name in row for row in rows)
    }
    return {"figures": summed | {"approximate": totals.figures.get("approximate", False)}}
