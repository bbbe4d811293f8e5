"""Fetch and permission in one: a view gets what it shows from here, or an outsider's 404, or a reader's 403."""

import re
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Collate
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from . import sections
from .models import Membership, Round, Submission, User
from .models.line import heirs, line_of

UNSAVED = "unsaved"
# Characters of a posted form that are kept over a login; a board's longest answer is a twentieth of it.
UNSAVED_LIMIT = 1_000_000
# What a posted form holds besides what the person wrote: fields of these names, what stood in the others when the
# page was opened, and how many rows there are.
NOT_TYPED = re.compile(
    "csrfmiddlewaretoken|version|seen|save_id|writer|action|done|confirmed|initial-.*|.*_FORMS|.*-known|take"
)


def may_review(user):
    """Whether the person reads, returns and approves submissions at the city office."""
    return user.is_active and user.is_staff and user.has_perm("submissions.review_submission")


def demand_review(user):
    """Raise PermissionDenied for whoever may not review."""
    if not may_review(user):
        raise PermissionDenied


def submissions_for(user):
    """The submissions that the person may read; a reviewer's are all.

    They are those of the boards that the person belongs to, and of all that these have taken over from.
    """
    everything = Submission.objects.select_related("round", "board")
    return everything if may_review(user) else everything.filter(board__in=line_of(user))


def own_submissions(user):
    """The same without what only a reviewer may read, newest year first; `can_write` as in Membership."""
    own = Submission.objects.filter(board__in=line_of(user)).select_related("round", "board")
    writes = Membership.objects.filter(user=user, board=models.OuterRef("board"), can_write=True)
    own = own.annotate(can_write=models.Exists(writes))
    return own.order_by("-round__year", Collate("board__name", "sv-x-icu"))


def heir(user, submission):
    """The person's board that has taken over from the submission's; None where they have none."""
    return user.boards.filter(pk__in=heirs(submission.board_id)).first()


def known(user, year, board):
    """The submission of the board (by its slug) in the year, also where it is to come, or 404 where it is others'."""
    return get_object_or_404(submissions_for(user), round__year=year, board__slug=board)


def is_to_come(user, submission):
    """Whether its round has not opened: until then the city office prepares it, and the boards see when it opens.

    What a board has begun stays its own to read, where the round's first day is moved ahead afterwards.
    """
    untouched = submission.status == Submission.Status.NOT_STARTED
    return untouched and submission.phase == Round.Phase.PLANNED and not may_review(user)


def readable(user, year, board):
    """The submission of the board in the year, or 404 where it is not the person's to see, or not yet."""
    found = known(user, year, board)
    if is_to_come(user, found):
        raise Http404
    return found


def writable(user, year, board):
    """The same, for those who write for the board: whoever only reads, there or at the city office, gets 403."""
    submission = readable(user, year, board)
    if not is_writer(user, submission):
        raise PermissionDenied
    return submission


def opened(request, year, board):
    """The submission for a page that is read, and saved by POST: `readable`, and for POST `writable`."""
    fetch = writable if request.method == "POST" else readable
    return fetch(request.user, year, board)


def row(submission, section, key):
    """The row of this key in the section of this name, as an answer or a card, or 404 where there is none."""
    found = sections.named(section).find(submission, str(key))
    if found is None:
        raise Http404
    found.submission = submission
    return found


def membership(user, submission):
    """How the person belongs to the submission's board; None where they do not."""
    return Membership.objects.filter(user=user.pk, board=submission.board_id).first()


def is_member(user, submission):
    """Whether the person belongs to the submission's board, to write or to read."""
    return membership(user, submission) is not None


def is_writer(user, submission):
    """Whether the person writes for the submission's board."""
    found = membership(user, submission)
    return bool(found and found.can_write)


def may_write(user, submission):
    """Whether the person may change the submission now: it is editable, and they write for its board."""
    return submission.is_editable and is_writer(user, submission)


