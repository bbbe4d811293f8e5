"""Form fields that more than one app uses: rich text, and lists that are written by hand, a line for each thing."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django_prose_editor.widgets import AdminProseEditorWidget, ProseEditorWidget
from js_asset import Media

from config import html

_MENU = ("headings", "lists", "marks", "link", "nodes -blockType -lists", "history")
_EXTENSIONS = {
    **html.EDITOR_EXTENSIONS,
    # Numbering has no attributes in the allow-list, so its dialog is left out.
    "OrderedList": {"enableListAttributes": False},
    "Menu": {"groups": [{"group": group} for group in _MENU]},
    "NoSpellCheck": False,
}


class _Swedish:
    """Adds the Swedish words and the accessible names, which the editor itself lacks."""

    @property
    def media(self):
        css = ["css/editor.css", "css/word.css"]
        return Media(css={"all": css}, js=["js/paste.js", "js/editor.js", "js/word.js"]) + super().media


class RichTextWidget(_Swedish, ProseEditorWidget):
    """The editor on the boards' pages; without JavaScript, a text area with its markup."""


class AdminRichTextWidget(_Swedish, AdminProseEditorWidget):
    """The editor in the admin."""


class RichTextField(forms.CharField):
    """Rich text in the editor that offers what the allow-list has, and no more; what comes in is cleaned."""

    def __init__(self, *, admin=False, **kwargs):
        widget = AdminRichTextWidget if admin else RichTextWidget
        super().__init__(widget=widget(config={"extensions": _EXTENSIONS}, preset="configurable"), **kwargs)

    def to_python(self, value):
        return html.clean_field(super().to_python(value))


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, a date as 2025-04-28."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class LinesField(forms.CharField):
    """A list of texts, a line each; empty lines are left out. All lines that cannot be read are refused at once."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 80, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(self.write(item) for item in value or [])

    def to_python(self, value):
        text = super().to_python(value)
        ProhibitNullCharactersValidator()(text)  # the field's own one comes too late, when the text is a list
        return self._read_all(_lines(text))

    def _read_all(self, lines):
        things, faults = [], []
        for line in lines:
            try:
                things.append(self.read(line))
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        return things

    def has_changed(self, initial, data):
        return _lines(self.prepare_value(initial)) != _lines(data or "")

    def read(self, line):
        """The thing that a line says; raises ValidationError."""
        return line

    def write(self, item):
        """The line that says the thing."""
        return item


def _lines(text):
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


class StepsField(LinesField):
    """The bodies that decide, in order, each with its date (ISO) before it where one is known."""

    def read(self, line):
        match = re.fullmatch(r"(\d\S*) (.+)", line)
        if not match:
            return {"body": line}
        return {"body": match[2], "date": self._day(match[1], line)}

    def _day(self, text, line):
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValidationError(
                f"Raden ”{line}” börjar inte med ett datum som finns. Skriv det som 2025-04-28."
            ) from None

    def write(self, item):
        return f"{item['date']} {item['body']}" if item.get("date") else item["body"]
