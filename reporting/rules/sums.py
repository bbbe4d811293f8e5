"""Rules on sums: a number is one number, however it is summed and wherever it is printed."""

import re

from config.formats import kronor, listed, number

from .. import board_tables, tables
from ..dataset import Year, remembered
from ..figures import sum_of_known
from .finding import ERROR, NOTE, Finding, Place, of_year
from .words import numbers_in


def paid_sums_agree(basis):
    figures = basis.figures
    sums = {
        "totalt": figures.paid,
        "per nämnd": _paid(figures, figures.boards),
        "per programgrupp": _paid(figures, figures.programmes),
        "per huvudmål": _paid(figures, figures.goals),
    }
    if finding := _unequal("paid_sums_agree", "Utbetalda medel", sums, kronor, figures):
        yield finding


def project_sums_agree(basis):
    """EU projects by role and by programme group sum to the EU projects, and per board to the participations."""
    figures = basis.figures
    roles = (figures.owned, figures.partnered, figures.other_roles)
    by_role = None if None in roles else sum(roles)
    projects = {"totalt": figures.eu_projects, "per roll": by_role, "per programgrupp": _sum(figures.programmes)}
    participations = {"totalt": figures.participations, "per nämnd": _sum(figures.boards)}
    for subject, sums in (("EU-projekten", projects), ("Deltagandena i EU-projekt", participations)):
        if finding := _unequal("project_sums_agree", subject, sums, str, figures):
            yield finding


def _sum(rows, name="projects"):
    """The sum over the rows; None where there are none, or where one of them is unknown."""
    values = [getattr(row, name) for row in rows]
    return None if not values or None in values else sum(values)


def _paid(figures, rows):
    """The sum of what was paid; of what is counted, an amount that nobody knows is in no sum."""
    return _sum(rows, "paid") if figures.typed else sum_of_known(row.paid for row in rows)


def _unequal(rule, subject, sums, write, figures):
    """A finding where the sums that are known differ; rounded totals that were typed in may, and are only noted."""
    known = {name: value for name, value in sums.items() if value is not None}
    if len(set(known.values())) < 2:
        return None
    told = listed([f"{write(value)} {name}" for name, value in known.items()])
    severity = NOTE if figures.approximate else ERROR
    return Finding(rule, severity, f"{subject} har olika summor: {told}.", of_year(figures.year))


def printed_tables_add_up(basis):
    """The figures of every table, read as they are printed, sum to what is printed as their sum."""
    for table, place in _printed(basis):
        yield from _not_adding_up(table, place)
    sums = {row.board: row for row in basis.figures.boards}
    for submission in basis.year.submissions:
        if submission.cards and submission.board.name in sums:
            yield from _of_board(submission, basis.year.year, sums[submission.board.name])


def _not_adding_up(table, place):
    for heading, rows, total in _columns(table):
        low, high = _span(table, heading, rows)
        if None not in (*rows, total) and not low <= total <= high:
            message = f"{heading}: raderna blir {number(sum(rows))} tillsammans, men summan är {number(total)}."
            yield Finding("printed_tables_add_up", ERROR, message, (place,))


@remembered
def _of_board(submission, year, sums):
    """The same of what was paid for each of a board's projects, with the sum that the city has for the board."""
    table = board_tables.projects(Year(year, (), (), (), submissions=(submission,)), sums)
    return tuple(_not_adding_up(table, _place(table, submission.board.name)))


def tables_are_rounded_as_they_say(basis):
    for table, place in _printed(basis):
        to = _rounded_to(table)
        for heading, rows, total in _columns(table) if to else ():
            wrong = [amount for amount in (*rows, total) if amount and amount % to]
            if "kronor" in heading and wrong:
                told = listed([number(amount) for amount in wrong])
                message = f"Tabellen sägs vara avrundad till {number(to)} kronor, men visar {told}."
                yield Finding("tables_are_rounded_as_they_say", ERROR, message, (place,))


def _printed(basis):
    """The tables of the report and the memo that have a sum, each with its place."""
    figures, to = basis.figures, None if basis.figures.approximate else tables.HUNDRED_THOUSAND
    made = [make(figures, to=to) for make in (tables.goals, tables.boards, tables.groups)]
    made += [make(figures) for make in (tables.goals, tables.boards, tables.groups)] if to else []
    return [(table, _place(table)) for table in made if table and table.total.label == "Summa"]


def _place(table, board=""):
    return Place(f"tabellen ”{table.caption}”", board)


def _columns(table):
    """Each column of numbers, as (heading, its figures, its sum); None for a figure that is not printed as one."""
    for place in range(table.texts, len(table.headings)):
        rows = [_read(row.cells[place]) for row in table.rows]
        yield table.headings[place], rows, _read(table.total.cells[place])


def _read(cell):
    digits = re.sub(r"\s", "", cell).replace("\u2212", "-")
    return int(digits) if re.fullmatch(r"-?\d+", digits) else None


def _span(table, heading, rows):
    """Between what the sum may be: projects under several goals are summed once, rounded rows each lose some."""
    known = [row for row in rows if row is not None]
    if "kronor" not in heading and any("bara en gång i summan" in note for note in table.notes):
        return max(known, default=0), sum(known)
    leeway = (_rounded_to(table) or 0) * (len(known) + 1) / 2
    return sum(known) - leeway, sum(known) + leeway


def _rounded_to(table):
    """What the table's note says that it is rounded to, in SEK; None where it does not."""
    note = next((note for note in table.notes if "avrundade till" in note), "")
    return next((int(told.value) for told in numbers_in(note) if told.unit == "kronor"), None)
