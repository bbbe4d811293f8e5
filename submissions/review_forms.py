"""The forms of a reviewer's page: returning, remarks and their threads, and corrections of the language."""

from django import forms
from django.core.exceptions import ValidationError

from config.fields import RichTextField
from config.formats import headed

from . import corrections, sections
from .fields import SaveIdField, VersionField

EMPTIED = "Texten får inte bli tom. Återlämna redovisningen om den ska bort."
TOO_LONG = {"max_length": "Markera högst 2 000 tecken."}


def lines(text):
    """A text with its lines ended one way: a browser sends each end as two characters."""
    return "\n".join(text.splitlines())


class ReturnForm(forms.Form):
    """Returning a submission: the message that the board gets."""

    message = forms.CharField(
        label="Meddelande till nämnden",
        help_text="Skriv vad som behöver ändras. Meddelandet mejlas till kontaktpersonerna och visas för nämnden.",
        error_messages={"required": "Skriv ett meddelande till nämnden om vad som behöver ändras."},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RemarkForm(forms.Form):
    """A reviewer's remark on a row of a section, perhaps on a field or some words of it; without a row, on all."""

    section = forms.CharField(required=False)
    key = forms.CharField(required=False)
    field = forms.CharField(required=False)
    quote = forms.CharField(required=False, max_length=2000, error_messages=TOO_LONG)
    text = forms.CharField(error_messages={"required": "Skriv vad som behöver ändras."})

    def __init__(self, submission, data):
        super().__init__(data)
        self.submission = submission

    def clean_quote(self):
        return " ".join(self.cleaned_data["quote"].split())

    def clean_text(self):
        return lines(self.cleaned_data["text"])

    def clean(self):
        """`about` is what it is on, in words; a row or a field that is not there was never offered."""
        told = self.cleaned_data
        told["about"] = "Hela redovisningen"
        if told.get("section") or told.get("key"):
            section, part = self._part(told)
            label = section.fields.get(told.get("field")) if section else None
            if not part or (told.get("field") and not label):
                raise ValidationError("Det som anmärkningen gäller finns inte kvar. Ladda om sidan.")
            told["about"] = headed(part.title, label) if label else part.title
        return told

    def _part(self, told):
        """The section and the part of it that was remarked on; None for either where there is none."""
        shown = sections.shown(self.submission, sections.handed_in(self.submission))
        parts = ((section, part) for section, parts in shown for part in parts)
        place = (told.get("section"), told.get("key"))
        return next(((s, part) for s, part in parts if s.name and (s.name, part.key) == place), (None, None))


class ReplyForm(forms.Form):
    """What a reviewer says in a thread, which may be nothing where the thread is closed or opened with it."""

    text = forms.CharField(required=False, max_length=10_000)

    def clean_text(self):
        return lines(self.cleaned_data["text"])


class CorrectionForm(forms.Form):
    """The texts of a row to be corrected, and the version of the row that they were opened from."""

    version = VersionField()
    save_id = SaveIdField()

    def __init__(self, section, row, data=None, texts=None):
        stands = corrections.texts(section, row)
        self.names, self.stands, self.asks = list(stands), stands, ""
        shown = {f"text-{name}": markup for name, markup in {**stands, **(texts or {})}.items()}
        super().__init__(data, initial={"version": row.version, **shown})
        for name in self.names:
            self.fields[f"text-{name}"] = RichTextField(
                admin=True, label=section.text_labels[name], error_messages={"required": EMPTIED}
            )

    def clean(self):
        """A number that is changed is asked about once; `asks` is what the page sends back as the answer."""
        typed = {name: self.cleaned_data.get(f"text-{name}") for name in self.names}
        wanted = {name: markup for name, markup in typed.items() if markup}
        self.asks = corrections.changed_numbers(self.stands, wanted)
        if self.asks and self.data.get("confirmed") != self.asks:
            question = f"Du har {self.asks}. Är det en rättelse av språket, så spara en gång till."
            raise ValidationError(question)

    @property
    def texts(self):
        """What was typed, cleaned, by the text's name."""
        return {name: self.cleaned_data[f"text-{name}"] for name in self.names}
