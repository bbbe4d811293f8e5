import socket

import pytest

from .mailbox import opened


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
