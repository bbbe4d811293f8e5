"""The board's own memo: begun, written, merged, taken away; and its place in the submission."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting import board_proposal
from reporting.board_forms import BoardMemoForms
from reporting.memo_roundfile import memo_content, write_memo
from reporting.models import Memo
from reporting.section import BoardMemo, as_content, as_memo
from submissions import sections
from submissions.models import Revision, Submission
from tests import make
from tests.page import select, visible

URL = "/2025/tekniska-namnden/tjansteskrivelse/"
MEMO = {
    "date": "2025-03-01",
    "diary_number": "TN-2025-7",
    "contact_title": "Utvecklingssekreterare",
    "summary": "<p>Vi har arbetat.</p>",
    "proposal_by": "Kontoret föreslår nämnden besluta",
    "proposals": ["Nämnden godkänner.", "Nämnden skickar."],
    "documents": ["Redovisning 2025"],
    "decision_path": [{"body": "Nämnden", "date": "2025-03-30"}, {"body": "Kommunstyrelsen"}],
    "recipients": ["Kommunstyrelsen"],
    "signatories": ["Direktör"],
    "sections": [
        {"heading": "Ekonomiska konsekvenser", "html": "<p>Inga.</p>"},
        {"heading": "Eget", "html": "<p>Annat.</p>"},
    ],
}


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def written(submission, **changes):
    return write_memo(submission.round, {**MEMO, **changes}, board=submission.board)


def row(cast):
    return BoardMemo().find(cast.of_teknik, "memo")


def typed(cast, **changes):
    """The page's form as it stands when it is opened, with `changes` typed into it; None takes a field away.

    Fields of the sections begin with `sections_0_` and so on.
    """
    forms = BoardMemoForms(row(cast))
    opened = {each.html_name: each.value() for part in _parts(forms) for each in part}
    names = {name: name.replace("_", "-", 2) if name.startswith("sections_") else name for name in changes}
    told = {name: "" if value is None else value for name, value in opened.items()}
    told |= {names[name]: value for name, value in changes.items()}
    return {name: value for name, value in told.items() if value is not None}


def _parts(forms):
    return [forms.text, forms.sections.management_form, *forms.sections]


def saved():
    """The memo in the round file's shape."""
    return memo_content(Memo.objects.get(round__year=2025, board__name="Tekniska nämnden"))


def begin(client, action="begin"):
    form = client.get(URL).context["form"]
    return client.post(URL, {"action": action, **{field.html_name: field.value() for field in form}})


def handed_in_before(cast, year=2024, **memo):
    """The same board's handed-in submission of an earlier year, with a memo."""
    earlier = make.submission(make.round(year), cast.teknik)
    make.answer(earlier)
    write_memo(earlier.round, {**MEMO, **memo}, board=cast.teknik)
    return make.handed_in(earlier, cast.tova)


# Beginning


def test_a_proposal_is_shown_and_not_saved(tova, cast):
    response = tova.get(URL)
    assert visible(response, "main form button") == ["Börja på en tjänsteskrivelse"]
    assert "Tekniska nämnden godkänner redovisningen av internationellt arbete 2025." in visible(response, ".part li")
    assert (Memo.objects.count(), Revision.objects.count()) == (0, 0)
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == Submission.Status.NOT_STARTED


