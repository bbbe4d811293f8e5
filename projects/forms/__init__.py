"""The forms of the project card's pages."""

from .card import CardForm, RemoveForm
from .facts import FactsForm, NewProjectForm, fingerprint
from .page import CardForms, facts_in_vain
from .partners import PartnerRows

__all__ = [
    "CardForm",
    "CardForms",
    "FactsForm",
    "NewProjectForm",
    "PartnerRows",
    "RemoveForm",
    "facts_in_vain",
    "fingerprint",
]
