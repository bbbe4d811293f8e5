"""A server that is killed a hundred times in the middle of saving: what it had answered as saved is there, whole."""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from submissions.models import Answer, Revision

TOKEN = "a" * 32
KILLS = 100
# A server process after the other, each told by its number; loaded once, so that the next one is there at once.
SERVERS = """
import os, sys
from wsgiref.simple_server import make_server
from config.wsgi import application
from django.db import connections
from django.test import Client
# What a first request loads is loaded here.
Client(headers={"host": "127.0.0.1"}).post("/2025/tekniska-namnden/fraga-1/")
connections.close_all()
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
while True:
    if not (child := os.fork()):
        server.serve_forever()
    print(child, flush=True)
    os.waitpid(child, 0)
"""


def database_url():
    """The tests' own database, as another process finds it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


class Server:
    """The program on the tests' database, in a process that is killed and is there again."""

    def __init__(self, session):
        self.session = session
        self.servers = subprocess.Popen(
            [sys.executable, "-c", SERVERS],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url(), "DEBUG": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.port = int(self.servers.stdout.readline())

    def kill(self):
        os.kill(int(self.servers.stdout.readline()), signal.SIGKILL)

    def end(self):
        os.killpg(self.servers.pid, signal.SIGKILL)
        self.servers.wait()
        self.servers.stdout.close()

    def save(self, number):
        """Post the answer's next version, which holds its own number; the answer's status code."""
        posted = {"csrfmiddlewaretoken": TOKEN, "version": number, "html": f"<p>Resa {number}</p>" * 500}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as http_connection:
            cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            http_connection.request("POST", "/2025/tekniska-namnden/fraga-1/", urlencode(posted), headers)
            return http_connection.getresponse().status


@pytest.fixture
def server(lasting_cast):
    client = Client()
    client.force_login(lasting_cast.tova)
    made = Server(client.cookies["sessionid"].value)
    yield made
    made.end()


def test_what_was_answered_is_there(server):
    moments = random.Random(2025)  # noqa: S311 - moments, no secret
    took, version = _time_of_the_first(server), 1
    for _ in range(KILLS):
        killer = threading.Timer(moments.uniform(0.5, 4) * took, server.kill)
        killer.start()
        answered = _save_until_killed(server, version, killer)
        version = _saved()
        assert version in (answered, answered + 1)  # the last one may have been saved without an answer
    assert version > KILLS
    assert Revision.objects.count() == version


def _time_of_the_first(server):
    """Seconds that a new server takes to save here and now."""
    begun = time.monotonic()
    assert server.save(0) == 302
    return time.monotonic() - begun


def _saved():
    """The answer's version; its text and its last revision are those of that version."""
    answer = Answer.objects.first()
    if not answer:
        return 0
    assert answer.html == f"<p>Resa {answer.version - 1}</p>" * 500
    assert Revision.objects.last().content == {"html": answer.html}
    return answer.version


def _save_until_killed(server, version, killer):
    """Save again and again; the version that the server last answered for."""
    while killer.is_alive():
        try:
            assert server.save(version) == 302
        except (ConnectionError, http.client.HTTPException):
            break
        version += 1
    killer.join()
    return version
