"""The page of what a board decides on, and fetching it."""

import pytest

from tests import make
from tests.page import select, visible

URL = "/2025/tekniska-namnden/handlingar/"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def fetched(client, name):
    """The file name and the first bytes of a fetched document."""
    response = client.get(URL + name)
    assert response.status_code == 200
    return response.headers["Content-Disposition"].partition("=")[2].strip('"'), b"".join(response)[:4]


def test_every_document_is_there_in_every_format(tova, cast):
    make.answer(cast.of_teknik)
    response = tova.get(URL)
    assert visible(response, "h2") == ["Nämndens redovisning", "Tjänsteskrivelse till nämnden"]
    assert [link.get("href").removeprefix(URL) for link in select(response, ".papers a")] == [
        "redovisning.pdf",
        "redovisning.docx",
        "tjansteskrivelse.pdf",
        "tjansteskrivelse.docx",
    ]
    assert visible(response, ".papers a")[0] == "Hämta som PDF: Nämndens redovisning"


def test_what_lacks_something_is_marked_as_a_draft(tova, cast):
    make.answer(cast.of_teknik, number=2)
    assert visible(tova.get(URL), ".notice") == [
        "Något som måste finnas med saknas än. Därför står det Utkast på handlingarna."
    ]
    assert fetched(tova, "redovisning.pdf") == ("utkast-namndredovisning-tekniska-namnden-2025.pdf", b"%PDF")
    make.answer(cast.of_teknik)
    assert visible(tova.get(URL), ".notice") == []
    assert fetched(tova, "redovisning.docx") == ("namndredovisning-tekniska-namnden-2025.docx", b"PK\x03\x04")


def test_a_memo_that_nobody_has_written_is_made_of_the_standard_text_and_says_so(tova, cast):
    make.answer(cast.of_teknik)
    assert "Ni har inte skrivit någon tjänsteskrivelse." in visible(tova.get(URL), ".panel p")[4]
    assert fetched(tova, "tjansteskrivelse.pdf") == ("namnd-tjansteskrivelse-tekniska-namnden-2025.pdf", b"%PDF")
    make.board_memo(cast.of_teknik)
    assert "Ni har inte" not in tova.get(URL).content.decode()


def test_what_there_is_not_is_not_found(tova, cast):
    make.answer(cast.of_teknik)
    names = ("redovisning.xlsx", "tjansteskrivelse.html", "hemligt.pdf", "redovisning.")
    assert [tova.get(URL + name).status_code for name in names] == [404] * 4


def test_a_board_that_has_written_nothing_is_told_why(tova):
    lacking = visible(tova.get(URL), ".panel p.mb-0")
    for name, told in zip(("redovisning.pdf", "tjansteskrivelse.pdf"), lacking, strict=True):
        made = tova.get(URL + name).status_code == 200
        assert made == told.startswith("Hämta som")


def test_an_outsider_finds_nothing_and_the_reviewer_fetches(client, cast):
    make.answer(cast.of_teknik)
    for person, status in ((cast.ove, 404), (cast.rut, 200)):
        client.force_login(person)
        assert [client.get(URL + name).status_code for name in ("", "redovisning.docx")] == [status] * 2


def test_other_methods_are_refused(tova):
    assert [tova.post(URL).status_code, tova.post(f"{URL}redovisning.pdf").status_code] == [405, 405]
