"""Does the year hold? A catalogue of rules, each a small function from a year and its figures to what it found.

Severities: an `error` makes a published figure wrong or incomplete, a `warning` is most likely a mistake in what a
board has written, a `note` is worth knowing. Messages are in Swedish, for the city office.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from config import html
from config.formats import counted, kronor, listed, partial_date
from projects.matching import is_code, similar_projects

from .figures import in_sek

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = {ERROR: "Fel", WARNING: "Varning", NOTE: "Upplysning"}  # as they are shown, the most serious first
SAME_TEXT_WORDS = 10  # shorter sentences, such as who leads a project, are rightly alike from card to card
# The report is put together of many boards' texts, so what stood above in the board's own document does not here.
# "Ovan vid" means unused to.
_REFERENCE = re.compile(r"\bovan(?:stående|nämnda?)?\b(?! vid\b)|\bdel 1\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """What a rule found. `severity` is one of SEVERITIES; `where` names the place in words: board, then card."""

    rule: str
    severity: str
    message: str
    where: str

    @property
    def severity_name(self):
        """The severity in Swedish."""
        return SEVERITIES[self.severity]


def findings(year, figures):
    """All that the rules find in a `Year` and its `Figures`, errors first, otherwise in the rules' order."""
    found = [finding for rule in RULES for finding in rule(year, figures)]
    return sorted(found, key=lambda finding: list(SEVERITIES).index(finding.severity))


def paid_sums_agree(year, figures):
    """Paid funds are one number, however they are summed."""
    sums = {
        "totalt": figures.paid,
        "per nämnd": _sum(figures.boards, "paid"),
        "per programgrupp": _sum(figures.programmes, "paid"),
        "per huvudmål": _sum(figures.goals, "paid"),
    }
    if finding := _unequal("paid_sums_agree", "Utbetalda medel", sums, kronor, figures):
        yield finding


def project_sums_agree(year, figures):
    """EU projects by role and by programme group sum to the EU projects, and per board to the participations."""
    roles = (figures.owned, figures.partnered, figures.other_roles)
    by_role = None if None in roles else sum(roles)
    projects = {"totalt": figures.eu_projects, "per roll": by_role, "per programgrupp": _sum(figures.programmes)}
    participations = {"totalt": figures.participations, "per nämnd": _sum(figures.boards)}
    for subject, sums in (("EU-projekten", projects), ("Deltagandena i EU-projekt", participations)):
        if finding := _unequal("project_sums_agree", subject, sums, str, figures):
            yield finding


def _sum(rows, name="projects"):
    """The sum over the rows; None where there are none, or where one of them is unknown."""
    values = [getattr(row, name) for row in rows]
    return None if not values or None in values else sum(values)


def _unequal(rule, subject, sums, write, figures):
    """A finding where the sums that are known differ; rounded totals that were typed in may, and are only noted."""
    known = {name: value for name, value in sums.items() if value is not None}
    if len(set(known.values())) < 2:
        return None
    told = listed([f"{write(value)} {name}" for name, value in known.items()])
    severity = NOTE if figures.approximate else ERROR
    return Finding(rule, severity, f"{subject} har olika summor: {told}.", f"Hela året {figures.year}")


def facts_are_missing(year, figures):
    """A card without role, programme, paid amount, goal or main goal is missing in some table of the report."""
    for card in year.cards:
        if lacks := [name for name, value in _facts(card).items() if not value]:
            yield Finding("facts_are_missing", ERROR, f"Kortet saknar {listed(lacks)}.", _where(card))


def _facts(card):
    return {
        "roll": card.role,
        "program": card.project.programme,
        "utbetalda medel": card.paid is not None,
        "mål": card.goals,
        "huvudmål": card.main_goal,
    }


def _where(card):
    return f"{card.board}, {card.heading}"


def title_is_code(year, figures):
    """A card whose title is only a code tells the reader nothing."""
    for card in year.cards:
        if is_code(card.heading):
            message = f"Rubriken är bara en kod. Projektet heter ”{card.project.title}” i registret."
            without = "Rubriken är bara en kod. Skriv vad projektet heter."
            yield Finding("title_is_code", WARNING, without if is_code(card.project.title) else message, _where(card))


def project_under_two_keys(year, figures):
    """A project that stands twice in the register is counted twice."""
    cards = _by_project(year)
    for a, b, reason in similar_projects([group[0].project for group in cards.values()]):
        message = f"”{a.title}” och ”{b.title}” kan vara samma projekt ({reason}) och räknas nu som två."
        yield Finding("project_under_two_keys", WARNING, message, _places([*cards[a.key], *cards[b.key]]))


