"""The project card's pages: adding a card, the card itself, and taking it away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from config.formats import counted, kronor
from submissions import access, drafts, sections

from . import register
from .forms import CardForms, NewProjectForm, RemoveForm, facts_in_vain, fingerprint
from .forms.readable import differing, to_copy
from .models import Card, Project
from .section import Cards, card_url, full_cards, problems_of

ALLOWED = ["GET", "HEAD", "POST"]


@access.signed_in
@require_http_methods(ALLOWED)
def card(request, year, board, key):
    """A board's card: written, or read where it is locked."""
    if request.method == "POST":
        return _post_card(request, access.writable(request.user, year, board), key)
    submission = access.readable(request.user, year, board)
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, submission):
        return _card_page(request, CardForms(_card(submission, key), unsaved), unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, submission, _typed(unsaved, submission, key))
    return _read_page(request, submission, key)


def _card(submission, key):
    return get_object_or_404(full_cards(submission), project__key=key)


def _post_card(request, submission, key):
    found = full_cards(submission).filter(project__key=key).first()
    if not found:
        return _gone(request, submission, key)
    if not submission.is_editable:
        return access.too_late(request, submission, _typed(request.POST, submission, key))
    forms = CardForms(found, request.POST)
    if request.POST.get("action", "").startswith("partner"):
        return _change_rows(request, forms, request.POST["action"])
    if forms.sharing and facts_in_vain(found, request.POST):
        return _conflict(request, submission, key)
    if not forms.is_valid():
        return _card_page(request, forms, unsaved=True, status=422)
    return _save(request, forms, key)


def _save(request, forms, key):
    submission = forms.card.submission
    try:
        forms.save(request.user)
    except drafts.Locked:
        return access.too_late(request, submission, _typed(request.POST, submission, key))
    except (drafts.Conflict, Card.DoesNotExist):
        return _conflict(request, submission, key)
    return _saved(request, submission, key)


def _gone(request, submission, key):
    """Somebody has taken the card away meanwhile."""
    return access.not_saved(request, "gone", _typed(request.POST, submission, key), submission)


def _typed(data, submission, key):
    card = Card(submission=submission, project=get_object_or_404(Project, key=key))
    return to_copy(CardForms(card, data).told())


def _saved(request, submission, key):
    messages.success(request, "Projektkortet är sparat.")
    if request.POST.get("action") == "close":
        return redirect("submission", submission.round.year, submission.board.slug)
    return redirect("card", submission.round.year, submission.board.slug, key)


def _conflict(request, submission, key):
    """Nothing is saved: what the writer has typed stays in the form, and beside it stands what others have saved.

    The next save starts from what is shown here, so it is the writer's choice. Where nothing differs, a button was
    pressed twice.
    """
    found = full_cards(submission).select_related("changed_by").filter(project__key=key).first()
    if not found:
        return _gone(request, submission, key)
    data = request.POST.copy()
    data["version"], data["project-known"] = str(found.version), fingerprint(found.project)
    saved = CardForms(found).told()
    lost = facts_in_vain(found, request.POST)
    mine = CardForms(found, data)
    differences = differing(mine.told(), saved)
    if not differences and not lost:
        return _saved(request, submission, key)
    conflict = {"differences": differences, "lost": lost, "by": found.changed_by, "at": found.changed_at}
    return _card_page(request, mine, unsaved=True, conflict=conflict, status=409)


def _change_rows(request, forms, action):
    """A row more or a row less among the partners; all that is typed stays, and nothing is judged yet."""
    forms.partners = forms.partners.changed(action)
    if request.htmx:
        return render(request, "projects/partners.html", {"forms": forms, "row_removed": action != "partner-add"})
    for form in (forms.facts, forms.form):
        if form:
            form.errors.clear()
    return _card_page(request, forms, unsaved=True)


