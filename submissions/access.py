"""Fetch and permission in one: a view gets what it shows from here, or an outsider's 404, or a reader's 403."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from .models import Submission

UNSAVED = "unsaved"


def may_review(user):
    """Whether the person reads, returns and approves submissions at the city office."""
    return user.is_active and user.is_staff and user.has_perm("submissions.review_submission")


def submissions_for(user):
    """The submissions that the person may read: those of the boards they belong to; a reviewer's are all."""
    everything = Submission.objects.select_related("round", "board")
    return everything if may_review(user) else everything.filter(board__members=user)


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


def signed_in(view):
    """Send whoever is not logged in to the login page, and keep what they had typed until they are back.

    The text waits in the session on the server and is shown, unsaved, when the same page is opened again.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            request.session[UNSAVED] = {"path": request.path, "body": request.POST.urlencode()}
        return redirect_to_login(request.path)

    return checked


def take_unsaved(request):
    """What was typed on this page when the session had run out, as an url-encoded body; None where nothing was."""
    if request.method == "GET" and request.session.get(UNSAVED, {}).get("path") == request.path:
        return request.session.pop(UNSAVED)["body"]
    return None
