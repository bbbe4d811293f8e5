"""A card as the year's report prints it (see reporting/report.py), in the same words and order, for reading."""

from django.db.models import prefetch_related_objects
from django.utils.html import urlize
from django.utils.safestring import mark_safe

from config.formats import country, kronor, listed, number, period

from .models import Card, Currency, Role

# The card's texts in printing order; the description stands first, without a heading.
TEXTS = {
    "description": "",
    "purpose": "Syfte",
    "aims": "Mål",
    "target_group": "Målgrupp",
    "staff": "Personella resurser",
    "cooperation": "Samarbete med annan sektor",
    "dissemination": "Spridning",
    "implementation": "Implementering",
    "results": "Resultat",
}


def text_label(name):
    """What a text is called where the council's goals stand beside it, as on the card's page."""
    return "Projektets mål" if name == "aims" else TEXTS[name] or "Beskrivning"


class CardReader:
    """Makes a year's cards, in the round file's shape, into what templates/projects/shown_card.html shows."""

    def __init__(self, round):
        self.year = round.year
        prefetch_related_objects([round], "goals", "programmes")  # once, where many boards' cards are read
        self.goals = sorted(round.goals.all(), key=lambda goal: goal.number)
        self.programmes = {programme.name: programme.eu for programme in round.programmes.all()}

    def context(self, card, project):
        texts = card.get("texts", {})
        return {
            "mark": self._mark(project),
            "facts": [fact for fact in self._facts(card, project) if fact[1]],
            "texts": [(heading, texts[name]) for name, heading in TEXTS.items() if texts.get(name)],
            "partners": "; ".join(_partner(partner) for partner in card.get("partners", [])),
            "unprinted": [fact for fact in _unprinted(card, project) if fact[1]],
        }

    def _mark(self, project):
        if not project.get("programme"):
            return "Program saknas"
        return "" if self.programmes.get(project["programme"], True) else "Inte ett EU-projekt"

    def _facts(self, card, project):
        return (
            ("Program", project.get("programme")),
            ("Projekttid", period(project.get("starts"), project.get("ends"))),
            ("Nämndens roll", card.get("role") and Role(card["role"]).label),
            (f"Utbetalt {self.year}", amount(card.get("paid"))),
            ("Projektägare", project.get("owner")),
            ("KF-mål", self._goals(card)),
            ("Samverkar med", listed(card.get("cooperating_boards", []))),
        )

    def _goals(self, card):
        named = [goal for goal in self.goals if goal.number in card.get("goals", [])]
        main = card.get("main_goal") if len(named) > 1 else None
        return "; ".join(f"{goal}{' (huvudmål)' if goal.number == main else ''}" for goal in named)


def _unprinted(card, project):
    """What the board tells beside what is printed."""
    own, heading = card.get("own_funding", {}), card.get("title") or project["title"]
    acronym = project.get("acronym", "")
    return (
        ("Projekt", project["title"] if project["title"] != heading else ""),
        ("Kortnamn", acronym if acronym not in heading else ""),
        ("Bidragsnummer", project.get("grant_number")),
        ("Total budget", budget(project.get("total_budget"))),
        ("Nämndens budget", amount(card.get("budget"))),
        ("Egen medfinansiering, kontant", amount(own.get("cash"))),
        ("Egen medfinansiering, arbetstid", amount(own.get("work"))),
        ("Webbplats", link(project.get("website", ""))),
    )


def _partner(partner):
    """With its country where that is another than Sweden."""
    abroad = partner.get("country") and partner["country"] != "SE"
    return f"{partner['name']} ({country(partner['country'])})" if abroad else partner["name"]


def amount(value):
    """Whole SEK in words, or nothing where nobody has told."""
    return "" if value is None else kronor(value)


def budget(told):
    """A project's whole budget in words, in its currency."""
    return f"{number(told['amount'])} {Currency(told['currency']).label}" if told else ""


def link(website):
    """The address as a link, where it leads to a web page."""
    return mark_safe(urlize(website, autoescape=True))  # noqa: S308 - urlize escapes


def place_of_first_text(card):
    """The field of the first text that the card has, or of the first that it could have."""
    return f"#id_{next((name for name in Card.TEXTS if getattr(card, name)), Card.TEXTS[0])}"
