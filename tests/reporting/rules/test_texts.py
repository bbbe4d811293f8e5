"""Texts in the wrong place."""

import pytest

from reporting.rules import texts
from tests.reporting import years
from tests.reporting.rules.asking import found

STRIVE = years.project("strive", "STRIVE")
POWERBIO = years.project("powerbio", "PowerBio")
LONG = "Festivalerna i staden ska lära av varandra hur man reser och äter utan att slita på naturen."


def described(project, text, board="Miljönämnden", **fields):
    return years.card(project, board, texts={"description": text}, **fields)


def test_the_same_text_in_the_cards_of_two_projects():
    pasted = described(POWERBIO, f"<h3>Syfte</h3><ul><li>{LONG}</li></ul><p>Eget.</p>", "Tekniska nämnden")
    year = years.year(described(STRIVE, f"<p>{LONG}</p>"), pasted)
    quoted = "Festivalerna i staden ska lära av varandra hur man reser och äter utan att …"
    assert found(texts.same_text, year) == [
        (
            "warning",
            f"Samma text står ordagrant i flera kort: ”{quoted}”",
            "Miljönämnden, STRIVE; Tekniska nämnden, PowerBio",
        )
    ]


def test_a_whole_card_pasted_into_another_is_one_finding():
    whole = f"<p>{LONG}</p><p>{LONG} Igen.</p><p>{LONG} Och igen.</p>"
    year = years.year(described(STRIVE, whole), described(POWERBIO, whole))
    quoted = "Festivalerna i staden ska lära av varandra hur man reser och äter utan att …"
    message = f"Samma text står ordagrant i flera kort: ”{quoted}” och 2 texter till"
    assert found(texts.same_text, year) == [("warning", message, "Miljönämnden, STRIVE och PowerBio")]


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("<p>En projektledare på miljöförvaltningen leder arbetet.</p>", POWERBIO),
        (f"<p>{LONG}</p>", STRIVE),
        ("<p>Skolan äger projektet, som beskrivs tillsammans med de andra i del 1 av redovisningen.</p>", POWERBIO),
    ],
)
def test_short_texts_and_the_same_project_may_be_alike(text, project):
    year = years.year(described(STRIVE, text), described(project, text, "Tekniska nämnden"))
    assert found(texts.same_text, year) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Se ovan.", "Se ovan."),
        ("Se beskrivning ovan.", "Se beskrivning ovan."),
        ("Projektet beskrivs i <em>Del 1</em>.", "Projektet beskrivs i Del 1."),
        ("Som ovanstående text säger.", "Som ovanstående text säger."),
        ("Det beskrivs nedan.", "Det beskrivs nedan."),
        ("Det stod tidigare i rapporten.", "Det stod tidigare i rapporten."),
    ],
)
def test_a_text_that_refers_elsewhere(text, quoted):
    message = f"Texten hänvisar till något som läsaren kanske inte har: ”{quoted}”"
    year = years.year(described(STRIVE, f"<p>{text}</p>"), answers={1: f"<p>{text}</p>"})
    assert found(texts.text_refers_elsewhere, year) == [
        ("warning", message, "Miljönämnden, fråga 1 och STRIVE"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nedan följer ett urval:<br>Resor",
        "De nedanför.",
        "Systemet är ovanligt.",
        "Vi var ovana vid det.",
        "Elever som är ovan vid teknik.",
        "Se del 2.",
        "Del 12.",
    ],
)
def test_a_text_that_only_looks_so(text):
    assert found(texts.text_refers_elsewhere, years.year(described(STRIVE, text), answers={1: text})) == []
