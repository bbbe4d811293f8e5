"""The page where the city's memo is written beside its figures, its history, and passages put into its excerpts."""

from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.formats import listed
from submissions import access, comparison, history, merging, saving
from submissions.fields import SaveIdField, VersionField, save_id
from submissions.models import Round
from submissions.workflow import Refused

from . import city_memo, excerpts, memo_carry, memo_page, section
from .memo_forms import CityMemoForms
from .models import MemoRevision

ALLOWED = ["GET", "HEAD", "POST"]
GUIDES = ("Ärendet", "Exempel på internationellt arbete", "Stadskontorets bedömning")
PUBLISHED = "Omgången är publicerad, och då går tjänsteskrivelsen inte att ändra."


class TakeForm(forms.Form):
    """A passage of what a board has written."""

    section = forms.CharField()
    key = forms.CharField()
    quote = forms.CharField(required=False, max_length=10_000)


class BringBackForm(forms.Form):
    """Which version the person saw when they asked for an earlier text."""

    version = VersionField()
    save_id = SaveIdField()


def for_writers(view):
    """Let reviewers in to the round; what is typed is kept over a login (see access.signed_in), others are told no."""

    @access.signed_in
    @wraps(view)
    def checked(request, year, **places):
        access.demand_review(request.user)
        return view(request, get_object_or_404(Round, year=year), **places)

    return checked


@for_writers
@require_http_methods(ALLOWED)
def memo(request, round):
    """The memo: written, or read where the round is published."""
    row = city_memo.find(round)
    if request.method == "POST":
        return _post(request, row)
    unsaved = access.take_unsaved(request)
    if round.published:
        return _not_saved(request, round, access.typed(unsaved)) if unsaved else _read_page(request, row)
    if unsaved and "sections-TOTAL_FORMS" in unsaved:
        return _form_page(request, CityMemoForms(row, unsaved), unsaved=True)
    return _form_page(request, CityMemoForms(row))


def _post(request, row):
    action, form = request.POST.get("action", ""), CityMemoForms(row, request.POST)
    valid, told = form.is_valid(), form.saving()
    if access.saves_itself(request):
        return _answer(request, form, told)
    if row.round.published:
        return _not_saved(request, row.round, form.typed())
    if action.startswith(("section-", "excerpt-", "source-")):
        return _arranged(request, form, action)
    if not valid or told is None:
        return _form_page(request, form, unsaved=True, status=422)
    if "take" in request.POST:
        return _form_page(request, _taking(form, told, request.POST["take"]), unsaved=True)
    return _save(request, form, told, action)


def _save(request, form, told, action):
    """Save what was typed and, where that was asked for, what an earlier year's memo says beside it."""
    round = form.memo.round
    wanted, message = _brought(round, told["wanted"], action)
    try:
        city_memo.save(request.user, round, **{**told, "wanted": wanted})
    except city_memo.Locked:
        return _not_saved(request, round, form.typed())
    except city_memo.Conflict as conflict:
        return _conflict(request, conflict)
    messages.success(request, message)
    return redirect(reverse("city_memo", args=[round.year]) + ("#avsnitt" if action.startswith("bring-") else ""))


def _brought(round, wanted, action):
    """What is to be saved, and what is said of it."""
    earlier = memo_page.earlier(round) if action == "begin" or action.startswith("bring-") else None
    if not earlier:
        return wanted, "Tjänsteskrivelsen är sparad."
    then, now = earlier.round.year, round.year
    if action == "begin":
        return memo_carry.begun(wanted, earlier, round), _what_came(then, now, "De återkommande texterna", [])
    name = action.removeprefix("bring-")
    part = memo_carry.parts(earlier, now).get(name)
    if not part:
        return wanted, "Tjänsteskrivelsen är sparad. Det avsnittet finns inte."
    said = _what_came(then, now, f"{part[0]}", memo_carry.by_hand(part[1], now))
    return memo_carry.brought(wanted, name, *part), said


