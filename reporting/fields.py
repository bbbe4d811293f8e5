"""The form field for figures that are typed in."""

import re

from django.core.exceptions import ValidationError

from config.fields import LinesField


class RowsField(LinesField):
    """Rows of figures, with semicolons between: what it is about, and whole numbers where they are known.

    `key` names the first column, `columns` the others: `Kulturnämnden; 2; 360 000` is
    {"board": "Kulturnämnden", "projects": 2, "paid": 360000}.
    """

    def __init__(self, *, key, columns, **kwargs):
        self.key = key
        self.columns = columns
        super().__init__(**kwargs)

    def read(self, line):
        about, *cells = (cell.strip() for cell in line.split(";"))
        numbers = [re.sub(r"\s", "", cell) for cell in cells]
        if not about or len(cells) > len(self.columns) or not all(re.fullmatch(r"\d{0,18}", n) for n in numbers):
            raise ValidationError(f"Raden ”{line}” går inte att läsa. {self.help_text}")
        told = {column: int(n) for column, n in zip(self.columns, numbers, strict=False) if n}
        return {self.key: about, **told}

    def write(self, item):
        cells = [item[self.key], *(item.get(column, "") for column in self.columns)]
        return "; ".join(str(cell) for cell in cells).rstrip("; ")
