"""Form fields of a round and of what is written in it."""

import json
import re
from uuid import uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError

from config.fields import LinesField
from config.formats import listed

CURRENCIES = ("EUR", "NOK", "DKK")
HIGHEST_RATE = 1000  # SEK for one unit; whatever is more is a slip of the hand


class VersionField(forms.IntegerField):
    """Which version of a text the writer began from; see `drafts.save`. A form that does not say is refused."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "Sidan är gammal. Kopiera din text, öppna sidan på nytt och klistra in den.",
    }


class SaveIdField(forms.UUIDField):
    """An id made when the form is rendered; see `save_id`. A form without one is taken as one never sent before."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, initial=uuid4, **kwargs)

    def clean(self, value):
        try:
            return super().clean(value) or uuid4()
        except ValidationError:
            return uuid4()


def save_id(form):
    """What a save is known by, so that it is saved once however often it is sent.

    It tells of the form as it was rendered and of all that is typed in it: where somebody goes back to an old page and
    writes something else there, that is another save.
    """
    typed = sorted((name, told) for name, told in form.data.lists() if name not in ("csrfmiddlewaretoken", "action"))
    return uuid5(form.cleaned_data["save_id"], json.dumps(typed))


RATES_HELP = f"Årets medelkurs i kronor, en valuta per rad: EUR 11,43. Valutorna är {listed(CURRENCIES)}."


class RatesField(LinesField):
    """SEK for one unit of a currency, kept as {"EUR": 11.43} and written as EUR 11,43."""

    def prepare_value(self, value):
        return super().prepare_value(value.items() if isinstance(value, dict) else value)

    def to_python(self, value):
        return dict(super().to_python(value))

    def read(self, line):
        match = re.fullmatch(r"(?:1\s)?([A-Z]{3})\s*[=:]?\s*(\d+(?:[.,]\d+)?)", line.upper())
        rate = float(match[2].replace(",", ".")) if match else 0
        if match and match[1] not in CURRENCIES:
            raise ValidationError(f"Raden ”{line}”: {match[1]} är inte en av valutorna, som är {listed(CURRENCIES)}.")
        if not 0 < rate <= HIGHEST_RATE:
            raise ValidationError(
                f"Raden ”{line}” går inte att läsa. Skriv valutan och kursen, till exempel EUR 11,43. "
                f"Kursen är kronor för en av {listed(CURRENCIES)}, högst {HIGHEST_RATE}."
            )
        return match[1], rate

    def write(self, item):
        return f"{item[0]} {item[1]}".replace(".", ",")
