"""Mail to a board, by a real SMTP server on loopback, and by one that never answers."""

import socket
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from submissions import workflow
from submissions.models import Board, Event, Membership, Submission, User
from tests import make


class Inbox:
    """Keeps what it is sent; refuses those in `refused`."""

    def __init__(self):
        self.mails, self.refused = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if address in self.refused:
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def post_office(settings):
    """The settings of a mail server on loopback, with nothing behind it yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
    settings.SITE_URL = "https://redovisning.example.se"
    return settings


@pytest.fixture
def inbox(post_office):
    """A mail server that takes what it is given."""
    inbox = Inbox()
    server = Controller(inbox, hostname=post_office.EMAIL_HOST, port=post_office.EMAIL_PORT)
    server.start()
    yield inbox
    server.stop()


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def give_back(cast, handed_in, django_capture_on_commit_callbacks):
    """Returns the submission, and does what follows on the commit."""

    def run(message="Skriv om 2025 & mer."):
        with django_capture_on_commit_callbacks(execute=True):
            workflow.give_back(cast.rut, handed_in, message)

    return run


def outcome():
    return Submission.objects.get(board__name="Tekniska nämnden").status, Event.objects.last().mail_failed


def test_a_return_is_mailed_to_each_contact(inbox, cast, give_back):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    give_back()
    assert sorted(sent["To"] for sent in inbox.mails) == ["mira@example.com", "tova@example.com"]
    assert inbox.mails[0]["Subject"].strip() == "Tekniska nämndens internationella redovisning 2025 är återlämnad"
    assert inbox.mails[0].get_content().strip().splitlines() == [
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
    assert outcome() == ("returned", False)


def test_an_approval_is_mailed(inbox, cast, handed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve(cast.rut, handed_in)
    (sent,) = inbox.mails
    assert sent["Subject"].strip() == "Tekniska nämndens internationella redovisning 2025 är godkänd"
    assert sent.get_content().strip().splitlines()[2:] == [
        "Rut Granskare på stadskontoret har godkänt Tekniska nämndens redovisning av internationellt arbete 2025.",
        "",
        "Ni behöver inte göra något mer. Ni kan läsa redovisningen här:",
        "https://redovisning.example.se/2025/tekniska-namnden/",
    ]


def test_one_address_that_is_refused_stops_nobody_elses_mail(inbox, cast, give_back):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    inbox.refused.add("mira@example.com")
    give_back()
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]
    assert outcome() == ("returned", True)


def test_a_server_that_is_not_there(post_office, give_back):
    give_back()
    assert outcome() == ("returned", True)


def test_a_server_that_never_answers_is_not_waited_for(post_office, give_back):
    with socket.create_server((post_office.EMAIL_HOST, post_office.EMAIL_PORT)):
        began = time.monotonic()
        give_back()
    assert outcome() == ("returned", True)
    assert time.monotonic() - began < 5


def test_a_change_that_is_undone_mails_nobody(inbox, cast, handed_in, django_capture_on_commit_callbacks):
    with pytest.raises(workflow.Refused), django_capture_on_commit_callbacks(execute=True):
        workflow.give_back(cast.rut, handed_in, "")
    assert (inbox.mails, outcome()) == ([], ("submitted", False))


def test_a_name_with_a_line_break_adds_no_header(inbox, cast, give_back):
    Board.objects.filter(pk=cast.teknik.pk).update(name="Tekniska\nBcc: ove@example.com\nnämnden")
    give_back()
    (sent,) = inbox.mails
    subject = "Tekniska Bcc: ove@example.com nämndens internationella redovisning 2025 är återlämnad"
    assert (sent["Subject"].strip(), sent["Bcc"]) == (subject, None)


def test_an_address_that_no_header_can_hold_stops_nobody_elses_mail(inbox, cast, give_back):
    Membership.objects.create(user=cast.mira, board=cast.teknik)
    User.objects.filter(pk=cast.mira.pk).update(email=f"mira@{'å' * 60}.se")
    give_back()
    assert [sent["To"] for sent in inbox.mails] == ["tova@example.com"]
    assert outcome() == ("returned", True)
