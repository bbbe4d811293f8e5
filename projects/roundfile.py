"""Projects and cards between their tables and the round file's shape."""

from submissions.models import Board

from .models import Card, Goal, Partner, Project


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


def project_fields(facts):
    """A project's fields out of the round file's shape; what is not said there is emptied."""
    budget = facts.get("total_budget") or {}
    texts = ("title", "acronym", "programme", "grant_number", "owner", "starts", "ends", "website")
    fields = {name: facts.get(name) or "" for name in texts}
    return {**fields, "total_budget": budget.get("amount"), "currency": budget.get("currency", "")}


def card_content(card):
    """A card in the round file's shape; what is empty is left out, but for what a report always asks for."""
    goals = [goal.number for goal in card.goals.all()]
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
        "cooperating_boards": [board.name for board in card.cooperating_boards.all()],
        "partners": [
            {"name": partner.name, "sector": partner.sector or None, "country": partner.country or None}
            for partner in card.partners.all()
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
    projects = {p.key: p for p in Project.objects.filter(key__in=[content["project"] for content in contents])}
    goals = {goal.number: goal for goal in Goal.objects.filter(round=submission.round)}
    boards = {board.name: board for board in Board.objects.all()} if contents else {}
    for content in contents:
        funding = content.get("own_funding", {})
        card = Card.objects.create(
            submission=submission,
            project=projects[content["project"]],
            title=content.get("title", ""),
            role=content.get("role") or "",
            budget=content.get("budget"),
            paid=content.get("paid"),
            own_cash=funding.get("cash"),
            own_work=funding.get("work"),
            main_goal=goals.get(content.get("main_goal")),
            **content.get("texts", {}),
        )
        card.goals.set([goals[number] for number in content.get("goals", [])])
        card.cooperating_boards.set([boards[name] for name in content.get("cooperating_boards", [])])
        Partner.objects.bulk_create(
            Partner(
                card=card,
                name=partner["name"],
                sector=partner.get("sector") or "",
                country=partner.get("country") or "",
            )
            for partner in content.get("partners", [])
        )
