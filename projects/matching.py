"""Does the same project stand in the register twice? Pure functions on projects' names."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from config.formats import alphabetical, listed

SAME_TITLE = "samma titel"
SAME_SHORT_NAME = "samma kortnamn"
SAME_GRANT_NUMBER = "samma bidragsnummer"
SIMILAR_TITLES = "liknande titlar"
# The strongest first; the first one is that which is named where there is room for one only.
REASONS = (SAME_TITLE, SAME_GRANT_NUMBER, SAME_SHORT_NAME, SIMILAR_TITLES)
# Words that say nothing of which project it is; programmes are there, since boards put them before the title.
_EMPTY_WORDS = frozenset(
    ("och", "för", "i", "av", "till", "of", "the", "and", "in", "for", "a", "projekt", "projektet", "programme")
    + ("programmet", "esf", "eruf", "erasmus", "interreg", "horisont")
)
_NUMBER = re.compile(r"\d+|[ivx]+")
_SHORTEST_NUMBER = 5  # letters and digits: a shorter grant number is often only a part or a call
_ALIKE = 86  # of 100: two names as wholes
_SPELLED_ALIKE = 80  # of 100: what is left of two names when the words that they share are taken away


@dataclass(frozen=True)
class Known:
    """A project as it is held against others. `places` are the years and boards that report it."""

    key: str
    title: str
    acronym: str = ""
    grant_number: str = ""
    places: frozenset[tuple[int, str]] = frozenset()


def suggestions(projects):
    """Pairs of `Known` that may be the same project, as (a, b, reasons in words), those with most reasons first."""
    projects = list(projects)
    found = [(a, b, [*reasons, *_under_two_boards(a, b)]) for a, b, reasons in _pairs(projects)]
    return sorted(found, key=lambda pair: -len(pair[2]))


def _under_two_boards(one, other):
    """That boards of their own report them the same year, in words; nothing where they do not."""
    for year in sorted({year for year, _ in one.places} & {year for year, _ in other.places}, reverse=True):
        boards = [{board for then, board in each.places if then == year} for each in (one, other)]
        if not boards[0] & boards[1]:
            return [f"redovisas {year} av var sin nämnd: {listed(sorted(boards[0] | boards[1], key=alphabetical))}"]
    return []


def similar_projects(projects):
    """Pairs of projects that may be the same one, as (a, b, reason), in the order in which they came.

    A project is anything with `key`, `title` and `acronym`, and perhaps `grant_number`. Names that differ in a number
    are different projects: the accreditation of 2023 and that of 2024.
    """
    return [(a, b, reasons[0]) for a, b, reasons in _pairs(list(projects))]


def similar_to(project, others):
    """Those of `others` that may be the same as `project`."""
    names, numbers = _names(project), _grant_numbers(project)
    return [other for other in others if _reasons(names, _names(other), numbers, _grant_numbers(other))]


def _pairs(projects):
    names = [_names(project) for project in projects]
    numbers = [_grant_numbers(project) for project in projects]
    pairs = sorted(_candidates(names) | _of_same_number(numbers))
    told = ((a, b, _reasons(names[a], names[b], numbers[a], numbers[b])) for a, b in pairs)
    return [(projects[a], projects[b], reasons) for a, b, reasons in told if reasons]


def _reasons(names, others, numbers, other_numbers):
    found = {_same(a, b) for a in names for b in others}
    if names and others and names[0].words == others[0].words:
        found = found - {SAME_SHORT_NAME, SIMILAR_TITLES} | {SAME_TITLE}
    if numbers & other_numbers:
        found.add(SAME_GRANT_NUMBER)
    return [reason for reason in REASONS if reason in found]


def _names(project):
    """What the project is called: its title, its acronym, and what the title has in brackets."""
    texts = [project.title, project.acronym, *re.findall(r"\(([^)]+)\)", project.title)]
    return [name for name in map(_name, texts) if name.words]


def _grant_numbers(project):
    """The number that the financier gave it, however it is written; a title that is only a code is one too."""
    told = [getattr(project, "grant_number", ""), project.title if is_code(project.title) else ""]
    plain = (re.sub(r"[\W_]", "", text).casefold() for text in told)
    return {number for number in plain if len(number) >= _SHORTEST_NUMBER and any(map(str.isdigit, number))}


def _of_same_number(numbers):
    places = defaultdict(list)
    for place, told in enumerate(numbers):
        for number in told:
            places[number].append(place)
    return {pair for same in places.values() for pair in combinations(same, 2)}


@dataclass(frozen=True, slots=True)
class _Name:
    """One of a project's names: its words, and these as they are compared, made once since many are compared."""

    words: tuple[str, ...]
    distinct: frozenset[str]
    spaced: str
    joined: str


def _name(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = tuple(word for word in re.findall(r"[^\W_]+", folded) if word not in _EMPTY_WORDS)
    return _Name(words, frozenset(words), " ".join(words), "".join(words))


def _candidates(names):
    """Pairs of places in the list whose names have a word, or themselves, beginning alike: few enough to compare."""
    places = defaultdict(set)
    for place, group in enumerate(names):
        for name in group:
            for word in (*name.words, name.joined):
                places[word[:4]].add(place)
    return {pair for alike in places.values() for pair in combinations(sorted(alike), 2)}


def _same(a, b):
    """Why two names are taken to be of one project; empty where they are not."""
    if a.distinct <= b.distinct or b.distinct <= a.distinct:
        return _contained(*sorted((a.words, b.words), key=len))
    # Net Zero Cities and NetZeroCities are alike only when the spaces are gone.
    alike = fuzz.token_set_ratio(a.spaced, b.spaced, score_cutoff=_ALIKE)
    if not (alike or fuzz.ratio(a.joined, b.joined, score_cutoff=_ALIKE)):
        return ""
    left, right = [word for word in a.words if word not in b.distinct], [w for w in b.words if w not in a.distinct]
    if _has_number(left) and _has_number(right):
        return ""
    return SIMILAR_TITLES if fuzz.partial_ratio("".join(left), "".join(right)) >= _SPELLED_ALIKE else ""


def _has_number(words):
    return any(_NUMBER.fullmatch(word) for word in words)


def _contained(short, long):
    """A single word must begin the other name, as STRIVE begins STRIVE – Sustainable Tourism; more stand anywhere."""
    if len(short) > 1:
        return SIMILAR_TITLES if len("".join(short)) >= 10 or short == long else ""
    return SAME_SHORT_NAME if short[0] == long[0] and len(short[0]) > 2 else ""


def is_code(title):
    """Whether a title only is a code: five digits or more, and either more of them than letters, or one word."""
    digits, letters = sum(map(str.isdigit, title)), sum(map(str.isalpha, title))
    return digits >= 5 and (digits > letters or (title.isupper() and len(title.split()) == 1))
