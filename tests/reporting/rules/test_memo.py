"""The city's memo says what it is expected to say, and of the case what the round says."""

from dataclasses import replace

import pytest

from reporting.dataset import Memo, MemoSection, Step
from reporting.rules import memo
from tests.reporting import years
from tests.reporting.rules.asking import asked, found

PATH = (Step("Arbetsutskottet", "2025-04-28"), Step("Kommunstyrelsen"))
WHOLE = Memo(
    date="2025-04-14",
    contact_title="Samordnare",
    summary="<p>Kort.</p>",
    proposals=("Läggs till handlingarna.",),
    decision_path=PATH,
    recipients=("Samtliga nämnder",),
    sections=(MemoSection("Ärendet", "<p>Vi.</p>"), MemoSection("Stadskontorets bedömning 2024", "<p>Bra.</p>")),
    signatories=("Stadsdirektör",),
)


def year(memo=WHOLE, **fields):
    return years.year(**{"memo": memo, "decision_path": PATH, **fields})


@pytest.mark.parametrize(
    "silent",
    [
        year(),
        year(None),
        year(decision_path=()),
        year(replace(WHOLE, diary_number="STK-1"), diary_number="STK-1"),
        year(replace(WHOLE, diary_number="STK-1")),
    ],
)
def test_a_memo_that_has_all_or_is_not_begun(silent):
    assert found(memo.memo_is_incomplete, silent) == []


@pytest.mark.parametrize(
    ("field", "message", "where"),
    [
        ("date", "Datum är inte ifyllt.", "datum"),
        ("contact_title", "Vår referens är inte ifylld.", "vår referens"),
        ("summary", "Sammanfattning är inte ifylld.", "sammanfattning"),
        ("proposals", "Förslag till beslut är inte ifyllt.", "förslag till beslut"),
        ("recipients", "Mottagare är inte ifyllda.", "mottagare"),
        ("signatories", "Ansvariga är inte ifyllda.", "ansvariga"),
    ],
)
def test_what_is_not_filled_in(field, message, where):
    lacks = year(replace(WHOLE, **{field: ()}))
    assert found(memo.memo_is_incomplete, lacks) == [("warning", message, f"Tjänsteskrivelsen, {where}")]
    assert [place.key for each in asked(memo.memo_is_incomplete, lacks) for place in each.places] == [field]


@pytest.mark.parametrize(
    ("mine", "rounds", "message"),
    [
        ("", "STK-1", "Diarienummer är inte ifyllt: STK-1 på omgången."),
        ("STK-2", "STK-1", "Diarienummer är STK-2 här men STK-1 på omgången."),
    ],
)
def test_a_diary_number_that_is_not_the_rounds(mine, rounds, message):
    told = year(replace(WHOLE, diary_number=mine), diary_number=rounds)
    assert [each.message for each in asked(memo.memo_is_incomplete, told)] == [message]


ROUNDS = "”Arbetsutskottet 28 april 2025, Kommunstyrelsen” på omgången."


@pytest.mark.parametrize(
    ("mine", "rounds", "message"),
    [
        ((), (), "Beslutsplanering är inte ifylld."),
        (PATH[1:], (), "Beslutsplanering har inga dagar."),
        (PATH[1:], PATH[1:], "Beslutsplanering har inga dagar."),
        ((), PATH, f"Beslutsplanering är inte ifylld: {ROUNDS}"),
        (PATH[1:], PATH, f"Beslutsplanering är ”Kommunstyrelsen” här men {ROUNDS}"),
    ],
)
def test_a_decision_path_that_is_not_the_rounds(mine, rounds, message):
    told = year(replace(WHOLE, decision_path=mine), decision_path=rounds)
    assert [each.message for each in asked(memo.memo_is_incomplete, told)] == [message]


def test_the_days_of_a_round_without_days_stand_in_the_memo_alone():
    bare = tuple(replace(step, date="") for step in PATH)
    assert asked(memo.memo_is_incomplete, year(decision_path=bare)) == []


def test_sections_that_are_missing_empty_or_nameless():
    sections = (MemoSection("Ärendet", ""), MemoSection("", "<p>Text.</p>"))
    told = asked(memo.memo_is_incomplete, year(replace(WHOLE, sections=sections)))
    assert [(each.message, each.places[0].key) for each in told] == [
        ("Det saknas ett avsnitt med rubriken Stadskontorets bedömning.", "avsnitt"),
        ("Avsnittet Ärendet är tomt.", "sections-0-html"),
        ("Avsnitt 2 saknar rubrik.", "sections-1-heading"),
    ]
