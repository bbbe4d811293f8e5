"""The project cards as a section of a submission, and the cooperation that some years ask for."""

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join, urlize
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from config.formats import country, kronor, listed, number, period
from submissions.sections import Part, Problem, Row, RowStatus, Section

from . import register
from .fields import ends_before
from .matching import is_code
from .models import Card, Cooperation, Currency, Project, Role, Sector
from .roundfile import (
    card_content,
    card_values,
    filled,
    project_facts,
    project_fields,
    rewrite_lists,
    write_cards,
)


def card_url(submission, key):
    """Address of the page of the submission's card for a project."""
    return reverse("card", args=[submission.round.year, submission.board.slug, key])


def full_cards(submission):
    """The submission's cards with all that is shown of them, in a fixed number of queries."""
    return _full(submission.cards).select_related("submission__round", "submission__board")


def _full(cards):
    return cards.select_related("project", "main_goal").prefetch_related("partners", "goals", "cooperating_boards")


class Cards(Section):
    """The board's cards, one for each internationally financed project that it takes part in."""

    title = "Projekt"
    empty = "Inga projekt är tillagda. Har nämnden inga behöver ni inte göra något här."
    add_label = "Lägg till projekt"
    reads = (Prefetch("cards", queryset=_full(Card.objects)),)
    model = Card
    name = "cards"

    def add_url(self, submission):
        return reverse("card_add", args=[submission.round.year, submission.board.slug])

    def rows(self, submission):
        programmes = _programmes(submission)
        return [_row(card, programmes) for card in full_cards(submission)]

    def show(self, submission, frozen):
        projects = {project["key"]: project for project in frozen.get("projects", [])}
        goals = {goal.number: str(goal) for goal in submission.round.goals.all()}
        cards = frozen["submission"].get("cards", [])
        return [_part(submission, card, projects[card["project"]], goals) for card in cards]

    def freeze(self, submission):
        cards = submission.cards.all()
        if not cards:
            return {}
        return {
            "submission": {"cards": [card_content(card) for card in cards]},
            "projects": [project_facts(card.project) for card in cards],
        }

    def thaw(self, submission, content):
        write_cards(submission, content.get("cards", []))

    def find(self, submission, key):
        return full_cards(submission).filter(project__key=key).first()

    def key(self, row):
        return row.project.key

    def describe(self, row):
        return _row(row, _programmes(row.submission))

    def content(self, row):
        return {"card": card_content(row), "project": project_facts(row.project)}

    def told(self, submission, content):
        card, project = content["card"], content["project"]
        nameless = {number: f"Mål {number}" for number in [*card.get("goals", []), card.get("main_goal")] if number}
        goals = {goal.number: str(goal) for goal in submission.round.goals.all()}
        facts = {"Egen rubrik": card.get("title"), **dict(_facts(card, project, nameless | goals))}
        facts |= {"Projekt": project["title"], "Kortnamn": project.get("acronym")}
        texts = {_label(name): card.get("texts", {}).get(name, "") for name in Card.TEXTS}
        partners = format_html_join("", "<p>{}</p>", ((_partner(partner),) for partner in card.get("partners", [])))
        plain = {label: conditional_escape(value or "") for label, value in facts.items()}
        return {**plain, **texts, "Partner": partners}

    def returnable(self, row, content):
        """Facts that other boards share are not one board's to bring back."""
        if register.sharing_boards(row):
            return {**content, "project": project_facts(row.project)}
        return content

    def values(self, row, content):
        return card_values(row, content["card"])

    def write_rest(self, row, content):
        rewrite_lists(row, content["card"])
        held = Project.objects.select_for_update().get(pk=row.project_id)
        if not register.sharing_boards(row) and project_facts(held) != content["project"]:
            Project.objects.filter(pk=held.pk).update(**project_fields(content["project"]))


def problems_of(card):
    """All that is missing, wrong or doubtful in a card."""
    return _row(card, _programmes(card.submission)).problems


def _programmes(submission):
    return set(submission.round.programmes.values_list("name", flat=True))


def _row(card, programmes):
    url = card_url(card.submission, card.project.key)
    wrong, missing = _wrong(card, programmes), _missing(card)
    status = RowStatus.NEEDS_WORK if wrong else RowStatus.STARTED if missing else RowStatus.DONE
    stops = [Problem(f"{card} {text}", url + place) for text, place in wrong + missing]
    warnings = [Problem(f"{card} {text}", url + place, stops=False) for text, place in _doubtful(card)]
    return Row(title=str(card), url=url, status=status, problems=(*stops, *warnings))