def _by_project(year):
    cards = defaultdict(list)
    for card in year.cards:
        cards[card.project.key].append(card)
    return cards


def _places(cards):
    """Where several cards are: A-nämnden, one och two; B-nämnden, three."""
    headings = defaultdict(list)
    for card in cards:
        headings[card.board].append(card.heading)
    return "; ".join(f"{board}, {listed(of_board)}" for board, of_board in headings.items())


def project_had_ended(year, figures):
    """A project that ended before the year should not be in it, or its last day is wrong."""
    for card in year.cards:
        if card.project.ends and int(card.project.ends[:4]) < year.year:
            message = f"Projektet tog slut {partial_date(card.project.ends)}, före {year.year}."
            yield Finding("project_had_ended", WARNING, message, _where(card))


def same_text(year, figures):
    """A text that stands word for word in the cards of different projects has been pasted into the wrong one."""
    texts_by_cards = defaultdict(list)
    for text, cards in _texts_and_their_cards(year).items():
        if len({card.project.key for card in cards}) > 1:
            texts_by_cards[_places(cards)].append(text)
    for where, texts in texts_by_cards.items():
        more = f" och {counted(len(texts) - 1, 'text', 'texter')} till" if len(texts) > 1 else ""
        message = f"Samma text står ordagrant i flera kort: ”{_beginning(texts[0])}”{more}"
        yield Finding("same_text", WARNING, message, where)


def _texts_and_their_cards(year):
    """Each paragraph that is long enough, with the cards that it stands in."""
    found = defaultdict(list)
    for card in year.cards:
        told = (paragraph for text in card.texts.values() for paragraph in paragraphs(text))
        for text in dict.fromkeys(told):
            if len(text.split()) >= SAME_TEXT_WORDS:
                found[text].append(card)
    return found


def paragraphs(markup):
    """The text of each paragraph, heading, list item and line in turn; empty ones are left out."""
    parts = re.split(r"<br\s*/?>|</?(?:p|h3|h4|ul|ol|li|blockquote)\b[^>]*>", markup)
    return [paragraph for paragraph in map(html.text, parts) if paragraph]


def _beginning(text, length=80):
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"


def text_refers_elsewhere(year, figures):
    """A text that says "se ovan" or "del 1" refers to the board's own document, which the reader has not got."""
    for where, text in _all_texts(year):
        if match := _REFERENCE.search(html.text(text)):
            message = f"Texten hänvisar till något som läsaren kanske inte har: ”{_around(match)}”"
            yield Finding("text_refers_elsewhere", WARNING, message, where)


def _all_texts(year):
    for submission in year.submissions:
        for number, text in submission.answers.items():
            yield f"{submission.board.name}, fråga {number}", text
        for card in submission.cards:
            yield from ((_where(card), text) for text in card.texts.values())


def _around(match, words=5):
    """The reference with some words on either side of it."""
    before = match.string[: match.start()].split(" ")
    after = match.string[match.end() :].split(" ")
    return " ".join(before[-words:]) + match[0] + " ".join(after[:words])


def rate_is_missing(year, figures):
    """A total budget in a currency without a rate is left out of the span from smallest to largest."""
    for cards in _by_project(year).values():
        budget = cards[0].project.total_budget
        if budget and in_sek(budget, year) is None:
            message = f"Den totala budgeten är i {budget.currency}, som saknar valutakurs för {year.year}."
            yield Finding("rate_is_missing", ERROR, message, _places(cards))


def sums_are_too_large(year, figures):
    """More cannot be paid out in a year than the board's whole budget, nor that be more than the whole project's."""
    for card in year.cards:
        total = in_sek(card.project.total_budget, year)
        if None not in (card.paid, card.budget) and card.paid > card.budget:
            message = f"Utbetalt {kronor(card.paid)} är mer än nämndens hela budget, {kronor(card.budget)}."
            yield Finding("sums_are_too_large", WARNING, message, _where(card))
        if None not in (card.budget, total) and card.budget > total:
            message = f"Nämndens budget {kronor(card.budget)} är mer än projektets totala budget, {kronor(total)}."
            yield Finding("sums_are_too_large", WARNING, message, _where(card))


RULES = (
    paid_sums_agree,
    project_sums_agree,
    facts_are_missing,
    rate_is_missing,
    sums_are_too_large,
    project_under_two_keys,
    title_is_code,
    project_had_ended,
    same_text,
    text_refers_elsewhere,
)
