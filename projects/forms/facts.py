"""What the register says of a project: the form for it, and the one for a project that is new."""

import json

from django import forms

from ..fields import BudgetField, PartialDateField, ends_before
from ..models import Currency, Programme, Project
from ..roundfile import project_facts, project_fields
from .layout import NOT_PRINTED, beside, fields_alone


def _fact(column, **options):
    """The form's field for a fact; an address without a scheme is taken to be a web page's."""
    return column.formfield(**options, **({"assume_scheme": "https"} if column.name == "website" else {}))


class FactsForm(forms.ModelForm):
    """What the register says of a project. `known` holds the facts that the writer saw when the form was opened."""

    known = forms.CharField(required=False, widget=forms.HiddenInput)
    programme = forms.ChoiceField(label="Program", required=False)
    starts = PartialDateField(
        label="Börjar", required=False, help_text="Till exempel 2024-03-01, mars 2024 eller 2024."
    )
    ends = PartialDateField(
        label="Slutar", required=False, help_text="Till exempel 2026-12-31, december 2026 eller 2026."
    )
    total_budget = BudgetField(
        required=False,
        help_text="Hela projektets budget, alla partner inräknade. "
        "I redovisningen nämns bara årets minsta och största budget.",
    )
    helper = fields_alone(
        "known",
        "title",
        beside("acronym", "programme"),
        beside("grant_number", "owner"),
        beside("starts", "ends"),
        beside("total_budget", "currency"),
        "website",
    )

    class Meta:
        model = Project
        fields = Project.FACTS
        formfield_callback = _fact
        # A page with a faulty address in a field of type url would be invalid itself.
        widgets = {"website": forms.TextInput(attrs={"inputmode": "url"})}
        help_texts = {
            "website": f"Till exempel https://brave.eu. {NOT_PRINTED}",
            "acronym": "Förkortning eller namn i kort form, om projektet har ett.",
            "grant_number": f"Numret som finansiären har gett projektet. {NOT_PRINTED}",
            "owner": "Organisationen som äger projektet.",
        }
        error_messages = {
            "title": {"required": "Skriv projektets titel."},
            "website": {"invalid": "Skriv en webbadress, till exempel https://brave.eu."},
        }

    def __init__(self, data, project, round, facts=None, seen=None):
        known = project_facts(project)
        super().__init__(data, instance=project, prefix="project", initial=project_fields(facts or known))
        self.initial["known"] = json.dumps(seen or known)
        self.initial["currency"] = self.initial["currency"] or Currency.SEK
        self.fields["programme"].choices = _programmes(round, project)
        self.fields["currency"].choices = Currency.choices
        self.fields["currency"].required = True

    def clean(self):
        starts, ends = self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", "")
        if ends_before(ends, starts):
            self.add_error("ends", f"Projektet slutar före det börjar ({starts}). Rätta det datum som är fel.")
        if "total_budget" in self.cleaned_data and self.cleaned_data["total_budget"] is None:
            self.cleaned_data["currency"] = ""
        return self.cleaned_data

    @property
    def seen(self):
        """The facts that the writer saw; nothing where the form does not say so."""
        try:
            facts = json.loads(self.cleaned_data.get("known", ""))
        except (ValueError, RecursionError):
            return {}
        return facts if isinstance(facts, dict) else {}


def _programmes(round, project):
    """The year's programmes; the project's own stays to choose even where the year does not have it."""
    names = list(Programme.objects.filter(round=round).values_list("name", flat=True))
    if project.programme and project.programme not in names:
        names.append(project.programme)
    return [("", "Välj program")] + [(name, name) for name in names]


class NewProjectForm(forms.ModelForm):
    """A project that the register lacks: its name is enough to begin with."""

    class Meta:
        model = Project
        fields = ("title", "acronym")
        labels = {"title": "Projektets titel", "acronym": "Kortnamn"}
        help_texts = {"acronym": "Förkortning eller namn i kort form, om projektet har ett."}
        error_messages = {"title": {"required": "Skriv projektets titel."}}

    helper = fields_alone("title", "acronym")
