"""Publishing a year, opening it for a new edition, and looking at editions: what is in one, and how two differ."""

from django import forms
from django.contrib import admin, messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from submissions.models import Round
from submissions.workflow import Refused

from . import (
    compiling,
    documents,
    edition_check,
    edition_comparison,
    edition_files,
    editions,
    excerpts,
    figure_names,
    memo_page,
    print_remarks,
)
from .addresses import Addresses
from .findings_page import SHOWN
from .models import Edition
from .views import for_reviewers

HEADLINES = (
    "eu_projects",
    "participations",
    "cards",
    "owned",
    "partnered",
    "other_roles",
    "boards_taking_part",
    "paid",
)


def _reason(label, help_text, missing):
    return forms.CharField(
        label=label,
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ReasonForm(forms.Form):
    """Why a published round is opened."""

    reason = _reason(
        "Skäl till en ny utgåva",
        "Till exempel vilken uppgift som var fel. Skälet sparas och visas bara för stadskontoret.",
        "Skriv varför det behövs en ny utgåva.",
    )


class PublishForm(forms.Form):
    """The reasons that publishing asks for: a new edition's, and that for publishing without every board."""

    reason = _reason(
        "Skäl till en ny utgåva",
        "Skriv vad som är ändrat och varför. Skälet sparas med utgåvan och visas för alla på årets sida.",
        "Skriv varför det behövs en ny utgåva.",
    )
    missing_reason = _reason(
        "Skäl till att nämnder saknas",
        "Skriv varför redovisningen publiceras ändå, ett skäl för alla som saknas. Det sparas med utgåvan.",
        "Skriv varför redovisningen publiceras fast nämnder saknas.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, proposal, former, *args):
        initial = {"seen": proposal.fingerprint}
        if former:
            initial["missing_reason"] = former.missing_reason
        super().__init__(*args, initial=initial)
        if not former:
            del self.fields["reason"]
        elif former.reopened_reason:
            opened = f" Bara stadskontoret ser det som skrevs när omgången öppnades: ”{former.reopened_reason}”"
            self.fields["reason"].help_text += opened
        if not proposal.missing:
            del self.fields["missing_reason"]


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, year):
    """What would be published, and what stops it; by POST, to have it compiled and published."""
    round = get_object_or_404(Round, year=year)
    proposal, former = editions.proposed(round), round.editions.published().first()
    if request.method != "POST":
        return _publish_page(request, round, proposal, former, PublishForm(proposal, former))
    form = PublishForm(proposal, former, request.POST)
    if not form.is_valid():
        return _publish_page(request, round, proposal, former, form, status=422)
    try:
        compilation = compiling.ask_to_publish(request.user, round, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, round, refusal, form.cleaned_data)
    return redirect("compilation", year, compilation.pk)


def refused(request, round, refusal, typed):
    """The page as it now is, with what was typed: to be read once more before it is published."""
    round.refresh_from_db()
    proposal, former = editions.proposed(round), round.editions.published().first()
    anew = PublishForm(proposal, former)
    anew.initial |= {**typed, "seen": proposal.fingerprint}
    return _publish_page(request, round, proposal, former, anew, status=409, refusal=refusal)


def _publish_page(request, round, proposal, former, form, status=None, **more):
    context = {
        "title": f"Publicera redovisningen för {round}",
        "round": round,
        "proposal": proposal,
        "boards": [submission.board.name for submission in proposal.year.submissions],
        "former": former,
        "figures": _headlines(proposal.figures, former),
        "errors": _with_links(round, proposal.errors),
        "unhandled": _with_links(round, proposal.unhandled),
        "obstacles": editions.obstacles(round, proposal),
        "outdated": list(memo_page.changed(excerpts.followed(round))),
        "form": form,
        **_contents(proposal.year),
        **more,
    }
    return _page(request, "publish", context, status)


def _contents(year):
    """Which documents will be published, and which cannot be made, each with why; and what else to know of them."""
    judged = [(_with_formats(document), document.lacking(year)) for document in documents.of(documents.CITY)]
    left_out = [each for each in judged if each[1]]
    reasons = [reason for _, reason in left_out]
    return {
        "made": [document for document, reason in judged if not reason],
        "left_out": left_out,
        "remarks": [remark for remark in print_remarks.of_year(year) if remark not in reasons],
    }


def _with_formats(document):
    return f"{document.title} ({', '.join(documents.FORMAT_NAMES[each] for each in document.formats)})"


def _page(request, name, context, status=None):
    whole = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/reporting/edition_{name}.html", whole, status=status)


def _headlines(figures, former):
    """The main figures as `figure_names.beside_before` has them, and in the former edition."""
    then = _figures_of(former)
    return [(*row, then.get(row[0])) for row in figure_names.beside_before(figures, HEADLINES)]


def _figures_of(edition):
    """The figures file of a published edition; empty where there is none to read."""
    try:
        return edition_files.read(edition, edition_files.figures_name(edition.round.year)) if edition else {}
    except edition_files.Damaged:
        return {}


def _with_links(round, findings):
    """Each finding with (name, address) of its first places, and its own address in Avstämning."""
    addresses = Addresses(round, "godkanda")
    judged = f"{reverse('reconciliation', args=[round.year])}?underlag=godkanda&visa=allt"
    return [(each, addresses.of(each.places[:SHOWN]), f"{judged}#f-{each.identity}") for each in findings]


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, year):
    """Ask why a published round is to be opened for a new edition; by POST, open it."""
    round = get_object_or_404(Round, year=year)
    form, refusal = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            editions.reopen(request.user, round, form.cleaned_data["reason"])
        except Refused as refused:
            refusal = refused
        else:
            messages.success(
                request, f"Omgången {year} är öppnad för en ny utgåva. Inlämningar går att återlämna igen."
            )
            return redirect("round_overview", year)
    context = {"title": f"Öppna omgången {year} för en ny utgåva", "round": round, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else None
    return _page(request, "reopen", {**context, "former": round.editions.published().first()}, status)


def _listed(edition):
    """Each file with its size and what it is."""
    year = edition.round.year
    about = documents.titles(year) | {
        edition_files.year_name(year): "Allt som nämnderna lämnade in",
        edition_files.manifest_name(year): "Kontrollsummor",
    }
    found = edition_files.files(edition)
    return [(file, file.stat().st_size, about.get(edition_files.plain(file.name), "")) for file in found]


@for_reviewers
@require_safe
def edition(request, year, pk):
    """A published edition: when, by whom and why; whether its files are what was published; and its files."""
    shown = _published(year, pk)
    faults = edition_check.faults(shown)
    context = {
        "title": f"Utgåva {shown.number} av redovisningen för {year}",
        "edition": shown,
        "faults": faults,
        "manifest": _manifest(shown),
        "files": _listed(shown),
        "others": shown.round.editions.published().exclude(pk=pk).reverse(),
        "is_last": shown.round.editions.published().first() == shown,
    }
    return _page(request, "page", context)


def _published(year, pk):
    published = Edition.objects.published().select_related("round", "created_by", "reopened_by")
    return get_object_or_404(published, pk=pk, round__year=year)


def _manifest(edition):
    try:
        return edition_files.manifest(edition)
    except edition_files.Damaged:
        return None


@for_reviewers
@require_safe
def compare(request, year, pk, other):
    """What differs between two published editions of a year, from the older to the newer."""
    if pk == other:
        raise Http404
    before, after = sorted((_published(year, each) for each in (pk, other)), key=lambda each: each.number)
    context = {
        "title": f"Utgåva {before.number} och {after.number} av redovisningen för {year}",
        "before": before,
        "after": after,
    }
    try:
        context["comparison"] = edition_comparison.compare(before, after)
    except edition_files.Damaged as damage:
        context["damage"] = damage
    return _page(request, "compare", context)


@for_reviewers
@require_safe
def file(request, year, pk, name):
    """A file of an edition, to be saved; a draft's under a name that says so.

    Only what lies in its folder has an address.
    """
    of = get_object_or_404(Edition, pk=pk, round__year=year)
    found = {each.name: each for each in edition_files.files(of)}
    if name not in found:
        raise Http404
    return FileResponse(found[name].open("rb"), as_attachment=True, filename=edition_files.saved_as(of, name))
