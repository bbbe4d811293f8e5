"""Projects and cards between their tables and the round file's shape."""

from django.db.models import Max
from django.forms.models import model_to_dict

from submissions.models import Board

from .models import Card, Cooperation, Goal, Partner, Programme, Project

# Where a place in the round file's schema has a length or a size that its table sets.
LIMITS = {
    "programmes.name": Programme.name,
    "programmes.group": Programme.group,
    "round.goals.number": Goal.number,
    "projects.key": Project.key,
    "projects.title": Project.title,
    "projects.acronym": Project.acronym,
    "projects.programme": Project.programme,
    "projects.grant_number": Project.grant_number,
    "projects.owner": Project.owner,
    "projects.website": Project.website,
    "projects.total_budget.amount": Project.total_budget,
    "submissions.cards.title": Card.title,
    "submissions.cards.budget": Card.budget,
    "submissions.cards.paid": Card.paid,
    "submissions.cards.own_funding.cash": Card.own_cash,
    "submissions.cards.own_funding.work": Card.own_work,
    "submissions.cards.partners.name": Partner.name,
    "submissions.cooperation.sectors.public": Cooperation.public,
    "submissions.cooperation.sectors.private": Cooperation.private,
    "submissions.cooperation.sectors.academia": Cooperation.academia,
    "submissions.cooperation.sectors.civil_society": Cooperation.civil_society,
}

# What of a card stands in other tables.
LISTS = ("goals", "cooperating_boards", "partners")


def programme_contents(round):
    """The year's programmes."""
    programmes = round.programmes.order_by("pk")
    return [{"name": each.name, "group": each.group, "eu": each.eu} for each in programmes]


def goal_contents(round):
    """The year's goals."""
    return [{"number": goal.number, "text": goal.text} for goal in round.goals.order_by("number")]


def registered_facts(round, told):
    """The facts of the year's projects by key, in the order in which they came: as `told`, or else as registered."""
    entries = Project.rounds.through.objects.filter(round=round).order_by("pk")
    keys = list(entries.values_list("project__key", flat=True))
    others = Project.objects.in_bulk([key for key in keys if key not in told], field_name="key")
    registered = told | {key: project_facts(project) for key, project in others.items()}
    return {key: registered[key] for key in keys if key in registered}


def write_frame(round, data):
    """The year's programmes, goals and projects, in place of those it had. How many projects were new and known."""
    round.programmes.all().delete()
    round.goals.all().delete()
    Programme.objects.bulk_create(Programme(round=round, **each) for each in data.get("programmes", []))
    Goal.objects.bulk_create(Goal(round=round, **each) for each in data["round"]["goals"])
    return _write_projects(round, data.get("projects", []))


def _write_projects(round, contents):
    had = list(round.projects.values_list("pk", flat=True))
    round.projects.clear()
    known = _newest_years([facts["key"] for facts in contents])
    for facts in contents:
        if known.get(facts["key"], 0) <= round.year:
            Project.objects.update_or_create(key=facts["key"], defaults=project_fields(facts))
    projects = Project.objects.in_bulk([facts["key"] for facts in contents], field_name="key")
    entry = Project.rounds.through
    entry.objects.bulk_create(entry(round=round, project=projects[facts["key"]]) for facts in contents)
    Project.objects.filter(pk__in=had, rounds=None, cards=None).delete()
    return len(contents) - len(known), len(known)


def _newest_years(keys):
    """For the projects that are in the register, the newest year that tells of them, or 0."""
    found = Project.objects.filter(key__in=keys).annotate(Max("rounds__year"), Max("cards__submission__round__year"))
    years = found.values_list("key", "rounds__year__max", "cards__submission__round__year__max")
    return {key: max(listed or 0, reported or 0) for key, listed, reported in years}


def project_facts(project):
    """A project in the round file's shape; facts that nobody has given are left out."""
    facts = {
        "key": project.key,
        "title": project.title,
        "acronym": project.acronym,
        "programme": project.programme or None,
        "grant_number": project.grant_number,
        "owner": project.owner or None,
        "starts": project.starts,
        "ends": project.ends,
        "website": project.website,
    }
    if project.total_budget is not None:
        facts["total_budget"] = {"amount": project.total_budget, "currency": project.currency}
    return {key: value for key, value in facts.items() if value != ""}


def as_told(frozen, content, facts):
    """`frozen` with what the tables do not keep of a file's submission: the order of lists, and that year's facts.

    `facts` are those of all the file's projects, by key; the register may know newer ones.
    """
    cards = content.get("cards", [])
    if not cards:
        return frozen
    ordered = [card | _lists(told) for card, told in zip(frozen["submission"]["cards"], cards, strict=True)]
    mentioned = [facts[card["project"]] for card in cards]
    return {
        "submission": frozen["submission"] | {"cards": ordered},
        "projects": [project_facts(Project(key=each["key"], **project_fields(each))) for each in mentioned],
    }


