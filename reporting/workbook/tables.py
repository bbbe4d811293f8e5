"""The sheets that are tables of the year's data: cards, figures by part and by year, answers."""

from config import html
from config.excel import Formula

from .. import card_columns, figure_columns
from ..columns import Column, number
from ..rules.words import paragraphs
from .sheets import A3, Sheet

TYPED_SUMS = (
    "Summorna är inskrivna från tidigare underlag. De kan vara avrundade var för sig, så att raderna tillsammans blir "
    "något annat än årets belopp på bladet Översikt."
)


def projects(year):
    return Sheet(
        "Projekt",
        "En rad för varje projektkort: en nämnds redovisning av ett projekt. Bladet är en tabell som går att filtrera "
        "och göra pivottabeller av.",
        card_columns.COLUMNS,
        [(year, card) for card in year.cards],
        paper=A3,
        steady=2,
        pages=2,
    )


def boards(figures):
    taking_part = figure_columns.projects_of_boards(figures)
    columns = (
        Column("Nämnd", "Nämnden.", lambda row: row.board, 60),
        number(
            taking_part, "Nämndens projektkort för EU-projekt, ett för varje projekt.", _projects_of, 28, sums=True
        ),
        number("Utbetalda medel", "För alla nämndens projektkort, i kronor.", _paid_of, 24, sums=True),
    )
    about = "Siffrorna för varje nämnd. Ett projekt som flera nämnder deltar i räknas hos var och en."
    return Sheet("Nämnder", about, columns, _each(figures.boards), _notes(figures))


def programmes(figures):
    columns = (
        Column("Programgrupp", "Gruppen av program.", lambda row: row.group, 60),
        number(
            "EU-projekt", "EU-projekt i gruppens program. Ett projekt räknas en gång.", _projects_of, 26, sums=True
        ),
        number("Utbetalda medel", "För alla projektkort i gruppen, i kronor.", _paid_of, 26, sums=True),
    )
    return Sheet("Program", "Siffrorna för varje programgrupp.", columns, _each(figures.programmes), _notes(figures))


def goals(figures, eu_projects):
    """`eu_projects` is the cell that all EU projects stand in, which those of the goals are not summed to."""
    columns = (
        number("Nummer", "Målets nummer.", lambda row: row.number or None, 12),
        Column("KF-mål", "Kommunfullmäktiges mål.", lambda row: row.text, 60),
        number(
            "EU-projekt",
            "EU-projekt som arbetar för målet. Sista raden är alla EU-projekt och ingen summa av raderna ovanför.",
            _projects_of,
            20,
            total=None if figures.eu_projects is None else Formula(eu_projects, figures.eu_projects),
        ),
        number("Utbetalda medel", "För de projektkort som har målet som huvudmål, i kronor.", _paid_of, 21, sums=True),
    )
    note = (
        "Ett projekt räknas under varje mål som det arbetar för, men bara en gång på sista raden. "
        "Utbetalda medel räknas under projektets huvudmål."
    )
    about = "Siffrorna för vart och ett av kommunfullmäktiges mål."
    return Sheet("KF-mål", about, columns, _each(figures.goals), (note, *_notes(figures)))


def years(known):
    """The years that figures are known of, as their `Figures`, the oldest first."""
    about = "Huvudsiffrorna för varje år som de är kända, också de år då summorna är inskrivna."
    columns = (figure_columns.YEAR, *figure_columns.BASIS, *figure_columns.KEY_FIGURES)
    return Sheet("Alla år", about, columns, _each(known), paper=A3)


def parts_of_years(known):
    about = (
        "Varje års siffror per nämnd, programgrupp, KF-mål, sektor och land, en rad för varje siffra. Nämnder, "
        "program och mål kan ha andra namn ett annat år."
    )
    rows = [row for figures in known for row in figure_columns.told_of_parts(figures)]
    return Sheet("Alla år i delar", about, figure_columns.TOLD_COLUMNS, _each(rows))


def answers(year):
    columns = (
        Column("Nämnd", "Nämnden som har svarat.", lambda board, *_: board, 40),
        number("Fråga", "Frågans nummer.", lambda board, asked, *_: asked, 11),
        Column("Frågans text", "Frågan, vid svarets första stycke.", _question, 70),
        number("Stycke", "Styckets nummer i svaret.", lambda board, asked, question, place, text: place, 12),
        Column("Svar", "Stycket, utan formatering.", lambda *told: told[-1], 90),
    )
    about = "Nämndernas svar på årets frågor, en rad för varje stycke."
    return Sheet("Svar", about, columns, list(_paragraphs(year)), paper=A3)


def _question(board, asked, question, place, text):
    """Its text once for each answer; its number stands on every row."""
    return question if place == 1 else ""


def _paragraphs(year):
    """A row for each paragraph, since a row can show no more than a page of text."""
    questions = {question.number: question.text for question in year.questions}
    for submission in year.submissions:
        for asked, markup in submission.answers.items():
            for place, text in enumerate(paragraphs(html.clean(markup)), start=1):
                yield submission.board.name, asked, questions.get(asked, ""), place, text


def _projects_of(row):
    return row.projects


def _paid_of(row):
    return row.paid


def _each(rows):
    return [(row,) for row in rows]


def _notes(figures):
    return (TYPED_SUMS,) if figures.typed else ()
