"""The contact person's pages: start, task list, a question, the check before handing in, and the receipt."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config import html

from . import access, drafts, sections, workflow
from .fields import save_id
from .forms import AnswerForm, DecisionForm
from .models import Answer, Round, Version
from .sections import DECISION_FIELDS, RowStatus

Phase = Round.Phase


@access.signed_in
@require_safe
def start(request):
    """What the person has to do this year, and earlier years to read."""
    own = list(access.own_submissions(request.user))
    current = [submission for submission in own if _is_current(submission, newest=own[0].round)]
    context = {
        "current": current,
        "earlier": [submission for submission in own if submission not in current],
        "nothing_to_do": not any(submission.is_editable for submission in current),
        "boards": request.user.boards.all(),
        "may_review": access.may_review(request.user),
        "reviewers": access.reviewers(),
    }
    return render(request, "submissions/start.html", context)


def _is_current(submission, newest):
    """What is open or to come, or returned; and when nothing is, the year that closed last, until it is published."""
    ahead = submission.round.phase in (Phase.PLANNED, Phase.OPEN)
    closed_last = submission.round == newest and submission.round.phase == Phase.CLOSED
    return ahead or closed_last or submission.is_editable


@access.signed_in
@require_safe
def submission(request, year, board):
    """The submission as a task list."""
    found = access.readable(request.user, year, board)
    tasks = [(section, section.rows(found)) for section in sections.registered]
    editable = access.may_write(request.user, found)
    context = {
        "submission": found,
        "tasks": [_task(section, rows, found) for section, rows in tasks if rows or section.add_label],
        "progress": _progress([row for _, rows in tasks for row in rows]),
        "editable": editable,
        "versions": found.versions.count(),
        **_state(request.user, found),
    }
    return render(request, "submissions/submission.html", context)


def _task(section, rows, submission):
    add_url = section.add_url(submission) if section.add_label else ""
    return {"section": section, "rows": rows, "add_url": add_url}


def _progress(rows):
    """How many rows are done, of those that are needed or begun: an optional one that nobody began is neither."""
    counted = [row for row in rows if not row.optional or row.status != RowStatus.NOT_STARTED]
    return {"done": sum(row.status == RowStatus.DONE for row in counted), "of": len(counted)}


def _state(user, submission):
    """What the pages need to say why the submission is locked, and whom to ask."""
    return {"is_member": access.is_member(user, submission), "reviewers": access.reviewers()}


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, year, board, number):
    """A question, and the board's answer to it: written, or read where it is locked."""
    if request.method == "POST":
        return _save_answer(request, access.writable(request.user, year, board), number)
    found = access.readable(request.user, year, board)
    asked = get_object_or_404(found.round.questions, number=number)
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, found):
        form = AnswerForm(unsaved) if unsaved else _answer_form(_answer(found, asked))
        return _question_page(request, found, asked, form, unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, found, access.typed(unsaved))
    return _question_page(request, found, asked, form=None)


