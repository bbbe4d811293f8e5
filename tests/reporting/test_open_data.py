"""Open data: tables that a Swedish Excel opens, a schema that the figures keep to, and their description."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from config.formats import country
from projects.models import Sector
from reporting import (
    documents,
    edition_check,
    edition_files,
    figure_columns,
    figures,
    figures_file,
    open_data,
    workbook,
)
from reporting.dataset import Board, Cooperation, Partner
from reporting.models import Edition
from tests.reporting import earlier, years

from .published import as_older, mend, publish, publish_twice, ready, reopen
from .spreadsheet import SWEDISH_CSV, reopened

KINDS = ("projektdata", "sifferdata", "schema", "metadata")
PROFILE = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ABOUT, RESOURCE = (f"{{{PROFILE['rdf']}}}{name}" for name in ("about", "resource"))


def material(year, previous=None, edition=1):
    return documents.of_year(year, previous, edition=edition, dated="2025-05-22")


def read(content):
    """A CSV file's rows as Excel reads them in Swedish: the mark, then semicolons."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def records(content):
    heading, *rows = read(content)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_only_a_published_edition_has_open_data():
    everything = documents.of(documents.CITY)
    others = [document for document in everything if document.kind not in KINDS]
    for about in ({"draft": True}, {}):
        assert documents.wanted(documents.CITY, documents.of_year(years.year(), **about)) == others
    assert documents.wanted(documents.CITY, material(years.year())) == everything


# --- CSV


def test_a_file_begins_with_a_mark_and_has_lines_as_windows_has_them():
    for content in (open_data.projects(material(years.example(2024))), open_data.figures(material(years.year()))):
        assert content.startswith(b"\xef\xbb\xbf\xc3\x85r;")
        assert content.endswith(b"\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") == len(read(content))


def test_there_is_a_row_for_each_card_with_the_columns_of_the_workbook():
    year = years.example(2024)
    told = records(open_data.projects(material(year)))
    sheet = load_workbook(BytesIO(workbook.make(material(year))))["Projekt"]
    assert list(told[0]) == [cell.value for cell in sheet[1]]
    assert {"Total budget", "Nämndens budget", "Egen medfinansiering kontant"} < told[0].keys()
    assert [(row["Nämnd"], row["Projektnyckel"]) for row in told] == [
        (card.board, card.project.key) for card in year.cards
    ]
    assert sum(int(row["Utbetalda medel"] or 0) for row in told) == figures.count(year).paid


def test_numbers_dates_and_what_nobody_knows():
    project = years.project(starts="2023-09-01", ends="2026-06", programme=None)
    card = years.card(project, paid=1_234_567, main_goal=None, partners=(Partner("A", "", "DE"),))
    [row] = records(open_data.projects(material(years.year(card))))
    told = [row[name] for name in ("Börjar", "Slutar", "Utbetalda medel", "Huvudmål", "Program", "Partnerländer")]
    assert told == ["2023-09-01", "2026-06", "1234567", "", "", "Tyskland"]


@pytest.mark.parametrize("text", ["=1+1", "+46 40", "-1", "@SUM(A1)", "  =1", "\t=1", "＝1"])
def test_a_text_that_looks_like_a_formula_begins_with_an_apostrophe(text):
    year = years.year(years.card(years.project(title=text, owner=text)))
    [row] = records(open_data.projects(material(year)))
    line = " ".join(text.splitlines())
    assert (row["Projekt"], row["Kortets rubrik"], row["Projektägare"]) == (f"'{line}",) * 3


def test_a_spreadsheet_has_nothing_to_work_out_and_knows_the_numbers(tmp_path):
    title = '=HYPERLINK("http://x"; "y")'
    year = years.year(years.card(years.project(title=title, owner="-1+1", starts="2023-09-01")))
    files = {"projekt.csv": open_data.projects(material(year))}
    sheet = reopened(tmp_path, files, SWEDISH_CSV)["projekt"].active
    told = dict(zip(*sheet.iter_rows(values_only=True), strict=True))
    assert (told["Projekt"], told["Projektägare"]) == (f"'{title}", "'-1+1")
    assert (told["År"], told["Utbetalda medel"], told["Huvudmål"]) == (2024, 100, 1)


