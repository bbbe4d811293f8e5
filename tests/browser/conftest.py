"""A real Chromium against a real server. A page that logs an error or fails to fetch something fails its test."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.make import PASSWORD

from .axe import follow

# Debian's Chromium; where there is none (Ubuntu), the one that bin/setup has let playwright install.
CHROMIUM = Path("/usr/bin/chromium")
# Milliseconds that is waited for what is to come: a busy machine is no fault of the program's.
PATIENCE = 30_000
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """The browser, once for all tests. Playwright runs an event loop here, in which Django else refuses to query."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM if CHROMIUM.exists() else None, args=["--no-sandbox", *QUIET]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, settings):
    """`visit()` is a new visitor's page at the site; `visit(person)` one that has logged in.

    `refused` is the status (or a tuple of them) by which the site is to refuse what is typed there, and so no fault.
    """
    settings.SITE_URL = live_server.url
    contexts, faults = [], []

    def open_page(person=None, refused=None, **options):
        context = chromium.new_context(base_url=live_server.url, locale="sv-SE", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _listen(page, faults, refused)
        follow(page)
        if person:
            log_in(page, person)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def seen():
    """What is wrong with the pages that the test has looked at; nothing must be."""
    faults = []
    yield faults
    assert faults == [], "\n\n".join(faults)


@pytest.fixture
def enter(chromium, live_server):
    """`enter(person)` is that person's page. Here errors are looked at, so the console may have them."""
    contexts = []

    def open_page(person=None):
        context = chromium.new_context(base_url=live_server.url, locale="sv-SE")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person:
            _take_session(context, live_server.url, person)
        page = context.new_page()
        follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _take_session(context, url, person):
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": each.key, "value": each.value, "url": url} for each in client.cookies.values()])


def log_in(page, person):
    """Log in as a person would, and end at the start page."""
    page.goto("/konto/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/konto/" not in url)


def _listen(page, faults, refused):
    """Note every error in the console (an answer of 400 and above is one too) and every failed request."""
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda line: _note_error(page, line, faults, refused))
    page.on("requestfailed", lambda request: _note_failure(request, faults))


def _note_error(page, line, faults, refused):
    allowed = refused if isinstance(refused, tuple) else (refused,)
    if line.type == "error" and not any(f"responded with a status of {status} " in line.text for status in allowed):
        faults.append(f"{page.url}: {line.text}")


def _note_failure(request, faults):
    """A request that the browser itself gives up, since the page is left, is none."""
    if request.failure != "net::ERR_ABORTED":
        faults.append(f"{request.url}: {request.failure}")
