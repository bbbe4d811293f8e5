"""The commands about a year, on a database that has no tables yet."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from reporting import years
from tests.reporting import files


@pytest.mark.parametrize(
    "arguments",
    [["import_round", str(files.EXAMPLES / "2023.json")], ["export_round", "2024"], ["compile_round", "2024"]],
)
def test_an_unprepared_database_is_told_of_in_a_sentence(tmp_path, arguments):
    command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
    told = "CommandError: Databasen är inte förberedd. Kör manage.py migrate.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_another_fault_of_the_database_is_not_explained_away(cast, monkeypatch):
    def fails(round, draft):
        raise DatabaseError("disk full")

    monkeypatch.setattr(years, "load", fails)
    with pytest.raises(DatabaseError, match="disk full"):
        call_command("compile_round", 2025, draft=True)
