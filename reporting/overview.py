"""The round at a glance: the admin's first page, and each year's own. Who is late, what changed, what waits for me."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from submissions import access, mail, reminding
from submissions.models import Round

from . import accepting, compiling, edition_files, figure_names, needs, overview_rows, years
from .models import Memo
from .views import for_reviewers

Phase = Round.Phase
# The figures on the page, by their names in `figures.Figures`.
HEADLINES = ("eu_projects", "paid", "boards_taking_part", "participations", "cards")


@require_safe
def first_page(request, extra_context=None):
    """The admin's first page: the round that is worked with now. Whoever does not review gets the admin's own list."""
    if not access.may_review(request.user):
        return admin.AdminSite.index(admin.site, request, extra_context)
    rounds = list(Round.objects.all())
    if not rounds:
        return _answer(request, "admin/reporting/no_round.html", {"title": "Välkommen"})
    return _page(request, current(rounds), rounds)


@for_reviewers
@require_safe
def page(request, year):
    """The same page for a year that is asked for."""
    return _page(request, get_object_or_404(Round, year=year), list(Round.objects.all()))


def current(rounds):
    """The round that is worked with now, of `rounds`, newest first: the open one, or else the newest that has closed.

    What has closed before a later round was published is done with. Where there is neither, it is the newest of all.
    """
    published = max((round.year for round in rounds if round.published), default=0)
    for phase in (Phase.OPEN, Phase.CLOSED):
        found = [each for each in rounds if each.phase == phase and each.year > published]
        if found:
            return found[0]
    return rounds[0]


def _page(request, round, rounds):
    now = years.draft(round)
    judged = accepting.judged(round, now.findings)
    remarks = overview_rows.open_remarks(round)
    edition = years.in_edition(round)
    shown = edition or now
    rows = overview_rows.rows(round, shown, remarks, judged)
    memo = Memo.objects.filter(round=round, board=None).first()
    context = {
        "title": f"Omgången {round}",
        "round": round,
        "rounds": rounds,
        "needs": needs.of(round, rounds, rows, remarks, judged, memo),
        "failed_mails": mail.failed_in(round),
        "figures": shown.figures,
        "basis": "jamforelse" if edition else "",
        "headlines": figure_names.beside_before(shown.figures, HEADLINES),
        "waiting": overview_rows.in_words(overview_rows.waiting(judged)),
        **overview_rows.summed_otherwise(rows, judged),
        "notes": sum(finding.severity == "note" for finding, _ in judged),
        "memo": memo,
        "can_remind": not reminding.why_not(round)
        and any(row.submission.status in reminding.WAITED_FOR for row in rows),
        "later": overview_rows.later(round, rows),
        **_boards(request, round, rows),
        **_publishing(round),
    }
    return _answer(request, "admin/reporting/overview.html", context)


def _boards(request, round, rows):
    choice = overview_rows.Choice(request.GET)
    return {
        "rows": choice.of(rows),
        "of_all": len(rows),
        "choice": choice,
        "statuses": choice.statuses(rows),
        "headings": list(choice.headings(round.year)),
        "bar": overview_rows.bar(rows),
        "filters": choice.offered(),
    }


def _publishing(round):
    editions = list(round.editions.select_related("created_by", "reopened_by"))
    listed = [(edition, edition_files.files(edition)) for edition in editions]
    return {
        "latest": next((edition for edition in editions if edition.number), None),
        "missing": years.missing(round),
        "has_only_drafts": years.has_only_drafts(round),
        "editions": [each for each in listed if each[0].number],
        "drafts": [each for each in listed if not each[0].number],
        "compilations": compiling.told_of(round),
    }


def _answer(request, template, context):
    """The page, with the admin's own list folded below it."""
    site = admin.site.each_context(request)
    return TemplateResponse(request, template, {**site, "app_list": site["available_apps"], **context})