def test_it_begins_with_a_standard_text_on_the_boards_data(tova, cast):
    make.card(cast.of_teknik, make.project())
    make.decision(cast.of_teknik)
    assert begin(tova).url == URL
    today = timezone.localdate().isoformat()
    assert saved() == {
        "diary_number": "TN-2025-7",
        "summary": "<p>Varje år redovisar nämnderna sitt internationella arbete till kommunstyrelsen. Under {år} "
        "deltog tekniska nämnden i {antal_projekt} EU-projekt. För nämndens internationella projekt betalades "
        "{utbetalt_kronor} ut till nämnden under året.</p>",
        "proposal_by": "Fastighets- och gatukontoret föreslår tekniska nämnden besluta",
        "proposals": [
            "Tekniska nämnden godkänner redovisningen av internationellt arbete 2025.",
            "Tekniska nämnden skickar redovisningen till kommunstyrelsen.",
        ],
        "documents": [
            "Redovisning av internationellt arbete 2025, tekniska nämnden",
            "Tjänsteskrivelse: Redovisning av internationellt arbete 2025",
        ],
        "decision_path": [{"body": "Tekniska nämnden", "date": today}],
        "recipients": ["Kommunstyrelsen"],
        "sections": [
            {
                "heading": "Ekonomiska konsekvenser",
                "html": "<p>Redovisningen har i sig inga ekonomiska konsekvenser.</p>",
            },
            {"heading": "Jämställdhetsperspektivet", "html": ""},
            {"heading": "Barnrättsperspektivet", "html": ""},
        ],
    }
    assert (row(cast).version, row(cast).changed_by) == (1, cast.tova)


def test_a_board_without_projects_says_so(cast):
    assert "Under {år} hade tekniska nämnden inga" in board_proposal.standard(cast.of_teknik)["summary"]


def test_the_executive_board_does_not_send_it_to_itself(cast):
    own = make.submission(cast.round, make.board("Kommunstyrelsen", "Stadskontoret"))
    proposal = board_proposal.standard(own)
    assert (proposal["proposals"][1], proposal["recipients"]) == (
        "Kommunstyrelsen skickar redovisningen till stadskontoret.",
        ["Stadskontoret"],
    )


def test_it_begins_with_the_newest_earlier_memo_and_its_year_moved(tova, cast):
    handed_in_before(cast, 2022, summary="<p>Äldst.</p>")
    handed_in_before(
        cast,
        2024,
        summary='<p>Under 2024 gällde mål 2024–2026 (STK-2024-820), <a href="https://x.se/2024/">se 2024</a>.</p>',
        documents=["Redovisning 2024"],
    )
    assert visible(tova.get(URL), "main form button") == ["Börja med skrivelsen från 2024", "Börja med en mall"]
    begin(tova, "begin-earlier")
    moved = {
        "summary": '<p>Under 2025 gällde mål 2024–2026 (STK-2024-820), <a href="https://x.se/2024/">se 2025</a>.</p>',
        "documents": ["Redovisning 2025"],
        "decision_path": [{"body": "Nämnden"}, {"body": "Kommunstyrelsen"}],
        "diary_number": None,
    }
    assert saved() == {name: value for name, value in {**MEMO, **moved}.items() if name != "date"}
    assert "Årtalet 2024 är bytt till 2025." in visible(tova.get(URL), ".notice--success")[0]


def test_a_board_with_an_earlier_memo_may_begin_with_the_standard_text(tova, cast):
    handed_in_before(cast)
    begin(tova)
    assert saved()["recipients"] == ["Kommunstyrelsen"]
    assert saved()["proposals"][0].startswith("Tekniska nämnden godkänner")


def test_another_boards_earlier_memo_is_not_offered(cast):
    earlier = make.submission(make.round(2024), cast.miljo)
    make.answer(earlier)
    write_memo(earlier.round, MEMO, board=cast.miljo)
    make.handed_in(earlier, cast.mira)
    assert board_proposal.earlier_memo(cast.of_teknik) is None


def test_what_a_colleague_has_begun_is_not_begun_again(tova, cast):
    old = tova.get(URL).context["form"]
    written(cast.of_teknik)
    response = tova.post(URL, {"action": "begin", **{field.html_name: field.value() for field in old}})
    assert (response.status_code, saved()) == (302, MEMO)


def test_beginning_too_late_begins_nothing(tova, cast):
    old = tova.get(URL).context["form"]
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    response = tova.post(URL, {"action": "begin", **{field.html_name: field.value() for field in old}})
    assert (response.status_code, Memo.objects.count()) == (409, 0)


