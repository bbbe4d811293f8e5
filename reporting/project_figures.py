"""What is counted of one project through the years, out of each year's own figures."""

from . import figures


def paid_in_all(years):
    """What was paid out for the project, whole SEK, in `years` with its cards alone; None where nobody has said it."""
    return figures.sum_of_known(figures.count(year).paid for year in years)


def unknown_amounts(years):
    """Of how many accounts nobody has said what was paid out."""
    return sum(card.paid is None for year in years for card in year.cards)
