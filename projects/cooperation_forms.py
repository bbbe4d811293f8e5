"""The form of the page where a board states its cooperation."""

import re

from django import forms
from django.utils.html import escape

from config.fields import LinesField, RichTextField
from config.forms import faults
from submissions.fields import SaveIdField, VersionField, save_id

from .cooperation import CooperationSection
from .fields import CountryField
from .models import Sector

MOST_PARTIES = 100_000


class CountField(forms.IntegerField):
    """How many parties there are; empty where nobody has said."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "count"})
    default_error_messages = {
        "invalid": "Skriv antalet med siffror, till exempel 12.",
        "min_value": "Antalet kan inte vara mindre än 0.",
        "max_value": "Antalet är orimligt stort. Skriv hur många parterna är.",
    }

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, max_value=MOST_PARTIES, **kwargs)


class CountriesField(LinesField):
    """Countries by their Swedish names, a line each or with commas between; their ISO 3166 codes, each once."""

    def to_python(self, value):
        return list(dict.fromkeys(super().to_python(re.sub("[,;]", "\n", value or ""))))

    def read(self, line):
        return CountryField().clean(line)

    def write(self, item):
        return CountryField().prepare_value(item)


class CooperationForm(forms.Form):
    """All that a board states of its cooperation; `content` where it shows another than is saved."""

    version = VersionField()
    save_id = SaveIdField()
    public = CountField(label=Sector.PUBLIC.label)
    private = CountField(label=Sector.PRIVATE.label)
    academia = CountField(label=Sector.ACADEMIA.label)
    civil_society = CountField(label=Sector.CIVIL_SOCIETY.label)
    countries = CountriesField(
        label="Länder som parterna finns i",
        required=False,
        help_text="Ett land per rad, på svenska.",
        widget=forms.Textarea(attrs={"rows": 6, "class": "medium"}),
    )
    html = RichTextField(
        label="Förklaring",
        required=False,
        help_text="En mening eller två om vad siffrorna visar och hur ni har räknat.",
    )

    def __init__(self, row, data=None, content=None):
        shown = CooperationSection().content(row) if content is None else content
        counts = {sector: shown.get("sectors", {}).get(sector) for sector in Sector.values}
        super().__init__(data, initial={**shown, **counts, "version": row.version})
        self.row = row

    @property
    def counts(self):
        return [self[sector] for sector in Sector.values]

    @property
    def faults(self):
        return faults(self)

    def saving(self):
        """What `drafts.save` takes, a faulty field as it is saved; None where no version is given."""
        told, saved = self.cleaned_data, CooperationSection().content(self.row)
        if "version" not in told:
            return None
        sectors = {sector: told.get(sector, saved["sectors"][sector]) for sector in Sector.values}
        rest = {name: told.get(name, saved[name]) for name in ("countries", "html")}
        return {"version": told["version"], "content": {"sectors": sectors, **rest}, "save_id": save_id(self)}

    def showing(self, row, content):
        """The form with `content` in it, to be saved on `row` as it stands now."""
        return CooperationForm(row, content=content)

    def filled_in(self, content):
        """The form as it was typed, with these counts and countries in it; nothing is saved by that."""
        data = self.data.copy()
        for sector, count in content["sectors"].items():
            data[sector] = str(count)
        data["countries"] = self.fields["countries"].prepare_value(content["countries"])
        return CooperationForm(self.row, data)

    def typed(self):
        """What was typed, to be copied where it could not be saved."""
        counts = [f"{field.label}: {field.value()}" for field in self.counts if field.value()]
        texts = [escape("\n".join(counts)), escape(self["countries"].value() or ""), self["html"].value() or ""]
        return [text for text in texts if text.strip()]
