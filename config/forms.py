"""Form fields that more than one app uses."""

from django import forms
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
        return Media(css={"all": ["css/editor.css"]}, js=["js/editor.js"]) + super().media


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
