"""Each rule of reconciliation: a year that makes it speak, and one that keeps it silent."""

from dataclasses import replace

import pytest

from config.formats import kronor
from reporting import reconciliation
from reporting.dataset import Money
from reporting.figures import count
from reporting.reconciliation import Finding, findings, paragraphs
from tests.reporting import years

STRIVE = years.project("strive", "STRIVE")
POWERBIO = years.project("powerbio", "PowerBio")
LONG = "Festivalerna i staden ska lära av varandra hur man reser och äter utan att slita på naturen."


def found(rule, year, figures=None):
    """What the rule alone finds, as (severity, message, where); that it signs with its own name holds for all."""
    made = list(rule(year, figures or count(year)))
    assert {finding.rule for finding in made} <= {rule.__name__}
    return [(finding.severity, finding.message, finding.where) for finding in made]


def described(project, text, board="Miljönämnden", **fields):
    return years.card(project, board, texts={"description": text}, **fields)


def test_every_rule_says_why():
    assert [rule.__name__ for rule in reconciliation.RULES if not rule.__doc__] == []


def test_a_faultless_year_has_no_findings():
    year = years.year(described(STRIVE, f"<p>{LONG}</p>"), answers={1: "<p>Vi reste till Hamburg.</p>"})
    assert findings(year, count(year)) == []


def test_sums_of_paid_funds_that_differ_are_an_error():
    year = years.year(years.card(STRIVE, paid=100))
    figures = count(year)
    wrong = replace(figures, boards=(replace(figures.boards[0], paid=90),))
    sums = (
        f"{kronor(100)} totalt, {kronor(90)} per nämnd, {kronor(100)} per programgrupp och {kronor(100)} per huvudmål"
    )
    assert found(reconciliation.paid_sums_agree, year, wrong) == [
        ("error", f"Utbetalda medel har olika summor: {sums}.", "Hela året 2024")
    ]
    assert found(reconciliation.paid_sums_agree, year, figures) == []


def test_rounded_totals_that_were_typed_in_are_only_noted():
    year = years.example(2023)
    sums = f"{kronor(43_000_000)} totalt och {kronor(43_108_794)} per huvudmål"
    assert found(reconciliation.paid_sums_agree, year) == [
        ("note", f"Utbetalda medel har olika summor: {sums}.", "Hela året 2023")
    ]


def test_sums_of_projects_that_differ_are_an_error():
    year = years.year(years.card(STRIVE))
    figures = count(year)
    assert found(reconciliation.project_sums_agree, year, replace(figures, owned=4)) == [
        ("error", "EU-projekten har olika summor: 1 totalt, 5 per roll och 1 per programgrupp.", "Hela året 2024")
    ]
    assert found(reconciliation.project_sums_agree, year, replace(figures, participations=3)) == [
        ("error", "Deltagandena i EU-projekt har olika summor: 3 totalt och 1 per nämnd.", "Hela året 2024")
    ]
    assert found(reconciliation.project_sums_agree, year, figures) == []


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"role": ""}, "roll"),
        ({"paid": None}, "utbetalda medel"),
        ({"main_goal": None}, "huvudmål"),
        ({"goals": (), "main_goal": None}, "mål och huvudmål"),
    ],
)
def test_a_card_that_lacks_a_fact_is_an_error(fields, lacks):
    year = years.year(years.card(STRIVE, **fields))
    assert found(reconciliation.facts_are_missing, year) == [
        ("error", f"Kortet saknar {lacks}.", "Miljönämnden, STRIVE")
    ]


def test_a_card_whose_project_has_no_programme_is_an_error():
    year = years.year(years.card(years.project(programme=None)))
    assert found(reconciliation.facts_are_missing, year) == [
        ("error", "Kortet saknar program.", "Miljönämnden, BRAVE")
    ]


def test_nothing_paid_is_an_answer():
    assert found(reconciliation.facts_are_missing, years.year(years.card(STRIVE, paid=0))) == []


@pytest.mark.parametrize(
    "title", ["2024-KA121-VET-000111396", "101095123", "2024 KA121 000111396", "HORIZON-2021-CIT-02"]
)
def test_a_heading_that_is_only_a_code(title):
    year = years.year(years.card(STRIVE, title=title))
    message = "Rubriken är bara en kod. Projektet heter ”STRIVE” i registret."
    assert found(reconciliation.title_is_code, year) == [("warning", message, f"Miljönämnden, {title}")]


