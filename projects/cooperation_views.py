"""The page where a board states its cooperation, in the years that ask for it."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from submissions import access, remarks, saving, sections

from .cooperation import CooperationSection, on_cards
from .cooperation_forms import CooperationForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cooperation(request, year, board):
    """A board's cooperation: written, or read where it is locked."""
    submission = access.opened(request, year, board)
    row = access.row(submission, CooperationSection.name, CooperationSection.name)
    page = partial(_page, request, row)
    if request.method == "POST":
        return _post(request, CooperationForm(row, request.POST), page)
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, submission):
        return page(CooperationForm(row, unsaved), unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, submission, CooperationForm(row, unsaved).typed())
    return page(None)


def _post(request, form, page):
    submission = form.row.submission
    if request.POST.get("action") != "cards":
        return saving.post(request, form, page, "Samverkan är sparad.")
    if not submission.is_editable:
        return access.too_late(request, submission, form.typed())
    return page(form.filled_in(on_cards(submission).content), unsaved=True)


def _page(request, row, form, *, unsaved=False, conflict=None, status=200):
    submission = row.submission
    remarks.point_out([form] if form else [], row)
    context = {
        "submission": submission,
        "row": row,
        "form": form,
        "problems": CooperationSection().describe(row).problems if form and not unsaved else [],
        "on_cards": on_cards(submission),
        "parts": [] if form else CooperationSection().show(submission, sections.handed_in(submission)),
        "unsaved": unsaved,
        "conflict": conflict,
        **access.standing(request.user, submission),
    }
    return render(request, "projects/cooperation.html", context, status=status)
