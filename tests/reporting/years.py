"""Years to count: `years.card(...)`, `years.year(...)` with the least that a test needs, and the real examples."""

from dataclasses import replace

from reporting.dataset import Board, Card, Goal, Programme, Project, Question, Submission, Year, read
from tests.reporting import files

INTERREG = Programme("Interreg North Sea", "Interreg")
NORDPLUS = Programme("Nordplus", "Övriga", eu=False)


def example(year):
    """One of the real years under examples/."""
    return read(files.example(year))


def project(key="brave", title="BRAVE", programme=INTERREG, **fields):
    return Project(key, title, programme=programme, **fields)


def card(project, board="Miljönämnden", paid=100, goals=(1,), main_goal=1, role="partner", **fields):
    """A card that lacks nothing but its text."""
    return Card(board, project, role=role, paid=paid, goals=goals, main_goal=main_goal, **fields)


def year(*cards, answers=None, **fields):
    """The year 2024 with two goals and a question, and a submission from each of the cards' boards."""
    boards = dict.fromkeys(card.board for card in cards) or {"Miljönämnden": None}
    submissions = tuple(
        Submission(Board(name, name), cards=tuple(card for card in cards if card.board == name)) for name in boards
    )
    submissions = (replace(submissions[0], answers=answers or {}), *submissions[1:])
    frame = {
        "year": 2024,
        "questions": (Question(1, "Vad gjorde ni?"),),
        "goals": (Goal(1, "En grön stad"), Goal(2, "En jämlik stad")),
        "boards": tuple(submission.board for submission in submissions),
        "submissions": submissions,
    }
    return Year(**{**frame, **fields})
