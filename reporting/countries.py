"""Where the boards' projects lead: their partners by country, as `Figures` has counted them."""

from config.formats import country

HOME = "SE"


def abroad(figures):
    """The countries but Sweden with how many partners they have, most first; none in a year that only names them."""
    return [row for row in figures.cooperation["countries"] if row["code"] != HOME and row["partners"]]


def at_home(figures):
    """How many of the partners are in Sweden."""
    return sum(row["partners"] or 0 for row in figures.cooperation["countries"] if row["code"] == HOME)


def named(figures):
    """The names of the countries in a year when the boards only say which they are."""
    told = [row["code"] for row in figures.cooperation["countries"] if row["partners"] is None]
    return [country(code) for code in told]
