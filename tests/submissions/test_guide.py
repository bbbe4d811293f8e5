"""The guides as they are shown in the program: the contact persons', and the office's in the admin."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from submissions.guide import FOLDER, GUIDES
from tests.page import select, visible

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("name", GUIDES)
PICTURES = {"guide": 8, "office_guide": 10}
# What is set in italics as an example, not as something that the program says.
EXAMPLES = {"guide": {"migrationspro-cess"}, "office_guide": set()}


@pytest.fixture
def page(client, cast, name):
    client.force_login({"guide": cast.tova, "office_guide": cast.rut}[name])
    return client.get(reverse(name))


def written(name):
    return (FOLDER / GUIDES[name]).read_text()


@BOTH
def test_the_whole_guide_is_shown_with_links_to_its_parts(page, name):
    title, *headings = re.findall(r"^##? (.+)$", written(name), re.MULTILINE)
    assert visible(page, "h1") == [title]
    assert visible(page, ".guide h2") == visible(page, "nav[aria-labelledby=parts-heading] a") == headings
    targets = [link.get("href").removeprefix("#") for link in select(page, "nav[aria-labelledby=parts-heading] a")]
    assert targets == [heading.get("id") for heading in select(page, ".guide h2")]
    assert len(set(targets)) == len(targets)


@BOTH
def test_its_pictures_are_there_and_have_a_text(page, name):
    pictures = select(page, ".guide img")
    assert len(pictures) == PICTURES[name]
    for picture in pictures:
        assert finders.find(picture.get("src").removeprefix(settings.STATIC_URL))
        assert picture.get("alt")


@BOTH
def test_the_buttons_that_it_names_are_in_the_program(name):
    """What stands in italics is what a button, a link or a heading says; so the guide is mended with the program."""
    named = {" ".join(each.split()) for each in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", written(name))}
    program = said()
    assert {each for each in named if each.removesuffix("…").strip().lower() not in program} == EXAMPLES[name]


def said():
    """All that the program says, in lower case as labels are in the models, without template tags."""
    texts = [
        path.read_text()
        for folder in ("templates", "submissions", "projects", "reporting", "static/js")
        for path in (settings.BASE_DIR / folder).rglob("*.*")
        if path.suffix in (".html", ".py", ".js")
    ]
    return re.sub("{%.*?%}|{{.*?}}", "", "\n".join(texts)).lower()


def test_the_office_guide_leads_to_the_contact_persons(client, cast):
    client.force_login(cast.rut)
    page = client.get("/admin/hjalp/")
    assert [link.get("href") for link in select(page, ".guide a")] == ["/hjalp/"]


def test_a_reviewer_finds_help_on_every_page_of_the_admin(client, cast):
    client.force_login(cast.rut)
    for url in ("/admin/", "/admin/submissions/board/"):
        links = {link.text: link.get("href") for link in select(client.get(url), "#user-tools a")}
        assert links["Hjälp"] == "/admin/hjalp/"


def test_a_visitor_logs_in_first(client):
    assert client.get("/hjalp/").url == "/konto/login/?next=/hjalp/"
    assert client.get("/admin/hjalp/").status_code == 302


def test_a_contact_person_does_not_see_the_offices(client, cast):
    client.force_login(cast.tova)
    assert client.get("/admin/hjalp/").status_code == 302


@BOTH
def test_wrong_method(client, cast, name):
    client.force_login(cast.rut)
    assert client.post(reverse(name)).status_code == 405
