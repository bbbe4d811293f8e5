"""The years since figures exist, beside one another: a table with a small line for each figure.

The years are those that hang together by `Figures.previous`, the newest `MOST` of them.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from config.formats import number

from . import figures as counting
from . import headlines, live

MOST = 8
WIDTH, HEIGHT, EDGE = 600, 140, 15  # of a line's picture, in its own units


@dataclass(frozen=True)
class Line:
    """A figure through the years: each year's as text, what the picture says, and its (unbroken) pieces as points.

    A piece is a list of (x, y); a year that nobody knows anything of breaks the line.
    """

    label: str
    cells: tuple[str, ...]
    told: str
    pieces: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Trend:
    finding: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def following(counted, earlier):
    """`counted` with the figures of `earlier` years, the newest first, behind those of the year before.

    They end at the first year that nothing is known of, or that is missing.
    """
    if counted.previous is None:
        return counted
    return replace(counted, previous=_following(counted.previous, earlier))


def _following(counted, earlier):
    if not earlier or earlier[0].year != counted.year - 1 or not is_known(earlier[0]):
        return counted
    return replace(counted, previous=_following(counting.count(earlier[0]), earlier[1:]))


def is_known(year):
    """Whether anything is known of a `Year`: it has cards, or totals that are typed in."""
    return bool(year.cards) or counting.is_typed(year)


def of(figures):
    """The year and those before it; None where they are no more than two, which stand side by side anyhow."""
    years = chain(figures)[-MOST:]
    if len(years) < 3:
        return None
    rows = (
        ("EU-projekt", "eu_projects", number),
        ("Nämnder som deltar", "boards_taking_part", number),
        ("Utbetalt, miljoner kronor", "paid", live.millions),
    )
    lines = tuple(line for row in rows if (line := _line(years, *row)))
    finding = headlines.since(years[-1], years[0])
    return Trend(finding, tuple(year.year for year in years), lines, _notes(years)) if lines else None


def chain(figures):
    """The figures of each year, the oldest first."""
    return [*chain(figures.previous), figures] if figures else []


def _line(years, label, name, show):
    """The figure's line; None where fewer than two years have it."""
    values = [getattr(year, name) for year in years]
    if sum(value is not None for value in values) < 2:
        return None
    told = [live.UNKNOWN if value is None else show(value) for value in values]
    said = ", ".join(f"{year.year} {value}" for year, value in zip(years, told, strict=True))
    return Line(label, tuple(told), f"{label}: {said}", tuple(_pieces(values)))


def _pieces(values):
    highest = max(value or 0 for value in values) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [(place, value, round(EDGE + place * step)) for place, value in enumerate(values)]
    for known, run in groupby(points, key=lambda point: point[1] is not None):
        if known:
            yield tuple((x, round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / highest)) for _, value, x in run)


def _notes(years):
    return (*live.origin(years), *live.incomplete(years), "Linjerna börjar vid noll.")
