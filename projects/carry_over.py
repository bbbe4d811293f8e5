"""A card from last year: what of it holds this year too, and all of a board's ongoing projects at once."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import prefetch_related_objects

from config.formats import listed
from submissions import carry_over, drafts, merging, sections
from submissions.models import Board

from . import register
from .fields import ends_before
from .models import Project
from .roundfile import project_facts


def then(earlier, key):
    """The card that the board handed in for the project in `earlier`, as a card's content; None for none."""
    said = sections.said(earlier)
    cards = {card["project"]: card for card in said["submission"].get("cards", [])}
    projects = {project["key"]: project for project in said.get("projects", [])}
    return {"card": cards[key], "project": projects[key]} if key in cards else None


def carried(earlier, row):
    """The same as it may stand this year, and what of it may not; None for none.

    Paid funds, own funding and results are new every year. Goals go by their text, since another term numbers them
    otherwise. The project's facts are the register's.
    """
    found = then(earlier, row.project.key)
    if not found:
        return None
    goals, gone_goals = _goals(earlier, row.submission.round, found["card"])
    boards, gone_boards = _boards(earlier, found["card"], row.submission.board)
    texts = {name: markup for name, markup in found["card"].get("texts", {}).items() if name != "results"}
    card = {**found["card"], "paid": None, "own_funding": {}, **goals, "cooperating_boards": boards, "texts": texts}
    content = {"card": merging.pruned(card), "project": project_facts(row.project)}
    return carry_over.Carried(content, (*gone_goals, *gone_boards))


def _goals(earlier, round, card):
    """The card's goals and main goal by this year's numbers, as a card has them, and what to say of the others."""
    prefetch_related_objects([earlier.submission.round, round], "goals")  # once for all the cards that are carried
    texts = {goal.number: goal.text for goal in earlier.submission.round.goals.all()}
    numbers = {carry_over.plain(goal.text): goal.number for goal in round.goals.all()}
    now = {number: numbers.get(carry_over.plain(texts.get(number, ""))) for number in card.get("goals", [])}
    main = now.get(card.get("main_goal"))
    goals = sorted((number for number in now.values() if number), key=lambda number: (number != main, number))
    gone = [f"Målet ”{texts[old]}” finns inte {round}." for old, new in now.items() if not new and old in texts]
    return {"goals": goals, "main_goal": main}, gone


def _boards(earlier, card, own):
    """The boards that the card names, as they are now and without the board itself, and what to say of the others."""
    named = card.get("cooperating_boards", [])
    newer = {name: now for name, now in _newer_boards(earlier).items() if name in named}
    boards = dict.fromkeys(each for name, now in newer.items() for each in now or [name])
    gone = [f"{name} finns inte längre." for name in named if name not in newer]
    replaced = [f"{name} har ersatts av {listed(now)}." for name, now in newer.items() if now]
    return [name for name in boards if name != own.name], gone + replaced


def _newer_boards(earlier):
    """Which boards have taken over from each that a card in `earlier` names, by its name; none from most.

    One that is not there any longer is left out. Asked for once for each object.
    """
    if not hasattr(earlier, "newer_boards"):
        cards = sections.said(earlier)["submission"].get("cards", [])
        named = {name for card in cards for name in card.get("cooperating_boards", [])}
        there = Board.objects.filter(name__in=named).prefetch_related("followed_by")
        earlier.newer_boards = {board.name: [each.name for each in board.followed_by.all()] for board in there}
    return earlier.newer_boards


def joined(parts):
    """The cards and projects of several boards, as `Section.joined` has them; a project that two had is one card."""
    told, projects = defaultdict(list), {}
    for board, frozen in parts:
        projects |= {project["key"]: project for project in frozen.get("projects", [])}
        for card in frozen["submission"].get("cards", []):
            told[card["project"]].append((board, card))
    cards = [_one(each) for each in told.values()]
    return {"submission": {"cards": cards}, "projects": list(projects.values())} if cards else {}


def _one(told):
    """Several boards' cards for a project as one: money summed, texts by board, goals joined, the rest the first's."""
    cards = [card for _, card in told]
    if len(cards) == 1:
        return cards[0]
    names = dict.fromkeys(name for card in cards for name in card.get("texts", {}))
    texts = {
        name: carry_over.by_board(
            [(board, card["texts"][name]) for board, card in told if name in card.get("texts", {})]
        )
        for name in names
    }
    own = [card.get("own_funding", {}) for card in cards]
    funding = {name: _sum(own, name) for name in ("cash", "work") if _sum(own, name) is not None}
    goals = list(dict.fromkeys(goal for card in cards for goal in card.get("goals", [])))
    money = {name: _sum(cards, name) for name in ("budget", "paid")}
    return {**cards[0], **money, "own_funding": funding, "goals": goals, "texts": texts}


def _sum(contents, name):
    """The sum of what is known; None where nothing is."""
    known = [content[name] for content in contents if content.get(name) is not None]
    return sum(known) if known else None


def filled_in(content, brought):
    """`content` with what is empty in it taken from `brought`; both are a card's content."""
    now, last = merging.pruned(content["card"]), brought["card"]
    inner = {name: {**last.get(name, {}), **now.get(name, {})} for name in ("texts", "own_funding")}
    card = {**last, **now, **inner}
    if card.get("main_goal") not in card.get("goals", []):
        card["main_goal"] = None
    return {"card": merging.pruned(card), "project": content["project"]}


@dataclass(frozen=True)
class Offer:
    """One of last year's projects: under which heading it stood, and whether the board has it this year already.

    `ended` is when it ended, a partial date, where that was before the year.
    """

    project: Project
    heading: str
    here: bool
    ended: str

    @property
    def has_ended(self):
        return bool(self.ended)


def cards_then(submission):
    """The cards that the board handed in last year, in the round file's shape; none where it never has."""
    return sections.said(submission.earlier)["submission"].get("cards", []) if submission.earlier else []


def offers(submission):
    """The projects that the board handed in last year, those that have ended last."""
    cards = cards_then(submission)
    projects = Project.objects.in_bulk([card["project"] for card in cards], field_name="key")
    here = set(submission.cards.values_list("project__key", flat=True))
    known = [(projects[card["project"]], card) for card in cards if card["project"] in projects]
    offered = [_offer(project, card, here, str(submission.round.year)) for project, card in known]
    return sorted(offered, key=lambda offer: offer.ended)


def _offer(project, card, here, year):
    ended = project.ends if ends_before(project.ends, year) else ""
    return Offer(project, card.get("title") or project.title, project.key in here, ended)


@transaction.atomic
def bring(user, submission, projects):
    """Cards for the projects, as they stood last year; one that is there already stays as it is.

    Gives the cards that were made, and by each thing that has to be known the headings of those that it is about.
    Raises drafts.Locked and PermissionDenied; then nothing is brought over.
    """
    drafts.lock(user, submission)
    had = set(submission.cards.values_list("project_id", flat=True))
    made, told = [], defaultdict(list)
    for project in projects:
        if project.pk not in had:
            made.append(_bring(user, submission, project, told))
    return made, dict(told)


def _bring(user, submission, project, told):
    card = register.add(user, submission, project)
    card.submission = submission
    brought = carried(submission.earlier, card)
    drafts.save(user, card, card.version, brought.content, uuid4())
    made = sections.of(card).find(submission, project.key)
    for sentence in brought.told:
        told[sentence].append(str(made))
    return made


def in_words(told):
    """What has to be known, a sentence each, with the headings that it is about."""
    return [f"{sentence} Gäller {listed(headings)}." for sentence, headings in told.items()]