# Writing


def test_the_page_shows_all_that_is_saved_and_saves_it_as_it_was(tova, cast):
    written(cast.of_teknik)
    assert tova.post(URL, typed(cast)).url == URL
    assert (saved(), row(cast).version) == (MEMO, 0)


def test_what_is_typed_is_saved(tova, cast):
    written(cast.of_teknik)
    data = typed(
        cast,
        date="2025-04-02",
        summary="<p>Ny.</p><script>x</script>",
        proposals="Ett.\n\nTvå.",
        decision_path="2025-05-01 Nämnden\nKommunstyrelsen",
        sections_0_html="<p>Några.</p>",
    )
    tova.post(URL, data)
    expected = {
        "date": "2025-04-02",
        "summary": "<p>Ny.</p>",
        "proposals": ["Ett.", "Två."],
        "decision_path": [{"body": "Nämnden", "date": "2025-05-01"}, {"body": "Kommunstyrelsen"}],
        "sections": [{"heading": "Ekonomiska konsekvenser", "html": "<p>Några.</p>"}, MEMO["sections"][1]],
    }
    assert saved() == {**MEMO, **expected}
    assert visible(tova.get(URL), ".notice--success") == ["Tjänsteskrivelsen är sparad."]


def test_what_cannot_be_read_is_refused_and_stays_in_the_form(tova, cast):
    written(cast.of_teknik)
    response = tova.post(URL, typed(cast, date="32 mars", decision_path="2025-02-30 Nämnden", summary="<p>Kvar.</p>"))
    assert response.status_code == 422
    assert [fault["id"] for fault in response.context["forms"].faults] == ["id_date", "id_decision_path"]
    assert visible(response, "title")[0].startswith("Fel: ")
    assert response.context["forms"].text["summary"].value() == "<p>Kvar.</p>"
    assert saved() == MEMO


def test_saving_by_itself_keeps_what_can_be_read(tova, cast):
    written(cast.of_teknik)
    data = typed(cast, date="32 mars", decision_path="2025-02-30 Nämnden", summary="<p>Ny.</p>")
    answer = tova.post(URL, data, headers={"Accept": "application/json"})
    assert (answer.status_code, len(answer.json()["faults"]), saved()) == (200, 2, {**MEMO, "summary": "<p>Ny.</p>"})


@pytest.mark.parametrize("how", [{}, {"headers": {"Accept": "application/json"}}])
def test_a_form_without_its_sections_takes_none_away(tova, cast, how):
    written(cast.of_teknik)
    data = {name: value for name, value in typed(cast).items() if not name.startswith("sections-")}
    assert tova.post(URL, data, **how).status_code == 422
    assert saved() == MEMO


def rearranged(tova, data, action):
    """The headings after a button among the sections, and that nothing is saved by it."""
    before = Memo.objects.get().version
    response = tova.post(URL, {**data, "action": action})
    assert (response.status_code, Memo.objects.get().version) == (200, before)
    assert visible(response, ".error-summary") == []
    return [field.get("value", "") for field in select(response, ".memo-section input[type=text]")]


def test_sections_are_added_moved_and_taken_away_before_they_are_saved(tova, cast):
    written(cast.of_teknik)
    data = typed(cast, date="fel")
    first, second = "Ekonomiska konsekvenser", "Eget"
    assert rearranged(tova, data, "section-add") == [first, second, ""]
    assert rearranged(tova, data, "section-up-1") == [second, first]
    assert rearranged(tova, data, "section-remove-0") == [second]
    for senseless in ("section-up-0", "section-up-7", "section-remove-x", "section-remove", "section-"):
        assert rearranged(tova, data, senseless) == [first, second]


