"""What happens when a row's page is posted, the same for an answer, a card and whatever else a board writes.

`form` everywhere is the page's form, or its forms as one: `row`, `is_valid()`, `faults`, `saving()` (what
`drafts.save` takes, or None where the page did not say which version it shows), `showing(row, content)` (the form
anew, with that content in it, and with `seen` where `saving` tells that) and `typed()` (the texts to be copied where
nothing could be saved). `page` renders it: `page(form, unsaved=False, conflict=None, status=200)`.
"""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from . import access, comparison, drafts, merging, sections

OLD_PAGE = "Sidan är gammal."


def post(request, form, page, message):
    """Save what was posted, and answer with the row's page, and `message` on it; or to a page that saves by itself,
    with JSON. Where it cannot be saved, nothing is, and what was typed is shown again."""
    valid, told = form.is_valid(), form.saving()
    if access.saves_itself(request):
        return _answer(request, form, told)
    if not valid and form.row.submission.is_editable:
        return page(form, unsaved=True, status=422)
    if not valid:
        return access.too_late(request, form.row.submission, form.typed())
    try:
        if "take" in request.POST:
            return page(_taking(form, told, request.POST["take"]), unsaved=True)
        drafts.save(request.user, form.row, **told)
        message = _mark_done(request, form.row) or message
    except drafts.Locked:
        return access.too_late(request, form.row.submission, form.typed())
    except ObjectDoesNotExist:
        return access.not_saved(request, "gone", form.typed(), form.row.submission)
    except drafts.Conflict as conflict:
        return _conflict(form, page, conflict)
    messages.success(request, message)
    return redirect(sections.of(form.row).describe(form.row).url)


def _mark_done(request, row):
    """Mark the saved row as done, or not, where that button was pressed (see submissions/done.html); what to say."""
    if "done" not in request.POST:
        return ""
    done = request.POST["done"] == "yes"
    drafts.mark_done(request.user, row, done)
    return _marked_done(row) if done else "Klarmarkeringen är borttagen."


def _marked_done(row):
    """That it is done; and what stops it from being handed in all the same, where something does."""
    section = sections.of(row)
    mine = [each for each in section.rows(row.submission) if each.key == section.key(row)]
    told = [problem.message for each in mine for problem in each.problems if problem.stops]
    if not told:
        return "Sparat och klarmarkerat."
    return f"Sparat och klarmarkerat, men något återstår innan ni kan lämna in. {' '.join(told)}"


def _taking(form, told, path):
    """The form with what others have saved in one place; `path` as `differences` names it."""
    stands = sections.as_saved(form.row)
    if stands is None:
        raise ObjectDoesNotExist
    theirs = sections.of(stands).content(stands)
    stands.version = told["version"]  # the rest is as it was then, and what has been saved since is yet to be merged
    seen = {"seen": told["seen"]} if "seen" in told else {}
    return form.showing(stands, merging.put(told["content"], path.split("."), theirs), **seen)


def _conflict(form, page, conflict):
    content = conflict.mine
    for path in conflict.disputed if conflict.yielding else ():
        content = merging.put(content, path, conflict.theirs)
    about = {
        "by": conflict.current.changed_by,
        "at": conflict.current.changed_at,
        "differences": list(differences(conflict)),
        "yielding": conflict.yielding,
    }
    return page(form.showing(conflict.current, content), unsaved=True, conflict=about, status=409)


def differences(conflict):
    """Each place where two want different things: its label, both texts with the differences marked, and its path."""
    section, submission = sections.of(conflict.current), conflict.current.submission
    return differing(conflict, lambda content: section.told(submission, content))


def differing(conflict, told):
    """The same, where `told` reads a content: markup by label."""
    theirs = told(conflict.theirs)
    for path in conflict.disputed:
        mine = told(merging.put(conflict.theirs, path, conflict.mine))
        for label in (label for label in mine if mine[label] != theirs.get(label)):
            ours, others = comparison.side_by_side(mine[label], theirs.get(label, ""))
            yield {"label": label, "mine": ours, "theirs": others, "path": ".".join(path)}


def _answer(request, form, told):
    """The answer to a page that saves by itself: a faulty field keeps what it had, and the rest is saved."""
    if told is None:
        return refused(OLD_PAGE, 422)
    try:
        saved = drafts.save(request.user, form.row, **told)
    except drafts.Locked:
        form.row.submission.refresh_from_db()
        return refused(access.why_locked(form.row.submission), 409)
    except ObjectDoesNotExist:
        return refused("Någon annan har tagit bort det som du skriver på.", 409)
    except drafts.Conflict as conflict:
        return refused(who(request.user, conflict.current), 409)
    return kept(saved, form.faults, problems=_problems(form.row))


def _problems(row):
    """What is missing or odd in the row now, as its page shows it; nothing where that shows no such thing."""
    section = sections.of(row)
    now = sections.as_saved(row) if section.problems_template else None
    return render_to_string(section.problems_template, {"problems": section.describe(now).problems}) if now else ""


def kept(saved, faults, problems=""):
    """What a page that saves by itself is told of a `drafts.Saved`.

    `faults` are those of fields that kept what they had, `problems` markup to be put in the page.
    """
    at = timezone.localtime().strftime("%H:%M")
    told = {"version": saved.version, "merged": saved.merged, "at": at, "faults": faults, "problems": problems}
    return JsonResponse(told)


def refused(message, status):
    """What it is told where nothing was saved."""
    return JsonResponse({"message": message}, status=status)


def who(user, row):
    name = "Du själv" if row.changed_by == user else row.changed_by or "Någon annan"
    at = timezone.localtime(row.changed_at).strftime("%H:%M") if row.changed_at else "nyss"
    return f"{name} har sparat något annat här klockan {at}."
