"""The pages that Django shows where there is nothing else to show; two of them have neither a request nor a user."""

import pytest
from django.core.exceptions import BadRequest
from django.views.defaults import bad_request, server_error

from tests.page import select, visible


@pytest.mark.parametrize(
    ("show", "status", "heading"),
    [
        (lambda request: bad_request(request, BadRequest()), 400, "Det gick inte att ta emot"),
        (server_error, 500, "Något gick fel"),
    ],
)
def test_says_what_happened_and_leads_back(rf, show, status, heading):
    response = show(rf.get("/x/"))
    assert (response.status_code, visible(response, "h1")) == (status, [heading])
    assert visible(response, "title") == [f"{heading} – Internationell redovisning"]
    assert [link.get("href") for link in select(response, "main a")] == ["/"]


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("url", ["/finns-inte/", "/2025/finns-inte/", "/2025/tekniska-namnden/fraga-9/"])
def test_what_is_not_found_is_said_in_swedish_in_the_demo_too(client, cast, settings, url, debug):
    settings.DEBUG = debug
    client.force_login(cast.tova)
    response = client.get(url)
    assert (response.status_code, visible(response, "h1")) == (404, ["Sidan finns inte"])


@pytest.mark.parametrize(
    ("name", "url", "told"),
    [
        ("tova", "/admin/login/", "Sidan är för stadskontoret."),
        ("rut", "/admin/submissions/submission/add/", "Ditt konto har inte behörighet till den här sidan."),
        (
            "rut",
            "/2025/tekniska-namnden/projekt/nytt/",
            "Du kan läsa nämndens redovisning, men bara nämndens egna kontaktpersoner kan ändra den.",
        ),
    ],
)
def test_what_is_forbidden_says_whose_it_is(client, cast, name, url, told):
    client.force_login(getattr(cast, name))
    response = client.get(url)
    assert (response.status_code, visible(response, ".lead")) == (403, [told])


def test_the_foot_of_the_page_names_the_city(client, db, settings):
    settings.CITY_NAME = "Lunds kommun"
    links = "Publicerade redovisningar Tillgänglighetsredogörelse"
    footer = f"Lunds kommun – nämndernas redovisning av internationellt arbete {links}"
    assert visible(client.get("/konto/login/"), "footer") == [footer]
