"""What a spreadsheet makes of the workbook: LibreOffice works out every formula, and agrees with the figures."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reporting import documents, workbook
from reporting.dataset import Board
from reporting.figure_columns import projects_of_boards
from tests.reporting import earlier, years
from tests.reporting.spreadsheet import reopened

TYPED = {
    "projects": 3,
    "paid": 700,
    "boards": [{"board": "Miljönämnden", "projects": 2, "paid": 500}, {"board": "Kulturnämnden", "paid": 200}],
    "programmes": [{"group": "Interreg", "projects": 3, "paid": 700}],
    "goals": [{"number": 1, "projects": 3, "paid": 600}, {"number": 2, "paid": 100}],
}


def materials():
    """Years of every kind: the examples, earlier ones, one that is typed in whole, and one of nothing."""
    typed = replace(years.year(), submissions=(), boards=(Board("Miljönämnden", ""),), typed=TYPED)
    return {
        "2024": documents.of_year(years.example(2024), years.example(2023), earlier=[earlier.year(2022)]),
        "2023": documents.of_year(years.example(2023), earlier.year(2022), draft=True),
        "2018": documents.of_year(earlier.year(2018), edition=2),
        "typed": documents.of_year(typed),
        "empty": documents.of_year(years.year()),
        "unknown": documents.of_year(years.year(years.card(years.project(programme=years.NORDPLUS), paid=None))),
    }


MATERIALS = list(materials())


@pytest.fixture(scope="module")
def files():
    return {f"{name}.xlsx": workbook.make(material) for name, material in materials().items()}


@pytest.fixture(scope="module")
def books(files, tmp_path_factory):
    """Each workbook as it was written and as LibreOffice reads it, all formulas worked out; in one run."""
    read = reopened(tmp_path_factory.mktemp("workbook"), {name: _bare(content) for name, content in files.items()})
    return {name: (load_workbook(BytesIO(files[f"{name}.xlsx"])), read[name]) for name in MATERIALS}


def _bare(content):
    """The workbook without what its formulas were said to come to, so that they have to be worked out."""
    bare = BytesIO()
    load_workbook(BytesIO(content)).save(bare)
    return bare.getvalue()


@pytest.fixture(params=MATERIALS)
def year(request, books):
    """The name of a year, its material, its workbook as written, and as it was recalculated."""
    return request.param, materials()[request.param], *books[request.param]


def cells(sheet):
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}


def is_formula(value):
    return isinstance(value, str) and value.startswith("=")


def test_every_cell_that_is_no_formula_is_as_it_was_written(year):
    _, _, written, read = year
    assert read.sheetnames == written.sheetnames
    for sheet in written:
        plain = {place: value for place, value in cells(sheet).items() if not is_formula(value)}
        assert {place: value for place, value in cells(read[sheet.title]).items() if place in plain} == plain


def test_every_formula_has_a_result_and_none_is_a_fault(year):
    _, _, written, read = year
    for sheet in written:
        formulas = [place for place, value in cells(sheet).items() if is_formula(value)]
        results = [read[sheet.title][place] for place in formulas]
        assert [cell.coordinate for cell in results if cell.value is None or cell.data_type == "e"] == []


def test_every_formula_is_written_with_what_it_comes_to(year, files):
    name, _, written, read = year
    shown = load_workbook(BytesIO(files[f"{name}.xlsx"]), data_only=True)
    for sheet in written:
        formulas = [place for place, value in cells(sheet).items() if is_formula(value)]
        told, worked_out = ([book[sheet.title][place].value for place in formulas] for book in (shown, read))
        assert told == worked_out


def last_row(sheet):
    """The row of sums, by heading; nothing where there is none."""
    rows = list(sheet.iter_rows(values_only=True))
    sums = [row for row in rows if "Summa" in row]
    return dict(zip(rows[0][1:], sums[0][1:], strict=True)) if sums else {}


def total(values):
    """Their sum; None where nobody knows any of them."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def test_every_sum_is_that_of_the_figures(year):
    _, material, _, read = year
    figures, cards = material.figures, material.subject.cards
    expected = {
        "Nämnder": {
            projects_of_boards(figures): total(row.projects for row in figures.boards),
            "Utbetalda medel": total(row.paid for row in figures.boards),
        },
        "Program": {
            "EU-projekt": total(row.projects for row in figures.programmes),
            "Utbetalda medel": total(row.paid for row in figures.programmes),
        },
        "KF-mål": {
            "EU-projekt": figures.eu_projects if total(row.projects for row in figures.goals) is not None else None,
            "Utbetalda medel": total(row.paid for row in figures.goals),
        },
        "Projekt": {
            "Nämndens budget": total(card.budget for card in cards),
            "Utbetalda medel": total(card.paid for card in cards),
            "Egen medfinansiering kontant": total(card.own_cash for card in cards),
            "Egen medfinansiering arbetstid": total(card.own_work for card in cards),
        },
    }
    for title, sums in expected.items():
        told = {heading: value for heading, value in last_row(read[title]).items() if value is not None}
        assert told == {heading: value for heading, value in sums.items() if value is not None}


@pytest.mark.parametrize("name", ["2024", "2018"])
def test_counted_sums_are_the_years_own(books, name):
    figures, (_, read) = materials()[name].figures, books[name]
    paid = [last_row(read[title])["Utbetalda medel"] for title in ("Projekt", "Nämnder", "Program", "KF-mål")]
    assert paid == [figures.paid] * 4
    assert last_row(read["Program"])["EU-projekt"] == figures.eu_projects
    assert last_row(read["Nämnder"])["Deltaganden i EU-projekt"] == figures.participations


def test_the_sheets_agree(year):
    name, _, _, read = year
    told = list(read["Översikt"].iter_rows(max_col=3, values_only=True))
    checks = [row for row in told if row[2] in ("Stämmer", "Stämmer inte")]
    assert [row[2] for row in checks] == ["Stämmer"] * len(checks)
    assert len(checks) == {"2023": 0, "typed": 0, "unknown": 3}.get(name, 7)  # what nobody knows is not checked


def test_a_spreadsheet_works_out_the_change(books):
    _, read = books["2024"]
    told = read["Översikt"].iter_rows(min_row=5, max_row=17, max_col=4, values_only=True)
    changes = {row[0]: row[3] for row in told if row[3] is not None}
    assert changes == {
        "EU-projekt": 2,
        "EU-projekt där någon nämnd är projektägare": 2,
        "EU-projekt där någon nämnd är projektpartner, och ingen är ägare": -1,
        "Nämnder som deltar i EU-projekt": 1,
        "Utbetalda medel": 7_468_000,
        "Minsta totala budget för ett EU-projekt": 10_000,
        "Största totala budget för ett EU-projekt": 42_885_000,
    }


def test_whole_dates_are_still_dates(books):
    written, read = books["2024"]
    places = [cell.coordinate for row in written["Projekt"] for cell in row if cell.is_date]
    assert len(places) > 10
    assert all(isinstance(read["Projekt"][place].value, date) for place in places)
