"""The project cards as a section of a submission."""

from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join

from config.formats import country, listed, period
from submissions.carry_over import unchanged_since
from submissions.sections import Part, Problem, Row, RowStatus, Section

from . import carry_over, register, rekeying
from .fields import ends_before
from .matching import is_code
from .models import Card, Project, Role, Sector
from .printed import CardReader, amount, budget, link, place_of_first_text, text_label
from .roundfile import (
    LISTS,
    card_content,
    card_values,
    project_facts,
    project_fields,
    rewrite_lists,
    write_cards,
)

# The fields of a card's page, by their ids there.
FIELDS = {
    "id_project-title": "Projektets titel",
    "id_project-acronym": "Kortnamn",
    "id_project-programme": "Program",
    "id_project-grant_number": "Bidragsnummer",
    "id_project-owner": "Projektägare",
    "id_project-starts": "Börjar",
    "id_project-ends": "Slutar",
    "id_project-total_budget": "Total budget",
    "id_project-website": "Webbplats",
    "id_role": "Nämndens roll",
    "id_paid": "Utbetalda medel",
    "id_budget": "Nämndens budget",
    "id_own_cash": "Egen medfinansiering, kontant",
    "id_own_work": "Egen medfinansiering, arbetstid",
    "id_goals_0": "Kommunfullmäktigemål",
    "id_main_goal": "Huvudmål",
    "id_title": "Egen rubrik",
    **{f"id_{name}": text_label(name) for name in Card.TEXTS},
    "id_cooperating_boards_0": "Andra nämnder som är med",
    "id_partners-0-name": "Partner",
}


def card_url(submission, key):
    """Address of the page of the submission's card for a project."""
    return reverse("card", args=[submission.round.year, submission.board.slug, key])


def full_cards(submission):
    """The submission's cards with all that is shown of them, in a fixed number of queries."""
    return _full(submission.cards).select_related("submission__round", "submission__board", "changed_by")


def _full(cards):
    return cards.select_related("project", "main_goal").prefetch_related("partners", "goals", "cooperating_boards")