def test_a_project_that_has_no_other_name_than_a_code():
    year = years.year(years.card(years.project(title="2024-KA121-VET-000111396")))
    assert found(reconciliation.title_is_code, year) == [
        ("warning", "Rubriken är bara en kod. Skriv vad projektet heter.", "Miljönämnden, 2024-KA121-VET-000111396")
    ]


@pytest.mark.parametrize(
    "title", ["STRIVE", "NBS4Nature", "SF4C", "Erasmus-Ackreditering Projekt 8670+8680", "Klimat 2030–2040 i Malmö"]
)
def test_a_heading_that_says_something(title):
    assert found(reconciliation.title_is_code, years.year(years.card(STRIVE, title=title))) == []


def test_a_project_under_two_keys():
    twin = years.project("strive-2", "STRIVE – Sustainable Tourism through Resilient and Innovative Festival Ventures")
    year = years.year(years.card(STRIVE), years.card(twin, "Tekniska nämnden"))
    message = f"”STRIVE” och ”{twin.title}” kan vara samma projekt (samma kortnamn) och räknas nu som två."
    where = f"Miljönämnden, STRIVE; Tekniska nämnden, {twin.title}"
    assert found(reconciliation.project_under_two_keys, year) == [("warning", message, where)]


def test_one_key_in_two_boards_is_as_it_should_be():
    year = years.year(years.card(STRIVE), years.card(STRIVE, "Tekniska nämnden"), years.card(POWERBIO))
    assert found(reconciliation.project_under_two_keys, year) == []


def test_a_project_that_had_ended():
    ended = years.project("shelfie", "SHELFIE", ends="2023-12")
    assert found(reconciliation.project_had_ended, years.year(years.card(ended))) == [
        ("warning", "Projektet tog slut december 2023, före 2024.", "Miljönämnden, SHELFIE")
    ]


@pytest.mark.parametrize("ends", ["", "2024", "2024-01-01", "2027-06"])
def test_a_project_that_was_still_going(ends):
    assert found(reconciliation.project_had_ended, years.year(years.card(years.project(ends=ends)))) == []


def test_the_same_text_in_the_cards_of_two_projects():
    pasted = described(POWERBIO, f"<h3>Syfte</h3><ul><li>{LONG}</li></ul><p>Eget.</p>", "Tekniska nämnden")
    year = years.year(described(STRIVE, f"<p>{LONG}</p>"), pasted)
    quoted = "Festivalerna i staden ska lära av varandra hur man reser och äter utan att …"
    assert found(reconciliation.same_text, year) == [
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
    assert found(reconciliation.same_text, year) == [("warning", message, "Miljönämnden, STRIVE och PowerBio")]


@pytest.mark.parametrize(
    ("text", "project"),
    [("<p>En projektledare på miljöförvaltningen leder arbetet.</p>", POWERBIO), (f"<p>{LONG}</p>", STRIVE)],
)
def test_short_texts_and_the_same_project_may_be_alike(text, project):
    year = years.year(described(STRIVE, text), described(project, text, "Tekniska nämnden"))
    assert found(reconciliation.same_text, year) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Se ovan.", "Se ovan."),
        ("Se beskrivning ovan.", "Se beskrivning ovan."),
        ("Projektet beskrivs i <em>Del 1</em>.", "Projektet beskrivs i Del 1."),
        ("Som ovanstående text säger.", "Som ovanstående text säger."),
    ],
)
def test_a_text_that_refers_elsewhere(text, quoted):
    message = f"Texten hänvisar till något som läsaren kanske inte har: ”{quoted}”"
    year = years.year(described(STRIVE, f"<p>{text}</p>"), answers={1: f"<p>{text}</p>"})
    assert found(reconciliation.text_refers_elsewhere, year) == [
        ("warning", message, "Miljönämnden, fråga 1"),
        ("warning", message, "Miljönämnden, STRIVE"),
    ]


@pytest.mark.parametrize(
    "text",
    ["Systemet är ovanligt.", "Vi var ovana vid det.", "Elever som är ovan vid teknik.", "Se del 2.", "Del 12."],
)
def test_a_text_that_only_looks_so(text):
    assert found(reconciliation.text_refers_elsewhere, years.year(described(STRIVE, text), answers={1: text})) == []


