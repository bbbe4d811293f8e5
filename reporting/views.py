"""What the round's page leads to: compiling a draft, the memo as it would be, and mail that is tried again."""

from functools import wraps

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config.formats import number
from submissions import access, mail
from submissions.models import Round

from . import compiling, documents, years
from .models import Memo


def for_reviewers(view):
    """Let reviewers in; send others to the login page, or where they are logged in, tell them no (403)."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        access.demand_review(request.user)
        return view(request, *args, **kwargs)

    return admin.site.admin_view(checked)


@for_reviewers
@require_POST
def compile_documents(request, year):
    """Have a draft of whatever there is compiled and kept; what is approved is compiled by publishing it."""
    compilation = compiling.ask_for_draft(request.user, get_object_or_404(Round, year=year))
    return redirect("compilation", year, compilation.pk)


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
    messages.success(request, f"{number(tried)} mejl skickas igen inom kort.")
    return redirect("round_overview", year)
