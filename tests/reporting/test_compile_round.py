"""`manage.py compile_round`: approved submissions into files, or a draft of whatever there is."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting import figures as counting
from reporting import roundfile, years
from reporting.models import Memo
from tests import make
from tests.reporting import files
from tests.reporting.printed import example, no_warnings, pages, text
from tests.reporting.worded import squeezed

FILES = [
    "redovisning-2025.html",
    "redovisning-2025.pdf",
    "redovisning-2025.xlsx",
    "siffror-2025.json",
    "tjansteskrivelse-2025.docx",
    "tjansteskrivelse-2025.pdf",
]


@pytest.fixture
def year(cast):
    """Miljö is approved, Teknik has handed in, Fritid has written nothing; both have the same project."""
    brave = make.project()
    for submission, paid in ((cast.of_miljo, 100_000), (cast.of_teknik, 250_000)):
        make.answer(submission, html=f"<p>Svar från {submission.board}.</p>")
        make.card(submission, brave, paid=paid)
    make.approved(cast.of_miljo, cast.mira, cast.rut)
    make.handed_in(cast.of_teknik, cast.tova)
    Memo.objects.create(round=cast.round, summary="<p>{antal_projekt} EU-projekt</p>")
    return cast


def compiled(year, out, **options):
    """What the command said: its output and its remarks."""
    said, remarks = StringIO(), StringIO()
    with no_warnings():
        call_command("compile_round", year, out=out, stdout=said, stderr=remarks, **options)
    return said.getvalue(), remarks.getvalue()


def figures(out):
    return json.loads((out / "siffror-2025.json").read_text())


def test_takes_approved_submissions_only_and_names_the_missing(year, tmp_path):
    said, remarks = compiled(2025, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert sorted(Path(line).name for line in said.split()) == FILES
    assert remarks == "Inte godkända, och därför inte med: Fritidsnämnden och Tekniska nämnden.\n"
    told = figures(tmp_path)
    assert (told["eu_projects"], told["participations"], told["paid"]) == (1, 1, 100_000)
    report = text((tmp_path / "redovisning-2025.pdf").read_bytes())
    assert "Svar från Miljönämnden." in report
    assert "Svar från Tekniska" not in report
    assert squeezed("Godkänd redovisning saknas från fritidsnämnden och tekniska nämnden.") in squeezed(report)
    assert "UTKAST" not in report


def test_draft_takes_whatever_there_is_and_says_so_on_every_page(year, tmp_path):
    _, remarks = compiled(2025, tmp_path, draft=True)
    assert remarks == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"utkast-{name}" for name in FILES]
    told = json.loads((tmp_path / "utkast-siffror-2025.json").read_text())
    assert (told["eu_projects"], told["participations"], told["paid"]) == (1, 2, 350_000)
    for name in ("utkast-redovisning-2025.pdf", "utkast-tjansteskrivelse-2025.pdf"):
        printed = pages((tmp_path / name).read_bytes())
        assert [page for page in printed if "UTKAST" not in page] == []
    report = text((tmp_path / "utkast-redovisning-2025.pdf").read_bytes())
    assert "Svar från Tekniska nämnden." in report
    assert "inlämnad, inte godkänd" in report


def test_a_draft_leaves_the_approved_in_the_same_folder_alone(year, tmp_path):
    compiled(2025, tmp_path)
    approved = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    compiled(2025, tmp_path, draft=True)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == approved
    assert len(list(tmp_path.iterdir())) == 2 * len(FILES)


def test_what_a_board_writes_after_handing_in_is_not_compiled(year, tmp_path):
    year.of_miljo.answers.update(html="<p>Ändrat efteråt.</p>")
    compiled(2025, tmp_path)
    assert "Ändrat efteråt" not in text((tmp_path / "redovisning-2025.pdf").read_bytes())


def test_nothing_approved_is_refused_and_writes_nothing(cast, tmp_path):
    with pytest.raises(CommandError, match="Ingen inlämning är godkänd för 2025"):
        compiled(2025, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_a_year_without_boards_is_refused_as_well(db, tmp_path):
    make.round(2030)
    with pytest.raises(CommandError, match="Ingen inlämning är godkänd för 2030"):
        compiled(2030, tmp_path)


def test_a_folder_that_cannot_be_written_in_is_told_of(year, tmp_path):
    (tmp_path / "ut").write_text("en fil")
    with pytest.raises(CommandError, match=r"Det går inte att skriva i .*ut\. Kontrollera"):
        compiled(2025, tmp_path / "ut")
    assert (tmp_path / "ut").read_text() == "en fil"


def test_unknown_year_is_refused(cast, tmp_path):
    with pytest.raises(CommandError, match="Det finns ingen omgång för 1999"):
        compiled(1999, tmp_path)


def test_files_are_replaced_whole_and_leave_nothing_behind(year, tmp_path):
    (tmp_path / "siffror-2025.json").write_text("gammalt")
    compiled(2025, tmp_path)
    assert figures(tmp_path)["year"] == 2025
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


def test_a_year_of_totals_is_compiled_without_a_report(db, tmp_path):
    roundfile.read(files.example(2023))
    _, remarks = compiled(2023, tmp_path)
    assert remarks == "Redovisningen för 2023 går inte att göra: det finns inga svar och inga projektkort.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "redovisning-2023.xlsx",
        "siffror-2023.json",
        "tjansteskrivelse-2023.docx",
        "tjansteskrivelse-2023.pdf",
    ]


def test_the_example_comes_out_of_the_database_as_it_went_in(db):
    for number in (2023, 2024):
        roundfile.read(files.example(number))
    round = roundfile.Round.objects.get(year=2024)
    assert years.load(round) == example(2024)
    assert counting.count(years.previous(round)) == counting.count(example(2023))
    assert years.missing(round) == []
    assert years.previous(roundfile.Round.objects.get(year=2023)) is None


@pytest.mark.parametrize("name", ["Miljönämnden", "miljönämnden ", "miljonamnden", "mf"])
def test_a_boards_own_documents_by_name_address_or_abbreviation(year, tmp_path, name):
    said, remarks = compiled(2025, tmp_path, board=name)
    assert [Path(line).name for line in said.split()] == [
        "namndredovisning-miljonamnden-2025.pdf",
        "namndredovisning-miljonamnden-2025.docx",
        "namnd-tjansteskrivelse-miljonamnden-2025.pdf",
        "namnd-tjansteskrivelse-miljonamnden-2025.docx",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(Path(line).name for line in said.split())
    assert remarks == ""
    account = text((tmp_path / "namndredovisning-miljonamnden-2025.pdf").read_bytes())
    assert "Svar från Miljönämnden." in account
    assert "UTKAST" not in account


def test_a_boards_documents_are_drafts_while_something_is_missing(year, tmp_path):
    make.answer(year.of_fritid, number=2)
    compiled(2025, tmp_path, board="Fritidsnämnden")
    printed = pages((tmp_path / "utkast-namnd-tjansteskrivelse-fritidsnamnden-2025.pdf").read_bytes())
    assert [page for page in printed if "UTKAST" not in page] == []


def test_a_board_that_is_not_there_is_answered_with_those_that_are(year, tmp_path):
    with pytest.raises(CommandError) as refused:
        compiled(2025, tmp_path / "ut", board="Miljö")
    assert str(refused.value).splitlines() == [
        "Ingen nämnd i omgången 2025 heter Miljö. Skriv något av namnen:",
        "  Fritidsnämnden (FRF)",
        "  Miljönämnden (MF)",
        "  Tekniska nämnden (FGK)",
    ]
    assert not (tmp_path / "ut").exists()


def test_two_boards_of_the_same_abbreviation_are_told_apart(year, tmp_path):
    year.teknik.abbreviation = "MF"
    year.teknik.save()
    type(year.of_teknik).objects.filter(pk=year.of_teknik.pk).update(abbreviation="")
    with pytest.raises(CommandError) as refused:
        compiled(2025, tmp_path, board="MF")
    assert str(refused.value).splitlines() == [
        "Flera nämnder heter så. Skriv något av namnen:",
        "  Miljönämnden (MF)",
        "  Tekniska nämnden (MF)",
    ]


def test_a_board_that_has_written_nothing_is_refused(year, tmp_path):
    with pytest.raises(CommandError, match="Nämndens redovisning för 2025 går inte att göra"):
        compiled(2025, tmp_path / "ut", board="FRF")
    assert not (tmp_path / "ut").exists()


def test_what_a_board_should_know_is_remarked(year, tmp_path):
    make.answer(year.of_fritid, html="<p>漢</p>")
    _, remarks = compiled(2025, tmp_path, board="FRF")
    assert remarks == "Fråga 1: typsnitten saknar 漢, som skrivs ut som �.\n"
