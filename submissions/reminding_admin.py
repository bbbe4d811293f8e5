"""The page Påminn, on which the city office mails boards that have not handed in."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Max, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from config.formats import alphabetical, counted, listed

from . import access, reminding, workflow
from .models import Event, Membership, Round, Submission

TEXT = """Hej!

Vi har inte fått nämndens redovisning av det internationella arbetet {year}. Lämna in den så snart ni kan.

Har ni frågor, eller behöver ni mer tid? Hör av er till oss på stadskontoret."""
TOO_LATE = """Hej!

Vi har inte fått nämndens redovisning av det internationella arbetet {year}, och sista dagen har varit.

Hör av er till oss på stadskontoret om när ni kan lämna in, så kan vi ge er en ny sista dag."""


class ReminderForm(forms.Form):
    """Which boards are reminded, and in which words; `again` where they have just been."""

    submissions = forms.ModelMultipleChoiceField(
        Submission.objects.none(),
        label="Nämnder",
        error_messages={
            "required": "Välj minst en nämnd.",
            "invalid_choice": "En av nämnderna har lämnat in sedan du öppnade sidan. Läs listan igen.",
        },
    )
    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="I mejlet står också ditt namn, nämndens sista dag, hur långt den har kommit och en länk dit den "
        "skriver.",
        error_messages={"required": "Skriv vad som ska stå i mejlet."},
        max_length=5000,
    )
    again = forms.BooleanField(required=False, label="Ja, skicka samma text en gång till")

    def __init__(self, waiting, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submissions"].queryset = waiting


@require_http_methods(["GET", "HEAD", "POST"])
def view(request, object_id):
    """The boards that have not handed in, and the text that is mailed to those that are chosen."""
    access.demand_review(request.user)
    round = get_object_or_404(Round, pk=object_id)
    waiting = _waiting(round)
    if request.method != "POST" or reminding.why_not(round):
        return _page(request, round, waiting, ReminderForm(waiting, initial=_proposed(round, waiting)))
    form = ReminderForm(waiting, request.POST)
    if not form.is_valid():
        return _page(request, round, waiting, form, status=422)
    return _remind(request, round, waiting, form)


def _remind(request, round, waiting, form):
    said = form.cleaned_data
    try:
        reminded = reminding.remind(request.user, said["submissions"], said["text"].strip(), said["again"])
    except reminding.Already as already:
        return _page(request, round, waiting, form, status=409, already=already.events)
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, round, waiting, form, status=409)
    _tell(request, said["submissions"], reminded)
    return redirect("round_overview", round.year)


def _tell(request, chosen, reminded):
    if reminded:
        messages.success(request, f"{counted(len(reminded), 'nämnd får', 'nämnder får')} påminnelsen inom kort.")
    if missed := [str(each.board) for each in chosen if each not in reminded]:
        names = listed(sorted(missed, key=alphabetical))
        messages.warning(request, f"{names} fick ingen påminnelse: redovisningen är inlämnad, eller ingen kan skriva.")


def _waiting(round):
    """The submissions that are waited for, with when each board was reminded last."""
    last = Max("events__created_at", filter=Q(events__kind=Event.Kind.REMINDED))
    of_round = round.submissions.filter(status__in=reminding.WAITED_FOR).annotate(reminded_at=last)
    return of_round.select_related("board").order_by("board")


def _proposed(round, waiting):
    """Those who can write, and a text for them; where nobody any longer can, all, and a text for such."""
    reachable = waiting.filter(board__membership__can_write=True, board__membership__user__is_active=True).distinct()
    writing = [each.pk for each in reachable if each.is_editable]
    chosen, text = (writing, TEXT) if writing else ([each.pk for each in reachable], TOO_LATE)
    return {"submissions": chosen, "text": text.format(year=round)}


def _page(request, round, waiting, form, status=None, **more):
    writing = Membership.objects.filter(can_write=True, user__is_active=True).select_related("user")
    rows = list(waiting.prefetch_related(Prefetch("board__membership_set", writing, to_attr="writing")))
    context = {
        **admin.site.each_context(request),
        "title": f"Påminn nämnder {round}",
        "opts": Round._meta,
        "round": round,
        "rows": rows,
        "closed": [each for each in rows if not each.is_editable],
        "chosen": {str(each) for each in form["submissions"].value() or ()},
        "form": form,
        "never": reminding.why_not(round),
        **more,
    }
    return TemplateResponse(request, "admin/submissions/round/remind.html", context, status=status)
