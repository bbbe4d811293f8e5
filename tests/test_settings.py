"""What the settings promise: no start without a key, no demo outside DEBUG, the same security policy everywhere."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.middleware import editor_import_map_hash
from reporting.management.commands import demo
from reporting.models import Memo
from submissions.models import Answer, Round, Submission, User
from tests import make

KEY = "".join(map(chr, range(48, 112)))
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    f"script-src 'self' {editor_import_map_hash()}",
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
}


@pytest.mark.parametrize("url", ["/konto/login/", "/", "/2025/tekniska-namnden/fraga-1/", "/finns-inte/"])
def test_every_page_has_the_policy(cast, client, url):
    client.force_login(cast.tova)
    assert set(client.get(url).headers["Content-Security-Policy"].split("; ")) == POLICY


def test_the_admin_has_the_same_policy(cast, client):
    client.force_login(cast.rut)
    memo = Memo.objects.create(round=cast.round)
    answer = client.get(f"/admin/reporting/memo/{memo.pk}/change/")
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY


def manage(*words, **environment):
    inherited = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=inherited | environment, capture_output=True, text=True, check=False
    )


def test_nothing_starts_without_a_key_outside_debug():
    told = manage("check", DEBUG="0")
    assert (told.returncode, told.stderr.splitlines()[-1]) == (
        1,
        "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable",
    )


LOGS = """
import logging
for name in ("django.request", "django.db.backends.base", "submissions.mail"):
    logging.getLogger(name).warning("%s warns", name)
    logging.getLogger(name).error("%s fails", name)
"""


@pytest.mark.parametrize("debug", ["0", "1"])
def test_what_is_logged_is_told_once(debug):
    told = manage("shell", "-v", "0", "-c", LOGS, DEBUG=debug, SECRET_KEY=KEY)
    loggers = ("django.request", "django.db.backends.base", "submissions.mail")
    assert told.stderr.splitlines() == [f"{name} {does}" for name in loggers for does in ("warns", "fails")]


TOLD = {"SITE_URL": "https://redovisning.example.se", "CONTACT_EMAIL": "webben@example.se"}


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (TOLD, []),
        ({}, ["config.E001", "config.E002"]),
        (TOLD | {"SITE_URL": "http://127.0.0.1:8000"}, ["config.E001"]),
        (TOLD | {"SITE_URL": "https://redovisning.example.se/"}, ["config.E001"]),
        (TOLD | {"SITE_URL": "redovisning.example.se"}, ["config.E001"]),
        (TOLD | {"CONTACT_EMAIL": "stadskontoret"}, ["config.E002"]),
    ],
)
def test_a_server_is_not_fit_without_its_address_and_somebody_to_write_to(told, missing):
    """Each command of docs/operations.md that puts it in place comes after this one."""
    answer = manage("check", "--deploy", "--fail-level", "WARNING", DEBUG="0", SECRET_KEY=KEY, **told)
    assert (answer.returncode, re.findall(r"\((\w+\.\w+)\)", answer.stderr)) == (int(bool(missing)), missing)


def test_the_demo_is_refused_outside_debug(db):
    assert settings.DEBUG is False
    with pytest.raises(CommandError, match="bara att köra där DEBUG är på"):
        call_command("demo")
    assert not User.objects.exists()


def test_the_demo_is_filled_once_and_keeps_what_is_written(db):
    demo.fill()
    open_round = Round.objects.get(year=2025)
    assert (open_round.phase, open_round.days_left) == (Round.Phase.OPEN, demo.DAYS_OPEN)
    asked = Round.objects.get(year=2024).questions.values_list("number", "text", "required")
    assert list(open_round.questions.values_list("number", "text", "required")) == list(asked)
    answer = make.answer(Submission.objects.get(round=open_round, board__name="Tekniska nämnden"))
    before = {model: model.objects.count() for model in (Answer, Round, Submission, User)}
    demo.fill()
    assert {model: model.objects.count() for model in before} == before
    assert Answer.objects.get(pk=answer.pk).html == answer.html


@pytest.mark.parametrize("person", demo.PEOPLE)
def test_everyone_in_the_demo_can_log_in(db, client, person):
    demo.fill()
    answer = client.post("/konto/login/", {"login": person.email, "password": demo.PASSWORD})
    assert answer.status_code == 302
    assert (client.get("/").status_code, client.get("/admin/").status_code) == (200, 302 if person.board else 200)