def test_sections_are_saved_in_their_order_and_an_empty_one_is_none(tova, cast):
    written(cast.of_teknik)
    data = typed(
        cast,
        sections_0_heading="Eget",
        sections_0_html="<p>Annat.</p>",
        sections_1_heading="Ekonomiska konsekvenser",
        sections_1_html="<p>Inga.</p>",
    )
    extra = {
        "sections-TOTAL_FORMS": "4",
        "sections-2-heading": "",
        "sections-2-html": "<p></p>",
        "sections-3-heading": "Sist",
    }
    tova.post(URL, {**data, **extra})
    assert saved()["sections"] == [*reversed(MEMO["sections"]), {"heading": "Sist", "html": ""}]


def test_two_sections_of_the_same_heading_are_both_kept(cast):
    twice = {"sections": [{"heading": "Övrigt", "html": "<p>1</p>"}, {"heading": "Övrigt", "html": "<p>2</p>"}]}
    assert as_memo(as_content(twice)) == twice
    assert list(BoardMemo().told(cast.of_teknik, as_content(twice)))[-2:] == [
        "Avsnittet Övrigt (ovrigt)",
        "Avsnittet Övrigt (ovrigt-2)",
    ]


def test_two_people_in_different_fields_and_sections_both_stay(tova, cast):
    written(cast.of_teknik)
    mine = typed(cast, diary_number="TN-1", sections_0_html="<p>Mitt.</p>")
    new = {"sections-TOTAL_FORMS": "3", "sections-2-heading": "Nytt", "sections-2-html": "<p>Nytt.</p>"}
    theirs = {**typed(cast, summary="<p>Deras.</p>", sections_1_html="<p>Deras.</p>"), **new}
    assert [tova.post(URL, each).status_code for each in (theirs, mine)] == [302, 302]
    assert saved() == {
        **MEMO,
        "diary_number": "TN-1",
        "summary": "<p>Deras.</p>",
        "sections": [
            {"heading": "Ekonomiska konsekvenser", "html": "<p>Mitt.</p>"},
            {"heading": "Eget", "html": "<p>Deras.</p>"},
            {"heading": "Nytt", "html": "<p>Nytt.</p>"},
        ],
    }


def test_two_people_who_add_a_section_each_both_stay(tova, cast):
    written(cast.of_teknik)
    page = typed(cast)
    for name in ("A", "B"):
        more = {"sections-TOTAL_FORMS": "3", "sections-2-heading": name, "sections-2-html": f"<p>{name}</p>"}
        assert tova.post(URL, {**page, **more}).status_code == 302
    assert [section["heading"] for section in saved()["sections"]] == ["Ekonomiska konsekvenser", "Eget", "A", "B"]


def test_the_same_section_by_two_is_a_conflict_and_the_other_text_can_be_taken(tova, cast):
    written(cast.of_teknik)
    mine, theirs = (typed(cast, sections_1_html=f"<p>{word}.</p>") for word in ("Mitt", "Deras"))
    tova.post(URL, theirs)
    response = tova.post(URL, mine)
    assert (response.status_code, saved()["sections"][1]["html"]) == (409, "<p>Deras.</p>")
    assert visible(response, ".conflict h3") == ["Avsnittet Eget"]
    (button,) = select(response, ".conflict button")
    forms = response.context["forms"]
    now = {each.html_name: each.value() or "" for part in _parts(forms) for each in part}
    taken = tova.post(URL, {**now, "take": button.get("value")})
    assert taken.context["forms"].sections.typed()[1]["html"] == "<p>Deras.</p>"


def test_what_a_third_saves_while_one_chooses_stays(tova, cast):
    written(cast.of_teknik)
    mine, theirs = (typed(cast, summary=f"<p>{word}.</p>") for word in ("Mitt", "Deras"))
    tova.post(URL, theirs)
    forms = tova.post(URL, mine).context["forms"]
    conflicting = {each.html_name: each.value() or "" for part in _parts(forms) for each in part}
    tova.post(URL, typed(cast, diary_number="TN-3"))
    forms = tova.post(URL, {**conflicting, "take": "summary"}).context["forms"]
    chosen = {each.html_name: each.value() or "" for part in _parts(forms) for each in part}
    assert tova.post(URL, chosen).status_code == 302
    assert saved() == {**MEMO, "summary": "<p>Deras.</p>", "diary_number": "TN-3"}


