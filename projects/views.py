"""The project card's pages: adding a card, the card itself, and taking it away."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.formats import counted, kronor, period
from submissions import access, drafts, remarks, saving, sections

from . import carry_over, colleagues, register, rekeying
from .carry_views import last_year
from .forms import CardForms, NewProjectForm, RemoveForm
from .models import Card, Project
from .section import Cards, card_url, problems_of

ALLOWED = ["GET", "HEAD", "POST"]
FACT = "id_project-"  # how the ids of the fields of the project's facts begin
EXPECTED = ("programme", "starts", "ends", "total_budget")  # the facts that nearly every project has
FROM = "partner-from-"  # the button that takes in another board's partners, before its slug


@access.signed_in
@require_http_methods(ALLOWED)
def card(request, year, board, key):
    """A board's card: written, or read where it is locked."""
    if request.method == "POST":
        return _post_card(request, access.writable(request.user, year, board), key)
    submission = access.readable(request.user, year, board)
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, submission):
        found = _card_or_gone(submission, key) if unsaved else _card(submission, key)
        if found.project.key != key and not unsaved:  # the city office has merged or parted the project since
            return redirect(card_url(submission, found.project.key))
        return _card_page(request, CardForms(found, unsaved), unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, submission, _typed(unsaved, submission, key))
    return _read_page(request, submission, key)


def _card(submission, key):
    found = Cards().find(submission, key)
    if found is None:
        raise Http404
    return found


def _project(key):
    """The project of this key, or the one that it has been merged into, or 404 where there is none."""
    try:
        return register.named(key)
    except Project.DoesNotExist as missing:
        raise Http404 from missing


def _card_or_gone(submission, key):
    """The card, or an unsaved one where it has been taken away, so that what was typed on its page is not lost."""
    return Cards().find(submission, key) or Card(submission=submission, project=_project(key))


def _post_card(request, submission, key):
    found = _card_or_gone(submission, key)
    forms = CardForms(found, request.POST)
    changes_rows = request.POST.get("action", "").startswith("partner")
    if changes_rows and found.pk and submission.is_editable:
        return _change_rows(request, forms, request.POST["action"])
    answer = saving.post(request, forms, partial(_card_page, request), "Projektkortet är sparat.")
    if request.POST.get("action") == "close" and answer.status_code == HTTPStatus.FOUND:
        return redirect("submission", submission.round.year, submission.board.slug)
    return answer


def _typed(data, submission, key):
    card = Cards().find(submission, key) or Card(submission=submission, project=_project(key))
    return CardForms(card, data).typed()


def _change_rows(request, forms, action):
    """A row more or a row less among the partners; all that is typed stays, and nothing is judged yet."""
    had = len(forms.partners.forms)
    if action.startswith(FROM):
        forms.partners = forms.partners.joined(colleagues.partners_of(forms.card, action.removeprefix(FROM)))
    else:
        forms.partners = forms.partners.changed(action)
    if request.htmx:
        context = {"forms": forms, "row_removed": len(forms.partners.forms) <= had, **_accounts(forms)}
        return render(request, "projects/partners.html", context)
    for form in (forms.facts, forms.form):
        if form:
            form.errors.clear()
    return _card_page(request, forms, unsaved=True)


def _accounts(forms):
    """What other boards that report the project say of it."""
    return {"accounts": colleagues.accounts(forms.card) if forms.sharing else []}


def _card_page(request, forms, *, unsaved=False, conflict=None, status=200):
    if not forms.card.pk:
        return access.not_saved(request, "gone", forms.typed(), forms.card.submission)
    project = forms.card.project
    remarked = remarks.point_out([form for form in (forms.facts, forms.form) if form], forms.card)
    problems = problems_of(forms.card) if not forms.form.is_bound else []
    context = {
        "forms": forms,
        "card": forms.card,
        "submission": forms.card.submission,
        "problems": problems,
        "facts_open": _facts_disputed(forms, conflict) or _facts_to_see_to(project, problems, remarked),
        "facts_told": f"{project.programme}, {period(project.starts, project.ends)}",
        "neighbours": _neighbours(forms.card),
        "unsaved": unsaved,
        "conflict": conflict,
        "reviewers": access.reviewers(),
        "last_year": last_year(forms.card),
        **_accounts(forms),
    }
    return render(request, "projects/card.html", context, status=status)


def _facts_disputed(forms, conflict):
    """Whether something that was typed in the project's facts is refused, or others have saved something else."""
    differences = conflict["differences"] if conflict else []
    return bool(forms.facts and forms.facts.errors) or any(each["path"].startswith("project") for each in differences)


def _facts_to_see_to(project, problems, remarked):
    """Whether something in the project's facts waits for the writer: it is empty, wrong, or remarked on."""
    places = [*remarked, *(problem.url.partition("#")[2] for problem in problems)]
    return not all(getattr(project, name) for name in EXPECTED) or any(FACT in place for place in places)


def _neighbours(card):
    """The cards before and after it, in the task list's order; None where there is none."""
    cards = list(
        card.submission.cards.select_related("project").only("submission", "title", "project__key", "project__title")
    )
    return _beside([(each.project.key, str(each)) for each in cards], card.project.key)


def _beside(cards, key):
    """The ones before and after the card of this key, as (key, title), among `cards`."""
    at = [each for each, _ in cards].index(key)
    return {"before": cards[at - 1] if at else None, "after": cards[at + 1] if at + 1 < len(cards) else None}


def _read_page(request, submission, key):
    frozen = sections.handed_in(submission)
    parts = {part.key: part for part in Cards().show(submission, frozen)}
    if key not in parts:
        return _moved_or_gone(submission, key)
    context = {
        "submission": submission,
        "part": parts[key],
        "key": key,
        "neighbours": _beside([(each, part.title) for each, part in parts.items()], key),
        "has_history": submission.cards.filter(project__key=key).exists(),
        **access.standing(request.user, submission),
    }
    return render(request, "projects/card_read.html", context)


def _moved_or_gone(submission, key):
    """The address that the card has since the city office merged or parted its project, or 404."""
    now = rekeying.own_key(submission, key)
    if now == key:
        raise Http404
    return redirect(card_url(submission, now))


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
    then = {card["project"] for card in carry_over.cards_then(submission)}
    return {"submission": submission, "hits": hits, "found": found, "text": text, "then": then}


def _add_page(request, submission, form, *, similar=None, unsaved=False, status=200):
    context = {**_searched(request, submission), "form": form, "similar": similar, "unsaved": unsaved}
    return render(request, "projects/card_add.html", context, status=status)


def _post_add(request, submission):
    try:
        if "project" in request.POST:
            key = request.POST["project"].replace("\0", "")  # which PostgreSQL does not even compare
            return redirect(card_url(submission, register.add(request.user, submission, _project(key)).project.key))
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
        return _remove_page(request, found) if submission.is_editable else redirect("card", year, board, key)
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
