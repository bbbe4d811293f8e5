"""The programmes and goals of a round, on the round's own page, and the register of projects."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from config.formats import alphabetical
from submissions.admin import LOW_TEXT, RoundAdmin
from submissions.admin_forms import KeepsUsed
from submissions.models import Round, Version

from .fields import BudgetField, ends_before
from .models import Card, Goal, Programme, Project
from .register import TAKEN_KEYS


def _frozen(year):
    """What the boards have handed in during a round, every version of it."""
    return Version.objects.filter(submission__round=year).values_list("data", flat=True)


class UsedGoals(KeepsUsed):
    named_by = "number"

    def find_used(self):
        on_cards = Goal.objects.filter(round=self.instance, cards__isnull=False).values_list("number", flat=True)
        frozen = (card for data in _frozen(self.instance) for card in data["submission"].get("cards", []))
        return [*on_cards, *(number for card in frozen for number in card.get("goals", []))]


class UsedProgrammes(KeepsUsed):
    named_by = "name"

    def find_used(self):
        register = Project.objects.filter(cards__submission__round=self.instance).values_list("programme", flat=True)
        frozen = (project for data in _frozen(self.instance) for project in data.get("projects", []))
        return [*register, *(project.get("programme") for project in frozen)]


class GoalInline(admin.TabularInline):
    model = Goal
    formset = UsedGoals
    extra = 0
    formfield_overrides = LOW_TEXT
    verbose_name_plural = "kommunfullmäktigemål (ett mål som används kan varken få nytt nummer eller tas bort)"


class ProgrammeInline(admin.TabularInline):
    model = Programme
    formset = UsedProgrammes
    extra = 0
    verbose_name_plural = "program (ett program som används kan varken byta namn eller tas bort)"


class RoundWithGoalsAdmin(RoundAdmin):
    """The round's page, with what this app keeps for a round."""

    inlines = [*RoundAdmin.inlines, GoalInline, ProgrammeInline]


admin.site.unregister(Round)
admin.site.register(Round, RoundWithGoalsAdmin)


class ProjectForm(forms.ModelForm):
    """A project's facts in the register; its programme is one that some year has."""

    programme = forms.ChoiceField(label="Program", required=False)
    total_budget = BudgetField(required=False)
    website = forms.URLField(label="Webbplats", required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Project
        fields = ["key", *Project.FACTS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = {self.instance.programme, *Programme.objects.values_list("name", flat=True)} - {""}
        self.fields["programme"].choices = [("", "–"), *((name, name) for name in sorted(known, key=alphabetical))]

    def clean_key(self):
        """As the round file has it, where the key stays for ever; and not the address of another page."""
        key = self.cleaned_data["key"]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or key in TAKEN_KEYS:
            raise ValidationError("Skriv små bokstäver a–z, siffror och bindestreck, till exempel good-cities.")
        return key

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if ends_before(told.get("ends", ""), told.get("starts", "")):
            self.add_error("ends", "Slutet kan inte vara före början.")
        if "total_budget" not in self.errors and (told["total_budget"] is None) != (not told.get("currency")):
            raise ValidationError("Skriv både belopp och valuta för total budget, eller ingetdera.")


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    """The register: each project once. The key stands in round files and frozen versions, and stays."""

    form = ProjectForm
    list_display = ["title", "acronym", "programme", "years", "boards"]
    list_filter = ["programme", "cards__submission__round"]
    search_fields = ["title", "acronym", "key"]
    fieldsets = [
        (None, {"fields": ["title", "acronym", "key", "boards_by_year"]}),
        ("Finansiering", {"fields": ["programme", "grant_number", ("total_budget", "currency")]}),
        ("Om projektet", {"fields": ["owner", ("starts", "ends"), "website"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cards__submission__board", "cards__submission__round")

    def get_readonly_fields(self, request, obj=None):
        return ["key", "boards_by_year"] if obj else ["boards_by_year"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"key": ["title"]}

    @admin.display(description="år")
    def years(self, project):
        return ", ".join(sorted({str(card.submission.round) for card in project.cards.all()})) or "–"

    @admin.display(description="nämnder")
    def boards(self, project):
        names = {str(card.submission.board) for card in project.cards.all()}
        return ", ".join(sorted(names, key=alphabetical)) or "–"

    @admin.display(description="redovisat av")
    def boards_by_year(self, project):
        cards = Card.objects.filter(project=project.pk).select_related("submission__board", "submission__round")
        lines = [f"{card.submission.round}: {card.submission.board}" for card in cards]
        return "\n".join(sorted(lines, key=alphabetical)) or "Ingen nämnd ännu."