def test_what_stands_within_a_text_stays_and_never_breaks_a_row():
    year = years.year(years.card(years.project(title='A;B "C"\r\nD\x00 = E')))
    [row] = records(open_data.projects(material(year)))
    assert row["Projekt"] == 'A;B "C" D = E'


@pytest.mark.parametrize(
    "year", [years.example(2024), years.example(2023), earlier.year(2018)], ids=["2024", "2023", "2018"]
)
def test_there_is_a_row_for_each_figure_that_is_known(year):
    counted = figures.count(year)
    told = records(open_data.figures(material(year)))
    paid = {(row["Indelning"], row["Namn"]): int(row["Värde"]) for row in told if row["Uppgift"] == "Utbetalda medel"}
    assert paid == {
        ("Alla nämnder", "Alla nämnder"): counted.paid,
        **{("Nämnd", row.board): row.paid for row in counted.boards if row.paid is not None},
        **{("Programgrupp", row.group): row.paid for row in counted.programmes if row.paid is not None},
        **{("KF-mål", row.text): row.paid for row in counted.goals if row.paid is not None},
    }
    whole = {row["Uppgift"]: int(row["Värde"]) for row in told if row["Indelning"] == "Alla nämnder"}
    known = [(column.heading, column.value(counted)) for column in figure_columns.KEY_FIGURES]
    assert whole == {heading: value for heading, value in known if value is not None}
    assert {row["Underlag"] for row in told} == {"Inskrivna summor" if counted.typed else "Räknat ur projektkorten"}
    parties = {row["Namn"]: row["Värde"] for row in told if row["Uppgift"] == "Samverkansparter"}
    sectors = {Sector(name).label: number for name, number in counted.cooperation["sectors"].items()}
    countries = {country(row["code"]): row["partners"] for row in counted.cooperation["countries"]}
    known = {name: number for name, number in sectors.items() if number is not None} | countries
    assert parties == {name: "" if number is None else str(number) for name, number in known.items()}


def test_a_country_that_is_only_named_has_a_row_without_a_figure():
    stated = replace(years.year(asks_for_cooperation=True).submissions[0], cooperation=Cooperation({}, ("DK",)))
    asking = years.year(asks_for_cooperation=True, submissions=(stated,))
    told = records(open_data.figures(material(asking)))
    assert [(row["Namn"], row["Värde"], row["Enhet"]) for row in told if row["Indelning"] == "Land"] == [
        ("Danmark", "", "antal")
    ]


def test_a_year_without_a_board_says_so_in_all_of_it():
    year = years.year(years.card(years.project()))
    lacking = material(replace(year, boards=(Board("Kulturnämnden", ""), *year.boards)))
    for content in (open_data.projects(lacking), open_data.figures(lacking)):
        assert {row["Nämnder som saknas"] for row in records(content)} == {"Kulturnämnden"}
    assert json.loads(figures_file.dumps(lacking.figures, []))["missing"] == ["Kulturnämnden"]
    told = [each.text for each in described(lacking).iter(f"{{{PROFILE['dcterms']}}}description")]
    assert sum("Utan kulturnämnden, vars redovisning saknas." in text for text in told) == 2


def test_a_year_without_cards_has_no_file_of_projects_and_tells_of_none():
    made = material(years.example(2023))
    assert "projekt-2023.csv" in documents.titles(2023)
    assert documents.named(documents.CITY, "projektdata").lacking(made.subject) == (
        "Projekten för 2023 blir ingen fil: det finns inga projektkort."
    )
    root = described(made)
    about = [each.get(ABOUT).partition("#")[2] for each in root.findall("dcat:Dataset", PROFILE)]
    assert about == ["siffror"]
    assert len(resources(root, "dcat:Catalog/dcat:dataset")) == 1
    assert not any("projekt-2023" in url for url in resources(root, ".//dcat:downloadURL"))


def test_nothing_of_people_or_addresses_is_told():
    told = material(years.example(2024))
    for content in (open_data.projects(told), open_data.figures(told)):
        assert b"@" not in content


# --- the schema


