"""Form fields of a round and of what is written in it."""

import re

from django import forms
from django.core.exceptions import ValidationError

from config.fields import LinesField

CURRENCIES = ("EUR", "NOK", "DKK")
HIGHEST_RATE = 1000  # SEK for one unit; whatever is more is a slip of the hand


class VersionField(forms.IntegerField):
    """Which version of a text the writer began from; see `drafts.save`. A form that does not say is refused."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "Sidan är gammal. Kopiera din text, öppna sidan på nytt och klistra in den.",
    }


class RatesField(LinesField):
    """SEK for one unit of a currency, kept as {"EUR": 11.43} and written as EUR 11,43."""

    def prepare_value(self, value):
        return super().prepare_value(value.items() if isinstance(value, dict) else value)

    def to_python(self, value):
        return dict(super().to_python(value))

    def read(self, line):
        match = re.fullmatch(r"([A-Z]{3})\s*[=:]?\s*(\d+(?:[.,]\d+)?)", line.upper())
        rate = float(match[2].replace(",", ".")) if match else 0
        if not match or match[1] not in CURRENCIES or not 0 < rate <= HIGHEST_RATE:
            raise ValidationError(
                f"Raden ”{line}” går inte att läsa. Skriv valutan och kursen, till exempel EUR 11,43. "
                f"Valutorna är {', '.join(CURRENCIES)}."
            )
        return match[1], rate

    def write(self, item):
        return f"{item[0]} {item[1]}".replace(".", ",")
