"""People and boards, the year's round, and what the boards hand in."""

from .outbox import Mail
from .people import Board, Invitation, Membership, User
from .review import Presence, Remark, Reply
from .round import Question, Round
from .submission import Answer, Event, Revision, Submission, Version

__all__ = [
    "Answer",
    "Board",
    "Event",
    "Invitation",
    "Mail",
    "Membership",
    "Presence",
    "Question",
    "Remark",
    "Reply",
    "Revision",
    "Round",
    "Submission",
    "User",
    "Version",
]
