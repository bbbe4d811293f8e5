"""A real mail server on loopback, and what arrives there."""

from contextlib import contextmanager
from email import message_from_bytes, policy

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
