"""What every test may use, and what holds for all of them."""

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

from tests.cast import cast as build_cast

# Fixtures that several folders use.
pytest_plugins = ["tests.reporting.published", "tests.reporting.worker", "tests.submissions.mailbox"]

# The same examples in every run, however slow the machine: a change is to be judged by what it changed.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same")


def pytest_configure(config):
    """Passwords are hashed as cheaply as can be; everything else is as in the program itself."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items):
    """Mark what asks the database, and is run on each kind; pytest-django keeps every other test from it."""
    for item in items:
        if item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return (yield from _refusing_to_skip())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return (yield from _refusing_to_skip())


def _refusing_to_skip():
    """A test that is skipped, or expected to fail, fails: everything here is either tested or deleted."""
    report = yield
    if report.skipped or hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped or expected to fail: {report.nodeid}\n{report.longrepr}"
        vars(report).pop("wasxfail", None)
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in the program: in memory, all threads of a test's server would share one connection."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.getbasetemp() / "test.sqlite3")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Files that a test makes the program keep are its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def cast(db):
    """The named cast of `tests/cast.py`, freshly made."""
    return build_cast()


@pytest.fixture
def lasting_cast(transactional_db):
    """The cast in a database where other connections see it. It begins after others have emptied the database, the
    reviewers' group included."""
    config = apps.get_app_config("reporting")
    post_migrate.send(sender=config, app_config=config, verbosity=0, interactive=False, using="default")
    return build_cast()
