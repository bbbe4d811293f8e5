"""The forms of a project card: the project's facts, the board's account of it, and its partners, saved as one."""

import hashlib
import json

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.db.models import Q
from django.utils.text import capfirst

from config.formats import listed
from config.forms import RichTextField
from submissions import drafts
from submissions.models import Board

from .fields import AmountField, CountryField, PartialDateField, ends_before
from .models import SORTED_COUNTRIES, Card, Currency, Goal, Partner, Programme, Project, Sector
from .readable import differing, told, told_partners
from .roundfile import project_facts

COLUMNS = ("title", "role", "budget", "paid", "own_cash", "own_work", "main_goal", *Card.TEXTS)
MOST_PARTNERS = 200


def _group(id, heading, *fields):
    return Fieldset(f"<h2>{heading}</h2>", *fields, css_id=id, css_class="project-group")


def _helper(*groups):
    """A helper that writes the fields alone; the page has the form's tag, its scripts and its summary of errors."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.layout = Layout(*groups)
    return helper


def _beside(*fields):
    return Row(*(Column(field, css_class="col-sm-6") for field in fields))


def _kronor(name):
    return AppendedText(name, "kr", wrapper_class="field-amount")


def _fact(column, **options):
    """The form's field for a fact; an address without a scheme is taken to be a web page's."""
    return column.formfield(**options, **({"assume_scheme": "https"} if column.name == "website" else {}))


class FactsForm(forms.ModelForm):
    """What the register says of a project. `known` tells which facts the writer saw when the form was opened."""

    known = forms.CharField(required=False, widget=forms.HiddenInput)
    programme = forms.ChoiceField(label="Program", required=False)
    starts = PartialDateField(label="Börjar", required=False, help_text="Till exempel 2024-03-01, 2024-03 eller 2024.")
    ends = PartialDateField(label="Slutar", required=False, help_text="Till exempel 2026-12-31, 2026-12 eller 2026.")
    total_budget = AmountField(
        label="Total budget",
        required=False,
        help_text="Hela projektets budget, alla parter inräknade.",
        error_messages={
            "invalid": "Skriv beloppet i hela tal, till exempel 1 234 567.",
            "decimals": "Skriv beloppet i hela tal, utan decimaler, till exempel 1 234 567.",
            "negative": "Beloppet kan inte vara mindre än 0. Skriv det i hela tal, till exempel 1 234 567.",
            "too_large": "Beloppet är större än 10 miljarder. Kontrollera att det stämmer.",
        },
    )
    helper = _helper(
        _group(
            "projektet",
            "Projektet",
            "known",
            "title",
            _beside("acronym", "programme"),
            _beside("grant_number", "owner"),
            _beside("starts", "ends"),
            _beside("total_budget", "currency"),
            "website",
        )
    )

    class Meta:
        model = Project
        fields = (
            "title",
            "acronym",
            "programme",
            "grant_number",
            "owner",
            "starts",
            "ends",
            "total_budget",
            "currency",
            "website",
        )
        formfield_callback = _fact
        help_texts = {
            "website": "Till exempel https://brave.eu.",
            "acronym": "Förkortning eller namn i kort form, om projektet har ett.",
            "grant_number": "Numret som finansiären har gett projektet.",
            "owner": "Organisationen som äger projektet.",
        }
        error_messages = {
            "title": {"required": "Skriv projektets titel."},
            "website": {"invalid": "Skriv en webbadress, till exempel https://brave.eu."},
        }

    def __init__(self, data, project, round):
        super().__init__(data, instance=project, prefix="project")
        self.initial["known"] = fingerprint(project)
        self.initial["currency"] = project.currency or Currency.SEK
        self.fields["programme"].choices = _programmes(round, project)
        self.fields["currency"].choices = Currency.choices
        self.fields["currency"].required = True
        self.saved = {name: getattr(project, name) for name in self.Meta.fields}

    def clean(self):
        starts, ends = self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", "")
        if ends_before(ends, starts):
            self.add_error("ends", f"Projektet slutar före det börjar ({starts}). Rätta det datum som är fel.")
        if self.cleaned_data.get("total_budget") is None:
            self.cleaned_data["currency"] = ""
        return self.cleaned_data

    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewProjectForm(forms.ModelForm):
    """A project that the register lacks: its name is enough to begin with."""

    class Meta:
        model = Project
        fields = ("title", "acronym")
        labels = {"title": "Projektets titel", "acronym": "Kortnamn"}
        help_texts = {"acronym": "Förkortning eller namn i kort form, om projektet har ett."}
        error_messages = {"title": {"required": "Skriv projektets titel."}}

    helper = _helper("title", "acronym")


class RemoveForm(forms.Form):
    """Which version of the card the person saw when they asked to take it away."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def fingerprint(project):
    """A short text that is another one as soon as any of the project's facts is."""
    facts = json.dumps(project_facts(project), sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _programmes(round, project):
    """The year's programmes; the project's own stays to choose even where the year does not have it."""
    names = list(Programme.objects.filter(round=round).values_list("name", flat=True))
    if project.programme and project.programme not in names:
        names.append(project.programme)
    return [("", "Välj program")] + [(name, name) for name in names]


def _formfield(column, **options):
    """The form's field for a column of the card: for its texts, the editor."""
    if column.name not in Card.TEXTS:
        return column.formfield(**options)
    return RichTextField(**{"label": capfirst(column.verbose_name), "required": False, **options})


class CardForm(forms.ModelForm):
    """The board's own account. Everything may be empty, since a draft takes what there is."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Sidan är gammal. Kopiera din text, öppna sidan på nytt och klistra in den."},
    )
    budget = AmountField(label="Nämndens budget", required=False, help_text="Nämndens del av projektets budget.")
    paid = AmountField(
        required=False,
        help_text="Pengar från EU eller annan internationell finansiär som har betalats ut till nämnden under året. "
        "Skriv 0 om inget har betalats ut.",
    )
    own_cash = AmountField(
        label="Egen medfinansiering, kontant",
        required=False,
        help_text="Pengar som nämnden själv har lagt under året.",
    )
    own_work = AmountField(
        label="Egen medfinansiering, arbetstid",
        required=False,
        help_text="Värdet av den arbetstid som nämnden har lagt.",
    )
    helper = _helper(
        _group("roll", "Roll och ekonomi", "version", "role", _kronor("paid"), _kronor("budget"),
               _kronor("own_cash"), _kronor("own_work")),
        _group("mal", "Kommunfullmäktigemål", "goals", "main_goal"),
        _group("texterna", "Innehåll", "title", *Card.TEXTS),
        _group("samarbete", "Samarbete", "cooperating_boards"),
    )  # fmt: skip

    class Meta:
        model = Card
        fields = (*COLUMNS, "goals", "cooperating_boards")
        formfield_callback = _formfield
        widgets = {"goals": forms.CheckboxSelectMultiple, "cooperating_boards": forms.CheckboxSelectMultiple}
        labels = {
            "role": "Nämndens roll",
            "goals": "Mål som projektet bidrar till",
            "aims": "Projektets mål",
            "cooperating_boards": "Andra nämnder i staden som är med i projektet",
        }
        help_texts = {
            "title": "Rubriken över kortet i redovisningen. Lämna tomt om projektets titel duger.",
            "role": "Annan roll är till exempel fallstudiestad, följarstad eller en insats utan pengar.",
            "goals": "Kryssa för ett eller flera.",
            "main_goal": "De utbetalda medlen räknas under huvudmålet. Är bara ett mål förkryssat blir det huvudmål.",
            "description": "Vad projektet handlar om, för den som aldrig har hört talas om det.",
            "purpose": "Varför projektet görs.",
            "aims": "Vad projektet ska ha uppnått när det är slut.",
            "target_group": "Vilka projektet är till för.",
            "staff": "Vilka på förvaltningen som arbetar i projektet, och hur mycket.",
            "cooperation": "Hur ni arbetar med näringsliv, universitet eller föreningar.",
            "dissemination": "Hur ni berättar för andra om det ni har lärt er.",
            "implementation": "Hur det som projektet har kommit fram till tas i bruk.",
            "results": "Vad som har uppnåtts hittills.",
        }

    def __init__(self, data, card):
        super().__init__(data, instance=card)
        round = card.submission.round
        goals = Goal.objects.filter(round=round)
        self.initial["version"] = card.version
        self.fields["paid"].label = f"Utbetalda medel {round}"
        self.fields["role"].choices = [("", "Välj roll"), *self.fields["role"].choices[1:]]
        self.fields["goals"].queryset = goals
        self.fields["main_goal"].queryset = goals
        self.fields["main_goal"].empty_label = "Välj huvudmål"
        self.fields["cooperating_boards"].queryset = _other_boards(card)

    def clean(self):
        goals, main = self.cleaned_data.get("goals"), self.cleaned_data.get("main_goal")
        if goals is not None and main and main not in goals:
            self.add_error("main_goal", "Huvudmålet måste vara ett av målen som är förkryssade.")
        if goals and len(goals) == 1 and not main:
            self.cleaned_data["main_goal"] = goals[0]
        return self.cleaned_data

    def values(self):
        """What stands in the card's own columns, for `drafts.save`."""
        return {name: self.cleaned_data[name] for name in COLUMNS}


def _other_boards(card):
    """The round's other boards, and those that the card names already."""
    named = card.cooperating_boards.values("pk") if card.pk else []
    reporting = Q(submissions__round=card.submission.round_id) | Q(pk__in=named)
    return Board.objects.filter(reporting).exclude(pk=card.submission.board_id).distinct()


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
    helper = _helper(
        Row(
            Column("name", css_class="col-md-5"),
            Column("sector", css_class="col-md-4"),
            Column("country", css_class="col-md-3"),
        )
    )

    def clean(self):
        told = self.cleaned_data.get("sector") or self.cleaned_data.get("country")
        if told and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", "Skriv partens namn, eller ta bort raden.")
        return self.cleaned_data


class PartnerRows(forms.formset_factory(PartnerForm, extra=0, max_num=MOST_PARTNERS, validate_max=True)):
    """The partners' rows, of which there is always one to write in."""

    countries = [name for _, name in SORTED_COUNTRIES]
    default_error_messages = {
        "missing_management_form": "Raderna med parter kom inte fram. Kopiera din text och öppna kortet på nytt.",
        "too_many_forms": "Ett kort kan ha som mest %(num)d parter.",
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

    def values(self):
        return [row for row in self.cleaned_data if row.get("name")]


class CardForms:
    """The three forms of the card's page as one; `facts` is None where other boards share the project."""

    def __init__(self, card, data=None):
        self.card = card
        self.heading = str(card)  # now, before a form puts what was typed into the card
        self.sharing = sharing_boards(card)
        self.facts = None if self.sharing else FactsForm(data, card.project, card.submission.round)
        self.form = CardForm(data, card)
        self.partners = PartnerRows(data, card.partners.values("name", "sector", "country") if card.pk else ())

    @property
    def media(self):
        return self.form.media

    def is_valid(self):
        valid = [form.is_valid() for form in (self.facts, self.form, self.partners) if form is not None]
        return all(valid)  # each of them is asked, so that all faults are shown at once

    @property
    def sharing_names(self):
        return listed([board.name for board in self.sharing])

    @property
    def faults(self):
        """All that is refused, in the page's order: what to say, and the id of the field where it is mended."""
        rows = [(f"Part {number}, ", row) for number, row in enumerate(self.partners, start=1)]
        named = [("", form) for form in (self.facts, self.form) if form] + rows
        whole = [{"id": "partner", "text": text} for text in self.partners.non_form_errors()]
        return [fault for prefix, form in named for fault in _faults(prefix, form)] + whole

    def told(self):
        """What all the fields say, as `readable.told` gives it."""
        facts = told(self.facts) if self.facts else {}
        return {**facts, **told(self.form), **told_partners(self.partners)}

    def save(self, user):
        """Save all of it, or nothing. Raises what `drafts.save` does; Conflict also where the facts are outdated."""
        drafts.save(user, self.card, self.form.cleaned_data["version"], self.form.values(), also=self._save_rest)

    def _save_rest(self, card):
        card.goals.set(self.form.cleaned_data["goals"])
        card.cooperating_boards.set(self.form.cleaned_data["cooperating_boards"])
        card.partners.all().delete()
        Partner.objects.bulk_create(Partner(card=card, **row) for row in self.partners.values())
        if self.facts and self.facts.values() != self.facts.saved:
            self._save_facts(card)

    def _save_facts(self, card):
        held = Project.objects.select_for_update().get(pk=card.project_id)
        if self.facts.cleaned_data["known"] != fingerprint(held) or sharing_boards(card):
            raise drafts.Conflict(card)
        Project.objects.filter(pk=held.pk).update(**self.facts.values())


def _faults(prefix, form):
    for bound in form:
        label = "" if bound.is_hidden else f"{prefix}{bound.label}: "
        for text in bound.errors:
            yield {"id": "" if bound.is_hidden else bound.id_for_label or bound.auto_id, "text": f"{label}{text}"}


def sharing_boards(card):
    """The other boards that have a card for the project the same year."""
    cards = Card.objects.filter(project=card.project_id, submission__round=card.submission.round_id)
    return list(Board.objects.filter(submissions__cards__in=cards.exclude(submission=card.submission_id)))


def facts_in_vain(card, data):
    """Label and text of facts that were typed before another board began to share the project, as they now differ."""
    mine = FactsForm(data, card.project, card.submission.round)
    saved = FactsForm(None, card.project, card.submission.round)
    return differing(told(saved), told(mine)) if mine.add_prefix("title") in data else []
