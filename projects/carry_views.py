"""Last year's projects brought over together: which of them the board goes on with."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.formats import counted
from submissions import access, carry_views, drafts

from . import carry_over
from .models import Card
from .printed import text_label
from .section import Cards, card_url

NONE_TICKED = "Kryssa för minst ett projekt."


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carry_over_projects(request, year, board):
    """Last year's projects with ticks, and the button that brings those over that are ticked."""
    submission = access.writable(request.user, year, board)
    if request.method == "POST":
        return _bring(request, submission)
    if not submission.is_editable:
        return redirect("submission", year, board)
    offers = carry_over.offers(submission)
    return _page(request, submission, offers, ticked={offer.project.key for offer in offers if not offer.ended})


def last_year(card):
    """What the card's page shows of last year's card; None where the board had none for the project.

    Beside what `carry_views.last_year` tells: `facts`, label and markup of all but the texts, and the `texts` by name.
    """
    shown = carry_views.last_year(card)
    if not shown or not shown["then"]:
        return None
    told = Cards().told(card.submission.earlier.submission, shown["then"])
    labels = {text_label(name) for name in Card.TEXTS}
    facts = [(label, markup) for label, markup in told.items() if markup and label not in labels]
    return {**shown, "facts": facts, "texts": Cards().texts(shown["then"])}


def _page(request, submission, offers, ticked, *, missing=False, status=200):
    left = [offer for offer in offers if not offer.here]
    missing = missing and left
    context = {
        "submission": submission,
        "earlier": submission.earlier,
        "offers": left,
        "here": [offer for offer in offers if offer.here],
        "ticked": ticked,
        "are_ticked": any(offer.project.key in ticked for offer in left),
        "faults": [{"id": f"project-{left[0].project.key}", "text": NONE_TICKED}] if missing else [],
    }
    return render(request, "projects/carry_over.html", context, status=status)


def _bring(request, submission):
    ticked = set(request.POST.getlist("project"))
    offers = carry_over.offers(submission)
    chosen = [offer.project for offer in offers if offer.project.key in ticked]
    if not chosen and submission.is_editable:
        return _page(request, submission, offers, ticked, missing=True, status=422)
    try:
        made, told = carry_over.bring(request.user, submission, chosen)
    except drafts.Locked:
        return access.too_late(request, submission, [])
    _tell(request, submission, made, told)
    if len(chosen) == 1:
        return redirect(card_url(submission, chosen[0].key))
    return redirect("submission", submission.round.year, submission.board.slug)


def _tell(request, submission, made, told):
    year = submission.earlier.year
    if made:
        amount = counted(len(made), "projekt är hämtat", "projekt är hämtade")
        messages.success(request, f"{amount} från {year}. Fyll i årets utbetalda medel och resultat.")
    else:
        messages.success(request, "Projekten finns redan i årets redovisning. Inget är ändrat.")
    for sentence in carry_over.in_words(told):
        messages.warning(request, sentence)
