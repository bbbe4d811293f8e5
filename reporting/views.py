"""The reviewer's page for a year: who is late, what changed, whether the figures hold; and compiling it."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.formats import alphabetical, counted, listed
from submissions import access
from submissions.models import Round, Submission

from . import documents, editions, figures, reconciliation, years
from .models import Edition, Memo

# What waits for the reviewer comes first.
BY_STATUS = [Submission.Status(each) for each in ("submitted", "returned", "draft", "not_started", "approved")]
SORTINGS = {
    "status": lambda row: BY_STATUS.index(row.submission.status),
    "namn": lambda row: 0,
    "andrad": lambda row: -row.submission.changed_at.timestamp() if row.submission.changed_at else 0,
}


def for_reviewers(view):
    """Let reviewers in; send others to the login page, or where they are logged in, tell them no (403)."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not access.may_review(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(checked)


@dataclass(frozen=True)
class BoardRow:
    """A board on the year's page: its submission, and what was counted of its cards. Funds are whole SEK or None."""

    submission: Submission
    people: list
    cards: int
    paid: int | None


@for_reviewers
@require_safe
def overview(request, year):
    """The page for the round: a row for each board, the year's figures, what does not hold, and its editions."""
    round = get_object_or_404(Round, year=year)
    data, previous = years.load(round, draft=True), years.previous(round)
    counts = figures.count(data, previous)
    rows = _rows(round, data, counts)
    status, sorting = request.GET.get("status", ""), request.GET.get("sortera", "status")
    context = {
        **admin.site.each_context(request),
        "title": f"Omgången {year}",
        "round": round,
        "rows": _chosen(rows, status, sorting),
        "of_all": len(rows),
        "statuses": [(each, sum(row.submission.status == each for row in rows)) for each in Submission.Status],
        "status": status,
        "sorting": sorting,
        "figures": counts,
        "findings": reconciliation.findings(data, counts),
        "memo": Memo.objects.filter(round=round, board=None).first(),
        "missing": years.missing(round),
        "has_only_drafts": years.has_only_drafts(round),
        "editions": [(edition, editions.files(edition)) for edition in round.editions.select_related("created_by")],
    }
    return TemplateResponse(request, "admin/reporting/overview.html", context)


def _rows(round, data, counts):
    cards = figures.cards_by_board(data)
    paid = {row.board: row.paid for row in counts.boards}
    submissions = round.submissions.select_related("board", "changed_by").prefetch_related("board__members")
    rows = [
        BoardRow(each, list(each.board.members.all()), cards.get(each.board.name, 0), paid.get(each.board.name))
        for each in submissions
    ]
    return sorted(rows, key=lambda row: alphabetical(row.submission.board.name))


def _chosen(rows, status, sorting):
    """The rows in a status, or all where none is asked for; in the order asked for, and then by name."""
    chosen = [row for row in rows if status in ("", row.submission.status)]
    return sorted(chosen, key=SORTINGS.get(sorting, SORTINGS["status"]))


@for_reviewers
@require_POST
def compile_documents(request, year):
    """Compile the year into a new edition: of approved submissions, or as a draft of whatever there is."""
    round = get_object_or_404(Round, year=year)
    draft = "draft" in request.POST
    if not draft and years.has_only_drafts(round):
        messages.error(
            request, "Ingen inlämning är godkänd än, så det finns inget att sammanställa annat än ett utkast."
        )
        return redirect("round_overview", year)
    missing = [] if draft else years.missing(round)
    data = years.load(round, draft)
    editions.keep(round, draft, request.user, documents.compile_year(data, years.previous(round), draft))
    messages.success(request, "Utkastet är sammanställt." if draft else "Redovisningen är sammanställd.")
    if missing:
        names = listed([str(board) for board in missing])
        messages.warning(request, f"{counted(len(missing), 'nämnd', 'nämnder')} är inte med: {names}.")
    for remark in documents.remarks(data):
        messages.warning(request, remark)
    return redirect(f"{reverse('round_overview', args=[year])}#utgavor")


@for_reviewers
@require_safe
def edition_file(request, year, pk, name):
    """A file of an edition, to be saved; a draft's under a name that says so.

    Only what lies in its folder has an address.
    """
    edition = get_object_or_404(Edition, pk=pk, round__year=year)
    found = {file.name: file for file in editions.files(edition)}
    if name not in found:
        raise Http404
    saved_as = f"utkast-{name}" if edition.draft else name
    return FileResponse(found[name].open("rb"), as_attachment=True, filename=saved_as)


@for_reviewers
@require_safe
def memo_preview(request, year):
    """The city's memo as it would be today, as a draft, to be looked at in the browser."""
    memo = get_object_or_404(Memo, round__year=year, board=None)
    data, previous = years.load(memo.round, draft=True), years.previous(memo.round)
    content = documents.memo_alone(data, previous, draft=True)
    return HttpResponse(content, content_type="application/pdf")
