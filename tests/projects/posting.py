"""What a person's browser posts from the card's page."""

import re

from projects.forms import CardForms
from projects.section import card_url, full_cards


def typed(card, **changes):
    """The page's form as it stands when it is opened, with `changes` typed into it; None takes a field away.

    Fields of the project begin with `project_`, those of the partners' rows with `partners_0_` and so on.
    """
    forms = CardForms(full_cards(card.submission).get(pk=card.pk))
    parts = [forms.facts, forms.form, *forms.partners, forms.partners.management_form]
    opened = {bound.html_name: bound.value() for part in parts if part is not None for bound in part}
    typed_in = {_posted(name): value for name, value in changes.items()}
    return {name: value for name, value in {**opened, **typed_in}.items() if value is not None}


def _posted(name):
    """project_owner as the browser has it, project-owner, and partners_0_name as partners-0-name."""
    return re.sub(r"^(project|partners)_((\d+)_)?", lambda m: f"{m[1]}-{m[3]}-" if m[3] else f"{m[1]}-", name)


def url(card, tail=""):
    return card_url(card.submission, card.project.key) + tail
