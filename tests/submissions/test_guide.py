"""The guide for contact persons, as it is shown in the program."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from submissions.guide import GUIDE
from tests.page import select, visible

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast):
    client.force_login(cast.tova)
    return client.get("/hjalp/")


def test_the_whole_guide_is_shown_with_links_to_its_parts(page):
    headings = re.findall(r"^## (.+)$", GUIDE.read_text(), re.MULTILINE)
    assert visible(page, "main h1") == ["Hjälp för kontaktpersoner"]
    assert visible(page, ".guide h2") == visible(page, "main nav a") == headings
    targets = {link.get("href").removeprefix("#") for link in select(page, "main nav a")}
    assert targets == {heading.get("id") for heading in select(page, ".guide h2")}


def test_its_pictures_are_there_and_have_a_text(page):
    pictures = select(page, ".guide img")
    assert len(pictures) == 8
    for picture in pictures:
        assert finders.find(picture.get("src").removeprefix(settings.STATIC_URL))
        assert picture.get("alt")


def test_the_buttons_that_it_names_are_in_the_program(page):
    """What stands in italics is what a button, a link or a heading says; so the guide is mended with the program."""
    named = {
        name.strip().removesuffix("…").strip() for name in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", GUIDE.read_text())
    }
    said = "".join(
        path.read_text()
        for folder in ("templates", "submissions", "projects", "reporting", "static/js")
        for path in (settings.BASE_DIR / folder).rglob("*.*")
        if path.suffix in (".html", ".py", ".js")
    )
    assert {name for name in named if name not in said} == {"migrationspro-cess"}


def test_a_visitor_logs_in_first(client):
    assert client.get("/hjalp/").url == "/konto/login/?next=/hjalp/"


def test_wrong_method(client, cast):
    client.force_login(cast.tova)
    assert client.post("/hjalp/").status_code == 405
