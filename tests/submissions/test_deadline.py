"""A board's own last day: given on the office's page, asked for everywhere, and told to the board."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from config.formats import day as in_words
from submissions import drafts, mail, reminders, workflow
from submissions.models import Event, Mail, Round, Submission
from tests import make
from tests.page import visible

from .mailbox import lines

REASON = "Ni väntar på nämndens beslut."
PUBLISHED = "Omgången 2025 är publicerad. Öppna den för en ny utgåva först, på omgångens sida."


def days(number):
    return timezone.localdate() + timedelta(number)


@pytest.fixture
def of(cast):
    """Teknik's submission in a round that closed yesterday."""
    Round.objects.update(opens=days(-30), closes=days(-1))
    return Submission.objects.get(pk=cast.of_teknik.pk)


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def page(submission):
    return f"/admin/submissions/submission/{submission.pk}/sista-dag/"


def anew(submission):
    return Submission.objects.get(pk=submission.pk)


def test_a_board_is_opened_again_after_the_last_day(cast, of):
    assert (of.phase, of.is_editable, of.status_in_words) == ("closed", False, "lämnades inte in")
    workflow.extend(cast.rut, of, days(5), REASON)
    now = anew(of)
    assert (now.phase, now.closes_on, now.days_left, now.is_editable) == ("open", days(5), 5, True)
    assert now.status_in_words == "ej påbörjad"
    assert anew(cast.of_miljo).phase == "closed"
    event = now.events.get()
    assert (event.kind, event.status, event.created_by) == (Event.Kind.EXTENDED, "not_started", cast.rut)
    assert event.message.splitlines()[1] == REASON


def test_when_its_own_day_has_passed_it_is_closed(cast, of, monkeypatch):
    workflow.extend(cast.rut, of, days(5), REASON)
    past = days(6)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: past)
    assert (anew(of).phase, anew(of).is_editable) == ("closed", False)


def test_the_rounds_day_counts_where_it_is_later(cast, of):
    workflow.extend(cast.rut, of, days(5), REASON)
    Round.objects.update(closes=days(9))
    assert anew(of).closes_on == days(9)


def test_a_board_hands_in_and_takes_back_until_its_own_day(cast, of):
    workflow.extend(cast.rut, of, days(5), REASON)
    make.answer(of)
    version = make.handed_in(anew(of), cast.tova)
    assert workflow.why_kept(anew(of), version.number) == ""
    workflow.take_back(cast.tova, of, version.number)
    assert anew(of).status == "draft"


def refusal(cast, submission, closes, reason=REASON):
    with pytest.raises(workflow.Refused) as refused:
        workflow.extend(cast.rut, submission, closes, reason)
    assert (anew(submission).closes, submission.events.filter(kind="extended").count()) == (None, 0)
    return str(refused.value)


def test_what_is_refused(cast, of):
    assert refusal(cast, of, days(5), " ") == "Skriv varför nämnden får en ny sista dag."
    assert refusal(cast, of, days(-1)).endswith("har redan varit.")
    Round.objects.update(closes=days(9))
    assert refusal(cast, of, days(5)).startswith("Det är före omgångens sista dag")
    assert refusal(cast, of, days(9)).endswith("är redan nämndens sista dag.")
    Round.objects.update(published=days(0))
    assert refusal(cast, of, days(20)) == PUBLISHED
    Round.objects.update(published=None, opens=None, closes=None)
    assert refusal(cast, of, days(20)).startswith("Omgången 2025 har inga datum.")


def test_an_approved_submission_is_returned_instead(cast):
    make.answer(cast.of_teknik)
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    assert refusal(cast, cast.of_teknik, days(50)).startswith("Redovisningen är godkänd.")


def test_only_a_reviewer_gives_a_day(cast, of):
    with pytest.raises(PermissionDenied):
        workflow.extend(cast.tova, of, days(5), REASON)
    assert anew(of).closes is None


def test_a_shorter_day_closes_it_again_and_a_save_says_so(cast, of, monkeypatch):
    workflow.extend(cast.rut, of, days(9), REASON)
    workflow.extend(cast.rut, of, days(2), "Vi måste börja sammanställa.")
    assert anew(of).closes_on == days(2)
    past = days(3)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: past)
    with pytest.raises(drafts.Locked):
        drafts.lock(cast.tova, of)


def test_the_page_gives_the_day_and_says_who_gets_mail(rut, cast, of):
    assert visible(rut.get(page(of)), ".lead") == [
        f"Tekniska nämndens sista dag var {in_words(days(-1))}.",
    ]
    response = rut.post(page(of), {"closes": days(5).isoformat(), "reason": REASON}, follow=True)
    assert visible(response, ".messagelist li") == [
        f"Tekniska nämnden kan lämna in till och med {in_words(days(5))}. 1 kontaktperson får mejl."
    ]
    assert anew(of).closes == days(5)


