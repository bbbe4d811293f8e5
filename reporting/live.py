"""Live figures: what an official may write as {antal_projekt} in running text, and what is printed in its place."""

import re
from difflib import get_close_matches
from html import escape

from config import formats

from . import figures as counting

UNKNOWN = "uppgift saknas"
OTHER_PROGRAMMES = "övriga program"
MOST_NAMED = 3  # boards that are missing; more than that are only told by how many they are
_NAME = re.compile(r"\{([^{}<>]*)\}")
# A name and the word after it, where that may be a plural: {antal_nämnder} nämnder.
_NO_NOUN = "under|efter|eller|över|innan|sedan|utan|redan|medan|mellan|bara|var|har|kom(?:mer)?|gäller"
_BEFORE_PLURAL = re.compile(rf"\{{([^{{}}<>]*)\}}\s+((?!(?:{_NO_NOUN})\b)[\w-]*(?:[aeo]r|en|na|a))\b")
# What comes before a name that begins a sentence: nothing, a block's tag, or the end of another sentence (not bl.a.).
_BLOCK, _END = r"</?(?:p|li|h3|h4|ul|ol|blockquote|br)\b[^>]*>", r"(?<=[.!?])(?<!\.\w\.)(?<!\.\w\w\.)\s+"
_BEGINS = re.compile(rf"(?:^|{_BLOCK}|{_END})\s*(?:<(?:strong|em|a)\b[^>]*>)*$")


def names(text):
    """The names in braces in `text`, live figures or not, in the order they stand, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def unknown(text):
    """Those of them that are no live figure."""
    return [name for name in names(text) if name not in NAMES]


def nearest(name):
    """The live figure that somebody who wrote `name` may have meant, or an empty text."""
    return next(iter(get_close_matches(name.strip().casefold().replace(" ", "_"), NAMES, n=1)), "")


def fill(html, figures, year):
    """`html` with its live figures put in, with a capital where one begins a sentence; an unknown name stays."""
    return _NAME.sub(lambda match: _value(match, figures, year), html)


def ones_before_plurals(text, figures, year):
    """The counts of one in a plain text that a plural follows, each as it is printed: en nämnder."""
    found = ((NAMES[name][1](figures, year), word) for name, word in _BEFORE_PLURAL.findall(text) if name in NAMES)
    return [f"{told} {word}" for told, word in found if told in ("en", "ett")]


def _value(match, figures, year):
    if match[1] not in NAMES:
        return match[0]
    told = escape(NAMES[match[1]][1](figures, year))
    return formats.sentence(told) if _BEGINS.search(match.string[: match.start()]) else told


def about(text, approximate):
    """`text`, said to be approximate where it is."""
    return f"omkring {text}" if approximate else text


def millions(amount):
    """SEK as millions without a needless decimal: 43, 50,5. What is little is not nothing: mindre än 0,1."""
    if 0 < amount < 50_000:
        return "mindre än 0,1"
    return formats.millions(amount).removesuffix(",0")


def money(amount):
    """SEK as one says it: 60 000 kronor, 2,5 miljoner kronor."""
    return formats.kronor(amount) if amount < 1_000_000 else f"{millions(amount)}\u00a0miljoner\u00a0kronor"


def from_to(now, before, show, is_rough=(False, False)):
    """A change as the end of a sentence: ökade från 54 till 60; `is_rough` says which of them are approximate."""
    change = counting.change(now, before)
    if change is None:
        return UNKNOWN
    new, old = (about(show(value), rough) for value, rough in zip((now, before), is_rough, strict=True))
    if not change.difference:
        return f"{change.word}, {new}"
    if show(now) == show(before):
        return f"{change.word} något, till {new}"
    return f"{change.word} från {old} till {new}"


def comparison(figures):
    """What a paragraph about the change says, or None where there is nothing to compare with."""
    before = figures.previous
    if before is None:
        return None
    paid = counting.change(figures.paid, before.paid)
    approximate = figures.approximate or before.approximate
    return {
        "year": before.year,
        "projects": _change("Antalet EU-projekt", figures.eu_projects, before.eu_projects, formats.number),
        "paid": _change("Det utbetalda beloppet", figures.paid, before.paid, money, _rough(figures)),
        "share": percent(abs(paid.share), approximate) if paid and paid.share else "",
        "notes": [*origin([before]), *_once(figures), *incomplete([before])],
    }


def _once(figures):
    """How this year is counted, where the year before was counted in another way."""
    if figures.previous.typed and not figures.typed:
        yield f"För {figures.year} räknas det bara en gång."


def _change(subject, now, before, show, is_rough=(False, False)):
    return "" if counting.change(now, before) is None else f"{subject} {from_to(now, before, show, is_rough)}"


def _rough(figures):
    """Whether the year's amounts are approximate, and those of the year before."""
    return figures.approximate, bool(figures.previous and figures.previous.approximate)


