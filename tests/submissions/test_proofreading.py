"""Characters that the documents' fonts lack: the board is told before it hands in, of the row and the field."""

from django.test import Client

from tests import make
from tests.page import visible


def told(cast):
    client = Client()
    client.force_login(cast.tova)
    return visible(client.get("/2025/tekniska-namnden/granska/"), "[aria-labelledby=doubtful-heading] .problems li")


def test_says_in_which_row_and_field_they_stand(cast):
    make.answer(cast.of_teknik, html="<p>Vi reste till 東京.</p>")
    make.card(cast.of_teknik, make.project(title="Fisk 魚"), purpose="<p>水</p>")
    make.board_memo(cast.of_teknik, signatories=["土"])
    found = [line for line in told(cast) if "skriva ut" in line]
    assert found == [
        "Fråga 1: har tecken som inte går att skriva ut i PDF (京東), under Svar.",
        "Fisk 魚: har tecken som inte går att skriva ut i PDF (魚), under Projekt.",
        "Fisk 魚: har tecken som inte går att skriva ut i PDF (水), under Syfte.",
        "Tjänsteskrivelse till nämnden: har tecken som inte går att skriva ut i PDF (土), under Ansvariga.",
    ]


def test_says_nothing_where_all_can_be_printed(cast):
    make.answer(cast.of_teknik, html="<p>Vi reste till Łódź – och åter.</p>")
    assert [line for line in told(cast) if "skriva ut" in line] == []
