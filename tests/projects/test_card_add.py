"""Adding a card: from the register, other boards' projects included, or for a project that is not there yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.models import Card, Project
from projects.register import MOST_HITS
from submissions.models import Submission
from tests import make
from tests.page import visible

pytestmark = pytest.mark.django_db
ADD = "/2025/tekniska-namnden/projekt/nytt/"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def hits(response):
    return [hit.project.title for hit in response.context["hits"]]


def card_of(key):
    return f"/2025/tekniska-namnden/projekt/{key}/"


# Who


def test_an_outsider_finds_nothing(client, cast):
    client.force_login(cast.ove)
    assert client.get(ADD).status_code == 404
    assert client.post(ADD, {"title": "Nytt"}).status_code == 404
    assert Project.objects.count() == 0


def test_the_reviewer_adds_nothing(client, cast):
    client.force_login(cast.rut)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"title": "Nytt"}).status_code == 403
    assert Project.objects.count() == 0


def test_other_methods_are_refused(tova):
    assert tova.put(ADD).status_code == 405


def test_what_was_typed_when_the_session_ran_out_waits(client, cast):
    client.post(ADD, {"title": "Vätgas", "writer": cast.tova.pk})
    client.force_login(cast.tova)
    response = client.get(ADD)
    assert (response.context["unsaved"], response.context["form"]["title"].value()) == (True, "Vätgas")
    assert Project.objects.count() == 0


@pytest.mark.parametrize("posted", [{"title": "Nytt", "acronym": ""}, {"project": "brave"}])
def test_nothing_is_added_when_the_round_has_closed(tova, cast, posted):
    make.project()
    cast.round.closes = timezone.localdate() - timezone.timedelta(1)
    cast.round.save()
    assert tova.get(ADD).url == "/2025/tekniska-namnden/"
    response = tova.post(ADD, posted)
    assert (response.status_code, response.context["why"]) == (409, "locked")
    assert (Project.objects.count(), Card.objects.count()) == (1, 0)


# Searching


def test_each_hit_says_what_it_is_and_who_reports_it_this_year(tova, cast):
    brave = make.project(starts="2023-09", ends="2028-02")
    make.card(cast.of_miljo, brave)
    make.card(cast.of_fritid, brave)
    make.card(make.submission(make.round(2024), cast.teknik), brave)
    response = tova.get(ADD)
    (hit,) = response.context["hits"]
    assert visible(response, ".card-hits .quiet")[1:] == ["Redovisas i år av Fritidsnämnden och Miljönämnden"]
    assert (hit.project, hit.period, hit.boards) == (
        brave,
        "september 2023–februari 2028",
        ["Fritidsnämnden", "Miljönämnden"],
    )


def test_a_hit_that_nobody_reports_yet_says_who_did_last(tova, cast):
    brave = make.project()
    last, earlier = make.round(2024), make.round(2023)
    for board in (cast.miljo, cast.fritid):
        make.card(make.submission(last, board), brave)
    make.card(make.submission(earlier, cast.teknik), brave)
    make.card(make.submission(make.round(2026), cast.teknik), brave)
    response = tova.get(ADD)
    assert visible(response, ".card-hits .quiet")[1:] == ["Redovisades senast av Fritidsnämnden och Miljönämnden 2024"]


def test_the_boards_own_from_earlier_years_stand_first_and_those_that_have_ended_last(tova, cast):
    before = make.submission(make.round(2024), cast.teknik)
    make.project("annans-slut", "Alfa", ends="2024")
    make.project("annans", "Beta", ends="2025-01")
    make.card(before, make.project("eget-slut", "Cesar", ends="2024-12-31"))
    make.card(before, make.project("eget", "David"))
    both = make.project("i-ar", "Erik")
    make.card(before, both)
    make.card(cast.of_teknik, both)
    response = tova.get(ADD)
    assert hits(response) == ["David", "Cesar", "Beta", "Erik", "Alfa"]
    assert visible(response, "#traffar h3") == ["Nämndens projekt från tidigare år", "Andra projekt"]
    assert visible(tova.get(ADD, {"sok": "beta"}), "#traffar h3") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Återbruk i hamnen", "Östersjön utan plast"]),
        ("återbruk", ["Återbruk i hamnen"]),
        ("ÖSTERSJÖN", ["Östersjön utan plast"]),
        ("hamnen återbruk", ["Återbruk i hamnen"]),
        ("bsp", ["Östersjön utan plast"]),
        ("nordplus", ["Östersjön utan plast"]),
        ("gn-77", ["Återbruk i hamnen"]),
        ("lunds", ["Återbruk i hamnen"]),
        ("100%", []),
    ],
)
def test_the_search_takes_all_words_in_any_order_and_case(tova, text, found):
    make.project("a", "Återbruk i hamnen", grant_number="GN-77", owner="Lunds kommun")
    make.project("b", "Östersjön utan plast", acronym="BSP", programme="Nordplus")
    assert hits(tova.get(ADD, {"sok": text})) == found


def test_an_acronym_that_the_title_has_is_not_said_twice(tova):
    make.project("a", "BRAVE – Business Readiness", acronym="BRAVE")
    make.project("b", "Levande kuster", acronym="KUST")
    assert [hit.acronym for hit in tova.get(ADD).context["hits"]] == ["", "KUST"]


def test_many_hits_are_cut_and_said(tova):
    for number in range(MOST_HITS + 5):
        make.project(f"p{number}", f"Projekt {number:03}")
    response = tova.get(ADD, {"sok": "projekt"})
    assert hits(response) == [f"Projekt {number:03}" for number in range(MOST_HITS)]
    assert "Visar 20 av 25 projekt." in response.content.decode()


def test_htmx_gets_the_hits_alone(tova):
    make.project()
    response = tova.get(ADD, {"sok": "brave"}, headers={"HX-Request": "true"})
    assert hits(response) == ["BRAVE"]
    assert response.content.decode().strip().startswith('<div id="traffar">')


def test_what_is_searched_for_is_shown_as_text(tova):
    assert "<b>x</b>" not in tova.get(ADD, {"sok": "<b>x</b>"}).content.decode()


def test_queries_do_not_grow_with_the_register(tova, cast, django_assert_num_queries):
    before = make.submission(make.round(2024), cast.teknik)
    make.card(before, make.project())
    with CaptureQueriesContext(connection) as one:
        tova.get(ADD)
    for number in range(100):
        made = make.project(f"p{number}", f"Projekt {number}")
        make.card(cast.of_miljo if number % 2 else before, made)
    with django_assert_num_queries(len(one)):
        tova.get(ADD)


# A project in the register


def test_another_boards_project_gets_a_card_of_ones_own(tova, cast):
    brave = make.project()
    theirs = make.card(cast.of_miljo, brave)
    assert tova.post(ADD, {"project": "brave"}).url == card_of("brave")
    made = Card.objects.exclude(pk=theirs.pk).get()
    assert (made.project, made.submission, made.changed_by, made.paid) == (brave, cast.of_teknik, cast.tova, None)
    assert Project.objects.count() == 1
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == "draft"


def test_a_project_that_the_board_reports_already_leads_to_its_card(tova, cast):
    mine = make.card(cast.of_teknik, make.project())
    response = tova.get(ADD)
    assert f'href="{card_of("brave")}"' in response.content.decode()
    assert tova.post(ADD, {"project": "brave"}).url == card_of("brave")
    assert list(Card.objects.all()) == [mine]


def test_a_project_that_does_not_exist_is_not_found(tova):
    assert tova.post(ADD, {"project": "borta"}).status_code == 404


# A new project


def test_a_new_project_gets_a_key_and_a_card(tova, cast):
    response = tova.post(ADD, {"title": "Vätgas på Östersjön", "acronym": ""})
    assert response.url == card_of("vatgas-pa-ostersjon")
    card = Card.objects.get()
    assert (card.project.title, card.project.acronym, card.submission) == ("Vätgas på Östersjön", "", cast.of_teknik)
    assert tova.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("title", "acronym", "key"),
    [
        ("Business Readiness", "BRAVE_2", "brave-2"),
        ("???", "", "projekt"),
        ("Nytt", "", "nytt-2"),
        ("x" * 300, "", "x" * 80),
        ("_a__b_", "", "a-b"),
    ],
)
def test_keys_are_such_as_the_round_file_takes(tova, title, acronym, key):
    assert tova.post(ADD, {"title": title, "acronym": acronym}).url == card_of(key)


def test_a_key_that_is_taken_gets_a_number(tova, cast):
    make.project("kust", "En annan sak")
    make.project("kust-2", "En tredje sak")
    tova.post(ADD, {"title": "Kust", "acronym": "", "action": "new"})
    assert Card.objects.get().project.key == "kust-3"


def test_a_title_is_demanded(tova):
    response = tova.post(ADD, {"title": " ", "acronym": "BRAVE"})
    assert (response.status_code, response.context["form"].errors) == (422, {"title": ["Skriv projektets titel."]})
    assert response.context["form"]["acronym"].value() == "BRAVE"
    assert Project.objects.count() == 0


def test_a_likely_duplicate_is_asked_about_before_it_is_made(tova, cast):
    brave = make.project(title="BRAVE – Business Readiness for Renewables", acronym="BRAVE")
    make.card(cast.of_miljo, brave)
    make.project("kust", "Levande kuster")
    response = tova.post(ADD, {"title": "Brave", "acronym": ""})
    assert [(hit.project, hit.boards) for hit in response.context["similar"]] == [(brave, ["Miljönämnden"])]
    assert (Project.objects.count(), Card.objects.filter(submission=cast.of_teknik).count()) == (2, 0)
    assert tova.post(ADD, {"title": "Brave", "acronym": "", "action": "new"}).url == card_of("brave-2")
    assert Project.objects.count() == 3


def test_two_who_add_the_same_project_at_once_get_one_card(tova, cast):
    first = tova.post(ADD, {"title": "Vätgas", "acronym": ""})
    second = tova.post(ADD, {"title": "Vätgas", "acronym": "", "action": "new"})
    assert (first.url, second.url) == (card_of("vatgas"), card_of("vatgas"))
    assert (Project.objects.count(), Card.objects.count()) == (1, 1)


def test_the_way_there_is_on_the_task_list(tova, cast):
    response = tova.get(reverse("submission", args=[2025, "tekniska-namnden"]))
    assert f'href="{ADD}"' in response.content.decode()


def test_a_key_that_no_database_can_hold_is_no_project(tova):
    assert tova.post(ADD, {"project": "bra\0ve"}).status_code == 404
