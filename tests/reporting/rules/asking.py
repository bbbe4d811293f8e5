"""Asking one rule what it finds in a year."""

from reporting.figures import count
from reporting.rules.basis import Basis


def asked(rule, year, figures=None, previous=None):
    """What the rule alone finds; that each finding is signed with its name and has a place holds for all."""
    made = list(rule(Basis(year, figures or count(year, previous), previous)))
    assert {finding.rule for finding in made} <= {rule.__name__}
    assert all(finding.places for finding in made)
    return made


def found(rule, year, figures=None, previous=None):
    """What the rule alone finds, as (severity, message, where)."""
    return [(each.severity, each.message, each.where) for each in asked(rule, year, figures, previous)]