class Cards(Section):
    """The board's cards, one for each internationally financed project that it takes part in."""

    title = "Projekt"
    printed = "Del 2. Internationellt finansierade projekt"
    empty = "Inga projekt är tillagda. Har nämnden inga behöver ni inte göra något här."
    add_label = "Lägg till projekt"
    reads = (Prefetch("cards", queryset=_full(Card.objects)),)
    model = Card
    name = "cards"
    key_reads = ("project",)
    problems_template = "submissions/problems.html"
    fields = FIELDS
    printed_labels = {
        "id_project-starts": "Projekttid",
        "id_project-ends": "Projekttid",
        "id_paid": "Utbetalt",
        "id_goals_0": "KF-mål",
        "id_main_goal": "KF-mål",
        "id_cooperating_boards_0": "Samverkar med",
    }
    counted = "kort"

    def add_url(self, submission):
        return reverse("card_add", args=[submission.round.year, submission.board.slug])

    def tools(self, submission, editable):
        place = [submission.round.year, submission.board.slug]
        if not editable:
            return []
        tools = [("Ladda ner Excel-mall", "workbook_form"), ("Läs in Excel", "workbook")]
        if carry_over.cards_then(submission):
            tools = [(f"Hämta projekt från {submission.earlier.year}", "carry_over_projects"), *tools]
        return [(words, reverse(name, args=place)) for words, name in tools]

    def rows(self, submission):
        programmes, earlier = _programmes(submission), submission.earlier
        return [_row(card, programmes, earlier) for card in full_cards(submission)]

    def show(self, submission, frozen):
        projects = {project["key"]: project for project in frozen.get("projects", [])}
        cards, reader = frozen["submission"].get("cards", []), CardReader(submission.round)
        return [_part(submission, reader, card, projects[card["project"]]) for card in cards]

    def rows_of(self, frozen):
        projects = {project["key"]: project for project in frozen.get("projects", [])}
        cards = frozen["submission"].get("cards", [])
        return {card["project"]: {"card": card, "project": projects[card["project"]]} for card in cards}

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
        """The card, also by a key that it had before the city office merged or parted its project."""
        cards = full_cards(submission)
        found = cards.filter(project__key=key).first()
        if found is None and (now := rekeying.own_key(submission, key)) != key:
            return cards.filter(project__key=now).first()
        return found

    def reread(self, versions, contents):
        return rekeying.reread(versions, contents)

    def key(self, row):
        return row.project.key

    def make(self, row, submission):
        # No other board begins to share the project meanwhile; it may be another than `row` was read with.
        Project.objects.select_for_update(of=["self"]).filter(cards=row.pk).first()
        made = full_cards(submission).get(pk=row.pk)
        made.submission = submission
        return made

    def describe(self, row):
        return _row(row, _programmes(row.submission), row.submission.earlier)

    def content(self, row):
        return {"card": card_content(row), "project": project_facts(row.project)}

    def told(self, submission, content):
        card, project = content["card"], content["project"]
        prefetch_related_objects([submission.round], "goals")  # once for all the cards that are read
        nameless = {number: f"Mål {number}" for number in [*card.get("goals", []), card.get("main_goal")] if number}
        goals = {goal.number: str(goal) for goal in submission.round.goals.all()}
        facts = dict(_facts(card, project, nameless | goals))
        texts = {text_label(name): card.get("texts", {}).get(name, "") for name in Card.TEXTS}
        named = ((partner_in_words(partner),) for partner in card.get("partners", []))
        partners = format_html_join("", "<p>{}</p>", named)
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
        stands = card_content(row)
        if any(content["card"].get(name, []) != stands.get(name, []) for name in LISTS):
            rewrite_lists(row, content["card"])
        if project_fields(content["project"]) != project_fields(project_facts(row.project)):
            Project.objects.filter(pk=row.project_id).update(**project_fields(content["project"]))

    ways = {"fill": "Fyll i det som är tomt"}

    def joined(self, parts):
        return carry_over.joined(parts)

    def then(self, earlier, row):
        return carry_over.then(earlier, row.project.key)

    def carried(self, earlier, row):
        return carry_over.carried(earlier, row)

    def combined(self, content, carried, way):
        return carry_over.filled_in(content, carried)

    def texts(self, content):
        return content["card"].get("texts", {})

    text_labels = {name: text_label(name) for name in Card.TEXTS}

    def with_texts(self, content, texts):
        card = content["card"]
        return {**content, "card": {**card, "texts": {**card.get("texts", {}), **texts}}}

    def put_texts(self, frozen, key, texts):
        for card in frozen["submission"].get("cards", []):
            if card["project"] == key:
                card["texts"] = {**card.get("texts", {}), **texts}


def problems_of(card):
    """All that is missing, wrong or doubtful in a card."""
    return _row(card, _programmes(card.submission), card.submission.earlier).problems


def _programmes(submission):
    return set(submission.round.programmes.values_list("name", flat=True))


def _row(card, programmes, earlier):
    url = card_url(card.submission, card.project.key)
    wrong, missing = _wrong(card, programmes), _missing(card)
    status = RowStatus.NEEDS_WORK if wrong else RowStatus.STARTED if missing else RowStatus.DONE
    then = _texts_then(card, earlier)
    stops = [Problem(text, url + place) for text, place in wrong + missing]
    warnings = [Problem(text, url + place, stops=False) for text, place in _doubtful(card, then)]
    return Row(
        title=str(card),
        url=url,
        status=status,
        problems=(*stops, *warnings),
        unchanged=_unchanged(card, earlier, then),
        key=card.project.key,
    )


def _texts_then(card, earlier):
    """The card's texts in `earlier`, by name; none where it was not there."""
    then = earlier and carry_over.then(earlier, card.project.key)
    return then["card"].get("texts", {}) if then else {}


def _unchanged(card, earlier, then):
    """Which of the card's texts have the words that they had `then`, in `earlier`; None where none has."""
    return unchanged_since(earlier.year, {name: getattr(card, name) for name in Card.TEXTS}, then) if then else None


def _missing(card):
    """What must be there before the submission can be handed in, and where on the page it is written."""
    first_text = place_of_first_text(card)
    demanded = (
        (card.project.programme, "Saknar program.", "#id_project-programme"),
        (card.role, "Saknar nämndens roll.", "#id_role"),
        (card.paid is not None, "Saknar utbetalda medel. Skriv 0 om inget har betalats ut.", "#id_paid"),
        (card.goals.all(), "Saknar kommunfullmäktigemål.", "#id_goals_0"),
        (card.main_goal or not card.goals.all(), "Saknar huvudmål.", "#id_main_goal"),
        (any(getattr(card, name) for name in Card.TEXTS), "Saknar text. Skriv under minst en rubrik.", first_text),
    )
    return [(text, place) for there, text, place in demanded if not there]


