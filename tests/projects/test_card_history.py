"""The pages of Historik for a card: all that a card holds is kept, compared and brought back."""

import pytest

from projects.models import Card, Project
from projects.roundfile import card_content
from submissions.models import Revision
from tests import make
from tests.page import visible
from tests.projects.posting import typed, url


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


@pytest.fixture
def brave(cast):
    """Teknik's card, read in with two goals, a board and a partner."""
    made = make.card(cast.of_teknik, make.project(), goals=(1, 2))
    made.cooperating_boards.add(cast.miljo)
    make.partner(made)
    return made


@pytest.fixture
def pages(tova, brave):
    """The addresses of what was read in, and of a save of a title, an owner and a partner."""
    changed = typed(brave, title="Vätgas", project_owner="Malmö stad", partners_0_name="Kiel")
    assert [tova.post(url(brave), changed).status_code for _ in range(2)] == [302, 302]
    return [url(brave, f"historik/{revision.pk}/") for revision in Revision.objects.all()]


def bring_back(client, address):
    form = client.get(address).context["form"]
    return client.post(address, {field.html_name: field.value() for field in form})


def test_a_save_keeps_what_was_read_in_and_what_it_became(pages, cast):
    first, second = Revision.objects.all()
    assert (first.version, first.created_by, first.content["card"].get("title")) == (0, None, None)
    assert (second.version, second.created_by, second.content["card"]["title"]) == (1, cast.tova, "Vätgas")
    assert second.content["project"]["owner"] == "Malmö stad"


def test_the_fields_that_differ_are_shown(tova, pages):
    labels = [label for label, _ in tova.get(pages[1]).context["differences"]]
    assert labels == ["Egen rubrik", "Projektägare", "Partner"]


def test_everything_is_brought_back(tova, brave, pages):
    before = Revision.objects.first().content["card"]
    assert card_content(Card.objects.get()) != before
    assert bring_back(tova, pages[0]).url == url(brave)
    assert card_content(Card.objects.get()) == before
    assert (Project.objects.get().owner, Card.objects.get().version) == ("", 2)


def test_facts_that_another_board_shares_stay(tova, cast, brave, pages):
    make.card(cast.of_miljo, brave.project)
    assert tova.get(pages[0]).context["changes"] == ["Egen rubrik", "Partner"]
    bring_back(tova, pages[0])
    assert (Card.objects.get(pk=brave.pk).title, Project.objects.get().owner) == ("", "Malmö stad")


def test_goals_that_are_no_more_are_left_out(tova, cast, pages):
    cast.round.goals.filter(number=1).delete()
    bring_back(tova, pages[0])
    assert card_content(Card.objects.get())["goals"] == [2]


def test_a_removed_cards_revisions_stay_without_a_page(tova, brave, pages):
    tova.post(url(brave, "ta-bort/"), {"version": 1})
    assert (Card.objects.count(), Revision.objects.count()) == (0, 2)
    assert tova.get(url(brave, "historik/")).status_code == 404


def test_an_outsider_finds_nothing_and_the_reviewer_reads(client, cast, brave, pages):
    for person, status in ((cast.ove, 404), (cast.rut, 200)):
        client.force_login(person)
        assert [client.get(page).status_code for page in (url(brave, "historik/"), *pages)] == [status] * 3
    assert client.post(pages[0], {"version": 1}).status_code == 403
    assert visible(client.get(pages[0]), "main button") == []


def test_other_methods_are_refused(tova, brave, pages):
    assert [tova.post(url(brave, "historik/")).status_code, tova.delete(pages[0]).status_code] == [405, 405]
