"""The form in which the city office types in the totals of an earlier year."""

from django import forms
from django.core.exceptions import ValidationError

from submissions.models import Board

from .fields import RowsField
from .models import Totals
from .schema import LARGEST_FIGURE

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
