"""The page of a compilation: how far it has come, to cancel it, and why nothing came of it."""

from django.contrib import admin, messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.formats import number
from submissions.workflow import Refused

from . import compiling, edition_views
from .models import Compilation
from .views import for_reviewers

State = Compilation.State
UNTAKEN = timezone.timedelta(seconds=30)  # after which a waiting compilation says that nobody takes it


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, year, pk):
    """How far it has come, also as JSON; by POST, to cancel it or to ask for it again. What is done leads on."""
    found = Compilation.objects.select_related("round", "edition", "created_by")
    compilation = get_object_or_404(found, pk=pk, round__year=year)
    if request.method == "POST":
        return _again(request, compilation) if "again" in request.POST else _cancel(request, compilation)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_progress(compilation))
    return _done(request, compilation) if compilation.state == State.DONE else _page(request, compilation)


def _progress(compilation):
    """What the page's script shows: the sections ready of all, the words, and whether there is more to come."""
    return {
        "at_work": compilation.is_at_work,
        "sections": compilation.sections,
        "of": compilation.of_sections,
        "words": _words(compilation),
        "worry": _worry(compilation),
    }


def _words(compilation):
    """How far the work has come, in Swedish."""
    if compilation.state == State.WAITING:
        return "Väntar på att sammanställningen ska börja."
    if not compilation.of_sections:
        return f"Just nu: {compilation.document}." if compilation.document else "Läser in omgången."
    done, of = number(compilation.sections), number(compilation.of_sections)
    return f"{done} av {of} avsnitt är klara. Just nu: {compilation.document}."


def _worry(compilation):
    """What is wrong with the worker as far as can be seen, in Swedish; nothing where nothing is."""
    if compilation.state == State.RUNNING and compilation.is_silent(compiling.SILENCE):
        return (
            "Arbetaren har inte hörts av på över en minut. Sammanställningen tas upp igen så snart en arbetare finns."
        )
    if compilation.state == State.WAITING and compilation.is_silent(UNTAKEN):
        if compiling.is_busy():
            return "Arbetaren gör en annan sammanställning först."
        return "Ingen arbetare har tagit sig an sammanställningen. Be driften starta den (manage.py db_worker)."
    return ""


def _page(request, compilation):
    context = {
        **admin.site.each_context(request),
        "title": _title(compilation),
        "compilation": compilation,
        "round": compilation.round,
        **_progress(compilation),
    }
    return TemplateResponse(request, "admin/reporting/compilation.html", context)


def _title(compilation):
    if compilation.what == Compilation.What.DRAFT:
        return f"Utkast till redovisningen för {compilation.round}"
    return f"Publicering av redovisningen för {compilation.round}"


def _done(request, compilation):
    """On to the edition, with what is to be known of it."""
    year, edition = compilation.round.year, compilation.edition
    overview = f"{reverse('round_overview', args=[year])}#utgavor"
    if edition is None:
        messages.info(request, "Utkastet är borttaget.")
        return redirect(overview)
    if edition.number:
        messages.success(request, f"Redovisningen för {year} är publicerad som utgåva {edition.number}.")
        return redirect("edition", year, edition.pk)
    _tell(request, compilation.message)
    return redirect(overview)


def _tell(request, remarks):
    """That there is a draft; what is to be known of it comes in the same message, so that the two do not disagree."""
    if remarks:
        told = " ".join(remarks.splitlines())
        messages.warning(request, f"Utkastet är sammanställt, men läs det här: {told}")
    else:
        messages.success(request, "Utkastet är sammanställt.")


def _cancel(request, compilation):
    if not compiling.cancel(compilation):
        messages.info(request, "Sammanställningen var redan avslutad och gick inte att avbryta.")
    return redirect("compilation", compilation.round.year, compilation.pk)


def _again(request, compilation):
    """Ask for the same once more; where it cannot be published as it is now, to the page that says why."""
    try:
        anew = compiling.ask_again(request.user, compilation)
    except Refused as refusal:
        about = {"reason": compilation.reason, "missing_reason": compilation.missing_reason}
        return edition_views.refused(request, compilation.round, refusal, about)
    return redirect("compilation", compilation.round.year, anew.pk)
