"""All years' figures side by side, as tables with bars: of each published year, as its edition has them."""

from dataclasses import dataclass

from config.formats import alphabetical, number

from .. import charts, edition_files, live, years
from .. import figures as counting
from . import published

NOBODY_KNOWS = "–"


@dataclass(frozen=True)
class Bars:
    """A figure through the years: rows of (year, whose edition tells it, the figure as text, the bar in percent)."""

    caption: str
    heading: str
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Matrix:
    """A table with a column for each year: the years, rows of (label, figures as text), and the last one, of all."""

    caption: str
    heading: str
    years: tuple[int, ...]
    rows: tuple[tuple, ...]
    total: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """A year's figures, and the year whose edition they stand in where they have none of their own."""

    figures: counting.Figures
    told_by: int | None = None

    @property
    def year(self):
        return self.figures.year


def read(editions):
    """The figures of these editions and of the years that they alone tell of, newest year first."""
    own = [counted for edition in editions if (counted := _counted(edition))]
    with_own = {counted.year for counted, _ in own}
    told = [before for _, before in own if before and before.year not in with_own]
    return sorted([*(counted for counted, _ in own), *told], key=lambda counted: -counted.year)


@edition_files.kept(64)
def _counted(edition):
    """The edition's figures, and those that it has of the year before, or None; None where it is damaged."""
    if not (year := years.as_published(edition)):
        return None
    before = published.told_before(edition)
    return Counted(counting.count(year)), before and Counted(counting.count(published.told_year(before)), year.year)


def bars(counted, caption, name):
    """A headline figure of each year, with bars; None where nobody knows it of any."""
    values = [getattr(each.figures, name) for each in counted]
    if not any(values):
        return None
    texts = [_text(value, each.figures, name) for value, each in zip(values, counted, strict=True)]
    told_by = [each.told_by for each in counted]
    rows = zip([each.year for each in counted], told_by, texts, charts.lengths(values), strict=True)
    return Bars(caption, caption, tuple(rows))


def _text(value, figures, name):
    if value is None:
        return live.UNKNOWN
    return live.about(number(value), figures.approximate and name == "paid")


def matrix(counted, caption, heading, rows, label):
    """What was paid out in each year, by what stands in `rows` of `Figures` under the name `label`.

    The rows stand in alphabetical order. None where no year has any.
    """
    own = [each for each in counted if getattr(each.figures, rows)]
    paid = [{getattr(row, label): row.paid for row in getattr(each.figures, rows)} for each in own]
    names = sorted({name for year in paid for name in year}, key=alphabetical)
    if not names:
        return None
    lines = ((name, tuple(_cell(year.get(name)) for year in paid)) for name in names)
    total = tuple(_text(each.figures.paid, each.figures, "paid") for each in own)
    return Matrix(caption, heading, tuple(each.year for each in own), tuple(lines), total)


def _cell(value):
    return NOBODY_KNOWS if value is None else number(value)
