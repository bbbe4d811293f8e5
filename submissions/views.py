"""The contact person's pages: start, task list, a question, and the check before handing in."""

from functools import partial

from django.contrib import messages
from django.forms.models import model_to_dict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config import html

from . import access, drafts, proofreading, remarks, saving, sections, task_list, timeline, workflow
from .carry_views import last_year
from .forms import AnswerForm, DecisionForm
from .models import Round
from .questions import DECISION_FIELDS
from .sections import RowStatus

Phase = Round.Phase


@access.signed_in
@require_safe
def start(request):
    """What the person has to do this year, and earlier years to read."""
    own = list(access.own_submissions(request.user))
    current = [submission for submission in own if _is_current(submission, newest=own[0].round)]
    current.sort(key=lambda submission: not submission.is_editable)
    context = {
        "current": current,
        "earlier": [submission for submission in own if submission not in current],
        "nothing_to_do": not any(submission.is_editable and submission.can_write for submission in current),
        "boards": request.user.boards.all(),
        "may_review": access.may_review(request.user),
        "reviewers": access.reviewers(),
    }
    return render(request, "submissions/start.html", context)


def _is_current(submission, newest):
    """What is open or to come, or returned; and when nothing is, the year that closed last, until it is published."""
    ahead = submission.phase in (Phase.PLANNED, Phase.OPEN)
    closed_last = submission.round == newest and submission.phase == Phase.CLOSED
    return ahead or closed_last or submission.is_editable


@access.signed_in
@require_safe
def submission(request, year, board):
    """The submission as a task list; while its round is to come, only when it opens."""
    found = access.known(request.user, year, board)
    if access.is_to_come(request.user, found):
        return render(request, "submissions/to_come.html", {"submission": found})
    tasks = task_list.tasks(found)
    editable = access.may_write(request.user, found)
    versions, told = list(found.versions.defer("data")), list(remarks.threads(found.remarks.told()))
    context = {
        "submission": found,
        "tasks": [_task(section, rows, found, editable) for section, rows in tasks if rows or section.add_label],
        "progress": _progress([row for _, rows in tasks for row in rows]),
        "editable": editable,
        "versions": len(versions),
        "loose_remarks": task_list.without_row(told, tasks),
        "moments": timeline.of_board(found, versions, told),
        **access.standing(request.user, found),
    }
    return render(request, "submissions/submission.html", context)


def _task(section, rows, submission, editable):
    add_url = section.add_url(submission) if section.add_label and editable else ""
    return {"section": section, "rows": rows, "add_url": add_url, "tools": section.tools(submission, editable)}


def _progress(rows):
    """How many rows are filled in, of those that are needed or begun: an optional one that nobody began is neither."""
    counted = [row for row in rows if not row.optional or row.status != RowStatus.NOT_STARTED]
    done = sum(row.status == RowStatus.DONE for row in counted)
    return {"done": done, "of": len(counted), "uncounted": len(rows) - len(counted)}


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, year, board, number):
    """A question, and the board's answer to it: written, or read where it is locked."""
    found = access.opened(request, year, board)
    answer = access.row(found, "questions", number)
    page = partial(question_page, request, answer)
    if request.method == "POST":
        return saving.post(request, AnswerForm(answer, request.POST), page, "Svaret är sparat.")
    unsaved = access.take_unsaved(request)
    if access.may_write(request.user, found):
        return page(AnswerForm(answer, unsaved), unsaved=bool(unsaved))
    if unsaved:
        return access.too_late(request, found, access.typed(unsaved))
    return page(None)


def question_page(request, answer, form, *, unsaved=False, conflict=None, status=200):
    """The page of a question with `form` in it, or with the answer to be read where it is None."""
    found, asked = answer.submission, answer.question
    numbers = list(found.round.questions.values_list("number", flat=True))
    at = numbers.index(asked.number)
    if form:
        form.fields["html"].widget.attrs["aria-describedby"] = " ".join(["help", *remarks.ids_on(answer)])
    context = {
        "submission": found,
        "question": asked,
        "form": form,
        "answer": answer,
        "words": html.words(form["html"].value() or "") if form else 0,
        "last_year": last_year(answer),
        "previous": numbers[at - 1] if at else None,
        "next": numbers[at + 1] if at + 1 < len(numbers) else None,
        "unsaved": unsaved,
        "conflict": conflict,
        **access.standing(request.user, found),
    }
    return render(request, "submissions/question.html", context, status=status)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, year, board):
    """Everything on one page, the board's decision, and the button that hands in."""
    found = access.opened(request, year, board)
    if request.method == "POST":
        return _save_decision(request, found)
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
        return _check_page(request, found, form, again="lämna in" if handing_in else "spara", status=422)
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
    tasks = task_list.tasks(found) if form else []
    problems = task_list.problems(found, tasks) if form else []
    problems += proofreading.problems(found, frozen, tasks)
    unchanged = task_list.unchanged(tasks)
    context = {
        "submission": found,
        "byline": sections.byline(found, frozen),
        "shown": sections.shown(found, frozen),
        "stopping": task_list.by_message([problem for problem in problems if problem.stops]),
        "doubtful": task_list.by_message([problem for problem in problems if not problem.stops]),
        "unchanged": unchanged,
        "unchanged_in_words": task_list.unchanged_in_words(unchanged),
        "form": form,
        **access.standing(request.user, found),
        **more,
    }
    return render(request, "submissions/check.html", context, status=status)


def csrf_failure(request, reason=""):
    """Django's answer to a form from a page that is too old, with what was typed in it to be copied."""
    texts = access.typed(request.POST) if "writer" in request.POST else []
    return render(request, "403_csrf.html", {"texts": texts}, status=403)
