"""How partners are counted: each organisation once, however many projects it takes part in."""

from collections import defaultdict
from functools import lru_cache


def organisations(partners):
    """Their names by sector and by country, each once; under "" those of which nobody has said it."""
    by_sector, by_country = defaultdict(set), defaultdict(set)
    for partner in partners:
        name = _known_as(partner.name)
        by_sector[partner.sector].add(name)
        by_country[partner.country].add(name)
    return by_sector, by_country


@lru_cache(2**14)
def _known_as(name):
    return " ".join(name.split()).casefold()