def percent(share, approximate=False):
    """A share in words; what is little is not nothing, and what is most is not all."""
    if share < 0.005:
        return "mindre än 1\u00a0procent"
    if 0.995 <= share < 1:
        return "mer än 99\u00a0procent"
    return about(formats.percent(share), approximate)


def origin(years):
    """What must be known of the figures of some years (`Figures`) that were typed in, as sentences."""
    rounded, typed = ([str(year.year) for year in years if getattr(year, name)] for name in ("approximate", "typed"))
    if len(rounded) == 1:
        yield f"Beloppet för {rounded[0]} är avrundat i underlaget."
    elif rounded:
        yield f"Beloppen för {formats.listed(rounded)} är avrundade i underlaget."
    if typed:
        yield (
            f"Uppgifterna för {formats.listed(typed)} är summor som har skrivits in, och ett projekt kan där vara "
            "räknat en gång för varje nämnd som deltar."
        )


def incomplete(years):
    """In which of some years (`Figures`) boards are missing, as sentences."""
    return [f"Siffrorna för {year.year} är {without(year)}." for year in years if year.missing]


def without(figures):
    """Whose accounts a year's figures are without: utan miljönämnden; nothing where they are without none."""
    few = len(figures.missing) <= MOST_NAMED
    named = formats.listed_boards(figures.missing) if few else f"{formats.in_words(len(figures.missing))} nämnder"
    return f"utan {named}" if figures.missing else ""


def paid_otherwise(figures):
    """How much of the paid funds was for projects that are not EU projects, as a sentence; nothing where none was."""
    if not figures.paid_otherwise:
        return ""
    return f"Av de utbetalda medlen gick {money(figures.paid_otherwise)} till projekt som inte är EU-projekt."


def budgets(figures):
    """The span of the EU projects' total budgets, and of how many it is told, as a sentence; nothing where nobody
    knows it."""
    if None in figures.budget_span.values():
        return ""
    smallest, largest = _smallest(figures, None), _largest(figures, None)
    if figures.known_budgets in (None, figures.eu_projects):
        return _all_budgets(figures.eu_projects, smallest, largest)
    known, projects = formats.in_words(figures.known_budgets), formats.in_words(figures.eu_projects)
    each = " för vart och ett" if figures.known_budgets > 1 else ""
    span = f"{smallest}{each}" if smallest == largest else f"från {smallest} till {largest}"
    return f"Den totala budgeten är känd för {known} av {projects} EU-projekt: {span}."


def _all_budgets(projects, smallest, largest):
    if smallest != largest:
        return f"EU-projektens totala budgetar går från {smallest} till {largest}."
    if projects == 1:
        return f"EU-projektets totala budget är {smallest}."
    return f"Vart och ett av EU-projekten har en total budget på {smallest}."


def _shown(value, show):
    return UNKNOWN if value is None else show(value)