def _save_answer(request, found, number):
    asked = get_object_or_404(found.round.questions, number=number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _question_page(request, found, asked, form, unsaved=True, status=422)
    try:
        version, markup = form.cleaned_data["version"], form.cleaned_data["html"]
        drafts.save_answer(request.user, found, asked, version, markup, save_id(form))
    except drafts.Locked:
        return access.too_late(request, found, access.typed(request.POST))
    except drafts.Conflict as conflict:
        form = AnswerForm(initial={"html": markup, "version": conflict.current.version})
        return _question_page(request, found, asked, form, unsaved=True, conflict=conflict.current, status=409)
    messages.success(request, "Svaret är sparat.")
    return redirect("question", year=found.round.year, board=found.board.slug, number=number)


def _answer(submission, asked):
    return Answer.objects.filter(submission=submission, question=asked).first() or Answer()


def _answer_form(answer):
    return AnswerForm(initial={"html": answer.html, "version": answer.version})


def _question_page(request, found, asked, form, *, unsaved=False, conflict=None, status=200):
    numbers = list(found.round.questions.values_list("number", flat=True))
    at = numbers.index(asked.number)
    context = {
        "submission": found,
        "question": asked,
        "form": form,
        "answer": _answer(found, asked),
        "words": html.words(form["html"].value() or "") if form else 0,
        "last_year": _last_year(found, asked),
        "previous": numbers[at - 1] if at else None,
        "next": numbers[at + 1] if at + 1 < len(numbers) else None,
        "unsaved": unsaved,
        "conflict": conflict,
        **_state(request.user, found),
    }
    return render(request, "submissions/question.html", context, status=status)


def _last_year(submission, asked):
    """The board's answer to the question of the same number in the newest earlier year that it handed in."""
    earlier = Version.objects.filter(submission__board=submission.board, submission__round__year__lt=asked.round.year)
    version = earlier.order_by("submission__round__year", "number").select_related("submission__round").last()
    if not version:
        return None
    answers = {answer["question"]: answer["html"] for answer in version.data["submission"].get("answers", [])}
    year = version.submission.round
    then = year.questions.filter(number=asked.number).first()
    asked_differently = then.text if then and then.text.strip() != asked.text.strip() else ""
    return {"year": year.year, "html": answers.get(asked.number, ""), "asked": asked_differently}


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, year, board):
    """Everything on one page, the board's decision, and the button that hands in."""
    if request.method == "POST":
        return _save_decision(request, access.writable(request.user, year, board))
    found = access.readable(request.user, year, board)
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, found):
        return _check_page(request, found, _decision_form(found, unsaved), unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, found, access.typed(unsaved))
    return _check_page(request, found, form=None)


def _decision_form(submission, data=None, **kwargs):
    return DecisionForm(data, initial=model_to_dict(submission, list(DECISION_FIELDS)), **kwargs)


def _save_decision(request, found):
    handing_in = request.POST.get("action") == "hand_in"
    form = _decision_form(found, request.POST, handing_in=handing_in)
    if not form.is_valid():
        return _check_page(request, found, form, status=422)
    try:
        if handing_in:
            drafts.hand_in(request.user, found, form.before, form.values)
            return redirect("receipt", year=found.round.year, board=found.board.slug)
        drafts.save_decision(request.user, found, form.before, form.values)
    except drafts.Locked:
        return access.too_late(request, found, access.typed(request.POST))
    except drafts.Conflict as conflict:
        return _check_page(request, found, _decision_form(conflict.current), conflict=form.values, status=409)
    except workflow.Refused as refused:
        return _check_page(request, found, form, refused=str(refused), status=409)
    messages.success(request, "Uppgifterna om nämndens beslut är sparade.")
    return redirect("check", year=found.round.year, board=found.board.slug)


def _check_page(request, found, form, *, status=200, **more):
    frozen = sections.freeze(found) if found.is_editable else sections.handed_in(found)
    context = {
        "submission": found,
        "shown": sections.shown(found, frozen),
        "problems": sections.problems(found) if form else [],
        "form": form,
        **_state(request.user, found),
        **more,
    }
    return render(request, "submissions/check.html", context, status=status)


@access.signed_in
@require_safe
def receipt(request, year, board):
    """What was handed in, when and by whom, and what happens next."""
    found = access.readable(request.user, year, board)
    versions = list(found.versions.defer("data").select_related("created_by"))
    if not versions:
        raise Http404
    context = {"submission": found, "latest": versions[-1], "versions": versions, **_state(request.user, found)}
    return render(request, "submissions/receipt.html", context)


def csrf_failure(request, reason=""):
    """Django's answer to a form from a page that is too old, with what was typed in it to be copied."""
    texts = access.typed(request.POST) if "writer" in request.POST else []
    return render(request, "403_csrf.html", {"texts": texts}, status=403)
