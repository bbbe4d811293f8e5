"""The workbook as it is fetched: what stands in it, and that it comes back unchanged out of LibreOffice."""

import io
import shutil
import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from projects.workbook import form
from projects.workbook.plain import markup, plain
from submissions.models import Round, Submission
from tests import make
from tests.projects.excel import PAGE, Filled, planned, titles

pytestmark = pytest.mark.django_db
FORM = f"{PAGE}mall/"
RICH = (
    "<h3>Ut</h3><h4>Resan</h4><p>Vi <strong>reste</strong> till <a href='https://gdynia.pl'>Gdynia</a>."
    "<br>Två gånger.</p>"
    "<ul><li><p>ett</p></li><li><p>två</p></li></ul><ol><li>först</li><li>sedan</li></ol><blockquote><p>Bra!</p></blockquote>"
)
LINES = "# Ut\n## Resan\nVi reste till Gdynia.\nTvå gånger.\n- ett\n- två\n1. först\n2. sedan\n> Bra!"


@pytest.fixture
def brave(cast):
    """Teknik's card with all that a card can hold."""
    facts = {"acronym": "BRAVE", "grant_number": "=1+1", "owner": "Lunds kommun", "starts": "2024-03", "ends": "2026"}
    facts |= {"total_budget": 1_200_000, "currency": "EUR", "website": "https://brave.eu"}
    amounts = {"budget": 400_000, "own_cash": 0, "own_work": 71_000}
    card = make.card(cast.of_teknik, make.project(**facts), goals=(2, 3), description=RICH, title="Mod", **amounts)
    card.cooperating_boards.add(cast.miljo, cast.fritid)
    make.partner(card)
    make.partner(card, "Lunds universitet", "academia", "SE")
    return card


def handed_in_last_year(cast):
    """Teknik's cards of 2024: one that goes on, and one that has ended."""
    year = make.round(2024)
    earlier = make.submission(year, cast.teknik)
    make.answer(earlier)
    make.card(
        earlier, make.project("gar-vidare", "Går vidare", ends="2026"), paid=77, own_cash=5, results="<p>Bra.</p>"
    )
    make.card(earlier, make.project("slut", "Slut", ends="2024-06"))
    make.handed_in(earlier, cast.tova)
    Round.objects.filter(pk=year.pk).update(closes="2024-12-31")


def test_an_outsider_and_the_reviewer_get_none(client, cast):
    client.force_login(cast.ove)
    assert client.get(FORM).status_code == 404
    client.force_login(cast.rut)
    assert client.get(FORM).status_code == 403


def test_it_is_fetched_as_a_file(client, cast, brave):
    client.force_login(cast.tova)
    response = client.get(FORM)
    assert response["Content-Disposition"] == 'attachment; filename="projekt-2025-tekniska-namnden.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Projekt", "Partner", "Så gör du"]
    assert client.post(FORM).status_code == 405


def test_the_task_list_leads_there_while_the_board_may_write(client, cast):
    client.force_login(cast.tova)
    page = client.get("/2025/tekniska-namnden/").content.decode()
    assert (f'href="{FORM}"' in page, f'href="{PAGE}"' in page) == (True, True)
    Round.objects.update(closes=timezone.localdate() - timezone.timedelta(1))
    assert PAGE not in client.get("/2025/tekniska-namnden/").content.decode()
    assert client.get(FORM).url == client.get(PAGE).url == "/2025/tekniska-namnden/"


def test_each_card_is_a_row(cast, brave):
    book = Filled(cast.of_teknik)
    told = {
        head.value: cell.value
        for head, cell in zip(book.cards[1], book.cards[2], strict=True)
        if cell.value is not None
    }
    assert told == {
        "Nyckel (ändra inte)": "brave",
        "Titel": "BRAVE",
        "Kortnamn": "BRAVE",
        "Program": "Interreg North Sea",
        "Bidragsnummer": "=1+1",
        "Projektägare": "Lunds kommun",
        "Börjar": "2024-03",
        "Slutar": "2026",
        "Total budget": 1_200_000,
        "Valuta": "euro",
        "Webbplats": "https://brave.eu",
        "Nämndens roll": "Projektpartner",
        "Utbetalda medel 2025": 100_000,
        "Nämndens budget": 400_000,
        "Egen medfinansiering, kontant": 0,
        "Egen medfinansiering, arbetstid": 71_000,
        "Kommunfullmäktigemål 2. Mål nummer 2": "X",
        "Kommunfullmäktigemål 3. Mål nummer 3": "X",
        "Huvudmål": "2. Mål nummer 2",
        "Egen rubrik": "Mod",
        "Beskrivning": LINES,
        "Andra nämnder i staden som är med i projektet": "Fritidsnämnden; Miljönämnden",
    }
    assert [[cell.value for cell in row] for row in book.partners.iter_rows(min_row=2)] == [
        ["BRAVE", "Hamburg", "Offentlig sektor", "Tyskland"],
        ["BRAVE", "Lunds universitet", "Universitet och forskning", "Sverige"],
    ]


def test_what_begins_like_a_formula_is_text(cast, brave):
    assert Filled(cast.of_teknik).cell(2, "Bidragsnummer").data_type == "s"


