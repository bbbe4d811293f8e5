"""The year's workbook: the figures, the cards and the answers behind them, and what reconciliation found.

Amounts are whole SEK as real numbers, whole dates are real dates, sums are formulas.
"""

from datetime import date, datetime

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties

from config import html
from config.excel import saved, write_cell
from projects.models import Role

from . import excel
from .excel import Column, amount
from .figures import group_of, in_sek
from .rules.words import paragraphs

A3, A4 = 8, 9
FIRST = 5  # the first key figure's row on the sheet Översikt
_TITLE_FONT = Font(name="Calibri", size=18, bold=True)


def make(year, figures, findings, draft=False):
    """The workbook as bytes, the same for the same content; a draft says UTKAST at the top of every page."""
    book = Workbook()
    book.remove(book.active)
    _describe(book, year)
    _overview(book, figures, draft)
    excel.add_table(book, "Projekt", _CARD_COLUMNS, [_card(year, card) for card in year.cards])
    _boards(book, figures)
    _programmes(book, figures)
    _goals(book, figures)
    excel.add_table(book, "Svar", _ANSWER_COLUMNS, list(_answers(year)))
    excel.add_table(book, "Avstämning", _FINDING_COLUMNS, [_finding(finding) for finding in findings] or _NO_FINDINGS)
    for sheet in book:
        _set_up_print(sheet, year, draft)
    book["Projekt"].page_setup.paperSize = A3
    return saved(book)


_CARD_COLUMNS = (
    Column("Projektnyckel", 24),
    Column("Projekt", 40),
    Column("Kortets rubrik", 30),
    Column("Nämnd", 24),
    Column("Program", 24),
    Column("Programgrupp", 17),
    Column("EU-projekt", 12),
    Column("Nämndens roll", 14),
    Column("Projektägare", 24),
    Column("Börjar", 12),
    Column("Slutar", 12),
    amount("Total budget", 13),
    Column("Valuta", 10),
    amount("Total budget i kronor", 13),
    amount("Nämndens budget", 13, sums=True),
    amount("Utbetalda medel", 13, sums=True),
    amount("Egen medfinansiering kontant", 17, sums=True),
    amount("Egen medfinansiering arbetstid", 17, sums=True),
    Column("KF-mål", 11),
    Column("Huvudmål", 13),
)
_GROUP_COLUMNS = (
    Column("Programgrupp", 60),
    amount("EU-projekt", 26, sums=True),
    amount("Utbetalda medel", 26, sums=True),
)
_GOAL_COLUMNS = (
    Column("Nummer", 12),
    Column("KF-mål", 60),
    amount("EU-projekt", 20, total=f"Översikt!$B${FIRST}"),
    amount("Utbetalda medel", 21, sums=True),
)
_ANSWER_COLUMNS = (
    Column("Nämnd", 40),
    Column("Fråga", 10),
    Column("Frågans text", 70),
    Column("Stycke", 11),
    Column("Svar", 90),
)
_FINDING_COLUMNS = (Column("Grad", 14), Column("Vad", 80), Column("Var", 60))
_NO_FINDINGS = [("", "Inget att anmärka.", "")]


def _card(year, card):
    project = card.project
    budget = project.total_budget
    return (
        project.key,
        project.title,
        card.heading,
        card.board,
        project.programme.name if project.programme else "",
        group_of(card),
        "Ja" if project.is_eu else "Nej",
        Role(card.role).label if card.role else "",
        project.owner,
        _day(project.starts),
        _day(project.ends),
        budget and budget.amount,
        budget and budget.currency,
        in_sek(budget, year),
        card.budget,
        card.paid,
        card.own_cash,
        card.own_work,
        ", ".join(map(str, card.goals)),
        card.main_goal,
    )


def _day(text):
    """A whole date as a date; one that stops at the year or the month stays text."""
    return date.fromisoformat(text) if len(text) == len("2024-12-31") else text


def _boards(book, figures):
    """Of typed totals nobody knows whether a project of two boards was counted once or twice."""
    heading = "EU-projekt" if figures.typed else "Deltaganden i EU-projekt"
    columns = (Column("Nämnd", 60), amount(heading, 28, sums=True), amount("Utbetalda medel", 24, sums=True))
    excel.add_table(book, "Nämnder", columns, [(row.board, row.projects, row.paid) for row in figures.boards])


def _programmes(book, figures):
    rows = [(row.group, row.projects, row.paid) for row in figures.programmes]
    excel.add_table(book, "Program", _GROUP_COLUMNS, rows)


def _goals(book, figures):
    rows = [(row.number or None, row.text, row.projects, row.paid) for row in figures.goals]
    sheet = excel.add_table(book, "KF-mål", _GOAL_COLUMNS, rows)
    note = (
        "Ett projekt räknas under varje mål som det arbetar för, men bara en gång på sista raden. "
        "Utbetalda medel räknas under projektets huvudmål."
    )
    write_cell(sheet.cell(sheet.max_row + 2, 1), note)


