"""People and boards, the year's round, and what the boards hand in."""

from .people import Board, Membership, User
from .round import Question, Round
from .submission import Answer, Event, Revision, Submission, Version

__all__ = ["Answer", "Board", "Event", "Membership", "Question", "Revision", "Round", "Submission", "User", "Version"]
