"""Bringing an answer or a card over from last year: at once where nothing stands there, else after a question."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import access, carry_over, drafts, history, sections
from .fields import save_id
from .forms import BringOverForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request, year, board, section, key):
    """What stands there now, what last year has, and the buttons that bring it over."""
    submission = access.writable(request.user, year, board)
    row, carried = _row(submission, section, key)
    if request.method != "POST":
        return _page(request, row, carried) if submission.is_editable else redirect(_url(row))
    if "way" in request.POST:
        return _as_chosen(request, row, carried)
    if _both(row, carried) or not _fills(row, carried):
        return redirect(request.path)
    return _save(request, row, carried, next(iter(sections.of(row).ways)), uuid4())


def last_year(row):
    """What the row's own page shows of last year; None where the board has handed in no earlier one.

    `then` is what stood there, `carried` what may be brought over, either of them None for nothing, and `unchanged`
    the names of the texts that still say the same.
    """
    earlier, section = row.submission.earlier, sections.of(row)
    if not earlier:
        return None
    then = section.then(earlier, row)
    return {
        "year": earlier.year,
        "then": then,
        "carried": section.carried(earlier, row),
        "unchanged": carry_over.unchanged(section.texts(section.content(row)), section.texts(then)) if then else [],
    }


def _row(submission, section, key):
    """The answer or the card and what it would say, or 404 where last year has nothing of it."""
    row = access.row(submission, section, key)
    carried = sections.of(row).carried(submission.earlier, row) if submission.earlier else None
    if not carried:
        raise Http404
    return row, carried


def _url(row):
    return sections.of(row).describe(row).url


def _as_chosen(request, row, carried):
    form = BringOverForm(request.POST, ways=sections.of(row).ways)
    if not form.is_valid():
        return _page(request, row, carried, conflict=True, status=422)
    done = history.find(request.user, row, save_id(form))
    if form.cleaned_data["version"] != row.version and not done:
        return _page(request, row, carried, conflict=True, status=409)
    return _save(request, row, carried, form.cleaned_data["way"], save_id(form))


def _save(request, row, carried, way, id):
    section = sections.of(row)
    content = section.combined(section.content(row), carried.content, way)
    try:
        drafts.save(request.user, row, row.version, content, id)
    except drafts.Locked:
        return access.too_late(request, row.submission, [])
    except (drafts.Conflict, type(row).DoesNotExist):
        return redirect(request.path)
    messages.success(request, f"Hämtat från {row.submission.earlier.year} och sparat.")
    for sentence in carried.told:
        messages.warning(request, sentence)
    return redirect(_url(row))


def _both(row, carried):
    """Label, markup now and markup last year of what both say, and differently."""
    return [(label, now, then) for label, now, then in _compared(row, carried) if now and then]


def _fills(row, carried):
    """Label and last year's markup of what is empty now."""
    return [(label, then) for label, now, then in _compared(row, carried) if then and not now]


def _compared(row, carried):
    section = sections.of(row)
    now = section.told(row.submission, section.content(row))
    then = section.told(row.submission, carried.content)
    return [(label, now.get(label, ""), markup) for label, markup in then.items() if markup != now.get(label, "")]


def _page(request, row, carried, *, conflict=False, status=200):
    context = {
        "submission": row.submission,
        "earlier": row.submission.earlier,
        "row": sections.of(row).describe(row),
        "carried": carried,
        "both": _both(row, carried),
        "fills": _fills(row, carried),
        "ways": sections.of(row).ways,
        "form": BringOverForm(initial={"version": row.version}, ways=sections.of(row).ways),
        "conflict": conflict,
    }
    return render(request, "submissions/carry_over.html", context, status=status)