def _answers(year):
    """A row for each paragraph, since a row can show no more than a page of text."""
    questions = {question.number: question.text for question in year.questions}
    for submission in year.submissions:
        for number, markup in submission.answers.items():
            for place, text in enumerate(paragraphs(html.clean(markup)), start=1):
                yield submission.board.name, number, questions.get(number, ""), place, text


def _finding(finding):
    return finding.severity_name, finding.message, finding.where


def _overview(book, figures, draft):
    sheet = book.create_sheet("Översikt")
    write_cell(sheet["A1"], f"Internationell redovisning {figures.year}")
    sheet["A1"].font = _TITLE_FONT
    sheet.row_dimensions[1].height = 28
    write_cell(sheet["A2"], f"{'UTKAST. ' if draft else ''}Alla belopp är hela kronor.")
    columns = _overview_columns(figures)
    excel.set_widths(sheet, columns)
    _key_figures(sheet, columns, figures)
    if not figures.typed:
        _checks(sheet, figures)
    sheet.freeze_panes = f"A{FIRST}"


def _overview_columns(figures):
    before = figures.previous
    compared = (amount(_heading(before), 22), amount("Förändring", 22)) if before else ()
    return (Column("Uppgift", 60), amount(_heading(figures), 22), *compared)


def _key_figures(sheet, columns, figures):
    excel.write_heading_row(sheet, FIRST - 1, columns)
    then_values = _values(figures.previous) if figures.previous else {}
    for place, (label, now) in enumerate(_values(figures).items(), start=FIRST):
        then = then_values.get(label)
        excel.write_row(sheet, place, columns, (label, now, then, None)[: len(columns)])
        if None not in (now, then):
            excel.write_formula(sheet.cell(place, 4), f"=B{place}-C{place}")


def _heading(figures):
    return f"{figures.year} (ungefär)" if figures.approximate else str(figures.year)


def _values(figures):
    return {
        "EU-projekt": figures.eu_projects,
        "– där någon nämnd är projektägare": figures.owned,
        "– där någon nämnd är projektpartner, och ingen är ägare": figures.partnered,
        "– där nämnderna har en annan roll": figures.other_roles,
        "Nämndernas deltaganden i EU-projekt": figures.participations,
        "Projekt med annan internationell finansiering": figures.otherwise_funded,
        **({"Projekt som saknar program": figures.without_programme} if figures.without_programme else {}),
        "Projektkort": figures.cards,
        "Nämnder som deltar i EU-projekt": figures.boards_taking_part,
        "Utbetalda medel": figures.paid,
        "Minsta totala budget för ett EU-projekt": figures.budget_span["smallest"],
        "Största totala budget för ett EU-projekt": figures.budget_span["largest"],
    }


# What is summed on the other sheets, and the key figure that it must be the same as.
_CHECKS = (
    ("Utbetalda medel, summa av projektkorten", "SUM(TabellProjekt[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av nämnderna", "SUM(TabellNämnder[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av programgrupperna", "SUM(TabellProgram[Utbetalda medel])", "Utbetalda medel"),
    ("Utbetalda medel, summa av KF-målen", "SUM(TabellKFmål[Utbetalda medel])", "Utbetalda medel"),
    ("EU-projekt, summa av programgrupperna", "SUM(TabellProgram[EU-projekt])", "EU-projekt"),
    (
        "Deltaganden i EU-projekt, summa av nämnderna",
        "SUM(TabellNämnder[Deltaganden i EU-projekt])",
        "Nämndernas deltaganden i EU-projekt",
    ),
    (
        "Deltaganden i EU-projekt, räknade bland projektkorten",
        'COUNTIF(TabellProjekt[EU-projekt],"Ja")',
        "Nämndernas deltaganden i EU-projekt",
    ),
)


def _checks(sheet, figures):
    rows = {label: place for place, label in enumerate(_values(figures), start=FIRST)}
    columns = (Column("Kontroll", 60), amount("Summa", 22), amount("Samma som ovan", 22))
    excel.set_widths(sheet, columns)
    top = sheet.max_row + 2
    excel.write_heading_row(sheet, top, columns)
    for place, (label, formula, figure) in enumerate(_CHECKS, start=top + 1):
        excel.write_row(sheet, place, columns, (label, None, None))
        excel.write_formula(sheet.cell(place, 2), f"={formula}")
        excel.write_formula(sheet.cell(place, 3), f'=IF(B{place}=B{rows[figure]},"Stämmer","Stämmer inte")')


def _describe(book, year):
    """Properties in Swedish, dated by the year: the same content makes the same file."""
    about = book.properties
    about.title = f"Internationell redovisning {year.year}"
    about.subject = "Siffror, projekt, svar och avstämning"
    about.creator = about.lastModifiedBy = settings.CITY_NAME
    about.language = "sv-SE"
    about.created = about.modified = datetime(year.year, 12, 31)


def _set_up_print(sheet, year, draft):
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.left.text = sheet.title
    sheet.oddHeader.right.text = "UTKAST" if draft else ""
    sheet.oddFooter.left.text = f"Redovisning av internationellt arbete {year.year}"
    sheet.oddFooter.right.text = "&P (&N)"
