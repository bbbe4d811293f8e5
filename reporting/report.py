"""The year's report (redovisning): what the boards handed in, in the order and the words in which it is printed."""

from dataclasses import dataclass, replace

from config import formats
from config.formats import in_words
from submissions.models import Submission

from . import board_tables, cards, charts, countries, dataset, headlines, live, tables, trend
from . import figures as counting

TEMPLATE = "reporting/print/report.html"
MOST_MISSING = 4  # boards whose names the summary, which is a spread, has room for


@dataclass(frozen=True)
class Chapter:
    """A board: its answers in part 1, and in part 2 its cards. `targets` are what references in answers lead to."""

    anchor: str
    board: dataset.Board
    status: str
    decision: str
    answers: tuple[tuple[dataset.Question, str], ...]
    cards: tuple[cards.PrintedCard, ...]
    cooperation: dict | None
    targets: dict[int, str]


def lacking(year):
    """Why the report cannot be made, in Swedish, or nothing."""
    if year.submissions:
        return ""
    return f"Redovisningen för {year.year} går inte att göra: det finns inga svar och inga projektkort."


def content(year, figures):
    """All that the report's template prints."""
    chapters = chapters_of(year)
    return {
        "year": year,
        "figures": figures,
        "chapters": chapters,
        "with_cards": [chapter for chapter in chapters if chapter.cards],
        "missing": figures.missing,
        "many_missing": len(figures.missing) > MOST_MISSING,
        "policy": _policy(year),
        "key_figures": _key_figures(figures),
        "origin": list(live.origin([figures])),
        "comparison": live.comparison(figures),
        "charts": _charts(year, figures),
        "trend": trend.of(figures),
        "since": headlines.since(figures, figures.previous),
        "closer": _closer(figures),
        "countries": countries.named(figures),
        "sectors": board_tables.sectors(year, figures),
        "roles": _roles(figures),
        "not_eu": _not_eu(figures),
        "groups": _groups(figures),
        "squares": charts.squares(figures.eu_projects),
        "budgets": live.budgets(figures),
        "paid_otherwise": live.paid_otherwise(figures),
    }


@dataclass(frozen=True)
class Chart:
    """A table with bars; what it shows stands over it."""

    finding: str
    table: tables.Table
    swatches: bool = False


def _charts(year, figures):
    """What the summary shows: where the money came from, and what it is for."""
    charts = (
        Chart(headlines.groups(figures), tables.groups(figures, year.programmes, shares=True), swatches=True),
        Chart(headlines.goals(figures), tables.goals(figures, year.goal_period, shares=True)),
    )
    shown = [chart for chart in charts if chart.table]
    noted = tables.noted_once(chart.table for chart in shown)
    return [replace(chart, table=table) for chart, table in zip(shown, noted, strict=True)]


def _closer(figures):
    """What stands after the summary: who takes part and, after the years, where the projects lead."""
    charts = (
        Chart(headlines.boards(figures), tables.boards(figures)),
        Chart(headlines.abroad(figures), tables.abroad(figures)),
    )
    return [chart for chart in charts if chart.table]


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the year, and the year before's as a phrase, empty where nobody knows it."""

    label: str
    value: str
    unit: str = ""
    before: str = ""


def _key_figures(figures):
    return [
        _key_figure(figures, "EU-projekt", "eu_projects"),
        _key_figure(figures, "Nämndernas deltaganden i dem", "participations"),
        _key_figure(figures, "Nämnder som deltar", "boards_taking_part"),
        _key_figure(figures, "Utbetalda medel", "paid", *_scale(figures.paid)),
    ]


def _scale(paid):
    """How paid funds are shown, and in which unit: a sum below a million in kronor."""
    return (formats.number, "kronor") if paid and paid < 1_000_000 else (live.millions, "miljoner kronor")


def _key_figure(figures, label, name, show=formats.number, unit=""):
    value, before = (_shown(each, name, show) for each in (figures, figures.previous))
    before = before and f"{figures.previous.year}: {before}"
    return KeyFigure(label, value, unit, before) if value else KeyFigure(label, live.UNKNOWN, before=before)


