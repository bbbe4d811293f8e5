"""The memo to a board (Tjänsteskrivelse till nämnden): the official's text, with the board's figures and answers."""

from . import board_tables, memo
from .report import chapters_of

TEMPLATE = "reporting/print/board_memo.html"
# The official's own section of this name stands before the figures and in place of the standard text.
MATTER = "Ärendet"


def lacking(year):
    """Why the memo cannot be made, in Swedish, or nothing."""
    if year.submissions[0].memo:
        return ""
    return f"Tjänsteskrivelsen till nämnden för {year.year} är inte skriven."


def content(year, figures):
    """All that the memo's template prints."""
    submission = year.submissions[0]
    printed = memo.printed(submission.memo, figures, year)
    written = [section for section in printed["sections"] if section["html"]]
    tables = (board_tables.projects(year, figures), board_tables.goals(year, figures))
    return {
        "year": year,
        "chapter": chapters_of(year)[0],
        "memo": printed,
        "matter": [section["html"] for section in written if section["heading"] == MATTER],
        "sentences": board_tables.sentences(year, figures),
        "tables": [table for table in tables if table],
        "cooperation": board_tables.cooperation(year, figures),
        "closing": [section for section in written if section["heading"] != MATTER],
    }
