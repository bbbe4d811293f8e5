"""A year's figures as rows of tables: the main ones by name, and those of each board, programme group and goal.

Nothing is counted here: every value comes from `Figures`.
"""

from dataclasses import dataclass

from config.formats import country
from projects.models import Sector

from .columns import MISSING, MISSING_ABOUT, Column, number
from .figure_names import AMOUNTS, EU, NAMES, PAID
from .figures import Figures

TAKING_PART = "Deltaganden i EU-projekt"
WHOLE, BOARD, GROUP, GOAL, SECTOR, COUNTRY = "Alla nämnder", "Nämnd", "Programgrupp", "KF-mål", "Sektor", "Land"
PARTIES = "Samverkansparter"
COUNT, KRONOR = "antal", "kronor"
COUNTED, TYPED = "Räknat ur projektkorten", "Inskrivna summor"

# The main figures of a year. Each cell is made of the year's `Figures`.
KEY_FIGURES = (
    number(
        NAMES["eu_projects"],
        "Projekt som minst en nämnd har ett projektkort för, i ett program som är EU:s. Ett projekt räknas en gång, "
        "hur många nämnder som än deltar.",
        lambda figures: figures.eu_projects,
    ),
    number(
        NAMES["owned"],
        "De av EU-projekten som minst en nämnd äger.",
        lambda figures: figures.owned,
        22,
    ),
    number(
        NAMES["partnered"],
        "De av EU-projekten där minst en nämnd är projektpartner och ingen nämnd är projektägare.",
        lambda figures: figures.partnered,
        24,
    ),
    number(
        NAMES["other_roles"],
        "De övriga EU-projekten. De tre rollerna blir tillsammans antalet EU-projekt.",
        lambda figures: figures.other_roles,
        22,
    ),
    number(
        NAMES["participations"],
        "Nämndernas projektkort för EU-projekt. Deltar tre nämnder i samma projekt är det tre deltaganden.",
        lambda figures: figures.participations,
        18,
    ),
    number(
        NAMES["otherwise_funded"],
        "Projekt i ett program som inte är EU:s, till exempel Nordplus.",
        lambda figures: figures.otherwise_funded,
        20,
    ),
    number(
        NAMES["without_programme"],
        "Projekt där inget program är angivet. De räknas inte som EU-projekt.",
        lambda figures: figures.without_programme,
    ),
    number(NAMES["cards"], "Nämndernas projektkort, för projekt av alla slag.", lambda figures: figures.cards),
    number(
        NAMES["boards_taking_part"],
        "Nämnder som har minst ett projektkort för ett EU-projekt.",
        lambda figures: figures.boards_taking_part,
        18,
    ),
    number(
        NAMES["paid"],
        "Medel från EU och andra internationella finansiärer som betalades ut till nämnderna under året, för alla "
        "projektkort, i kronor.",
        lambda figures: figures.paid,
    ),
    number(
        NAMES["paid_otherwise"],
        "Den del av de utbetalda medlen som gäller projekt som inte är EU-projekt.",
        lambda figures: figures.paid_otherwise,
        20,
    ),
    number(
        NAMES["known_budgets"],
        "De av EU-projekten som har en total budget angiven, i kronor eller i en valuta med känd kurs. Den minsta och "
        "den största budgeten är bland dem.",
        lambda figures: figures.known_budgets,
        20,
    ),
    number(
        NAMES["smallest_budget"],
        "Hela projektets budget i kronor, för det EU-projekt som har den minsta.",
        lambda figures: figures.budget_span["smallest"],
        19,
    ),
    number(
        NAMES["largest_budget"],
        "Hela projektets budget i kronor, för det EU-projekt som har den största.",
        lambda figures: figures.budget_span["largest"],
        19,
    ),
)
_IN_KRONOR = tuple(NAMES[name] for name in AMOUNTS)


@dataclass(frozen=True)
class Told:
    """One figure of a part of a year: `value` of `what`, for the part that is called `name` among the `parts`.

    The value is None only for a country of which nobody has said how many parties it has.
    """

    figures: Figures
    parts: str
    number: int | None
    name: str
    what: str
    value: int | None

    @property
    def unit(self):
        return KRONOR if self.what in _IN_KRONOR else COUNT


def projects_of_boards(figures):
    """What a board's projects are called: of typed totals nobody knows whether a project of two was counted twice."""
    return EU if figures.typed else TAKING_PART


def told(figures):
    """Every figure of the year that somebody knows: of the whole year, then of its parts."""
    whole = [(WHOLE, None, WHOLE, column.heading, column.value(figures)) for column in KEY_FIGURES]
    rows = (*whole, *_parts(figures), *_sectors(figures))
    return [Told(figures, *row) for row in rows if row[-1] is not None] + _countries(figures)


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


def _sectors(figures):
    for sector, parties in figures.cooperation["sectors"].items():
        yield SECTOR, None, Sector(sector).label, PARTIES, parties


def _countries(figures):
    """Also those that the boards have only named."""
    rows = figures.cooperation["countries"]
    return [Told(figures, COUNTRY, None, country(row["code"]), PARTIES, row["partners"]) for row in rows]


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
    Column(MISSING, MISSING_ABOUT, lambda figures: ", ".join(figures.missing), 24),
)
# The columns of `Told`.
TOLD_COLUMNS = (
    number("År", YEAR.about, lambda row: row.figures.year, 8),
    Column(
        "Indelning",
        f"Vad siffran gäller: en {BOARD.lower()}, en {GROUP.lower()}, ett {GOAL}, en {SECTOR.lower()} eller ett "
        f"{COUNTRY.lower()}, eller {WHOLE.lower()}.",
        lambda row: row.parts,
        16,
    ),
    number("Målnummer", "KF-målets nummer. Tomt för annat än mål.", lambda row: row.number, 17),
    Column("Namn", "Nämnden, programgruppen, målet, sektorn eller landet.", lambda row: row.name, 50),
    Column("Uppgift", "Vad siffran anger, med samma namn som på de andra bladen.", lambda row: row.what, 26),
    number(
        "Värde",
        "Siffran. Är den okänd finns det ingen rad, utom för länder, där den då är tom.",
        lambda row: row.value,
        16,
    ),
    Column("Enhet", f"{COUNT.capitalize()} eller {KRONOR}.", lambda row: row.unit, 10),
    *(
        Column(column.heading, column.about, lambda row, value=column.value: value(row.figures), column.width)
        for column in BASIS
    ),
)
