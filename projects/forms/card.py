"""The board's own account of a project."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst

from config.fields import RichTextField
from submissions.fields import SaveIdField, VersionField
from submissions.models import Board

from ..fields import AmountField
from ..models import Card, Goal
from .layout import NOT_PRINTED, Text, fields_alone, group, kronor

COLUMNS = ("title", "role", "budget", "paid", "own_cash", "own_work", "main_goal", *Card.TEXTS)


def _formfield(column, **options):
    """The form's field for a column of the card: for its texts, the editor."""
    if column.name not in Card.TEXTS:
        return column.formfield(**options)
    return RichTextField(**{"label": capfirst(column.verbose_name), "required": False, **options})


class CardForm(forms.ModelForm):
    """The board's own account. Everything may be empty, since a draft takes what there is."""

    version = VersionField()
    save_id = SaveIdField()
    budget = AmountField(
        label="Nämndens budget",
        required=False,
        help_text=f"Nämndens del av projektets budget. {NOT_PRINTED}",
    )
    paid = AmountField(
        required=False,
        help_text="Pengar från EU eller annan internationell finansiär som har betalats ut till nämnden under året. "
        "Skriv 0 om inget har betalats ut.",
    )
    own_cash = AmountField(
        label="Egen medfinansiering, kontant",
        required=False,
        help_text=f"Pengar som nämnden själv har lagt under året. {NOT_PRINTED}",
    )
    own_work = AmountField(
        label="Egen medfinansiering, arbetstid",
        required=False,
        help_text=f"Värdet av den arbetstid som nämnden har lagt. {NOT_PRINTED}",
    )
    helper = fields_alone(
        group("roll", "Roll och ekonomi", "version", "save_id", "role", kronor("paid"), kronor("budget"),
               kronor("own_cash"), kronor("own_work")),
        group("mal", "Kommunfullmäktigemål", "goals", "main_goal"),
        group("texterna", "Innehåll", "title", *(Text(name) for name in Card.TEXTS)),
        group("samarbete", "Samarbete", "cooperating_boards"),
    )  # fmt: skip

    class Meta:
        model = Card
        fields = (*COLUMNS, "goals", "cooperating_boards")
        formfield_callback = _formfield
        widgets = {"goals": forms.CheckboxSelectMultiple, "cooperating_boards": forms.CheckboxSelectMultiple}
        labels = {
            "role": "Nämndens roll",
            "goals": "Mål som projektet bidrar till",
            "aims": "Projektets mål",
            "cooperating_boards": "Andra nämnder i staden som är med i projektet",
        }
        help_texts = {
            "title": "Rubriken över kortet i redovisningen. Lämna tomt om projektets titel duger.",
            "role": "Annan roll är till exempel fallstudiestad, följarstad eller en insats utan pengar.",
            "goals": "Kryssa för ett eller flera.",
            "main_goal": "De utbetalda medlen räknas under huvudmålet. Är bara ett mål förkryssat blir det huvudmål.",
            "description": "Vad projektet handlar om, för den som aldrig har hört talas om det.",
            "purpose": "Varför projektet görs.",
            "aims": "Vad projektet ska ha uppnått när det är slut.",
            "target_group": "Vilka projektet är till för.",
            "staff": "Vilka på förvaltningen som arbetar i projektet, och hur mycket.",
            "cooperation": "Hur ni arbetar med näringsliv, universitet eller föreningar.",
            "dissemination": "Hur ni berättar för andra om det ni har lärt er.",
            "implementation": "Hur det som projektet har kommit fram till tas i bruk.",
            "results": "Vad som har uppnåtts hittills.",
        }

    def __init__(self, data, card, initial=None):
        super().__init__(data, instance=card, initial=initial)
        round = card.submission.round
        goals = Goal.objects.filter(round=round)
        self.initial["version"] = card.version
        self.fields["paid"].label = f"Utbetalda medel {round}"
        self.fields["role"].choices = [("", "Välj roll"), *self.fields["role"].choices[1:]]
        self.fields["goals"].queryset = goals
        self.fields["main_goal"].queryset = goals
        self.fields["main_goal"].empty_label = "Välj huvudmål"
        self.fields["cooperating_boards"].queryset = _other_boards(card)

    def clean(self):
        goals, main = self.cleaned_data.get("goals"), self.cleaned_data.get("main_goal")
        if goals is not None and main and main not in goals:
            self.add_error("main_goal", "Huvudmålet måste vara ett av målen som är förkryssade.")
        if goals and len(goals) == 1 and not main:
            self.cleaned_data["main_goal"] = goals[0]
        return self.cleaned_data


def _other_boards(card):
    """The round's other boards, and those that the card names already."""
    named = card.cooperating_boards.values("pk") if card.pk else []
    reporting = Q(submissions__round=card.submission.round_id) | Q(pk__in=named)
    return Board.objects.filter(reporting).exclude(pk=card.submission.board_id).distinct()


class RemoveForm(forms.Form):
    """Which version of the card the person saw when they asked to take it away."""

    version = VersionField()
