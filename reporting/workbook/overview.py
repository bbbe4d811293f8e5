"""The sheet *Översikt*: the key figures beside the year before, whether the sheets agree, and charts."""

from openpyxl.utils import get_column_letter

from config.excel import Formula, write_formula

from .. import figure_columns, headlines
from ..card_columns import YES
from ..columns import Column, number
from ..figure_names import EU, NAMES, PAID
from . import charts, sheets
from .sheets import Sheet

TITLE = "Översikt"
FIRST = 5  # the first key figure's row
EU_PROJECTS = f"{TITLE}!$B${FIRST}"
_BESIDE = 6  # the column that the charts begin in
_APART, _WIDE = 9, 10  # columns from one chart to the one beside it, and how wide they are: as a chart, and some air


def explained(figures):
    """What the first sheet tells of it: the columns of both its tables."""
    about = (
        "Årets huvudsiffror, jämförda med året före, och diagram över utbetalda medel. Vad varje siffra betyder står "
        "nedan vid bladet Alla år, som har samma uppgifter."
    )
    if figures.typed:
        return Sheet(TITLE, about, _columns(figures), [], paper=sheets.A3)
    about += " Kontrollerna under siffrorna visar att bladen stämmer med varandra."
    return Sheet(TITLE, about, (*_columns(figures), *_CHECK_COLUMNS), [], paper=sheets.A3)


def add(book, material, standing, tables):
    """Write the sheet as the book's first; checks and charts are of the `tables`, sheets that are there already."""
    figures = material.figures
    sheet = book.create_sheet(TITLE, 0)
    sheets.write_title(sheet, f"Internationell redovisning {figures.year}", standing)
    sheets.set_widths(sheet, _CHECK_COLUMNS)
    sheets.set_widths(sheet, _columns(figures))
    _key_figures(sheet, _columns(figures), figures)
    if not figures.typed:
        _checks(sheet, figures, {table.title: table for table in tables})
    sheet.freeze_panes, sheet.print_title_rows = f"A{FIRST}", f"{FIRST - 1}:{FIRST - 1}"
    return _charts(sheet, material)


def _columns(figures):
    before = figures.previous
    compared = (
        (
            number(_heading(before), "Siffran året före.", lambda told, now, then: then, 20),
            number(
                "Förändring",
                "Skillnaden från året före, i antal eller kronor. En formel.",
                lambda told, now, then: None,
                20,
            ),
        )
        if before
        else ()
    )
    return (
        Column("Uppgift", "Vad siffran anger.", lambda told, now, then: told, 66),
        number(_heading(figures), "Årets siffra.", lambda told, now, then: now, 20),
        *compared,
    )


def _heading(figures):
    return f"{figures.year} (ungefär)" if figures.approximate else str(figures.year)


def _key_figures(sheet, columns, figures):
    sheets.write_heading_row(sheet, FIRST - 1, columns)
    for place, told in enumerate(_shown(figures), start=FIRST):
        sheets.write_row(sheet, place, columns, [column.value(*told) for column in columns])
        if None not in told:
            _, now, then = told
            write_formula(sheet.cell(place, 4), Formula(f"B{place}-C{place}", now - then))


def _shown(figures):
    """The key figures as (name, now, then); what neither year knows is left out, but never the first."""
    before, first = figures.previous, figure_columns.KEY_FIGURES[0]
    rows = [
        (column.heading, column.value(figures), column.value(before) if before else None)
        for column in figure_columns.KEY_FIGURES
    ]
    return [row for row in rows if row[0] == first.heading or _is_told(*row)]


def _is_told(told, now, then):
    """That no project lacks a programme is nothing to tell."""
    if told == NAMES["without_programme"]:
        return bool(now or then)
    return (now, then) != (None, None)