def test_a_section_that_a_colleague_has_taken_away_is_asked_about(tova, cast):
    written(cast.of_teknik)
    mine = typed(cast, sections_1_html="<p>Mitt.</p>")
    tova.post(URL, typed(cast, sections_1_heading="", sections_1_html=""))
    response = tova.post(URL, mine)
    assert response.status_code == 409
    assert "[Skiljer sig: Mitt.]" in visible(response, ".both__text")
    assert saved()["sections"] == MEMO["sections"][:1]


# Taking away


def remove(client, version):
    return client.post(f"{URL}ta-bort/", {"version": version})


def test_it_is_taken_away_after_a_question_and_can_be_brought_back(tova, cast):
    written(cast.of_teknik)
    assert visible(tova.get(f"{URL}ta-bort/"), "h1") == ["Vill du ta bort tjänsteskrivelsen?"]
    assert Memo.objects.count() == 1
    assert remove(tova, 0).url == "/2025/tekniska-namnden/"
    assert sections.freeze(cast.of_teknik)["submission"] == {"board": "Tekniska nämnden"}
    assert visible(tova.get(URL), "h1 ~ form button") == ["Börja på en tjänsteskrivelse"]
    first = f"{URL}historik/{Revision.objects.first().pk}/"
    form = tova.get(first).context["form"]
    assert tova.post(first, {field.html_name: field.value() for field in form}).url == URL
    assert saved() == MEMO


def test_what_is_taken_away_is_no_longer_marked_as_done(tova, cast):
    written(cast.of_teknik)
    tova.post(URL, typed(cast, done="yes"))
    assert row(cast).done_by == cast.tova
    remove(tova, row(cast).version)
    assert (row(cast).done_by, row(cast).done_at) == (None, None)


def test_it_stays_where_a_colleague_has_changed_it_meanwhile(tova, cast):
    written(cast.of_teknik)
    tova.post(URL, typed(cast, summary="<p>Deras.</p>"))
    response = remove(tova, 0)
    assert (response.status_code, saved()["summary"]) == (409, "<p>Deras.</p>")
    assert visible(response, ".notice--error h2") == ["Tjänsteskrivelsen är inte borttagen"]


def test_what_is_typed_while_it_is_taken_away_is_not_lost(tova, cast):
    written(cast.of_teknik)
    mine = typed(cast, summary="<p>Mitt.</p>")
    remove(tova, 0)
    response = tova.post(URL, mine)
    assert (response.status_code, visible(response, ".conflict h3")) == (409, ["Sammanfattning"])
    assert response.context["forms"].text["summary"].value() == "<p>Mitt.</p>"


def test_there_is_nothing_to_take_away_twice(tova, cast):
    assert [tova.get(f"{URL}ta-bort/").url, remove(tova, 0).url] == [URL, URL]


# Its place in the submission


def messages(cast):
    return [problem.message for problem in BoardMemo().describe(row(cast)).problems]


def test_it_is_optional_and_never_stops_submission(cast):
    described = BoardMemo().describe(row(cast))
    assert (described.status, described.optional, described.problems) == (sections.RowStatus.NOT_STARTED, True, ())
    memo = written(cast.of_teknik)
    described = BoardMemo().describe(row(cast))
    assert (described.status, described.problems) == (sections.RowStatus.DONE, ())
    Memo.objects.filter(pk=memo.pk).update(summary="<p>{antal_projket}</p>", date=None, recipients=[])
    memo.sections.filter(position=2).update(html="")
    assert messages(cast) == [
        "Saknar datum.",
        "Saknar mottagare.",
        "Avsnittet Eget är tomt.",
        "Nämner {antal_projket}, som inte är någon av siffrorna. Menade ni {antal_projekt}?",
    ]
    make.answer(cast.of_teknik)
    assert make.handed_in(cast.of_teknik, cast.tova).number == 1


