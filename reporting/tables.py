"""The counted tables as they are printed: text out of `Figures`, which has done the counting.

Amounts are whole SEK. A column that nobody knows anything about is left out, and so is a table of such columns.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from config.formats import counted, country, listed, number, numbered, rounded

from . import countries
from .charts import colours, lengths
from .live import UNKNOWN, paid_otherwise, percent

HUNDRED_THOUSAND = 100_000
WORTH_ROUNDING = 10_000_000  # SEK in all: of less than this, a hundred thousand is too much to round by
ROUNDED = "Beloppen är avrundade till närmaste 100\u00a0000 kronor, även summan, som är avrundad för sig."
EXACT = "Beloppen är hela kronor och inte avrundade."
WHOLE_PERCENT = "Andelarna är avrundade till hela procent, var och en för sig."
ONCE = "En partner räknas en gång, hur många projekt den än deltar i."
TYPED = "Beloppen är skrivna som de stod i årets underlag, och summan är avrundad där."


@dataclass(frozen=True)
class Column:
    """A column of figures with its total; `subject` stands in the caption, `show` prints one of the figures, and
    `note` says how they are rounded.

    What only says the column before in another way has no subject of its own.
    """

    subject: str
    heading: str
    values: tuple[float | None, ...]
    total: float | None
    show: Callable[[float], str] = number
    note: str = ""

    @property
    def is_known(self):
        return any(value is not None for value in self.values)

    def text(self, value):
        return UNKNOWN if value is None else self.show(value)


@dataclass(frozen=True)
class Row:
    """A line: its label, its figures as text, its bar as whole percent of the longest, and its colour in pictures.

    `language` is the label's, where it is not Swedish.
    """

    label: str
    cells: tuple[str, ...]
    bar: int = 0
    colour: str = ""
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table ready to print; `notes` say how it is counted and rounded. A row's first `texts` cells are words."""

    caption: str
    label_heading: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    notes: tuple[str, ...]
    texts: int = 0


def rounding_of_memo(figures):
    """To how many SEK the city's memo rounds the amounts in its tables; None where they stand as they are.

    Amounts that came rounded are not rounded again, and small ones would no longer agree with the text beside them.
    """
    is_small = figures.paid is None or figures.paid < WORTH_ROUNDING
    return None if figures.approximate or is_small else HUNDRED_THOUSAND


def goals(figures, period="", to=None, shares=False):
    """Projects per goal, and what was paid out under each as main goal; None where nothing is known."""
    rows = figures.goals
    projects = _projects(figures, rows)
    in_force = period and f"Målen gäller {period}."
    distinct = "Ett projekt räknas under varje mål som det arbetar för, men bara en gång i summan."
    by_main_goal = "Utbetalda medel räknas under projektets huvudmål."
    return _table(
        figures,
        f"per kommunfullmäktigemål {figures.year}",
        "Mål",
        [goal_label(row) for row in rows],
        [projects, *_money(figures, rows, to, shares)],
        (in_force, projects.is_known and distinct, by_main_goal, paid_otherwise(figures), _rounding(figures, to)),
    )


def goal_label(goal):
    return numbered(goal.number, goal.text) if goal.number else goal.text


def boards(figures, to=None):
    """Each board's participations in EU projects and what was paid out to it; None where nothing is known."""
    rows = figures.boards
    first = _projects(figures, rows) if figures.typed else _taking_part(figures, rows)
    return _table(
        figures,
        f"per nämnd {figures.year}",
        "Nämnd",
        [row.board for row in rows],
        [first, _paid(figures, rows, to)],
        (_participations(figures), paid_otherwise(figures), _rounding(figures, to)),
    )


def groups(figures, programmes=(), to=None, shares=False):
    """EU projects and paid funds per programme group, most paid first; None where nothing is known.

    Groups that are called by an abbreviation of one of the `programmes` are told by its name too.
    """
    rows = figures.programmes
    return _table(
        figures,
        f"per program {figures.year}",
        "Program",
        [row.group for row in rows],
        [_projects(figures, rows), *_money(figures, rows, to, shares)],
        (_abbreviated(rows, programmes), paid_otherwise(figures), _rounding(figures, to)),
    )


