"""The forms of the admin: people, boards and rounds."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.text import capfirst, slugify

from config.fields import StepsField
from config.formats import listed

from . import sections
from .fields import RATES_HELP, RatesField
from .models import Board, Round, Submission, User
from .models.line import heirs


class PersonForm(forms.ModelForm):
    """A person; the address is compared in lower case, as it is kept."""

    class Meta:
        model = User
        fields = ["name", "email", "is_active", "is_staff", "groups", "is_superuser"]
        labels = {"is_superuser": "Administratör"}
        help_texts = {
            "groups": "Handläggare läser, återlämnar och godkänner inlämningar.",
            "is_superuser": "Får göra allt i administrationen.",
        }

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class BoardForm(forms.ModelForm):
    """A board; its address on the site is made of its name, and must be its own."""

    follows = forms.ModelMultipleChoiceField(
        Board.objects.all(),
        required=False,
        label="Har tagit över efter",
        widget=forms.CheckboxSelectMultiple,
        help_text="Nämnder som har bytt namn till den här, eller slagits ihop till den. "
        "Den här nämndens kontaktpersoner kan läsa deras tidigare år och hämta därifrån.",
    )

    class Meta:
        model = Board
        fields = ["name", "department", "abbreviation", "follows"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = Board.objects.exclude(pk=self.instance.pk)

    def clean_follows(self):
        follows = self.cleaned_data["follows"]
        if self.instance.pk and follows.filter(pk__in=heirs(self.instance.pk)).exists():
            raise ValidationError(
                f"{self.instance} kan inte ta över efter sig själv. En av de valda har tagit över efter den."
            )
        return follows

    def clean_name(self):
        name = self.cleaned_data["name"]
        slug = slugify(name)
        if not slug or Board.objects.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            raise ValidationError("Namnet ger samma webbadress som en annan nämnd. Välj ett namn som skiljer sig mer.")
        return name


def check_days(form):
    """Refuse a round that has but one of its two days, or ends before it opens."""
    if {"opens", "closes"} & form.errors.keys():
        return
    opens, closes = form.cleaned_data.get("opens"), form.cleaned_data.get("closes")
    if opens and closes and closes < opens:
        form.add_error("closes", "Sista dagen kan inte vara före dagen då omgången öppnar.")
    if closes and not opens:
        form.add_error("opens", "Skriv när omgången öppnar. Med bara en sista dag öppnar den aldrig.")
    if opens and not closes:
        form.add_error("closes", "Skriv omgångens sista dag. Utan den går inget att lämna in.")


class RoundForm(forms.ModelForm):
    """A round and the boards that are to hand in; a board that has written something cannot be taken out."""

    boards = forms.ModelMultipleChoiceField(
        Board.objects.all(),
        required=False,
        label="Nämnder i omgången",
        widget=forms.CheckboxSelectMultiple,
        help_text="En nämnd som har skrivit något går inte att ta bort.",
    )
    exchange_rates = RatesField(
        required=False,
        label="Valutakurser",
        help_text=f"{RATES_HELP} Används bara för projektens totala budget.",
    )
    decision_path = StepsField(
        required=False,
        label="Beslutsplanering",
        help_text="Ett steg per rad, med datum först om det är känt: 2025-04-28 Kommunstyrelsens arbetsutskott.",
    )

    class Meta:
        model = Round
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets say which

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        has_round = self.instance.pk is not None
        taking_part = Board.objects.filter(submissions__round=self.instance) if has_round else _newest_boards()
        self.fields["boards"].initial = taking_part

    def clean(self):
        super().clean()
        check_days(self)

    def clean_boards(self):
        boards = self.cleaned_data["boards"]
        written = [str(each.board) for each in self._left_out(boards) if not _is_empty(each)]
        if written:
            raise ValidationError(f"{listed(written)} har skrivit något och kan inte tas bort ur omgången.")
        return boards

    def _left_out(self, boards):
        """The submissions of boards that are not chosen, locked so that nobody writes in one that is taken out."""
        if self.instance.pk is None:
            return []
        mine = Submission.objects.filter(round=self.instance).exclude(board__in=boards)
        return mine.select_for_update(of=["self"]).select_related("board", "round")

    def save_boards(self):
        """Give each chosen board its submission, and take out the others."""
        boards = self.cleaned_data["boards"]
        self.instance.submissions.filter(pk__in=[each.pk for each in self._left_out(boards)]).delete()
        there = set(self.instance.submissions.values_list("board_id", flat=True))
        Submission.objects.bulk_create(
            Submission(round=self.instance, board=board) for board in boards if board.pk not in there
        )


def _newest_boards():
    """All but those that another board has taken over from."""
    return Board.objects.filter(followed_by=None)


def _is_empty(submission):
    """Whether the board has neither written nor handed in anything."""
    nothing = {"submission": {"board": submission.board.name}}
    return not submission.versions.exists() and sections.freeze(submission) == nothing


class NamedFields(BaseInlineFormSet):
    """Rows in a table, whose fields have no labels but the columns' headings: each is named for those who listen."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            of_row = f" {form.instance}" if name == "DELETE" and form.instance.pk else ""
            widget = getattr(field.widget, "widget", field.widget)  # within the links beside it, where it has them
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{capfirst(field.label or name)}{of_row}"


class ContactRows(NamedFields):
    """People of a board, or boards of a person, each once.

    Django would leave that to the database, since one of the two columns is not in the form.
    """

    def validate_unique(self):
        other = "user" if self.fk.name == "board" else "board"
        saved = dict(self.model.objects.filter(**{self.fk.name: self.instance.pk}).values_list(other, "pk"))
        told = set()
        for form in self.forms:
            chosen = form.is_valid() and not self._should_delete_form(form) and form.cleaned_data.get(other)
            if not chosen:
                continue
            if chosen in told:
                form.add_error(other, f"{chosen} står på två rader. Ta bort den ena.")
            elif saved.get(chosen.pk, form.instance.pk) != form.instance.pk:
                form.add_error(other, f"{chosen} finns redan i listan. Ta bort den här raden.")
            told.add(chosen)


class KeepsUsed(NamedFields):
    """Rows that others refer to by `named_by`: such a row can be mended, but neither renamed nor removed."""

    named_by = ""

    def find_used(self):
        """The names that are referred to."""
        raise NotImplementedError

    @cached_property
    def used(self):
        return set(self.find_used()) if self.instance.pk else set()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk and getattr(form.instance, self.named_by) in self.used:
            for name in {self.named_by, "DELETE"} & form.fields.keys():
                form.fields[name].disabled = True
