"""The columns of tables that are made of data: the workbook's sheets and the open data are written from the same."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it says (a sentence in Swedish), and how it is made.

    `value` gives the cell of a row out of what the row is about: text, a whole number, a date, or None where nobody
    knows. `width` is in characters. `sums` is whether it is summed; `total` is what stands in the sum row where that
    is no sum of the rows, as a formula without its equals sign. `is_open` tells that it holds only what the published
    report prints, and so may stand in the open data.
    """

    heading: str
    about: str
    value: Callable
    width: int = 14
    is_number: bool = False
    sums: bool = False
    total: str = ""
    is_open: bool = True

    @property
    def aligned(self):
        return "right" if self.is_number else "left"


def number(heading, about, value, width=15, **more):
    """A column of whole numbers."""
    return Column(heading, about, value, width, is_number=True, **more)
