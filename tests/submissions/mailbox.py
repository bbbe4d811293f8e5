"""A real mail server on loopback, and what arrives there."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller


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


@contextmanager
def opened(settings):
    """An `Inbox` at the address that the settings name."""
    inbox = Inbox()
    server = Controller(inbox, hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    server.start()
    yield inbox
    server.stop()


def parts(sent):
    """The plain text, the HTML and the names of the files of a mail."""
    files = [part.get_filename() for part in sent.iter_attachments()]
    return sent.get_body(("plain",)).get_content(), sent.get_body(("html",)).get_content(), files


def lines(sent):
    return parts(sent)[0].strip().splitlines()


@pytest.fixture
def post_office(settings):
    """The settings of a mail server on loopback, with nothing behind it yet."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free, 1
    settings.SITE_URL = "https://redovisning.example.se"
    return settings


@pytest.fixture
def inbox(post_office):
    """A mail server that takes what it is given."""
    with opened(post_office) as inbox:
        yield inbox
