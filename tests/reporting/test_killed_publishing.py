"""A server that is killed while it publishes: an edition is there whole or not at all, and the next can be made."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from reporting import edition_check, edition_files
from reporting.models import Edition
from submissions.models import Round
from tests.submissions.test_killed_server import database_url

from .published import publish, ready, reopen

KILLS = 12
# Processes that publish and open again without end, one for each line that is read; told of by number, and when dead.
PUBLISHERS = """
import os
import django
django.setup()
from django.db import connections
from reporting import documents, editions
from submissions.models import Round, User
figures = documents.named(documents.CITY, "siffror")
def compile_year(material, on_section=None):
    return {"redovisning-2025.xlsx": os.urandom(2_000_000), **figures.files(material, ["json"])}
documents.compile_year = compile_year
def work():
    rut = User.objects.get(email="rut@example.com")
    while True:
        round = Round.objects.get(year=2025)
        if round.published:
            editions.reopen(rut, round, "Skäl")
        else:
            editions.publish(rut, round, "Skäl", "Skäl")
while input() == "go":
    if not (child := os.fork()):
        work()
    print(child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


@pytest.fixture
def publishers(lasting_cast, settings):
    ready(lasting_cast)
    environment = {"DATABASE_URL": database_url(), "DEBUG": "1", "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    made = subprocess.Popen(
        [sys.executable, "-c", PUBLISHERS],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield made
    os.killpg(made.pid, signal.SIGKILL)
    made.wait()
    made.stdin.close()
    made.stdout.close()


def test_an_edition_is_whole_or_not_there(publishers, lasting_cast, quick):
    moments, counts = random.Random(2025), []  # noqa: S311 - moments, no secret
    took = _time_of_one(lasting_cast)
    for _ in range(KILLS):
        print("go", file=publishers.stdin, flush=True)
        child = int(publishers.stdout.readline())
        time.sleep(moments.uniform(0.1, 2.5) * took)
        os.kill(child, signal.SIGKILL)
        assert publishers.stdout.readline() == "dead\n"
        counts.append(whole())
    assert counts[-1] > 2
    lasting_cast.round.refresh_from_db()
    if lasting_cast.round.published:
        reopen(lasting_cast)
    assert publish(lasting_cast, "Skäl").number == whole()


def _time_of_one(cast):
    """Seconds that an edition takes here and now, published and opened again."""
    begun = time.monotonic()
    publish(cast, "Skäl")
    reopen(cast)
    return time.monotonic() - begun


def whole():
    """How many editions there are, each whole; the round is published where it is not opened after the last."""
    made = list(Edition.objects.order_by("number"))
    assert [each.number for each in made] == list(range(1, len(made) + 1))
    assert [edition_check.faults(each) for each in made] == [[]] * len(made)
    assert bool(Round.objects.get(year=2025).published) == bool(made and made[-1].reopened_at is None)
    _left_is_no_edition({str(each.pk) for each in made})
    return len(made)


def _left_is_no_edition(known):
    """Whatever else lies there is what a later sweep takes, or is known to belong to nobody."""
    folder = settings.MEDIA_ROOT / "editions"
    names = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    lost = {each.name for each in edition_files.ownerless()}
    assert {name for name in names - known - lost if not name.startswith(edition_files.UNFINISHED)} == set()