# What is counted on which sheet, below which heading, and the key figure that it must be the same as.
_TAKING_PART = NAMES["participations"]
_CHECKS = (
    ("Utbetalda medel, summa av projektkorten", "Projekt", PAID, PAID),
    ("Utbetalda medel, summa av nämnderna", "Nämnder", PAID, PAID),
    ("Utbetalda medel, summa av programgrupperna", "Program", PAID, PAID),
    ("Utbetalda medel, summa av KF-målen", "KF-mål", PAID, PAID),
    ("EU-projekt, summa av programgrupperna", "Program", EU, EU),
    ("Deltaganden i EU-projekt, summa av nämnderna", "Nämnder", figure_columns.TAKING_PART, _TAKING_PART),
    ("Deltaganden i EU-projekt, räknade bland projektkorten", "Projekt", EU, _TAKING_PART),
)
_CHECK_COLUMNS = (
    Column("Kontroll", "Vad som räknas samman, och på vilket blad.", lambda label: label, 66),
    number("Summa", "Summan på det bladet. En formel.", lambda label: None, 20),
    number("Samma som ovan", "Stämmer om summan är densamma som huvudsiffran. En formel.", lambda label: None, 20),
)


def _checks(sheet, figures, tables):
    """What nobody knows is not checked."""
    known = {told: (row, now) for row, (told, now, _) in enumerate(_shown(figures), start=FIRST) if now is not None}
    checks = [
        (label, _counted(tables[title], heading), known[figure])
        for label, title, heading, figure in _CHECKS
        if figure in known
    ]
    top = sheet.max_row + 2
    sheets.write_heading_row(sheet, top, _CHECK_COLUMNS)
    for place, (label, formula, (row, now)) in enumerate(checks, start=top + 1):
        sheets.write_row(sheet, place, _CHECK_COLUMNS, [column.value(label) for column in _CHECK_COLUMNS])
        same = "Stämmer" if formula.result == now else "Stämmer inte"
        write_formula(sheet.cell(place, 2), formula)
        write_formula(sheet.cell(place, 3), Formula(f'IF(B{place}=B{row},"Stämmer","Stämmer inte")', same))


def _counted(table, heading):
    """The sum of a column, or the number of its Ja."""
    told, where = table.below(heading), f"{table.table}[{heading}]"
    if any(column.is_number for column in table.columns if column.heading == heading):
        return Formula(f"SUM({where})", sum(told))
    return Formula(f'COUNTIF({where},"{YES}")', told.count(YES))


def _charts(sheet, material):
    """Two and two beside the tables; returns the last column and row that they stand in."""
    last, ends = _BESIDE + 2 * _APART - 1, [FIRST - 1, FIRST - 1]
    for column in range(_BESIDE, last + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE
    for bars in _bars(material):
        side = ends.index(min(ends))
        charts.add(sheet, bars, _BESIDE + side * _APART, ends[side])
        ends[side] = _row_below(sheet, ends[side], bars.height)
    return last, max(*ends, sheet.max_row)


def _row_below(sheet, row, height):
    """The first row that a chart of this height (cm), which begins in `row`, does not reach, and one of air."""
    left = height / 2.54 * 72
    while left > 0:
        left -= sheet.row_dimensions[row].height or sheets.LINE
        row += 1
    return row + 1


def _bars(material):
    """The charts that there is anything to show in."""
    figures, year = material.figures, material.figures.year
    shown = [
        ("Program", "per programgrupp", headlines.groups(figures), 1, 3, figures.programmes),
        ("KF-mål", "per huvudmål", headlines.goals(figures), 2, 4, figures.goals),
        ("Nämnder", "per nämnd", headlines.boards(figures), 1, 3, figures.boards),
    ]
    for title, by, told, names, lengths, rows in shown:
        if any(row.paid for row in rows):
            yield charts.Bars(title, f"Utbetalda medel {by} {year}, kronor", told, names, lengths, len(rows))
    if sum(each.paid is not None for each in material.years) > 1:
        place = 2 + len(figure_columns.BASIS) + [column.heading for column in figure_columns.KEY_FIGURES].index(PAID)
        told = headlines.money_since(figures, figures.previous)
        years = len(material.years)
        yield charts.Bars("Alla år", "Utbetalda medel varje år, kronor", told, 1, place, years, upright=True)
