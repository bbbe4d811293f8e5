"""The workbook: what stands on its sheets, that it explains itself, and that it cannot be tricked."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from config.formats import country, number
from projects.models import Sector
from reporting import documents, figure_columns, workbook
from reporting.accepting import Accepted
from reporting.dataset import Board, Money, Partner, Project
from reporting.figures import count
from reporting.reconciliation import Finding, Place
from tests.reporting import earlier, years

TABLES = ["Projekt", "Nämnder", "Program", "KF-mål", "Alla år", "Alla år i delar", "Svar", "Avstämning"]
SHEETS = ["Om arbetsboken", "Översikt", *TABLES]


def opened(year, previous=None, findings=None, accepted=None, **about):
    material = documents.of_year(year, previous, accepted=accepted, **about)
    if findings is not None:
        vars(material)["findings"] = findings  # as if these had been found
    return load_workbook(BytesIO(workbook.make(material)))


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def columns(sheet):
    """The sheet's column headings, each with its number."""
    return {cell.value: cell.column for cell in sheet[1]}


def column(sheet, heading):
    """What stands below a heading."""
    place = columns(sheet)[heading] - 1
    return [row[place] for row in rows(sheet)[1:]]


def one_project(**fields):
    return years.year(years.card(years.project(**fields), texts={"aims": "<p>Mindre utsläpp.</p>"}))


@pytest.fixture(scope="module")
def book():
    return opened(years.example(2024), years.example(2023), earlier=[earlier.year(2022), earlier.year(2018)])


def test_has_the_sheets_in_order(book):
    assert book.sheetnames == SHEETS


def explained(book):
    """What the first sheet says of the others: [(sheet, column, explanation)]."""
    return [row for row in rows(book["Om arbetsboken"])[4:] if row[0] != "Så räknas det"]


@pytest.mark.parametrize("title", TABLES)
def test_every_column_is_explained_in_its_order(book, title):
    told = [(name, about) for sheet, name, about in explained(book) if sheet == title]
    assert [name for name, _ in told] == [None, *columns(book[title])]
    assert [about for _, about in told if not about.endswith(".")] == []


def test_the_overviews_two_tables_are_explained(book):
    told = [name for sheet, name, _ in explained(book) if sheet == "Översikt"]
    headings = [row for row in rows(book["Översikt"]) if row[0] in ("Uppgift", "Kontroll")]
    assert told == [None, *(heading for row in headings for heading in row if heading)]


def test_every_sheet_is_explained_and_linked_to(book):
    sheet = book["Om arbetsboken"]
    links = {cell.value: cell.hyperlink.location for (cell,) in sheet.iter_rows(max_col=1) if cell.hyperlink}
    assert links == {title: f"'{title}'!A1" for title in SHEETS[1:]}


def test_how_it_is_counted_is_told_with_the_years_own_rates(book):
    told = dict(row[1:] for row in rows(book["Om arbetsboken"]) if row[0] == "Så räknas det")
    assert told["Växelkurs EUR"].startswith("1 EUR är 11,43 kronor")
    assert list(told) == [
        *("EU-projekt", "Deltagande", "Utbetalda medel", "KF-mål", "Roller", "Tom cell", "Belopp", "Summor"),
        "Växelkurs EUR",
    ]


def test_key_figures_stand_beside_the_year_before(book):
    told = {row[0]: row[1:3] for row in book["Översikt"].iter_rows(min_row=4, max_row=17, values_only=True)}
    assert told == {
        "Uppgift": ("2024", "2023 (ungefär)"),
        "EU-projekt": (56, 54),
        "EU-projekt där någon nämnd är projektägare": (21, 19),
        "EU-projekt där någon nämnd är projektpartner, och ingen är ägare": (34, 35),
        "EU-projekt där nämnderna har en annan roll": (1, None),
        "Nämndernas deltaganden i EU-projekt": (61, None),
        "Projekt med annan internationell finansiering": (4, None),
        "Projektkort": (65, None),
        "Nämnder som deltar i EU-projekt": (9, 8),
        "Utbetalda medel": (50_468_000, 43_000_000),
        "Utbetalda medel för andra projekt än EU-projekt": (62_000, None),
        "EU-projekt vars totala budget är känd": (56, None),
        "Minsta totala budget för ett EU-projekt": (70_000, 60_000),
        "Största totala budget för ett EU-projekt": (222_885_000, 180_000_000),
    }


