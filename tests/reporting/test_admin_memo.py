"""The city's memo and excerpts as the admin lists them, and earlier years' totals."""

import pytest
from django.urls import reverse

from reporting.models import Excerpt, Memo, Totals
from submissions.models import Round
from tests import make

ADD = reverse("admin:reporting_memo_add")
PAGE = reverse("city_memo", args=[2025])


def errors(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def test_the_memo_is_written_on_its_own_page(rut, cast):
    made = Memo.objects.create(round=cast.round)
    url = reverse("admin:reporting_memo_change", args=[made.pk])
    for response in (rut.get(url), rut.post(url, {"summary": "<p>Ändrad</p>"})):
        assert (response.status_code, response.url) == (302, PAGE)
    made.refresh_from_db()
    assert (made.summary, made.version) == ("", 0)


def test_a_new_memo_is_the_newest_rounds_that_has_none(rut, cast):
    make.round(2024)
    assert rut.get(ADD).url == PAGE
    Memo.objects.create(round=cast.round)
    assert rut.get(ADD).url == reverse("city_memo", args=[2024])
    assert rut.get(ADD, {"round": cast.round.pk}).url == PAGE
    Memo.objects.create(round=Round.objects.get(year=2024))
    assert rut.get(ADD).url == reverse("admin:reporting_memo_changelist")


def test_the_boards_own_memos_are_theirs(rut, cast):
    Memo.objects.create(round=cast.round)
    theirs = Memo.objects.create(round=cast.round, board=cast.teknik)
    assert rut.get(reverse("admin:reporting_memo_change", args=[theirs.pk])).status_code == 404
    listed = rut.get(reverse("admin:reporting_memo_changelist")).context["cl"].result_list
    assert [each.board for each in listed] == [None]


def test_an_excerpt_is_written_on_the_memos_page(rut, cast):
    made = Excerpt.objects.create(submission=cast.of_teknik, html="<p>Staden deltog.</p>")
    url = reverse("admin:reporting_excerpt_change", args=[made.pk])
    assert rut.get(url).url == f"{PAGE}#utdrag-tekniska-namnden"
    assert rut.post(url, {"html": "<p>Annat</p>"}).status_code == 302
    assert rut.post(reverse("admin:reporting_excerpt_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
    assert Excerpt.objects.get().html == "<p>Staden deltog.</p>"


def test_the_preview_is_a_draft_of_the_memo_alone(rut, cast):
    Memo.objects.create(round=cast.round, summary="<p>Kort sagt</p>")
    response = rut.get(reverse("memo_preview", args=[2025]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert rut.post(reverse("memo_preview", args=[2025])).status_code == 405
    assert rut.get(reverse("memo_preview", args=[2024])).status_code == 404


TYPED = {
    "projects": 54,
    "paid": 43000000,
    "approximate": True,
    "boards": [{"board": "Miljönämnden", "projects": 17, "paid": 15300000}, {"board": "Tekniska nämnden"}],
    "programmes": [{"group": "Interreg", "paid": 5}],
    "goals": [{"number": 1, "paid": 22744744}],
    "budget_span": {"smallest": 60000, "largest": 180000000},
}


def form_data(form):
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def test_totals_come_back_as_they_were(rut, cast):
    totals = Totals.objects.create(round=cast.round, figures=TYPED)
    url = reverse("admin:reporting_totals_change", args=[totals.pk])
    form = rut.get(url).context["adminform"].form
    assert rut.post(url, form_data(form)).status_code == 302
    totals.refresh_from_db()
    assert totals.figures == TYPED


def test_what_nobody_knows_is_left_out_of_the_totals(rut, cast):
    rut.post(reverse("admin:reporting_totals_add"), {"round": cast.round.pk, "projects": "0"})
    assert Totals.objects.get().figures == {"projects": 0}


@pytest.mark.parametrize(
    ("field", "text"), [("boards", "Kattnämnden; 1"), ("goals", "9; 1"), ("goals", "ett; 1"), ("boards", "x; y")]
)
def test_totals_of_what_is_not_there_are_refused(rut, cast, field, text):
    response = rut.post(reverse("admin:reporting_totals_add"), {"round": cast.round.pk, field: text})
    assert set(errors(response)) == {field}
    assert not Totals.objects.exists()


@pytest.mark.parametrize("name", ["memo", "excerpt", "totals"])
def test_outsiders_see_nothing(client, cast, name):
    url = reverse(f"admin:reporting_{name}_changelist")
    assert client.get(url).status_code == 302
    client.force_login(cast.tova)
    assert client.post(url, {}, follow=True).status_code == 403


@pytest.mark.parametrize("field", ["projects", "owned", "partnered", "paid", "smallest", "largest"])
def test_a_total_that_nothing_can_be_counted_with_is_refused(rut, cast, field):
    response = rut.post(reverse("admin:reporting_totals_add"), {"round": cast.round.pk, field: "9" * 40})
    assert (set(response.context["adminform"].form.errors), Totals.objects.count()) == ({field}, 0)
