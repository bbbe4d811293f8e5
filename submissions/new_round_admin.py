"""The page Ny omgång från …, on which the city office sets up a year out of an earlier one."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from config.fields import DayInput
from config.formats import day, listed

from . import new_round
from .admin_forms import check_days
from .fields import RATES_HELP, RatesField
from .models import Board, Round


class NewRoundForm(forms.Form):
    """What is said of a year that is made out of `old`; all but the exchange rates is filled in beforehand."""

    year = forms.IntegerField(label="År", validators=Round._meta.get_field("year").validators)
    opens = forms.DateField(
        label="Öppnar",
        required=False,
        widget=DayInput,
        help_text="Den dagen kan nämnderna börja skriva, och kontaktpersonerna får ett mejl.",
    )
    closes = forms.DateField(
        label="Sista dag", required=False, widget=DayInput, help_text="Nämnderna kan lämna in hela den dagen."
    )
    goal_period = forms.CharField(
        label="Målen gäller",
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text="Till exempel 2024–2026.",
    )
    exchange_rates = RatesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Valutakurser",
        help_text=f"{RATES_HELP} De är nya varje år. Är kurserna inte klara kan du fylla i dem senare.",
    )
    boards = forms.ModelMultipleChoiceField(
        Board.objects.all(),
        label="Nämnder i omgången",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en nämnd."},
    )

    def __init__(self, old, data=None):
        proposed = {
            "year": old.year + 1,
            "opens": new_round.moved(old.opens, 1),
            "closes": new_round.moved(old.closes, 1),
            "goal_period": old.goal_period,
            "boards": new_round.boards(old),
        }
        super().__init__(data, initial=proposed)
        brought = {name: field for part in new_round.parts for name, field in part.fields(old).items()}
        self.fields.update(brought)
        self.order_fields(["year", "opens", "closes", "goal_period", *brought, "exchange_rates", "boards"])

    def clean_year(self):
        year = self.cleaned_data["year"]
        if Round.objects.filter(year=year).exists():
            raise forms.ValidationError(exists(year))
        return year

    def clean(self):
        super().clean()
        check_days(self)


def exists(year):
    return f"Det finns redan en omgång för {year}. Välj ett annat år, eller ändra den omgången."


@require_http_methods(["GET", "HEAD", "POST"])
def view(request, object_id):
    """The form, and the round that is made of it, opened for changing."""
    if not request.user.has_perm("submissions.add_round"):
        raise PermissionDenied
    old = get_object_or_404(Round, pk=object_id)
    if request.method != "POST":
        return _page(request, old, NewRoundForm(old))
    form = NewRoundForm(old, request.POST)
    if not form.is_valid():
        return _page(request, old, form, status=422)
    try:
        new, copied = new_round.make(old, form.cleaned_data)
    except new_round.Exists:
        form.add_error("year", exists(form.cleaned_data["year"]))
        return _page(request, old, form, status=409)
    _tell(request, old, new, copied)
    return redirect("admin:submissions_round_change", new.pk)


def _tell(request, old, new, copied):
    messages.success(request, f"Omgången {new} är gjord. Från {old} är kopierat: {listed(copied)}.")
    if new.decision_path:
        days = "Mötesdagarna i beslutsplaneringen är nya varje år och kopieras inte. Skriv in dem efter mötesplanen."
        messages.warning(request, days)
    messages.info(request, _when_it_opens(new))


def _when_it_opens(new):
    if new.phase == Round.Phase.PLANNED:
        return (
            f"Omgången öppnar {day(new.opens)}. Då får kontaktpersonerna mejl. Fram till dess kan du ändra allt nedan."
        )
    if new.phase == Round.Phase.OPEN:
        return "Omgången är öppen redan i dag, och kontaktpersonerna får mejl inom kort. Gå igenom allt nedan nu."
    return "Omgången öppnar inte förrän den har datum."


def _page(request, old, form, status=None):
    context = {
        **admin.site.each_context(request),
        "title": f"Ny omgång från {old}",
        "opts": Round._meta,
        "old": old,
        "form": form,
    }
    return TemplateResponse(request, "admin/submissions/round/new.html", context, status=status)
