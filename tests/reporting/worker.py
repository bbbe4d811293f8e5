"""Compiling in a worker, as in production: the tests' own process only puts work in the queue."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reporting.models import Compilation
from tests.submissions.test_killed_server import database_url

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A worker after the other, one for each line that is read; loaded once, so that the next one is there at once. Each is
# told of by its number, and when it has ended.
WORKERS = """
import os, sys
import django
django.setup()
from django.core.management import call_command
from reporting import documents
while line := sys.stdin.readline():
    if not (child := os.fork()):
        call_command("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.02", *line.split())
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Workers:
    """`manage.py db_worker` on the tests' database, one at a time."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKERS],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DATABASE_URL": database_url(),
                "DEBUG": "1",
                "WORKER": "1",
                "LOG_LEVEL": "ERROR",
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "SECTIONS_ROOT": str(folder / "sections"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def start(self, *options):
        """A worker that goes on until it is killed; returns its process number."""
        print(*options, file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def kill(self, number):
        os.kill(number, signal.SIGKILL)
        self._ended()

    def finish(self):
        """A worker does all that is in the queue, and ends."""
        self.start("--batch")
        self._ended()

    def _ended(self):
        assert self.process.stdout.readline() == "ended\n"

    def end(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def queued(settings):
    """What is asked for waits for a worker."""
    settings.TASKS = QUEUED


@pytest.fixture
def workers(lasting_cast, queued, tmp_path):
    made = Workers(tmp_path)
    yield made
    made.end()


def a_minute_later():
    """As if a minute had gone: what was last heard of a worker is older, and the looks in the queue are due."""
    minute = timedelta(seconds=61)
    Compilation.objects.update(touched_at=F("touched_at") - minute, created_at=F("created_at") - minute)
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
