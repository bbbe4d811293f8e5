"""Paragraphs, years and numbers read out of Swedish text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.formats import kronor, millions
from reporting.rules.words import NUMERALS, beginning, numbers_in, paragraphs, sentences, years_in


def test_paragraphs_are_what_stands_on_a_line_of_its_own():
    markup = (
        "<h3>Syfte</h3><p>Ett&nbsp;<strong>två</strong><br>tre</p><ul><li>Fyra<ul><li>fem</li></ul></li></ul><p></p>"
    )
    assert paragraphs(markup) == ("Syfte", "Ett två", "tre", "Fyra", "fem")


def read(text):
    return [(number.value, number.step, number.unit) for number in numbers_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19 projekt", [(19, 1, "")]),
        ("nitton projekt", [(19, 1, "")]),
        ("Tjugofyra projekt och etthundratre deltaganden", [(24, 1, ""), (103, 1, "")]),
        ("50,5 miljoner kronor", [(50_500_000, 100_000, "kronor")]),
        ("50,5 miljoner", [(50_500_000, 100_000, "")]),
        ("50,5 mnkr och 3 tkr", [(50_500_000, 100_000, "kronor"), (3000, 1000, "kronor")]),
        ("50 500 000 kronor", [(50_500_000, 100_000, "kronor")]),
        ("50\u00a0468\u00a0001\u00a0kronor", [(50_468_001, 1, "kronor")]),
        ("60000 kr", [(60_000, 10_000, "kronor")]),
        ("12 nämnder, 63 deltaganden.", [(12, 1, ""), (63, 1, "")]),
        ("19 procent eller 79,5 %", [(19, 1, "procent"), (79.5, 0.1, "procent")]),
        ("2 miljoner euro", [(2_000_000, 1_000_000, "valuta")]),
        ("noll", []),
        ("Ett projekt", []),
    ],
)
def test_numbers_are_read_in_digits_and_in_letters(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["STK-2024-820", "2021/22", "40–60 procent", "den 22 maj", "§ 41", "A1", "50.5", "SF4C", "2024-KA121-VET-1"],
)
def test_codes_dates_and_ranges_are_no_numbers(text):
    assert [value for value, *_ in read(text) if value not in (60,)] == []


@given(st.integers(0, 10**12))
def test_every_amount_that_we_print_is_read_back(amount):
    [told] = numbers_in(f"Det blev {kronor(amount)}.")
    assert (told.value, told.unit) == (amount, "kronor")
    assert amount % told.step == 0


@given(st.integers(50_000, 10**11))
def test_millions_are_read_back_as_far_as_they_are_written(amount):
    [told] = numbers_in(f"Det blev {millions(amount)} miljoner kronor.")
    assert abs(told.value - amount) <= told.step / 2


@given(st.integers(2, 999))
def test_every_number_has_one_word(value):
    words = [word for word, told in NUMERALS.items() if told == value]
    assert all(read(f"Vi har {word} projekt.") == [(value, 1, "")] for word in words)
    assert words


@given(st.text())
def test_any_text_can_be_read(text):
    for number in numbers_in(text):
        assert 0 <= number.start < number.end <= len(text)
    for told in years_in(text):
        assert 1900 <= told.year < 2100


def test_numbers_are_told_apart_from_the_words_beside_them():
    text = "Under 2024 deltog 291 elever."
    assert [text[number.start : number.end] for number in numbers_in(text)] == ["2024", "291"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Under 2023 började vi.", [(2023, False, False)]),
        ("Läsåret 2021/22", [(2021, True, False)]),
        ("åren 2021–2027", [(2021, True, False), (2027, True, False)]),
        ("(2019–2022)", [(2019, True, False), (2022, True, False)]),
        ("inom Horisont 2020 och Agenda 2030", [(2020, False, True), (2030, False, True)]),
        ("fotbolls-EM 2029", [(2029, False, True)]),
        ("STK-2024-820 och 2024-KA121-VET", []),
        ("2 030 kronor, 20231", []),
    ],
)
def test_years_are_read_with_what_they_belong_to(text, expected):
    assert [(told.year, told.spans, told.in_name) for told in years_in(text)] == expected


def test_sentences_end_where_a_new_one_begins():
    paragraph = "Vi fick 2,5 miljoner kronor. Bl.a. reste vi; 12 av oss. Åren gick! Och nu?"
    assert sentences(paragraph) == (
        "Vi fick 2,5 miljoner kronor.",
        "Bl.a. reste vi;",
        "12 av oss.",
        "Åren gick!",
        "Och nu?",
    )


@pytest.mark.parametrize(("text", "expected"), [("Kort.", "Kort."), ("ord " * 30, f"{'ord ' * 19}ord …")])
def test_a_quotation_ends_with_a_whole_word(text, expected):
    assert beginning(text) == expected
