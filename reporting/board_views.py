"""The pages of a board's memo, and of the documents that the board decides on."""

from functools import partial
from io import BytesIO
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from submissions import access, drafts, remarks, saving, sections
from submissions.fields import save_id

from . import board_figures, board_proposal, documents, material
from .board_forms import BoardMemoForms, VersionForm
from .section import BoardMemo, as_content, memo_url, render_memo, unknown_figures

ALLOWED = ["GET", "HEAD", "POST"]


@access.signed_in
@require_http_methods(ALLOWED)
def memo(request, year, board):
    """A board's memo: begun, written, or read where it is locked."""
    submission = access.opened(request, year, board)
    row = BoardMemo().find(submission, BoardMemo.name)
    if request.method == "POST":
        return _post(request, row)
    unsaved = access.take_unsaved(request)
    if not access.may_write(request.user, submission):
        return access.too_late(request, submission, access.typed(unsaved)) if unsaved else _read_page(request, row)
    if unsaved and "sections-TOTAL_FORMS" in unsaved:
        return _form_page(request, BoardMemoForms(row, unsaved), unsaved=True)
    return _form_page(request, BoardMemoForms(row)) if BoardMemo().content(row) else _begin_page(request, row)


def _post(request, row):
    action = request.POST.get("action", "")
    if action.startswith("begin"):
        return _begin(request, row, action)
    form = BoardMemoForms(row, request.POST)
    if not action.startswith("section-"):
        return saving.post(request, form, partial(_form_page, request), "Tjänsteskrivelsen är sparad.")
    if not row.submission.is_editable:
        return access.too_late(request, row.submission, form.typed())
    form.rearrange(action)
    return _form_page(request, form, unsaved=True, rearranged=action)


def _begin(request, row, action):
    """Save what the memo begins from; nothing where somebody has begun already."""
    form = VersionForm(request.POST)
    earlier = board_proposal.earlier_memo(row.submission) if action == "begin-earlier" else None
    if form.is_valid() and not BoardMemo().content(row):
        try:
            content = as_content(_proposal(row.submission, earlier))
            drafts.save(request.user, row, form.cleaned_data["version"], content, save_id(form))
            messages.success(request, _begun(row.submission, earlier))
        except drafts.Locked:
            return access.too_late(request, row.submission, [])
        except drafts.Conflict:
            pass  # the page shows what somebody else has begun
    return redirect(memo_url(row.submission))


def _proposal(submission, earlier):
    return board_proposal.from_earlier(submission, *earlier) if earlier else board_proposal.standard(submission)


def _begun(submission, earlier):
    if not earlier:
        return "Tjänsteskrivelsen är påbörjad med en mall. Gå igenom texten och skriv det som saknas."
    now, (then, _) = submission.round.year, earlier
    return (
        f"Tjänsteskrivelsen är påbörjad med texten från {then}. Årtalet {then} är bytt till {now}. "
        "Gå igenom allt: belopp och namn kan vara gamla."
    )


def _begin_page(request, row):
    submission, earlier = row.submission, board_proposal.earlier_memo(row.submission)
    context = {
        "form": VersionForm(initial={"version": row.version}),
        "earlier": earlier and earlier[0],
        "proposal": render_memo(submission, _proposal(submission, earlier), level=3),
    }
    return _page(request, row, "board_memo_begin.html", **context)


def _form_page(request, forms, *, unsaved=False, conflict=None, rearranged="", status=200):
    remarks.point_out([forms.text], forms.row)
    context = {
        "forms": forms,
        "problems": [] if unsaved else BoardMemo().describe(forms.row).problems,
        "unsaved": unsaved,
        "conflict": conflict,
        "rearranged": rearranged,
        "figures": board_figures.listed(forms.row.submission),
        "misspelled": unknown_figures(BoardMemo().content(forms.row)),
    }
    return _page(request, forms.row, "board_memo.html", status=status, **context)


def _read_page(request, row):
    memo = sections.handed_in(row.submission)["submission"].get("memo")
    shown = render_memo(row.submission, memo, level=2) if memo else ""
    return _page(request, row, "board_memo_read.html", shown=shown)


def _page(request, row, template, *, status=200, **more):
    context = {
        "submission": row.submission,
        "row": row,
        **access.standing(request.user, row.submission),
        **more,
    }
    return render(request, f"reporting/screen/{template}", context, status=status)


@access.signed_in
@require_http_methods(ALLOWED)
def memo_remove(request, year, board):
    """Taking the memo away, after a question; all that it said stays in its history."""
    submission = access.writable(request.user, year, board)
    row = BoardMemo().find(submission, BoardMemo.name)
    if not BoardMemo().content(row) or request.method != "POST" and not submission.is_editable:
        return redirect(memo_url(submission))
    if request.method != "POST":
        return _remove_page(request, row)
    form = VersionForm(request.POST)
    if not form.is_valid() or form.cleaned_data["version"] != row.version:
        return _remove_page(request, row, conflict=True, status=409)
    try:
        with transaction.atomic():
            drafts.save(request.user, row, row.version, {}, uuid4())
            drafts.mark_done(request.user, row, False)
    except drafts.Locked:
        return access.too_late(request, submission, [])
    except drafts.Conflict:
        return _remove_page(request, BoardMemo().find(submission, BoardMemo.name), conflict=True, status=409)
    messages.success(request, "Tjänsteskrivelsen är borttagen. Texten finns kvar under Historik.")
    return redirect("submission", year, board)


def _remove_page(request, row, *, conflict=False, status=200):
    form = VersionForm(initial={"version": row.version})
    return _page(request, row, "board_memo_remove.html", form=form, conflict=conflict, status=status)


@access.signed_in
@require_safe
def papers(request, year, board):
    """What the board decides on, to be fetched in every format."""
    submission = access.readable(request.user, year, board)
    row = BoardMemo().find(submission, BoardMemo.name)
    context = {
        "papers": [_paper(submission, *each) for each in documents.board_documents(submission)],
        "draft": material.is_draft(submission),
        "may_review": access.may_review(request.user),
        "written": "memo" in sections.handed_in(submission)["submission"],
    }
    return _page(request, row, "board_documents.html", **context)


def _paper(submission, document, lacking):
    place = [submission.round.year, submission.board.slug, document.kind]
    formats = [
        (reverse("board_document", args=[*place, format]), documents.FORMAT_NAMES[format])
        for format in document.formats
    ]
    return {"document": document, "lacking": lacking, "formats": formats}


@access.signed_in
@require_safe
def paper(request, year, board, kind, format):
    """One of the board's documents, to be saved."""
    submission = access.readable(request.user, year, board)
    try:
        name, content = documents.board_document(submission, kind, format)
    except (KeyError, documents.Lacking) as error:
        raise Http404 from error
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)
