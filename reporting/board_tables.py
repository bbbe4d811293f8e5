"""What the two documents of a board print alike: its figures in words, and its tables. All of it comes counted."""

from dataclasses import dataclass, replace

from config import formats
from config.formats import counted, kronor, number
from projects.models import Sector

from . import charts, headlines, live, tables
from .figures import goal_shares, partners_in_all, ranked_cards
from .tables import EXACT, UNKNOWN, Row, Table


@dataclass(frozen=True)
class Bars:
    """A figure (diagram): what it shows (`finding`), and a bar for each of `rows`, whose only cell is the share."""

    finding: str
    caption: str
    rows: tuple[Row, ...]
    note: str


def sentences(year, figures):
    """What is paid and for how many projects, as running text."""
    if not year.cards:
        return f"Nämnden redovisar inga internationellt finansierade projekt för {year.year}."
    told = [
        f"Under {year.year} deltog nämnden i {_projects(figures)}.",
        _roles(figures),
        f"Sammanlagt betalades {kronor(figures.paid)} ut till nämnden från EU och andra internationella finansiärer.",
    ]
    return " ".join(sentence for sentence in told if sentence)


def _projects(figures):
    """The EU projects, the others and those that have no programme, each kind that there is any of."""
    kinds = [
        counted(figures.eu_projects, "EU-projekt", "EU-projekt"),
        f"{number(figures.otherwise_funded)} projekt med annan finansiering" if figures.otherwise_funded else "",
        f"{number(figures.without_programme)} projekt utan program" if figures.without_programme else "",
    ]
    return formats.listed([kind for kind in kinds if kind])


def _roles(figures):
    told = [
        (figures.owned, "var projektägare"),
        (figures.partnered, "var projektpartner"),
        (figures.other_roles, "hade en annan roll"),
    ]
    parts = [f"{phrase} i {number(count)}" for count, phrase in told if count]
    if not parts:
        return ""
    return f"Nämnden {formats.listed([f'{parts[0]} av EU-projekten', *parts[1:]])}."


def projects(year, figures):
    """What was paid for each project, in falling order; None where there are none."""
    if not year.cards:
        return None
    rows = [
        Row(card.heading, (card.project.programme.name if card.project.programme else "", _paid(card)))
        for card in ranked_cards(year)
    ]
    return Table(
        caption=f"Utbetalda medel per projekt {year.year}",
        label_heading="Projekt",
        headings=("Program", f"Utbetalt {year.year}, kronor"),
        rows=tuple(rows),
        total=Row("Summa", ("", number(figures.paid))),
        notes=(EXACT, *_unknown_amounts(year)),
        texts=1,
    )


def _unknown_amounts(year):
    unknown = sum(card.paid is None for card in year.cards)
    return (f"Belopp saknas för {number(unknown)} projekt och ingår inte i summan.",) if unknown else ()


def _paid(card):
    return UNKNOWN if card.paid is None else number(card.paid)


def goals(year, figures):
    """Every goal, with empty cells where there is nothing; None where there are no projects."""
    table = tables.goals(figures, year.goal_period) if year.cards else None
    return table and replace(table, rows=tuple(_without_zeros(row) for row in table.rows))


def _without_zeros(row):
    return replace(row, cells=tuple("" if cell == "0" else cell for cell in row.cells))


def groups(year, figures):
    """Projects and paid funds per programme group; None where there are no projects."""
    return tables.groups(figures) if year.cards else None


def shares(figures):
    """The figure of how the paid funds are shared among the goals; None where nothing was paid."""
    found = goal_shares(figures)
    rows = zip(figures.goals, found, charts.lengths(found), strict=True) if found else ()
    drawn = tuple(Row(_goal(goal), (live.percent(share) if share else "",), bar) for goal, share, bar in rows)
    note = "Andelarna är avrundade till hela procent."
    caption = f"Utbetalda medel {figures.year} fördelade på huvudmål"
    return Bars(headlines.goals(figures), caption, drawn, note) if drawn else None


def _goal(goal):
    return f"{goal.number}. {goal.text}" if goal.number else goal.text


def sectors(year, figures):
    """The partners by sector; None where the round does not ask, or nobody has counted any."""
    total = partners_in_all(figures) if year.asks_for_cooperation else None
    if total is None:
        return None
    counts = figures.cooperation["sectors"]
    told = zip(counts.items(), charts.lengths(counts.values()), strict=True)
    rows = [Row(Sector(sector).label, (number(count) if count else "",), bar) for (sector, count), bar in told]
    is_many = len(year.submissions) > 1
    return Table(
        caption=f"Samverkanspartner per sektor {year.year}",
        label_heading="Sektor",
        headings=("Antal",),
        rows=tuple(rows),
        total=Row("Summa", (number(total),)),
        notes=("En part som flera nämnder samverkar med är räknad hos var och en.",) if is_many else (),
    )


def countries(year, figures):
    """The names of the countries that the board's partners are in, in a year that asks."""
    codes = [row["code"] for row in figures.cooperation["countries"]] if year.asks_for_cooperation else []
    return [formats.country(code) for code in codes]


def cooperation(year, figures):
    """What both documents print of the board's partners; None in a year that does not ask."""
    if not year.asks_for_cooperation:
        return None
    told = year.submissions[0].cooperation
    return {"table": sectors(year, figures), "countries": countries(year, figures), "html": told.html if told else ""}
