"""The partners of a card: rows, of which there can be any number."""

from crispy_forms.layout import Column, Row
from django import forms

from submissions.carry_over import plain

from ..fields import CountryField
from ..models import SORTED_COUNTRIES, Sector
from .layout import fields_alone

MOST_PARTNERS = 200


class PartnerForm(forms.Form):
    """A partner; a row where nothing stands is no partner."""

    name = forms.CharField(label="Namn", required=False, max_length=200)
    sector = forms.ChoiceField(label="Sektor", required=False, choices=[("", "Välj sektor"), *Sector.choices])
    country = CountryField(
        label="Land",
        required=False,
        help_text="Till exempel Danmark.",
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )
    helper = fields_alone(
        Row(
            Column("name", css_class="col-md-5"),
            Column("sector", css_class="col-md-4"),
            Column("country", css_class="col-md-3"),
        )
    )

    def clean(self):
        told = self.cleaned_data.get("sector") or self.cleaned_data.get("country")
        if told and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", "Skriv partnerns namn, eller ta bort raden.")
        return self.cleaned_data


class PartnerRows(forms.formset_factory(PartnerForm, extra=0, max_num=MOST_PARTNERS, validate_max=True)):
    """The partners' rows, of which there is always one to write in."""

    countries = [name for _, name in SORTED_COUNTRIES]
    default_error_messages = {
        "missing_management_form": "Raderna med partner kom inte fram. Kopiera din text och öppna kortet på nytt.",
        "too_many_forms": "Ett kort kan ha som mest %(num)d partner.",
    }

    def __init__(self, data=None, rows=()):
        super().__init__(data, initial=list(rows) or [{}], prefix="partners")

    def typed(self):
        """What stands in each row as it was typed, right or wrong."""
        return [{name: form[name].value() for name in form.fields} for form in self.forms]

    def changed(self, action):
        """The rows after the button `partner-add`, or `partner-remove-0` and so on; not yet judged."""
        rows = self.typed()
        if action != "partner-add":
            return PartnerRows(rows=[row for i, row in enumerate(rows) if action != f"partner-remove-{i}"])
        more = PartnerRows(rows=[*rows, {}])
        more.forms[-1].fields["name"].widget.attrs["autofocus"] = True
        return more

    def joined(self, more):
        """The rows with those of `more` whose names are not there yet."""
        rows = [row for row in self.typed() if any(row.values())]
        names = {plain(row["name"] or "") for row in rows}
        return PartnerRows(rows=[*rows, *(row for row in more if plain(row["name"]) not in names)])

    def values(self):
        return [row for row in self.cleaned_data if row.get("name")]
