"""The forms in which a board writes its memo."""

from django import forms
from django.utils.html import escape

from config.fields import DayInput, LinesField, RichTextField, StepsField
from config.forms import faults
from submissions.fields import SaveIdField, VersionField, save_id

from .board_memo import MATTER
from .board_proposal import STANDARD_HEADINGS
from .memo_roundfile import LISTS, TEXTS
from .models import Memo, MemoSection
from .section import BoardMemo, as_content, as_memo

MOST_SECTIONS = 30


def _limit(name):
    return Memo._meta.get_field(name).max_length


class VersionForm(forms.Form):
    """Which version the person saw when they asked to begin a memo, or to take it away."""

    version = VersionField()
    save_id = SaveIdField()


class MemoTextForm(forms.Form):
    """All of a board's memo but its sections. Everything may be empty, since a draft takes what there is."""

    version = VersionField()
    save_id = SaveIdField()
    date = forms.DateField(label="Datum", required=False, widget=DayInput())
    diary_number = forms.CharField(
        label="Diarienummer",
        required=False,
        max_length=_limit("diary_number"),
        help_text="Nämndens eget ärende, till exempel MN-2024-15234.",
    )
    contact_title = forms.CharField(
        label="Vår referens",
        required=False,
        max_length=_limit("contact_title"),
        help_text="Titeln på den som svarar på frågor om ärendet, till exempel Utvecklingssekreterare.",
    )
    summary = RichTextField(
        label="Sammanfattning",
        required=False,
        help_text="Uppdraget, det viktigaste resultatet och vad nämnden ska ta ställning till.",
    )
    proposal_by = forms.CharField(
        label="Vem som föreslår vem att besluta",
        required=False,
        max_length=_limit("proposal_by"),
        help_text="Raden före förslagen, till exempel: Miljöförvaltningen föreslår miljönämnden besluta.",
    )
    proposals = LinesField(label="Förslag till beslut", required=False, help_text="Ett förslag per rad, utan siffra.")
    documents = LinesField(label="Beslutsunderlag", required=False, help_text="En handling per rad.")
    decision_path = StepsField(
        label="Beslutsplanering",
        required=False,
        help_text="Ett steg per rad, med datum först om det är känt: 2026-03-30 Miljönämnden.",
    )
    recipients = LinesField(label="Beslutet skickas till", required=False, help_text="En mottagare per rad.")
    signatories = LinesField(label="Ansvariga", required=False, help_text="En per rad, med titel. Kan lämnas tomt.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in LISTS:
            self.fields[name].widget.attrs = {"rows": 3}

    def told(self, saved):
        """What the fields say; a faulty one what is `saved`."""
        written = {name: self.cleaned_data.get(name, saved.get(name)) for name in TEXTS + LISTS}
        date = self.cleaned_data["date"] if "date" in self.cleaned_data else saved.get("date")
        return {**written, "date": date.isoformat() if hasattr(date, "isoformat") else date}


class SectionForm(forms.Form):
    """A section of the memo; one where nothing stands is none."""

    heading = forms.CharField(
        label="Rubrik",
        required=False,
        max_length=MemoSection._meta.get_field("heading").max_length,
        widget=forms.TextInput(attrs={"list": "headings", "autocomplete": "off"}),
    )
    html = RichTextField(label="Text", required=False)


class SectionRows(forms.formset_factory(SectionForm, extra=0, max_num=MOST_SECTIONS, validate_max=True)):
    """The memo's sections, in order."""

    default_error_messages = {
        "missing_management_form": "Avsnitten kom inte fram. Kopiera din text och öppna sidan på nytt.",
        "too_many_forms": "En tjänsteskrivelse kan ha som mest %(num)d avsnitt.",
    }

    def __init__(self, data=None, rows=()):
        super().__init__(data, initial=list(rows), prefix="sections")

    def typed(self):
        """What stands in each row as it was typed."""
        return [{name: form[name].value() or "" for name in form.fields} for form in self.forms]

    def changed(self, action):
        """The rows after the button `section-add`, `section-remove-0`, `section-up-1` and so on; not yet judged."""
        rows, (_, what, *at) = self.typed(), action.split("-")
        if what == "add":
            return type(self)(rows=[*rows, {}])
        number = int(at[0]) if at and at[0].isdecimal() else len(rows)
        if what == "remove":
            return type(self)(rows=rows[:number] + rows[number + 1 :])
        if 0 < number < len(rows):
            rows[number - 1], rows[number] = rows[number], rows[number - 1]
        return type(self)(rows=rows)

    def told(self):
        """The sections in the round file's shape."""
        each = (getattr(form, "cleaned_data", {}) for form in self.forms)
        rows = [{name: told.get(name, "") for name in ("heading", "html")} for told in each]
        return [row for row in rows if any(row.values())]


class MemoForms:
    """A memo's `text` and its `sections` as one form, with what else is written on the same page (`rest`)."""

    rest = ()

    def is_valid(self):
        valid = [form.is_valid() for form in (self.text, self.sections, *self.rest)]
        return all(valid)  # each is asked, so that all faults are shown at once

    @property
    def faults(self):
        rows = [(f"Avsnitt {number}, ", row) for number, row in enumerate(self.sections, start=1)]
        every = [("", self.text), *rows, *(("", form) for form in self.rest)]
        named = [fault for about, form in every for fault in faults(form, about)]
        return named + [{"id": "avsnitt", "text": text, "message": text} for text in self.sections.non_form_errors()]

    @property
    def is_whole(self):
        """Whether the page says which version it shows, and has its sections; else nothing can be saved."""
        return "version" in self.text.cleaned_data and self.sections.management_form.is_valid()

    def rearrange(self, action):
        """Add, move or take away a section; all that is typed stays, and nothing is judged yet."""
        self.sections = self.sections.changed(action)
        self.text.errors.clear()

    def typed(self):
        """What was typed, to be copied where it could not be saved."""
        fields = [bound for form in (self.text, *self.rest) for bound in form if not bound.is_hidden]
        texts = [bound.value() if _is_rich(bound) else escape(bound.value() or "") for bound in fields]
        written = (row for row in self.sections.typed() if any(row.values()))
        rows = [f"<h3>{escape(row['heading'])}</h3>{row['html']}" for row in written]
        return [text for text in [*texts, *rows] if text and text.strip()]


def _is_rich(bound):
    return isinstance(bound.field, RichTextField)


class BoardMemoForms(MemoForms):
    """A board's memo; `content` where it shows another than is saved."""

    headings = (MATTER, *STANDARD_HEADINGS)

    def __init__(self, row, data=None, content=None):
        shown = BoardMemo().content(row) if content is None else content
        self.row = row
        self.text = MemoTextForm(data, initial={**shown, "version": row.version})
        self.sections = SectionRows(data, as_memo(shown)["sections"])

    @property
    def media(self):
        return self.text.media + self.sections.media + SectionForm().media

    def saving(self):
        """What `drafts.save` takes; None where the page is not whole."""
        if not self.is_whole:
            return None
        memo = {**self.text.told(BoardMemo().content(self.row)), "sections": self.sections.told()}
        version = self.text.cleaned_data["version"]
        return {"version": version, "content": as_content(memo), "save_id": save_id(self.text)}

    def showing(self, row, content):
        """The form with `content` in it, to be saved on `row` as it stands now."""
        return BoardMemoForms(row, content=content)
