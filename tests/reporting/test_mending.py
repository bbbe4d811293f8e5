"""Putting a name right in the office's own texts."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from reporting.mending import mend
from reporting.models import Excerpt, Memo
from reporting.rules.names import mended
from submissions.drafts import Locked
from submissions.models import Round
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def memo(cast):
    memo = Memo.objects.create(
        round=cast.round,
        summary="<p>Net Zero Cities är <strong>Net Zero Cities</strong>.</p>",
        proposals=["Net Zero Cities & <annat> läggs till handlingarna."],
    )
    memo.sections.create(heading="Om Net Zero Cities", html="<p>{Net Zero Cities} är kvar.</p>", position=1)
    return memo


def test_a_name_is_mended_wherever_the_office_wrote_it(cast, memo):
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>Vi är med i Net Zero Cities.</p>")
    mend(cast.rut, cast.round, "Net Zero Cities", "NetZeroCities")
    memo.refresh_from_db()
    section = memo.sections.get()
    assert memo.summary == "<p>NetZeroCities är <strong>NetZeroCities</strong>.</p>"
    assert memo.proposals == ["NetZeroCities & <annat> läggs till handlingarna."]
    assert (section.heading, section.html) == ("Om NetZeroCities", "<p>{Net Zero Cities} är kvar.</p>")
    assert Excerpt.objects.get().html == "<p>Vi är med i NetZeroCities.</p>"
    assert (memo.version, memo.changed_by) == (1, cast.rut)


def test_others_texts_stay(cast, memo):
    answer = make.answer(cast.of_miljo, 1, "<p>Net Zero Cities</p>")
    boards_own = Memo.objects.create(round=cast.round, board=cast.miljo, summary="<p>Net Zero Cities</p>")
    earlier = Memo.objects.create(round=make.round(2024), summary="<p>Net Zero Cities</p>")
    mend(cast.rut, cast.round, "Net Zero Cities", "NetZeroCities")
    for row in (answer, boards_own, earlier):
        row.refresh_from_db()
    assert (answer.html, boards_own.summary, earlier.summary) == ("<p>Net Zero Cities</p>",) * 3


def test_where_the_name_does_not_stand_nothing_is_saved(cast, memo):
    mend(cast.rut, cast.round, "STRIFE", "STRIVE")
    memo.refresh_from_db()
    assert (memo.version, memo.changed_by) == (0, None)


def test_a_published_round_stays_as_it_is(cast, memo):
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    with pytest.raises(Locked):
        mend(cast.rut, cast.round, "Net Zero Cities", "NetZeroCities")


def test_only_the_office_mends(cast, memo):
    with pytest.raises(PermissionDenied):
        mend(cast.mira, cast.round, "Net Zero Cities", "NetZeroCities")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Miljönämden och miljönämdens.</p>", "<p>Miljönämnden och miljönämdens.</p>"),
        ("<p>Skåne-Miljönämden, Miljönämden2</p>", "<p>Skåne-Miljönämden, Miljönämden2</p>"),
        (
            '<p><a href="https://malmo.se/Miljönämden">Miljönämden</a></p>',
            '<p><a href="https://malmo.se/Miljönämden">Miljönämnden</a></p>',
        ),
    ],
)
def test_only_whole_words_are_mended(markup, expected):
    assert mended(markup, "Miljönämden", "Miljönämnden") == expected


def test_what_is_put_in_is_never_markup():
    assert mended("<p>A &amp; B</p>", "A & B", "<b>A</b>") == "<p>&lt;b&gt;A&lt;/b&gt;</p>"
