"""The columns of the workbook's two sheets: headings, help, and how a card's content stands in their cells as text."""

from dataclasses import dataclass
from enum import StrEnum

from config.excel import fitting
from config.formats import COUNTRIES, country
from submissions.models import Board

from ..forms import CardForm, FactsForm
from ..forms.partners import PartnerForm
from ..models import SORTED_COUNTRIES, Card, Currency, Role, Sector
from .plain import plain

MOST_CARDS, MOST_PARTNERS = 500, 5000
FORMAT = "2"
YES = "X"


class Tab(StrEnum):
    """The workbook's sheets by their names; the last three are hidden."""

    CARDS = "Projekt"
    PARTNERS = "Partner"
    HELP = "Så gör du"
    LISTS = "Listor"
    AS_WRITTEN = "Som skrivet"
    PARTNERS_AS_WRITTEN = "Partner som skrivet"


@dataclass(frozen=True)
class Column:
    """A column: the name of what stands there, its heading and help, and how wide it is in characters.

    `kind` is `key`, `text`, `rich`, `amount`, `date`, `choice`, `goal` or `boards`; `choices` are the labels of a
    choice by what each means. `fact` where it belongs to the project, and not to the board's own account of it.
    """

    name: str
    heading: str
    help: str
    width: int
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    fact: bool = False

    @property
    def labels(self):
        return [label for _, label in self.choices]

    def meaning(self, label):
        """What a label means, whatever its spaces and letter case; None where there is no such label."""
        return next((value for value, told in self.choices if same(told, label)), None)

    def understood(self, text):
        """What the text means if it is one of the labels; else itself, to be judged by the form."""
        return self.meaning(text) or text


def same(one, other):
    """Whether two short texts are alike but for spaces and letter case."""
    return squeezed(one) == squeezed(other)


def squeezed(text):
    return " ".join(text.split()).casefold()


class Sheets:
    """The columns of one submission's workbook, and what may be chosen in them."""

    def __init__(self, submission):
        self.submission = submission
        round = submission.round
        self.goals = list(round.goals.order_by("number"))
        self.programmes = list(round.programmes.values_list("name", flat=True))
        self.boards = list(Board.objects.filter(submissions__round=round).exclude(pk=submission.board_id))
        self.cards = (_KEY, *self._facts(), *self._own(), *self._texts(), self._cooperating())
        self.partners = _partner_columns()

    def _facts(self):
        """The project's facts, and after its title the board's own heading: people look for the one or the other."""
        programmes = tuple((name, name) for name in self.programmes)
        return (
            _fact("title", 40, help="Projektets namn. Det måste alltid stå något här."),
            _own("title", 30),
            _fact("acronym", 16),
            _fact("programme", 28, kind="choice", choices=programmes, help="Välj i listan."),
            _fact("grant_number", 18),
            _fact("owner", 26),
            _fact("starts", 14, kind="date"),
            _fact("ends", 14, kind="date"),
            _fact("total_budget", 16, kind="amount"),
            _fact("currency", 16, kind="choice", choices=tuple(Currency.choices), help=_CURRENCY),
            _fact("website", 26),
        )

    def _own(self):
        year, goals = self.submission.round.year, tuple((str(goal.number), one_line(goal)) for goal in self.goals)
        return (
            _own("role", 18, kind="choice", choices=tuple(Role.choices)),
            _own("paid", 16, heading=f"Utbetalda medel {year}", kind="amount"),
            _own("budget", 16, kind="amount"),
            _own("own_cash", 18, kind="amount"),
            _own("own_work", 18, kind="amount"),
            *(self._goal(goal) for goal in self.goals),
            _own("main_goal", 30, kind="choice", choices=goals),
        )

    def _goal(self, goal):
        text = f"Skriv X om projektet bidrar till målet ”{goal.text}”. Lämna annars tomt."
        return Column(f"goal-{goal.number}", f"Kommunfullmäktigemål {one_line(goal)}", text, 24, "goal", ((YES, YES),))

    def _texts(self):
        return [_own(name, 50, kind="rich") for name in Card.TEXTS]

    def _cooperating(self):
        names = "; ".join(board.name for board in self.boards)
        help = (
            f"Skriv nämndernas namn med semikolon mellan. Nämnderna är: {names}." if names else "Det finns inga andra."
        )
        heading = CardForm.base_fields["cooperating_boards"].label
        return Column("cooperating_boards", heading, help, 34, "boards")

    def cells(self, key, content):
        """A card's content as the texts in its cells, by the columns' names."""
        card, project = content["card"], content["project"]
        told = {"key": key, **_fact_cells(project), **self._card_cells(card)}
        texts = card.get("texts", {})
        told |= {f"card-{name}": fitting(plain(texts.get(name) or "")) for name in Card.TEXTS}
        return {name: text for name, text in told.items() if text}

    def _card_cells(self, card):
        own, main = card.get("own_funding", {}), card.get("main_goal")
        chosen = card.get("goals", [])
        return {
            "card-title": card.get("title", ""),
            "card-role": Role(card["role"]).label if card.get("role") else "",
            "card-budget": amount(card.get("budget")),
            "card-paid": amount(card.get("paid")),
            "card-own_cash": amount(own.get("cash")),
            "card-own_work": amount(own.get("work")),
            "card-main_goal": next((one_line(goal) for goal in self.goals if goal.number == main), ""),
            "cooperating_boards": "; ".join(card.get("cooperating_boards", [])),
            **{f"goal-{goal.number}": YES for goal in self.goals if goal.number in chosen},
        }


def one_line(goal):
    return " ".join(f"{goal.number}. {goal.text}".split())


def _fact_cells(project):
    budget = project.get("total_budget") or {}
    names = ("title", "acronym", "programme", "grant_number", "owner", "starts", "ends", "website")
    return {
        **{f"project-{name}": project.get(name) or "" for name in names},
        "project-total_budget": amount(budget.get("amount")),
        "project-currency": Currency(budget["currency"]).label if budget.get("currency") else "",
    }


def partner_cells(partner):
    """A partner's texts by the columns' names; the project's is not among them."""
    return {
        "name": partner["name"],
        "sector": Sector(partner["sector"]).label if partner.get("sector") else "",
        "country": country(partner["country"]) if partner.get("country") else "",
    }


def amount(value):
    """Whole SEK as a cell or a form's field has it, empty where nobody has told."""
    return "" if value is None else str(value)


_KEY = Column(
    "key", "Nyckel (ändra inte)", "Så känner systemet igen projektet. Lämna tomt för ett nytt projekt.", 20, "key"
)
_CURRENCY = "Den totala budgetens valuta. Står inget här är det kronor."


# Headings and help are those of the card's page, so that a person meets the same words in both.


def _fact(name, width, help="", **more):
    field = FactsForm.base_fields[name]
    return Column(f"project-{name}", field.label, help or str(field.help_text), width, fact=True, **more)


def _own(name, width, heading="", **more):
    field = CardForm.base_fields[name]
    return Column(f"card-{name}", heading or field.label, str(field.help_text), width, **more)


def _partner_columns():
    countries = tuple((code, name) for code, name in SORTED_COUNTRIES if code in COUNTRIES)
    return (
        Column("project", "Projekt", "Projektets titel, som den står på bladet Projekt. Välj i listan.", 44),
        Column("name", "Partnerns namn", "En rad för varje partner.", 44),
        Column("sector", "Sektor", "Välj i listan.", 26, "choice", tuple(Sector.choices)),
        Column("country", "Land", PartnerForm.base_fields["country"].help_text, 22, "choice", countries),
    )