def test_choices_are_lists_and_heads_have_help(cast, brave):
    book = Filled(cast.of_teknik)
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book.cards.data_validations.dataValidation}
    letters = {
        heading: book.cell(2, heading).coordinate for heading in ("Program", "Nämndens roll", "Huvudmål", "Valuta")
    }
    assert {heading: letters[heading] in lists for heading in letters} == dict.fromkeys(letters, True)
    columns = {rule.formula1.split("!")[0] for rule in book.partners.data_validations.dataValidation}
    assert (len(book.partners.data_validations.dataValidation), columns) == (3, {"Projekt", "'Listor'"})
    assert book.cell(1, "Utbetalda medel 2025").comment.text.startswith("Pengar från EU")
    assert (book.cards.freeze_panes, book.cards.protection.sheet) == ("C2", False)


def test_last_years_ongoing_projects_are_in_without_paid_funds_and_results(cast, brave):
    handed_in_last_year(cast)
    book = Filled(cast.of_teknik)
    assert [row[1].value for row in book.cards.iter_rows(min_row=2)] == ["BRAVE", "Går vidare"]
    got = {heading: book.cell(3, heading).value for heading in ("Utbetalda medel 2025", "Resultat")}
    got["own"] = book.cell(3, "Egen medfinansiering, kontant").value
    assert got == {"Utbetalda medel 2025": None, "Resultat": None, "own": None}
    help = [row[0].value for row in load_workbook(io.BytesIO(form.made(cast.of_teknik)))["Så gör du"].iter_rows()]
    at = help.index("Projekt som pågick 2024 står redan här. Fyll i årets utbetalda medel och resultat.")
    assert help[at + 1].startswith("En sådan rad blir ett projektkort när ni läser in filen. Ta bort raden om ")


def test_queries_do_not_grow_with_cards_or_with_last_years(cast):
    earlier = make.submission(make.round(2024), cast.teknik)

    def queries(numbers):
        """Those that it takes when each of these numbers is a card more this year, and a project more of last year."""
        for number in numbers:
            make.card(cast.of_teknik, make.project(f"i-ar-{number}", f"I år {number}"))
            then = make.card(earlier, make.project(f"i-fjol-{number}", f"I fjol {number}"))
            then.cooperating_boards.add(cast.miljo)
        earlier.versions.all().delete()
        make.frozen(earlier)
        with CaptureQueriesContext(connection) as counted:
            form.made(Submission.objects.select_related("round", "board").get(pk=cast.of_teknik.pk))
        return len(counted)

    assert queries(range(2)) == queries(range(2, 9))


def test_as_it_was_written_it_changes_nothing(cast, brave):
    handed_in_last_year(cast)
    plan = planned(cast.of_teknik, form.made(cast.of_teknik))
    assert plan.faults == []
    assert (titles(plan.unchanged), plan.changed, titles(plan.new)) == (["BRAVE"], [], ["Går vidare"])


def test_saved_by_libreoffice_it_changes_nothing(cast, brave, tmp_path):
    other = make.card(cast.of_teknik, make.project("tva", "+46 och @alla", total_budget=5, currency="SEK"), paid=0)
    make.partner(other, "-minus-", "", "")
    handed_in_last_year(cast)
    source = tmp_path / "projekt.xlsx"
    source.write_bytes(form.made(cast.of_teknik))
    plan = planned(cast.of_teknik, resaved(source, tmp_path).read_bytes())
    assert plan.faults == []
    assert (titles(plan.unchanged), plan.changed) == (["BRAVE", "+46 och @alla"], [])
    (brought,) = plan.new
    assert (brought.title, brought.is_changed) == ("Går vidare", False)


def resaved(source, folder):
    """The file as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [shutil.which("soffice"), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return folder / "out" / source.name


def test_a_text_longer_than_a_cell_stays_whole(cast):
    long = f"<p>{'ord ' * 10_000}slut</p>"
    make.card(cast.of_teknik, make.project(), description=long)
    plan = Filled(cast.of_teknik).fill(2, Utbetalda_medel_2025=5).plan()
    (row,) = plan.changed
    assert row.content["card"]["texts"]["description"] == long
    assert plan.faults == []


def test_two_projects_of_the_same_title_keep_their_partners(cast):
    for key in ("a", "b"):
        make.partner(make.card(cast.of_teknik, make.project(key, "Samma")), f"Hos {key}")
    assert [row[0].value for row in Filled(cast.of_teknik).partners.iter_rows(min_row=2)] == ["a", "b"]
    assert titles(planned(cast.of_teknik, form.made(cast.of_teknik)).unchanged) == ["Samma", "Samma"]


# Texts as lines


def test_marks_stand_for_headings_lists_and_quotes():
    assert plain(RICH) == LINES
    assert markup(LINES) == (
        "<h3>Ut</h3><h4>Resan</h4><p>Vi reste till Gdynia.</p><p>Två gånger.</p>"
        "<ul><li><p>ett</p></li><li><p>två</p></li></ul><ol><li><p>först</p></li><li><p>sedan</p></li></ol>"
        "<blockquote><p>Bra!</p></blockquote>"
    )
    assert plain(markup(LINES)) == LINES


def test_what_looks_like_markup_is_text():
    assert markup("a < b & <script>alert(1)</script>\n\n • x") == (
        "<p>a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p><ul><li><p>x</p></li></ul>"
    )
