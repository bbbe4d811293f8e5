"""Names that are spelt in more than one way."""

from dataclasses import replace

import pytest

from reporting.dataset import Board, Memo, Programme
from reporting.rules import names
from reporting.rules.basis import short_name
from tests.reporting import years
from tests.reporting.rules.asking import asked

STRIVE = years.project("strive", "STRIVE – Sustainable Tourism", acronym="STRIVE")
ZERO = years.project("netzero", "NetZeroCities Pilot Cities Programme", acronym="NetZeroCities")
KRAFT = years.project("kraft", "Malmökraften")
REKRYTERING = years.project("rekrytering", "Breddad rekrytering")
UTVAG = years.project("utvag-ii", "Utväg II")
BOARDS = (
    Board("Miljönämnden", "Miljöförvaltningen"),
    Board("Hälsa-, vård- och omsorgsnämnden", "Hälsa-, vård- och omsorgsförvaltningen"),
    Board("Arbetsmarknads- och socialnämnden", "Arbetsmarknads- och socialförvaltningen"),
    Board("Kommunstyrelsen", "Stadskontoret"),
    Board("Tekniska nämnden", "Fastighets- och gatukontoret"),
)
PROGRAMMES = (
    Programme("Interreg Öresund-Kattegat-Skagerrak", "Interreg"),
    Programme("Horisont Europa (HEU)", "Horisont"),
)


def year(office="", board="", owner=""):
    cards = [years.card(project) for project in (STRIVE, ZERO, KRAFT, REKRYTERING, replace(UTVAG, owner=owner))]
    memo = Memo(summary=f"<p>{office}</p>")
    return years.year(*cards, answers={1: f"<p>{board}</p>"}, memo=memo, boards=BOARDS, programmes=PROGRAMMES)


def found(rule, **texts):
    return [(finding.message, finding.where, finding.mend) for finding in asked(rule, year(**texts))]


def pairs(rule, text):
    """What the rule finds in the office's text, as it would be mended."""
    return [finding.mend for finding in asked(rule, year(office=text))]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Miljönämden har rest.", "Miljönämden", "Miljönämnden"),
        ("Det är miljöförvaltingens arbete.", "miljöförvaltingens", "miljöförvaltningens"),
        ("Stadskontorret leder.", "Stadskontorret", "Stadskontoret"),
        ("I hälsa, vård och omsorgsnämnden", "hälsa, vård och omsorgsnämnden", "hälsa-, vård- och omsorgsnämnden"),
        (
            "Arbetsmarknad- och socialförvaltningen",
            "Arbetsmarknad- och socialförvaltningen",
            "Arbetsmarknads- och socialförvaltningen",
        ),
        ("Fastighets & gatukontoret", "Fastighets & gatukontoret", "Fastighets- och gatukontoret"),
    ],
)
def test_a_board_that_is_misspelt(text, wrong, right):
    text = text.replace("&", "&amp;")
    assert pairs(names.board_spelt_otherwise, text) == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "Miljönämnden, miljöförvaltningens och hälsa-, vård- och omsorgsförvaltningen samarbetar.",
        "Grundskole-, miljö- och socialförvaltningen är medsökande, liksom två andra socialförvaltningar.",
        "Nämnderna och förvaltningarna, med Valnämnden, Länsstyrelsen och Kommunkontoret i Lund.",
        "Stadskontorets HR-avdelning. Kommunstyrelsens arbetsutskott. Tekniska nämndens ordförande.",
        "Förvaltningen kontrollerade kontot, kontoren och nämndens kontorsmöbler.",
    ],
)
def test_boards_that_are_spelt_as_they_should(text):
    assert pairs(names.board_spelt_otherwise, text) == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Malmö deltar i Net Zero Cities.", "Net Zero Cities", "NetZeroCities"),
        ("Malmö deltar i NetZero-Cities.", "NetZero-Cities", "NetZeroCities"),
        ("I NetZeroCites hör Malmö till pilotstäderna.", "NetZeroCites", "NetZeroCities"),
        ("Projektet Malmökrafften tog slut.", "Malmökrafften", "Malmökraften"),
        ("I Bredad rekrytering rustas många.", "Bredad rekrytering", "Breddad rekrytering"),
        (
            "Pengar från Interreg Öresund-Kattegatt-Skagerrak.",
            "Interreg Öresund-Kattegatt-Skagerrak",
            "Interreg Öresund-Kattegat-Skagerrak",
        ),
        ("I Striwe och STRIWE.", "STRIWE", "STRIVE"),
        ("I NetZeroCites.", "NetZeroCites", "NetZeroCities"),
        ("I Brredad rekrytering.", "Brredad rekrytering", "Breddad rekrytering"),
        ("Pengar från Horizont Europa.", "Horizont Europa", "Horisont Europa"),
    ],
)
def test_a_project_or_a_programme_that_is_misspelt(text, wrong, right):
    assert pairs(names.name_spelt_otherwise, text) == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "NetZeroCities, netzerocities och NETZEROCITIES är samma namn; NetZeroCities’ mål och Malmökraftens team.",
        "Malmöfestivalen, Malmömodellen och Malmökraft är andra ord.",
        "I Breddad rekrytering och I NetZeroCities.",
        "Breddad rekrytering Malmö stad rustar. Breddade rekryteringar också.",
        "STRIVER och TRIVE är andra namn.",
        "Utväg I är slut. Utväg III väntar.",
        "Strive är inte Strife, och Horisont Europa (HEU) är ett program.",
        "Striven och Strivet är för korta att misstas på.",
    ],
)
def test_names_that_are_spelt_as_they_should(text):
    assert pairs(names.name_spelt_otherwise, text) == []


def test_in_the_boards_texts_only_letters_count_and_nothing_is_mended_at_once():
    where = "Miljönämnden, fråga 1"
    wrong = ("”NetZeroCites” skrivs annars ”NetZeroCities”.", where, None)
    assert found(names.name_spelt_otherwise, board="Net Zero Cities och NetZeroCites.") == [wrong]
    assert found(names.board_spelt_otherwise, board="Miljönämden.") == [
        ("”Miljönämden” skrivs annars ”Miljönämnden”.", where, None)
    ]


def test_a_name_that_stands_in_many_texts_is_one_finding():
    [(_, where, mend)] = found(names.board_spelt_otherwise, office="Miljönämden.", board="Miljönämden.")
    assert where == "Tjänsteskrivelsen, sammanfattningen; Miljönämnden, fråga 1"
    assert mend == ("Miljönämden", "Miljönämnden")


def test_owners_and_headings_are_read():
    assert found(names.board_spelt_otherwise, owner="Miljöförvaltnigen") == [
        ("”Miljöförvaltnigen” skrivs annars ”Miljöförvaltningen”.", "Miljönämnden, Utväg II", None)
    ]
    misspelt = replace(years.year(years.card(KRAFT, title="Malmökrafften")), boards=BOARDS)
    [finding] = asked(names.name_spelt_otherwise, misspelt)
    assert finding.where == "Miljönämnden, Malmökrafften"


def test_what_a_project_is_called():
    assert [short_name(project) for project in (STRIVE, KRAFT)] == ["STRIVE", "Malmökraften"]


@pytest.mark.parametrize(
    ("text", "stands"),
    [("I STRIVE.", True), ("STRIVEs mål", True), ("Strive", False), ("STRIVER", False), ("i-STRIVE", False)],
)
def test_where_a_name_stands(text, stands):
    assert names.stands("STRIVE", text) is stands
