"""A round file that is hard to set: what the real years have little of, each on a page that is looked at.

Forty boards: one with forty cards and answers to read at length, one that answers nothing, and others with a card or
with none; titles of three lines, words that no line holds, one project under four boards, references to
other parts, partners in twenty countries.
"""

import re

from reporting import dataset

BOARDS = 40
CARDS = 40
HEADINGS = 50
# A board's name is as long as the longest that there is, and the first two are those of whom most is told.
LONG, SILENT, SHARING, LAST = (
    "Arbetsmarknads-, gymnasie-, vuxenutbildnings- och socialnämnden",
    "Byggnadsnämnden",
    "Fritidsnämnden",
    "Överförmyndarnämnden",
)
LONG_TITLE = (
    "PROCOMMS (Promoting Resilient Cities through Community Participation and Communication of Climate and Disaster "
    "Risks) with the Neighbourhoods of the Öresund Region, and with the Schools of the Baltic Sea Area"
)
LONG_WORD = "Utvecklingssamarbetsfinansieringsansökningshandläggningsrutinbeskrivningarna" * 2
# Every paragraph begins and ends with a word of its own, so that a test sees where pages cut it.
FIRST, FINAL = "Inledningsvis", "Klart."
SMALL = range(1, BOARDS - 3)  # the boards that answer one question; all but the first have a card, too
_SENTENCE = "deltog förvaltningen i nätverk, utbyten och studiebesök i flera länder och tog med sig arbetssätt hem."
COUNTRIES = re.findall("..", "DKNODEFINLBEFRESPTITGRPLEELVLTIEATHUROBGSE")


def paragraph(sentences=4):
    """A paragraph of so many sentences, each a line and a half."""
    middle = " ".join(_SENTENCE.capitalize() for _ in range(sentences - 1))
    return f"<p>{FIRST} {_SENTENCE} {middle} {FINAL}</p>"


def round_file():
    return {
        "format": "internationell-redovisning/1",
        "round": {
            "year": 2025,
            "questions": [{"number": n, "text": f"Fråga {n}: hur har arbetet gått?"} for n in range(1, 4)],
            "goals": [
                {"number": n, "text": f"Ett mål som heter {n} och är långt nog att brytas"} for n in range(1, 10)
            ],
            "goal_period": "2025–2028",
        },
        "programmes": [
            {"name": "Erasmus+", "group": "Erasmus"},
            {"name": "Interreg", "group": "Interreg"},
            {"name": "Nordplus", "group": "Övriga", "eu": False},
        ],
        "boards": [{"name": name, "department": f"Förvaltningen under {name}"} for name in _names()],
        "projects": _projects(),
        "submissions": [_long(), _silent(), _sharing(), *_small(), _last()],
    }


def _names():
    return [LONG, SILENT, SHARING, *(f"Nämnden för område {number}" for number in SMALL), LAST]


def _projects():
    shared = {"key": "gemensam", "title": LONG_TITLE, "programme": "Interreg", "owner": "Fritidsförvaltningen"}
    own = [{"key": f"p-{n}", "title": f"Projekt nummer {n}", "programme": "Erasmus+"} for n in range(1, CARDS)]
    return [
        shared | {"starts": "2023-01", "ends": "2026-12"},
        *own,
        *({"key": f"liten-{n}", "title": f"Litet projekt {n}", "programme": "Erasmus+"} for n in SMALL),
        {"key": "bart", "title": "BART"},
        {"key": "ord", "title": LONG_WORD, "programme": "Nordplus"},
    ]


def _long():
    return {
        "board": LONG,
        "decision": {"date": "2026-02-27", "paragraph": "§ 41", "diary_number": "ASN-2025-21877"},
        "answers": [
            {"question": 1, "html": "".join(_headed(n) for n in range(HEADINGS))},
            {"question": 2, "html": f"<p>Läs om projekten i del 2.</p><p>{LONG_WORD}</p>{_lists()}"},
        ],
        "cards": [_shared(LONG, "partner"), *(_card(number) for number in range(1, CARDS))],
    }


def _headed(number):
    """Headings of both kinds, over paragraphs of every length."""
    return f"<h3>Rubrik {number}</h3><h4>Underrubrik {number}</h4>{paragraph(1 + number * number % 7)}"


def _lists():
    items = "".join(f"<li><p>Punkt {n}. {_SENTENCE.capitalize()}</p></li>" for n in range(1, 25))
    return f"<h3>En lång lista</h3><ul>{items}</ul><h4>Numrerad</h4><ol>{items}</ol>"


def _card(number):
    return {
        "project": f"p-{number}",
        "role": "owner" if number % 2 else "partner",
        "paid": number * 10_000,
        "goals": [number % 9 + 1],
        "main_goal": number % 9 + 1,
        "texts": {
            "description": "<p>Se beskrivning ovan.</p>" if number == 7 else paragraph(number % 5 + 1),
            "cooperation": "<p>Två förvaltningar till. Mer om det står i del 1.</p>",
            "aims": f"<h3>Delmål</h3><ul><li><p>{_SENTENCE}</p></li><li><p>{_SENTENCE}</p></li></ul>",
        },
        "partners": [{"name": f"Part {number}", "country": COUNTRIES[number % len(COUNTRIES)]}],
    }


def _shared(board, role):
    """The same purpose from every board, and a result of its own."""
    return {
        "project": "gemensam",
        "role": role,
        "paid": 250_000,
        "goals": [1, 2, 3],
        "main_goal": 2,
        "texts": {"purpose": paragraph(3), "results": f"<p>Hos {board} gav det något eget.</p>"},
        "partners": [{"name": "Köpenhamns kommun", "country": "DK"}],
    }


def _silent():
    return {"board": SILENT, "cards": [_shared(SILENT, "partner")]}


def _sharing():
    bare = {"project": "bart"}
    word = {
        "project": "ord",
        "role": "owner",
        "paid": 0,
        "goals": [1],
        "main_goal": 1,
        "texts": {"staff": "<p>En.</p>"},
    }
    answers = [{"question": 1, "html": paragraph()}]
    return {"board": SHARING, "answers": answers, "cards": [_shared(SHARING, "owner"), bare, word]}


def _small():
    answers = [{"question": 1, "html": paragraph()}]
    return [{"board": f"Nämnden för område {n}", "answers": answers, "cards": _small_card(n)} for n in SMALL]


def _small_card(number):
    paid = {"paid": 40_000, "goals": [1], "main_goal": 1}
    return [{"project": f"liten-{number}", "role": "other", **paid}] if number > 1 else []


def _last():
    cards = [_shared(LAST, "other")]
    return {"board": LAST, "answers": [{"question": 3, "html": paragraph()}], "cards": cards}


def year():
    return dataset.read(round_file())