def _what_came(then, now, what, numbers):
    by_hand = f"Tal som är skrivna för hand är från {then} och måste kontrolleras"
    which = f": {listed(numbers)}." if numbers else "."
    return (
        f"{what} från {then}: texten är inlagd och sparad. Årtalet {then} är bytt till {now}, och siffror inom "
        f"klammer räknas på {now}. {by_hand}{which}"
    )


def _arranged(request, form, action):
    """A section is added, moved or taken away, an excerpt begun, a source let go; what is typed is not saved yet."""
    if action == "excerpt-add":
        form = CityMemoForms(form.memo, request.POST, boards=[request.POST.get("board", "")])
    elif action.startswith("source-"):
        excerpts.let_go(form.memo.round, action.removeprefix("source-"))
    else:
        form.rearrange(action)
    return _form_page(request, form, unsaved=True, rearranged=action)


def _taking(form, told, path):
    """The form with what others have saved in one place; the rest is as it was typed, and yet to be merged."""
    content = merging.put(told["wanted"], path.split("."), form.stands)
    memo = form.memo
    memo.version = told["version"]
    return CityMemoForms(memo, content=content)


def _conflict(request, conflict):
    memo = conflict.current
    differences = saving.differing(conflict, lambda content: city_memo.told(memo.round, content))
    told = {"by": memo.changed_by, "at": memo.changed_at, "differences": list(differences)}
    form = CityMemoForms(memo, content=conflict.mine)
    return _form_page(request, form, unsaved=True, conflict=told, status=409)


def _answer(request, form, told):
    """The answer to the page that saves by itself: a faulty field keeps what it had, and the rest is saved."""
    if told is None:
        return saving.refused(saving.OLD_PAGE, 422)
    try:
        saved = city_memo.save(request.user, form.memo.round, **told)
    except city_memo.Locked:
        return saving.refused(PUBLISHED, 409)
    except city_memo.Conflict as conflict:
        return saving.refused(saving.who(request.user, conflict.current), 409)
    return saving.kept(saved, form.faults)


def _form_page(request, forms, *, unsaved=False, conflict=None, rearranged="", status=200):
    round, counted = forms.memo.round, memo_page.Counted(forms.memo.round)
    sources = excerpts.followed(round)
    todo = [*memo_page.doubts(forms, counted), *memo_page.changed(sources), *memo_page.missing(counted)]
    memo_page.annotate(forms, counted, todo)
    context = {
        "title": f"Tjänsteskrivelse {round}",
        "forms": forms,
        "excerpts": memo_page.excerpt_rows(forms, sources),
        "todo": todo,
        "counted": counted,
        "earlier": _earlier(round),
        "headings": GUIDES,
        "unsaved": unsaved,
        "conflict": conflict,
        "rearranged": rearranged,
        "media": forms.media,
    }
    return _page(request, forms.memo, "write", status=status, **context)


def _earlier(round):
    """The newest earlier memo: its year, what it said, and what can be brought as (part, heading, text)."""
    memo = memo_page.earlier(round)
    if not memo:
        return None
    content = memo_page.read(memo)
    said = {memo_carry.SUMMARY: ("Sammanfattning", content.get("summary", ""))}
    said |= {key: (each.get("heading", ""), each.get("html", "")) for key, each in content.get("sections", {}).items()}
    parts = [(name, *said[name]) for name in memo_carry.parts(memo, round.year) if name in said]
    return {"year": memo.round.year, "content": content, "parts": parts}


def _read_page(request, row):
    content = memo_page.read(row)
    names = {slug: each.board for slug, each in city_memo.submissions(row.round).items()}
    told = [(names.get(slug, slug), html) for slug, html in content.get("excerpts", {}).items()]
    path = [section.step_in_words(each) for each in content.get("decision_path", [])]
    context = {
        "title": f"Tjänsteskrivelse {row.round}",
        "content": content and section.as_memo(content),
        "path": path,
        "excerpts": told,
    }
    return _page(request, row, "read", **context)


def _not_saved(request, round, texts, refusal=PUBLISHED):
    context = {"title": "Det du skrev är inte sparat", "texts": texts, "refusal": refusal}
    return _page(request, city_memo.find(round), "not_saved", status=409, **context)


