"""Rules on the years that stand in texts."""

import re
from functools import lru_cache

from submissions import carry_over

from ..dataset import remembered
from .basis import Text, memo_texts, texts_of
from .finding import WARNING, Place, grouped
from .words import REMEMBERED, paragraphs, plain, years_in

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_SEASONS = "hösten|våren|sommaren|vintern|årsskiftet|slutet av|början av|mitten av"
# What tells that an earlier year is meant: sedan 2019, hösten 2023, läsåret 2021, antogs 2016, mellan 2018 och 2022.
_EARLIER = re.compile(
    rf"\b(?:sedan|från|under|mellan|efter|redan|i|{_SEASONS}|{_MONTHS}|läsåret|åren?|året|\d{{4}} och|"
    r"\w+(?:de|des|te|tes|gs)|blev|gick|var|kom|fick)\s$",
    re.IGNORECASE,
)
# What is still to come, and what has been.
_COMING = re.compile(
    r"\b(?:ska|skall|målet|målen|mål|senast|kommer att|klimatneutral\w*|koldioxidneutral\w*|fossilfri\w*|nettonoll|"
    r"utsläppsfri\w*|vision\w*|bli|vara|nå|skulle|planera\w*)\b",
    re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:gick|fick|blev|var|hade|deltog|höll|kom|hölls|\w{3,}(?:ades|ade|tes))\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:till|fram|löper|pågår|gäller|inför|från|EM|VM|OS)\b", re.IGNORECASE)
_CLAUSE_BEFORE = re.compile(r"[.:;()]")
_CLAUSE_AFTER = re.compile(r"[.:;(),]|\b(?:och|men|samt|att|som|där|när)\b")
# How a memo says which year it is about.
_ABOUT = re.compile(
    r"\b(?:redovisning\w*|underlag\w*|inlämning\w*|arbete)(?: (?:för|av|under|från))?\s$", re.IGNORECASE
)
_ACCOUNT = re.compile(r"\b(?:för|under)\s$", re.IGNORECASE)
_GIVEN = re.compile(r"^\s(?:har|visar|visat|redovisa\w*|lämnat|vittnar)\b")
_COMPARED = re.compile(r"\b(?:jämför\w*|innan|före|än|mot|öka\w*|minska\w*|sedan|tidigare|var)\b", re.IGNORECASE)
# How a text speaks of a year as the one that it tells of.
_NAMED = {"agenda": 2030, "horisont": 2020}  # names that have one year only
_ONLY_GONE = re.compile(r"\b(?:sedan|redan)\s$", re.IGNORECASE)
_EVER_SINCE = re.compile(r"\b(?:sedan|från) (?:\w+ )?\w+\s$", re.IGNORECASE)  # sedan november 2024 is still true
_DAY = re.compile(r"(?<![\d-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d|\s?(?:kr|SEK))")  # 250428
_THE_YEAR = re.compile(r"\b(?:under|för|år|läsåret|året)\s$", re.IGNORECASE)
_OWN_YEAR, _YEAR_BEFORE = "{år}", "{föregående_år}"  # the live figures that are years
_MONTHS_TOO = re.compile(rf"\b(?:under|för|år|läsåret|året|{_SEASONS}|{_MONTHS})\s$", re.IGNORECASE)


def year_out_of_place(basis):
    """A year that has gone where something is to come (2023 for 2030), or one far ahead where something has been.

    In the city's memo also another year's redovisning, where the sentence makes no comparison.
    """
    now, texts = basis.year.year, [*basis.office_texts, *basis.board_texts]
    told = [
        (f"Årtalet {year} stämmer inte med orden bredvid: ”{phrase}”", text.place)
        for text in texts
        for year, phrase in _out_of_place(text.html, now)
    ]
    told += [
        (f"Omgången gäller {now}, men här står {year}: ”{phrase}”", text.place)
        for text in basis.memo_texts
        for year, phrase in _of_another_account(text.html, now)
    ]
    return grouped("year_out_of_place", WARNING, told)


@lru_cache(REMEMBERED)
def _out_of_place(markup, now):
    """Each year in a text that does not agree with the words beside it, as (year, phrase)."""
    return tuple((each.year, _phrase(each)) for each in _years(markup) if _is_out_of_place(each, now))


@lru_cache(REMEMBERED)
def _of_another_account(markup, now):
    """Each year that the memo says it is about and that is not the round's."""
    others = (each for each in _years(markup) if each.year != now and _is_account(each))
    return tuple((each.year, _phrase(each)) for each in others if not _COMPARED.search(each.before + each.after))


def _is_account(told):
    """Redovisningen för 2023; för 2023 har nämnderna."""
    return _ABOUT.search(told.before) or (_ACCOUNT.search(told.before) and _GIVEN.match(told.after))


def _years(markup):
    return [each for paragraph in paragraphs(markup) for each in years_in(paragraph) if not each.spans]


def _is_out_of_place(told, now):
    before, after = _near(told)
    if told.in_name or told.year == now:
        return _NAMED.get(before.split(" ")[-1].lower(), told.year) != told.year
    if told.year > now and _ONLY_GONE.search(told.before):
        return True
    if told.year < now:
        coming = _COMING.search(before) or _COMING.match(after)
        return bool(coming) and not (_EARLIER.search(told.before) or _GONE.search(before) or _GONE.match(after))
    gone = _GONE.search(before) and not _COMING.search(told.before + told.after)
    return told.year > now + 1 and bool(gone) and not _GOES_ON.search(before)


