"""A year's figures as rows of tables: the main ones by name, and those of each board, programme group and goal.

Nothing is counted here: every value comes from `Figures`.
"""

from dataclasses import dataclass

from .columns import Column, number
from .figures import Figures

EU, PAID, TAKING_PART = "EU-projekt", "Utbetalda medel", "Deltaganden i EU-projekt"
WITHOUT_PROGRAMME = "Projekt som saknar program"
WHOLE, BOARD, GROUP, GOAL = "Alla nämnder", "Nämnd", "Programgrupp", "KF-mål"
COUNT, KRONOR = "antal", "kronor"
COUNTED, TYPED = "Räknat ur projektkorten", "Inskrivna summor"

# The main figures of a year. Each cell is made of the year's `Figures`.
KEY_FIGURES = (
    number(
        EU,
        "Projekt som minst en nämnd har ett projektkort för, i ett program som är EU:s. Ett projekt räknas en gång, "
        "hur många nämnder som än deltar.",
        lambda figures: figures.eu_projects,
    ),
    number(
        "EU-projekt där någon nämnd är projektägare",
        "De av EU-projekten som minst en nämnd äger.",
        lambda figures: figures.owned,
        22,
    ),
    number(
        "EU-projekt där någon nämnd är projektpartner, och ingen är ägare",
        "De av EU-projekten där minst en nämnd är projektpartner och ingen nämnd är projektägare.",
        lambda figures: figures.partnered,
        24,
    ),
    number(
        "EU-projekt där nämnderna har en annan roll",
        "De övriga EU-projekten. De tre rollerna blir tillsammans antalet EU-projekt.",
        lambda figures: figures.other_roles,
        22,
    ),
    number(
        "Nämndernas deltaganden i EU-projekt",
        "Nämndernas projektkort för EU-projekt. Deltar tre nämnder i samma projekt är det tre deltaganden.",
        lambda figures: figures.participations,
        18,
    ),
    number(
        "Projekt med annan internationell finansiering",
        "Projekt i ett program som inte är EU:s, till exempel Nordplus.",
        lambda figures: figures.otherwise_funded,
        20,
    ),
    number(
        WITHOUT_PROGRAMME,
        "Projekt där inget program är angivet. De räknas inte som EU-projekt.",
        lambda figures: figures.without_programme,
    ),
    number("Projektkort", "Nämndernas projektkort, för projekt av alla slag.", lambda figures: figures.cards),
    number(
        "Nämnder som deltar i EU-projekt",
        "Nämnder som har minst ett projektkort för ett EU-projekt.",
        lambda figures: figures.boards_taking_part,
        18,
    ),
    number(
        PAID,
        "Medel från EU och andra internationella finansiärer som betalades ut till nämnderna under året, för alla "
        "projektkort, i kronor.",
        lambda figures: figures.paid,
    ),
    number(
        "Minsta totala budget för ett EU-projekt",
        "Hela projektets budget i kronor, för det EU-projekt som har den minsta.",
        lambda figures: figures.budget_span["smallest"],
        19,
    ),
    number(
        "Största totala budget för ett EU-projekt",
        "Hela projektets budget i kronor, för det EU-projekt som har den största.",
        lambda figures: figures.budget_span["largest"],
        19,
    ),
)
_IN_KRONOR = (PAID, *(column.heading for column in KEY_FIGURES if "budget" in column.heading))


@dataclass(frozen=True)
class Told:
    """One figure of a part of a year: `value` of `what`, for the part that is called `name` among the `parts`."""

    figures: Figures
    parts: str
    number: int | None
    name: str
    what: str
    value: int

    @property
    def unit(self):
        return KRONOR if self.what in _IN_KRONOR else COUNT


def projects_of_boards(figures):
    """What a board's projects are called: of typed totals nobody knows whether a project of two was counted twice."""
    return EU if figures.typed else TAKING_PART


def told(figures):
    """Every figure of the year that somebody knows: of the whole year, then of its parts."""
    whole = [(WHOLE, None, WHOLE, column.heading, column.value(figures)) for column in KEY_FIGURES]
    return [Told(figures, *row) for row in (*whole, *_parts(figures)) if row[-1] is not None]


def told_of_parts(figures):
    """The same, of the parts alone."""
    return [row for row in told(figures) if row.parts != WHOLE]


def _parts(figures):
    for row in figures.boards:
        yield BOARD, None, row.board, projects_of_boards(figures), row.projects
        yield BOARD, None, row.board, PAID, row.paid
    for row in figures.programmes:
        yield GROUP, None, row.group, EU, row.projects
        yield GROUP, None, row.group, PAID, row.paid
    for row in figures.goals:
        yield GOAL, row.number or None, row.text, EU, row.projects
        yield GOAL, row.number or None, row.text, PAID, row.paid


def _origin(figures):
    return TYPED if figures.typed else COUNTED


def _precision(figures):
    return "Ungefärliga" if figures.approximate else "Exakta"


YEAR = number("År", "Året som siffrorna gäller.", lambda figures: figures.year, 8)
# What a year's figures come from.
BASIS = (
    Column(
        "Underlag",
        f"{COUNTED}, eller {TYPED.lower()} för ett år som inte har några projektkort. I inskrivna summor kan ett "
        "projekt vara räknat en gång för varje nämnd som deltar.",
        _origin,
        25,
    ),
    Column("Belopp", "Om årets belopp är exakta, eller ungefärliga redan i underlaget.", _precision, 14),
)
# The columns of `Told`.
TOLD_COLUMNS = (
    number("År", YEAR.about, lambda row: row.figures.year, 8),
    Column(
        "Indelning",
        f"Vad siffran gäller: en {BOARD.lower()}, en {GROUP.lower()} eller ett {GOAL}, eller {WHOLE.lower()}.",
        lambda row: row.parts,
        16,
    ),
    number("Målnummer", "KF-målets nummer. Tomt för annat än mål.", lambda row: row.number, 17),
    Column("Namn", "Nämnden, programgruppen eller målet som siffran gäller.", lambda row: row.name, 50),
    Column("Uppgift", "Vad siffran anger, med samma namn som på de andra bladen.", lambda row: row.what, 26),
    number("Värde", "Siffran. Är den okänd finns det ingen rad.", lambda row: row.value, 16),
    Column("Enhet", f"{COUNT.capitalize()} eller {KRONOR}.", lambda row: row.unit, 10),
    *(
        Column(column.heading, column.about, lambda row, value=column.value: value(row.figures), column.width)
        for column in BASIS
    ),
)