def test_a_year_without_a_board_says_so_wherever_its_figures_stand():
    boards = tuple(Board(name, name) for name in ("Kulturnämnden", "Miljönämnden"))
    book = opened(replace(years.year(years.card(years.project())), boards=boards))
    about = "Alla belopp är hela kronor. Redovisningen är inte fullständig: siffrorna är utan kulturnämnden."
    assert [book[title]["A2"].value for title in SHEETS[:2]] == [about] * 2
    for title in ("Projekt", "Alla år", "Alla år i delar"):
        assert set(column(book[title], "Nämnder som saknas")) - {None} == {"Kulturnämnden"}


def test_a_year_before_without_a_board_is_said_beside_its_figures():
    before = years.year(years.card(years.project()), year=2023)
    lacking = replace(before, boards=(Board("Kulturnämnden", ""), *before.boards))
    told = opened(one_project(), lacking)["Översikt"]["A2"].value
    assert told == "Alla belopp är hela kronor. Siffrorna för 2023 är utan kulturnämnden."


def test_partners_stand_by_sector_and_country(book):
    told = [row[3:6] for row in rows(book["Alla år i delar"]) if row[:2] == (2018, "Sektor")]
    figures = count(earlier.year(2018)).cooperation
    assert told == [
        (Sector(name).label, "Samverkansparter", told) for name, told in figures["sectors"].items() if told
    ]
    named = [row[3:6] for row in rows(book["Alla år i delar"]) if row[:2] == (2018, "Land")]
    assert named == [(country(row["code"]), "Samverkansparter", row["partners"]) for row in figures["countries"]]
    assert named


def test_without_a_year_before_there_is_nothing_to_compare():
    headings = [cell.value for cell in opened(one_project())["Översikt"][4]]
    assert [heading for heading in headings if heading] == ["Uppgift", "2024"]


def test_what_nobody_knows_of_either_year_is_left_out():
    told = [row[0] for row in rows(opened(years.example(2023))["Översikt"])[4:] if row[0]]
    assert told == [
        "EU-projekt",
        "EU-projekt där någon nämnd är projektägare",
        "EU-projekt där någon nämnd är projektpartner, och ingen är ägare",
        "Nämnder som deltar i EU-projekt",
        "Utbetalda medel",
        "Minsta totala budget för ett EU-projekt",
        "Största totala budget för ett EU-projekt",
    ]


def test_a_card_is_a_row_of_real_numbers_and_dates():
    project = Project(
        "brave", "BRAVE", "", years.INTERREG, "", "Region Skåne", "2023-09-01", "2026", Money(100, "EUR")
    )
    partners = (Partner("A", "", "DE"), Partner("B", "", "SE"), Partner("C", "", "DE"), Partner("D"))
    told = {"title": "Modig", "budget": 70, "own_cash": 5, "goals": (1, 2), "main_goal": 2, "partners": partners}
    card = years.card(project, **told, cooperating_boards=("Fritidsnämnden",))
    sheet = opened(years.year(card, exchange_rates={"EUR": 11.43}))["Projekt"]
    assert dict(zip(columns(sheet), rows(sheet)[1], strict=True)) == {
        "År": 2024,
        "Projekt": "BRAVE",
        "Projektnyckel": "brave",
        "Kortets rubrik": "Modig",
        "Nämnd": "Miljönämnden",
        "Förvaltning": "Miljönämnden",
        "Nämndens roll": "Projektpartner",
        "Program": "Interreg North Sea",
        "Programgrupp": "Interreg",
        "EU-projekt": "Ja",
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
        "Huvudmål i ord": "En jämlik stad",
        "Samverkar med": "Fritidsnämnden",
        "Partnerländer": "Sverige, Tyskland",
        "Nämnder som saknas": None,
    }
    formats = {name: sheet.cell(2, columns(sheet)[name]).number_format for name in ("År", "Börjar", "Utbetalda medel")}
    assert formats == {"År": "0", "Börjar": "yyyy-mm-dd", "Utbetalda medel": "#,##0"}
    assert sheet.cell(2, columns(sheet)["Börjar"]).is_date


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


