"""What has moved since the year before, as help for whoever writes the assessment; nothing of it is put in by itself.

Pure functions: a year and its figures in, lines of plain Swedish out, each with where it comes from.
"""

from collections import defaultdict
from dataclasses import dataclass

from config import formats

from . import figures as counting
from . import live
from .figure_names import NAMES
from .rules.finding import Place

MOST = 5  # programmes that are listed, those that moved most

COUNTS = {
    "eu_projects": "Antalet EU-projekt",
    "participations": NAMES["participations"],
    "cards": "Antalet projektkort",
    "owned": NAMES["owned"],
    "partnered": NAMES["partnered"],
    "other_roles": NAMES["other_roles"],
    "boards_taking_part": "Antalet nämnder som deltar i EU-projekt",
}


@dataclass(frozen=True)
class Line:
    """Something that moved, in words; where that is to be seen, and in `source` what it was counted from."""

    text: str
    places: tuple[Place, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind; `empty` is what there is to say where there are none."""

    title: str
    lines: tuple[Line, ...]
    empty: str = "Inget har ändrats, eller så saknas uppgifter från året före."


def since(year, figures, previous):
    """What moved from the `Year` before to this one, with its `Figures`; nothing where no year before is known."""
    if figures.previous is None:
        return []
    return [
        Group("Siffror", tuple(_counts(year, figures))),
        Group("Nämnder", tuple(_boards(year, figures))),
        Group("Projekt", tuple(_projects(year, previous)), "Året före har inga projektkort att jämföra med."),
        Group("Program", tuple(_programmes(year, figures))),
        Group("Mål", tuple(_goals(year, figures))),
        Group("Nämndernas beslut", tuple(_decisions(year)), "Ingen nämnd har lämnat något."),
    ]


def _source(year, figures):
    """What both years were counted from."""
    before = figures.previous
    then = "inskrivna summor" if before.typed else f"{formats.number(before.cards)} kort"
    return f"Räknat på {formats.number(figures.cards or 0)} kort {year.year} och {then} {before.year}."


def _counts(year, figures):
    source = _source(year, figures)
    for name, subject in COUNTS.items():
        now, before = getattr(figures, name), getattr(figures.previous, name)
        if counting.change(now, before):
            yield Line(f"{subject} {live.from_to(now, before, formats.number)}.", source=source)
    if change := counting.change(figures.paid, figures.previous.paid):
        share = f", {live.percent(abs(change.share), figures.previous.approximate)}" if change.share else ""
        told = live.from_to(figures.paid, figures.previous.paid, live.money)
        yield Line(f"Det utbetalda beloppet {told}{share}.", source=source)


def _boards(year, figures):
    now, before = ({row.board for row in each.boards if row.projects} for each in (figures, figures.previous))
    if not figures.previous.boards:
        return
    for name in sorted(now - before, key=formats.alphabetical):
        yield Line(f"{name} har EU-projekt i år, men hade inga {year.year - 1}.", (_account(name),))
    for name in sorted(before - now, key=formats.alphabetical):
        yield Line(f"{name} hade EU-projekt {year.year - 1}, men har inga i år.", (_account(name),))


def _account(board):
    return Place("redovisningen", board)


def _projects(year, previous):
    if previous is None or not previous.cards:
        return
    now, then = _by_project(year), _by_project(previous)
    kinds = {
        "Nytt": now.keys() - then.keys(),
        "Inte med längre": then.keys() - now.keys(),
        "Fortsätter": now.keys() & then.keys(),
    }
    for kind, keys in kinds.items():
        told = [(key, now.get(key) or then[key]) for key in keys]
        for key, cards in sorted(told, key=lambda item: formats.alphabetical(item[1][0].project.title)):
            yield Line(f"{kind}: {_project(cards)}", _places(key, now, cards), "" if key in now else _ended(cards))


def _by_project(year):
    cards = defaultdict(list)
    for card in year.cards:
        cards[card.project.key].append(card)
    return cards


def _project(cards):
    boards = dict.fromkeys(card.board for card in cards)
    return f"{cards[0].project.title} ({formats.listed(list(boards))})"


def _places(key, now, cards):
    """The cards; of a project without any this year, the project itself in the register."""
    if key in now:
        return tuple(Place(card.board, card.board, "cards", key) for card in cards)
    return (Place("Projektet i registret", "", "project", key),)


def _ended(cards):
    ends = cards[0].project.ends
    return f"Slutdatum enligt kortet: {formats.partial_date(ends)}." if ends else "Kortet har inget slutdatum."


def _programmes(year, figures):
    now, before = ({row.group: row.paid for row in each.programmes} for each in (figures, figures.previous))
    if not before:
        return
    source = _source(year, figures)
    both = {group: (now.get(group, 0), before.get(group, 0)) for group in {*now, *before}}
    changes = {group: change.difference for group, told in both.items() if (change := counting.change(*told))}
    for group in sorted(changes, key=lambda group: (-abs(changes[group]), formats.alphabetical(group)))[:MOST]:
        if changes[group]:
            cards = [card for card in year.cards if counting.group_of(card) == group]
            told = live.from_to(*both[group], live.money)
            yield Line(f"{group}: utbetalda medel {told}.", _of_cards(cards), source)


def _of_cards(cards):
    """The boards that the cards are from, each once."""
    return tuple(Place(name, name) for name in dict.fromkeys(card.board for card in cards))


def _goals(year, figures):
    """Goals are compared by their text: another goal under the same number is another goal."""
    before = {row.text: row for row in figures.previous.goals}
    source = _source(year, figures)
    rows = [(row, before[row.text]) for row in figures.goals if row.text in before]
    others = [str(row.number) for row in figures.goals if row.number and row.text not in before]
    for row, then in sorted(rows, key=lambda pair: -abs((pair[0].paid or 0) - (pair[1].paid or 0))):
        told = []
        if counting.change(row.projects, then.projects):
            told.append(f"antalet EU-projekt {live.from_to(row.projects, then.projects, formats.number)}")
        if counting.change(row.paid, then.paid):
            told.append(f"utbetalda medel {live.from_to(row.paid, then.paid, live.money)}")
        if told:
            cards = [card for card in year.cards if counting.main_goal_of(year, card) == row.number]
            number = f"Mål {row.number}, {row.text}" if row.number else row.text
            yield Line(f"{number}: {'; '.join(told)}.", _of_cards(cards), source)
    if others and before:
        yield Line(f"Mål {formats.listed(others)} hette något annat {year.year - 1}, och jämförs inte.")


def _decisions(year):
    told = [each for each in year.submissions if each.status != "not_started"]
    for each in sorted(told, key=lambda each: (each.decision_date or "9", formats.alphabetical(each.board.name))):
        where = (_account(each.board.name),)
        if each.decision_date:
            paragraph = ", ".join(filter(None, (each.decision_paragraph, each.decision_diary_number)))
            day = formats.partial_date(each.decision_date)
            yield Line(f"{each.board.name}: {day}{', ' + paragraph if paragraph else ''}.", where)
        else:
            yield Line(f"{each.board.name}: inget beslut är inskrivet.", where)
