"""The city's memo, excerpts and earlier years' totals in the admin."""

import pytest
from django.urls import reverse

from reporting import live
from reporting.models import Excerpt, Memo, MemoSection, Totals
from tests import make

ADD = reverse("admin:reporting_memo_add")


def memo(cast, sections=(), **fields):
    rows = {f"sections-{n}-{key}": value for n, row in enumerate(sections) for key, value in row.items()}
    management = {
        "sections-TOTAL_FORMS": len(sections),
        "sections-INITIAL_FORMS": sum("id" in row for row in sections),
    }
    return {"round": cast.round.pk, **management, **rows, **fields}


def errors(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def test_the_memo_is_kept_with_its_parts(rut, cast):
    sections = [{"heading": "Ärendet", "position": 1, "html": "<p>Vi deltog i {antal_projekt} projekt.</p>"}]
    response = rut.post(
        ADD,
        memo(
            cast,
            sections,
            date="2026-04-14",
            summary="<p>Kort <b>sagt</b><script>x</script></p>",
            proposals="Redovisningen för {år} läggs till handlingarna.",
            decision_path="2026-04-28 Arbetsutskottet",
            recipients="Samtliga nämnder\nStadskontoret",
        ),
    )
    assert response.status_code == 302
    made = Memo.objects.get()
    assert (made.round, made.board, made.summary) == (cast.round, None, "<p>Kort <strong>sagt</strong></p>")
    assert made.proposals == ["Redovisningen för {år} läggs till handlingarna."]
    assert made.decision_path == [{"body": "Arbetsutskottet", "date": "2026-04-28"}]
    assert made.recipients == ["Samtliga nämnder", "Stadskontoret"]
    assert [each.html for each in made.sections.all()] == ["<p>Vi deltog i {antal_projekt} projekt.</p>"]


def test_a_section_without_a_place_comes_last(rut, cast):
    made = Memo.objects.create(round=cast.round)
    first = MemoSection.objects.create(memo=made, position=4, heading="Ärendet")
    sections = [
        {"id": first.pk, "heading": "Ärendet", "position": 4},
        {"heading": "Bedömning", "position": ""},
        {"heading": "Överst", "position": "0"},
    ]
    rut.post(reverse("admin:reporting_memo_change", args=[made.pk]), memo(cast, sections))
    assert [each.heading for each in made.sections.all()] == ["Överst", "Ärendet", "Bedömning"]


@pytest.mark.parametrize("field", ["summary", "proposals"])
def test_an_unknown_figure_is_refused_with_those_that_exist(rut, cast, field):
    response = rut.post(ADD, memo(cast, **{field: "<p>{antal_katter} och {antal_projekt}</p>"}))
    there = ", ".join(f"{{{name}}}" for name in live.NAMES)
    assert errors(response)[field] == [
        "{antal_katter} finns inte. Menade du {antal_partner}?",
        f"De siffror som finns är {there}.",
    ]
    assert not Memo.objects.exists()
    page = response.content.decode()
    assert "{antal_katter} och {antal_projekt}" in page
    assert page.count("De siffror som finns är") == 1


@pytest.mark.parametrize(
    "field",
    ["contact_title", "diary_number", "proposal_by", "documents", "decision_path", "recipients", "signatories"],
)
def test_an_unknown_figure_is_refused_wherever_it_would_be_printed(rut, cast, field):
    response = rut.post(ADD, memo(cast, **{field: "Om {antal_kat}"}))
    assert set(errors(response)) == {field}
    assert not Memo.objects.exists()


def test_an_unknown_figure_in_a_heading_is_refused(rut, cast):
    response = rut.post(ADD, memo(cast, [{"heading": "De {antal_projeckt}", "position": 1, "html": ""}]))
    [errors_of_first] = response.context["inline_admin_formsets"][0].formset.errors
    assert errors_of_first["heading"][0] == "{antal_projeckt} finns inte. Menade du {antal_projekt}?"
    assert not Memo.objects.exists()


def test_says_what_is_put_in_by_itself(rut):
    assert "läggs in av sig själva" in rut.get(ADD).content.decode()


def test_an_unknown_figure_in_a_section_is_refused_too(rut, cast):
    response = rut.post(ADD, memo(cast, [{"heading": "Ärendet", "position": 1, "html": "<p>{antal_katter}</p>"}]))
    [errors_of_first] = response.context["inline_admin_formsets"][0].formset.errors
    assert errors_of_first["html"][0].startswith("{antal_katter} finns inte.")
    assert (Memo.objects.count(), MemoSection.objects.count()) == (0, 0)


def test_lists_the_live_figures_with_what_they_are_just_now(rut, cast):
    for submission in (cast.of_teknik, cast.of_miljo):
        make.card(submission, make.project("brave" + submission.board.slug), paid=750000)
    made = Memo.objects.create(round=cast.round)
    response = rut.get(reverse("admin:reporting_memo_change", args=[made.pk]))
    now = {name: value for name, _, value in response.context["live_figures"]}
    assert (now["år"], now["antal_projekt"], now["utbetalt_miljoner"]) == ("2025", "2", "1,5")
    assert "<code>{antal_projekt}</code>" in response.content.decode()


def test_a_round_has_one_memo_and_the_boards_own_are_theirs(rut, cast):
    Memo.objects.create(round=cast.round)
    theirs = Memo.objects.create(round=cast.round, board=cast.teknik)
    assert set(errors(rut.post(ADD, memo(cast)))) == {"round"}
    url = reverse("admin:reporting_memo_change", args=[theirs.pk])
    assert rut.post(url, memo(cast, summary="<p>Ändrad</p>")).status_code == 302
    theirs.refresh_from_db()
    assert theirs.summary == ""
    assert [each.board for each in rut.get(reverse("admin:reporting_memo_changelist")).context["cl"].result_list] == [
        None
    ]


def test_the_preview_is_a_draft_of_the_memo_alone(rut, cast):
    Memo.objects.create(round=cast.round, summary="<p>Kort sagt</p>")
    response = rut.get(reverse("memo_preview", args=[2025]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert rut.post(reverse("memo_preview", args=[2025])).status_code == 405
    assert rut.get(reverse("memo_preview", args=[2024])).status_code == 404


def test_an_excerpt_is_cleaned_and_its_figures_checked(rut, cast):
    url = reverse("admin:reporting_excerpt_add")
    response = rut.post(url, {"submission": cast.of_teknik.pk, "html": "<p>{antal_katter}</p>"})
    assert errors(response)["html"][0].startswith("{antal_katter} finns inte.")
    rut.post(url, {"submission": cast.of_teknik.pk, "html": '<p onclick="x">Staden deltog.</p>'})
    assert [(each.submission, each.html) for each in Excerpt.objects.all()] == [
        (cast.of_teknik, "<p>Staden deltog.</p>")
    ]


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
    url = reverse(f"admin:reporting_{name}_add")
    assert client.get(url).status_code == 302
    client.force_login(cast.tova)
    assert client.post(url, {}, follow=True).status_code == 403


@pytest.mark.parametrize("field", ["projects", "owned", "partnered", "paid", "smallest", "largest"])
def test_a_total_that_nothing_can_be_counted_with_is_refused(rut, cast, field):
    response = rut.post(reverse("admin:reporting_totals_add"), {"round": cast.round.pk, field: "9" * 40})
    assert (set(response.context["adminform"].form.errors), Totals.objects.count()) == ({field}, 0)
