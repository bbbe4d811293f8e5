"""The workbook: what stands on its sheets, that it cannot be tricked, and that a spreadsheet agrees with it."""

import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reporting import workbook
from reporting.dataset import Money, Project
from reporting.figures import count
from reporting.reconciliation import Finding, Place, findings
from tests.reporting import years

SHEETS = ["Översikt", "Projekt", "Nämnder", "Program", "KF-mål", "Svar", "Avstämning"]
TABLES = SHEETS[1:]


def content(year, previous=None, **options):
    figures = count(year, previous)
    return workbook.make(year, figures, findings(year, figures), **options)


def opened(year, previous=None, **options):
    return load_workbook(BytesIO(content(year, previous, **options)))


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def columns(sheet):
    """The sheet's column headings, each with its number."""
    return {cell.value: cell.column for cell in sheet[1]}


def one_project(**fields):
    return years.year(years.card(years.project(**fields), texts={"aims": "<p>Mindre utsläpp.</p>"}))


@pytest.fixture(scope="module")
def book():
    return opened(years.example(2024), years.example(2023))


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """The same workbook as LibreOffice reads it, all formulas worked out."""
    folder = tmp_path_factory.mktemp("workbook")
    source = folder / "redovisning.xlsx"
    source.write_bytes(content(years.example(2024), years.example(2023)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "recalculated"
    soffice = shutil.which("soffice")
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - its arguments are ours
    return load_workbook(out / "redovisning.xlsx", data_only=True)


def test_has_the_sheets_in_order(book):
    assert book.sheetnames == SHEETS


def test_key_figures_stand_beside_the_year_before(book):
    told = {row[0]: row[1:3] for row in book["Översikt"].iter_rows(min_row=4, max_row=15, values_only=True)}
    assert told == {
        "Uppgift": ("2024", "2023 (ungefär)"),
        "EU-projekt": (56, 54),
        "– där någon nämnd är projektägare": (21, 19),
        "– där någon nämnd är projektpartner, och ingen är ägare": (34, 35),
        "– där nämnderna har en annan roll": (1, None),
        "Nämndernas deltaganden i EU-projekt": (61, None),
        "Projekt med annan internationell finansiering": (4, None),
        "Projektkort": (65, None),
        "Nämnder som deltar i EU-projekt": (9, 8),
        "Utbetalda medel": (50_468_000, 43_000_000),
        "Minsta totala budget för ett EU-projekt": (70_000, 60_000),
        "Största totala budget för ett EU-projekt": (222_885_000, 180_000_000),
    }


def test_without_a_year_before_there_is_nothing_to_compare():
    headings = [cell.value for cell in opened(one_project())["Översikt"][4]]
    assert [heading for heading in headings if heading] == ["Uppgift", "2024"]


def test_a_card_is_a_row_of_real_numbers_and_dates():
    project = Project(
        "brave", "BRAVE", "", years.INTERREG, "", "Region Skåne", "2023-09-01", "2026", Money(100, "EUR")
    )
    card = years.card(project, title="Modig", budget=70, own_cash=5, goals=(1, 2), main_goal=2)
    sheet = opened(years.year(card, exchange_rates={"EUR": 11.43}))["Projekt"]
    assert dict(zip(columns(sheet), rows(sheet)[1], strict=True)) == {
        "Projektnyckel": "brave",
        "Projekt": "BRAVE",
        "Kortets rubrik": "Modig",
        "Nämnd": "Miljönämnden",
        "Program": "Interreg North Sea",
        "Programgrupp": "Interreg",
        "EU-projekt": "Ja",
        "Nämndens roll": "Projektpartner",
        "Projektägare": "Region Skåne",
        "Börjar": datetime(2023, 9, 1),
        "Slutar": "2026",
        "Total budget": 100,
        "Valuta": "EUR",
        "Total budget i kronor": 1143,
        "Nämndens budget": 70,
        "Utbetalda medel": 100,
        "Egen medfinansiering kontant": 5,
        "Egen medfinansiering arbetstid": None,
        "KF-mål": "1, 2",
        "Huvudmål": 2,
    }
    starts, paid = sheet.cell(2, columns(sheet)["Börjar"]), sheet.cell(2, columns(sheet)["Utbetalda medel"])
    assert (starts.is_date, starts.number_format, paid.number_format) == (True, "yyyy-mm-dd", "#,##0")


def test_boards_programmes_and_goals_are_the_figures(book):
    figures = count(years.example(2024))
    assert rows(book["Nämnder"])[1:-1] == [(row.board, row.projects, row.paid) for row in figures.boards]
    assert rows(book["Program"])[1:-1] == [(row.group, row.projects, row.paid) for row in figures.programmes]
    assert rows(book["KF-mål"])[1:6] == [(row.number, row.text, row.projects, row.paid) for row in figures.goals]


def test_projects_per_goal_are_said_not_to_be_summed(book):
    *_, (note, *_) = rows(book["KF-mål"])
    assert note.startswith("Ett projekt räknas under varje mål som det arbetar för, men bara en gång på sista raden.")
    [table] = book["KF-mål"].tables.values()
    assert [column.totalsRowFunction for column in table.tableColumns] == [None, None, "custom", "sum"]
    cells = [book["KF-mål"].cell(7, number) for number in (3, 4)]
    # A number that is wrapped loses its indentation in some programs.
    told = [(cell.alignment.horizontal, cell.alignment.indent, cell.alignment.wrap_text) for cell in cells]
    assert told == [("right", 1, None)] * 2


def test_the_questions_text_is_not_cut(book):
    cell = book["Svar"].cell(2, columns(book["Svar"])["Frågans text"])
    assert cell.alignment.wrap_text
    assert book["Svar"].row_dimensions[2].height >= len(cell.value) / 70 * 15


def test_an_answer_is_a_row_for_each_paragraph():
    year = years.year(answers={1: "<h3>Resor</h3><ul><li>Hamburg<br>Oslo</li></ul><script>alert(1)</script>"})
    assert rows(opened(year)["Svar"])[1:] == [
        ("Miljönämnden", 1, "Vad gjorde ni?", 1, "Resor"),
        ("Miljönämnden", 1, "Vad gjorde ni?", 2, "Hamburg"),
        ("Miljönämnden", 1, "Vad gjorde ni?", 3, "Oslo"),
    ]


def test_findings_are_told_in_swedish():
    year = one_project()
    found = [Finding("x", severity, "Något.", (Place("Någonstans"),)) for severity in ("error", "warning", "note")]
    book = load_workbook(BytesIO(workbook.make(year, count(year), found)))
    told = [
        ("Fel", "Något.", "Någonstans"),
        ("Varning", "Något.", "Någonstans"),
        ("Upplysning", "Något.", "Någonstans"),
    ]
    assert rows(book["Avstämning"])[1:] == told


def test_no_findings_are_told_as_well():
    assert rows(opened(one_project())["Avstämning"])[1:] == [(None, "Inget att anmärka.", None)]


@pytest.mark.parametrize("text", ["=1+1", "+46 40", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "="])
def test_what_somebody_wrote_stays_text(text):
    year = years.year(years.card(years.project(title=text, owner=text)), answers={1: f"<p>{text}</p>"})
    book = opened(year)
    cells = [book["Projekt"]["B2"], book["Projekt"]["C2"], book["Projekt"]["I2"], book["Svar"]["E2"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 4
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@"] * 4


def test_characters_that_a_cell_cannot_hold_are_left_out():
    book = opened(one_project(title="Mal\x00m\x0bö\x1f \ud800\uffff\ufffeåäö 🎪"))
    assert book["Projekt"]["B2"].value == "Malmö åäö 🎪"


@pytest.mark.parametrize("letter", ["å", "🎪"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter):
    value = opened(one_project(title=letter * 40_000))["Projekt"]["B2"].value
    units = len(value.encode("utf-16-le")) // 2
    assert 32_765 <= units <= 32_767
    assert value.strip(letter) == " … (texten är avkortad)"


def test_a_text_that_just_fits_is_whole():
    assert opened(one_project(title="å" * 32_767))["Projekt"]["B2"].value == "å" * 32_767


@pytest.mark.parametrize("title", TABLES)
def test_each_sheet_is_a_table_with_filters_and_a_heading_that_stays(book, title):
    sheet = book[title]
    [table] = sheet.tables.values()
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    last = int(table.autoFilter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRST"))
    assert table.ref == table.autoFilter.ref.replace(f"{last}", f"{last + (table.totalsRowCount or 0)}")


def test_tables_have_names_of_their_own(book):
    names = [name for sheet in book for name in sheet.tables]
    assert names == [
        "TabellProjekt",
        "TabellNämnder",
        "TabellProgram",
        "TabellKFmål",
        "TabellSvar",
        "TabellAvstämning",
    ]


@pytest.mark.parametrize("title", SHEETS)
def test_each_sheet_prints_on_a_width(book, title):
    page = book[title].page_setup
    assert (page.orientation, page.fitToWidth, page.fitToHeight) == ("landscape", 1, 0)
    assert book[title].sheet_properties.pageSetUpPr.fitToPage


def test_a_draft_says_so_on_every_page():
    draft, final = opened(one_project(), draft=True), opened(one_project())
    assert [sheet.oddHeader.right.text for sheet in draft] == ["UTKAST"] * len(SHEETS)
    assert [sheet.oddHeader.right.text for sheet in final] == [None] * len(SHEETS)
    assert draft["Översikt"]["A2"].value == "UTKAST. Alla belopp är hela kronor."


def test_the_same_year_makes_the_same_file(book):
    year = years.example(2024)
    assert content(year) == content(year)
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(content(year))).infolist()} == {1980}
    about = book.properties
    assert (about.title, about.language) == ("Internationell redovisning 2024", "sv-SE")
    assert (about.created.date(), about.modified.date()) == (date(2024, 12, 31), date(2024, 12, 31))


def test_a_year_without_cards_has_empty_tables_and_no_sums():
    book = opened(years.example(2023))
    assert rows(book["Program"]) == [("Programgrupp", "EU-projekt", "Utbetalda medel")]
    assert rows(book["Projekt"])[1:] == []
    assert book["Program"].tables["TabellProgram"].ref == "A1:C2"
    assert [cell.value for cell in book["Nämnder"][1]] == ["Nämnd", "EU-projekt", "Utbetalda medel"]
    assert "Kontroll" not in [row[0] for row in rows(book["Översikt"])]


def test_a_spreadsheet_sums_to_the_figures(recalculated):
    figures = count(years.example(2024))
    cards = rows(recalculated["Projekt"])[-1]
    assert cards[columns(recalculated["Projekt"])["Utbetalda medel"] - 1] == figures.paid
    assert rows(recalculated["Nämnder"])[-1] == ("Summa", figures.participations, figures.paid)
    assert rows(recalculated["Program"])[-1] == ("Summa", figures.eu_projects, figures.paid)
    assert rows(recalculated["KF-mål"])[6] == ("Summa", None, figures.eu_projects, figures.paid)


def test_a_spreadsheet_finds_that_the_sheets_agree(recalculated):
    checks = [row[:3] for row in recalculated["Översikt"].iter_rows(min_row=18, values_only=True)]
    assert [row[1:] for row in checks] == [(50_468_000, "Stämmer")] * 4 + [(56, "Stämmer")] + [(61, "Stämmer")] * 2


def test_a_spreadsheet_works_out_the_change(recalculated):
    changes = [row[3] for row in recalculated["Översikt"].iter_rows(min_row=5, max_row=15, values_only=True)]
    assert changes == [2, 2, -1, None, None, None, None, 1, 7_468_000, 10_000, 42_885_000]


def test_a_spreadsheet_finds_no_fault(recalculated):
    faults = [cell.coordinate for sheet in recalculated for row in sheet for cell in row if cell.data_type == "e"]
    assert faults == []
    assert recalculated.sheetnames == SHEETS