def test_all_years_are_there_the_oldest_first_also_those_before_a_gap(book):
    sheet = book["Alla år"]
    assert column(sheet, "År") == [2018, 2022, 2023, 2024]
    from_cards, typed = "Räknat ur projektkorten", "Inskrivna summor"
    assert column(sheet, "Underlag") == [from_cards, from_cards, typed, from_cards]
    assert column(sheet, "Belopp") == ["Exakta", "Exakta", "Ungefärliga", "Exakta"]
    counted = [count(year) for year in (earlier.year(2018), earlier.year(2022), *map(years.example, (2023, 2024)))]
    for heading, name in (("EU-projekt", "eu_projects"), ("Projektkort", "cards"), ("Utbetalda medel", "paid")):
        assert column(sheet, heading) == [getattr(figures, name) for figures in counted]


def test_the_years_parts_are_every_figure_that_is_known(book):
    counted = [count(year) for year in (earlier.year(2018), earlier.year(2022), *map(years.example, (2023, 2024)))]
    sheet = book["Alla år i delar"]
    for parts, listed, name in (("Nämnd", "boards", "board"), ("Programgrupp", "programmes", "group")):
        told = [
            (row[0], row[3], row[5]) for row in rows(sheet)[1:] if row[1] == parts and row[4] == figure_columns.PAID
        ]
        assert told == [
            (figures.year, getattr(row, name), row.paid)
            for figures in counted
            for row in getattr(figures, listed)
            if row.paid is not None
        ]
    assert {row[6] for row in rows(sheet) if row[4] == "Utbetalda medel"} == {"kronor"}
    assert {row[6] for row in rows(sheet) if row[4] in ("EU-projekt", "Deltaganden i EU-projekt")} == {"antal"}


def test_no_card_is_so_tall_that_its_row_is_empty_on_one_half_of_the_print(book):
    heights = [dimension.height for dimension in book["Projekt"].row_dimensions.values()]
    assert max(heights) <= 5 * 15  # points to a line


def test_the_questions_text_is_not_cut(book):
    cell = book["Svar"].cell(2, columns(book["Svar"])["Frågans text"])
    assert cell.alignment.wrap_text
    assert book["Svar"].row_dimensions[2].height >= len(cell.value) / 70 * 15


def test_an_answer_is_a_row_for_each_paragraph_with_the_questions_text_on_the_first():
    year = years.year(answers={1: "<h3>Resor</h3><ul><li>Hamburg<br>Oslo</li></ul><script>alert(1)</script>"})
    assert rows(opened(year)["Svar"])[1:] == [
        ("Miljönämnden", 1, "Vad gjorde ni?", 1, "Resor"),
        ("Miljönämnden", 1, None, 2, "Hamburg"),
        ("Miljönämnden", 1, None, 3, "Oslo"),
    ]


def found(severity, message="Något."):
    return Finding("x", severity, message, (Place("Någonstans"),))


def test_findings_are_told_with_their_state():
    findings = [found("error"), found("warning"), found("warning", "Något annat."), found("note")]
    accepted = {findings[2].identity: Accepted("Det stämmer.")}
    book = opened(one_project(), findings=findings, accepted=accepted)
    assert rows(book["Avstämning"]) == [
        ("Grad", "Läge", "Vad", "Var", "Skäl"),
        ("Fel", "Ska rättas", "Något.", "Någonstans", None),
        ("Varning", "Inte hanterad", "Något.", "Någonstans", None),
        ("Varning", "Godtagen med skäl", "Något annat.", "Någonstans", "Det stämmer."),
        ("Upplysning", "Kräver inget", "Något.", "Någonstans", None),
    ]


def test_who_accepted_a_warning_is_told_where_it_is_known():
    finding = found("warning")
    accepted = {finding.identity: Accepted("Det stämmer.", "Rut Granskare", date(2025, 3, 1))}
    sheet = opened(one_project(), findings=[finding], accepted=accepted, draft=True)["Avstämning"]
    assert rows(sheet)[0][5:] == ("Godtagen av", "Godtagen den")
    assert rows(sheet)[1][5:] == ("Rut Granskare", datetime(2025, 3, 1))


def test_no_findings_are_told_as_well():
    told = [row[0] for row in rows(opened(one_project(), findings=[])["Avstämning"]) if row[0]]
    assert told == ["Grad", "Inget att anmärka."]


