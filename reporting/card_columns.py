"""What is told of each project card in a row of a table: the columns of the workbook's sheet *Projekt* and of the open
data. Each cell is made of the `Year` and the `Card`.
"""

from datetime import date

from config.formats import alphabetical, country
from projects.models import Role

from .columns import MISSING, MISSING_ABOUT, Column, number
from .figure_names import EU, PAID
from .figures import budget_in_sek, group_of

YES, NO = "Ja", "Nej"
BOARD, GROUP, MAIN_GOAL = "Nämnd", "Programgrupp", "Huvudmål"


def _department(year, card):
    return next((board.department for board in year.boards if board.name == card.board), "")


def _role(year, card):
    return Role(card.role).label if card.role else ""


def _day(text):
    """A whole date as a date; one that stops at the year or the month stays text."""
    return date.fromisoformat(text) if len(text) == len("2024-12-31") else text


def _main_goal(year, card):
    return next((goal.text for goal in year.goals if goal.number == card.main_goal), "")


def _countries(year, card):
    names = {country(partner.country) for partner in card.partners if partner.country}
    return ", ".join(sorted(names, key=alphabetical))


COLUMNS = (
    number("År", "Året som kortet gäller.", lambda year, card: year.year, 8),
    Column("Projekt", "Projektets titel.", lambda year, card: card.project.title, 40),
    Column(
        "Projektnyckel",
        "Projektets namn i systemet. Samma projekt har samma nyckel hos alla nämnder och alla år.",
        lambda year, card: card.project.key,
        24,
    ),
    Column(
        "Kortets rubrik",
        "Det som nämnden själv kallar projektet. Är det samma som titeln står titeln.",
        lambda year, card: card.heading,
        30,
    ),
    Column(BOARD, "Nämnden som redovisar projektet.", lambda year, card: card.board, 30),
    Column("Förvaltning", "Förvaltningen under nämnden.", _department, 31),
    Column(
        "Nämndens roll",
        "Projektägare, projektpartner eller en annan roll, till exempel följare.",
        _role,
        15,
    ),
    Column(
        "Program",
        "Programmet som finansierar projektet. Tom om inget program är angivet.",
        lambda year, card: card.project.programme_name,
        24,
    ),
    Column(
        GROUP,
        "Gruppen som programmet räknas till i redovisningens summor.",
        lambda year, card: group_of(card),
        17,
    ),
    Column(
        EU,
        "Ja om programmet är ett EU-program. Raderna med Ja är nämndernas deltaganden i EU-projekt.",
        lambda year, card: YES if card.project.is_eu else NO,
        12,
    ),
    Column("Projektägare", "Organisationen som äger projektet.", lambda year, card: card.project.owner, 24),
    Column(
        "Börjar",
        "När projektet börjar. Är bara året eller månaden känd står det så.",
        lambda year, card: _day(card.project.starts),
        12,
    ),
    Column("Slutar", "När projektet slutar, på samma sätt.", lambda year, card: _day(card.project.ends), 12),
    number(
        "Total budget",
        "Hela projektets budget, för alla parter och alla år, i den valuta som står i nästa kolumn.",
        lambda year, card: card.project.total_budget and card.project.total_budget.amount,
        13,
    ),
    Column(
        "Valuta",
        "Valutan för den totala budgeten.",
        lambda year, card: card.project.total_budget and card.project.total_budget.currency,
        10,
    ),
    number(
        "Total budget i kronor",
        "Den totala budgeten omräknad med årets växelkurs. Tom om kursen saknas. Den summeras inte, eftersom ett "
        "projekt som flera nämnder redovisar har flera rader.",
        lambda year, card: budget_in_sek(card, year),
        13,
    ),
    number(
        "Nämndens budget",
        "Nämndens del av projektets budget, för hela projekttiden, i kronor.",
        lambda year, card: card.budget,
        14,
        sums=True,
    ),
    number(
        PAID,
        "Medel från EU eller en annan internationell finansiär som betalades ut till nämnden under året, i kronor.",
        lambda year, card: card.paid,
        14,
        sums=True,
    ),
    number(
        "Egen medfinansiering kontant",
        "Det som nämnden själv lägger in i pengar, i kronor. Det ingår inte i utbetalda medel.",
        lambda year, card: card.own_cash,
        18,
        sums=True,
    ),
    number(
        "Egen medfinansiering arbetstid",
        "Det som nämnden själv lägger in som arbetstid, värderat i kronor. Det ingår inte i utbetalda medel.",
        lambda year, card: card.own_work,
        18,
        sums=True,
    ),
    Column(
        "KF-mål",
        "Numren på de av kommunfullmäktiges mål som projektet arbetar för. Texten står på bladet KF-mål.",
        lambda year, card: ", ".join(map(str, card.goals)),
        11,
    ),
    number(
        MAIN_GOAL,
        "Numret på det mål som kortets utbetalda medel räknas under.",
        lambda year, card: card.main_goal,
        13,
    ),
    Column("Huvudmål i ord", "Huvudmålets text.", _main_goal, 50),
    Column(
        "Samverkar med",
        "Andra nämnder som nämnden samverkar med i projektet.",
        lambda year, card: ", ".join(card.cooperating_boards),
        80,
    ),
    Column("Partnerländer", "Länderna som projektets partner finns i.", _countries, 40),
    Column(MISSING, MISSING_ABOUT, lambda year, card: ", ".join(year.missing), 24),
)