def test_the_page_says_what_it_lacks_and_that_nothing_of_it_stops_the_board(tova, cast):
    memo = written(cast.of_teknik)
    assert select(tova.get(URL), ".notice--warning") == []
    Memo.objects.filter(pk=memo.pk).update(date=None)
    response = tova.get(URL)
    assert visible(response, ".notice--warning h2") == ["Se över tjänsteskrivelsen"]
    assert visible(response, ".notice--warning li") == ["Saknar datum."]
    assert visible(response, ".notice--warning p") == [
        "Tjänsteskrivelsen är frivillig. Ni kan lämna in redovisningen även om den inte är färdig."
    ]
    answer = tova.post(URL, typed(cast, diary_number=""), headers={"Accept": "application/json"}).json()
    assert f"<div data-problems>{answer['problems']}</div>" in tova.get(URL).content.decode()
    assert answer["problems"].count("<li>") == 2
    told = visible(tova.get("/2025/tekniska-namnden/granska/"), ".notice--warning li")
    assert "Tjänsteskrivelse till nämnden: saknar datum." in told


@pytest.mark.parametrize(("summary", "is_open"), [("<p>{antal_projekt}</p>", False), ("<p>{antal_projket}</p>", True)])
def test_the_figures_stand_before_the_fields_and_are_open_where_one_is_misspelled(tova, cast, summary, is_open):
    written(cast.of_teknik, summary=summary)
    response = tova.get(URL)
    (details,) = select(response, ".memo-side #siffror details")
    assert (details.get("open") is not None) is is_open
    assert visible(response, "#siffror dt")[:2] == ["{år}", "{föregående_år}"]
    assert visible(response, "#siffror dd")[0] == "redovisningens år: 2025"
    page = response.content.decode()
    assert page.index('id="siffror"') < page.index('id="id_date"')


def test_it_is_frozen_and_read_as_it_was_handed_in(tova, cast):
    written(cast.of_teknik)
    make.answer(cast.of_teknik)
    assert make.handed_in(cast.of_teknik, cast.tova).data["submission"]["memo"] == MEMO
    Memo.objects.update(summary="<p>Senare.</p>")
    response = tova.get(URL)
    assert visible(response, "main button") == []
    assert visible(response, ".part .rich")[0] == "Vi har arbetat."
    assert visible(response, ".part h2") == [
        "Sammanfattning",
        "Förslag till beslut",
        "Beslutsunderlag",
        "Beslutsplanering",
        "Beslutet skickas till",
        "Ekonomiska konsekvenser",
        "Eget",
        "Ansvariga",
    ]


def test_it_is_on_the_check_page_and_in_the_task_list(tova, cast):
    written(cast.of_teknik)
    assert "Tjänsteskrivelse till nämnden" in visible(tova.get("/2025/tekniska-namnden/granska/"), ".part h3")
    task_list = tova.get("/2025/tekniska-namnden/")
    assert "Tjänsteskrivelse till nämnden" in visible(task_list, ".tasks a")
    links = [(link.get("href"), link.text) for link in select(task_list, ".section-tools a")]
    assert ("/2025/tekniska-namnden/handlingar/", "Hämta som PDF eller Word") in links


def test_its_live_figures_are_the_boards_own(tova, cast):
    make.card(cast.of_teknik, make.project(), paid=1_250_000)
    make.card(cast.of_miljo, make.project("strive", "STRIVE"), paid=7)
    written(cast.of_teknik, summary="<p>{antal_projekt} projekt, {utbetalt_kronor}.</p>")
    page = tova.get(URL)
    shown = {name: now for name, _, now in page.context["figures"]}
    assert (shown["antal_projekt"], shown["utbetalt_kronor"]) == ("ett", "1\u00a0250\u00a0000\u00a0kronor")
    assert page.context["forms"].text["summary"].value() == "<p>{antal_projekt} projekt, {utbetalt_kronor}.</p>"
    assert "Ett projekt, 1 250 000 kronor." in visible(tova.get("/2025/tekniska-namnden/granska/"), ".part .rich")