def _wrong(card, programmes):
    """What contradicts itself or the round; only facts that were read in or changed elsewhere can."""
    project, programme, main_goal = card.project, card.project.programme, card.main_goal
    unknown = f"Har ett program som inte finns i årets lista: {programme}."
    stray = "Har ett huvudmål som inte är ett av kortets mål."
    faults = (
        (ends_before(project.ends, project.starts), "Slutar före det börjar.", "#id_project-ends"),
        (programme and programme not in programmes, unknown, "#id_project-programme"),
        (main_goal and main_goal not in card.goals.all(), stray, "#id_main_goal"),
    )
    return [(text, place) for holds, text, place in faults if holds]


def _doubtful(card, then):
    """What is likely to be a mistake, though it may be right; `then` are last year's texts, by name."""
    ends, year = card.project.ends, card.submission.round.year
    ended = f"Slutade före {year}. Ska det vara med i år?" if ends_before(ends, str(year)) else ""
    code = "Har bara en kod som rubrik. Skriv vad projektet heter." if is_code(str(card)) else ""
    doubts = (
        (ended, "#id_project-ends"),
        (code, "#id_title"),
        (_doubtful_money(card), "#id_paid"),
        (_doubtful_results(card, then), "#id_results"),
    )
    return [(text, place) for text, place in doubts if text]


def _doubtful_money(card):
    """What is odd with what was paid out; nothing is in the published accounts of 2024."""
    if card.paid and card.role == Role.OTHER and not card.budget:
        return "Har utbetalda medel, fast nämnden har annan roll och ingen budget i projektet. Stämmer det?"
    if card.paid and card.budget is not None and card.paid > card.budget:
        return "Har mer utbetalda medel än nämndens budget. Stämmer beloppen?"
    return ""


def _doubtful_results(card, then):
    """Why results are expected where there are none. Not of every card: most of those of 2024 told no results."""
    year = str(card.submission.round.year)
    if card.results:
        return ""
    if card.project.ends.startswith(year):
        return f"Inget står under Resultat, fast {year} är projektets sista år."
    return "Inget står under Resultat, men det gjorde det förra gången." if then.get("results") else ""


def _part(submission, reader, card, project):
    """The card as it is read, from the round file's shape."""
    return Part(
        title=card.get("title") or project["title"],
        body=render_to_string("projects/shown_card.html", reader.context(card, project)),
        url=card_url(submission, project["key"]),
        key=project["key"],
    )


def _facts(card, project, goals):
    own = card.get("own_funding", {})
    return (
        ("Egen rubrik", card.get("title")),
        ("Projekt", project["title"]),
        ("Kortnamn", project.get("acronym")),
        ("Program", project.get("programme")),
        ("Bidragsnummer", project.get("grant_number")),
        ("Nämndens roll", card.get("role") and Role(card["role"]).label),
        ("Projektägare", project.get("owner")),
        ("Projekttid", period(project.get("starts"), project.get("ends"))),
        ("Total budget", budget(project.get("total_budget"))),
        ("Nämndens budget", amount(card.get("budget"))),
        ("Utbetalda medel", amount(card.get("paid"))),
        ("Egen medfinansiering, kontant", amount(own.get("cash"))),
        ("Egen medfinansiering, arbetstid", amount(own.get("work"))),
        ("Huvudmål", goals.get(card.get("main_goal"))),
        ("Andra mål", "; ".join(goals[g] for g in card.get("goals", []) if g != card.get("main_goal"))),
        ("Nämnder som samarbetar", listed(card.get("cooperating_boards", []))),
        ("Webbplats", link(project.get("website", ""))),
    )


def partner_in_words(partner):
    about = [Sector(partner["sector"]).label] if partner.get("sector") else []
    about += [country(partner["country"])] if partner.get("country") else []
    return f"{partner['name']} ({', '.join(about)})" if about else partner["name"]
