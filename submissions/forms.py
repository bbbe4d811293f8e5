"""The forms of the contact person's pages."""

import re

from django import forms
from django.utils import timezone

from config.fields import RichTextField

from .fields import SaveIdField, VersionField
from .models import Submission
from .sections import DECISION_FIELDS


class AnswerForm(forms.Form):
    """An answer, and the version of it that the writer began from."""

    html = RichTextField(label="Svar", required=False)
    version = VersionField()
    save_id = SaveIdField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["html"].widget.attrs["aria-describedby"] = "help"


class BringBackForm(forms.Form):
    """Which version stood there, and what it said, when the person asked for an earlier one."""

    version = VersionField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    save_id = SaveIdField()


class DecisionForm(forms.ModelForm):
    """The board's decision. What stood there when the page was opened follows along in hidden fields."""

    class Meta:
        model = Submission
        fields = list(DECISION_FIELDS)
        labels = {
            "decision_date": "Datum för beslutet",
            "decision_paragraph": "Paragraf",
            "decision_diary_number": "Diarienummer",
        }
        help_texts = {
            "decision_date": "Dagen då nämnden beslutade.",
            "decision_paragraph": "Till exempel § 41.",
            "decision_diary_number": "Nämndens eget ärende, till exempel MN-2024-15234.",
        }
        widgets = {"decision_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    confirmed = forms.BooleanField(label="Vi har läst igenom hela redovisningen", required=False)

    def __init__(self, *args, handing_in=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.handing_in = handing_in
        for name in DECISION_FIELDS:
            self.fields[name].show_hidden_initial = True
            self.fields[name].widget.attrs["class"] = "form-control short"

    def clean_decision_date(self):
        decided = self.cleaned_data["decision_date"]
        if decided and decided > timezone.localdate():
            raise forms.ValidationError("Datumet har inte varit än. Skriv dagen då nämnden beslutade.")
        return decided

    def clean_decision_paragraph(self):
        """With its sign, and a space after it: § 41, of 41 as of §41."""
        written = re.sub(r"^(§+)\s*", r"\1 ", self.cleaned_data["decision_paragraph"])
        return f"§ {written}" if written[:1].isdigit() else written

    def clean(self):
        if self.handing_in:
            for name, label in DECISION_FIELDS.items():
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, f"Skriv beslutets {label} innan ni lämnar in.")
            if not self.cleaned_data.get("confirmed"):
                self.add_error("confirmed", "Kryssa i rutan när ni har gjort det.")
        return self.cleaned_data

    @property
    def values(self):
        """The decision as it is written, by field."""
        return {name: self.cleaned_data[name] for name in DECISION_FIELDS}

    @property
    def before(self):
        """The decision as it stood when the page was opened, by field."""
        return {name: self._before(name) for name in DECISION_FIELDS}

    def _before(self, name):
        told = self.data.get(self[name].html_initial_name, "")
        try:
            return self.fields[name].to_python(told)
        except forms.ValidationError:
            return self.fields[name].to_python("")  # no page of ours says so
