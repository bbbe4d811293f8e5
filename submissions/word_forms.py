"""The forms of a whole Word document that is divided on the questions, and of the hyphens that are to be mended."""

from uuid import uuid5

from django import forms

from config import html

from .fields import SaveIdField, VersionField

NOWHERE = "Ta inte med"


class MarkupField(forms.CharField):
    """Rich text that follows along in a hidden field; cleaned when it comes back."""

    widget = forms.HiddenInput

    def to_python(self, value):
        return html.clean_field(super().to_python(value))


class PieceForm(forms.Form):
    """A piece of the document, and the question that gets it."""

    html = MarkupField(required=False)
    heading = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.TypedChoiceField(label="Hör till", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(question.number, f"Fråga {question.number}") for question in questions]
        self.fields["question"].choices = [("", NOWHERE), *choices]
        self.fields["question"].widget.attrs["class"] = "form-select short"


class PlaceForm(forms.Form):
    """An answer that may get pieces, as it stood when the person saw it, and what becomes of what stands there."""

    version = VersionField()
    way = forms.ChoiceField(
        label="Det som redan står i svaret",
        choices=[("append", "Lägg dokumentets text efter det som står"), ("replace", "Ersätt det som står")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, row, *args, **kwargs):
        super().__init__(
            *args, prefix=f"fraga-{row.question.number}", initial={"version": row.version, "way": "append"}, **kwargs
        )
        self.row = row

    def content(self, pieces):
        """What the answer would say with these pieces in it."""
        before = "" if self.cleaned_data["way"] == "replace" else self.row.html
        return {"html": before + "".join(pieces)}


class DivisionForms:
    """All forms of the page: `pieces`, each with its question, and `places`, an answer for each question."""

    def __init__(self, rows, data=None, pieces=()):
        self.data = data
        self.id_form = _IdForm(data)
        initial = [{"html": piece.html, "heading": piece.heading, "question": piece.question} for piece in pieces]
        kwargs = {"form_kwargs": {"questions": [row.question for row in rows]}, "prefix": "del"}
        self.pieces = _Pieces(data, initial=initial, **kwargs)
        self.places = [PlaceForm(row, data) for row in rows]

    def is_valid(self):
        return all([self.id_form.is_valid(), self.pieces.is_valid(), *(place.is_valid() for place in self.places)])

    @property
    def without_question(self):
        """How many pieces belong to no question, as far as the program can see."""
        return sum(not piece["question"].value() for piece in self.pieces)

    def chosen(self):
        """Each answer that gets something, with the pieces that it gets."""
        told = [piece.cleaned_data for piece in self.pieces]
        for place in self.places:
            given = [piece["html"] for piece in told if piece["question"] == place.row.question.number]
            if any(given):
                yield place, given

    def left(self):
        """How many pieces that say something are not taken."""
        return sum(bool(piece.cleaned_data["html"]) and not piece.cleaned_data["question"] for piece in self.pieces)

    def save_id(self, place):
        """What the save of one answer is known by."""
        return uuid5(self.id_form.cleaned_data["save_id"], place.prefix)

    def typed(self):
        """The texts, to be copied where they could not be saved."""
        return [piece["html"].value() for piece in self.pieces if piece["html"].value()]


class _IdForm(forms.Form):
    save_id = SaveIdField()


_Pieces = forms.formset_factory(PieceForm, extra=0)


class HyphensForm(forms.Form):
    """Which of the words with left-over hyphens are to be mended; `found` as `hyphens.left_over` gives it."""

    words = forms.MultipleChoiceField(
        label="Ord att laga",
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"required": "Kryssa för minst ett ord.", "invalid_choice": "Texten är ändrad. Välj igen."},
    )
    version = VersionField()
    save_id = SaveIdField()

    def __init__(self, found, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = [(broken, f"{broken} → {whole}") for broken, whole in found.items()]
