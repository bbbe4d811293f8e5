"""What in a round waits for the person at the city office who looks at it: what to read, to answer and to mend."""

from dataclasses import dataclass

from django.urls import reverse

from config.formats import counted
from submissions.models import Event, Round, Submission

from . import overview_rows
from .addresses import admin_page

Status = Submission.Status


@dataclass(frozen=True)
class Need:
    """Something that waits, in words, with links (words, address) to where it is done.

    `more` is the address where all of it is seen.
    """

    title: str
    links: list[tuple[str, str]]
    more: str = ""


def of(round, rounds, rows, remarks, judged, memo):
    """The `Need`s of a round, the most urgent first; `rows`, `remarks` and `judged` as of `overview_rows`."""
    if round.published:
        found = [_to_read(rows), _answered(remarks)]
    else:
        late = _late(round, rows)
        found = [_to_read(rows), _answered(remarks), late, _without_people(rows)]
        found += [_memo(round, memo), _to_reconcile(round, judged)]
    found.append(_unpublished(round, rounds))
    return [need for need in found if need and need.links]


def _to_read(rows):
    waiting = [row for row in rows if row.submission.status == Status.SUBMITTED]
    return Need(
        counted(len(waiting), "inlämning att granska", "inlämningar att granska"),
        [(_with_reader(row), row.page) for row in waiting],
        "?status=submitted#boards",
    )


def _with_reader(row):
    reader = row.submission.review_begun_by
    return f"{row.name} ({reader} har börjat)" if reader else row.name


def _answered(remarks):
    """Remarks on which the board has had the last word, until the office answers or closes them."""
    new = [each for each in remarks if _waits_for_office(each)]
    return Need(
        counted(len(new), "anmärkning har fått svar", "anmärkningar har fått svar"),
        [(f"{each.submission.board}, {each.about}", _remark_url(each)) for each in new],
        "?anmarkningar=1#boards",
    )


def _waits_for_office(remark):
    said = max((at for at in (remark.replied_at, remark.ticked_at) if at), default=None)
    return said and (remark.answered_at is None or said > remark.answered_at)


def _late(round, rows):
    late = [row for row in rows if row.is_late]
    title = counted(len(late), "nämnd är sen", "nämnder är sena")
    return Need(title, [(row.name, row.page) for row in late], "?sena=1#boards")


def _without_people(rows):
    without = [row for row in rows if not row.people and row.submission.status != Status.APPROVED]
    return Need(
        counted(len(without), "nämnd saknar kontaktperson", "nämnder saknar kontaktperson"),
        [(row.name, row.board_page) for row in without],
        "?sortera=kontakt#boards",
    )


def _memo(round, memo):
    page = reverse("city_memo", args=[round.year])
    return None if memo else Need("Tjänsteskrivelsen är inte påbörjad", [("Påbörja den", page)])


def _to_reconcile(round, judged):
    told = overview_rows.in_words(overview_rows.waiting(judged))
    links = [("Till avstämningen", reverse("reconciliation", args=[round.year]))] if told else []
    return Need(f"{told} att se över före publiceringen", links)


def _unpublished(round, rounds):
    """Earlier rounds in which boards have handed in (not read in from a file), and that wait to be published."""
    published = max((each.year for each in rounds if each.published), default=0)
    closed = [each for each in rounds if published < each.year < round.year and each.phase == Round.Phase.CLOSED]
    told = Event.objects.filter(submission__round__in=closed, status=Status.SUBMITTED)
    waiting = sorted(set(told.values_list("submission__round__year", flat=True))) if closed else []
    title = counted(len(waiting), "tidigare omgång är inte publicerad", "tidigare omgångar är inte publicerade")
    return Need(title, [(str(year), reverse("round_overview", args=[year])) for year in waiting])


def _remark_url(remark):
    return f"{admin_page('submissions_submission', remark.submission_id)}#anmarkning-{remark.pk}"
