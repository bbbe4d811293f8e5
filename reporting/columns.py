"""The columns of tables that are made of data: the workbook's sheets and the open data are written from the same."""

from collections.abc import Callable
from dataclasses import dataclass

from config.excel import Formula

# Stands in every table that is read by itself.
MISSING = "Nämnder som saknas"
MISSING_ABOUT = "Nämnder vars redovisning saknas, så att den inte ingår i årets siffror. Tom om ingen saknas."


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it says (a sentence in Swedish), and how it is made.

    `value` gives the cell of a row out of what the row is about: text, a whole number, a date, or None where nobody
    knows. `width` is in characters. `sums` is whether it is summed; `total` is what stands in the sum row where that
    is no sum of the rows.
    """

    heading: str
    about: str
    value: Callable
    width: int = 14
    is_number: bool = False
    sums: bool = False
    total: Formula | None = None

    @property
    def aligned(self):
        return "right" if self.is_number else "left"


def number(heading, about, value, width=15, **more):
    """A column of whole numbers."""
    return Column(heading, about, value, width, is_number=True, **more)
