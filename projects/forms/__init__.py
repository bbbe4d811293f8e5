"""The forms of the project card's pages."""

from .card import CardForm, RemoveForm
from .facts import FactsForm, NewProjectForm
from .page import CardForms
from .partners import PartnerRows

__all__ = ["CardForm", "CardForms", "FactsForm", "NewProjectForm", "PartnerRows", "RemoveForm"]