def _page(request, row, name, *, status=200, **more):
    context = {**admin.site.each_context(request), "round": row.round, "memo": row, "row": row, **more}
    return TemplateResponse(request, f"admin/reporting/memo/{name}.html", context, status=status)


@for_writers
@require_safe
def listing(request, round):
    """Who has saved the memo, and when, by sitting."""
    row = city_memo.find(round)
    revisions = row.revisions.defer("content").select_related("created_by") if row.pk else []
    context = {
        "title": f"Historik, tjänsteskrivelse {round}",
        "here": "Historik",
        "sittings": history.sittings(revisions),
    }
    return _page(request, row, "history", **context)


@for_writers
@require_http_methods(ALLOWED)
def revision(request, round, revision):
    """What was saved once, with its differences, and the button that brings it back."""
    row = city_memo.find(round)
    mine = MemoRevision.objects.filter(memo__round=round, memo__board=None).select_related("created_by")
    shown = get_object_or_404(mine, pk=revision)
    form = BringBackForm(request.POST or None)
    if request.method != "POST":
        return _revision_page(request, row, shown)
    if not form.is_valid() or form.cleaned_data["version"] != row.version:
        return _revision_page(request, row, shown, refusal="Någon har sparat sedan du öppnade sidan.", status=409)
    try:
        city_memo.save(request.user, round, row.version, shown.content, save_id(form))
    except city_memo.Locked:
        return _revision_page(request, row, shown, refusal=PUBLISHED, status=409)
    except city_memo.Conflict:
        return _revision_page(request, row, shown, refusal="Någon har sparat sedan du öppnade sidan.", status=409)
    messages.success(request, "Den tidigare texten är tillbaka.")
    return redirect("city_memo", round.year)


def _revision_page(request, row, shown, *, refusal="", status=200):
    row = city_memo.find(row.round)
    before = history.compared_with(shown, list(row.revisions.defer("content").select_related("created_by")))
    then, now = (city_memo.told(row.round, each) for each in (shown.content, city_memo.content(row)))
    earlier = before and city_memo.told(row.round, before.content)
    context = {
        "title": f"Tidigare text, tjänsteskrivelse {row.round}",
        "here": "Historik",
        "revision": shown,
        "before": before,
        "differences": comparison.differing(earlier, then) if before else None,
        "whole": [(label, markup) for label, markup in then.items() if markup],
        "changes": [label for label in {**then, **now} if then.get(label, "") != now.get(label, "")],
        "form": BringBackForm(initial={"version": row.version}),
        "refusal": refusal,
    }
    return _page(request, row, "revision", status=status, **context)


@for_writers
@require_POST
def take(request, round, submission):
    """Put a marked passage of a submission into its board's excerpt; the page that asks stays where it is."""
    submission = get_object_or_404(round.submissions.select_related("round", "board"), pk=submission)
    back = reverse("admin:submissions_submission_change", args=[submission.pk])
    form = TakeForm(request.POST)
    told = form.cleaned_data if form.is_valid() else None
    refusal = _take(request, submission, told) if told else excerpts.GONE
    if access.saves_itself(request):
        url = f"{reverse('city_memo', args=[round.year])}#utdrag-{submission.board.slug}"
        return JsonResponse({"message": refusal or _taken(submission), "url": url}, status=409 if refusal else 200)
    if refusal:
        return _not_saved(request, round, [escape(told["quote"])] if told else [], refusal)
    messages.success(request, _taken(submission))
    return redirect(f"{back}#del-{told['section']}-{told['key']}")


def _take(request, submission, told):
    """Why the passage was not put in; nothing where it was."""
    try:
        excerpts.take(request.user, submission, **told)
    except Refused as refusal:
        return str(refusal)
    except city_memo.Locked:
        return PUBLISHED
    return ""


def _taken(submission):
    return f"Stycket är inlagt i utdraget om {submission.board} i tjänsteskrivelsen. Korta det där."
