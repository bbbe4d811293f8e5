"""Reading the workbook in: what is refused, what is wrong in which cell, and how values are understood."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from config.uploads import Refused
from projects.models import Project
from projects.workbook import form
from projects.workbook.changes import Plan
from projects.workbook.columns import MOST_CARDS
from tests import make
from tests.projects.excel import Filled, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast):
    """Teknik's workbook with one card in row 2, and a partner of it."""
    make.partner(make.card(cast.of_teknik, make.project(), goals=(1, 2)))
    return Filled(cast.of_teknik)


def new_row(book, **values):
    return book.fill(3, **{"Titel": "Nytt", **values})


# What is refused


def refusal(submission, content):
    started = time.process_time()
    with pytest.raises(Refused) as refused:
        read(submission, content)
    assert time.process_time() - started < 1
    return str(refused.value)


def test_a_workbook_of_another_year(cast, book):
    earlier = make.submission(make.round(2024), cast.teknik)
    assert refusal(earlier, book.bytes()) == "Arbetsboken gäller 2025, men det här är redovisningen för 2024."


def test_a_workbook_of_another_board(cast, book):
    assert refusal(cast.of_miljo, book.bytes()) == (
        "Arbetsboken är gjord för Tekniska nämnden, men det här är redovisningen för Miljönämnden."
    )


def test_a_workbook_of_another_kind(cast):
    out = io.BytesIO()
    Workbook().save(out)
    assert refusal(cast.of_teknik, out.getvalue()).startswith("Filen är inte vår Excel-mall.")


def test_a_sheet_that_has_been_renamed(cast, book):
    book.cards.title = "Mina projekt"
    assert refusal(cast.of_teknik, book.bytes()) == "Bladet Projekt saknas i arbetsboken. Har det fått ett annat namn?"


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_is_no_workbook(cast, content):
    assert refusal(cast.of_teknik, content)


def test_a_truncated_workbook(cast, book):
    assert refusal(cast.of_teknik, book.bytes()[:4000]).startswith("Filen är skadad")


