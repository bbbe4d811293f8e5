"""The public pages are the same for everybody: kept by browsers, answered without reading, and without a cookie."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from reporting import years
from reporting.public import cache, register
from reporting.public import published as editions
from tests.reporting import public as published

pytestmark = pytest.mark.django_db
PAGES = (
    "/redovisning/",
    "/redovisning/siffror/",
    "/redovisning/projekt/",
    "/redovisning/projekt/brave/",
    "/redovisning/2024/",
    "/redovisning/2024/?sok=reste",
    "/redovisning/2024/miljonamnden/",
    "/redovisning/2024/fraga-1/",
    "/redovisning/2024/dokument/redovisning-2024.pdf",
)
EVERY = (*PAGES, "/redovisning/katalog.rdf", "/tillganglighet/")


@pytest.fixture
def edition(db):
    return published.keep(published.small())


@pytest.mark.parametrize("url", EVERY)
def test_a_page_is_public_and_the_same_for_who_has_logged_in(cast, client, edition, url):
    page = client.get(url)
    assert page.status_code == 200
    assert sorted(page.headers["Cache-Control"].split(", ")) == ["max-age=300", "public"]
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "X-Robots-Tag" not in page.headers
    client.force_login(cast.rut)
    again = client.get(url)
    assert not again.cookies
    assert not Client().get(url).cookies
    assert body(again) == body(page)
    assert "noindex" not in str(body(page))
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def body(page):
    return b"".join(page.streaming_content) if page.streaming else page.content


@pytest.mark.parametrize("url", EVERY)
def test_who_has_the_page_gets_no_other_until_something_is_published(client, edition, url):
    tag = client.get(url).headers["ETag"]
    unchanged = client.get(url, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", tag)
    published.keep(published.small(html="<p>Vi reste igen.</p>"), number=2)
    after = client.get(url, headers={"If-None-Match": tag})
    assert after.status_code == (304 if url == "/tillganglighet/" else 200)


@pytest.mark.parametrize(
    "where", ["2024/fritidsnamnden/", "2024/dokument/annat-2024.pdf", "projekt/hemligt/", "2023/"]
)
def test_what_is_not_there_is_never_unchanged(client, edition, where):
    day = http_date(edition.created_at.timestamp() + 1)
    tag = client.get("/redovisning/2024/").headers["ETag"]
    for asked in ({"If-None-Match": "*"}, {"If-None-Match": tag}, {"If-Modified-Since": day}):
        assert client.get(f"/redovisning/{where}", headers=asked).status_code == 404


def test_each_address_has_a_tag_of_its_own(client, edition):
    assert len({client.get(url).headers["ETag"] for url in EVERY}) == len(EVERY)


@pytest.mark.parametrize("url", PAGES)
def test_unchanged_is_answered_without_reading_the_year(
    client, edition, url, monkeypatch, django_assert_max_num_queries
):
    tag = client.get(url).headers["ETag"]
    monkeypatch.setattr(years, "as_published", None)
    monkeypatch.setattr(editions, "read", None)
    with django_assert_max_num_queries(2):
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304


def test_a_page_that_is_not_there_is_not_kept(client, edition):
    missing = client.get("/redovisning/2024/fritidsnamnden/", headers={"If-None-Match": '"annan"'})
    assert missing.status_code == 404
    assert "Cache-Control" not in missing.headers


@pytest.mark.parametrize("url", [url for url in EVERY if url != "/tillganglighet/"])
def test_what_cannot_be_read_is_kept_by_nobody_and_comes_back(client, edition, url, tmp_path):
    before = client.get(url)
    edition.folder.rename(tmp_path / "away")
    damaged = client.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert damaged.status_code in (200, 503)
    assert (damaged.headers["Cache-Control"], "ETag" in damaged.headers) == ("no-store", False)
    assert b"BRAVE" not in body(damaged)
    if "katalog" not in url:
        assert "går inte att visa just nu" in published.text(damaged)
        assert "publicerad än" not in published.text(damaged)
    (tmp_path / "away").rename(edition.folder)
    after = client.get(url)
    assert (after.status_code, after.headers["ETag"], body(after)) == (200, before.headers["ETag"], body(before))


def test_what_is_damaged_while_a_page_is_made_is_not_kept(client, edition, monkeypatch):
    real = register.read

    def losing(*asked):
        (edition.folder / "siffror-2024.json").unlink()
        return real(*asked)

    monkeypatch.setattr(register, "read", losing)
    page = client.get("/redovisning/projekt/")
    assert (page.headers["Cache-Control"], "ETag" in page.headers) == ("no-store", False)


def test_a_page_changes_with_every_template(edition):
    """The feed for data portals is made with a template too."""
    files = {file for pattern in cache.PROGRAM for file in settings.BASE_DIR.glob(pattern)}
    assert {file for file in (settings.BASE_DIR / "templates").rglob("*") if file.is_file()} <= files


def test_a_new_version_of_the_program_makes_the_pages_anew(client, edition, monkeypatch):
    tag = client.get("/redovisning/2024/").headers["ETag"]
    monkeypatch.setattr(cache, "_program", lambda: "en ny version")
    assert client.get("/redovisning/2024/", headers={"If-None-Match": tag}).status_code == 200


def test_pages_are_sent_pressed_together(client, edition):
    plain = client.get("/redovisning/2024/")
    pressed = client.get("/redovisning/2024/", headers={"Accept-Encoding": "gzip"})
    assert pressed.headers["Content-Encoding"] == "gzip"
    assert len(pressed.content) < len(plain.content) / 2
    again = {"Accept-Encoding": "gzip", "If-None-Match": pressed.headers["ETag"]}
    assert client.get("/redovisning/2024/", headers=again).status_code == 304


@pytest.mark.parametrize("url", EVERY)
def test_pages_are_read_and_nothing_else(client, edition, url):
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("url", ["/redovisning/", "/redovisning/siffror/", "/redovisning/projekt/"])
def test_more_years_take_no_more_queries(client, url):
    published.keep(published.small(2019))
    one = queries(client, url)
    for year in range(2020, 2030):
        published.keep(published.small(year))
    assert queries(client, url) == one
    assert one <= 2


def queries(client, url):
    """How many queries the page takes the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)
