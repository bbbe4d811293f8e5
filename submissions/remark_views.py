"""The board's page for a remark: what the city office has remarked on, and what has been said of it since."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from . import access, drafts, remarks, sections
from .review_forms import lines

TICKED = {"tick": True, "untick": False}
SAID = {
    "tick": "Anmärkningen är markerad som åtgärdad.",
    "untick": "Anmärkningen är inte längre markerad som åtgärdad.",
    "answer": "Svaret är sparat.",
}


class ResponseForm(forms.Form):
    """What the board says of a remark."""

    answer = forms.CharField(
        label="Svar till stadskontoret",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control measure"}),
    )

    def clean_answer(self):
        return lines(self.cleaned_data["answer"])


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request, year, board, remark):
    """A remark that the board has got to see: read, answered, ticked."""
    submission = access.opened(request, year, board)
    found = get_object_or_404(remarks.threads(submission.remarks.told()), pk=remark)
    found.submission = submission
    if request.method == "POST":
        return _respond(request, found, ResponseForm(request.POST))
    unsaved = access.take_unsaved(request)
    if unsaved and not access.may_write(request.user, submission):
        return access.too_late(request, submission, access.typed(unsaved))
    return _page(request, found, ResponseForm(unsaved), unsaved=bool(unsaved))


def _respond(request, found, form):
    if not form.is_valid():
        return _page(request, found, form, status=422)
    action, answer = request.POST.get("action", "answer"), form.cleaned_data["answer"]
    if not answer and action not in TICKED:
        form.add_error("answer", "Skriv ett svar.")
        return _page(request, found, form, status=422)
    try:
        remarks.respond(request.user, found, answer, TICKED.get(action))
    except drafts.Locked:
        return access.too_late(request, found.submission, [answer] if answer else [])
    messages.success(request, SAID.get(action, SAID["answer"]))
    return redirect(f"{where(found)}#anmarkning-{found.pk}")


def where(found):
    """The address of the page where the remark stands."""
    submission = found.submission
    section = sections.named(found.section)
    row = section.find(submission, found.key) if section else None
    if row:
        return section.describe(row).url
    return reverse("submission", args=[submission.round.year, submission.board.slug])


def _page(request, found, form, *, status=200, **more):
    context = {
        "submission": found.submission,
        "remark": found,
        "form": form,
        "where": where(found),
        "may_answer": access.may_write(request.user, found.submission),
        **access.standing(request.user, found.submission),
        **more,
    }
    return render(request, "submissions/remark.html", context, status=status)
