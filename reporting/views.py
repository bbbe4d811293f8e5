"""What the round's page leads to: compiling a draft, the memo as it would be, and mail that is tried again."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.formats import counted
from submissions import access, mail
from submissions.models import Round

from . import documents, editions, years
from .models import Memo


def for_reviewers(view):
    """Let reviewers in; send others to the login page, or where they are logged in, tell them no (403)."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not access.may_review(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(checked)


@for_reviewers
@require_POST
def compile_documents(request, year):
    """Compile a draft of whatever there is, and keep it; what is approved is compiled by publishing it."""
    round = get_object_or_404(Round, year=year)
    now = years.draft(round)
    editions.keep(round, True, request.user, documents.compile_year(now.year, now.previous, draft=True))
    _tell(request, documents.remarks(now.year))
    return redirect(f"{reverse('round_overview', args=[year])}#utgavor")


def _tell(request, remarks):
    """That there is a draft; what is to be known of it comes in the same message, so that the two do not disagree."""
    if remarks:
        messages.warning(request, f"Utkastet är sammanställt, men läs det här: {' '.join(remarks)}")
    else:
        messages.success(request, "Utkastet är sammanställt.")


@for_reviewers
@require_safe
def memo_preview(request, year):
    """The city's memo as it would be today, as a draft, to be looked at in the browser."""
    memo = get_object_or_404(Memo, round__year=year, board=None)
    now = years.draft(memo.round)
    content = documents.memo_alone(now.year, now.previous, draft=True)
    return HttpResponse(content, content_type="application/pdf")


@for_reviewers
@require_POST
def send_again(request, year):
    """Try the round's mails that have failed once more."""
    round = get_object_or_404(Round, year=year)
    tried = mail.send_again(mail.failed_in(round))
    messages.success(request, f"{counted(tried, 'mejl skickas', 'mejl skickas')} igen inom kort.")
    return redirect("round_overview", year)
