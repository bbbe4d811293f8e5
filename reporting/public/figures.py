"""All years' figures side by side, as tables with bars: of each published year, as its edition has them."""

from dataclasses import dataclass

from config.formats import alphabetical, listed, number

from .. import charts, edition_files, live, years
from .. import figures as counting
from . import published

NOBODY_KNOWS = "–"


@dataclass(frozen=True)
class Bars:
    """A figure through the years: rows of (year, whose edition tells it, which boards it is without, the figure as
    text, the bar in percent)."""

    caption: str
    heading: str
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Matrix:
    """A table with a column for each year: the years, rows of (label, figures as text), and the last one, of all.

    `notes` tell what is not in it.
    """

    caption: str
    heading: str
    years: tuple[int, ...]
    rows: tuple[tuple, ...]
    total: tuple[str, ...]
    notes: tuple[str, ...]


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
    return Counted(counting.count(year)), before and Counted(before, year.year)


def bars(counted, caption, name):
    """A headline figure of each year, with bars; None where nobody knows it of any."""
    values = [getattr(each.figures, name) for each in counted]
    if not any(values):
        return None
    texts = [_text(value, each.figures, name) for value, each in zip(values, counted, strict=True)]
    years = [(each.year, each.told_by, live.without(each.figures)) for each in counted]
    rows = [(*year, text, bar) for year, text, bar in zip(years, texts, charts.lengths(values), strict=True)]
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
    others = [str(each.year) for each in counted if each not in own and each.figures.paid]
    paid = [{getattr(row, label): row.paid for row in getattr(each.figures, rows)} for each in own]
    names = sorted({name for year in paid for name in year}, key=alphabetical)
    if not names:
        return None
    lines = ((name, tuple(_cell(year.get(name)) for year in paid)) for name in names)
    total = tuple(_text(each.figures.paid, each.figures, "paid") for each in own)
    notes = (*live.incomplete(each.figures for each in own), *_left_out(others, heading))
    return Matrix(caption, heading, tuple(each.year for each in own), tuple(lines), total, notes)


def _left_out(years, heading):
    """That years are not in a table, since nobody knows how their money was parted."""
    if years:
        yield f"{listed(years)} är inte med i tabellen: utbetalda medel per {heading.lower()} är inte kända."


def _cell(value):
    return NOBODY_KNOWS if value is None else number(value)


def of_board(figures, name):
    """A board's row of the year's `Figures`; None where it has none."""
    return next((row for row in figures.boards if row.board == name), None)
