"""The page Personer, what an invitation's link opens, and the person's own choice of mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import access, invitations
from .models import Invitation, User
from .people_forms import InviteForm, JoinForm, OwnMailForm

# In the session: the invitation whose link the visitor has opened.
INVITED = "invited"


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, year, board):
    """Who belongs to the board, and, for those who write, who is invited, and the form that invites."""
    if request.method == "POST":
        return _invite(request, access.writable(request.user, year, board))
    submission = access.readable(request.user, year, board)
    return _people_page(request, submission, InviteForm(access.take_unsaved(request)))


def _invite(request, submission):
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people_page(request, submission, form, status=422)
    try:
        told = form.cleaned_data
        made = invitations.invite(request.user, submission.board, told["email"], told["can_write"])
    except invitations.Refused as refused:
        form.add_error("email", str(refused))
        return _people_page(request, submission, form, status=409)
    messages.success(request, f"{made.email} får strax ett mejl med en inbjudan.")
    return _to_people(submission)


def _to_people(submission):
    return redirect("people", submission.round.year, submission.board.slug)


def _people_page(request, submission, form, *, refused="", status=200):
    members = submission.board.membership_set.select_related("user").filter(user__is_active=True)
    unused = invitations.unused(submission.board).select_related("created_by").prefetch_related("mails")
    membership = access.membership(request.user, submission)
    writers = [each for each in members if each.can_write]
    context = {
        "submission": submission,
        "members": sorted(members, key=lambda each: (not each.can_write, str(each.user).casefold())),
        "only_writer": writers[0] if len(writers) == 1 else None,
        "unused": unused,
        "form": form if membership and membership.can_write else None,
        "membership": membership,
        "refused": refused,
    }
    return render(request, "submissions/people.html", context, status=status)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, year, board, person):
    """Asks before a person is taken away from the board, and does it."""
    submission = access.writable(request.user, year, board)
    leaving = get_object_or_404(submission.board.membership_set.select_related("user", "board"), user=person)
    if request.method != "POST":
        context = {"submission": submission, "leaving": leaving, "oneself": leaving.user_id == request.user.pk}
        context["why_kept"] = invitations.why_kept(leaving)
        return render(request, "submissions/people_remove.html", context)
    try:
        invitations.remove(request.user, leaving)
    except invitations.Refused as refused:
        return _people_page(request, submission, InviteForm(), refused=str(refused), status=409)
    messages.success(request, f"{leaving.user} hör inte längre till {submission.board}.")
    return redirect("start") if leaving.user_id == request.user.pk else _to_people(submission)


@access.signed_in
@require_POST
def withdraw(request, year, board, invitation):
    """Takes an invitation back."""
    submission = access.writable(request.user, year, board)
    taken_back = get_object_or_404(submission.board.invitations, pk=invitation)
    invitations.withdraw(request.user, taken_back)
    messages.success(request, f"Inbjudan till {taken_back.email} är återtagen.")
    return _to_people(submission)


@never_cache
@require_safe
def invitation_link(request, token):
    """The link in the mail. It leads on at once, so that its token stands on no page and in no warning in the log."""
    invited = invitations.find(token)
    request.session[INVITED] = invited.pk if invited else None
    return redirect("invitation")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request):
    """What the link leads to. Only a pressed button uses the invitation, since mail scanners open links too."""
    invited = _invited(request)
    if not invited or not invited.is_open:
        return _closed(request, invited)
    if request.user.is_authenticated:
        return _as_person(request, invited)
    if invited.is_active is not None:
        return _page(request, invited)
    return _as_newcomer(request, invited)


def _invited(request):
    """The invitation, with whether the invited person's account `is_active` (None where there is no account).

    Asked at once: who presses twice may get an account, and use the invitation, between two questions.
    """
    account = User.objects.filter(email=OuterRef("email")).values("is_active")[:1]
    asked = Invitation.objects.select_related("board", "created_by").annotate(is_active=Subquery(account))
    return asked.filter(pk=request.session.get(INVITED)).first()


def _page(request, invited, *, status=200, **more):
    return render(request, "submissions/people_invitation.html", {"invitation": invited, **more}, status=status)


def _closed(request, invited):
    """Why the link does not work, any longer or at all."""
    return _page(request, invited, status=410, closed=True)


def _as_person(request, invited):
    if request.user.email != invited.email:
        return _page(request, invited, other=True, status=403)
    if request.method != "POST":
        return _page(request, invited, mine=True)
    try:
        invitations.accept(request.user, invited)
    except invitations.Refused:
        invited.refresh_from_db()
        return _closed(request, invited)
    return _welcomed(request, invited)


def _as_newcomer(request, invited):
    form = JoinForm(invited.email, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, invited, form=form, status=422 if form.is_bound else 200)
    try:
        user = invitations.join(invited, form.cleaned_data["name"], form.cleaned_data["password1"])
    except invitations.Refused:
        return redirect("invitation")  # it was used, or an account was made, a moment ago
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return _welcomed(request, invited)


def _welcomed(request, invited):
    does = "skriva i" if invited.can_write else "läsa"
    messages.success(request, f"Välkommen! Nu kan du {does} {invited.board}s redovisning.")
    return redirect("start")


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_mail(request):
    """Which mail the person wants: all, or only what concerns what they have handed in."""
    form = OwnMailForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Ditt val är sparat.")
        return redirect("own_mail")
    return render(request, "submissions/own_mail.html", {"form": form})