def repacked(content, name, part):
    """The workbook with one of its parts exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            target.writestr(each, part if each == name else source.read(each))
    return out.getvalue()


def test_a_sheet_of_millions_of_cells(cast, book):
    cells = b"<worksheet><sheetData><row>" + b"<c/>" * 2_000_000
    assert "för stor" in refusal(cast.of_teknik, repacked(book.bytes(), "xl/worksheets/sheet1.xml", cells))


def test_a_zip_bomb(cast, book):
    bomb = repacked(book.bytes(), "xl/worksheets/sheet1.xml", b" " * 150_000_000)
    assert "orimligt stor" in refusal(cast.of_teknik, bomb)


def test_entities_are_not_expanded(cast, book):
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    assert refusal(cast.of_teknik, repacked(book.bytes(), "xl/worksheets/sheet1.xml", bomb)).startswith(
        "Filen är skadad"
    )


def test_a_sheet_that_says_its_last_row_is_the_billionth(cast, book):
    rows = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    rows += b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData></worksheet>'
    started = time.process_time()
    assert read(cast.of_teknik, repacked(book.bytes(), "xl/worksheets/sheet1.xml", rows)).cards.rows == []
    assert time.process_time() - started < 3


# How values are understood


@pytest.mark.parametrize(
    ("heading", "value", "name", "expected"),
    [
        ("Utbetalda medel 2025", "1 234 567 kr", "paid", 1_234_567),
        ("Utbetalda medel 2025", "1\u00a0234\u00a0567", "paid", 1_234_567),
        ("Utbetalda medel 2025", 1234567.0, "paid", 1_234_567),
        ("Utbetalda medel 2025", 0, "paid", 0),
        ("Nämndens roll", "  projektÄGARE ", "role", "owner"),
        ("Huvudmål", "2. Mål nummer 2", "main_goal", 2),
        ("Egen rubrik", 2025, "title", "2025"),
        (
            "Andra nämnder i staden som är med i projektet",
            "miljönämnden;\nFritidsnämnden",
            "cooperating_boards",
            ["Fritidsnämnden", "Miljönämnden"],
        ),
    ],
)
def test_a_cell_of_the_card(book, heading, value, name, expected):
    plan = book.fill(2, **{heading: value}).plan()
    assert plan.faults == []
    assert plan.changed[0].content["card"][name] == expected


@pytest.mark.parametrize(
    ("heading", "value", "name", "expected"),
    [
        ("Börjar", datetime(2024, 3, 1), "starts", "2024-03-01"),
        ("Börjar", date(2024, 3, 1), "starts", "2024-03-01"),
        ("Börjar", "2024-03", "starts", "2024-03"),
        ("Börjar", "mars 2024", "starts", "2024-03"),
        ("Börjar", "1 mars 2024", "starts", "2024-03-01"),
        ("Börjar", 2024, "starts", "2024"),
        ("Program", "nordplus", "programme", "Nordplus"),
        ("Total budget", "1 000", "total_budget", {"amount": 1000, "currency": "SEK"}),
        ("Webbplats", "brave.eu", "website", "https://brave.eu"),
    ],
)
def test_a_cell_of_the_project(book, heading, value, name, expected):
    plan = book.fill(2, **{heading: value}).plan()
    assert plan.faults == []
    assert plan.changed[0].content["project"][name] == expected


def test_the_currency_by_its_name(book):
    plan = book.fill(2, Total_budget=7, Valuta="Euro").plan()
    assert plan.changed[0].content["project"]["total_budget"] == {"amount": 7, "currency": "EUR"}


def test_goals_are_crosses(book):
    plan = book.fill(
        2,
        **{
            "Kommunfullmäktigemål 1. Mål nummer 1": None,
            "Kommunfullmäktigemål 3. Mål nummer 3": "x",
            "Huvudmål": "3. Mål nummer 3",
        },
    ).plan()
    assert plan.changed[0].content["card"]["goals"] == [3, 2]


def test_a_new_row_is_a_new_project(book):
    plan = new_row(book, Kortnamn="NY", Beskrivning="- ett\n- två", Nämndens_roll="Annan roll").plan()
    (row,) = plan.new
    assert row.content["project"] == {"title": "Nytt", "acronym": "NY", "programme": None, "owner": None}
    card = row.content["card"]
    assert (card["role"], card["texts"]) == (
        "other",
        {"description": "<ul><li><p>ett</p></li><li><p>två</p></li></ul>"},
    )


def test_a_row_without_its_key_is_the_card_of_its_title(book):
    plan = book.fill(2, **{"Nyckel (ändra inte)": None, "Titel": "brave"}).plan()
    assert [row.key for row in plan.changed] == ["brave"]


def test_partners_follow_a_project_that_is_renamed(book):
    (row,) = book.fill(2, Titel="BRAVE 2").plan().changed
    assert [partner["name"] for partner in row.content["card"]["partners"]] == ["Hamburg"]


def test_partners_are_added_changed_and_taken_away(book):
    book.fill(2, book.partners, Partnerns_namn="Lübeck")
    book.fill(3, book.partners, Projekt="brave", Partnerns_namn="Gdynia", Land="polen")
    (row,) = book.plan().changed
    assert row.content["card"]["partners"] == [
        {"name": "Lübeck", "sector": "public", "country": "DE"},
        {"name": "Gdynia", "sector": None, "country": "PL"},
    ]
    book.partners.delete_rows(2, 2)
    (row,) = book.plan().changed
    assert "partners" not in row.content["card"]


def test_columns_may_be_moved(book):
    paid = book.cell(1, "Utbetalda medel 2025").column
    last = book.cards.max_column + 1
    for row in (1, 2):
        book.cards.cell(row, last).value = book.cards.cell(row, paid).value
    book.cards.delete_cols(paid)
    plan = book.plan()
    assert (plan.faults, len(plan.unchanged)) == ([], 1)


# What is wrong


@pytest.mark.parametrize(
    ("heading", "value", "cell", "said"),
    [
        ("Utbetalda medel 2025", "ungefär 5", "N2", "Skriv beloppet i hela kronor, till exempel 1 234 567."),
        ("Utbetalda medel 2025", 12.5, "N2", "Skriv beloppet i hela kronor, utan ören, till exempel 1 234 567."),
        ("Utbetalda medel 2025", "1,2 mkr", "N2", "Skriv beloppet med alla siffror: 1,25 mkr skrivs 1 250 000."),
        ("Utbetalda medel 2025", -5, "N2",
         "Beloppet kan inte vara mindre än 0. Skriv det i hela kronor, till exempel 1 234 567."),
        ("Utbetalda medel 2025", True, "N2", "Här står SANT eller FALSKT. Skriv det som ska stå, eller töm cellen."),
        ("Utbetalda medel 2025", "=A1+1", "N2", "Här står en formel som inte är uträknad. Skriv värdet i stället."),
        ("Utbetalda medel 2025", "#REF!", "N2", "Här står ett felvärde. Skriv värdet i stället för formeln."),
        ("Utbetalda medel 2025", datetime(2024, 1, 1), "N2",
         "Excel har gjort om det som skrevs till ett datum. Formatera cellen som text och skriv det igen."),
        ("Börjar", "snart", "H2", "Skriv datumet som 2024-03-01, eller bara 2024-03 eller 2024."),
        ("Börjar", "2024-02-30", "H2", "Datumet finns inte i almanackan. Skriv till exempel 2024-03-01."),
        ("Program", "Interregg", "E2", "Finns inte i listan. Menade du Interreg North Sea?"),
        ("Program", "Horisont", "E2", "Finns inte i listan. Välj Interreg North Sea eller Nordplus."),
        ("Nämndens roll", "Chef", "M2", "Finns inte i listan. Välj Projektägare, Projektpartner eller Annan roll."),
        ("Nämndens roll", "Ägare", "M2", "Finns inte i listan. Menade du Projektägare?"),
        ("Nämndens roll", "projekt", "M2",
         "Finns inte i listan. Välj Projektägare, Projektpartner eller Annan roll."),
        ("Huvudmål", "9. Mål", "W2", None),
        ("Kommunfullmäktigemål 3. Mål nummer 3", "kanske", "T2",
         "Skriv X om projektet bidrar till målet. Lämna annars tomt."),
        ("Titel", None, "B2", "Skriv projektets titel."),
        ("Titel", "T" * 301, "B2", None),
        ("Webbplats", "inte en adress", "L2", "Skriv en webbadress, till exempel https://brave.eu."),
        ("Valuta", "daler", "K2", None),
        ("Andra nämnder i staden som är med i projektet", "Parknämnden", "AG2",
         "Parknämnden finns inte bland årets nämnder. Skriv hela namnet, med semikolon mellan flera."),
        ("Andra nämnder i staden som är med i projektet", "Fritidsnämden; Miljönämnden", "AG2",
         "Fritidsnämden finns inte bland årets nämnder. Menade du Fritidsnämnden?"),
    ],
)  # fmt: skip
def test_a_wrong_cell(book, heading, value, cell, said):
    if heading == "Valuta":
        book.fill(2, Total_budget=5)
    plan = book.fill(2, **{heading: value}).plan()
    (fault,) = plan.faults
    assert (fault.sheet, fault.cell, fault.heading) == ("Projekt", cell, heading)
    assert said in (None, fault.expected)


def test_what_contradicts_itself(book):
    assert told(book.fill(2, Börjar="2024", Slutar="2023", Huvudmål="3. Mål nummer 3").plan()) == [
        ("Projekt I2", "Projektet slutar före det börjar (2024). Rätta det datum som är fel."),
        ("Projekt W2", "Huvudmålet måste vara ett av målen som är förkryssade."),
    ]


def test_the_same_project_twice(book):
    new_row(book, Titel="BRAVE")
    new_row(book).fill(4, Titel="nytt")
    book.fill(5, **{"Titel": "B", "Nyckel (ändra inte)": "brave"})
    assert told(book.plan()) == [
        ("Projekt B4", "Samma projekt står också på rad 3. Ta bort den ena raden."),
        ("Projekt B5", "Samma projekt står också på rad 2. Ta bort den ena raden."),
    ]


def test_a_key_that_is_not_in_the_register(book):
    book.fill(2, **{"Nyckel (ändra inte)": "finns-inte"})
    faults = told(book.plan())
    assert faults[0] == ("Projekt B2", "Radens dolda nyckel finns inte i registret. Skriv projektet på en ny rad.")


def test_wrong_partners(book):
    book.fill(3, book.partners, Projekt="Okänt", Partnerns_namn="A", Sektor="Statlig")
    book.fill(4, book.partners, Partnerns_namn="B")
    book.fill(5, book.partners, Projekt="BRAVE", Sektor="Statlig", Land="Narnia")
    book.fill(6, book.partners, Projekt="BRAVE", Land="Danmark")
    faults = told(book.plan())
    sector = (
        "Finns inte i listan. Välj Offentlig sektor, Privat sektor, Universitet och forskning eller Ideell sektor."
    )
    assert sorted(faults) == [
        ("Partner A3", "Projektet finns inte på bladet Projekt. Välj i cellens lista."),
        ("Partner A4", "Välj vilket projekt partnern hör till."),
        ("Partner B6", "Skriv partnerns namn, eller ta bort raden."),
        ("Partner C3", sector),
        ("Partner C5", sector),
        ("Partner D5", "Narnia finns inte i listan över länder. Skriv landets namn på svenska."),
    ]


def test_what_is_nearly_right_is_guessed(book):
    book.fill(3, book.partners, Projekt="BRAV", Partnerns_namn="A", Sektor="Offentlig")
    book.fill(4, book.partners, Projekt="BRAVE", Partnerns_namn="B", Land="Denmark")
    assert sorted(told(book.plan())) == [
        ("Partner A3", "Projektet finns inte på bladet Projekt. Menade du BRAVE?"),
        ("Partner C3", "Finns inte i listan. Menade du Offentlig sektor?"),
        (
            "Partner D4",
            "Denmark finns inte i listan över länder. Skriv landets namn på svenska. Menade du Danmark?",
        ),
    ]


def test_a_fault_names_its_project_as_the_task_list_does(cast, book):
    cast.of_teknik.cards.update(title="Modig stad")
    book = Filled(cast.of_teknik)
    book.fill(2, Nämndens_roll="Chef", Utbetalda_medel_2025=True)
    book.fill(3, Egen_rubrik="Ny stad", Titel="Nytt", Börjar="snart").fill(4, Börjar="snart")
    book.fill(2, book.partners, Sektor="Statlig").fill(3, book.partners, Projekt="Okänt", Partnerns_namn="A")
    assert [(f"{fault.sheet} {fault.cell}", fault.project) for fault in book.plan().faults] == [
        ("Projekt M2", "Modig stad"),
        ("Projekt N2", "Modig stad"),
        ("Projekt H3", "Ny stad"),
        ("Projekt B4", ""),
        ("Projekt H4", ""),
        ("Partner C2", "Modig stad"),
        ("Partner A3", ""),
    ]


def test_a_partner_may_call_its_project_by_the_cards_own_heading(book):
    book.fill(2, Egen_rubrik="Modig stad").fill(3, book.partners, Projekt="modig stad", Partnerns_namn="A")
    plan = book.plan()
    assert plan.faults == []
    assert [each["name"] for each in plan.changed[0].content["card"]["partners"]] == ["Hamburg", "A"]


def test_facts_that_other_boards_share_stay(cast, book):
    make.card(cast.of_miljo, Project.objects.get())
    book.fill(2, Projektägare="Vi", Utbetalda_medel_2025=7)
    assert told(book.plan()) == [
        (
            "Projekt G2",
            "Miljönämnden redovisar också projektet i år, så uppgiften går inte att ändra här. Cellen ska vara tom.",
        )
    ]
    plan = book.fill(2, Projektägare=None).plan()
    assert (plan.faults, plan.changed[0].content["card"]["paid"]) == ([], 7)


def test_headings_that_have_been_changed(book):
    book.cell(1, "Kortnamn").value = "Förkortning"
    assert told(book.plan()) == [
        ("Projekt rad 1", "Kolumnen Kortnamn saknas. Rubriken ska stå på rad 1."),
        ("Projekt D1", "Rubriken finns inte i mallen, eller två gånger."),
    ]


def test_too_many_rows(book):
    for row in range(3, MOST_CARDS + 4):
        book.fill(row, Titel=f"Projekt {row}")
    assert told(book.plan()) == [(f"Projekt B{MOST_CARDS + 2}", f"Högst {MOST_CARDS} rader läses in.")]


def test_hundreds_of_faults_are_found_at_once(cast):
    book = Filled(cast.of_teknik)
    for row in range(2, 302):
        book.fill(row, Titel=f"Projekt {row}", Utbetalda_medel_2025="många", Börjar="igår")
    started = time.process_time()
    assert len(book.plan().faults) == 600
    assert time.process_time() - started < 20


def test_the_formulas_value_counts_where_it_is_worked_out(cast, book):
    content = book.fill(2, Utbetalda_medel_2025="=2+3").bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    worked_out = sheet.replace(b"<f>2+3</f><v></v>", b"<f>2+3</f><v>5</v>").replace(
        b"<f>2+3</f><v />", b"<f>2+3</f><v>5</v>"
    )
    plan = Plan(cast.of_teknik, read(cast.of_teknik, repacked(content, "xl/worksheets/sheet1.xml", worked_out)))
    assert (plan.faults, plan.changed[0].content["card"]["paid"]) == ([], 5)


def test_form_is_never_refused_by_its_own_reader(cast):
    assert read(cast.of_teknik, form.made(cast.of_teknik)).faults == []
