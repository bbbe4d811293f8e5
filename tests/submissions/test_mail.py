"""The outbox, emptied by a real SMTP server on loopback, by one that is not there, and by one that never answers."""

import socket
import time
from datetime import timedelta
from threading import Thread

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from submissions import mail, remarks, workflow
from submissions.models import Board, Event, Mail, Membership, User
from tests import make
from tests.at_once import at_once
from tests.page import visible

from .mailbox import lines, opened, parts


@pytest.fixture
def returned(cast):
    """Teknik's account is returned, and only the mail about that waits."""
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    Mail.objects.all().delete()
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv om 2025 & mer.")
    return cast.of_teknik


def let_time_pass(**time):
    """As if the mails had been put in the outbox, and tried, that long ago."""
    for each in Mail.objects.exclude(next_try=None):
        Mail.objects.filter(pk=each.pk).update(next_try=each.next_try - timedelta(**time))


def test_a_return_is_mailed_to_each_contact(inbox, cast, returned):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    mail.tell_board(Event.objects.last())
    assert mail.send_due() == (2, 0)
    assert sorted(sent["To"] for sent in inbox.mails) == ["mira@example.com", "tova@example.com"]
    assert inbox.mails[0]["Subject"].strip() == "Tekniska nämndens internationella redovisning 2025 är återlämnad"
    assert lines(inbox.mails[0]) == [
        "Hej!",
        "",
        "Stadskontoret har lämnat tillbaka Tekniska nämndens redovisning av internationellt arbete 2025.",
        "",
        "Rut Granskare skriver:",
        "",
        "Skriv om 2025 & mer.",
        "",
        "Gör så här:",
        "1. Öppna redovisningen: https://redovisning.example.se/2025/tekniska-namnden/",
        "2. Rätta det som meddelandet tar upp.",
        "3. Lämna in igen med knappen Granska och lämna in.",
        "",
        "Har du frågor? Skriv till Rut Granskare, rut@example.com.",
    ]


def test_the_html_says_the_same_and_harms_nobody(inbox, cast, returned):
    Event.objects.filter(status="returned").update(message="Skriv <script>alert(1)</script> om 2025 & mer.")
    mail.send_due()
    (sent,) = inbox.mails
    text, markup, _ = parts(sent)
    assert "Skriv <script>alert(1)</script> om 2025 & mer." in text
    assert "Skriv &lt;script&gt;alert(1)&lt;/script&gt; om 2025 &amp; mer." in markup
    assert '<html lang="sv">' in markup
    assert '<a href="https://redovisning.example.se/2025/tekniska-namnden/"' in markup
    assert sent["Auto-Submitted"] == "auto-generated"


