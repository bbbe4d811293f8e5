"""The pages of the Excel workbook: the form to fill in, reading it in, and what that will change."""

from django.contrib import messages
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from config.formats import counted
from config.uploads import Refused
from submissions import access, drafts, merging

from .models import Card
from .workbook import changes, form, reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ = "workbook"  # where the session tells under which key the workbook that was read waits


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request, year, board):
    """Where the form is fetched, and sent when it is filled in; a workbook without faults waits to be accepted."""
    submission = access.writable(request.user, year, board)
    if request.method == "POST":
        return _read(request, submission)
    return _page(request, submission) if submission.is_editable else redirect("submission", year, board)


def _page(request, submission, *, status=200, **more):
    return render(request, "projects/workbook_page.html", {"submission": submission, **more}, status=status)


def _read(request, submission):
    if not submission.is_editable:
        return access.too_late(request, submission, [])
    if "workbook" not in request.FILES:
        return _page(request, submission, refused="Välj först en Excel-arbetsbok (.xlsx).", status=422)
    try:
        read = reading.read(request.FILES["workbook"], submission)
    except Refused as refused:
        return _page(request, submission, refused=str(refused), status=422)
    plan = changes.Plan(submission, read)
    if plan.faults:
        return _page(request, submission, faults=plan.faults, status=422)
    _keep(request, submission, read)
    return redirect("workbook_changes", submission.round.year, submission.board.slug)


def _keep(request, submission, read):
    """What was read waits in a session of its own, so that no other page has to load it."""
    _forget(request)
    waiting = SessionStore()
    waiting["read"] = {"submission": submission.pk, "user": request.user.pk, "workbook": read.kept()}
    waiting.create()
    request.session[READ] = waiting.session_key


def _forget(request):
    SessionStore(request.session.pop(READ, None)).delete()


def _kept(request, submission):
    """The workbook that the person has read in for the submission; None where there is none."""
    read = SessionStore(request.session.get(READ)).get("read", {})
    if (read.get("submission"), read.get("user")) != (submission.pk, request.user.pk):
        return None
    return reading.restored(read["workbook"])


@access.signed_in
@require_safe
def workbook_form(request, year, board):
    """The workbook to fill in, as a file."""
    submission = access.writable(request.user, year, board)
    if not submission.is_editable:
        return redirect("submission", year, board)
    answer = HttpResponse(form.made(submission), content_type=XLSX)
    name = f"projekt-{year}-{slugify(submission.board.name)}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_changes(request, year, board):
    """What the workbook that was read in will change, and the button that does it."""
    submission = access.writable(request.user, year, board)
    if not submission.is_editable:
        return (
            access.too_late(request, submission, [])
            if request.method == "POST"
            else redirect("submission", year, board)
        )
    read = _kept(request, submission)
    if not read:
        messages.warning(request, "Ingen arbetsbok väntar på att läsas in. Läs in filen på nytt.")
        return redirect("workbook", year, board)
    if request.method == "POST":
        return _carry_out(request, submission, read)
    return _changes_page(request, submission, read)


def _carry_out(request, submission, read):
    choices = changes.Choices.of(request.POST)
    try:
        plan = changes.carry_out(request.user, submission, read, choices)
    except drafts.Locked:
        return access.too_late(request, submission, [])
    except changes.Outdated as outdated:
        return _changes_page(request, submission, read, choices, outdated=outdated.headings, status=409)
    except (drafts.Conflict, Card.DoesNotExist):
        return _changes_page(request, submission, read, choices, outdated=[], status=409)
    except changes.Twice as twice:
        return _changes_page(request, submission, read, choices, twice=str(twice), status=422)
    _forget(request)
    messages.success(request, _done(plan, choices))
    return redirect("submission", submission.round.year, submission.board.slug)


def _done(plan, choices):
    removed = sum(card.project.key in choices.removed for card in plan.gone)
    told = [
        (len(plan.new), counted(len(plan.new), "nytt projekt", "nya projekt")),
        (len(plan.changed), counted(len(plan.changed), "ändrat projekt", "ändrade projekt")),
        (removed, counted(removed, "borttaget projekt", "borttagna projekt")),
    ]
    return f"Arbetsboken är inläst: {', '.join(words for count, words in told if count) or 'inget är ändrat'}."


def _changes_page(request, submission, read, choices=None, *, outdated=None, twice="", status=200):
    plan = changes.Plan(submission, read)
    if plan.faults:
        return _page(request, submission, faults=plan.faults, since=True, status=422)
    choices = choices or changes.Choices({}, {}, frozenset())
    context = {
        "submission": submission,
        "plan": plan,
        "new": [_new(plan, row, choices) for row in plan.new],
        "changed": [_changed(plan, row) for row in plan.changed],
        "removed": choices.removed,
        "outdated": outdated,
        "conflict": outdated is not None,
        "twice": twice,
    }
    return render(request, "projects/workbook_changes.html", context, status=status)


def _changed(plan, row):
    return {"row": row, "seen": merging.fingerprint(row.start), "differences": plan.differences(row)}


def _new(plan, row, choices):
    """A new row as the page shows it, with the projects in the register that it may be the same as."""
    likely = plan.likely.get(row.number, [])
    return {
        "row": row,
        "seen": merging.fingerprint(row.start),
        "told": plan.told(row),
        "likely": [project for project in likely if project.key not in plan.taken],
        "own": [plan.taken[project.key] for project in likely if project.key in plan.taken],
        "chosen": choices.projects.get(str(row.number), changes.NEW),
    }