def _shown(figures, name, show):
    """The figure of a year, said to be approximate where it is; nothing where nobody knows it."""
    value = getattr(figures, name) if figures else None
    return "" if value is None else live.about(show(value), figures.approximate and name == "paid")


def _roles(figures):
    """In how many EU projects the boards have which role, as a sentence; a role that nobody has is left out."""
    told = [
        (figures.owned, "är någon nämnd projektägare"),
        (figures.partnered, "är någon nämnd projektpartner men ingen projektägare"),
        (figures.other_roles, "har nämnderna bara en annan roll"),
    ]
    (count, phrase), *others = [(count, phrase) for count, phrase in told if count] or [(0, "")]
    parts = [f"I {in_words(count)} EU-projekt {phrase}", *(f"i {in_words(n)} {said}" for n, said in others)]
    return f"{formats.listed(parts)}." if count else ""


def _not_eu(figures):
    """The projects that are no EU projects and what becomes of them, as sentences; nothing where there are none."""
    kinds = (
        (figures.otherwise_funded, "med annan finansiering än EU:s"),
        (figures.without_programme, "utan program"),
    )
    told = [(count, f"{in_words(count)} projekt {kind}") for count, kind in kinds if count]
    begins = "Därtill redovisas" if figures.participations else "Nämnderna redovisar"
    marked = "Det är utmärkt" if sum(count for count, _ in told) == 1 else "De är utmärkta"
    named = formats.listed([phrase for _, phrase in told])
    return f"{begins} {named}. {marked} i del\u00a02 och räknas inte som EU-projekt." if told else ""


def _groups(figures):
    """Each programme group that has EU projects: its name, its colour, and one item for each project."""
    rows = zip(figures.programmes, charts.colours(len(figures.programmes)), strict=True)
    return [(row.group, colour, range(row.projects)) for row, colour in rows if row.projects]


def _policy(year):
    """When the policy was adopted and its diary number, for the brackets after its name."""
    adopted = f"antagen {formats.partial_date(year.policy_adopted)}" if year.policy_adopted else ""
    return ", ".join(part for part in (adopted, year.policy_diary_number) if part)


def places(year, board):
    """Where the board's own sections begin: {1: in part 1, 2: in part 2}, where it has any there."""
    for number, submission in enumerate(year.submissions, start=1):
        if submission.board.name == board.name:
            anchor = _anchor(number)
            return {1: anchor} | ({2: f"{anchor}-projekt"} if submission.cards else {})
    return {}


def _anchor(number):
    return f"namnd-{number}"


def chapters_of(year):
    """Each board's chapter, in the order of the boards."""
    accounts = cards.accounts(year)
    numbered = enumerate(year.submissions, start=1)
    return [_chapter(year, submission, _anchor(number), accounts) for number, submission in numbered]


def _chapter(year, submission, anchor, accounts):
    answers = ((question, submission.answers.get(question.number)) for question in year.questions)
    return Chapter(
        anchor=anchor,
        board=submission.board,
        status="" if submission.status == "approved" else Submission.Status(submission.status).label,
        decision=_decision(submission),
        answers=tuple((question, text) for question, text in answers if text),
        cards=tuple(_referring(_printed_cards(year, submission, accounts), anchor)),
        targets={2: f"{anchor}-projekt" if submission.cards else "del-2"} if year.cards else {},
        cooperation=_cooperation(year, submission),
    )


def _cooperation(year, submission):
    """The board's own partners, in a year that asks for them; None where it has not said anything."""
    if not submission.cooperation:
        return None
    alone = replace(year, submissions=(submission,))
    return board_tables.cooperation(alone, counting.count(alone))


def _printed_cards(year, submission, accounts):
    return [cards.printed(year, card, accounts[card.project.key]) for card in submission.cards]


def _referring(printed, board):
    """The cards with what references in their texts lead to: the board in part 1, and the card above."""
    for number, card in enumerate(printed):
        above = {"ovan": printed[number - 1].anchor} if number else {}
        yield replace(card, targets={1: board, **above})


def _decision(submission):
    day = submission.decision_date
    parts = (
        f"beslut {formats.partial_date(day)}" if day else "",
        submission.decision_paragraph,
        submission.decision_diary_number,
    )
    return ", ".join(part for part in parts if part)
