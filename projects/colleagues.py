"""What a board may see of another's card for a project that both report the same year.

A board's account is its own until it is handed in; but where two report one project, a writer of either may read the
other's card: its role, its texts and its partners, as they stand. Not its money, and nothing else of its submission.
"""

from dataclasses import dataclass

from submissions.models import Board

from .models import Card
from .printed import text_label
from .section import partner_in_words


@dataclass(frozen=True)
class Account:
    """Another board's card: whose, under which heading, in which role, its texts by label, and its partners' rows."""

    board: Board
    heading: str
    role: str
    texts: list[tuple[str, str]]
    partners: list[dict]

    @property
    def partners_in_words(self):
        return [partner_in_words(partner) for partner in self.partners]


def accounts(card):
    """The cards that other boards have for the project the same year."""
    cards = Card.objects.filter(project=card.project_id, submission__round=card.submission.round_id)
    others = cards.exclude(submission=card.submission_id).select_related("submission__board", "project")
    return [_account(other) for other in others.order_by("submission__board").prefetch_related("partners")]


def _account(card):
    partners = card.partners.all()
    return Account(
        board=card.submission.board,
        heading=str(card),
        role=card.get_role_display(),
        texts=[(text_label(name), getattr(card, name)) for name in Card.TEXTS if getattr(card, name)],
        partners=[{"name": each.name, "sector": each.sector, "country": each.country} for each in partners],
    )


def partners_of(card, slug):
    """The partners of one of these boards, as rows of a form; none where it does not share the project."""
    return [row for account in accounts(card) if account.board.slug == slug for row in account.partners]
