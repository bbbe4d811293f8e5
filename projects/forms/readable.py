"""What stands in forms, saved or typed, as it is read; for a text that could not be saved."""

from django import forms
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from config.fields import RichTextField


def readable(bound):
    """The value of a form's field as markup that is safe to show."""
    if isinstance(bound.field, RichTextField):
        return mark_safe(bound.field.to_python(bound.value()))  # noqa: S308 - cleaned by the field
    if isinstance(bound.field, forms.ChoiceField):
        chosen = [option.data for option in bound.subwidgets if option.data["selected"] and option.data["value"]]
        return format_html_join(", ", "{}", ((option["label"],) for option in chosen))
    return escape(bound.value() or "")


def told(form):
    """What a form says: its fields' labels and values, by name, without those that nobody sees."""
    return {field.html_name: (field.label, readable(field)) for field in form.visible_fields()}


def told_partners(rows):
    """All the partners as one value; a row where nothing stands is left out."""
    lines = [", ".join(value for _, value in told(row).values() if value) for row in rows]
    return {"partners": ("Partner", format_html_join("", "<p>{}</p>", ((mark_safe(line),) for line in lines if line)))}  # noqa: S308 - of escaped parts


def to_copy(values):
    """Texts that could not be saved, each under its label; `values` as `told` gives them, empty ones left out."""
    return [
        format_html("<p><strong>{}</strong></p>{}", label, _paragraph(text)) for label, text in values.values() if text
    ]


def _paragraph(text):
    """Rich text as it is, and plain text, which is escaped and so begins with no tag, as a paragraph."""
    return text if text.startswith("<") else format_html("<p>{}</p>", text)
