"""A board's own account (Nämndens redovisning), for the board to decide on: numbered chapters, tables and figure."""

from dataclasses import replace

from . import board_tables
from .report import chapters_of

TEMPLATE = "reporting/print/board_report.html"


def lacking(year):
    """Why the account cannot be made, in Swedish, or nothing."""
    told = year.submissions[0]
    if told.answers or told.cards or told.cooperation:
        return ""
    return f"Nämndens redovisning för {year.year} går inte att göra: det finns inga svar och inga projekt."


def content(year, figures):
    """All that the account's template prints."""
    chapter = chapters_of(year)[0]
    cooperation = board_tables.cooperation(year, figures)
    return {
        "year": year,
        "chapter": chapter,
        "numbers": _numbers(cooperation),
        "sentences": board_tables.sentences(year, figures),
        "shares": board_tables.shares(figures),
        **_numbered(year, figures, cooperation),
    }


def _numbers(cooperation):
    """The chapters' numbers, by name: one that is not there is not counted."""
    names = ["task", "paid", *(["cooperation"] if cooperation else []), "answers", "projects"]
    return {name: number for number, name in enumerate(names, start=1)}


def _numbered(year, figures, cooperation):
    """The tables with their numbers in the order in which they stand, and the cooperation with its own."""
    money = [board_tables.groups(year, figures), board_tables.goals(year, figures)]
    found = [table for table in money if table]
    of_cooperation = cooperation and cooperation["table"]
    titled = [_titled(table, number) for number, table in enumerate([*found, of_cooperation], start=1) if table]
    partners = cooperation and {**cooperation, "table": titled.pop() if of_cooperation else None}
    return {"tables": titled, "cooperation": partners}


def _titled(table, number):
    return replace(table, caption=f"Tabell {number}. {table.caption}")
