"""Years of any size: so many boards, each with so many cards; no two say the same, and the same call says the same."""

from reporting import dataset

_PROGRAMMES = (("Erasmus+", "Erasmus", True), ("Interreg", "Interreg", True), ("Nordplus", "Övriga", False))
_ROLES = ("owner", "partner", "other")
_TEXT = "<h3>Under året</h3><p>Nämnd {n} deltog i <strong>utbyten</strong>.</p><ul><li><p>Resor</p></li></ul>"


def content(cards):
    """The round file of 2025, with a board for each of `cards`, which is how many it has."""
    submissions = [_submission(number, held) for number, held in enumerate(cards, start=1)]
    return {
        "format": "internationell-redovisning/1",
        "round": {
            "year": 2025,
            "questions": [{"number": n, "text": f"Fråga {n}: hur har arbetet gått?"} for n in (1, 2)],
            "goals": [{"number": n, "text": f"Mål nummer {n}"} for n in range(1, 6)],
            "asks_for_cooperation": True,
        },
        "programmes": [{"name": name, "group": group, "eu": eu} for name, group, eu in _PROGRAMMES],
        "boards": [
            {"name": each["board"], "department": f"Förvaltningen till {each['board']}"} for each in submissions
        ],
        "projects": [_project(card["project"]) for each in submissions for card in each["cards"]],
        "submissions": submissions,
        "memo": {
            "summary": "<p>Nämnderna deltog i {antal_projekt} EU-projekt.</p>",
            "proposals": ["Redovisningen läggs till handlingarna."],
            "sections": [{"heading": "Stadskontorets bedömning", "html": "<p>Arbetet är omfattande.</p>"}],
        },
    }


def year(cards):
    """The same as a `dataset.Year`."""
    return dataset.read(content(cards))


def _submission(number, cards):
    """A board; every third answers nothing, and every second has counted its partners."""
    answers = [{"question": n, "html": _TEXT.format(n=number)} for n in (1, 2)] if number % 3 else []
    told = {
        "board": f"Nämnden för område {number}",
        "answers": answers,
        "cards": [_card(number, n) for n in range(cards)],
    }
    if number % 2:
        told["cooperation"] = {"sectors": {"public": number, "private": 1}, "countries": ["DE", "DK"]}
    return told


def _card(board, number):
    return {
        "project": f"projekt-{board}-{number}",
        "role": _ROLES[number % 3],
        "paid": 10_000 * number + board,
        "goals": [1 + number % 5],
        "main_goal": 1 + number % 5,
        "texts": {"description": f"<p>Projektet prövar {number} arbetssätt.</p>", "purpose": "<p>Att lära mer.</p>"},
        "partners": [{"name": f"Part {board}", "sector": "academia", "country": "FI"}],
    }


def _project(key):
    name = _PROGRAMMES[int(key[-1]) % 3][0]
    return {"key": key, "title": f"Projektet {key}", "programme": name, "starts": "2024", "ends": "2026-06"}
