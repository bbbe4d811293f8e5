"""Fetch and permission in one: a view gets what it shows from here, or an outsider's 404, or a reader's 403."""

import re
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Collate
from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from .models import Submission, User

UNSAVED = "unsaved"
# Characters of a posted form that are kept over a login; a board's longest answer is a twentieth of it.
UNSAVED_LIMIT = 1_000_000
# What a posted form holds besides what the person wrote: fields of these names, what stood in the others when the
# page was opened, and how many rows there are.
NOT_TYPED = re.compile("csrfmiddlewaretoken|version|save_id|writer|action|confirmed|initial-.*|.*_FORMS")


def may_review(user):
    """Whether the person reads, returns and approves submissions at the city office."""
    return user.is_active and user.is_staff and user.has_perm("submissions.review_submission")


def submissions_for(user):
    """The submissions that the person may read: those of the boards they belong to; a reviewer's are all."""
    everything = Submission.objects.select_related("round", "board")
    return everything if may_review(user) else everything.filter(board__members=user)


def own_submissions(user):
    """The submissions of the boards that the person belongs to, newest year first."""
    everything = Submission.objects.filter(board__members=user).select_related("round", "board")
    return everything.order_by("-round__year", Collate("board__name", "sv-x-icu"))


def readable(user, year, board):
    """The submission of the board (by its slug) in the year, or 404 where it is not the person's to see."""
    return get_object_or_404(submissions_for(user), round__year=year, board__slug=board)


def writable(user, year, board):
    """The same, for the board's own people: a reviewer, who only reads, gets 403."""
    submission = readable(user, year, board)
    if not is_member(user, submission):
        raise PermissionDenied
    return submission


def is_member(user, submission):
    """Whether the person belongs to the submission's board."""
    return submission.board.members.filter(pk=user.pk).exists()


def may_write(user, submission):
    """Whether the person may change the submission now: it is editable, and their own board's."""
    return submission.is_editable and is_member(user, submission)


def reviewers():
    """The people at the city office whom a board can turn to."""
    able = models.Q(groups__permissions__codename="review_submission")
    able |= models.Q(user_permissions__codename="review_submission")
    return User.objects.filter(able, is_active=True, is_staff=True).distinct()


def signed_in(view):
    """Send whoever is not logged in to the login page, and keep what they had typed until they are back.

    The text waits in the session on the server and is shown, unsaved, when the same page is opened again by the
    person who wrote it; so every form holds `submissions/hidden_fields.html`, which says who that is. A text too
    large to keep is shown at once instead, to be copied.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.is_authenticated:
            return _fetched_anew(request, view(request, *args, **kwargs))
        if request.method == "POST" and not _keep(request):
            return not_saved(request, "signed_out", typed(request.POST))
        return redirect_to_login(request.path)

    return checked


def _fetched_anew(request, response):
    """What the browser does not keep, so that the way back shows what is saved now, and nothing after a logout.

    The answer to a form is not among it: where a browser may not keep that, the way back ends at an error page.
    """
    if request.method in ("GET", "HEAD"):
        add_never_cache_headers(response)
    return response


def _keep(request):
    body = request.POST.urlencode()
    if len(body) <= UNSAVED_LIMIT:
        request.session[UNSAVED] = {"path": request.path, "body": body}
    return len(body) <= UNSAVED_LIMIT


def take_unsaved(request):
    """What was typed on this page when the session had run out, as a QueryDict; None where nothing was.

    It is given once, and only to the one who wrote it: another person who logs in instead makes it disappear.
    """
    if request.method != "GET" or request.session.get(UNSAVED, {}).get("path") != request.path:
        return None
    body = QueryDict(request.session.pop(UNSAVED)["body"])
    return body if body.get("writer") == str(request.user.pk) else None


def typed(post):
    """The texts in a posted form that a person wrote, so that they can be shown again to be copied."""
    fields = [name for name in post if not NOT_TYPED.fullmatch(name)]
    return [value for name in fields for value in post.getlist(name) if value.strip()]


def not_saved(request, why, texts, submission=None):
    """The page that says why nothing was saved (`why`, see its template) and shows the texts to be copied."""
    context = {"why": why, "texts": texts, "submission": submission, "reviewers": reviewers()}
    return render(request, "submissions/not_saved.html", context, status=409)


def too_late(request, submission, texts):
    """The same, where the submission cannot be changed, perhaps since a moment ago."""
    submission.refresh_from_db()
    return not_saved(request, "locked", texts, submission)
