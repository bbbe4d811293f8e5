"""Form fields that more than one app uses."""

from django import forms
from django_prose_editor.widgets import AdminProseEditorWidget, ProseEditorWidget

from config import html


class RichTextField(forms.CharField):
    """Rich text in the editor that offers what the allow-list has, and no more; what comes in is cleaned."""

    def __init__(self, *, admin=False, **kwargs):
        widget = AdminProseEditorWidget if admin else ProseEditorWidget
        config = {"extensions": html.EDITOR_EXTENSIONS}
        super().__init__(widget=widget(config=config, preset="configurable"), **kwargs)

    def to_python(self, value):
        return html.clean_field(super().to_python(value))