def test_a_budget_in_a_currency_without_a_rate():
    project = years.project(total_budget=Money(10, "NOK"))
    year = years.year(years.card(project), years.card(project, "Tekniska nämnden"), exchange_rates={"EUR": 11.4})
    message = "Den totala budgeten är i NOK, som saknar valutakurs för 2024."
    where = "Miljönämnden, BRAVE; Tekniska nämnden, BRAVE"
    assert found(reconciliation.rate_is_missing, year) == [("error", message, where)]


@pytest.mark.parametrize("money", [None, Money(10, "SEK"), Money(10, "EUR"), Money(0, "EUR")])
def test_a_budget_that_can_be_told_in_kronor(money):
    year = years.year(years.card(years.project(total_budget=money)), exchange_rates={"EUR": 11.4})
    assert found(reconciliation.rate_is_missing, year) == []


def test_sums_that_cannot_be():
    project = years.project(total_budget=Money(10, "EUR"))
    year = years.year(years.card(project, budget=115, paid=116), exchange_rates={"EUR": 11.4})
    where = "Miljönämnden, BRAVE"
    assert found(reconciliation.sums_are_too_large, year) == [
        ("warning", f"Utbetalt {kronor(116)} är mer än nämndens hela budget, {kronor(115)}.", where),
        ("warning", f"Nämndens budget {kronor(115)} är mer än projektets totala budget, {kronor(114)}.", where),
    ]


@pytest.mark.parametrize("fields", [{"budget": 114, "paid": 114}, {"budget": None, "paid": 900}, {"paid": None}])
def test_sums_that_can_be(fields):
    project = years.project(total_budget=Money(10, "EUR"))
    year = years.year(years.card(project, **{"budget": 114, **fields}), exchange_rates={"EUR": 11.4})
    assert found(reconciliation.sums_are_too_large, year) == []


def test_a_project_whose_total_budget_is_unknown_has_no_limit():
    assert found(reconciliation.sums_are_too_large, years.year(years.card(STRIVE, budget=10**9))) == []


def test_errors_come_first():
    ended = years.project("shelfie", "SHELFIE", ends="2023")
    year = years.year(years.card(ended), years.card(STRIVE, role=""), years.card(POWERBIO, title="101095123"))
    assert [finding.severity for finding in findings(year, count(year))] == ["error", "warning", "warning"]


def test_the_real_year_has_few_findings_and_they_are_true():
    year = years.example(2024)
    school = "Gymnasie- och vuxenutbildningsnämnden"
    assert [(finding.rule, finding.where) for finding in findings(year, count(year))] == [
        ("title_is_code", f"{school}, 2024-KA121-VET-000111396"),
        ("title_is_code", f"{school}, 2024-KA121-SCH-000211430"),
        ("project_had_ended", "Grundskolenämnden, SHELFIE"),
        ("same_text", f"{school}, Erasmus+Ackreditering Yrkes 2023, Erasmus+Ackreditering Skola 2023 och NordUng"),
        ("text_refers_elsewhere", f"{school}, Erasmus+Ackreditering Yrkes 2023"),
        ("text_refers_elsewhere", f"{school}, Erasmus+Ackreditering Skola 2023"),
        ("text_refers_elsewhere", f"{school}, 2024-KA121-VET-000111396"),
        ("text_refers_elsewhere", f"{school}, 2024-KA121-SCH-000211430"),
        ("text_refers_elsewhere", f"{school}, NordUng"),
    ]


def test_findings_are_signed_and_placed():
    year = years.year(years.card(STRIVE, role=""))
    assert findings(year, count(year)) == [
        Finding("facts_are_missing", "error", "Kortet saknar roll.", "Miljönämnden, STRIVE")
    ]


def test_paragraphs_are_what_stands_on_a_line_of_its_own():
    markup = (
        "<h3>Syfte</h3><p>Ett&nbsp;<strong>två</strong><br>tre</p><ul><li>Fyra<ul><li>fem</li></ul></li></ul><p></p>"
    )
    assert paragraphs(markup) == ["Syfte", "Ett två", "tre", "Fyra", "fem"]