def _abbreviated(rows, programmes):
    """ESF är Europeiska socialfonden+, where a programme is called Europeiska socialfonden+ (ESF+)."""
    shown = {row.group for row in rows}
    told = [
        f"{each.group} är {name[1]}"
        for each in programmes
        if each.group in shown and (name := re.fullmatch(rf"(.+) \({re.escape(each.group)}\+?\)", each.name))
    ]
    return f"{listed(told)}." if told else ""


def abroad(figures):
    """The partners by country, Sweden aside, most first; None where there are none that are known."""
    rows = countries.abroad(figures)
    counts = tuple(row["partners"] for row in rows)
    at_home = countries.at_home(figures)
    return _table(
        figures,
        f"utanför Sverige {figures.year}",
        "Land",
        [country(row["code"]) for row in rows],
        [Column("partner", "Partner", counts, sum(counts))],
        (ONCE, f"Därtill finns {number(at_home)} i Sverige.") if at_home else (ONCE,),
    )


def _projects(figures, rows):
    return Column("EU-projekt", "EU-projekt", tuple(row.projects for row in rows), figures.eu_projects)


def _taking_part(figures, rows):
    heading = "Deltaganden i EU-projekt"
    return Column(heading, heading, tuple(row.projects for row in rows), figures.participations)


def _participations(figures):
    if figures.participations is None:
        return ""
    told = counted(figures.participations, "deltagande", "deltaganden")
    return f"Deltar flera nämnder i ett projekt räknas det hos var och en: {told} i {figures.eu_projects} EU-projekt."


def _paid(figures, rows, to):
    show = number if to is None else lambda amount: _about(amount, to)
    return Column("utbetalda medel", "Utbetalda medel, kronor", tuple(row.paid for row in rows), figures.paid, show)


def _money(figures, rows, to, shares):
    """What was paid and, where it is asked for, each row's share of it all."""
    paid = _paid(figures, rows, to)
    return [paid, _shares(figures, rows)] if shares and figures.paid else [paid]


def _shares(figures, rows):
    parts = tuple(None if row.paid is None else row.paid / figures.paid for row in rows)
    return Column("", "Andel av medlen", parts, 1, share, WHOLE_PERCENT)


def share(part):
    """A share between 0 and 1 as a cell has it: 37 %."""
    return percent(part).replace("procent", "%") if part else "0\u00a0%"


def _about(amount, to):
    """A rounded amount; what is paid never shows as zero only because it is little."""
    shown = rounded(amount, to)
    return f"mindre än {number(to // 2)}" if amount and not shown else number(shown)


def _rounding(figures, to):
    if to:
        return ROUNDED
    return TYPED if figures.approximate else EXACT


def _table(figures, per, label_heading, labels, columns, notes):
    known = [column for column in columns if column.is_known]
    if not known:
        return None
    cells = zip(*(map(column.text, column.values) for column in known), strict=True)
    rows = zip(labels, cells, lengths(known[-1].values), colours(len(labels)), strict=True)
    subjects = " och ".join(column.subject for column in known if column.subject)
    return Table(
        caption=f"{subjects[0].upper()}{subjects[1:]} {per}",
        label_heading=label_heading,
        headings=tuple(column.heading for column in known),
        rows=tuple(Row(*each) for each in rows),
        total=_total(figures, known),
        notes=tuple(note for note in (*notes, *(column.note for column in known)) if note),
    )


def _total(figures, columns):
    """The last line; it is called a sum only where it is one, which totals typed in as rounded are not."""
    label = "Totalt" if figures.approximate else "Summa"
    return Row(label, tuple(column.text(column.total) for column in columns))


def noted_once(made):
    """Tables that follow upon one another, with each note under the first of them that it stands under."""
    told = set()
    for table in made:
        yield replace(table, notes=tuple(note for note in table.notes if note not in told))
        told |= set(table.notes)
