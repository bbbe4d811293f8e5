"""What documents are made of: a year, or a project through the years, with all that is counted and found in it."""

from dataclasses import dataclass, field
from functools import cached_property

from submissions import sections

from . import accepting, dataset, project_sheet, reconciliation, trend, years
from . import figures as counting


@dataclass(frozen=True)
class Material:
    """All that a document is made of: a `Year` (or a project's `Sheet`), the year before (`previous`) and the figures.

    `names` fill the pattern of its file name. `edition` is the number of a published one, or 0; `dated` is the day
    (ISO) that the file says it was made, which is never the clock's: the same material makes the same bytes. `issued`
    is the day of the year's first edition. `years` are the figures of every year that they are known of, the oldest
    first, and `accepted` the warnings that may stand.
    """

    subject: dataset.Year | project_sheet.Sheet
    names: dict[str, object]
    draft: bool
    dated: str
    figures: counting.Figures | None = None
    previous: dataset.Year | None = None
    edition: int = 0
    years: tuple[counting.Figures, ...] = ()
    accepted: dict[str, accepting.Accepted] = field(default_factory=dict)
    issued: str = ""

    @cached_property
    def findings(self):
        """What was found in the year; looked for where it is told, which most documents do not."""
        return reconciliation.findings(self.subject, self.figures, self.previous)


def of_year(year, previous=None, draft=False, edition=0, dated="", earlier=(), accepted=None, issued=""):
    """The `Material` of a city's `Year`; `previous` is the one before, and `earlier` those before that, newest first.

    `edition` and `dated` are a published edition's number and day (ISO), `issued` the day of the first one where it is
    another, and `accepted` the warnings that may stand, as `accepting.told` has them.
    """
    counted = trend.following(counting.count(year, previous), earlier)
    names, dated = {"year": year.year}, dated or _year_end(year.year)
    known = _every_year(counted, earlier)
    return Material(year, names, draft, dated, counted, previous, edition, known, accepted or {}, issued or dated)


def of_now(now):
    """The `Material` of a `years.Now` as a draft, for what shows neither findings nor earlier years."""
    year = now.year.year
    return Material(now.year, {"year": year}, draft=True, dated=_year_end(year), figures=now.figures)


def _every_year(counted, earlier):
    """The figures of every year that they are known of, also of those before a year that is missing."""
    chain = trend.chain(counted)
    before = [year for year in earlier if year.year < chain[0].year and trend.is_known(year)]
    return (*(counting.count(year) for year in reversed(before)), *chain)


def of_board(submission):
    """The `Material` of a board's own year."""
    year = years.of_board(submission)
    counted = counting.count(year, years.previous_of_board(submission))
    names = {"slug": submission.board.slug, "year": year.year}
    return Material(year, names, is_draft(submission), _year_end(year.year), counted)


def of_project(project, submission=None):
    """The `Material` of a project's sheet, as `project_sheet.of` has it."""
    sheet = project_sheet.of(project, submission)
    return Material(sheet, {"key": project.key}, draft=False, dated=_year_end(sheet.newest))


def _year_end(year):
    """What is no edition is dated by its year."""
    return f"{year}-12-31"


def is_draft(submission):
    """Whether a board's documents are drafts: something is missing that must be there before it hands in.

    The board's decision is not, since the documents are what it decides on.
    """
    if submission.status in (submission.Status.SUBMITTED, submission.Status.APPROVED):
        return False
    contents = [section for section in sections.registered if not section.in_byline]
    return any(problem.stops for section in contents for row in section.rows(submission) for problem in row.problems)
