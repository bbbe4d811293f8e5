"""How the fields of the card's forms are laid out on the page."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row

# The help of what the report does not print; see reporting/report.py.
NOT_PRINTED = "Visas inte i redovisningen."


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


def kronor(name):
    """The field of an amount, with its unit after it."""
    return AppendedText(name, "kr", wrapper_class="field-amount")
