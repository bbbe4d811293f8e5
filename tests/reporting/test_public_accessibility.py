"""The accessibility statement, and that every page leads to it."""

import re

import pytest
from django.template.loader import render_to_string

from tests import make

STATEMENT = "/tillganglighet/"


def words(response):
    return " ".join(re.sub(r"<[^<>]*>", " ", response.content.decode()).split())


def test_the_statement_says_all_that_the_law_demands(client, db, settings):
    """As Digg's regulation (MDFFS 2019:2) has it: whose service, how it complies, how it was tested, whom to tell."""
    settings.CITY_NAME, settings.CONTACT_EMAIL = "Storköping", "webben@storkoping.se"
    page = client.get(STATEMENT)
    told = words(page)
    for said in (
        "Storköping står bakom webbplatsen Internationell redovisning",
        "lagen (2018:1937) om tillgänglighet till digital offentlig service",
        "delvis förenlig",
        "Brister mot lagens krav",
        "oskäligt betungande anpassning",
        "Vi har provat webbplatsen själva",
        "Webbplatsen bedömdes senast den",
        "Redogörelsen uppdaterades senast den",
    ):
        assert said in told
    links = re.findall('href="([^"]*)"', page.content.decode())
    assert "mailto:webben@storkoping.se?subject=Tillg%C3%A4nglighet" in links
    assert "https://www.digg.se/tdosanmalan" in links


def test_without_an_address_the_statement_names_the_city(client, db, settings):
    settings.CONTACT_EMAIL = ""
    page = client.get(STATEMENT)
    assert f"Kontakta {settings.CITY_NAME} så att vi får veta det" in words(page)
    assert b"mailto:" not in page.content


@pytest.mark.parametrize(
    ("who", "url", "status"),
    [
        (None, "/konto/login/", 200),
        (None, "/redovisning/", 200),
        (None, "/finns-inte/", 404),
        ("tova", "/", 200),
        ("tova", "/2025/tekniska-namnden/", 200),
        ("tova", "/2025/miljonamnden/", 404),
        ("rut", "/admin/", 200),
        ("rut", "/admin/omgang/2025/", 200),
        ("ada", "/admin/submissions/user/", 200),
    ],
)
def test_every_page_leads_to_the_statement(cast, client, who, url, status):
    if who:
        client.force_login(getattr(cast, who))
    page = client.get(url)
    assert page.status_code == status
    foot = page.content.decode().partition("<footer")[2]
    assert f'href="{STATEMENT}"' in foot


def test_pages_of_what_went_wrong_lead_there_too(db):
    for template in ("500.html", "400.html", "413.html"):
        assert f'href="{STATEMENT}"' in render_to_string(template)


def test_who_is_not_logged_in_gets_from_what_is_missing_to_what_is_published(client, db):
    make.round(2024)
    page = client.get("/redovisning/2024/")
    assert page.status_code == 404
    assert b'href="/redovisning/"' in page.content
