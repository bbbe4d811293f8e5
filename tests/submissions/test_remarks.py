"""The city office's remarks: seen from the return on, where they belong, answered and ticked by the board."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions import drafts, remarks, sections, workflow
from submissions.models import Remark, Round, Submission
from submissions.sections import RowStatus
from tests import make
from tests.at_once import at_once
from tests.page import select, visible

TASKS = "/2025/tekniska-namnden/"
QUESTION = f"{TASKS}fraga-1/"
CARD = f"{TASKS}projekt/brave/"


def write(cast, text="Skriv mer.", section="questions", key="1", field="", about="Fråga 1"):
    return remarks.write(cast.rut, cast.of_teknik, text, about, section, key, field)


def url(remark):
    return f"{TASKS}anmarkningar/{remark.pk}/"


def response_to(remark, answer, action="answer", **fields):
    return {"answer": answer, "seen": remark.answer, "action": action, **fields}


def anew(remark):
    return Remark.objects.get(pk=remark.pk)


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik)
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def returned(cast, handed_in):
    """Teknik's account, returned with a remark on an answer, one on a card's field, and one on the whole."""
    cast.on_answer = write(cast)
    cast.on_paid = write(cast, "Stämmer beloppet?", "cards", "brave", "id_paid", "BRAVE: Utbetalda medel")
    cast.on_all = write(cast, "Fint, men kort.", "", "", "", "Hela redovisningen")
    workflow.give_back(cast.rut, handed_in, "Se anmärkningarna.")
    return Submission.objects.get(pk=handed_in.pk)


@pytest.fixture
def tova(client, cast):
    client.force_login(cast.tova)
    return client


# Writing them


def test_the_first_remark_begins_the_review(cast, handed_in):
    write(cast)
    write(cast, "Och mer.")
    held = Submission.objects.get(pk=handed_in.pk)
    assert held.review_begun_by == cast.rut
    assert held.events.filter(kind="review_begun").count() == 1


def test_the_board_sees_nothing_while_the_reviewer_still_writes(tova, cast, handed_in):
    remark = write(cast)
    for page in (TASKS, QUESTION, f"{TASKS}granska/", f"{TASKS}kvitto/"):
        assert "Skriv mer." not in tova.get(page).content.decode()
    assert tova.get(url(remark)).status_code == 404
    assert tova.post(url(remark), response_to(remark, "Nej.")).status_code == 404


def test_a_remark_on_what_is_returned_is_seen_at_once(tova, cast, returned):
    write(cast, "En sak till.")
    assert visible(tova.get(QUESTION), ".remark__text") == ["Skriv mer.", "En sak till."]


@pytest.mark.parametrize("status", ["not_started", "draft", "approved"])
def test_nothing_is_remarked_on_what_is_not_handed_in(cast, handed_in, status):
    Submission.objects.update(status=status)
    with pytest.raises(workflow.Refused, match="ingen anmärkning"):
        write(cast)
    assert Remark.objects.count() == 0


def test_only_the_city_office_remarks(cast, handed_in):
    for person in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            remarks.write(person, handed_in, "Nej.", "Fråga 1")
    assert Remark.objects.count() == 0


def test_what_the_board_has_seen_is_not_taken_away(cast, handed_in):
    remark, other = write(cast), write(cast)
    remarks.remove(cast.rut, other)
    workflow.give_back(cast.rut, handed_in, "Se anmärkningen.")
    with pytest.raises(workflow.Refused, match="redan fått se"):
        remarks.remove(cast.rut, remark)
    with pytest.raises(PermissionDenied):
        remarks.remove(cast.tova, remark)
    assert list(Remark.objects.all()) == [remark]


# Where the board meets them


def test_they_stand_in_the_task_list(tova, cast, returned):
    rows = [row for _, rows in sections.tasks(returned) for row in rows]
    assert [(row.key, row.status) for row in rows if row.status == RowStatus.NEEDS_WORK] == [
        ("1", RowStatus.NEEDS_WORK),
        ("brave", RowStatus.NEEDS_WORK),
    ]
    response = tova.get(TASKS)
    assert visible(response, ".tasks .status--needs_work") == ["behöver åtgärdas"] * 2
    assert visible(response, ".tasks li li") == [
        "Anmärkning: Skriv mer.",
        "Anmärkning, Utbetalda medel: Stämmer beloppet?",
    ]
    assert visible(response, ".remark h3") == ["Hela redovisningen"]


def test_a_ticked_remark_no_longer_waits(cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "", "", ticked=True)
    rows = [row for _, rows in sections.tasks(returned) for row in rows]
    assert [row.key for row in rows if row.status == RowStatus.NEEDS_WORK] == ["brave"]


def test_nothing_waits_for_the_board_once_it_has_handed_in_again(cast, returned):
    workflow.submit(cast.tova, returned)
    again = Submission.objects.get(pk=returned.pk)
    assert [row.status for _, rows in sections.tasks(again) for row in rows if row.key in ("1", "brave")] == [
        RowStatus.DONE,
        RowStatus.DONE,
    ]


def test_they_stand_where_they_belong(tova, cast, returned):
    assert visible(tova.get(QUESTION), ".remark__text") == ["Skriv mer."]
    assert visible(tova.get(f"{TASKS}fraga-2/"), ".remark__text") == []
    card = tova.get(CARD)
    assert visible(card, ".remark__text") == ["Stämmer beloppet?"]
    assert [link.get("href") for link in select(card, ".remark h3 a")] == ["#id_paid"]
    (paid,) = select(card, "#id_paid")
    assert visible(card, f"#{paid.get('aria-describedby')} .remark-here") == ["Anmärkning: Stämmer beloppet?"]


def test_a_remark_on_the_answer_itself_is_read_aloud_with_its_field(tova, cast, returned):
    def described(page):
        (answer,) = select(page, "#id_html")
        ids = answer.get("aria-describedby").split()
        assert ids[0] == "help"
        return [words for each in ids[1:] for words in visible(page, f"#{each}")]

    write(cast, "Nämn kostnaden.", field="id_html", about="1. Fråga nummer 1?: Svar")
    assert described(tova.get(QUESTION)) == ["Skriv mer.", "Nämn kostnaden."]
    assert described(tova.get(f"{TASKS}fraga-2/")) == []
    remarks.respond(cast.tova, cast.on_answer, "", "", ticked=True)
    assert described(tova.get(QUESTION)) == ["Nämn kostnaden."]


def test_a_ticked_remark_is_no_longer_pointed_out_at_its_field(tova, cast, returned):
    remarks.respond(cast.tova, cast.on_paid, "", "Ja.", ticked=True)
    card = tova.get(CARD)
    assert visible(card, ".remark-here") == []
    assert visible(card, ".remark .status") == ["åtgärdad"]


def test_a_remark_on_a_card_that_is_taken_away_stands_with_the_whole(tova, cast, returned):
    returned.cards.all().delete()
    response = tova.get(TASKS)
    assert visible(response, ".remark__text") == ["Stämmer beloppet?", "Fint, men kort."]
    assert visible(tova.get(f"{TASKS}granska/"), ".notice--warning .problems li")[1] == (
        "Anmärkning, BRAVE: Utbetalda medel: Stämmer beloppet?"
    )
    tova.post(url(cast.on_paid), response_to(cast.on_paid, "Kortet är borta.", "tick"))
    assert anew(cast.on_paid).answer == "Kortet är borta."


def test_open_ones_are_warned_of_and_do_not_stop(tova, cast, returned):
    response = tova.get(f"{TASKS}granska/")
    links = [(link.get("href"), link.text) for link in select(response, ".notice--warning .problems a")]
    assert links == [
        (f"{QUESTION}#anmarkning-{cast.on_answer.pk}", "Fråga 1: anmärkning: Skriv mer."),
        (f"{CARD}#anmarkning-{cast.on_paid.pk}", "BRAVE: anmärkning, Utbetalda medel: Stämmer beloppet?"),
        (f"{TASKS}#anmarkning-{cast.on_all.pk}", "Anmärkning, Hela redovisningen: Fint, men kort."),
    ]
    assert workflow.submit(cast.tova, returned).number == 2


def test_markup_in_a_remark_or_an_answer_is_text(tova, cast, returned):
    write(cast, "<script>alert(1)</script>", "cards", "brave", "id_paid", "<b>BRAVE</b>")
    remarks.respond(cast.tova, cast.on_paid, "", "<script>alert(2)</script>")
    for page in (CARD, TASKS, f"{TASKS}granska/", url(cast.on_paid)):
        content = tova.get(page).content.decode()
        assert ("<script>alert(" in content, "<b>BRAVE" in content) == (False, False)


def test_queries_do_not_grow_with_remarks(tova, cast, returned, django_assert_num_queries):
    pages = (TASKS, QUESTION, CARD, f"{TASKS}granska/")
    with CaptureQueriesContext(connection) as few:
        [tova.get(page) for page in pages]
    for _ in range(2):
        write(cast)
        write(cast, "Mer.", "cards", "brave", "id_role", "BRAVE: Nämndens roll")
        write(cast, "Allt.", "", "", "", "Hela redovisningen")
    with django_assert_num_queries(len(few)):
        [tova.get(page) for page in pages]


# Answering and ticking


def test_answers(tova, cast, returned):
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, "Det har\r\nvi gjort."), follow=True)
    assert response.redirect_chain == [(f"{QUESTION}#anmarkning-{cast.on_answer.pk}", 302)]
    told = anew(cast.on_answer)
    assert (told.answer, told.answered_by, told.ticked_at) == ("Det har\nvi gjort.", cast.tova, None)
    assert visible(response, ".notice--success") == ["Svaret är sparat."]
    assert [box.text.strip() for box in select(response, ".remark textarea")] == ["Det har\nvi gjort."]


def test_ticks_and_keeps_what_is_typed(tova, cast, returned):
    tova.post(url(cast.on_answer), response_to(cast.on_answer, "Klart.", "tick"))
    told = anew(cast.on_answer)
    assert (told.answer, told.ticked_by) == ("Klart.", cast.tova)
    tova.post(url(told), response_to(told, "Klart.", "untick"))
    told = anew(cast.on_answer)
    assert (told.answer, told.ticked_at, told.ticked_by) == ("Klart.", None, None)


def test_an_answer_can_be_taken_away(cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "", "Nej.")
    remarks.respond(cast.tova, cast.on_answer, "Nej.", "")
    assert (anew(cast.on_answer).answer, anew(cast.on_answer).answered_by) == ("", None)


def test_two_who_answer_otherwise(tova, cast, returned):
    tage = make.contact("Tage Teknik", "tage@example.com", cast.teknik)
    remarks.respond(tage, cast.on_answer, "", "Tages svar.")
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, "Tovas svar.", "tick"))
    assert response.status_code == 409
    assert visible(response, ".notice__message")[0] == "Tages svar."
    assert [box.text.strip() for box in select(response, "textarea")] == ["Tovas svar."]
    assert (anew(cast.on_answer).answer, anew(cast.on_answer).ticked_at) == ("Tages svar.", None)
    tova.post(url(cast.on_answer), {"answer": "Bådas.", "seen": "Tages svar.", "action": "answer"})
    assert anew(cast.on_answer).answer == "Bådas."


def test_the_same_answer_twice_is_no_conflict(tova, cast, returned):
    for _ in range(2):
        assert tova.post(url(cast.on_answer), response_to(cast.on_answer, "Ja.", "tick")).status_code == 302
    assert anew(cast.on_answer).answer == "Ja."


@pytest.mark.parametrize("late", ["handed in", "published"])
def test_too_late_shows_what_was_typed(tova, cast, returned, late):
    if late == "handed in":
        workflow.submit(cast.tova, returned)
    else:
        Round.objects.update(published=timezone.localdate())
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, "Hann inte."))
    assert (response.status_code, visible(response, ".typed")) == (409, ["Hann inte."])
    assert anew(cast.on_answer).answer == ""
    page = tova.get(url(cast.on_answer))
    assert visible(page, "form[data-warn-unsaved]") == []


def test_a_returned_account_is_answered_for_after_the_round_has_closed(tova, cast, returned):
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    assert tova.post(url(cast.on_answer), response_to(cast.on_answer, "Ja.")).status_code == 302


def test_an_answer_typed_after_the_session_ran_out(client, cast, returned):
    address = url(cast.on_answer)
    body = response_to(cast.on_answer, "Lång text.", writer=cast.tova.pk)
    assert client.post(address, body).headers["Location"] == f"{reverse('account_login')}?next={address}"
    client.force_login(cast.tova)
    response = client.get(address)
    assert [box.text.strip() for box in select(response, "textarea")] == ["Lång text."]
    assert "inte sparat än" in visible(response, ".notice--warning")[0]
    assert anew(cast.on_answer).answer == ""


@pytest.mark.parametrize("wrong", ["\0", "x" * 10_001])
def test_what_cannot_be_an_answer_is_refused(tova, cast, returned, wrong):
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, wrong))
    assert response.status_code == 422
    assert select(response, "title")[0].text.startswith("Fel: ")
    assert anew(cast.on_answer).answer == ""


def test_a_reviewer_reads_and_does_not_answer(client, cast, returned):
    client.force_login(cast.rut)
    assert visible(client.get(url(cast.on_answer)), ".remark__text") == ["Skriv mer."]
    assert client.post(url(cast.on_answer), response_to(cast.on_answer, "Nej.")).status_code == 403


def test_an_outsider_gets_404(client, cast, returned):
    client.force_login(cast.ove)
    assert client.get(url(cast.on_answer)).status_code == 404
    assert client.post(url(cast.on_answer), response_to(cast.on_answer, "Nej.")).status_code == 404
    other = f"/2025/fritidsnamnden/anmarkningar/{cast.on_answer.pk}/"
    assert client.post(other, response_to(cast.on_answer, "Nej.")).status_code == 404


def test_two_who_answer_at_once(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remark = write(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    tage = make.contact("Tage Teknik", "tage@example.com", cast.teknik)
    raised = at_once(
        lambda: remarks.respond(cast.tova, remark, "", "Tovas."),
        lambda: remarks.respond(tage, remark, "", "Tages."),
    )
    assert sorted(raised, key=str) == sorted([None, drafts.Conflict], key=str)
    assert anew(remark).answer == ("Tovas." if raised[0] is None else "Tages.")


def test_an_answer_and_a_handing_in_at_once(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remark = write(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    raised = at_once(
        lambda: remarks.respond(cast.tova, remark, "", "Klart."),
        lambda: workflow.submit(cast.tova, cast.of_teknik),
    )
    assert raised in ([None, None], [drafts.Locked, None])
    assert anew(remark).answer == ("Klart." if raised[0] is None else "")


def test_an_answer_that_waited_for_the_login_and_came_too_late_is_shown_to_be_copied(client, cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "", "Före.")
    told = anew(cast.on_answer)
    client.post(url(told), response_to(told, "Lång text.", writer=cast.tova.pk))
    workflow.submit(cast.tova, returned)
    client.force_login(cast.tova)
    response = client.get(url(told))
    assert (response.status_code, visible(response, ".typed")) == (409, ["Lång text."])
