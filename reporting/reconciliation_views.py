"""Avstämning: what does not hold in a round, where to look, and what the office does about it."""

import json
from functools import wraps
from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.formats import counted
from submissions import access, comparison, remarks
from submissions.models import Round
from submissions.review_forms import RemarkForm, lines
from submissions.workflow import Refused

from . import accepting, city_memo, figure_names, mending
from .findings_page import MOST, OF_OFFICE, Choice, Page, remarked_at
from .views import for_reviewers

ALLOWED = ["GET", "HEAD", "POST"]
CHANGED = (
    "Det som iakttagelsen gäller har ändrats sedan du öppnade sidan, eller så är den redan rättad. Här är vad som "
    "finns nu."
)
PUBLISHED = "Omgången är publicerad. Öppna den för en ny utgåva först."


class SaidForm(forms.Form):
    """What the office says of a finding: the reason for letting it stand, or the remark that it becomes."""

    text = forms.CharField(max_length=2000, error_messages={"max_length": "Skriv högst 2 000 tecken."})

    def __init__(self, missing, data):
        super().__init__(data)
        self.fields["text"].error_messages["required"] = missing

    def clean_text(self):
        return lines(self.cleaned_data["text"])


class Faulty(Exception):
    """What was typed cannot be used as it is."""


def keeping_what_is_typed(view):
    """Give back what was typed, to be copied, to whoever was logged out meanwhile."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        text = request.POST.get("text", "").strip()
        if text and not request.user.is_authenticated:
            return access.not_saved(request, "signed_out", [text])
        return view(request, *args, **kwargs)

    return checked


@keeping_what_is_typed
@for_reviewers
@require_http_methods(ALLOWED)
def page(request, year):
    """All that the rules find, worst first; by POST, to accept a warning, to withdraw that, or to write a remark."""
    round = get_object_or_404(Round, year=year)
    choice = Choice(round, request.GET)
    if request.method != "POST":
        return _page(request, round, choice)
    try:
        messages.success(request, _done(request, round, choice))
    except Faulty as fault:
        return _page(request, round, choice, fault=fault, status=422)
    except Refused as refusal:
        return _page(request, round, choice, refusal=refusal, status=409)
    return redirect(_address(choice))


def _address(choice):
    return reverse("reconciliation", args=[choice.round.year]) + choice.here


def _done(request, round, choice):
    """Do what was asked for, and say what was done; raises Faulty, Refused and PermissionDenied."""
    action, identity = request.POST.get("action"), request.POST.get("identity", "")
    if action == "withdraw":
        accepting.withdraw(request.user, round, identity)
        return "Varningen är inte längre godtagen."
    finding = _finding(choice, identity)
    if action not in ACTIONS or not finding:
        raise Refused(CHANGED)
    return ACTIONS[action](request, round, finding)


def _finding(choice, identity):
    return next((each for each in choice.now.findings if each.identity == identity), None)


def _accept(request, round, finding):
    seen = request.POST.get("seen", "")
    reason = _said(request, "Skriv varför varningen kan stå kvar.")
    accepting.accept(request.user, round, finding, reason, int(seen) if seen.isdecimal() else 0)
    return "Varningen är godtagen."


def _said(request, missing):
    form = SaidForm(missing, request.POST)
    if not form.is_valid():
        raise Faulty(form.errors["text"][0])
    return form.cleaned_data["text"]


def _remark(request, round, finding):
    """Write a remark at each of the places that were chosen; all of them or none."""
    text = _said(request, "Skriv vad nämnden behöver ändra.")
    chosen = [place for number, place in enumerate(finding.places) if str(number) in request.POST.getlist("place")]
    if not chosen:
        raise Faulty("Välj var anmärkningen ska stå.")
    submissions = {each.board.name: each for each in round.submissions.select_related("board", "round")}
    with transaction.atomic():
        for place in chosen:
            _write(request.user, submissions.get(place.board), place, text)
    return f"{counted(len(chosen), 'anmärkning är skriven', 'anmärkningar är skrivna')}."


def _write(user, submission, place, text):
    """The remark at one place; not a second time where the same already stands open there."""
    section, key = remarked_at(place)
    if submission is None or place.section in OF_OFFICE:
        raise Refused(CHANGED)
    if submission.remarks.unclosed().filter(section=section, key=key, text=text).exists():
        return
    form = RemarkForm(submission, {"section": section, "key": key, "text": text})
    if not form.is_valid():
        raise Refused(CHANGED)
    remarks.write(user, submission, **form.cleaned_data)


ACTIONS = {"accept": _accept, "remark": _remark}


def _page(request, round, choice, *, fault=None, refusal=None, status=None):
    now, shown = choice.now, Page(round, choice)
    typed = {name: request.POST.get(name, "") for name in ("action", "identity", "text")}
    context = {
        "title": f"Avstämning {round}, {choice.board}" if choice.board else f"Avstämning {round}",
        "round": round,
        "choice": choice,
        "found": shown,
        "figures": now.figures,
        "headlines": figure_names.beside_before(now.figures, figure_names.NAMES),
        "most": "" if status or choice.whole else MOST,
        "fault": fault,
        "refusal": refusal,
        "typed": {**typed, "places": request.POST.getlist("place")},
        "typed_is_shown": shown.has_form(typed["action"], typed["identity"]),
    }
    return _answer(request, "reconciliation", context, status)


def _answer(request, name, context, status=None):
    whole = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/reporting/{name}.html", whole, status=status)


@for_reviewers
@require_http_methods(ALLOWED)
def mend(request, year, identity):
    """What changes if a name is put right in the office's texts; by POST, put it right."""
    choice = Choice(get_object_or_404(Round, year=year), request.GET)
    finding = _finding(choice, identity)
    if request.method != "POST":
        if not finding or not finding.mend:
            raise Http404
        return _mend_page(request, choice, finding)
    if not finding or not finding.mend:
        messages.warning(request, CHANGED)
        return redirect(_address(choice))
    return _mend(request, choice, finding)


def _mend(request, choice, finding):
    (wrong, right), round = finding.mend, choice.round
    shown = mending.preview(round, wrong, right)
    try:
        if request.POST.get("seen") != _fingerprint(shown):
            raise Refused("Texterna har ändrats sedan du öppnade sidan. Här är hur det blir nu.")
        mending.mend(request.user, round, wrong, right, shown)
    except Refused as refusal:
        return _mend_page(request, choice, finding, refusal=refusal, status=409)
    except city_memo.Locked:
        return _mend_page(request, choice, finding, refusal=PUBLISHED, status=409)
    where = counted(shown.places, "ställe", "ställen")
    messages.success(request, f"”{wrong}” är rättat till ”{right}” på {where}.")
    return redirect(_address(choice))


def _fingerprint(preview):
    told = json.dumps([[str(each) for each in text] for text in preview.texts])
    return sha256(told.encode()).hexdigest()


def _mend_page(request, choice, finding, *, refusal=None, status=None):
    (wrong, right), round = finding.mend, choice.round
    shown = mending.preview(round, wrong, right)
    of_boards = [place for place in finding.places if place.section not in OF_OFFICE]
    context = {
        "title": f"Rätta till ”{right}”",
        "round": round,
        "back": _address(choice),
        "finding": finding,
        "wrong": wrong,
        "right": right,
        "places": shown.places,
        "texts": [(label, comparison.marked(then, now)) for label, then, now in shown.texts],
        "of_boards": [", ".join(filter(None, (place.board, place.name))) for place in of_boards],
        "seen": _fingerprint(shown),
        "refusal": refusal,
    }
    return _answer(request, "reconciliation_mend", context, status)
