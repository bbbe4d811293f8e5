"""Rules on the figures that officials write in running text: each must be the one that is counted."""

from collections import defaultdict

from config.formats import kronor, listed, number

from .. import live
from ..figures import change, ranked_groups
from . import claims
from .basis import EXAMPLES, excerpt_texts, memo_texts
from .claims import claims_in
from .finding import WARNING, Finding, grouped
from .names import stands
from .words import paragraphs, sentences

NEARLY = 1 / 8  # how far from the figure "omkring", "över" or "drygt" may be
# What each kind of number should be, in words, and the figures that it may be: the first is the one told.
_WHOLE = {
    claims.EU_PROJECTS: ("EU-projekten", lambda figures: [figures.eu_projects]),
    claims.PROJECTS: ("EU-projekten", lambda figures: [figures.eu_projects, _all_projects(figures)]),
    claims.PARTICIPATIONS: ("deltagandena i EU-projekt", lambda figures: [figures.participations]),
    claims.OWNED: ("EU-projekten där någon nämnd är projektägare", lambda figures: [figures.owned]),
    claims.PARTNERED: ("de övriga EU-projekten där någon är projektpartner", lambda figures: [figures.partnered]),
    claims.BOARDS: ("nämnderna som deltar i EU-projekt", lambda figures: [figures.boards_taking_part]),
    claims.PAID: ("utbetalda medel", lambda figures: [figures.paid]),
    claims.BUDGET: ("den minsta och den största budgeten", lambda figures: list(figures.budget_span.values())),
    claims.CHANGE: ("förändringen", lambda figures: _changes(figures)),
}
_OF_ROW = {claims.EU_PROJECTS: "projects", claims.PROJECTS: "projects", claims.PAID: "paid"}


def _all_projects(figures):
    parts = (figures.eu_projects, figures.other_projects)
    return None if None in parts else sum(parts)


def _changes(figures):
    """How much paid funds, projects and the rest have changed, in percent without a sign."""
    names = ("paid", "eu_projects", "boards_taking_part", "participations")
    before = figures.previous
    found = [change(getattr(figures, name), getattr(before, name)) for name in names] if before else []
    return [abs(each.share) * 100 for each in found if each and each.share is not None]


def figure_differs(basis):
    for claim, name, values, places in _wrong(basis, others=False):
        told = f"Texten säger ”{claim.written}”, men {name} är {_written(claim, values)}."
        yield Finding("figure_differs", WARNING, told, places)


def figure_under_wrong_name(basis):
    """Participations that are called projects, and projects that are called participations."""
    figures = basis.figures
    for claim, _, _, places in _wrong(basis, others=True):
        right = f"EU-projekten är {number(figures.eu_projects)} och deltagandena {number(figures.participations)}"
        yield Finding("figure_under_wrong_name", WARNING, f"Texten säger ”{claim.written}”, men {right}.", places)


def ranking_differs(basis):
    """Programme groups that are told in falling order, and are not."""
    ranked = ranked_groups(basis.figures)
    said = ((sentence, text.place) for text in basis.memo_texts for sentence in _falling(text.html))
    for sentence, place in said:
        named = sorted((group for group in ranked if stands(group, sentence)), key=sentence.index)
        if len(named) > 1 and named != [group for group in ranked if group in named]:
            order = live.in_falling_order(basis.figures)
            told = f"Texten räknar upp {listed(named)}, men ordningen är {order}."
            yield Finding("ranking_differs", WARNING, told, (place,))


def _falling(markup):
    return [each for part in paragraphs(markup) for each in sentences(part) if "fallande ordning" in each]


def count_is_one(basis):
    """A live figure that is one this year, where the words after it tell of several: en nämnder."""
    texts = [*memo_texts(basis.year), *excerpt_texts(basis.year)]
    said = (
        (f"Siffran är {words.split()[0]}, men efter den står flertal: ”{words}”. Skriv om meningen.", text.place)
        for text in texts
        for paragraph in paragraphs(text.html)
        for words in live.ones_before_plurals(paragraph, basis.figures, basis.year)
    )
    return grouped("count_is_one", WARNING, said)


