"""Förhandsgranska: a board's own pages of the city's report, as they would be if it were compiled now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from submissions import access

from . import documents, report, years


@access.signed_in
@require_safe
def pages(request, year, board, part=None):
    """The board's pages, in the browser: those of its answers (part 1), of its projects (part 2), or all.

    A published year leads to what is published.
    """
    submission = access.readable(request.user, year, board)
    if submission.round.published:
        return redirect("public_year", year)
    now = years.draft(submission.round)
    places = report.places(now.year, submission.board)
    shown = [place for number, place in places.items() if part in (None, number)]
    if not shown:
        messages.warning(request, "Nämnden har inga sidor att förhandsgranska i den delen av redovisningen.")
        return redirect("submission", year, board)
    name = f"forhandsgranskning-{board}-{year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(documents.report_pages(now, shown), content_type="application/pdf", headers=headers)
