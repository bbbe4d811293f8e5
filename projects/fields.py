"""Form fields for what a card holds beside text: amounts, dates, countries."""

import re

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError

from config.formats import COUNTRIES, number
from submissions.models.round import check_partial_date

from .guessing import meant

LARGEST = 10_000_000_000
_SPACES = re.compile(r"\s+")  # no-break and thin spaces too
# All digits together, or in threes with the same mark, a space or a point, between them all.
_KRONOR = r" ?(?:kr\.?|kronor|[:,][-–])?"
_AMOUNT = re.compile(rf"([0-9]+|[0-9]{{1,3}}([ .])[0-9]{{3}}(?:\2[0-9]{{3}})*){_KRONOR}", re.IGNORECASE)
_DECIMALS = re.compile(rf"[0-9][0-9 .]*[.,][0-9]{{1,2}}{_KRONOR}", re.IGNORECASE)
_SHORTENED = re.compile(
    r"[0-9][0-9 .,]*(?:tkr|tusen|mn?kr|miljon(?:er)?|mdr?kr|miljard(?:er)?)(?: kr| kronor)?", re.IGNORECASE
)
# Why an amount is refused: the code of what to say, and the texts of which it holds.
_REFUSED = {"negative": re.compile("[-−–].*"), "decimals": _DECIMALS, "shortened": _SHORTENED}
_MONTHS = {word: number for number, name in Locale("sv").months["format"]["wide"].items() for word in (name, name[:3])}
_DATE_IN_WORDS = re.compile(rf"(?:([0-9]{{1,2}})\s+)?({'|'.join(_MONTHS)})\s+([0-9]{{4}})", re.IGNORECASE)
_COUNTRY_CODES = {name.casefold(): code for code, name in COUNTRIES.items()}


def ends_before(ends, starts):
    """Whether one partial date is before another, as far as both are known: 2024 is not before 2024-03."""
    known = min(len(ends), len(starts))
    return ends[:known] < starts[:known]


class PartialDateField(forms.CharField):
    """An ISO date that may stop at the year or the month, one that the calendar has; 1 mars 2024 is read as one."""

    def clean(self, value):
        text = _as_iso(super().clean(value))
        if text:
            check_partial_date(text)
        return text


def _as_iso(text):
    """A date in words, such as 1 mars 2024, mars 2024 or 1 mar 2024, as ISO has it; anything else as it is."""
    match = _DATE_IN_WORDS.fullmatch(text)
    if not match:
        return text
    day = f"-{int(match[1]):02}" if match[1] else ""
    return f"{match[3]}-{_MONTHS[match[2].lower()]:02}{day}"


class AmountField(forms.Field):
    """A whole amount as people write it: 1 234 567, 1234567, 1 234 567 kr or 1.234.567; an int, or None where empty.

    1 234 567:- and 1 234 567,- are read too. Any other comma is refused, since it parts thousands in one language and
    decimals in another.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Skriv beloppet i hela kronor, till exempel 1 234 567.",
        "decimals": "Skriv beloppet i hela kronor, utan ören, till exempel 1 234 567.",
        "negative": "Beloppet kan inte vara mindre än 0. Skriv det i hela kronor, till exempel 1 234 567.",
        "too_large": "Beloppet är större än 10 miljarder. Är det verkligen skrivet i kronor?",
        "shortened": "Skriv beloppet med alla siffror: 1,25 mkr skrivs 1 250 000.",
    }

    def to_python(self, value):
        if value is None or isinstance(value, int):
            return value
        text = _SPACES.sub(" ", value).strip()
        if not text:
            return None
        if not (match := _AMOUNT.fullmatch(text)):
            raise self._refusal(text)
        digits = re.sub("[ .]", "", match[1]).lstrip("0")
        return int(digits[:20] or 0)  # more digits are too large, whichever they are

    def _refusal(self, text):
        codes = (code for code, pattern in _REFUSED.items() if pattern.fullmatch(text))
        code = next(codes, "invalid")
        return ValidationError(self.error_messages[code], code=code)

    def validate(self, value):
        super().validate(value)
        if value is not None and value > LARGEST:
            raise ValidationError(self.error_messages["too_large"], code="too_large")

    def prepare_value(self, value):
        """The amount with its thousands parted; what is no amount is shown as it was typed."""
        try:
            amount = self.to_python(value)
        except ValidationError:
            return value
        return "" if amount is None else number(amount)


class BudgetField(AmountField):
    """A project's whole budget, in any currency."""

    default_error_messages = {
        "invalid": "Skriv beloppet i hela tal, till exempel 1 234 567.",
        "decimals": "Skriv beloppet i hela tal, utan decimaler, till exempel 1 234 567.",
        "negative": "Beloppet kan inte vara mindre än 0. Skriv det i hela tal, till exempel 1 234 567.",
        "too_large": "Beloppet är större än 10 miljarder. Kontrollera att det stämmer.",
        "shortened": "Skriv beloppet med alla siffror: 1,25 miljoner skrivs 1 250 000.",
    }

    def __init__(self, *, label="Total budget", **kwargs):
        super().__init__(label=label, **kwargs)


class CountryField(forms.CharField):
    """A country by its Swedish name, whatever its letter case; its ISO 3166 code, or empty."""

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return ""
        if name.casefold() not in _COUNTRY_CODES:
            guess = meant(name, COUNTRIES.values())
            raise ValidationError(f"{name} finns inte i listan över länder. Skriv landets namn på svenska.{guess}")
        return _COUNTRY_CODES[name.casefold()]

    def prepare_value(self, value):
        return COUNTRIES.get(value, value)
