"""The columns of the workbook's two sheets: headings, help, and how a card's content stands in their cells as text."""

from dataclasses import dataclass

from config.excel import fitting
from config.formats import COUNTRIES, country
from submissions.models import Board

from ..forms import CardForm, FactsForm
from ..forms.partners import PartnerForm
from ..models import SORTED_COUNTRIES, Card, Currency, Role, Sector
from ..section import text_label
from .plain import plain

CARDS, PARTNERS, HELP, LISTS, AS_WRITTEN, PARTNERS_AS_WRITTEN = (
    "Projekt", "Partner", "Så gör du", "Listor", "Som skrivet", "Partner som skrivet",
)  # fmt: skip
MOST_CARDS, MOST_PARTNERS = 500, 5000
FORMAT = "1"
YES = "X"


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
        programmes = tuple((name, name) for name in self.programmes)
        return (
            _fact("title", "Titel", 40, help="Projektets namn. Det måste alltid stå något här."),
            _fact("acronym", "Kortnamn", 16),
            _fact("programme", "Program", 28, kind="choice", choices=programmes, help="Välj i listan."),
            _fact("grant_number", "Bidragsnummer", 18),
            _fact("owner", "Projektägare", 26),
            _fact("starts", "Börjar", 14, kind="date"),
            _fact("ends", "Slutar", 14, kind="date"),
            _fact("total_budget", "Total budget", 16, kind="amount"),
            _fact("currency", "Valuta", 16, kind="choice", choices=tuple(Currency.choices), help=_CURRENCY),
            _fact("website", "Webbplats", 26),
        )

    def _own(self):
        year, goals = self.submission.round.year, tuple((str(goal.number), one_line(goal)) for goal in self.goals)
        return (
            _own("role", "Nämndens roll", 18, kind="choice", choices=tuple(Role.choices)),
            _own("paid", f"Utbetalda medel {year}", 16, kind="amount"),
            _own("budget", "Nämndens budget", 16, kind="amount"),
            _own("own_cash", "Egen medfinansiering, kontant", 18, kind="amount"),
            _own("own_work", "Egen medfinansiering, arbetstid", 18, kind="amount"),
            *(self._goal(goal) for goal in self.goals),
            _own("main_goal", "Huvudmål", 30, kind="choice", choices=goals),
            _own("title", "Egen rubrik", 30),
        )  # fmt: skip

    def _goal(self, goal):
        text = f"Skriv X om projektet bidrar till målet ”{goal.text}”. Lämna annars tomt."
        return Column(f"goal-{goal.number}", f"Mål {one_line(goal)}", text, 18, "goal", ((YES, YES),))

    def _texts(self):
        return [_own(name, text_label(name), 50, kind="rich") for name in Card.TEXTS]

    def _cooperating(self):
        names = "; ".join(board.name for board in self.boards)
        help = (
            f"Skriv nämndernas namn med semikolon mellan. Nämnderna är: {names}." if names else "Det finns inga andra."
        )
        return Column("cooperating_boards", "Nämnder som samarbetar", help, 34, "boards")

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


def _fact(name, heading, width, help="", **more):
    return Column(f"project-{name}", heading, help or _help(FactsForm, name), width, fact=True, **more)


def _own(name, heading, width, **more):
    return Column(f"card-{name}", heading, _help(CardForm, name), width, **more)


def _help(form, name):
    return str(form.base_fields[name].help_text)


def _partner_columns():
    countries = tuple((code, name) for code, name in SORTED_COUNTRIES if code in COUNTRIES)
    return (
        Column("project", "Projekt", "Projektets titel, som den står på bladet Projekt. Välj i listan.", 44),
        Column("name", "Partnerns namn", "En rad för varje partner.", 44),
        Column("sector", "Sektor", "Välj i listan.", 26, "choice", tuple(Sector.choices)),
        Column("country", "Land", _help(PartnerForm, "country"), 22, "choice", countries),
    )