def test_the_citys_memo_is_another(cast, client):
    write_memo(cast.round, {"summary": "<p>Stadens.</p>"})
    written(cast.of_teknik)
    client.force_login(cast.tova)
    assert BoardMemo().content(BoardMemo().find(cast.of_fritid, "memo")) == {}
    client.post(URL, typed(cast, summary="<p>Nämndens.</p>"))
    assert Memo.objects.get(board=None).summary == "<p>Stadens.</p>"
    client.force_login(cast.rut)
    listed = client.get("/admin/reporting/memo/")
    assert [memo.board for memo in listed.context["cl"].result_list] == [None]
    assert client.get(f"/admin/reporting/memo/{Memo.objects.get(board=cast.teknik).pk}/change/").status_code == 404


def test_what_is_typed_too_late_is_shown_to_be_copied(tova, cast):
    written(cast.of_teknik)
    data = typed(cast, summary="<p>Sent.</p>", sections_1_html="<p>Också sent.</p>")
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    for action in ("save", "section-add"):
        response = tova.post(URL, {**data, "action": action})
        assert response.status_code == 409
        assert [text for text in visible(response, ".typed") if "ent." in text] == ["Sent.", "EgetOckså sent."]
    assert remove(tova, 0).status_code == 409
    assert saved() == MEMO


def test_what_was_typed_waits_over_a_login(client, cast):
    written(cast.of_teknik)
    client.post(URL, typed(cast, summary="<p>Väntar.</p>", writer=cast.tova.pk))
    client.force_login(cast.tova)
    response = client.get(URL)
    assert response.context["forms"].text["summary"].value() == "<p>Väntar.</p>"
    assert len(response.context["forms"].sections.forms) == 2
    assert saved() == MEMO


def test_an_outsider_finds_nothing_and_the_reviewer_reads(client, cast):
    written(cast.of_teknik)
    pages = [URL, f"{URL}historik/", "/2025/tekniska-namnden/handlingar/"]
    for person, read, refused in ((cast.ove, 404, 404), (cast.rut, 200, 403)):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [read] * 3
        assert [client.get(f"{URL}ta-bort/").status_code, remove(client, 0).status_code] == [refused] * 2
        assert client.post(URL, typed(cast)).status_code == refused
    assert visible(client.get(URL), "main button") == []
    assert saved() == MEMO


def test_other_methods_are_refused(tova):
    addresses = (URL, f"{URL}ta-bort/", "/2025/tekniska-namnden/handlingar/")
    assert [tova.put(address).status_code for address in addresses] == [405] * 3


def test_as_many_queries_with_one_section_as_with_many(tova, cast):
    written(cast.of_teknik, sections=MEMO["sections"][:1])
    with CaptureQueriesContext(connection) as few:
        tova.get(URL)
    Memo.objects.all().delete()
    written(cast.of_teknik, sections=MEMO["sections"] * 3)
    with CaptureQueriesContext(connection) as many:
        tova.get(URL)
    assert len(many) == len(few)


def test_sections_whose_headings_are_almost_the_same_are_all_kept():
    sections = [
        {"heading": heading, "html": f"<p>{n}</p>"} for n, heading in enumerate(["A", "A", "A 2", "A-2", "", "?"])
    ]
    assert as_memo(as_content({"sections": sections}))["sections"] == sections


def test_a_section_that_was_moved_and_taken_away_can_be_left_away(tova, cast):
    written(cast.of_teknik)
    for path in ("sections.eget.place", "sections.eget", "sections", "sections.annat"):
        assert tova.post(URL, {**typed(cast), "take": path}).status_code == 200