def reviewers():
    """The people at the city office whom a board can turn to."""
    able = models.Q(groups__permissions__codename="review_submission")
    able |= models.Q(user_permissions__codename="review_submission")
    return User.objects.filter(able, is_active=True, is_staff=True).distinct()


def standing(user, submission):
    """What a page needs to say why the submission is locked, and whom to ask."""
    found = membership(user, submission)
    return {"membership": found, "heir": None if found else heir(user, submission), "reviewers": reviewers()}


def signed_in(view):
    """Send whoever is not logged in to the login page, and keep what they had typed until they are back.

    The text waits in the session on the server and is shown, unsaved, when the same page is opened again by the
    person who wrote it; so every form holds `submissions/hidden_fields.html`, which says who that is. A text too
    large to keep is shown at once instead, to be copied.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.is_authenticated:
            return _fetched_anew(request, _answer(view, request, *args, **kwargs))
        if saves_itself(request):
            return JsonResponse({"message": "Du är utloggad."}, status=401)
        if request.method == "POST" and not _keep(request):
            return not_saved(request, "signed_out", typed(request.POST))
        return redirect_to_login(request.get_full_path())

    return checked


def _answer(view, request, *args, **kwargs):
    """The view's answer; whoever may not write here, perhaps since a moment ago, gets back what they had typed."""
    try:
        return view(request, *args, **kwargs)
    except (Http404, PermissionDenied) as refused:
        texts = typed(request.POST) if request.POST.get("writer") == str(request.user.pk) else []
        if not texts:
            raise
        return not_saved(request, "refused", texts, status=404 if isinstance(refused, Http404) else 403)


def saves_itself(request):
    """Whether the page saves what is typed by itself, and so wants to know how it went and no page."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def _fetched_anew(request, response):
    """What the browser does not keep, so that the way back shows what is saved now, and nothing after a logout.

    The answer to a form is not among it: where a browser may not keep that, the way back ends at an error page.
    """
    if request.method in ("GET", "HEAD"):
        add_never_cache_headers(response)
    return response


def _keep(request):
    """Whether what was typed is kept, by its page, so that each of several tabs gets back its own."""
    kept = {**request.session.get(UNSAVED, {}), request.path: request.POST.urlencode()}
    fits = sum(map(len, kept.values())) <= UNSAVED_LIMIT
    if fits:
        request.session[UNSAVED] = kept
    return fits


def take_unsaved(request):
    """What was typed on this page when the session had run out, as a QueryDict; None where nothing was.

    It is given once, and only to the one who wrote it: another person who logs in instead makes it disappear.
    """
    kept = request.session.get(UNSAVED, {})
    if request.method != "GET" or request.path not in kept:
        return None
    body = QueryDict(kept[request.path])
    request.session[UNSAVED] = {page: each for page, each in kept.items() if page != request.path}
    return body if body.get("writer") == str(request.user.pk) else None


def pass_on_unsaved(request, path):
    """Let what was typed on this page when the session had run out be shown on the page at `path` instead."""
    kept = request.session.get(UNSAVED, {})
    if request.path in kept:
        request.session[UNSAVED] = {path if page == request.path else page: body for page, body in kept.items()}


def typed(post):
    """The texts in a posted form that a person wrote, so that they can be shown again to be copied."""
    fields = [name for name in post if not NOT_TYPED.fullmatch(name)]
    return [value for name in fields for value in post.getlist(name) if value.strip()]


def not_saved(request, why, texts, submission=None, status=409):
    """The page that says why nothing was saved (`why`, see its template) and shows the texts to be copied."""
    context = {"why": why, "texts": texts, "submission": submission, "reviewers": reviewers()}
    return render(request, "submissions/not_saved.html", context, status=status)


def why_locked(submission):
    """Why the submission cannot be changed, in a sentence or two of Swedish."""
    return " ".join(render_to_string("submissions/why_locked.html", {"submission": submission}).split())


def too_late(request, submission, texts):
    """The same, where the submission cannot be changed, perhaps since a moment ago."""
    submission.refresh_from_db()
    return not_saved(request, "locked", texts, submission)
