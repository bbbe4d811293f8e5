"""Rules that hold the year against the one before."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from config.formats import kronor, listed, number

from ..figures import change
from .claims import THEN, claims_in
from .finding import NOTE, WARNING, Finding, Place, of_card, of_year

MUCH = 1 / 3
FEW, LITTLE = 3, 500_000  # counts and SEK that a change must reach to be worth telling
MISTYPED = 0.05  # how close to ten, a hundred or a thousand times
ALIKE = 85  # of 100: two names of one programme
_TIMES = {10: ("tio gånger", "en tiondel av"), 100: ("hundra gånger", "en hundradel av")}
_TIMES[1000] = ("tusen gånger", "en tusendel av")
_COUNTS = {
    "eu_projects": "EU-projekten",
    "participations": "deltagandena",
    "boards_taking_part": "nämnderna som deltar",
    "owned": "projekten där någon nämnd är ägare",
    "partnered": "projekten där någon nämnd är partner",
}


def amount_times_last_year(basis):
    """A card's amount that is ten, a hundred or a thousand times last year's, or as small a part of it.

    Where there are no cards from last year, what was paid to the whole board.
    """
    for now, before, place in [*_cards_both_years(basis), *_boards_both_years(basis)]:
        if times := _times(now, before):
            told = f"Utbetalt {kronor(now)} är {times} förra årets {kronor(before)}."
            yield Finding("amount_times_last_year", WARNING, told, (place,))


def _cards_both_years(basis):
    cards = basis.previous.cards if basis.previous else ()
    before = {(card.board, card.project.key): card.paid for card in cards}
    for card in basis.year.cards:
        then = before.get((card.board, card.project.key))
        if card.paid and then and card.paid != then:
            yield card.paid, then, of_card(card)


def _boards_both_years(basis):
    then = basis.figures.previous
    if then is None or not then.typed:
        return
    before = {row.board: row.paid for row in then.boards}
    for row in basis.figures.boards:
        if row.paid and before.get(row.board):
            yield row.paid, before[row.board], Place("utbetalda medel", row.board, "cards")


def _times(now, before):
    for factor, (more, less) in _TIMES.items():
        about = "" if factor in (now / before, before / now) else "ungefär "
        if abs(now / before / factor - 1) <= MISTYPED:
            return about + more
        if abs(before / now / factor - 1) <= MISTYPED:
            return about + less
    return ""


@dataclass(frozen=True)
class _Moved:
    subject: str
    now: int
    before: int
    amount: bool = False

    @property
    def is_much(self):
        found = change(self.now, self.before)
        if found is None or found.share is None:
            return False
        return abs(found.share) > MUCH and abs(found.difference) >= (LITTLE if self.amount else FEW)

    def __str__(self):
        show = kronor if self.amount else number
        return f"{self.subject} från {show(self.before)} till {show(self.now)}"


def moved_much(basis):
    """Counts and sums that moved more than a third. Boards and programmes only where both years are counted."""
    now, before = basis.figures, basis.figures.previous
    if before is None:
        return
    told = [_Moved(subject, getattr(now, name), getattr(before, name)) for name, subject in _COUNTS.items()]
    told.append(_Moved("utbetalda medel", now.paid, before.paid, amount=True))
    if not (now.typed or before.typed):
        told += _rows_moved(now.boards, before.boards, "board")
        told += _rows_moved(now.programmes, before.programmes, "group")
    if much := [str(each) for each in told if each.is_much]:
        message = f"Mer än en tredjedel har ändrats sedan {before.year}: {listed(much)}."
        yield Finding("moved_much", NOTE, message, of_year(now.year))


def _rows_moved(now, before, name):
    then = {getattr(row, name): row.paid for row in before}
    rows = ((getattr(row, name), row.paid) for row in now)
    return [_Moved(f"utbetalt till {who}", paid, then.get(who), amount=True) for who, paid in rows]


def goals_renamed(basis):
    """Goals of the same period that are called something else than last year."""
    before = basis.previous
    if before is None or basis.year.goal_period != before.goal_period:
        return
    then = {goal.number: goal.text for goal in before.goals}
    now = {goal.number: goal.text for goal in basis.year.goals}
    changed = [f"mål {n} hette ”{then[n]}” och heter ”{now[n]}”" for n in now if n in then and then[n] != now[n]]
    if len(then) != len(now):
        changed.append(f"de var {len(then)} och är {len(now)}")
    if changed:
        told = f"Målen är andra än {before.year}, fast perioden är densamma: {listed(changed)}."
        yield Finding("goals_renamed", WARNING, told, of_year(basis.year.year))


def programmes_renamed(basis):
    """Programmes that are spelt otherwise than last year, or summed under another group."""
    then = {each.name: each.group for each in basis.previous.programmes} if basis.previous else {}
    now = {each.name: each.group for each in basis.year.programmes}
    others = [name for name, group in now.items() if then.get(name, group) != group]
    moved = [f"{name} summeras under {now[name]}, förut {then[name]}" for name in others]
    gone = [name for name in then if name not in now]
    for name in now if gone else ():
        alike = [old for old in gone if name not in then and fuzz.ratio(old.casefold(), name.casefold()) >= ALIKE]
        moved += [f"{name} hette {old}" for old in alike[:1]]
    if moved:
        message = f"Program skiljer sig från {basis.previous.year}: {listed(moved)}."
        yield Finding("programmes_renamed", WARNING, message, of_year(basis.year.year))


def counted_otherwise(basis):
    """A memo that compares with a year that was counted in another way, and does not say so."""
    before = basis.figures.previous
    if before is None or before.typed == basis.figures.typed:
        return
    compared = [text.place for text in basis.memo_texts if _compares(text.html, before.year)]
    if compared and not any("räkna" in text.html.lower() for text in basis.memo_texts):
        told = f"Texten jämför med {before.year}, vars siffror är inskrivna och inte räknade ur projektkort. Säg det."
        yield Finding("counted_otherwise", WARNING, told, tuple(compared))


def _compares(markup, year):
    return any(claim.year in (THEN, year) for claim in claims_in(markup))