def _count(value, one="ett"):
    """A count in letters, as in running text; none at all as a figure, which any noun can follow."""
    return _shown(value, lambda count: formats.in_words(count, one) if count else "0")


def _figure(name, one="ett"):
    return lambda figures, year: _count(getattr(figures, name), one)


def _before(figures, name):
    return getattr(figures.previous, name) if figures.previous else None


def _projects_before(figures, year):
    return _count(_before(figures, "eu_projects"))


def _boards_before(figures, year):
    return _count(_before(figures, "boards_taking_part"), "en")


def _paid(figures, year):
    return _shown(figures.paid, lambda paid: about(millions(paid), figures.approximate))


def _paid_before(figures, year):
    return _shown(_before(figures, "paid"), lambda paid: about(millions(paid), figures.previous.approximate))


def _paid_in_full(figures, year):
    return _shown(figures.paid, lambda paid: about(formats.kronor(paid), figures.approximate))


def in_falling_order(figures):
    """The programme groups in a row, most paid first: ESF, Horisont och övriga program."""
    ranked = counting.ranked_groups(figures)
    return formats.listed([OTHER_PROGRAMMES if group == counting.OTHERS else group for group in ranked])


def _groups(figures, year):
    return in_falling_order(figures) or UNKNOWN


def _smallest(figures, year):
    return _shown(figures.budget_span["smallest"], money)


def _largest(figures, year):
    return _shown(figures.budget_span["largest"], money)


def _projects_changed(figures, year):
    return from_to(figures.eu_projects, _before(figures, "eu_projects"), formats.number)


def _paid_changed(figures, year):
    return from_to(figures.paid, _before(figures, "paid"), money, _rough(figures))


# Each with what it is, for the list that officials see, and the function from `Figures` and `Year` to text.
NAMES = {
    "år": ("redovisningens år", lambda figures, year: str(year.year)),
    "föregående_år": ("året före", lambda figures, year: str(year.year - 1)),
    "antal_projekt": ("EU-projekt, vart och ett en gång", _figure("eu_projects")),
    "antal_projekt_föregående": ("EU-projekt året före", _projects_before),
    "förändring_projekt": ("ändringen sedan året före, till exempel ”ökade från 54 till 56”", _projects_changed),
    "antal_deltaganden": ("nämndernas deltaganden i EU-projekt", _figure("participations")),
    "antal_andra_projekt": ("projekt med annan finansiering än EU:s", _figure("otherwise_funded")),
    "antal_kort": ("projektkort, alla finansiärer", _figure("cards")),
    "antal_nämnder": ("nämnder som deltar i EU-projekt, bara talet", _figure("boards_taking_part", "en")),
    "antal_nämnder_föregående": ("nämnder som deltog året före", _boards_before),
    "antal_ägare": ("EU-projekt där någon nämnd är projektägare", _figure("owned")),
    "antal_partner": ("övriga EU-projekt där någon nämnd är projektpartner", _figure("partnered")),
    "antal_annan_roll": ("EU-projekt där nämnderna bara har en annan roll", _figure("other_roles")),
    "utbetalt_miljoner": ("utbetalda medel i miljoner kronor, utan enhet", _paid),
    "utbetalt_miljoner_föregående": ("utbetalda medel året före, i miljoner kronor utan enhet", _paid_before),
    "utbetalt_kronor": ("utbetalda medel i hela kronor, med enhet", _paid_in_full),
    "förändring_utbetalt": (
        "ändringen sedan året före, till exempel ”ökade från omkring 43 miljoner kronor till 50,5 miljoner kronor”",
        _paid_changed,
    ),
    "program_i_ordning": ("programgrupperna, den med mest utbetalt först och övriga program sist", _groups),
    "antal_kända_budgetar": ("EU-projekt vars totala budget är känd", _figure("known_budgets")),
    "minsta_budget": ("det minsta EU-projektets totala budget, med enhet", _smallest),
    "största_budget": ("det största EU-projektets totala budget, med enhet", _largest),
}