def test_a_return_lists_the_remarks(inbox, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    asked = "1. Redogör för arbetet."
    made = remarks.write(cast.rut, cast.of_teknik, "Skriv vad det gav.", asked, "questions", "1")
    remarks.write(cast.rut, cast.of_teknik, "Vem?", asked, "questions", "1", quote="Vi reste")
    closed = remarks.write(cast.rut, cast.of_teknik, "Fint.", "Hela redovisningen")
    remarks.reply(cast.rut, closed, closed=True)
    workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
    remarks.respond(cast.tova, made, "Mycket.", ticked=True)
    mail.send_due()
    sent = next(each for each in inbox.mails if "återlämnad" in each["Subject"])
    at = lines(sent).index("Anmärkningar:")
    assert lines(sent)[at + 1 : at + 7] == [
        "",
        "- 1. Redogör för arbetet: Skriv vad det gav.",
        "  Nämnden: Mycket.",
        "  (Markerad som åtgärdad av nämnden.)",
        "- 1. Redogör för arbetet (om orden ”Vi reste”): Vem?",
        "",
    ]
    assert "2. Rätta det som meddelandet och anmärkningarna tar upp." in lines(sent)


def test_an_approval_is_mailed(inbox, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    mail.send_due()
    inbox.mails.clear()
    workflow.approve(cast.rut, cast.of_teknik)
    mail.send_due()
    (sent,) = inbox.mails
    assert sent["Subject"].strip() == "Tekniska nämndens internationella redovisning 2025 är godkänd"
    assert lines(sent)[2:] == [
        "Rut Granskare på stadskontoret har godkänt Tekniska nämndens redovisning av internationellt arbete 2025.",
        "",
        "Ni behöver inte göra något mer. Ni kan läsa redovisningen här:",
        "https://redovisning.example.se/2025/tekniska-namnden/",
    ]


def test_the_receipt_encloses_what_was_handed_in_as_pdf(inbox, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    assert mail.send_due() == (1, 0)
    (sent,) = inbox.mails
    (enclosed,) = sent.iter_attachments()
    assert (sent["To"], enclosed.get_content_type()) == ("tova@example.com", "application/pdf")
    assert enclosed.get_filename() == "namndredovisning-tekniska-namnden-2025.pdf"
    assert enclosed.get_content()[:5] == b"%PDF-"
    subject = "Kvitto: Tekniska nämndens internationella redovisning 2025 är inlämnad"
    assert " ".join(sent["Subject"].split()) == subject
    assert lines(sent)[2].endswith("Redovisningen är bifogad som PDF.")
    assert lines(sent)[-1] == "https://redovisning.example.se/2025/tekniska-namnden/kvitto/"


def test_a_receipt_of_what_was_taken_back_says_when_it_was_handed_in_and_encloses_nothing(inbox, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.take_back(cast.tova, cast.of_teknik, 1)
    mail.send_due()
    (sent,) = inbox.mails
    assert parts(sent)[2] == []
    assert "bifogad" not in parts(sent)[0]


def test_no_page_waits_for_a_mail_server_or_a_pdf(post_office, cast, monkeypatch):
    def stop(*args):
        raise AssertionError

    monkeypatch.setattr(mail, "enclosures", [stop])
    monkeypatch.setattr("django.core.mail.EmailMessage.send", stop)
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    workflow.approve(cast.rut, cast.of_teknik)
    assert list(Mail.objects.values_list("kind", "tries")) == [("receipt", 0), ("approved", 0)]


def test_one_address_that_is_refused_stops_nobody_elses_mail(inbox, cast, returned):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    mail.tell_board(Event.objects.last())
    inbox.refused.add("mira@example.com")
    assert mail.send_due() == (1, 1)
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]
    assert [each.person for each in mail.failed(returned)] == [cast.mira]


def test_a_mail_that_fails_is_tried_again_ever_more_seldom_until_it_goes(post_office, cast, returned):
    began = timezone.now()
    assert mail.send_due() == (0, 1)
    waiting = Mail.objects.get()
    assert (waiting.tries, waiting.error, waiting.sent_at) == (1, "ConnectionRefusedError", None)
    assert timedelta(seconds=50) < waiting.next_try - began < timedelta(seconds=70)
    assert mail.send_due() == (0, 0)
    let_time_pass(minutes=1)
    mail.send_due()
    assert timedelta(seconds=110) < Mail.objects.get().next_try - began < timedelta(seconds=130)
    with opened(post_office) as inbox:
        let_time_pass(minutes=2)
        assert mail.send_due() == (1, 0)
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]
    sent = Mail.objects.get()
    assert (sent.next_try, sent.error, bool(sent.sent_at)) == (None, "", True)


def test_a_mail_is_given_up_after_three_days_and_can_be_sent_again(post_office, cast, returned):
    for _ in range(mail.MOST_TRIES):
        Mail.objects.update(next_try=timezone.now())
        mail.send_due()
    assert Mail.objects.get().next_try is None
    assert mail.send_again(mail.failed(returned)) == 1
    assert mail.send_due() == (0, 1)


def test_a_server_that_never_answers_is_not_waited_for(post_office, returned):
    with socket.create_server((post_office.EMAIL_HOST, post_office.EMAIL_PORT)):
        began = time.monotonic()
        assert mail.send_due() == (0, 1)
    assert time.monotonic() - began < 5


def test_what_somebody_wrote_is_in_no_log(post_office, returned, caplog):
    mail.send_due()
    assert caplog.messages == [f"Mail {Mail.objects.get().pk} was not sent: ConnectionRefusedError"]


def test_a_mail_that_cannot_be_written_stops_nobody_elses(inbox, cast, returned, monkeypatch):
    def fail(submission):
        raise KeyError("text")

    monkeypatch.setattr(mail, "enclosures", [fail])
    make.answer(cast.of_miljo)
    make.handed_in(cast.of_miljo, cast.mira)
    assert mail.send_due() == (1, 1)
    assert Mail.objects.get(person=cast.mira).error == "KeyError"


def test_a_change_that_is_undone_mails_nobody(inbox, cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    with pytest.raises(workflow.Refused):
        workflow.give_back(cast.rut, cast.of_teknik, "")
    assert [each.kind for each in Mail.objects.all()] == ["receipt"]


@pytest.mark.parametrize("leave", ["member", "account", "approved"])
def test_a_mail_that_is_out_of_date_is_not_sent(inbox, cast, returned, leave):
    if leave == "member":
        Membership.objects.filter(user=cast.tova).delete()
    if leave == "account":
        User.objects.filter(pk=cast.tova.pk).update(is_active=False)
    if leave == "approved":
        workflow.submit(cast.tova, returned)
        Mail.objects.filter(kind="receipt").delete()
        workflow.approve(cast.rut, returned)
        Mail.objects.filter(kind="approved").delete()
    assert mail.send_due() == (0, 0)
    assert (inbox.mails, Mail.objects.get().error, list(mail.failed(returned))) == ([], "inaktuellt", [])


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_the_same_moment_send_each_mail_once(inbox, cast):
    for number in range(6):
        make.contact(f"Kollega {number}", f"kollega{number}@example.com", cast.teknik)
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    raised = at_once(mail.send_due, mail.send_due, mail.send_due)
    assert raised == [None, None, None]
    assert sorted(sent["To"] for sent in inbox.mails) == sorted(
        ["tova@example.com", *(f"kollega{number}@example.com" for number in range(6))]
    )


def die(self):
    raise SystemExit


def test_a_sender_that_dies_leaves_its_mail_to_the_next(inbox, returned, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(SystemExit):
            mail.send_due()
    assert mail.send_due() == (0, 0)
    let_time_pass(minutes=10)
    assert mail.send_due() == (1, 0)


def test_a_mail_that_is_on_its_way_is_not_sent_again(inbox, cast, returned, monkeypatch):
    Mail.objects.update(error="ConnectionRefusedError", tries=3)
    send, meanwhile = EmailMessage.send, []

    def slow(self):
        if not meanwhile:
            meanwhile.append((list(mail.failed(returned)), mail.send_again(mail.failed(returned)), mail.send_due()))
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", slow)
    assert (mail.send_due(), meanwhile) == ((1, 0), [([], 0, (0, 0))])
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chosen", ["of_board", "in_round"])
def test_a_mail_that_a_sender_takes_in_the_same_moment_is_not_sent_again(cast, returned, chosen):
    Mail.objects.update(error="ConnectionRefusedError", tries=3)
    again = {"of_board": lambda: mail.failed(returned), "in_round": lambda: mail.failed_in(cast.round)}[chosen]
    office = Thread(target=at_once, args=[lambda: mail.send_again(again())])
    with transaction.atomic():
        assert mail._claim(Mail.objects.get().pk)
        office.start()
        time.sleep(0.3)  # until it waits for the sender
    office.join()
    assert (Mail.objects.get().tries, mail.send_due()) == (4, (0, 0))


def test_a_sender_that_dies_in_a_new_try_leaves_its_mail_to_the_next(inbox, returned, monkeypatch):
    Mail.objects.update(error="ConnectionRefusedError", tries=mail.MOST_TRIES - 1)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(SystemExit):
            mail.send_due()
    assert (list(mail.failed(returned)), mail.send_due()) == ([], (0, 0))
    let_time_pass(minutes=10)
    assert mail.send_due() == (1, 0)


def test_a_name_with_a_line_break_adds_no_header(inbox, cast, returned):
    Board.objects.filter(pk=cast.teknik.pk).update(name="Tekniska\nBcc: ove@example.com\nnämnden")
    mail.send_due()
    (sent,) = inbox.mails
    assert sent["Bcc"] is None
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]


def test_an_address_that_no_header_can_hold_stops_nobody_elses_mail(inbox, cast, returned):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    mail.tell_board(Event.objects.last())
    User.objects.filter(pk=cast.mira.pk).update(email=f"mira@{'å' * 60}.se")
    assert mail.send_due() == (1, 1)
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]


def test_the_command_says_what_it_did(inbox, cast, returned, capsys):
    call_command("send_mail")
    assert capsys.readouterr().out == "1 mejl skickat.\n"
    call_command("send_mail")
    assert capsys.readouterr().out == "0 mejl skickade.\n"


def test_the_reviewer_sees_what_has_not_gone_and_sends_it_again(post_office, cast, returned):
    client = Client()
    client.force_login(cast.rut)
    url = f"/admin/submissions/submission/{returned.pk}/"
    assert visible(client.get(f"{url}change/"), "#mejl") == []
    mail.send_due()
    Mail.objects.update(next_try=None)
    response = client.get(f"{url}change/")
    assert visible(response, "#mejl ~ ul li") == [
        "Återlämnad, till Tova Teknik (tova@example.com). 1 försök, ConnectionRefusedError. Försöken har upphört."
    ]
    again = client.post(f"{url}skicka-igen/")
    assert (again.status_code, Mail.objects.get().next_try is not None) == (302, True)


def test_a_person_who_only_reads_in_the_admin_sends_nothing_again(cast, returned):
    client = Client()
    client.force_login(cast.tova)
    assert client.post(f"/admin/submissions/submission/{returned.pk}/skicka-igen/").status_code == 302
    client.force_login(cast.rut)
    assert client.get(f"/admin/submissions/submission/{returned.pk}/skicka-igen/").status_code == 405
