"""Lists that are written a line each."""

import pytest
from django.core.exceptions import ValidationError

from config.fields import LinesField, StepsField
from reporting.fields import RowsField
from submissions.fields import RatesField

ROWS = RowsField(key="board", columns=("projects", "paid"), help_text="Skriv så här.")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (LinesField(), " Samtliga  nämnder \r\n\r\nStadskontoret\n", ["Samtliga nämnder", "Stadskontoret"]),
        (StepsField(), "2025-04-28 Arbetsutskottet", [{"body": "Arbetsutskottet", "date": "2025-04-28"}]),
        (StepsField(), "Kommunfullmäktige", [{"body": "Kommunfullmäktige"}]),
        (RatesField(), "EUR 11,43\nnok = 0.98", {"EUR": 11.43, "NOK": 0.98}),
        (
            ROWS,
            "Kulturnämnden; 2; 360 000\nTekniska nämnden; 1\nMiljönämnden;; 5",
            [
                {"board": "Kulturnämnden", "projects": 2, "paid": 360000},
                {"board": "Tekniska nämnden", "projects": 1},
                {"board": "Miljönämnden", "paid": 5},
            ],
        ),
    ],
)
def test_reads_lines_and_writes_what_reads_the_same(field, text, value):
    assert field.clean(text) == value
    assert field.clean(field.prepare_value(value)) == value
    assert not field.has_changed(value, field.prepare_value(value))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (" a  b \r\n\r\nc", False),
        ("a\nb c", True),
        ("a b c", True),
        ("c\na b", True),
        ("", True),
        (None, True),
    ],
)
def test_a_change_is_one_of_lines(text, changed):
    assert LinesField().has_changed(["a b", "c"], text) is changed


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (StepsField(), "2025-02-30 Kommunstyrelsen", "börjar inte med ett datum som finns"),
        (StepsField(), "28/4 Kommunstyrelsen", "börjar inte med ett datum som finns"),
        (StepsField(), "20250428 Kommunstyrelsen", "börjar inte med ett datum som finns"),
        (RatesField(), "USD 10", "är inte en av valutorna, som är EUR, NOK och DKK."),
        (RatesField(), "EUR 0", "Skriv valutan och kursen"),
        (RatesField(), "EUR elva", "Skriv valutan och kursen"),
        (ROWS, "Kulturnämnden; två", "Skriv så här."),
        (ROWS, "; 2; 3", "Skriv så här."),
        (ROWS, "Kulturnämnden; 1; 2; 3", "Skriv så här."),
        (ROWS, "Kulturnämnden; -1", "Skriv så här."),
    ],
)
def test_refuses_what_it_cannot_read_and_names_the_line(field, text, words):
    with pytest.raises(ValidationError) as refusal:
        field.clean(text)
    (told,) = refusal.value.messages
    assert (text.split()[-1] in told, words in told) == (True, True)


def test_refuses_all_that_it_cannot_read_at_once():
    with pytest.raises(ValidationError) as refusal:
        RatesField().clean("EUR elva\nNOK 0,95\nUSD 10")
    assert [line in told for line, told in zip(("EUR elva", "USD"), refusal.value.messages, strict=True)] == [True] * 2


def test_shows_again_what_was_typed():
    assert StepsField().prepare_value("2025-02-30 Kommunstyrelsen") == "2025-02-30 Kommunstyrelsen"
    assert RatesField().prepare_value("EUR elva") == "EUR elva"


def test_an_empty_field_is_an_empty_list():
    assert LinesField(required=False).clean(" \n") == []
    assert RatesField(required=False).clean("") == {}


@pytest.mark.parametrize("field", [LinesField(), StepsField(), RatesField(), ROWS])
def test_a_character_that_no_database_keeps_is_refused(field):
    with pytest.raises(ValidationError):
        field.clean("Kultur\0nämnden")


@pytest.mark.parametrize("rate", ["1001", "9" * 400, "0"])
def test_a_rate_that_no_currency_has_is_refused(rate):
    with pytest.raises(ValidationError, match="går inte att läsa"):
        RatesField().clean(f"EUR {rate}")
