"""The documents on the round's page: editions, drafts, and the boards' own."""

import pytest
from django.urls import reverse

from reporting import editions
from tests.page import select, visible, words

URL = reverse("round_overview", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def test_drafts_stand_apart_all_but_the_newest_folded(rut, cast):
    made = {"a.rdf": b"", "b.json": b"", "c.xlsx": b"", "d.html": b"", "e.docx": b"", "f.pdf": b""}
    for _ in range(3):
        editions.keep(cast.round, True, cast.rut, {"utkast.pdf": b""})
    editions.keep(cast.round, True, cast.rut, made)
    response = rut.get(URL)
    newest, *older = [[words(file) for file in each] for each in select(response, "ul.files")]
    assert newest == ["f.pdf", "d.html", "e.docx", "c.xlsx", "b.json", "a.rdf"]
    assert older == [["utkast.pdf"]] * 3
    assert visible(response, "details:has(.files) summary") == ["Äldre utkast (3)"]
    assert len(select(response, "details ul.files")) == 3


def test_leads_to_each_boards_own_documents(rut, cast):
    links = {link.get("href") for link in select(rut.get(URL), "a") if "/handlingar/" in link.get("href")}
    assert links == {f"/2025/{board.slug}/handlingar/" for board in (cast.teknik, cast.miljo, cast.fritid)}
    change = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    assert "/2025/tekniska-namnden/handlingar/" in [link.get("href") for link in select(rut.get(change), "a")]
    papers = rut.get("/2025/tekniska-namnden/handlingar/")
    assert change in [link.get("href") for link in select(papers, "a")]
