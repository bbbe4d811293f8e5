"""How the fields of the card's forms are laid out on the page."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django.template.loader import render_to_string

# The help of what the report does not print; see reporting/report.py.
NOT_PRINTED = "Trycks inte i redovisningen, men publiceras med den."


def group(id, heading, *fields):
    """Fields in a box under a heading."""
    return Fieldset(f"<h2>{heading}</h2>", *fields, css_id=id, css_class="project-group")


def fields_alone(*groups):
    """A form helper that writes the fields; the page itself has the form's tag, scripts and summary of faults."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.layout = Layout(*groups)
    return helper


def beside(*fields):
    """Two fields beside each other, where there is room."""
    return Row(*(Column(field, css_class="col-sm-6") for field in fields))


class Text(Field):
    """A text's editor, and beside it what stood there last year, where the page has that (`last_year`)."""

    def render(self, form, context, **kwargs):
        editor = super().render(form, context, **kwargs)
        last_year, name = context.get("last_year"), self.fields[0]
        if not last_year or name not in last_year["texts"]:
            return editor
        about = {"editor": editor, "field": form[name], "last_year": last_year}
        about |= {"then": last_year["texts"][name], "same": name in last_year["unchanged"]}
        return render_to_string("projects/carry_text.html", about)


def kronor(name):
    """The field of an amount, with its unit after it."""
    return AppendedText(name, "kr", wrapper_class="field-amount")
