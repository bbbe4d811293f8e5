"""Does the same project stand in the register twice? Pure functions on projects' names."""

import re
import unicodedata
from collections import defaultdict
from itertools import combinations

from rapidfuzz import fuzz

SAME_SHORT_NAME = "samma kortnamn"
SIMILAR_TITLES = "liknande titlar"
# Words that say nothing of which project it is; programmes are there, since boards put them before the title.
_EMPTY_WORDS = frozenset(
    ("och", "för", "i", "av", "till", "of", "the", "and", "in", "for", "a", "projekt", "projektet", "programme")
    + ("programmet", "esf", "eruf", "erasmus", "interreg", "horisont")
)
_NUMBER = re.compile(r"\d+|[ivx]+")
_ALIKE = 86  # of 100: two names as wholes
_SPELLED_ALIKE = 80  # of 100: what is left of two names when the words that they share are taken away


def similar_projects(projects):
    """Pairs of projects that may be the same one, as (a, b, reason), in the order in which they came.

    A project is anything with `key`, `title` and `acronym`. Names that differ in a number are different projects:
    the accreditation of 2023 and that of 2024.
    """
    projects = list(projects)
    names = [_names(project) for project in projects]
    pairs = ((a, b, _reason(names[a], names[b])) for a, b in sorted(_candidates(names)))
    return [(projects[a], projects[b], reason) for a, b, reason in pairs if reason]


def _names(project):
    """What the project is called, as tuples of words: its title, its acronym, and what the title has in brackets."""
    texts = [project.title, project.acronym, *re.findall(r"\(([^)]+)\)", project.title)]
    return [words for words in map(_words, texts) if words]


def _words(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(word for word in re.findall(r"[^\W_]+", folded) if word not in _EMPTY_WORDS)


def _candidates(names):
    """Pairs of places in the list whose names have a word, or themselves, beginning alike: few enough to compare."""
    places = defaultdict(set)
    for place, group in enumerate(names):
        for words in group:
            for word in (*words, "".join(words)):
                places[word[:4]].add(place)
    return {pair for alike in places.values() for pair in combinations(sorted(alike), 2)}


def _reason(names, others):
    reasons = {_same(a, b) for a in names for b in others}
    return next((reason for reason in (SAME_SHORT_NAME, SIMILAR_TITLES) if reason in reasons), "")


def _same(a, b):
    """Why two names are taken to be of one project; empty where they are not."""
    left, right = [word for word in a if word not in b], [word for word in b if word not in a]
    if _has_number(left) and _has_number(right):
        return ""
    if not left or not right:
        return _contained(*sorted((a, b), key=len))
    # Net Zero Cities and NetZeroCities are alike only when the spaces are gone.
    alike = max(fuzz.token_set_ratio(" ".join(a), " ".join(b)), fuzz.ratio("".join(a), "".join(b)))
    spelled_alike = fuzz.partial_ratio("".join(left), "".join(right))
    return SIMILAR_TITLES if alike >= _ALIKE and spelled_alike >= _SPELLED_ALIKE else ""


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