def test_faults_are_said_first_and_nothing_is_saved(rut, of):
    response = rut.post(page(of), {"closes": days(-1).isoformat(), "reason": ""})
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        f"Ny sista dag: {in_words(days(-1))} har redan varit.",
        "Varför: Skriv varför nämnden får en ny sista dag.",
    ]
    assert visible(response, "title")[0].startswith("Fel: ")
    assert anew(of).closes is None


def test_a_round_that_is_published_meanwhile_gives_back_what_was_typed(rut, of, monkeypatch):
    real = workflow.extend

    def published_first(*args, **kwargs):
        Round.objects.update(published=days(0))
        return real(*args, **kwargs)

    monkeypatch.setattr(workflow, "extend", published_first)
    response = rut.post(page(of), {"closes": days(5).isoformat(), "reason": REASON})
    assert (response.status_code, REASON in response.content.decode()) == (409, True)
    assert visible(response, ".error-summary li") == [PUBLISHED]


def test_a_published_round_has_no_form(rut, of):
    Round.objects.update(published=days(0))
    response = rut.get(page(of))
    assert visible(response, ".notice") == [f"Nämnden kan inte få en ny sista dag. {PUBLISHED}"]
    assert visible(response, ".plain-form") == []


def test_others_do_not_get_there(client, cast, of):
    client.force_login(cast.tova)
    assert client.get(page(of)).status_code == 302
    assert client.post(page(of), {"closes": days(5).isoformat(), "reason": REASON}).status_code == 302
    assert anew(of).closes is None


@pytest.mark.parametrize("place", ["", "2025/tekniska-namnden/", "2025/tekniska-namnden/fraga-1/"])
def test_the_boards_pages_say_its_own_day(client, cast, of, place):
    workflow.extend(cast.rut, of, days(5), REASON)
    client.force_login(cast.tova)
    assert f"{in_words(days(5))} (5 dagar kvar)" in client.get(f"/{place}").content.decode()


def test_the_mail_says_the_day_and_why(cast, of, inbox):
    workflow.extend(cast.rut, of, days(5), REASON)
    assert mail.send_due() == (1, 0)
    (sent,) = inbox.mails
    assert sent["To"] == "tova@example.com"
    assert " ".join(sent["Subject"].split()) == (
        f"Tekniska nämnden kan lämna in den internationella redovisningen 2025 till och med {in_words(days(5))}"
    )
    assert lines(sent) == [
        "Hej!",
        "",
        "Tekniska nämnden har fått en ny sista dag för redovisningen av internationellt arbete 2025: "
        f"{in_words(days(5))}.",
        "",
        "Rut Granskare på stadskontoret skriver:",
        "",
        REASON,
        "",
        "Fortsätt här:",
        "https://redovisning.example.se/2025/tekniska-namnden/",
    ]


def test_a_mail_that_another_day_has_overtaken_is_not_sent(cast, of, inbox):
    workflow.extend(cast.rut, of, days(5), REASON)
    workflow.extend(cast.rut, of, days(8), REASON)
    assert (mail.send_due(), len(inbox.mails)) == ((1, 0), 1)


def test_reminders_follow_the_boards_own_day(cast, of, monkeypatch):
    workflow.extend(cast.rut, of, days(5), REASON)
    Mail.objects.all().delete()
    first = days(0)
    told = []
    for number in range(8):
        today = first + timedelta(number)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, today=today: today)
        reminders.queue()
        told.append([each.kind for each in Mail.objects.order_by("pk")])
    assert told[-1] == ["three_days", "last_day"]
    assert [len(each) for each in told] == [0, 0, 1, 1, 1, 2, 2, 2]
    assert {each.person for each in Mail.objects.all()} == {cast.tova}


def test_a_day_given_before_the_round_opens_leaves_the_first_mail(cast, of, monkeypatch):
    Round.objects.update(opens=days(3), closes=days(30))
    workflow.extend(cast.rut, of, days(40), REASON)
    Mail.objects.all().delete()
    opens = days(3)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: opens)
    reminders.queue()
    assert [(each.kind, each.day) for each in Mail.objects.filter(person=cast.tova)] == [("opened", opens)]


def test_a_date_that_is_none_is_refusedin_words(rut, of):
    response = rut.post(page(of), {"closes": "i morgon", "reason": REASON})
    assert visible(response, ".error-summary li") == ["Ny sista dag: Skriv dagen som 2025-04-28."]


def test_a_submission_that_is_not_there(rut, cast):
    assert rut.get("/admin/submissions/submission/99999/sista-dag/").status_code == 404
