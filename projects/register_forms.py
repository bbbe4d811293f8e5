"""The forms of the register's pages at the city office: a project's facts, merging, and parting."""

import re

from django import forms
from django.core.exceptions import ValidationError

from config.formats import alphabetical
from submissions.forms import Remembering

from .duplicates import GROUPS
from .fields import BudgetField, ends_before
from .models import Programme, Project
from .register import TAKEN_KEYS

NEW = "-"  # no key: the project is a new one


class ProjectForm(Remembering, forms.ModelForm):
    """A project's facts in the register; its programme is one that some year has.

    What others, as a board on its card, have saved since the page was opened stays. What they have changed and the
    official too is told at the field, and saved as the official has it the next time.
    """

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
        if self.instance.pk:
            self.remember(self.fields)

    def clean_key(self):
        """As the round file has it, where the key stays for ever; and not the address of another page."""
        key = self.cleaned_data["key"]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or key in TAKEN_KEYS:
            raise ValidationError("Skriv små bokstäver a–z, siffror och bindestreck, till exempel good-cities.")
        return key

    def clean(self):
        super().clean()
        if self.instance.pk:
            self._merge()
        told = self.cleaned_data
        if ends_before(told.get("ends", ""), told.get("starts", "")):
            self.add_error("ends", "Slutet kan inte vara före början.")
        if "total_budget" not in self.errors and (told["total_budget"] is None) != (not told.get("currency")):
            raise ValidationError("Skriv både belopp och valuta för total budget, eller ingetdera.")

    def _merge(self):
        """Take in, and show, what others have saved since the page was opened; the project is held until all is."""
        stands = Project.objects.select_for_update().filter(pk=self.instance.pk).first()
        if stands is None:
            raise ValidationError("Projektet finns inte längre i registret. Kanske har någon just slagit ihop det.")
        self.data, before = self.data.copy(), self.before
        for name in before.keys() - self.errors.keys():
            now, mine = getattr(stands, name), self.cleaned_data[name]
            shown = self.data[self[name].html_initial_name] = self.fields[name].prepare_value(now)
            if mine == before[name]:
                self.cleaned_data[name], self.data[name] = now, shown
            elif self.read(name, now) not in (before[name], mine):
                self.add_error(name, _overtaken(shown))


def _overtaken(shown):
    stands = f"Nu står det ”{shown}”." if shown else "Nu är fältet tomt."
    return f"Någon annan har ändrat det här sedan du öppnade sidan. {stands} Spara igen om ditt ska gälla."


class MergeForm(forms.Form):
    """Which of two projects gives the key, and which gives each fact that they tell differently."""

    key = forms.ChoiceField(
        label="Nyckel som blir kvar",
        widget=forms.RadioSelect,
        help_text="Nyckeln står i adresser och omgångsfiler. Gamla adresser leder till projektet ändå.",
        error_messages={"required": "Välj vilken nyckel som blir kvar."},
    )

    def __init__(self, data, one, other):
        """`one` and `other` are sheets."""
        super().__init__(data)
        self.sheets = {sheet.project.key: sheet for sheet in (one, other)}
        self.fields["key"].choices = [(key, key) for key in self.sheets]
        self.fields["key"].initial = one.project.key
        for name, (label, _) in GROUPS.items():
            told = [(key, sheet.facts[name]) for key, sheet in self.sheets.items() if sheet.facts[name]]
            if len({words for _, words in told}) > 1:
                self.fields[name] = _choice(label, told)

    @property
    def kept(self):
        """The project whose key stays."""
        return self.sheets[self.cleaned_data["key"]].project

    @property
    def gone(self):
        """The project that becomes a part of the other."""
        return next(sheet.project for key, sheet in self.sheets.items() if key != self.cleaned_data["key"])

    @property
    def facts(self):
        """The facts that the project will have, values by field: as chosen, or where one alone knows, as that says."""
        return {field: getattr(self._source(name), field) for name, (_, fields) in GROUPS.items() for field in fields}

    def _source(self, name):
        told = [key for key, sheet in self.sheets.items() if sheet.facts[name]]
        return self.sheets[self.cleaned_data.get(name) or next(iter(told), self.kept.key)].project


def _choice(label, told):
    return forms.ChoiceField(
        label=label,
        choices=told,
        widget=forms.RadioSelect,
        initial=told[0][0],
        error_messages={"required": f"Välj vad som gäller för {label.lower()}."},
    )


class PartForm(forms.Form):
    """Which cards go to which project: a new one with a title of its own, or one of those that were found."""

    cards = forms.MultipleChoiceField(
        label="Kort som ska flyttas",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryssa för minst ett kort."},
    )
    target = forms.ChoiceField(
        label="Vart de ska",
        widget=forms.RadioSelect,
        initial=NEW,
        error_messages={"required": "Välj vart korten ska."},
    )
    title = forms.CharField(
        label="Det nya projektets titel",
        required=False,
        max_length=Project._meta.get_field("title").max_length,
        help_text="Övriga uppgifter blir som det här projektets. Rätta dem sedan på det nya projektets sida.",
    )

    def __init__(self, data, sheet, found):
        """`found` are the projects in the register that the cards can go to."""
        super().__init__(data)
        self.submissions = {str(account.submission.pk): account.submission for account in sheet.accounts}
        self.found = {project.key: project for project in found}
        self.fields["cards"].choices = [(pk, str(submission)) for pk, submission in self.submissions.items()]
        self.fields["target"].choices = [(NEW, "Ett nytt projekt"), *self.found.items()]

    def clean(self):
        if self.cleaned_data.get("target") == NEW and not self.cleaned_data.get("title"):
            self.add_error("title", "Skriv vad det nya projektet heter.")

    @property
    def chosen(self):
        """The submissions whose cards go."""
        return [self.submissions[pk] for pk in self.cleaned_data["cards"]]

    def target_for(self, source):
        """The project that they go to; a new one is not saved yet."""
        if self.cleaned_data["target"] != NEW:
            return self.found[self.cleaned_data["target"]]
        facts = {name: getattr(source, name) for name in Project.FACTS}
        return Project(**{**facts, "title": self.cleaned_data["title"], "acronym": "", "grant_number": ""})
