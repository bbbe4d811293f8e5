"""What the two documents of a board print alike: its figures in words, and its tables. All of it comes counted."""

from dataclasses import dataclass

from config import formats
from config.formats import in_words, kronor, number
from projects.models import Sector

from . import charts, headlines, language, tables
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
        _paid_in_all(figures),
    ]
    return " ".join(sentence for sentence in told if sentence)


def _paid_in_all(figures):
    if figures.paid is None:
        return "Uppgift saknas om vad som betalades ut till nämnden."
    paid = kronor(figures.paid)
    return f"Sammanlagt betalades {paid} ut till nämnden från EU och andra internationella finansiärer."


def _projects(figures):
    """The EU projects, the others and those that have no programme, each kind that there is any of."""
    kinds = [
        f"{in_words(figures.eu_projects)} EU-projekt",
        f"{in_words(figures.otherwise_funded)} projekt med annan finansiering" if figures.otherwise_funded else "",
        f"{in_words(figures.without_programme)} projekt utan program" if figures.without_programme else "",
    ]
    return formats.listed([kind for kind in kinds if kind])


def _roles(figures):
    told = [
        (figures.owned, "var projektägare"),
        (figures.partnered, "var projektpartner"),
        (figures.other_roles, "hade en annan roll"),
    ]
    (count, phrase), *others = [(count, phrase) for count, phrase in told if count] or [(0, "")]
    of_all = f"{in_words(count)} av EU-projekten" if others else _all(count)
    parts = [f"{phrase} i {of_all}", *(f"{said} i {in_words(number)}" for number, said in others)]
    return f"Nämnden {formats.listed(parts)}." if count else ""


def _all(count):
    """All the EU projects, in a sentence that has said how many they are."""
    return {1: "EU-projektet", 2: "båda EU-projekten"}.get(count, f"alla {in_words(count)} EU-projekten")


def projects(year, figures):
    """What was paid for each project, in falling order; None where there are none."""
    if not year.cards:
        return None
    rows = [
        Row(card.heading, (card.project.programme_name, _paid(card)), language=language.of_title(card.heading))
        for card in ranked_cards(year)
    ]
    return Table(
        caption=f"Utbetalda medel per projekt {year.year}",
        label_heading="Projekt",
        headings=("Program", f"Utbetalt {year.year}, kronor"),
        rows=tuple(rows),
        total=Row("Summa", ("", _paid(figures))),
        notes=(EXACT, *_unknown_amounts(year)) if figures.paid is not None else (),
        texts=1,
    )


def _unknown_amounts(year):
    unknown = sum(card.paid is None for card in year.cards)
    return (f"Belopp saknas för {in_words(unknown)} projekt och ingår inte i summan.",) if unknown else ()


def _paid(card):
    return UNKNOWN if card.paid is None else number(card.paid)


def goals(year, figures):
    """Every goal; None where there are no projects."""
    return tables.goals(figures, year.goal_period) if year.cards else None


def groups(year, figures):
    """Projects and paid funds per programme group; None where there are no projects."""
    return tables.groups(figures, year.programmes) if year.cards else None


def shares(figures):
    """The figure of how the paid funds are shared among the goals; None where nothing was paid."""
    found = goal_shares(figures)
    rows = zip(figures.goals, found, charts.lengths(found), strict=True) if found else ()
    drawn = tuple(Row(tables.goal_label(goal), (_share(goal, share),), bar) for goal, share, bar in rows)
    caption = f"Utbetalda medel {figures.year} fördelade på huvudmål"
    return Bars(headlines.goals(figures), caption, drawn, tables.WHOLE_PERCENT) if drawn else None


def _share(goal, share):
    return UNKNOWN if goal.paid is None else tables.share(share)


def sectors(year, figures):
    """The partners by sector; None where the round does not ask, or nobody has counted any."""
    total = partners_in_all(figures) if year.asks_for_cooperation else None
    if total is None:
        return None
    counts = figures.cooperation["sectors"]
    told = zip(counts.items(), charts.lengths(counts.values()), strict=True)
    rows = [Row(Sector(sector).label, ("" if count is None else number(count),), bar) for (sector, count), bar in told]
    is_many = len(year.submissions) > 1
    return Table(
        caption=f"Samverkansparter per sektor {year.year}",
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