def validator():
    schema = json.loads(open_data.schema(None))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("year", "previous"),
    [
        (years.example(2024), years.example(2023)),
        (years.example(2023), None),
        (earlier.year(2022), earlier.year(2018)),
        (earlier.year(2018), None),
        (years.year(years.card(years.project(programme=None), main_goal=None)), None),
        (years.year(), None),
    ],
)
def test_the_figures_of_every_kind_of_year_keep_to_the_schema(year, previous):
    made = material(year, previous)
    content = json.loads(figures_file.dumps(made.figures, made.findings))
    assert [error.message for error in validator().iter_errors(content)] == []


def test_the_schema_knows_every_key_and_tells_what_each_is():
    content = json.loads(figures_file.dumps(material(years.example(2024)).figures, []))
    schema = json.loads(open_data.schema(None))
    assert list(schema["properties"]) == list(content)
    known = schema["properties"]
    assert [name for name, each in known.items() if "description" not in each] == ["year"]
    content["surprise"] = 1
    assert len(list(validator().iter_errors(content))) == 1


def test_an_edition_from_before_a_key_was_added_keeps_to_the_schema():
    content = json.loads(figures_file.dumps(material(years.example(2024), years.example(2023)).figures, []))
    assert [error.message for error in validator().iter_errors(as_older(content))] == []
    del content["paid"]
    assert len(list(validator().iter_errors(content))) == 1


# --- the description


def described(made=None, edition=1):
    made = made or material(years.example(2024), edition=edition)
    files = documents.named(documents.CITY, "metadata").files(made, ["rdf"])
    return ElementTree.fromstring(next(iter(files.values())))


def resources(element, path):
    return [each.get(RESOURCE) for each in element.findall(path, PROFILE)]


def test_what_the_swedish_profile_demands_is_there():
    root = described()
    [catalogue] = root.findall("dcat:Catalog", PROFILE)
    datasets, files = root.findall("dcat:Dataset", PROFILE), root.findall("dcat:Distribution", PROFILE)
    for each in (catalogue, *datasets):
        assert [text.get(LANGUAGE) for text in each.findall("dcterms:title", PROFILE)] == ["sv"]
        assert each.findtext("dcterms:description", "", PROFILE)
        assert len(resources(each, "dcterms:publisher")) == 1
    assert resources(catalogue, "dcterms:license") == ["http://creativecommons.org/publicdomain/zero/1.0/"]
    for each in files:
        assert len(resources(each, "dcat:accessURL")) == len(each.findall("dcterms:format", PROFILE)) == 1
        assert resources(each, "dcterms:license") == resources(catalogue, "dcterms:license")


def test_what_points_at_something_points_at_what_is_described():
    root = described()
    known = {each.get(ABOUT) for each in root}
    told = [
        *resources(root, "dcat:Catalog/dcat:dataset"),
        *resources(root, "dcat:Dataset/dcat:distribution"),
        *resources(root, ".//dcterms:publisher"),
    ]
    assert None not in known  # dataportal.se takes no blank nodes
    assert set(told) | {root.find("dcat:Catalog", PROFILE).get(ABOUT)} == known


def test_it_is_dated_by_the_edition_and_of_its_year():
    root = described(edition=2)
    dates = {each.text for name in ("issued", "modified") for each in root.iter(f"{{{PROFILE['dcterms']}}}{name}")}
    assert dates == {"2025-05-22"}  # where nothing is known of an earlier one
    assert {each.text for each in root.iter(f"{{{PROFILE['dcat']}}}version")} == {"2"}
    assert {each.text for each in root.iter(f"{{{PROFILE['dcat']}}}startDate")} == {"2024-01-01"}
    assert set(resources(root, "dcat:Dataset/dcterms:spatial")) == {"http://sws.geonames.org/2692969"}


def test_the_data_were_issued_with_the_first_edition_and_modified_with_the_newest(cast, monkeypatch):
    made = []
    monkeypatch.setattr(documents, "compile_year", lambda material, *told: made.append(material) or {"a.json": b"{}"})
    first = publish(ready(cast))
    Edition.objects.filter(pk=first.pk).update(created_at=first.created_at.replace(year=2020, month=5, day=4))
    reopen(cast)
    mend(cast)
    publish(cast, "Rättat.")
    today = timezone.localdate().isoformat()
    assert [(material.issued, material.dated) for material in made] == [(today, today), ("2020-05-04", today)]
    root = described(made[1])
    told = {
        name: {each.text for each in root.iter(f"{{{PROFILE['dcterms']}}}{name}")} for name in ("issued", "modified")
    }
    assert told == {"issued": {"2020-05-04"}, "modified": {today}}


