"""Form fields for lists that are kept as JSON and written by hand, a line for each thing."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

CURRENCIES = ("EUR", "NOK", "DKK")


class LinesField(forms.CharField):
    """A list of texts, a line each; empty lines are left out. A line that cannot be read is refused with its words."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 80, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(self.write(item) for item in value or [])

    def to_python(self, value):
        lines = (" ".join(line.split()) for line in super().to_python(value).splitlines())
        return [self.read(line) for line in lines if line]

    def has_changed(self, initial, data):
        return self.prepare_value(initial).split() != (data or "").split()

    def read(self, line):
        """The thing that a line says; raises ValidationError."""
        return line

    def write(self, item):
        """The line that says the thing."""
        return item


class StepsField(LinesField):
    """The bodies that decide, in order, each with its date (ISO) before it where one is known."""

    def read(self, line):
        match = re.fullmatch(r"(\d\S*) (.+)", line)
        if not match:
            return {"body": line}
        return {"body": match[2], "date": self._day(match[1], line)}

    def _day(self, text, line):
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValidationError(
                f"Raden ”{line}” börjar inte med ett datum som finns. Skriv det som 2025-04-28."
            ) from None

    def write(self, item):
        return f"{item['date']} {item['body']}" if item.get("date") else item["body"]


class RatesField(LinesField):
    """SEK for one unit of a currency, kept as {"EUR": 11.43} and written as EUR 11,43."""

    def prepare_value(self, value):
        return super().prepare_value(value.items() if isinstance(value, dict) else value)

    def to_python(self, value):
        return dict(super().to_python(value))

    def read(self, line):
        match = re.fullmatch(r"([A-Z]{3})\s*[=:]?\s*(\d+(?:[.,]\d+)?)", line.upper())
        if not match or match[1] not in CURRENCIES or not float(match[2].replace(",", ".")):
            raise ValidationError(
                f"Raden ”{line}” går inte att läsa. Skriv valutan och kursen, till exempel EUR 11,43. "
                f"Valutorna är {', '.join(CURRENCIES)}."
            )
        return match[1], float(match[2].replace(",", "."))

    def write(self, item):
        return f"{item[0]} {item[1]}".replace(".", ",")


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
