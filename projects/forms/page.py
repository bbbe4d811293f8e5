"""All the forms of a card's page as one: judged together, saved together or not at all."""

from config.formats import listed
from config.forms import faults
from submissions import drafts
from submissions.fields import save_id

from .. import register
from ..models import Partner, Project
from .card import CardForm
from .facts import FactsForm, fingerprint
from .partners import PartnerRows
from .readable import differing, told, told_partners


class CardForms:
    """The three forms of the card's page as one; `facts` is None where other boards share the project."""

    def __init__(self, card, data=None):
        self.card = card
        self.heading = str(card)  # now, before a form puts what was typed into the card
        self.sharing = register.sharing_boards(card)
        self.facts = None if self.sharing else FactsForm(data, card.project, card.submission.round)
        self.form = CardForm(data, card)
        self.partners = PartnerRows(data, card.partners.values("name", "sector", "country") if card.pk else ())

    @property
    def media(self):
        return self.form.media

    def is_valid(self):
        valid = [form.is_valid() for form in (self.facts, self.form, self.partners) if form is not None]
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
        whole = [{"id": "partner", "text": text} for text in self.partners.non_form_errors()]
        return [fault for about, form in named for fault in faults(form, about)] + whole

    def told(self):
        """What all the fields say, as `readable.told` gives it."""
        facts = told(self.facts) if self.facts else {}
        return {**facts, **told(self.form), **told_partners(self.partners)}

    def save(self, user):
        """Save all of it, or nothing. Raises what `drafts.save` does; Conflict also where the facts are outdated."""
        version, values = self.form.cleaned_data["version"], self.form.values()
        drafts.save(user, self.card, version, values, save_id(self.form), also=self._save_rest)

    def _save_rest(self, card):
        card.goals.set(self.form.cleaned_data["goals"])
        card.cooperating_boards.set(self.form.cleaned_data["cooperating_boards"])
        card.partners.all().delete()
        Partner.objects.bulk_create(Partner(card=card, **row) for row in self.partners.values())
        if self.facts and self.facts.values() != self.facts.saved:
            self._save_facts(card)

    def _save_facts(self, card):
        held = Project.objects.select_for_update().get(pk=card.project_id)
        if self.facts.cleaned_data["known"] != fingerprint(held) or register.sharing_boards(card):
            raise drafts.Conflict(card)
        Project.objects.filter(pk=held.pk).update(**self.facts.values())


def facts_in_vain(card, data):
    """Label and text of facts that were typed before another board began to share the project, as they now differ."""
    mine = FactsForm(data, card.project, card.submission.round)
    saved = FactsForm(None, card.project, card.submission.round)
    return differing(told(saved), told(mine)) if mine.add_prefix("title") in data else []
