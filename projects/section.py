"""The project cards as a section of a submission, and the cooperation that some years ask for."""

from django.db.models import Prefetch
from django.urls import reverse

from submissions.models import Board
from submissions.sections import Section

from .models import Cooperation, Sector
from .roundfile import card_content, filled, project_facts, write_cards


def card_url(card):
    """Address of the page where the board changes the card."""
    submission = card.submission
    return reverse("card", args=[submission.round.year, submission.board.slug, card.project.key])


def full_cards(submission):
    """The submission's cards with all that is shown of them, in a fixed number of queries."""
    return (
        submission.cards.select_related("project", "main_goal", "submission__round", "submission__board")
        .prefetch_related("partners", "goals")
        .prefetch_related(Prefetch("cooperating_boards", queryset=Board.objects.order_by("pk")))
    )


class Cards(Section):
    """The board's cards, one for each internationally financed project that it takes part in."""

    title = "Projekt"
    empty = "Inga projekt är tillagda. Har nämnden inga behöver ni inte göra något här."
    add_label = "Lägg till projekt"

    def add_url(self, submission):
        return reverse("card_add", args=[submission.round.year, submission.board.slug])

    def freeze(self, submission):
        cards = list(full_cards(submission))
        if not cards:
            return {}
        return {
            "submission": {"cards": [card_content(card) for card in cards]},
            "projects": [project_facts(card.project) for card in cards],
        }

    def thaw(self, submission, content):
        write_cards(submission, content.get("cards", []))


class CooperationSection(Section):
    """Counts of partners per sector, and countries, where a year asks for them: read in and written out."""

    title = "Samverkan"

    def freeze(self, submission):
        cooperation = Cooperation.objects.filter(submission=submission).first()
        if not cooperation:
            return {}
        sectors = filled({sector: getattr(cooperation, sector) for sector in Sector.values})
        content = {"sectors": sectors, "countries": cooperation.countries, "html": cooperation.html}
        return {"submission": {"cooperation": {key: value for key, value in content.items() if value}}}

    def thaw(self, submission, content):
        if "cooperation" in content:
            told = content["cooperation"]
            Cooperation.objects.create(
                submission=submission,
                countries=told.get("countries", []),
                html=told.get("html", ""),
                **told.get("sectors", {}),
            )
