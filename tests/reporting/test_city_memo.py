"""The page where the city's memo is written beside its figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting import accepting, reconciliation, years
from reporting.models import Excerpt, Memo
from reporting.rules.finding import WARNING, Finding, Place
from submissions.models import Round
from tests import make
from tests.page import select, visible, words

from .writing import posted

PAGE = reverse("city_memo", args=[2025])
SECTIONS = [("Ärendet", "<p>Vi deltog i {antal_projekt} projekt.</p>"), ("Stadskontorets bedömning", "<p>Bra.</p>")]


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def memo_of(round, sections=SECTIONS, **fields):
    memo = Memo.objects.create(round=round, **fields)
    for position, (heading, html) in enumerate(sections, start=1):
        memo.sections.create(position=position, heading=heading, html=html)
    return memo


def section(at, heading, html):
    return {f"sections-{at}-heading": heading, f"sections-{at}-html": html}


def test_works(rut, cast):
    page = rut.get(PAGE)
    response = rut.post(
        PAGE,
        posted(
            page,
            date="2026-04-14",
            summary="<p>Kort <b>sagt</b><script>x</script></p>",
            proposals="Redovisningen för {år} läggs till handlingarna.",
            decision_path="2026-04-28 Arbetsutskottet",
            recipients="Samtliga nämnder\nStadskontoret",
            **{"sections-TOTAL_FORMS": "1", **section(0, "Ärendet", "<p>{antal_projekt}</p>")},
            **{"excerpt-tekniska-namnden": "<p>Staden deltog.</p>"},
        ),
        follow=True,
    )
    assert visible(response, ".messagelist li") == ["Tjänsteskrivelsen är sparad."]
    made = Memo.objects.get()
    assert (made.round, made.board, made.version, made.changed_by) == (cast.round, None, 1, cast.rut)
    assert made.summary == "<p>Kort <strong>sagt</strong></p>"
    assert made.proposals == ["Redovisningen för {år} läggs till handlingarna."]
    assert made.decision_path == [{"body": "Arbetsutskottet", "date": "2026-04-28"}]
    assert made.recipients == ["Samtliga nämnder", "Stadskontoret"]
    assert [(each.heading, each.html) for each in made.sections.all()] == [("Ärendet", "<p>{antal_projekt}</p>")]
    assert [(each.submission, each.html) for each in Excerpt.objects.all()] == [
        (cast.of_teknik, "<p>Staden deltog.</p>")
    ]


def test_the_live_figures_stand_beside_with_their_present_value(rut, cast):
    for submission in (cast.of_teknik, cast.of_miljo):
        make.card(submission, make.project("brave" + submission.board.slug), paid=750000)
    memo_of(cast.round, proposals=["För {år}"])
    page = rut.get(PAGE)
    now = {item.get("data-live"): item.get("data-value") for item in select(page, ".memo-aside [data-live]")}
    assert (now["år"], now["antal_projekt"], now["utbetalt_miljoner"]) == ("2025", "två", "1,5")
    assert "{antal_projekt}" in visible(page, ".figures code")
    lines = {line.get("data-live-of"): words(line) for line in select(page, ".live-line") if words(line)}
    assert lines == {"id_proposals": "{år} = 2025", "id_sections-0-html": "{antal_projekt} = två"}
    assert "följer nämndernas uppgifter fram till publiceringen" in page.content.decode()


@pytest.mark.parametrize("field", ["summary", "proposals", "contact_title", "sections-0-html", "sections-0-heading"])
def test_an_unknown_figure_is_saved_and_shown_where_it_stands(rut, cast, field):
    memo_of(cast.round)
    page = rut.post(PAGE, posted(rut.get(PAGE), **{field: "Om {antal_projeckt}"}), follow=True)
    text = "{antal_projeckt} är inte någon av siffrorna. Menade du {antal_projekt}?"
    [doubts] = [each for each in select(page, ".memo-field") if text in words(each)]
    assert [each.get("id") for each in doubts.iter() if each.get("id") == f"id_{field}"] == [f"id_{field}"]
    assert (text, f"#id_{field}") in [(words(link), link.get("href")) for link in select(page, ".memo-todo a")]


def test_what_is_missing_is_told_with_links(rut, cast):
    assert visible(rut.get(PAGE), ".memo-todo li") == [
        "Diarienummer är inte ifyllt.",
        "Datum är inte ifyllt.",
        "Vår referens är inte ifylld.",
        "Sammanfattning är inte ifylld.",
        "Förslag till beslut är inte ifyllt.",
        "Beslutsplanering är inte ifylld.",
        "Mottagare är inte ifyllda.",
        "Ansvariga är inte ifyllda.",
        "Det saknas ett avsnitt med rubriken Ärendet.",
        "Det saknas ett avsnitt med rubriken Stadskontorets bedömning.",
    ]
    memo_of(cast.round, [("Ärendet", ""), ("Stadskontorets bedömning", "<p>Bra.</p>")], summary="<p>Kort</p>")
    told = [(words(link), link.get("href")) for link in select(rut.get(PAGE), ".memo-todo a")]
    assert told[-1] == ("Avsnittet Ärendet är tomt.", "#id_sections-0-html")
    assert ("Sammanfattning är inte ifylld.", "#id_summary") not in told


CASE = {"diary_number": "STK-2025-1", "decision_path": [{"body": "Arbetsutskottet", "date": "2026-04-28"}]}


def test_the_memo_begins_with_what_the_round_says_of_the_case(rut, cast):
    Round.objects.filter(pk=cast.round.pk).update(**CASE)
    page = rut.get(PAGE)
    fields = posted(page)
    assert (fields["diary_number"], fields["decision_path"]) == ("STK-2025-1", "2026-04-28 Arbetsutskottet")
    rut.post(PAGE, posted(page, summary="<p>Nytt</p>"))
    made = Memo.objects.get()
    assert {name: getattr(made, name) for name in CASE} == CASE


def test_what_the_round_says_otherwise_of_the_case_is_told_with_both(rut, cast):
    memo_of(cast.round, diary_number="STK-9", decision_path=[{"body": "Kommunstyrelsen"}])
    Round.objects.filter(pk=cast.round.pk).update(**CASE)
    told = [(words(link), link.get("href")) for link in select(rut.get(PAGE), ".memo-todo a")]
    assert ("Diarienummer är STK-9 här men STK-2025-1 på omgången.", "#id_diary_number") in told
    steps = "Beslutsplanering är ”Kommunstyrelsen” här men ”Arbetsutskottet 28 april 2026” på omgången."
    assert (steps, "#id_decision_path") in told


def test_what_is_missing_is_told_wherever_the_round_is_judged(rut, cast):
    make.city_memo(cast.round, date=None, sections=[*make.CITY_MEMO["sections"], {"heading": "", "html": "<p>X</p>"}])
    told = select(rut.get(reverse("reconciliation", args=[2025])), ".spots a")
    links = {words(link): link.get("href") for link in told}
    assert links["Tjänsteskrivelsen, datum"] == f"{PAGE}#id_date"
    assert links["Tjänsteskrivelsen, avsnitt 3"] == f"{PAGE}#id_sections-2-heading"
    make.frozen(cast.of_teknik)
    publishing = rut.get(reverse("round_publish", args=[2025]))
    assert "Datum är inte ifyllt." in publishing.content.decode()
    assert "2 varningar att se över" in rut.get(reverse("round_overview", args=[2025])).content.decode()


def test_what_is_let_stand_is_not_told_again(rut, cast):
    make.city_memo(cast.round, date=None, diary_number="STK-1")
    assert visible(rut.get(PAGE), ".memo-todo li") == ["Datum är inte ifyllt."]
    [finding] = [each for each in years.draft(cast.round).findings if each.rule == "memo_is_incomplete"]
    accepting.accept(cast.rut, cast.round, finding, "Sätts av registraturen.")
    assert visible(rut.get(PAGE), ".memo-todo li") == []


def test_findings_stand_where_they_are_mended(rut, cast, monkeypatch):
    memo_of(cast.round)
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>Vi.</p>")
    places = {
        "id_sections-1-html": Place("bedömning", section="city_memo", key="Stadskontorets bedömning"),
        "id_summary": Place("sammanfattning och förslag", section="city_memo"),
        "id_proposals": Place("förslaget till beslut", section="city_memo", key="proposals"),
        "id_excerpt-miljonamnden": Place("utdraget", "Miljönämnden", "excerpt"),
    }
    found = [Finding("made_up", WARNING, f"Fel i {id}.", (place,)) for id, place in places.items()]
    others = Finding("made_up", WARNING, "Ett kort.", (Place("BRAVE", "Miljönämnden", "cards", "brave"),))
    monkeypatch.setattr(reconciliation, "findings", lambda *args: [*found, others])
    page = rut.get(PAGE)
    for id in places:
        [field] = [each for each in select(page, ".memo-field") if any(part.get("id") == id for part in each.iter())]
        assert f"Varning: Fel i {id}." in words(field)
    assert "Ett kort." not in page.content.decode()


def test_sections_are_added_moved_and_taken_away_with_what_is_typed(rut, cast):
    memo_of(cast.round)
    page = rut.post(PAGE, posted(rut.get(PAGE), action="section-up-1", summary="<p>Nytt</p>"))
    headings = [field.get("value") for field in select(page, "[name$=-heading]")]
    assert headings == ["Stadskontorets bedömning", "Ärendet"]
    assert posted(page)["summary"] == "<p>Nytt</p>"
    assert "inte sparat" in visible(page, ".notice")[0]
    assert len(select(rut.post(PAGE, posted(page, action="section-add")), "[name$=-heading]")) == 3
    removed = rut.post(PAGE, posted(page, action="section-remove-0"))
    assert [field.get("value") for field in select(removed, "[name$=-heading]")] == ["Ärendet"]
    assert Memo.objects.get().version == 0


def test_an_excerpt_is_begun_for_a_board_that_has_none(rut, cast):
    page = rut.get(PAGE)
    assert visible(page, "#id_board option") == ["Tekniska nämnden", "Fritidsnämnden", "Miljönämnden"]
    begun = rut.post(PAGE, posted(page, action="excerpt-add", board="miljonamnden", summary="<p>Kvar</p>"))
    assert [field.get("name") for field in select(begun, "#utdrag textarea")] == ["excerpt-miljonamnden"]
    assert posted(begun)["summary"] == "<p>Kvar</p>"
    assert Excerpt.objects.count() == 0


def test_excerpts_stand_in_the_printed_order_with_those_that_have_none(rut, cast):
    for submission in (cast.of_miljo, cast.of_teknik):
        Excerpt.objects.create(submission=submission, html="<p>Text.</p>")
    page = rut.get(PAGE)
    assert visible(page, "#utdrag .memo-part > legend") == ["Fastighets- och gatukontoret", "Miljöförvaltningen"]
    assert visible(page, "#utdrag .memo-part > p a") == ["Fritidsnämnden"]
    rut.post(PAGE, posted(page, **{"excerpt-miljonamnden": ""}))
    assert [each.submission for each in Excerpt.objects.all()] == [cast.of_teknik]


@pytest.fixture
def last_year(cast):
    year = make.round(2024)
    make.card(make.submission(year, cast.teknik), make.project("gammal", "GAMMAL"), paid=4_000_000)
    sections = [("Ärendet", "<p>Under {år} och 2024 skrevs 450 unga in.</p>"), SECTIONS[1]]
    return memo_of(year, sections, summary="<p>Sammanfattat 2024.</p>", recipients=["Samtliga nämnder"])


def test_last_years_memo_is_read_beside_as_it_was_printed(rut, cast, last_year):
    page = rut.get(PAGE)
    assert visible(page, "[data-panel=earlier] .rich")[:2] == [
        "Sammanfattat 2024.",
        "Under 2024 och 2024 skrevs 450 unga in.",
    ]
    assert "blir inte årets" in page.content.decode()


def test_a_section_is_brought_last_in_this_years_and_its_numbers_are_told(rut, cast, last_year):
    memo_of(cast.round, [("Ärendet", "<p>Årets text.</p>")])
    page = rut.post(PAGE, posted(rut.get(PAGE), action="bring-arendet", summary="<p>Nyss skrivet</p>"), follow=True)
    now = Memo.objects.get(round=cast.round)
    assert now.sections.get().html == "<p>Årets text.</p><p>Under {år} och 2025 skrevs 450 unga in.</p>"
    assert now.summary == "<p>Nyss skrivet</p>"
    [said] = visible(page, ".messagelist li")
    assert said.endswith("Tal som är skrivna för hand är från 2024 och måste kontrolleras: 450.")


def test_a_section_that_this_year_lacks_becomes_one(rut, cast, last_year):
    rut.post(PAGE, posted(rut.get(PAGE), action="bring-stadskontorets-bedomning"))
    rut.post(PAGE, posted(rut.get(PAGE), action="bring-summary"))
    now = Memo.objects.get(round=cast.round)
    assert [each.heading for each in now.sections.all()] == ["Stadskontorets bedömning"]
    assert now.summary == "<p>Sammanfattat 2025.</p>"


def test_an_empty_memo_begins_from_the_standing_texts(rut, cast, last_year):
    page = rut.post(PAGE, posted(rut.get(PAGE), action="begin", diary_number="STK-1"), follow=True)
    now = Memo.objects.get(round=cast.round)
    assert (now.diary_number, now.recipients, now.date) == ("STK-1", ["Samtliga nämnder"], None)
    assert [(each.heading, bool(each.html)) for each in now.sections.all()] == [
        ("Ärendet", True),
        ("Stadskontorets bedömning", False),
    ]
    assert select(page, "[value=begin]") == []


def test_what_is_brought_and_tells_of_its_year_as_a_live_figure_is_told(rut, cast, last_year):
    last_year.sections.update(html="<p>Åren räknas olika: för {år} räknas ett projekt en gång.</p>")
    rut.post(PAGE, posted(rut.get(PAGE), action="begin"))
    said = [each.message for each in years.draft(cast.round).findings if each.rule == "still_speaks_of_last_year"]
    assert said == [
        "Texten är 2024 års, med årtalet bytt från 2024 till 2025. Kontrollera att den stämmer: "
        "”för 2025 räknas ett projekt en”"
    ]


def test_what_moved_is_help_and_puts_nothing_in(rut, cast, last_year):
    make.frozen(last_year.round.submissions.get())
    make.card(cast.of_teknik, make.project("ny", "NY"), paid=5_000_000)
    page = rut.get(PAGE)
    assert "Nytt: NY (Tekniska nämnden) Se Tekniska nämnden." in visible(page, ".moved li")
    assert select(page, "#andrat button") == []
    assert not Memo.objects.filter(round=cast.round).exists()


@pytest.fixture
def published(cast):
    memo_of(cast.round, summary="<p>Under {år}.</p>")
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())


def test_a_published_memo_is_only_read(rut, cast, published):
    page = rut.get(PAGE)
    assert "därför går tjänsteskrivelsen inte att ändra" in visible(page, ".notice")[0]
    assert "Under 2025." in visible(page, ".rich")
    assert select(page, "form[method=post] textarea") == []


def test_what_is_written_when_the_round_is_published_is_given_back(rut, cast):
    memo_of(cast.round)
    page = rut.get(PAGE)
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    response = rut.post(PAGE, posted(page, summary="<p>Min text</p>"))
    assert (response.status_code, "Min text" in visible(response, ".typed")) == (409, True)
    saved = rut.post(PAGE, posted(page, summary="<p>Min text</p>"), headers={"Accept": "application/json"})
    assert (saved.status_code, "publicerad" in saved.json()["message"]) == (409, True)
    assert Memo.objects.get().summary == ""


@pytest.mark.parametrize("who", ["tova", "ove"])
def test_outsiders_may_neither_read_nor_write(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    refused = client.post(PAGE, {"summary": "<p>Min text</p>", "writer": getattr(cast, who).pk})
    assert refused.status_code == 403
    assert not Memo.objects.exists()


def test_what_was_typed_when_the_login_had_run_out_waits(rut, cast):
    page = rut.get(PAGE)
    rut.logout()
    answer = rut.post(PAGE, posted(page, summary="<p>Min långa text</p>"))
    assert answer.status_code == 302
    rut.force_login(cast.rut)
    again = rut.get(PAGE)
    assert posted(again)["summary"] == "<p>Min långa text</p>"
    assert "Du blev utloggad" in visible(again, ".notice")[0]
    assert not Memo.objects.exists()


def test_a_fault_is_told_first_and_keeps_what_was_typed(rut, cast):
    response = rut.post(PAGE, posted(rut.get(PAGE), decision_path="2026-13-45 KS", summary="<p>Text</p>"))
    assert response.status_code == 422
    assert visible(response, "title")[0].startswith("Fel: ")
    assert select(response, ".error-summary a")[0].get("href") == "#id_decision_path"
    assert posted(response)["summary"] == "<p>Text</p>"
    assert not Memo.objects.exists()


def test_other_methods_are_refused(rut):
    assert rut.delete(PAGE).status_code == 405
    assert rut.get(reverse("city_memo", args=[1999])).status_code == 404


def test_as_many_queries_for_many_excerpts_as_for_one(rut, cast, django_assert_num_queries):
    memo_of(cast.round)
    Excerpt.objects.create(submission=cast.of_teknik, html="<p>Text.</p>")
    rut.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        rut.get(PAGE)
    queries = len(one.captured_queries)
    for submission in (cast.of_miljo, cast.of_fritid):
        Excerpt.objects.create(submission=submission, html="<p>Text.</p>")
    rut.get(PAGE)
    with django_assert_num_queries(queries):
        rut.get(PAGE)