def _missing(card):
    """What must be there before the submission can be handed in, and where on the page it is written."""
    demanded = (
        (card.project.programme, "saknar program.", "#projektet"),
        (card.role, "saknar nämndens roll.", "#id_role"),
        (card.paid is not None, "saknar utbetalda medel. Skriv 0 om inget har betalats ut.", "#id_paid"),
        (card.goals.all(), "saknar kommunfullmäktigemål.", "#mal"),
        (card.main_goal or not card.goals.all(), "saknar huvudmål.", "#id_main_goal"),
        (any(getattr(card, name) for name in Card.TEXTS), "saknar text. Skriv under minst en rubrik.", "#texterna"),
    )
    return [(text, place) for there, text, place in demanded if not there]


def _wrong(card, programmes):
    """What contradicts itself or the round; only facts that were read in or changed elsewhere can."""
    project, programme, main_goal = card.project, card.project.programme, card.main_goal
    unknown = f"har ett program som inte finns i årets lista: {programme}."
    stray = "har ett huvudmål som inte är ett av kortets mål."
    faults = (
        (ends_before(project.ends, project.starts), "slutar före det börjar.", "#projektet"),
        (programme and programme not in programmes, unknown, "#projektet"),
        (main_goal and main_goal not in card.goals.all(), stray, "#id_main_goal"),
    )
    return [(text, place) for holds, text, place in faults if holds]


def _doubtful(card):
    """What is likely to be a mistake, though it may be right."""
    ends, year = card.project.ends, str(card.submission.round.year)
    doubts = (
        (ends_before(ends, year), f"slutade före {year}. Ska det vara med i år?", "#projektet"),
        (is_code(str(card)), "har bara en kod som rubrik. Skriv vad projektet heter.", "#id_title"),
    )
    return [(text, place) for holds, text, place in doubts if holds]


def _part(submission, card, project, goals):
    """The card as it is read, from the round file's shape."""
    context = {
        "facts": [(label, value) for label, value in _facts(card, project, goals) if value],
        "texts": [(_label(name), card["texts"][name]) for name in Card.TEXTS if card.get("texts", {}).get(name)],
        "partners": [_partner(partner) for partner in card.get("partners", [])],
    }
    return Part(
        title=card.get("title") or project["title"],
        body=render_to_string("projects/shown_card.html", context),
        url=card_url(submission, project["key"]),
    )


def _facts(card, project, goals):
    own = card.get("own_funding", {})
    heading = card.get("title") or project["title"]
    acronym = project.get("acronym", "")
    return (
        ("Projekt", project["title"] if project["title"] != heading else ""),
        ("Kortnamn", acronym if acronym not in heading else ""),
        ("Program", project.get("programme")),
        ("Bidragsnummer", project.get("grant_number")),
        ("Nämndens roll", card.get("role") and Role(card["role"]).label),
        ("Projektägare", project.get("owner")),
        ("Projekttid", period(project.get("starts"), project.get("ends"))),
        ("Total budget", _money(project.get("total_budget"))),
        ("Nämndens budget", _kronor(card.get("budget"))),
        ("Utbetalda medel", _kronor(card.get("paid"))),
        ("Egen medfinansiering, kontant", _kronor(own.get("cash"))),
        ("Egen medfinansiering, arbetstid", _kronor(own.get("work"))),
        ("Huvudmål", goals.get(card.get("main_goal"))),
        ("Andra mål", "; ".join(goals[g] for g in card.get("goals", []) if g != card.get("main_goal"))),
        ("Nämnder som samarbetar", listed(card.get("cooperating_boards", []))),
        ("Webbplats", _link(project.get("website", ""))),
    )


def _kronor(amount):
    return "" if amount is None else kronor(amount)


def _money(budget):
    if not budget:
        return ""
    return f"{number(budget['amount'])} {Currency(budget['currency']).label}"


def _link(website):
    """The address as a link, where it leads to a web page."""
    return mark_safe(urlize(website, autoescape=True))  # noqa: S308 - urlize escapes


def _label(name):
    return capfirst(Card._meta.get_field(name).verbose_name)


def _partner(partner):
    about = [Sector(partner["sector"]).label] if partner.get("sector") else []
    about += [country(partner["country"])] if partner.get("country") else []
    return f"{partner['name']} ({', '.join(about)})" if about else partner["name"]


class CooperationSection(Section):
    """Counts of partners per sector, and countries, where a year asks for them: read in and written out."""

    title = "Samverkan"
    reads = ("cooperation",)

    def freeze(self, submission):
        cooperation = getattr(submission, "cooperation", None)
        if not cooperation:
            return {}
        sectors = filled({sector: getattr(cooperation, sector) for sector in Sector.values})
        content = {"sectors": sectors, "countries": cooperation.countries, "html": cooperation.html}
        told = {key: value for key, value in content.items() if value}
        return {"submission": {"cooperation": told}} if told else {}

    def thaw(self, submission, content):
        if "cooperation" in content:
            told = content["cooperation"]
            Cooperation.objects.create(
                submission=submission,
                countries=told.get("countries", []),
                html=told.get("html", ""),
                **told.get("sectors", {}),
            )
