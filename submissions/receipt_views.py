"""What the board has handed in: the receipt, what it changed since an earlier version, and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from . import access, sections, workflow
from .changes import between


@access.signed_in
@require_safe
def receipt(request, year, board):
    """What was handed in, when and by whom, and what happens next."""
    found = access.readable(request.user, year, board)
    versions = list(found.versions.defer("data").select_related("created_by"))
    if not versions:
        raise Http404
    context = {
        "submission": found,
        "latest": [version for version in versions if version.kind == version.Kind.HANDED_IN][-1],
        "corrections": [version for version in versions if version.kind == version.Kind.CORRECTION],
        "versions": versions,
        "can_take_back": access.is_writer(request.user, found) and not workflow.why_kept(found, versions[-1].number),
        **access.standing(request.user, found),
    }
    return render(request, "submissions/receipt.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, year, board):
    """Taking back what was handed in, after a question."""
    submission = access.writable(request.user, year, board)
    if request.method != "POST":
        newest = submission.versions.count()
        return _question(request, submission, newest, workflow.why_kept(submission, newest))
    try:
        workflow.take_back(request.user, submission, request.POST.get("version"))
    except workflow.Refused as refused:
        submission.refresh_from_db()
        return _question(request, submission, "", refused, status=409)
    messages.success(request, "Inlämningen är tillbakatagen. Nu kan ni ändra och lämna in igen.")
    return redirect("submission", year, board)


def _question(request, submission, version, refused, status=200):
    context = {"submission": submission, "version": version, "refused": refused, "reviewers": access.reviewers()}
    return render(request, "submissions/take_back.html", context, status=status)


@access.signed_in
@require_safe
def changes(request, year, board, since, number):
    """What the board changed between two versions that it has handed in."""
    submission = access.readable(request.user, year, board)
    versions = submission.versions.select_related("created_by")
    before, after = (get_object_or_404(versions, number=each) for each in (since, number))
    contents = sections.all_said([before, after])
    context = {
        "submission": submission,
        "before": before,
        "after": after,
        "changes": between(submission, contents[before.pk], contents[after.pk]),
        "may_review": access.may_review(request.user) and not access.is_member(request.user, submission),
    }
    return render(request, "submissions/changes.html", context)
