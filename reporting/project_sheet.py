"""A single project's sheet (Projektblad): its facts, and for all its boards and years roles, paid funds and texts."""

from dataclasses import dataclass

from config import formats
from projects.models import Currency, Role

from . import cards, dataset, language, project_figures, project_years, tables

TEMPLATE = "reporting/print/project_sheet.html"


@dataclass(frozen=True)
class Sheet:
    """A project, its name in the register, and its years with its cards alone, the newest first."""

    name: str
    years: tuple[dataset.Year, ...]

    @property
    def newest(self):
        """The last year that tells of it; 0 where none does."""
        return self.years[0].year if self.years else 0


def of(project, submission=None):
    """The sheet of a project in the register; with a submission, what that board's people may read of it."""
    return Sheet(project.title, project_years.of(project, submission))


def lacking(sheet):
    """Why the sheet cannot be made, in Swedish, or nothing."""
    if sheet.years:
        return ""
    return f"Projektbladet för {sheet.name} går inte att göra: ingen redovisning av projektet är godkänd än."


def content(sheet, _figures):
    """All that the sheet's template prints."""
    project = sheet.years[0].cards[0].project
    return {
        "project": project,
        "language": language.of_title(project.title),
        "period": _period(sheet),
        "facts": facts_of(project),
        "sentences": _sentences(sheet),
        "table": _table(sheet),
        "years": list(_accounts(sheet)),
    }


def _period(sheet):
    first, last = sheet.years[-1].year, sheet.newest
    return str(last) if first == last else f"{first}–{last}"


def facts_of(project):
    """What the newest account says of the project itself."""
    programme = project.programme
    facts = (
        cards.Fact("Kortnamn", "" if project.acronym in project.title else project.acronym),
        cards.Fact("Program", f"{programme.name}{_of_others(programme)}" if programme else "", half="left"),
        cards.Fact("Projekttid", formats.period(project.starts, project.ends), half="right"),
        cards.Fact("Projektägare", project.owner, half="left"),
        cards.Fact("Total budget", _budget(project), half="right"),
        cards.Fact("Bidragsnummer", project.grant_number),
    )
    return [fact for fact in facts if fact.value]


def _budget(project):
    budget = project.total_budget
    return budget and f"{formats.number(budget.amount)} {Currency(budget.currency).label}"


def _of_others(programme):
    return "" if programme.eu else " (inte ett EU-program)"


def _sentences(sheet):
    """Which boards have told of it when, and what was paid in all where that is more than one account says."""
    boards = sorted({card.board for year in sheet.years for card in year.cards}, key=formats.alphabetical)
    years = [str(year.year) for year in reversed(sheet.years)]
    told = f"Projektet är redovisat {formats.listed(years)} av {formats.listed_boards(boards)}."
    paid = project_figures.paid_in_all(sheet.years)
    if paid is None or _is_single(sheet):
        return told
    return f"{told} Sammanlagt betalades {formats.kronor(paid)} ut till {'nämnderna' if boards[1:] else 'nämnden'}."


def _is_single(sheet):
    """Whether one board has told of it once: then its own facts say all that a sum and a table would."""
    return sum(len(year.cards) for year in sheet.years) == 1


def _table(sheet):
    """What was paid to each board each year, oldest first, and in which role; None where that is a single line."""
    if _is_single(sheet):
        return None
    rows = [(year, card) for year in reversed(sheet.years) for card in year.cards]
    paid = project_figures.paid_in_all(sheet.years)
    unknown = project_figures.unknown_amounts(sheet.years)
    lacking = f"Belopp saknas i {formats.in_words(unknown, 'en')} av redovisningarna och ingår inte i summan."
    return tables.Table(
        caption="Roller och utbetalda medel per år och nämnd",
        label_heading="År",
        headings=("Nämnd", "Roll", "Utbetalt, kronor"),
        rows=tuple(tables.Row(str(year.year), (card.board, _role(card), _paid(card.paid))) for year, card in rows),
        total=tables.Row("Summa", ("", "", _paid(paid))),
        notes=(tables.EXACT, lacking) if unknown else (tables.EXACT,),
        texts=2,
    )


def _role(card):
    return Role(card.role).label if card.role else tables.UNKNOWN


def _paid(amount):
    return tables.UNKNOWN if amount is None else formats.number(amount)


def _accounts(sheet):
    """Each year with what its boards tell, the newest first; texts that the year after has as well are only named."""
    after, texts_after = 0, {}
    for year in sheet.years:
        texts = {card.board: _texts(year, card) for card in year.cards}
        told = [(card, texts[card.board], texts_after.get(card.board, ())) for card in year.cards]
        yield year, [_account(year, *each, after) for each in told]
        after, texts_after = year.year, texts


def _texts(year, card):
    """The card's texts under their headings; of what several boards tell in the same words, only the first has it."""
    first = year.cards[0]
    return cards.printed(year, card, [(card, "")] if card is first else [(first, ""), (card, "")]).texts


def _account(year, card, texts, texts_after, after):
    same = [heading or "Beskrivning" for heading, text in texts if (heading, text) in texts_after]
    return {
        "board": card.board,
        "facts": cards.own_facts(year, card),
        "texts": [each for each in texts if each not in texts_after],
        "same": f"Samma text som {after}: {formats.listed(same)}." if same else "",
    }
