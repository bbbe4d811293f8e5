"""The forms of the contact person's pages."""

import re

from django import forms
from django.utils import timezone

from config.fields import DayInput, RichTextField
from config.forms import faults

from .fields import SaveIdField, VersionField, save_id
from .models import Submission
from .questions import DECISION_FIELDS


class AnswerForm(forms.Form):
    """An answer, and the version of it that the writer began from; `content` where it shows another than is saved."""

    html = RichTextField(label="Svar", required=False)
    version = VersionField()
    save_id = SaveIdField()

    def __init__(self, row, data=None, content=None):
        shown = {"html": row.html} if content is None else content
        super().__init__(data, initial={**shown, "version": row.version})
        self.row = row
        self.fields["html"].widget.attrs["aria-describedby"] = "help"

    @property
    def faults(self):
        return faults(self)

    def saving(self):
        """What `drafts.save` takes; None where the page does not say which version it shows."""
        if "version" not in self.cleaned_data:
            return None
        content = {"html": self.cleaned_data.get("html", self.row.html)}
        return {"version": self.cleaned_data["version"], "content": content, "save_id": save_id(self)}

    def showing(self, row, content):
        """The form with `content` in it, to be saved on `row` as it stands now."""
        return AnswerForm(row, content=content)

    def typed(self):
        """What was typed, to be copied where it could not be saved."""
        return [text for text in [self["html"].value()] if text and text.strip()]


class BringBackForm(forms.Form):
    """Which version stood there, and what it said, when the person asked for an earlier one."""

    version = VersionField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    save_id = SaveIdField()


class BringOverForm(forms.Form):
    """Which version the person saw when they asked to bring over last year's text, and in which of the `ways`."""

    version = VersionField()
    save_id = SaveIdField()
    way = forms.ChoiceField()

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways.items()


class Unseen(forms.HiddenInput):
    """What stood in a field, without the field's help and fault, which Django else says of it too."""

    def get_context(self, name, value, attrs):
        told = {key: said for key, said in attrs.items() if not key.startswith("aria-")}
        return super().get_context(name, value, told)


class Remembering:
    """A form whose page says, in hidden fields, what stood in its fields when it was opened."""

    def remember(self, names):
        for name in names:
            self.fields[name].show_hidden_initial = True
            self.fields[name].hidden_widget = Unseen

    @property
    def before(self):
        """What stood in the remembered fields when the page was opened, by name."""
        remembered = [name for name, field in self.fields.items() if field.show_hidden_initial]
        return {name: self.read(name, self.data.get(self[name].html_initial_name, "")) for name in remembered}

    def read(self, name, value):
        """The value as the field has it; what no page of ours says is as nothing."""
        try:
            return self.fields[name].to_python(value)
        except forms.ValidationError:
            return self.fields[name].to_python("")


class DecisionForm(Remembering, forms.ModelForm):
    """The board's decision."""

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
        widgets = {"decision_date": DayInput()}

    confirmed = forms.BooleanField(label="Vi har läst igenom hela redovisningen", required=False)

    def __init__(self, *args, handing_in=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.handing_in = handing_in
        self.remember(DECISION_FIELDS)
        for name in DECISION_FIELDS:
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
