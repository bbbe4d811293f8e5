"""What each figure of a year is called, the same wherever it stands by name, and beside the year before."""

from . import figures as counting

EU, PAID = "EU-projekt", "Utbetalda medel"
# By the figure's name in `figures.COUNTINGS`.
NAMES = {
    "eu_projects": EU,
    "other_projects": "Andra projekt än EU-projekt",
    "otherwise_funded": "Projekt med annan internationell finansiering",
    "without_programme": "Projekt som saknar program",
    "participations": "Nämndernas deltaganden i EU-projekt",
    "cards": "Projektkort",
    "owned": "EU-projekt där någon nämnd är projektägare",
    "partnered": "EU-projekt där någon nämnd är projektpartner, och ingen är ägare",
    "other_roles": "EU-projekt där nämnderna har en annan roll",
    "boards_taking_part": "Nämnder som deltar i EU-projekt",
    "paid": PAID,
    "paid_otherwise": "Utbetalda medel för andra projekt än EU-projekt",
    "known_budgets": "EU-projekt vars totala budget är känd",
    "smallest_budget": "Minsta totala budget för ett EU-projekt",
    "largest_budget": "Största totala budget för ett EU-projekt",
}
PARTIES = {
    "public": "Offentliga samarbetsparter",
    "private": "Privata samarbetsparter",
    "academia": "Samarbetsparter i akademin",
    "civil_society": "Samarbetsparter i civilsamhället",
}
AMOUNTS = ("paid", "paid_otherwise", "smallest_budget", "largest_budget")  # in SEK


def with_unit(name):
    """The name with the unit of what is an amount: Utbetalda medel, kronor."""
    return f"{NAMES[name]}, kronor" if name in AMOUNTS else NAMES[name]


def beside_before(figures, names):
    """(name, what it is called, now, the year before) of each figure; None where nobody knows it."""
    both = (figures, figures.previous)
    return [(name, with_unit(name), *(each and counting.printed(each, name) for each in both)) for name in names]
