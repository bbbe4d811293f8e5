"""The page that a figure opens into: the cards that it was counted from, with the figure itself at their foot."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from config.formats import alphabetical, listed
from projects.models import Role
from submissions.models import Round

from . import dataset, figures, years
from .addresses import PARTS, Addresses
from .figure_names import NAMES, PARTIES
from .views import for_reviewers

# Each figure that can be opened: how it is counted, and by which parts it is shown in tables.
_PROJECTS = "Ett projekt räknas en gång, hur många kort det än har."
_BY_ROLE = "Ett projekt räknas en gång, efter den tyngsta roll som någon nämnd har i det."
_PARTIES = "En organisation räknas en gång, hur många kort den än står på."
OPENED = {
    "eu_projects": (_PROJECTS, ("group", "goal", "main_goal")),
    "other_projects": (_PROJECTS, ()),
    "otherwise_funded": ("Projekt i program som inte är EU:s, vart och ett en gång.", ()),
    "without_programme": (_PROJECTS, ()),
    "participations": ("Varje kort i ett EU-projekt är ett deltagande.", ("board",)),
    "cards": ("Alla kort, oavsett finansiär.", ("board",)),
    "owned": (_BY_ROLE, ()),
    "partnered": (_BY_ROLE, ()),
    "other_roles": (_BY_ROLE, ()),
    "boards_taking_part": ("En nämnd räknas en gång, hur många kort den än har.", ()),
    "paid": ("Summan av alla kort, oavsett finansiär. Hela kronor.", ("board", "group", "main_goal")),
    "known_budgets": (
        "Budgeten är angiven, i kronor eller i en valuta som omgången har en kurs för. Ett projekt räknas en gång.",
        (),
    ),
    "paid_otherwise": (
        "Summan av korten för projekt som inte är EU-projekt. Hela kronor. Den ingår i utbetalda medel.",
        (),
    ),
    "smallest_budget": ("Den minsta av EU-projektens budgetar, i hela kronor efter omgångens valutakurser.", ()),
    "largest_budget": ("Den största av EU-projektens budgetar, i hela kronor efter omgångens valutakurser.", ()),
    **dict.fromkeys(PARTIES, (_PARTIES, ())),
}
# What the figures are counted on, by the name in the address: which `Year`, and what that is called.
BASES = {
    "": (partial(years.load, draft=True), "Allt som är skrivet"),
    "godkanda": (years.load, "Godkända inlämningar"),
    "jamforelse": (years.settled, "Den senaste utgåvan"),
}
SUMS = ("paid", "paid_otherwise")  # amounts, that are summed
ROLES = {**dict(Role.choices), "": "–"}


@dataclass(frozen=True)
class Line:
    """A card on the page. `number` is how many have been counted with it; None where it adds none.

    `partners` are those of its parties that are counted, where these are.
    """

    card: dataset.Card
    number: int | None
    role: str
    group: str
    goal: str
    budget: int | None
    partners: str
    url: str | None
    project_url: str | None


@for_reviewers
@require_safe
def cards(request, year, name):
    """The cards of a figure, or of the part of it that the address names."""
    round = get_object_or_404(Round, year=year)
    by, key = _part(request.GET, name)
    basis = request.GET.get("underlag", "") if request.GET.get("underlag") in BASES else ""
    of = BASES[basis][0](round)
    how, _ = OPENED[name]
    context = {
        "title": ", ".join(filter(None, (f"{(NAMES | PARTIES)[name]} {round}", _in_words(of, by, key)))),
        "round": round,
        "how": how,
        "bases": [
            (label, _same(request, each), each == basis)
            for each, (_, label) in BASES.items()
            if each != "jamforelse" or basis == each or years.published(round)
        ],
        "sums": name in SUMS,
        "budgets": name.endswith("_budget"),
        "of_boards": name == "boards_taking_part",
        "parties": name in figures.SECTORS,
        **_counted(round, of, name, by, key),
    }
    return TemplateResponse(request, "admin/reporting/figure.html", {**admin.site.each_context(request), **context})


def _part(asked, name):
    """By what the figure is parted, and which part is asked for; 404 where there is no such."""
    named = [(part, asked[part]) for part in PARTS if part in asked]
    if name not in OPENED or len(named) > 1:
        raise Http404
    if not named:
        return "", None
    (part, value), by = named[0], PARTS[named[0][0]]
    if by not in OPENED[name][1] or (part in ("mal", "huvudmal") and not value.isdecimal()):
        raise Http404
    return by, int(value) if part in ("mal", "huvudmal") else value


def _in_words(year, by, key):
    if by not in ("goal", "main_goal"):
        return key or ""
    if key == 0:
        return figures.NO_MAIN_GOAL[0].lower() + figures.NO_MAIN_GOAL[1:]
    text = next((goal.text for goal in year.goals if goal.number == key), "")
    return f"mål {key}. {text}" if by == "goal" else f"huvudmål {key}. {text}"


def _same(request, basis):
    query = request.GET.copy()
    query.pop("underlag", None)
    if basis:
        query["underlag"] = basis
    return f"?{query.urlencode()}"


def _counted(round, year, name, by, key):
    """The figure with its cards; or where it has none, typed in or stated by the boards, only what it is."""
    if figures.is_typed(year):
        whole = figures.count(year)
        about = whole.approximate and name == "paid" and not by
        return {"typed": True, "about": about, "figure": figures.printed(whole, name, by, key), "lines": []}
    if name in figures.SECTORS and year.asks_for_cooperation:
        return {
            "stated": figures.stated(year, name),
            "figure": figures.printed(figures.count(year), name),
            "lines": [],
        }
    chosen = _ordered(year, name, figures.cards_of(year, name, by, key))
    return {"figure": figures.tally(year, name, by, key), "lines": list(_lines(round, year, name, chosen))}


def _ordered(year, name, chosen):
    """By what is counted, so that the cards of one project or of one board stand together; amounts largest first."""
    if name in SUMS:
        return figures.ranked(chosen)
    if name.endswith("_budget"):
        ordered = sorted(chosen, key=lambda card: figures.budget_in_sek(card, year))
        return ordered if name == "smallest_budget" else ordered[::-1]
    if name in ("boards_taking_part", "participations", "cards"):
        return sorted(chosen, key=lambda card: (alphabetical(card.board), alphabetical(card.heading)))
    return sorted(chosen, key=lambda card: (alphabetical(card.project.title), card.project.key))


def _lines(round, year, name, chosen):
    unit, seen, addresses = figures.COUNTINGS[name].unit, set(), Addresses(round)
    for at, card in enumerate(chosen, 1):
        what = unit(card) if unit else at
        new = what not in seen
        seen.add(what)
        submission = addresses.submissions.get(card.board)
        yield Line(
            card=card,
            number=len(seen) if new else None,
            role=ROLES[card.role],
            group=figures.group_of(card),
            goal=str(figures.main_goal_of(year, card) or "–"),
            budget=figures.budget_in_sek(card, year),
            partners=listed([each.name for each in card.partners if each.sector == name]),
            url=submission and addresses.part(submission, "cards", card.project.key),
            project_url=addresses.project(card.project.key),
        )
