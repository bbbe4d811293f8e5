"""Förhandsgranska: a board's own pages of the city's report, as they would be if it were compiled now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
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
        messages.warning(request, _nothing(submission.board, part))
        return redirect(_back(request, submission))
    name = f"forhandsgranskning-{board}-{year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(documents.report_pages(now, shown), content_type="application/pdf", headers=headers)


def _nothing(board, part):
    """That the board has no pages in the part of the report, in Swedish, and why."""
    if part == 2:
        return f"{board} har inga projektkort, och därför inga sidor i del 2 av redovisningen att förhandsgranska."
    return f"{board} har inte skrivit något än, och därför finns inga sidor att förhandsgranska."


def _back(request, submission):
    """The page with the link that was followed, or else the board's own page."""
    came_from, here = request.headers.get("Referer", ""), request.build_absolute_uri()
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    own = reverse("submission", args=[submission.round.year, submission.board.slug])
    return came_from if is_ours and came_from != here else own
