"""The city office's remarks: seen from the return on, where they belong, answered and ticked by the board."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions import drafts, remarks, task_list, workflow
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
    return {"answer": answer, "action": action, **fields}


def anew(remark):
    return Remark.objects.get(pk=remark.pk)


def said(remark):
    """What has been said in the thread, and by whom."""
    return [(each.text, each.created_by.name) for each in remark.replies.all()]


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
    with pytest.raises(workflow.Refused, match="går inte att ändra nu"):
        write(cast)
    assert Remark.objects.count() == 0


def test_only_the_city_office_remarks(cast, handed_in):
    made = write(cast)
    for person in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            remarks.write(person, handed_in, "Nej.", "Fråga 1")
        with pytest.raises(PermissionDenied):
            remarks.reply(person, made, "Nej.", closed=True)
    made.delete()
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
    rows = [row for _, rows in task_list.tasks(returned) for row in rows]
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
    remarks.respond(cast.tova, cast.on_answer, ticked=True)
    rows = [row for _, rows in task_list.tasks(returned) for row in rows]
    assert [row.key for row in rows if row.status == RowStatus.NEEDS_WORK] == ["brave"]


def test_nothing_waits_for_the_board_once_it_has_handed_in_again(cast, returned):
    workflow.submit(cast.tova, returned)
    again = Submission.objects.get(pk=returned.pk)
    assert [row.status for _, rows in task_list.tasks(again) for row in rows if row.key in ("1", "brave")] == [
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
    remarks.respond(cast.tova, cast.on_answer, ticked=True)
    assert described(tova.get(QUESTION)) == ["Nämn kostnaden."]


def test_a_ticked_remark_is_no_longer_pointed_out_at_its_field(tova, cast, returned):
    remarks.respond(cast.tova, cast.on_paid, "Ja.", ticked=True)
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
    assert said(cast.on_paid) == [("Kortet är borta.", "Tova Teknik")]


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
    remarks.respond(cast.tova, cast.on_paid, "<script>alert(2)</script>")
    remarks.reply(cast.rut, cast.on_paid, "<script>alert(3)</script>")
    for page in (CARD, TASKS, f"{TASKS}granska/", url(cast.on_paid)):
        content = tova.get(page).content.decode()
        assert ("<script>alert(" in content, "<b>BRAVE" in content) == (False, False)


def test_queries_do_not_grow_with_remarks(tova, cast, returned, django_assert_num_queries):
    pages = (TASKS, QUESTION, CARD, f"{TASKS}granska/")
    for each in returned.remarks.all():
        reply(cast, each, "Ett svar.")
    with CaptureQueriesContext(connection) as few:
        [tova.get(page) for page in pages]
    for _ in range(2):
        write(cast)
        write(cast, "Mer.", "cards", "brave", "id_role", "BRAVE: Nämndens roll")
        write(cast, "Allt.", "", "", "", "Hela redovisningen")
    for each in returned.remarks.all():
        reply(cast, each, "Ett svar till.")
    with django_assert_num_queries(len(few)):
        [tova.get(page) for page in pages]


# Answering and ticking


def test_answers(tova, cast, returned):
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, "Det har\r\nvi gjort."), follow=True)
    assert response.redirect_chain == [(f"{QUESTION}#anmarkning-{cast.on_answer.pk}", 302)]
    assert said(cast.on_answer) == [("Det har\nvi gjort.", "Tova Teknik")]
    assert anew(cast.on_answer).ticked_at is None
    assert visible(response, ".notice--success") == ["Svaret är sparat."]
    assert visible(response, ".reply .remark__text") == ["Det har vi gjort."]
    assert [(box.text or "").strip() for box in select(response, ".remark textarea")] == [""]


def test_ticks_and_keeps_what_is_typed(tova, cast, returned):
    tova.post(url(cast.on_answer), response_to(cast.on_answer, "Klart.", "tick"))
    assert (said(cast.on_answer), anew(cast.on_answer).ticked_by) == ([("Klart.", "Tova Teknik")], cast.tova)
    tova.post(url(cast.on_answer), response_to(cast.on_answer, "", "untick"))
    told = anew(cast.on_answer)
    assert (len(said(told)), told.ticked_at, told.ticked_by) == (1, None, None)


@pytest.mark.parametrize("empty", ["", " \n "])
def test_an_answer_says_something(tova, cast, returned, empty):
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, empty))
    assert (response.status_code, said(cast.on_answer)) == (422, [])
    assert visible(response, ".error-summary li") == ["Svar till stadskontoret: Skriv ett svar."]


def test_two_who_answer_otherwise_are_both_heard(tova, cast, returned):
    tage = make.contact("Tage Teknik", "tage@example.com", cast.teknik)
    remarks.respond(tage, cast.on_answer, "Tages svar.")
    assert tova.post(url(cast.on_answer), response_to(cast.on_answer, "Tovas svar.", "tick")).status_code == 302
    assert said(cast.on_answer) == [("Tages svar.", "Tage Teknik"), ("Tovas svar.", "Tova Teknik")]


def test_the_same_answer_twice_is_one(tova, cast, returned):
    for _ in range(2):
        assert tova.post(url(cast.on_answer), response_to(cast.on_answer, "Ja.", "tick")).status_code == 302
    assert said(cast.on_answer) == [("Ja.", "Tova Teknik")]


@pytest.mark.parametrize("late", ["handed in", "published"])
def test_too_late_shows_what_was_typed(tova, cast, returned, late):
    if late == "handed in":
        workflow.submit(cast.tova, returned)
    else:
        Round.objects.update(published=timezone.localdate())
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, "Hann inte."))
    assert (response.status_code, visible(response, ".typed")) == (409, ["Hann inte."])
    assert said(cast.on_answer) == []
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
    assert said(cast.on_answer) == []


@pytest.mark.parametrize("wrong", ["\0", "x" * 10_001])
def test_what_cannot_be_an_answer_is_refused(tova, cast, returned, wrong):
    response = tova.post(url(cast.on_answer), response_to(cast.on_answer, wrong))
    assert response.status_code == 422
    assert select(response, "title")[0].text.startswith("Fel: ")
    assert said(cast.on_answer) == []


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


def test_all_who_answer_at_once_are_heard(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remark = write(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    board, office = (cast.tova, make.contact("Tage Teknik", "tage@example.com", cast.teknik)), (cast.rut, cast.ada)
    works = [partial(remarks.respond, person, remark, f"{person}s.") for person in board]
    works += [partial(remarks.reply, person, remark, f"{person}s.") for person in office]
    assert at_once(*works) == [None] * 4
    assert sorted(said(remark)) == sorted((f"{person}s.", person.name) for person in board + office)


def test_an_answer_and_a_handing_in_at_once(lasting_cast):
    cast = lasting_cast
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    remark = write(cast)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    raised = at_once(
        lambda: remarks.respond(cast.tova, remark, "Klart."),
        lambda: workflow.submit(cast.tova, cast.of_teknik),
    )
    assert raised in ([None, None], [drafts.Locked, None])
    assert said(remark) == ([("Klart.", "Tova Teknik")] if raised[0] is None else [])


def test_an_answer_that_waited_for_the_login_and_came_too_late_is_shown_to_be_copied(client, cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "Före.")
    told = anew(cast.on_answer)
    client.post(url(told), response_to(told, "Lång text.", writer=cast.tova.pk))
    workflow.submit(cast.tova, returned)
    client.force_login(cast.tova)
    response = client.get(url(told))
    assert (response.status_code, visible(response, ".typed")) == (409, ["Lång text."])


# Threads: the city office answers, closes and opens again


def reply(cast, remark, text="", closed=None):
    remarks.reply(cast.rut, remark, text, closed)


def waiting(submission):
    return [row.key for _, rows in task_list.tasks(submission) for row in rows if row.status == RowStatus.NEEDS_WORK]


def test_the_board_reads_what_the_city_office_says_since(tova, cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "Vad menar ni?")
    reply(cast, cast.on_answer, "Skriv om Hamburg.")
    assert visible(tova.get(QUESTION), ".reply .remark__text") == ["Vad menar ni?", "Skriv om Hamburg."]
    who = [line.split(",")[1].strip() for line in visible(tova.get(QUESTION), ".reply .quiet")]
    assert who == ["Tekniska nämnden", "stadskontoret"]


def test_more_to_see_to_takes_away_the_tick(cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "Klart.", ticked=True)
    assert waiting(returned) == ["brave"]
    reply(cast, cast.on_answer, "Inte riktigt.")
    assert waiting(returned) == ["1", "brave"]


def test_a_closed_remark_waits_for_nobody_and_keeps_the_boards_tick(tova, cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "Klart.", ticked=True)
    reply(cast, cast.on_answer, "Tack!", closed=True)
    reply(cast, cast.on_paid, closed=True)
    told = anew(cast.on_answer)
    assert (told.ticked_by, told.closed_by) == (cast.tova, cast.rut)
    assert waiting(returned) == []
    assert visible(tova.get(QUESTION), ".remark .status") == ["stängd av stadskontoret"]


def test_what_is_opened_again_waits_for_the_board_again(cast, returned):
    remarks.respond(cast.tova, cast.on_answer, "Klart.", ticked=True)
    reply(cast, cast.on_answer, closed=True)
    reply(cast, cast.on_answer, "Vi läste fel.", closed=False)
    assert waiting(returned) == ["1", "brave"]
    assert said(cast.on_answer) == [("Klart.", "Tova Teknik"), ("Vi läste fel.", "Rut Granskare")]


def test_of_what_is_approved_remarks_are_only_closed(cast, returned):
    workflow.submit(cast.tova, returned)
    workflow.approve(cast.rut, returned)
    for work in (partial(reply, cast, cast.on_answer, "Mer."), partial(reply, cast, cast.on_answer, closed=False)):
        with pytest.raises(workflow.Refused, match="godkänd"):
            work()
    reply(cast, cast.on_answer, closed=True)
    assert (said(cast.on_answer), anew(cast.on_answer).closed_by) == ([], cast.rut)


def test_what_is_still_open_in_what_is_approved_waits_for_nobody(tova, cast, returned):
    rut = Client()
    rut.force_login(cast.rut)
    assert visible(tova.get(QUESTION), ".remark .status") == ["behöver åtgärdas"]
    workflow.submit(cast.tova, returned)
    page = reverse("admin:submissions_submission_change", args=[returned.pk])
    assert set(visible(rut.get(page), ".open-remarks .quiet")) == {"Väntar på nämnden."}
    workflow.approve(cast.rut, returned)
    assert visible(tova.get(QUESTION), ".remark .status") == ["öppen när redovisningen godkändes"]
    assert set(visible(rut.get(page), ".open-remarks .quiet")) == {"Öppen när redovisningen godkändes."}


def test_a_quote_is_seen_by_the_board(tova, cast, returned):
    remarks.write(cast.rut, returned, "Vem?", "Fråga 1", "questions", "1", quote="Vi reste")
    assert visible(tova.get(QUESTION), ".remark__quote") == ["Om orden Vi reste"]