def _lists(card):
    return {key: card[key] for key in ("goals", "cooperating_boards") if card.get(key)}


def project_fields(facts):
    """A project's fields out of the round file's shape; what is not said there is emptied."""
    budget = facts.get("total_budget") or {}
    texts = ("title", "acronym", "programme", "grant_number", "owner", "starts", "ends", "website")
    fields = {name: facts.get(name) or "" for name in texts}
    return {**fields, "total_budget": budget.get("amount"), "currency": budget.get("currency", "")}


def card_content(card, *, goals=None, boards=None, partners=None):
    """A card in the round file's shape; what is empty is left out, but for what a report always asks for.

    `goals`, `boards` and `partners` (as dicts) are given where they are others than those that the card has saved.
    """
    goals = [goal.number for goal in (card.goals.all() if goals is None else goals)]
    boards = card.cooperating_boards.all() if boards is None else boards
    partners = list(map(model_to_dict, card.partners.all())) if partners is None else partners
    content = {
        "project": card.project.key,
        "title": card.title,
        "role": card.role or None,
        "budget": card.budget,
        "paid": card.paid,
        "own_funding": filled({"cash": card.own_cash, "work": card.own_work}),
        "goals": sorted(goals, key=lambda number: (not _is_main(card, number), number)),
        "main_goal": card.main_goal and card.main_goal.number,
        "texts": filled({name: getattr(card, name) or None for name in Card.TEXTS}),
        "cooperating_boards": [board.name for board in boards],
        "partners": [
            {"name": partner["name"], "sector": partner["sector"] or None, "country": partner["country"] or None}
            for partner in partners
        ],
    }
    always = ("role", "budget", "paid", "main_goal")
    return {key: value for key, value in content.items() if value or key in always}


def filled(values):
    """Without the values that nobody has given."""
    return {key: value for key, value in values.items() if value is not None}


def _is_main(card, number):
    return card.main_goal and card.main_goal.number == number


def write_cards(submission, contents):
    """Make cards out of the round file's shape; their projects stand in the register already."""
    projects = Project.objects.in_bulk([content["project"] for content in contents], field_name="key")
    goals = {goal.number: goal for goal in Goal.objects.filter(round=submission.round)}
    boards = {board.name: board for board in Board.objects.all()} if contents else {}
    for content in contents:
        card = Card.objects.create(
            submission=submission,
            project=projects[content["project"]],
            main_goal=goals.get(content.get("main_goal")),
            **_card_fields(content),
        )
        _write_lists(card, content, goals, boards)


def _write_lists(card, content, goals, boards):
    card.goals.set([goals[number] for number in content.get("goals", [])])
    card.cooperating_boards.set([boards[name] for name in content.get("cooperating_boards", [])])
    partners = content.get("partners", [])
    Partner.objects.bulk_create(Partner(card=card, **_partner_fields(partner)) for partner in partners)


def card_values(card, content):
    """`content` as values of the card's own columns; what is not said there is emptied."""
    main_goal = Goal.objects.filter(round=card.submission.round_id, number=content.get("main_goal")).first()
    return {**dict.fromkeys(Card.TEXTS, ""), **_card_fields(content), "main_goal": main_goal}


def listed_rows(card, content):
    """What of `content` stands in other tables: the goals and boards that still are, and the partners' fields."""
    goals = Goal.objects.filter(round=card.submission.round_id, number__in=content.get("goals", []))
    boards = Board.objects.filter(name__in=content.get("cooperating_boards", []))
    return goals, boards, [_partner_fields(partner) for partner in content.get("partners", [])]


def rewrite_lists(card, content):
    """The card's goals, boards and partners as `content` says; goals and boards that are no more are left out."""
    goals, boards, partners = listed_rows(card, content)
    card.goals.set(goals)
    card.cooperating_boards.set(boards)
    card.partners.all().delete()
    Partner.objects.bulk_create(Partner(card=card, **partner) for partner in partners)


def _card_fields(content):
    funding = content.get("own_funding", {})
    return {
        "title": content.get("title", ""),
        "role": content.get("role") or "",
        "budget": content.get("budget"),
        "paid": content.get("paid"),
        "own_cash": funding.get("cash"),
        "own_work": funding.get("work"),
        **content.get("texts", {}),
    }


def _partner_fields(partner):
    return {
        "name": partner["name"],
        "sector": partner.get("sector") or "",
        "country": partner.get("country") or "",
    }
