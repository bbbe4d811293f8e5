"""The pages of Historik, the same for an answer and a card: who saved what, and an earlier text brought back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from . import access, comparison, drafts, history, sections
from .fields import save_id
from .forms import BringBackForm


@access.signed_in
@require_safe
def listing(request, year, board, section, key):
    """Who has saved, and when, by sitting."""
    submission = access.readable(request.user, year, board)
    row = access.row(submission, section, key)
    revisions = history.of(row).defer("content").select_related("created_by")
    return _page(request, row, "submissions/history.html", sittings=history.sittings(revisions))


def _page(request, row, template, *, status=200, **more):
    context = {"submission": row.submission, "row": sections.of(row).describe(row), **more}
    return render(request, template, context, status=status)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def revision(request, year, board, section, key, revision):
    """What was saved once, with its differences, and the button that brings it back."""
    row = access.row(access.opened(request, year, board), section, key)
    shown = get_object_or_404(history.of(row).select_related("created_by"), pk=revision)
    if request.method == "POST":
        return _bring_back(request, row, shown)
    return _revision_page(request, row, shown)


def _bring_back(request, row, shown):
    form = BringBackForm(request.POST)
    if not form.is_valid():
        return _revision_page(request, row, shown, conflict=True, status=422)
    told = form.cleaned_data
    try:
        drafts.bring_back(request.user, row, told["version"], told["seen"], shown, save_id(form))
    except drafts.Locked:
        return access.too_late(request, row.submission, [])
    except drafts.Conflict:
        now = access.row(row.submission, sections.of(row).name, sections.of(row).key(row))
        return _revision_page(request, now, shown, conflict=True, status=409)
    messages.success(request, "Den tidigare texten är tillbaka.")
    return redirect(sections.of(row).describe(row).url)


def _revision_page(request, row, shown, *, conflict=False, status=200):
    section = sections.of(row)
    revisions = list(history.of(row).defer("content").select_related("created_by"))
    before = history.compared_with(shown, revisions)
    now, then = _told(section, row, section.content(row)), _told(section, row, shown.content)
    after = _told(section, row, section.returnable(row, shown.content))
    return _page(
        request,
        row,
        "submissions/revision.html",
        revision=shown,
        before=before,
        differences=comparison.differing(_told(section, row, before.content), then) if before else None,
        whole=[(label, markup) for label, markup in then.items() if markup],
        changes=[label for label in after if after[label] != now.get(label)],
        may_write=access.may_write(request.user, row.submission),
        form=BringBackForm(initial={"version": row.version, "seen": history.fingerprint(row)}),
        conflict=conflict,
        status=status,
    )


def _told(section, row, content):
    return section.told(row.submission, content)
