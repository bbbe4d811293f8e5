"""All the forms of a card's page as one: judged together, saved together or not at all."""

from functools import partial

from config.formats import listed
from config.forms import faults
from submissions.fields import save_id

from .. import register
from ..roundfile import card_content, card_values, listed_rows, project_facts
from .card import CardForm
from .facts import FactsForm
from .partners import PartnerRows
from .readable import to_copy, told, told_partners


class CardForms:
    """The three forms of the card's page as one; `facts` is None where other boards share the project."""

    def __init__(self, card, data=None, content=None, seen=None):
        self.row = self.card = card
        self.heading = str(card)  # now, before a form puts what was typed into the card
        content = content or {"card": card_content(card) if card.pk else {}, "project": project_facts(card.project)}
        goals, boards, partners = listed_rows(card, content["card"])
        lists = {"goals": goals, "cooperating_boards": boards}
        self.sharing = register.sharing_boards(card)
        facts = partial(
            FactsForm, data, card.project, card.submission.round, content["project"], seen and seen.get("project")
        )
        self.facts = None if self.sharing else facts()
        # Facts that were typed before another board began to share the project.
        self.yielding = facts() if self.sharing and "project-title" in (data or {}) else None
        self.form = CardForm(data, card, {**card_values(card, content["card"]), **lists})
        self.partners = PartnerRows(data, partners)

    @property
    def media(self):
        return self.form.media

    def is_valid(self):
        forms = (self.facts or self.yielding, self.form, self.partners)
        valid = [form.is_valid() for form in forms if form is not None]
        return all(valid)  # each of them is asked, so that all faults are shown at once

    @property
    def sharing_names(self):
        return listed([board.name for board in self.sharing])

    @property
    def others_before(self):
        """Which other boards had the project the newest earlier year that one did, as (year, names); None for none."""
        round, own = self.card.submission.round, self.card.submission.board.name
        years = register.boards_by_year([self.card.project], round)[self.card.project_id]
        others = ((year, [board for board in boards if board != own]) for year, boards in years.items())
        return next(((year, boards) for year, boards in others if boards and year < round.year), None)

    @property
    def faults(self):
        """All that is refused, in the page's order: what to say, and the id of the field where it is mended."""
        rows = [(f"Partner {number}, ", row) for number, row in enumerate(self.partners, start=1)]
        named = [("", form) for form in (self.facts, self.form) if form] + rows
        whole = [{"id": "partner", "text": text, "message": text} for text in self.partners.non_form_errors()]
        return [fault for about, form in named for fault in faults(form, about)] + whole

    def saving(self):
        """What `drafts.save` takes; None where the page does not say which version it shows."""
        if "version" not in self.form.cleaned_data:
            return None
        facts = self.facts or self.yielding
        return {
            "version": self.form.cleaned_data["version"],
            "content": {"card": self._content() if self.card.pk else {}, "project": project_facts(self.card.project)},
            "save_id": save_id(self.form),
            "seen": {"project": facts.seen} if facts and facts.seen else {},
        }

    def _content(self):
        """The card as it is typed, in the round file's shape; a faulty field as it is saved."""
        told = self.form.cleaned_data
        partners = self.partners.values() if self.partners.is_valid() else None
        return card_content(
            self.card, goals=told.get("goals"), boards=told.get("cooperating_boards"), partners=partners
        )

    def showing(self, row, content, seen=None):
        """The forms with `content` in them, to be saved on `row` as it stands now; `seen` as in `drafts.save`."""
        return CardForms(row, content=content, seen=seen)

    def typed(self):
        """What was typed, to be copied where it could not be saved."""
        facts = told(self.facts) if self.facts else {}
        return to_copy({**facts, **told(self.form), **told_partners(self.partners)})
