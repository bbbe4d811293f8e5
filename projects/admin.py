"""The programmes and goals of a round, on the round's own page. The register of projects is in register_admin.py."""

from django.contrib import admin

from submissions.admin import LOW_TEXT, RoundAdmin
from submissions.admin_forms import KeepsUsed
from submissions.models import Round, Version

from . import register_admin  # noqa: F401 - which registers itself
from .models import Goal, Programme, Project


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
