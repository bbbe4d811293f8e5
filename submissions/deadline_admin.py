"""The page Ny sista dag, on which the city office gives a board a later last day, or opens it again after its last."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from config.fields import DayInput
from config.formats import counted, day

from . import access, workflow
from .models import Submission


class DeadlineForm(forms.Form):
    """The board's new last day, and why it gets it."""

    closes = forms.DateField(
        label="Ny sista dag",
        widget=DayInput,
        help_text="Nämnden kan skriva och lämna in hela den dagen.",
        error_messages={"required": "Skriv den nya sista dagen.", "invalid": "Skriv dagen som 2025-04-28."},
    )
    reason = forms.CharField(
        label="Varför",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mejlas till kontaktpersonerna och står bland händelserna.",
        error_messages={"required": "Skriv varför nämnden får en ny sista dag."},
    )

    def __init__(self, submission, data=None):
        super().__init__(data)
        self.submission = submission

    def clean_closes(self):
        closes = self.cleaned_data["closes"]
        if refusal := workflow.why_not_until(self.submission, closes):
            raise forms.ValidationError(refusal)
        return closes


@require_http_methods(["GET", "HEAD", "POST"])
def view(request, object_id):
    """The form, and the day that is saved with it."""
    access.demand_review(request.user)
    submission = get_object_or_404(Submission.objects.select_related("round", "board"), pk=object_id)
    if request.method != "POST":
        return _page(request, submission, DeadlineForm(submission))
    form = DeadlineForm(submission, request.POST)
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    try:
        workflow.extend(request.user, submission, **form.cleaned_data)
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, submission, form, status=409)
    _tell(request, submission, form.cleaned_data["closes"])
    return redirect("admin:submissions_submission_change", submission.pk)


def _tell(request, submission, closes):
    done = f"{submission.board} kan lämna in till och med {day(closes)}."
    if people := submission.board.members.filter(is_active=True).count():
        messages.success(request, f"{done} {counted(people, 'kontaktperson', 'kontaktpersoner')} får mejl.")
    else:
        messages.warning(request, f"{done} Nämnden har ingen kontaktperson, så inget mejl har skickats.")


def _page(request, submission, form, status=None):
    context = {
        **admin.site.each_context(request),
        "title": f"Ny sista dag för {submission.board} {submission.round}",
        "opts": Submission._meta,
        "submission": submission,
        "form": form,
        "never": workflow.why_never_extended(submission),
    }
    return TemplateResponse(request, "admin/submissions/submission/deadline.html", context, status=status)
