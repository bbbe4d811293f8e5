"""A server that is killed in the middle of saving: what it had answered as saved is there, whole."""

import http.client
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.conf import settings

TOKEN = "a" * 32
PEOPLE = """
from django.test import Client
from tests.cast import cast
client = Client()
client.force_login(cast().tova)
print(client.cookies["sessionid"].value)
"""


class Server:
    """gunicorn on a database file of its own, to be killed."""

    def __init__(self, folder, port):
        self.database = folder / "killed.sqlite3"
        self.port = port
        self.env = {**os.environ, "DATABASE_URL": f"sqlite:///{self.database}"}
        self.manage("migrate", "-v", "0")
        self.session = self.manage("shell", "-v", "0", "-c", PEOPLE).strip()

    def manage(self, *arguments):
        return subprocess.check_output(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=self.env, text=True
        )

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=settings.BASE_DIR, env=self.env, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(200):
            try:
                self.save(None)
            except (ConnectionError, http.client.HTTPException):
                time.sleep(0.1)
            else:
                return

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def save(self, number):
        """Post the answer's next version, which holds its own number; the answer's status code."""
        posted = {"csrfmiddlewaretoken": TOKEN, "version": number, "html": f"<p>Resa {number}</p>" * 500}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection):
            cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/2025/tekniska-namnden/fraga-1/", urlencode(posted), headers)
            return connection.getresponse().status

    def saved(self):
        """The answer's version and text, and SQLite's own opinion of the file."""
        with closing(sqlite3.connect(self.database)) as connection:
            healthy = connection.execute("PRAGMA integrity_check").fetchone()[0]
            row = connection.execute("SELECT version, html FROM submissions_answer").fetchone()
            return (*(row or (0, "")), healthy)


@pytest.fixture
def server(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Server(tmp_path, port)


def test_what_was_answered_is_there(server):
    version = 0
    for seed in range(5):
        server.start()
        moment = random.Random(seed).uniform(0.05, 0.4)  # noqa: S311 - a moment, no secret
        killer = threading.Timer(moment, server.kill)
        killer.start()
        answered = _save_until_killed(server, version)
        killer.join()
        version, html, healthy = server.saved()
        assert healthy == "ok"
        assert version in (answered, answered + 1)  # the last one may have been saved without an answer
        assert html == (f"<p>Resa {version - 1}</p>" * 500 if version else "")
    assert version > 5


def _save_until_killed(server, version):
    """Save again and again; the version that the server last answered for."""
    while True:
        try:
            assert server.save(version) == 302
        except (ConnectionError, http.client.HTTPException):
            return version
        version += 1