def _card_page(request, forms, *, unsaved=False, conflict=None, status=200):
    context = {
        "forms": forms,
        "card": forms.card,
        "submission": forms.card.submission,
        "problems": problems_of(forms.card) if not forms.form.is_bound else [],
        "unsaved": unsaved,
        "conflict": conflict,
        "reviewers": access.reviewers(),
    }
    return render(request, "projects/card.html", context, status=status)


def _read_page(request, submission, key):
    frozen = sections.handed_in(submission)
    url = card_url(submission, key)
    part = next((part for part in Cards().show(submission, frozen) if part.url == url), None)
    if not part:
        raise Http404
    context = {
        "submission": submission,
        "part": part,
        "key": key,
        "has_history": submission.cards.filter(project__key=key).exists(),
        "is_member": access.is_member(request.user, submission),
        "reviewers": access.reviewers(),
    }
    return render(request, "projects/card_read.html", context)


@access.signed_in
@require_http_methods(ALLOWED)
def card_add(request, year, board):
    """Picking a project from the register, or adding one that is not there."""
    submission = access.writable(request.user, year, board)
    if request.method == "POST":
        return _post_add(request, submission)
    if request.htmx:
        return render(request, "projects/hits.html", _searched(request, submission))
    unsaved = access.take_unsaved(request)
    if submission.is_editable:
        form = NewProjectForm(unsaved if unsaved and "title" in unsaved else None)
        return _add_page(request, submission, form, unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, submission, access.typed(unsaved))
    return redirect("submission", year, board)


def _searched(request, submission):
    text = request.GET.get("sok", "")
    hits, found = register.search(text, submission)
    return {"submission": submission, "hits": hits, "found": found, "text": text}


def _add_page(request, submission, form, *, similar=None, unsaved=False, status=200):
    context = {**_searched(request, submission), "form": form, "similar": similar, "unsaved": unsaved}
    return render(request, "projects/card_add.html", context, status=status)


def _post_add(request, submission):
    try:
        if "project" in request.POST:
            key = request.POST["project"].replace("\0", "")  # which PostgreSQL does not even compare
            project = get_object_or_404(Project, key=key)
            return redirect(card_url(submission, register.add(request.user, submission, project).project.key))
        return _post_new(request, submission)
    except drafts.Locked:
        return access.too_late(request, submission, access.typed(request.POST))


def _post_new(request, submission):
    form = NewProjectForm(request.POST)
    if not form.is_valid():
        return _add_page(request, submission, form, status=422)
    similar = register.similar(**form.cleaned_data)
    if similar and request.POST.get("action") != "new":
        return _add_page(request, submission, form, similar=register.hits(similar, submission.round))
    made = register.add_new(request.user, submission, form.cleaned_data)
    return redirect(card_url(submission, made.project.key))


@access.signed_in
@require_http_methods(ALLOWED)
def card_remove(request, year, board, key):
    """Taking a card away, after a question."""
    submission = access.writable(request.user, year, board)
    found = _card(submission, key)
    if request.method != "POST":
        return _remove_page(request, found)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _remove_page(request, found, status=422)
    try:
        register.remove(request.user, found, form.cleaned_data["version"])
    except drafts.Locked:
        return access.too_late(request, submission, [])
    except drafts.Conflict:
        return _remove_page(request, _card(submission, key), conflict=True, status=409)
    messages.success(request, f"Projektkortet {found} är borttaget.")
    return redirect("submission", year, board)


def _remove_page(request, card, *, conflict=False, status=200):
    context = {"submission": card.submission, "card": card, "contents": _contents(card), "conflict": conflict}
    return render(request, "projects/card_remove.html", context, status=status)


def _contents(card):
    """What is lost with the card, a line for each kind of thing."""
    texts, partners = sum(bool(getattr(card, name)) for name in Card.TEXTS), card.partners.count()
    lines = (
        (card.role, f"roll: {card.get_role_display()}"),
        (card.paid is not None, f"utbetalda medel: {kronor(card.paid or 0)}"),
        (texts, counted(texts, "text", "texter")),
        (partners, counted(partners, "partner", "partner")),
    )
    return [line for there, line in lines if there]