@pytest.mark.parametrize("text", ["=1+1", "+46 40", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "="])
def test_what_somebody_wrote_stays_text(text):
    year = years.year(years.card(years.project(title=text, owner=text)), answers={1: f"<p>{text}</p>"})
    accepted = {found("warning").identity: Accepted(text)}
    book = opened(year, findings=[found("warning")], accepted=accepted)
    cards = book["Projekt"]
    named = [cards.cell(2, columns(cards)[name]) for name in ("Projekt", "Kortets rubrik", "Projektägare")]
    cells = [*named, book["Svar"]["E2"], book["Avstämning"]["E2"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 5
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@"] * 5


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
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2" if title == "Projekt" else "A2", "$1:$1")
    last = int(table.autoFilter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert table.ref == table.autoFilter.ref.replace(f"{last}", f"{last + (table.totalsRowCount or 0)}")


def test_tables_have_names_of_their_own(book):
    assert [name for sheet in book for name in sheet.tables] == [
        "TabellOm",
        "TabellProjekt",
        "TabellNämnder",
        "TabellProgram",
        "TabellKFmål",
        "TabellAllaår",
        "TabellAllaåridelar",
        "TabellSvar",
        "TabellAvstämning",
    ]


@pytest.mark.parametrize("title", SHEETS)
def test_each_sheet_prints_on_a_width_with_its_heading_on_every_page(book, title):
    sheet = book[title]
    page = sheet.page_setup
    assert (page.orientation, page.fitToWidth, page.fitToHeight) == ("landscape", 2 if title == "Projekt" else 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    heading = {"Om arbetsboken": 4, "Översikt": 4}.get(title, 1)
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.print_title_cols == ("$A:$B" if title == "Projekt" else None)
    area = sheet.print_area.rpartition("!")[2].replace("$", "")
    assert area == sheet.dimensions if title != "Översikt" else area.startswith("A1:W")


def test_a_draft_says_so_on_every_page():
    draft, final = opened(one_project(), draft=True), opened(one_project())
    assert [sheet.oddHeader.right.text for sheet in draft] == ["UTKAST"] * len(SHEETS)
    assert [sheet.oddHeader.right.text for sheet in final] == [None] * len(SHEETS)
    for title in SHEETS[:2]:
        assert draft[title]["A2"].value == "UTKAST. Alla belopp är hela kronor."


def test_the_same_material_makes_the_same_file():
    material = documents.of_year(years.example(2024), years.example(2023), edition=2, dated="2025-05-22")
    content = workbook.make(material)
    assert content == workbook.make(material)
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(content)).infolist()} == {1980}
    about = load_workbook(BytesIO(content)).properties
    assert (about.title, about.language, about.creator) == ("Internationell redovisning 2024", "sv-SE", "Malmö stad")
    assert (about.created.date(), about.modified.date()) == (date(2025, 5, 22), date(2025, 5, 22))
    assert about.description.startswith("Utgåva 2. ")


def test_what_is_no_edition_is_dated_by_its_year():
    assert opened(one_project()).properties.created.date() == date(2024, 12, 31)


def test_a_year_without_cards_has_empty_tables_and_no_sums():
    book = opened(years.example(2023))
    assert rows(book["Program"])[0] == ("Programgrupp", "EU-projekt", "Utbetalda medel")
    assert [cell for row in rows(book["Projekt"])[1:] for cell in row if cell] == []
    assert book["Program"].tables["TabellProgram"].ref == "A1:C2"
    assert [cell.value for cell in book["Nämnder"][1]] == ["Nämnd", "EU-projekt", "Utbetalda medel"]
    assert "Kontroll" not in [row[0] for row in rows(book["Översikt"])]


def test_typed_sums_are_said_to_be_that():
    *_, (note, *_) = rows(opened(years.example(2023))["Nämnder"])
    assert note.startswith("Summorna är inskrivna från tidigare underlag.")


def test_a_rate_is_told_with_all_its_decimals():
    told = rows(opened(years.year(exchange_rates={"DKK": 1.5324, "NOK": 1}))["Om arbetsboken"])
    rates = {row[1]: row[2].partition(" kronor")[0] for row in told if row[1] and row[1].startswith("Växelkurs")}
    assert rates == {"Växelkurs DKK": f"1 DKK är {number(1.5324, 4)}", "Växelkurs NOK": "1 NOK är 1"}