def test_another_city_has_its_own_name_place_licence_and_address(settings):
    settings.CITY_NAME, settings.SITE_URL = "Lunds & Dalby kommun", "https://redovisning.example"
    settings.OPEN_DATA_LICENCE = "http://creativecommons.org/licenses/by/4.0/"
    settings.OPEN_DATA_PLACE = "http://sws.geonames.org/2693678"
    root = described()
    assert root.findtext("foaf:Agent/foaf:name", "", PROFILE) == "Lunds & Dalby kommun"
    assert set(resources(root, ".//dcterms:license")) == {settings.OPEN_DATA_LICENCE}
    assert set(resources(root, ".//dcterms:spatial")) == {settings.OPEN_DATA_PLACE}
    assert all(each.get(ABOUT).startswith("https://redovisning.example/redovisning/") for each in root)


# --- in an edition


@pytest.fixture
def second(cast, settings):
    settings.SITE_URL = "http://testserver"
    return publish_twice(cast)


def test_what_is_described_can_be_fetched_by_anybody_and_is_what_was_published(second, client):
    content = (second.folder / "dcat-2025-utgava-2.rdf").read_bytes()
    root = ElementTree.fromstring(content)
    urls = resources(root, "dcat:Distribution/dcat:downloadURL")
    schemas = resources(root, "dcat:Distribution/dcterms:conformsTo")
    names = [Path(url).name for url in (*urls, *schemas)]
    assert names == ["projekt-2025.csv", "siffror-2025.csv", "siffror-2025.json", "siffror-schema-2025.json"]
    types = [each.text for each in root.findall("dcat:Distribution/dcterms:format", PROFILE)]
    for url, name, mime in zip((*urls, *schemas), names, (*types, "application/json"), strict=True):
        answer = client.get(url)
        assert fetched(answer) == edition_files.read_bytes(second, name)
        assert answer.headers["Content-Type"].partition(";")[0] == mime
    assert client.get(resources(root, "dcat:Dataset/dcat:landingPage")[0]).status_code == 200


def test_a_portal_finds_each_years_description_from_one_address(second, client):
    page = client.get(reverse("public_catalogue"))
    root = ElementTree.fromstring(page.content)
    assert page.headers["Content-Type"] == "application/rdf+xml"
    [part] = resources(root, "dcat:Catalog/dcterms:hasPart")
    catalogues = [each.get(ABOUT) for each in root.findall("dcat:Catalog", PROFILE)]
    assert catalogues == ["http://testserver/redovisning/katalog.rdf", part]
    described = ElementTree.fromstring(fetched(client.get(part)))
    assert described.find("dcat:Catalog", PROFILE).get(ABOUT) == part  # which a portal knows it by
    assert root.findtext("foaf:Agent/foaf:name", "", PROFILE) == "Malmö stad"


def test_before_anything_is_published_the_catalogue_is_empty(client, db):
    page = client.get(reverse("public_catalogue"))
    assert resources(ElementTree.fromstring(page.content), "dcat:Catalog/dcterms:hasPart") == []


def fetched(answer):
    return b"".join(answer.streaming_content)


def test_one_byte_changed_in_any_of_it_is_found(second):
    assert edition_check.faults(second) == []
    for name in ("projekt-2025-utgava-2.csv", "siffror-2025-utgava-2.csv", "dcat-2025-utgava-2.rdf"):
        file = second.folder / name
        content = file.read_bytes()
        file.write_bytes(content[:-1] + b"!")
        assert edition_check.faults(second) == [f"{name} är ändrad: den stämmer inte med sin kontrollsumma."]
        file.write_bytes(content)


def test_the_edition_keeps_to_its_own_schema(second):
    assert Edition.objects.count() == 2
    schema = edition_files.read(second, "siffror-schema-2025.json")
    content = edition_files.read(second, "siffror-2025.json")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(content)] == []


def test_findings_are_not_in_the_tables_and_names_are_nowhere(second, cast):
    for file in edition_files.files(second):
        if file.suffix in (".csv", ".rdf"):
            assert not any(word in file.read_text() for word in ("Rut", "Tova", "Mira", "@example.com"))
