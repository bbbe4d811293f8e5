"""The catalogue of rules as a whole; each rule has its tests in tests/reporting/rules/."""

from dataclasses import replace
from pathlib import Path

from reporting.figures import count
from reporting.reconciliation import RULES, Finding, Place, findings
from tests.reporting import years

STRIVE = years.project("strive", "STRIVE")
POWERBIO = years.project("powerbio", "PowerBio")
TEXT = "<p>Festivalerna i staden ska lära av varandra hur man reser och äter utan att slita på naturen.</p>"
SCHOOL = "Gymnasie- och vuxenutbildningsnämnden"


def described(project, **fields):
    return years.card(project, texts={"description": TEXT}, **fields)


def test_every_rule_says_what_why_and_where_to_look():
    assert [rule.name for rule in RULES if not (rule.title and rule.why and rule.look)] == []


def test_no_two_rules_are_called_the_same():
    assert len({rule.name for rule in RULES}) == len({rule.title for rule in RULES}) == len(RULES)


def test_a_faultless_year_has_no_findings():
    year = years.year(described(STRIVE), answers={1: "<p>Vi reste till Hamburg.</p>"})
    assert findings(year, count(year)) == []


def test_errors_come_first():
    ended = years.project("shelfie", "SHELFIE", ends="2023")
    cards = (described(ended), described(STRIVE, role=""), described(POWERBIO, title="101095123"))
    year = years.year(*(replace(card, texts={"description": card.project.title}) for card in cards))
    assert [finding.severity for finding in findings(year, count(year))] == ["error", "warning", "warning"]


def test_findings_are_signed_and_placed():
    year = years.year(described(STRIVE, role=""))
    place = Place("STRIVE", "Miljönämnden", "cards", "strive")
    assert findings(year, count(year)) == [Finding("facts_are_missing", "error", "Kortet saknar roll.", (place,))]


def test_the_real_year_has_few_findings_and_they_are_true():
    year, before = years.example(2024), years.example(2023)
    codes = "2024-KA121-VET-000111396 och 2024-KA121-SCH-000211430"
    refers = "Erasmus+Ackreditering Yrkes 2023, Erasmus+Ackreditering Skola 2023, 2024-KA121-VET-000111396, "
    refers += "2024-KA121-SCH-000211430 och NordUng"
    sums = "tabellen per program, ESF och tabellen per program, Horisont"
    part = "deltar i Samverkan för barns rätt till lek, vila och fritid, KLiCK och NetZeroCities"
    assert [(each.rule, each.where) for each in findings(year, count(year, before), before)] == [
        ("amounts_alike", sums),
        ("title_is_code", f"{SCHOOL}, {codes}"),
        ("project_had_ended", "Grundskolenämnden, SHELFIE"),
        ("text_refers_elsewhere", f"{SCHOOL}, {refers}"),
        ("takes_part_without_card", f"Fritidsnämnden, {part}"),
    ]


def test_the_year_before_it_has_only_what_its_source_has():
    year = years.example(2023)
    assert [(each.rule, each.severity) for each in findings(year, count(year))] == [("paid_sums_agree", "note")]


def test_a_year_without_anything_has_no_findings():
    empty = years.year(submissions=(), memo=None)
    assert findings(empty, count(empty)) == []
    assert findings(empty, count(empty, empty), empty) == []


def test_a_finding_tells_its_places_by_board():
    places = (Place("STRIVE", "A-nämnden"), Place("Brave", "B-nämnden"), Place("fråga 1", "A-nämnden"))
    assert Finding("x", "note", "Något.", places).where == "A-nämnden, STRIVE och fråga 1; B-nämnden, Brave"
    assert Finding("x", "note", "Något.", (Place("Hela året 2024"),)).where == "Hela året 2024"


def test_a_finding_is_known_again_as_long_as_it_says_the_same():
    finding = Finding("x", "note", "Något.", (Place("STRIVE", "A-nämnden", "cards", "strive"),))
    assert finding.identity == replace(finding, severity="error", mend=("a", "b")).identity
    others = [
        replace(finding, rule="y"),
        replace(finding, message="Annat."),
        replace(finding, places=(Place("STRIVE", "B-nämnden", "cards", "strive"),)),
    ]
    assert finding.identity not in {other.identity for other in others}
    assert len(finding.identity) == 16


def test_every_rule_has_tests():
    tests = "".join(path.read_text() for path in (Path(__file__).parent / "rules").glob("test_*.py"))
    assert [rule.name for rule in RULES if f".{rule.name}" not in tests] == []
