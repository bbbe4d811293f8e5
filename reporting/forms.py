"""The forms in which the city office writes its memo, the boards' excerpts and the totals of earlier years."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max

from config import nested
from config.fields import LinesField, RichTextField, StepsField
from submissions.models import Board

from . import live
from .fields import RowsField
from .models import Excerpt, Memo, MemoSection, Totals
from .schema import LARGEST_FIGURE


def check_live_figures(value):
    """Raise ValidationError for a name in braces that is no live figure, and then for the list of those that exist."""
    if names := live.unknown(" ".join(nested.texts(value))):
        there = ", ".join(f"{{{name}}}" for name in live.NAMES)
        raise ValidationError([" ".join(map(_refusal, names)), f"De siffror som finns är {there}."])


def _refusal(name):
    meant = live.nearest(name)
    return f"{{{name}}} finns inte." + (f" Menade du {{{meant}}}?" if meant else "")


class WithLiveFigures(forms.ModelForm):
    """A form of which every text is printed, and may hold live figures."""

    def clean(self):
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            try:
                check_live_figures(value)
            except ValidationError as error:
                self.add_error(name, error)


class MemoTextField(RichTextField):
    """Running text of the memo, in the editor."""

    def __init__(self, **kwargs):
        super().__init__(admin=True, required=False, **kwargs)


class MemoForm(WithLiveFigures):
    """The city's memo, but for its sections."""

    summary = MemoTextField(label="Sammanfattning")
    proposals = LinesField(required=False, label="Förslag till beslut", help_text="Ett förslag per rad.")
    documents = LinesField(required=False, label="Beslutsunderlag", help_text="En handling per rad.")
    recipients = LinesField(required=False, label="Beslutet skickas till", help_text="En mottagare per rad.")
    signatories = LinesField(required=False, label="Ansvariga", help_text="En per rad, med titel.")
    decision_path = StepsField(
        required=False,
        label="Beslutsplanering",
        help_text="Ett steg per rad, med datum först om det är känt: 2025-04-28 Kommunstyrelsens arbetsutskott.",
    )

    class Meta:
        model = Memo
        exclude = ["board"]  # noqa: DJ006 - the boards' own memos are theirs
        labels = {"contact_title": "Vår referens", "proposal_by": "Inledning till förslagen"}
        help_texts = {
            "contact_title": "Titeln på den som svarar på frågor om ärendet, till exempel Utvecklingssamordnare.",
            "proposal_by": (
                "Vem som föreslår vem att besluta, på raden före förslagen: "
                "Kommunstyrelsen föreslår kommunfullmäktige besluta."
            ),
        }


class MemoSectionForm(WithLiveFigures):
    """A heading in the memo and its text; one that is given no place comes last."""

    html = MemoTextField(label="Text")
    position = forms.IntegerField(
        label="Ordning",
        required=False,
        min_value=0,
        max_value=999,
        help_text="Lämnas det tomt kommer avsnittet sist.",
    )

    class Meta:
        model = MemoSection
        fields = ["heading", "position", "html"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self):
        position = self.cleaned_data["position"]
        if position is not None:
            return position
        others = MemoSection.objects.filter(memo=self.instance.memo_id).exclude(pk=self.instance.pk)
        return (others.aggregate(Max("position"))["position__max"] or 0) + 1


class ExcerptForm(WithLiveFigures):
    """A board's paragraph in the memo's chapter of examples."""

    html = MemoTextField(
        label="Utdrag",
        help_text="Ett stycke om vad nämnden har gjort. Det trycks i tjänsteskrivelsens avsnitt med exempel.",
    )

    class Meta:
        model = Excerpt
        fields = ["submission", "html"]


TOTALS = ("projects", "owned", "partnered", "paid")
SPAN = ("smallest", "largest")
LISTED = ("approximate", "boards", "programmes", "goals")
COLUMNS = ("projects", "paid")


class TotalsForm(forms.ModelForm):
    """A year's totals in fields of their own; what is left empty is unknown, which is not the same as nothing."""

    projects = forms.IntegerField(label="EU-projekt", min_value=0, max_value=LARGEST_FIGURE, required=False)
    owned = forms.IntegerField(label="varav som projektägare", min_value=0, max_value=LARGEST_FIGURE, required=False)
    partnered = forms.IntegerField(
        label="varav som projektpartner", min_value=0, max_value=LARGEST_FIGURE, required=False
    )
    paid = forms.IntegerField(label="Utbetalda medel, kronor", min_value=0, max_value=LARGEST_FIGURE, required=False)
    approximate = forms.BooleanField(label="Summorna är ungefärliga", required=False)
    smallest = forms.IntegerField(label="Minsta budget, kronor", min_value=0, max_value=LARGEST_FIGURE, required=False)
    largest = forms.IntegerField(label="Största budget, kronor", min_value=0, max_value=LARGEST_FIGURE, required=False)
    boards = RowsField(
        key="board",
        columns=COLUMNS,
        required=False,
        label="Per nämnd",
        help_text="En rad per nämnd, med projekt och utbetalda kronor: Kulturnämnden; 2; 360 000.",
    )
    programmes = RowsField(
        key="group",
        columns=COLUMNS,
        required=False,
        label="Per programgrupp",
        help_text="En rad per grupp, med projekt och utbetalda kronor: Interreg; 4; 1 200 000.",
    )
    goals = RowsField(
        key="number",
        columns=COLUMNS,
        required=False,
        label="Per mål",
        help_text="En rad per mål, med målets nummer, projekt och utbetalda kronor: 1; 12; 22 744 744.",
    )

    class Meta:
        model = Totals
        fields = ["round"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        figures = self.instance.figures
        self.initial |= {**figures, **figures.get("budget_span", {})}

    def clean_boards(self):
        rows = self.cleaned_data["boards"]
        known = set(Board.objects.values_list("name", flat=True))
        return self._known(rows, "board", known, "Nämnden {} finns inte. Skriv namnet som det står under Nämnder.")

    def clean(self):
        super().clean()
        rows = self.cleaned_data.get("goals")
        year = self.instance.round if self.instance.pk else self.cleaned_data.get("round")
        if rows and year:
            numbers = {str(number): number for number in year.goals.values_list("number", flat=True)}
            try:
                self._known(rows, "number", numbers, "Omgången har inget mål {}.")
            except ValidationError as error:
                self.add_error("goals", error)
            else:
                self.cleaned_data["goals"] = [{**row, "number": numbers[row["number"]]} for row in rows]

    def _known(self, rows, key, known, message):
        if unknown := [row[key] for row in rows if row[key] not in known]:
            raise ValidationError([message.format(name) for name in unknown])
        return rows

    def save(self, commit=True):
        told = self.cleaned_data
        known = {name: told[name] for name in TOTALS if told[name] is not None}
        listed = {name: told[name] for name in LISTED if told[name]}
        span = {name: told[name] for name in SPAN if told[name] is not None}
        self.instance.figures = {**known, **listed, **({"budget_span": span} if span else {})}
        return super().save(commit)
