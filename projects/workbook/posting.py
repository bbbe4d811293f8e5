"""What the card's page would post of a card as it is saved: what a workbook's changed cells are put into."""

from config.formats import country
from submissions.models import Board

from ..models import Currency
from ..roundfile import project_fields
from .columns import amount


def posted(card, content):
    """What the card's page would post of `content` if nothing was changed there, but for the partners."""
    facts = {f"project-{name}": value for name, value in project_fields(content["project"]).items()}
    told = content["card"]
    own, goals = told.get("own_funding", {}), {goal.number: goal.pk for goal in card.submission.round.goals.all()}
    boards = told.get("cooperating_boards", [])
    return {
        **{name: "" if value is None else str(value) for name, value in facts.items()},
        "project-currency": facts["project-currency"] or Currency.SEK,
        "version": card.version,
        "title": told.get("title", ""),
        "role": told.get("role") or "",
        **{name: amount(told.get(name)) for name in ("budget", "paid")},
        **{f"own_{name}": amount(own.get(name)) for name in ("cash", "work")},
        "main_goal": goals.get(told.get("main_goal"), ""),
        "goals": [goals[number] for number in told.get("goals", []) if number in goals],
        "cooperating_boards": _pks(boards),
        **told.get("texts", {}),
    }


def _pks(names):
    return list(Board.objects.filter(name__in=names).values_list("pk", flat=True)) if names else []


def partners_of(content):
    """The partners of `content` as they are typed, the country by its name."""
    partners = content["card"].get("partners", [])
    return [{**each, "country": country(each["country"]) if each.get("country") else ""} for each in partners]


def posted_partners(partners):
    """What the card's page would post of partners as they are typed."""
    rows = {
        f"partners-{place}-{name}": partner.get(name) or ""
        for place, partner in enumerate(partners)
        for name in ("name", "sector", "country")
    }
    return {**rows, "partners-TOTAL_FORMS": len(partners), "partners-INITIAL_FORMS": 0}
