"""Text out of Word documents: into an editor, into a question's form, or a whole document on all questions."""

from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.formats import counted, listed
from config.uploads import Refused

from . import access, drafts, history, hyphens, sections, views, word_division, word_import
from .fields import save_id
from .forms import AnswerForm
from .questions import Questions
from .word_forms import DivisionForms, HyphensForm


@access.signed_in
@require_POST
def text(request, year, board):
    """What an uploaded document says, for the editor that asked: markup, and what did not come along."""
    access.writable(request.user, year, board)
    try:
        said = word_import.imported(_file(request))
    except Refused as refused:
        return JsonResponse({"fault": str(refused)}, status=422)
    return JsonResponse({"html": said.html, "told": said.told})


def _file(request):
    try:
        return request.FILES["word"]
    except KeyError:
        raise Refused("Välj först ett Word-dokument (.docx).") from None


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def into_question(request, year, board, number):
    """The question's page with the document's text after what stood in the form; nothing is saved yet."""
    found = access.writable(request.user, year, board)
    answer = access.row(found, "questions", number)
    if request.method != "POST":  # on the way back from the login page
        page = sections.of(answer).describe(answer).url
        access.pass_on_unsaved(request, page)
        return redirect(page)
    if not found.is_editable:
        return access.too_late(request, found, access.typed(request.POST))
    typed = request.POST.copy()
    try:
        said = word_import.imported(_file(request))
    except Refused as refused:
        form = AnswerForm(answer, typed)
        form.is_valid()
        form.add_error("html", str(refused))
        return views.question_page(request, answer, form, unsaved=True, status=422)
    typed["html"] = typed.get("html", "") + said.html
    messages.warning(request, f"Texten ur dokumentet står nu sist i svaret. {said.told} Läs igenom den och spara.")
    return views.question_page(request, answer, AnswerForm(answer, typed), unsaved=True)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document(request, year, board):
    """A whole document: sent, shown divided on the questions, and taken over when that is accepted."""
    found = access.writable(request.user, year, board)
    unsaved = access.take_unsaved(request)
    if not found.is_editable:
        typed = DivisionForms(_rows(found), unsaved or request.POST).typed() if unsaved or request.POST else []
        return access.too_late(request, found, typed) if typed else redirect("submission", year=year, board=board)
    if unsaved:
        return _division_page(request, found, DivisionForms(_rows(found), unsaved), unsaved=True)
    if request.method != "POST":
        return _page(request, found)
    if request.POST.get("action") == "take":
        return _take(request, found, DivisionForms(_rows(found), request.POST))
    return _read(request, found)


def _rows(submission):
    """The answers of all questions, those that are not written yet too."""
    questions = submission.round.questions.all()
    return [Questions().find(submission, str(question.number)) for question in questions]


def _page(request, found, *, status=200, **more):
    context = {"submission": found, **more}
    return render(request, "submissions/word_document.html", context, status=status)


def _read(request, found):
    rows = _rows(found)
    try:
        whole = word_import.converted(_file(request))
    except Refused as refused:
        return _page(request, found, fault=str(refused), status=422)
    pieces = word_division.divided(whole.html, [row.question for row in rows])
    return _division_page(request, found, DivisionForms(rows, pieces=pieces), told=whole.told)


def _division_page(request, found, forms, *, status=200, **more):
    return _page(request, found, forms=forms, status=status, **more)


def _take(request, found, forms):
    if not forms.is_valid():
        return _division_page(request, found, forms, unsaved=True, status=422)
    chosen = list(forms.chosen())
    if not chosen:
        fault = "Välj minst en fråga som ska få text ur dokumentet."
        return _division_page(request, found, forms, fault=fault, status=422)
    try:
        with transaction.atomic():
            for place, pieces in chosen:
                _save(request.user, place, pieces, forms.save_id(place))
    except drafts.Locked:
        return access.too_late(request, found, forms.typed())
    except drafts.Conflict:
        anew = DivisionForms(_rows(found), _at_newest_versions(request.POST, found))
        return _division_page(request, found, anew, conflict=True, status=409)
    messages.success(request, _taken([place.row.question.number for place, _ in chosen], forms.left()))
    return redirect("submission", year=found.round.year, board=found.board.slug)


def _save(user, place, pieces, id):
    """Save an answer with its pieces. Raises Conflict where it is not as the person saw it."""
    seen = place.cleaned_data["version"]
    if place.row.version != seen and not history.find(user, place.row, id):
        raise drafts.Conflict(place.row)
    drafts.save(user, place.row, seen, place.content(pieces), id)


def _at_newest_versions(post, found):
    newest = post.copy()
    for row in _rows(found):
        newest[f"fraga-{row.question.number}-version"] = row.version
    return newest


def _taken(numbers, left):
    fragor = f"fråga {listed([str(number) for number in numbers])}"
    rest = f" {counted(left, 'del', 'delar')} av dokumentet togs inte med." if left else ""
    return f"Texten ur dokumentet är sparad i {fragor}.{rest}"


@access.signed_in
@require_POST
def left_over(request, year, board):
    """The left-over hyphens in a text that somebody is writing: what stands there, and what it should be."""
    found = access.writable(request.user, year, board)
    return JsonResponse({"found": hyphens.left_over(found, [request.POST.get("html", "")])})


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request, year, board, section, key):
    """The left-over hyphens in an answer or a card as it is saved, and the button that mends them."""
    found = access.writable(request.user, year, board)
    row = access.row(found, section, key)
    if not found.is_editable:
        return redirect(sections.of(row).describe(row).url)
    broken = hyphens.left_over(found, hyphens.texts_of(row))
    if request.method == "POST":
        return _mend(request, row, broken)
    return _mend_page(request, row, broken, HyphensForm(broken, initial=_as_seen(row, broken)))


def _as_seen(row, broken):
    return {"version": row.version, "words": list(broken)}


def _mend(request, row, broken):
    form = HyphensForm(broken, request.POST)
    if not form.is_valid():
        return _mend_page(request, row, broken, form, status=422)
    section, words = sections.of(row), form.cleaned_data["words"]
    content = hyphens.mended(section.content(row), {word: broken[word] for word in words})
    try:
        if form.cleaned_data["version"] != row.version:
            raise drafts.Conflict(row)
        drafts.save(request.user, row, row.version, content, save_id(form))
    except drafts.Locked:
        return access.too_late(request, row.submission, [])
    except (drafts.Conflict, type(row).DoesNotExist):
        form = HyphensForm(broken, initial=_as_seen(row, broken))
        return _mend_page(request, row, broken, form, conflict=True, status=409)
    done = counted(len(words), "avstavning är lagad och sparad", "avstavningar är lagade och sparade")
    messages.success(request, f"{done}.")
    return redirect(section.describe(row).url)


def _mend_page(request, row, broken, form, *, conflict=False, status=200):
    context = {"submission": row.submission, "row": sections.of(row).describe(row), "broken": broken}
    context |= {"form": form, "conflict": conflict}
    return render(request, "submissions/word_hyphens.html", context, status=status)