def _is_other(figures, claim):
    if claim.kind == claims.PARTICIPATIONS:
        return claim.value == figures.eu_projects
    return claim.kind in (claims.PROJECTS, claims.EU_PROJECTS) and claim.value == figures.participations


def _wrong(basis, others):
    """Every number that is none of the figures it may be, as (claim, what it should be, those figures, places).

    With `others`, those that are the other of projects and participations; else all the rest.
    """
    found = defaultdict(dict)
    for text in basis.office_texts:
        told = () if text.board == EXAMPLES else claims_in(text.html)
        for claim in (each for each in told if _is_other(basis.figures, each) == others):
            name, values = _expected(basis, text, claim)
            if values and not any(_holds(claim, value, basis.figures) for value in values):
                found[claim.written, name] |= {text.place: (claim, values)}
    for (_, name), told in found.items():
        claim, values = next(iter(told.values()))
        yield claim, name, values, tuple(told)


def _holds(claim, value, figures):
    """Whether the figure is what is written, as it is rounded there."""
    nearly = claim.nearly or (figures.approximate and claim.kind == claims.PAID)
    leeway = max(claim.step / 2, NEARLY * claim.value if nearly else 0)
    return abs(value - claim.value) <= leeway + 1e-6


def _written(claim, values):
    """The figure that the number should be, or where it may be one of several, all of them."""
    show = kronor if claim.kind in (claims.PAID, claims.BUDGET) else number
    told = values if claim.kind in (claims.BUDGET, claims.CHANGE) else values[:1]
    return listed([show(value) for value in dict.fromkeys(told)]) + " procent" * (claim.kind == claims.CHANGE)


def _expected(basis, text, claim):
    """What the number should be, in words, and the figures that it may be; none where nobody can tell.

    A number beside a project's name tells of that project.
    """
    figures = _of_year(basis, claim.year)
    if figures is None or any(stands(name, claim.sentence) for name in basis.short_names):
        return "", []
    rows = _rows_of_board(figures, text.board) if text.board else _rows_named(basis.year, figures, claim)
    name, values = _WHOLE[claim.kind]
    when = "" if figures is basis.figures else f" {figures.year}"
    if not rows and not text.board:
        return f"{name}{when}", _known([*values(figures), *_all_boards(basis.year, claim)])
    if not rows or claim.kind not in _OF_ROW:
        return "", []
    own = [getattr(row, _OF_ROW[claim.kind]) for row in rows.values()]
    others = [] if claim.label else [*values(figures), *_of_cards(basis, text.board, claim)]
    return f"{name} för {listed(list(rows))}{when}", [] if None in own else _known([*own, *others])


def _all_boards(year, claim):
    """Where nothing is said of projects, nämnder may be all that there are, or all that have told."""
    is_all = claim.kind == claims.BOARDS and "projekt" not in claim.sentence.lower()
    return [len(year.boards), len(year.submissions)] if is_all else []


def _known(values):
    return [value for value in values if value is not None]


def _of_year(basis, year):
    """This year's figures, or those of the year before; None for any other year."""
    if year in (claims.THIS, basis.year.year):
        return basis.figures
    return basis.figures.previous if year in (claims.THEN, basis.year.year - 1) else None


def _rows_of_board(figures, board):
    return {row.board: row for row in figures.boards if row.board == board}


def _of_cards(basis, board, claim):
    """What else a number in a text about one board may be: its cards, or what was paid for one of them."""
    cards = [card for card in basis.year.cards if card.board == board]
    return [card.paid for card in cards] if claim.kind == claims.PAID else [len(cards)] if cards else []


def _rows_named(year, figures, claim):
    """The boards, programme groups and goals that stand in the sentence, or before the number on its line."""
    departments = {board.name: board.department for board in year.boards}
    rows = {row.board: ((row.board, departments.get(row.board, row.board)), row) for row in figures.boards}
    rows |= {row.group: ((row.group,), row) for row in figures.programmes}
    rows |= {row.text: ((row.text, f"Mål {row.number}"), row) for row in figures.goals}
    where = claim.label or claim.sentence
    return {name: row for name, (names, row) in rows.items() if any(stands(each, where) for each in names)}
