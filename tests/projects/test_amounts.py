"""Amounts as people write them, and what is said of those that cannot be read; dates and countries likewise."""

import pytest
from django.core.exceptions import ValidationError

from projects.fields import AmountField, BudgetField, CountryField, PartialDateField, ends_before

WRITE_WHOLE = "Skriv beloppet i hela kronor, till exempel 1 234 567."
WITHOUT_ORE = "Skriv beloppet i hela kronor, utan ören, till exempel 1 234 567."
NOT_BELOW_0 = "Beloppet kan inte vara mindre än 0. Skriv det i hela kronor, till exempel 1 234 567."
ALL_DIGITS = "Skriv beloppet med alla siffror: 1,25 mkr skrivs 1 250 000."
TOO_LARGE = "Beloppet är större än 10 miljarder. Är det verkligen skrivet i kronor?"


def refusal(field, text):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return refused.value.messages


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234 567", 1234567),
        ("1234567", 1234567),
        ("1 234 567 kr", 1234567),
        ("1 234 567 kronor", 1234567),
        ("1 234 567 KR", 1234567),
        ("1234567kr", 1234567),
        ("1.234.567", 1234567),
        ("1.234.567 kr", 1234567),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234\u202f567\u00a0kr", 1234567),
        ("1\u2009234\u2009567", 1234567),
        ("  1 234 567\n", 1234567),
        ("1  234  567", 1234567),
        ("50 000", 50000),
        ("1 250 000:-", 1250000),
        ("1250000:-", 1250000),
        ("1.250.000,-", 1250000),
        ("1 250 000 :–", 1250000),
        ("1 250 000 kr.", 1250000),
        ("0", 0),
        ("0 kr", 0),
        ("007", 7),
        ("0" * 5000 + "7", 7),
        ("10 000 000 000", 10_000_000_000),
        ("", None),
        ("   ", None),
        ("\u00a0", None),
    ],
)
def test_amounts_that_are_read(text, amount):
    assert AmountField(required=False).clean(text) == amount


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 234,50", WITHOUT_ORE),
        ("1234.5", WITHOUT_ORE),
        ("1234,00 kr", WITHOUT_ORE),
        ("1,234,567", WRITE_WHOLE),
        ("1,234", WRITE_WHOLE),
        ("1 234.567", WRITE_WHOLE),
        ("12 34", WRITE_WHOLE),
        ("1.23.456", WRITE_WHOLE),
        ("1234 567", WRITE_WHOLE),
        ("cirka 5000", WRITE_WHOLE),
        ("5 mkr", ALL_DIGITS),
        ("1,25 mkr", ALL_DIGITS),
        ("1,25 Mnkr", ALL_DIGITS),
        ("1250 tkr", ALL_DIGITS),
        ("1 250 tusen kr", ALL_DIGITS),
        ("1.5 miljoner kronor", ALL_DIGITS),
        ("5 mil", WRITE_WHOLE),
        ("1 234,50:-", WITHOUT_ORE),
        ("5000 EUR", WRITE_WHOLE),
        ("kr", WRITE_WHOLE),
        ("1e6", WRITE_WHOLE),
        ("١٢٣", WRITE_WHOLE),
        ("100-200", WRITE_WHOLE),
        ("-5", NOT_BELOW_0),
        ("\u22125 000", NOT_BELOW_0),
        ("10 000 000 001", TOO_LARGE),
        ("9" * 5000, TOO_LARGE),
    ],
)
def test_amounts_that_are_refused(text, message):
    assert refusal(AmountField(required=False), text) == [message]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1\u00a0234\u00a0567"),
        (0, "0"),
        (None, ""),
        ("1234567 kr", "1\u00a0234\u00a0567"),
        ("fem tusen", "fem tusen"),
    ],
)
def test_an_amount_is_shown_with_its_thousands_parted(value, shown):
    assert AmountField(required=False).prepare_value(value) == shown


@pytest.mark.parametrize(
    ("ends", "starts", "before"),
    [
        ("2023", "2024", True),
        ("2024-02", "2024-03", True),
        ("2024-03-01", "2024-03-02", True),
        ("2024-02-28", "2024-03", True),
        ("2024", "2024-03", False),
        ("2024-03", "2024-03-31", False),
        ("2024-03-01", "2024-03-01", False),
        ("2025", "2024-12-31", False),
    ],
)
def test_partial_dates_are_compared_as_far_as_both_are_known(ends, starts, before):
    assert ends_before(ends, starts) is before


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29"])
def test_dates_that_exist(text):
    assert PartialDateField().clean(text) == text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1 mars 2024", "2024-03-01"),
        ("mars 2024", "2024-03"),
        ("31  December 2024", "2024-12-31"),
        ("01 sep 2024", "2024-09-01"),
        (" maj 2024 ", "2024-05"),
    ],
)
def test_dates_in_words(text, date):
    assert PartialDateField().clean(text) == date


@pytest.mark.parametrize("text", ["1 march 2024", "mars", "mars 24", "1 2024", "marsipan 2024"])
def test_words_that_are_no_date(text):
    assert refusal(PartialDateField(), text) == ["Skriv datumet som 2024-03-01, eller bara 2024-03 eller 2024."]


def test_a_total_budget_says_millions_without_kronor():
    message = "Skriv beloppet med alla siffror: 1,25 miljoner skrivs 1 250 000."
    assert refusal(BudgetField(required=False), "1,25 miljoner") == [message]


@pytest.mark.parametrize("text", ["2023-02-29", "2024-04-31", "0000", "31 april 2024"])
def test_dates_that_do_not_exist(text):
    message = "Datumet finns inte i almanackan. Skriv till exempel 2024-03-01."
    assert refusal(PartialDateField(), text) == [message]


@pytest.mark.parametrize(("name", "code"), [("Danmark", "DK"), ("österrike", "AT"), (" Sverige ", "SE"), ("", "")])
def test_countries_by_name(name, code):
    assert CountryField(required=False).clean(name) == code


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("Littauen", " Menade du Litauen?"),
        ("Danmrak", " Menade du Danmark?"),
        ("Bosnien", " Menade du Bosnien och Hercegovina?"),
        ("England", ""),
        ("Holland", ""),
        ("Narnia", ""),
    ],
)
def test_an_unknown_country_is_refused_with_the_one_that_is_near_at_hand(name, guess):
    message = f"{name} finns inte i listan över länder. Skriv landets namn på svenska.{guess}"
    assert refusal(CountryField(required=False), name) == [message]


def test_a_country_is_shown_by_its_name():
    field = CountryField(required=False)
    assert [field.prepare_value(value) for value in ("DK", "Danmrak", "", None)] == ["Danmark", "Danmrak", "", None]