def _near(told):
    """The few words on either side, within the clause."""
    before, after = _CLAUSE_BEFORE.split(told.before)[-1], _CLAUSE_AFTER.split(told.after)[0]
    return " ".join(before.split()[-4:]), " ".join(after.split()[:4])


def _phrase(told):
    before, after = _near(told)
    return " ".join(part for part in (before, str(told.year), after) if part)


def still_speaks_of_last_year(basis):
    """A paragraph that is word for word last year's, and tells of last year as the year that it is about.

    In the memo, where the year is moved as texts are brought over, also what is last year's though it is moved.
    """
    if basis.previous is None:
        return
    now, then = basis.year.year, basis.previous.year
    before = {(text.board, paragraph) for text, paragraph, _ in _speaking(basis.previous, then)}
    told = [each for each in _speaking(basis.year, then) if (each[0].board, each[1]) in before]
    yield from grouped(
        "still_speaks_of_last_year",
        WARNING,
        (
            (f"Texten är oförändrad sedan {then} och talar om det året: ”{phrase}”", text.place)
            for text, paragraph, phrase in told
            if not _of_another_account(paragraph, now)
        ),
    )
    yield from grouped("still_speaks_of_last_year", WARNING, [*_same_days(basis), *_moved_statements(basis)])


def _same_days(basis):
    """A day in six digits that stood in last year's memo too: a year that was moved leaves it as it was."""
    before = {day for text in _printed(basis.previous) for day in _DAY.findall(text.html)}
    for text in _printed(basis.year):
        for match in _DAY.finditer(text.html):
            if match[0] in before:
                yield f"Datumet {match[0]} är förra årets: ”{_around(match)}”", text.place


def _printed(year):
    """The memo's texts with the lines that name its documents."""
    documents = year.memo.documents if year.memo else ()
    place = Place("Tjänsteskrivelsen, beslutsunderlaget", section="city_memo", key="documents")
    return [*memo_texts(year), *(Text(place, line) for line in documents)]


def _around(match, words=3):
    before, after = (plain(part).split() for part in (match.string[: match.start()], match.string[match.end() :]))
    return " ".join([*before[-words:], match[0], *after[:words]])


def _moved_statements(basis):
    """What last year's memo told of a year, word for word but that the year is one later, by hand or as {år}."""
    now, then = basis.year.year, basis.previous.year
    said = {each for text in memo_texts(basis.previous) for each in paragraphs(_of_any_year(text.html, then))}
    for text in memo_texts(basis.year):
        kept = [each for each in paragraphs(_of_any_year(text.html, now)) if each in said]
        for year, phrase in _told_of(kept, now):
            moved = f"med årtalet bytt från {year - now + then} till {year}"
            yield f"Texten är {then} års, {moved}. Kontrollera att den stämmer: ”{phrase}”", text.place


def _of_any_year(markup, year):
    """A memo's text with its own year as the live figure, so that those of two years can be compared."""
    return carry_over.moved(markup, year, _OWN_YEAR)


def _told_of(kept, now):
    """The years that stand in such paragraphs as live figures, with the words around each.

    Redovisningen för 2024 läggs till handlingarna is true of every year.
    """
    for paragraph in kept:
        filled = paragraph.replace(_OWN_YEAR, str(now)).replace(_YEAR_BEFORE, str(now - 1))
        for year in (now, now - 1):
            phrase = _about_year(filled, year, _THE_YEAR, of_account=False)
            if phrase:
                yield year, phrase


def _speaking(said, year):
    """What the boards and the memo of the year `said` say of another year, as (text, paragraph, phrase).

    A board tells of a year by its months as well; a memo, whose policy has its month, does not.
    """
    of_boards = (told for submission in said.submissions for told in _of_board(submission, year))
    return [*of_boards, *_of_memo(said, year)]


def _of_memo(said, year):
    return [(text, *each) for text in memo_texts(said) for each in _speaking_of(text.html, year, _THE_YEAR)]


@remembered
def _of_board(submission, year):
    texts = texts_of(submission)
    return tuple((text, *each) for text in texts for each in _speaking_of(text.html, year, _MONTHS_TOO))


@lru_cache(REMEMBERED)
def _speaking_of(markup, year, pattern):
    """Each paragraph that tells of a year as the one that it is about, and the words that do."""
    told = ((paragraph, _about_year(paragraph, year, pattern)) for paragraph in paragraphs(markup))
    return tuple((paragraph, phrase) for paragraph, phrase in told if phrase)


def _about_year(paragraph, year, pattern, of_account=True):
    """The words around the year, where it is told of as the one that the paragraph is about.

    `of_account`: also where it only names the account.
    """
    said = (each for each in years_in(paragraph) if each.year == year and not each.spans)
    told = (each for each in said if pattern.search(each.before) and not _EVER_SINCE.search(each.before))
    return next((_phrase(each) for each in told if of_account or not _ABOUT.search(each.before)), "")
