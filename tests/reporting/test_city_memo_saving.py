"""Two officials in the city's memo at once, and saves that do not get through: nobody's text is lost."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from reporting import city_memo, editions
from reporting.models import Excerpt, Memo, MemoRevision
from submissions.models import Round
from tests import make
from tests.at_once import at_once
from tests.page import select, visible

from .writing import posted

PAGE = reverse("city_memo", args=[2025])
JSON = {"Accept": "application/json"}


@pytest.fixture
def eva(db):
    return make.reviewer("Eva Handläggare", "eva@example.com")


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def save(user, cast, version=0, **content):
    """Save a content, from a version, as if the person had pressed the button."""
    round = Round.objects.get(pk=cast.round.pk)
    return city_memo.save(user, round, version, content, uuid4())


def stands(cast):
    return city_memo.content(city_memo.find(cast.round))


def sections(**texts):
    """Sections by their keys, each with its key as its heading."""
    return {key: {"heading": key, "html": html, "place": at} for at, (key, html) in enumerate(texts.items(), start=1)}


def test_different_places_both_stay(cast, eva):
    began = {"summary": "<p>Ett</p>", "sections": sections(arendet="<p>Då</p>", slut="<p>Slut</p>")}
    save(cast.rut, cast, **began, excerpts={"miljonamnden": "<p>Miljö</p>"})
    then = stands(cast)
    save(cast.rut, cast, 1, **{**then, "sections": sections(arendet="<p>Ruts</p>", slut="<p>Slut</p>")})
    changed = {**then, "sections": sections(arendet="<p>Då</p>", slut="<p>Evas</p>")}
    saved = save(eva, cast, 1, **{**changed, "excerpts": {**then["excerpts"], "tekniska-namnden": "<p>Teknik</p>"}})
    assert (saved.version, saved.merged) == (3, True)
    now = stands(cast)
    assert [each["html"] for each in now["sections"].values()] == ["<p>Ruts</p>", "<p>Evas</p>"]
    assert now["excerpts"] == {"miljonamnden": "<p>Miljö</p>", "tekniska-namnden": "<p>Teknik</p>"}


@pytest.mark.parametrize(
    ("began", "ruts", "evas", "path"),
    [
        ({"summary": "a"}, {"summary": "b"}, {"summary": "c"}, ("summary",)),
        (
            {"excerpts": {"miljonamnden": "a"}},
            {"excerpts": {"miljonamnden": "b"}},
            {"excerpts": {"miljonamnden": "c"}},
            ("excerpts", "miljonamnden"),
        ),
        ({"proposals": ["a"]}, {"proposals": ["a", "b"]}, {}, ("proposals",)),
    ],
)
def test_the_same_place_is_asked_about_and_nothing_is_saved(cast, eva, began, ruts, evas, path):
    save(cast.rut, cast, 0, **began)
    save(cast.rut, cast, 1, **ruts)
    with pytest.raises(city_memo.Conflict) as conflict:
        save(eva, cast, 1, **evas)
    assert conflict.value.disputed == [path]
    assert stands(cast) == ruts


def test_the_conflict_page_keeps_both_texts_and_either_can_be_taken(rut, cast, eva):
    save(eva, cast, 0, summary="<p>Först</p>", proposal_by="KS föreslår")
    page = rut.get(PAGE)
    save(eva, cast, 1, summary="<p>Evas ord</p>", proposal_by="KS föreslår")
    mine = posted(page, summary="<p>Ruts ord</p>", contact_title="Samordnare")
    conflict = rut.post(PAGE, mine)
    assert conflict.status_code == 409
    assert visible(conflict, "title")[0].startswith("Fel: ")
    assert visible(conflict, ".both__text") == ["[Skiljer sig: Ruts] ord", "[Skiljer sig: Evas] ord"]
    assert posted(conflict)["summary"] == "<p>Ruts ord</p>"
    assert select(conflict, "form[data-autosave]") == []
    assert stands(cast)["summary"] == "<p>Evas ord</p>"
    taken = rut.post(PAGE, posted(conflict, take="summary"))
    assert (posted(taken)["summary"], posted(taken)["contact_title"]) == ("<p>Evas ord</p>", "Samordnare")
    rut.post(PAGE, posted(conflict))
    now = stands(cast)
    assert (now["summary"], now["contact_title"]) == ("<p>Ruts ord</p>", "Samordnare")


def test_a_page_that_saves_by_itself_is_told_what_became_of_it(rut, cast, eva):
    page = rut.get(PAGE)
    first = rut.post(PAGE, posted(page, summary="<p>Ett</p>"), headers=JSON)
    assert (first.status_code, first.json()["version"], first.json()["merged"]) == (200, 1, False)
    save(eva, cast, 1, summary="<p>Ett</p>", contact_title="Chef")
    merged = rut.post(PAGE, posted(page, version=1, summary="<p>Två</p>"), headers=JSON).json()
    assert (merged["version"], merged["merged"]) == (3, True)
    save(eva, cast, 3, summary="<p>Evas</p>", contact_title="Chef")
    refused = rut.post(PAGE, posted(page, version=3, summary="<p>Tre</p>"), headers=JSON)
    assert refused.status_code == 409
    assert refused.json()["message"].startswith("Eva Handläggare har sparat något annat här")
    faulty = rut.post(
        PAGE,
        posted(page, version=4, contact_title="Chef", summary="<p>Fyra</p>", decision_path="2025-99-99 KS"),
        headers=JSON,
    )
    assert faulty.json()["faults"][0]["id"] == "id_decision_path"
    assert stands(cast) == {"summary": "<p>Fyra</p>", "contact_title": "Chef"}
    rut.logout()
    assert rut.post(PAGE, posted(page), headers=JSON).status_code == 401


def test_an_old_page_is_refused_and_keeps_what_was_typed(rut, cast):
    response = rut.post(PAGE, posted(rut.get(PAGE), version=None, summary="<p>Text</p>"))
    assert (response.status_code, posted(response)["summary"]) == (422, "<p>Text</p>")
    assert rut.post(PAGE, posted(rut.get(PAGE), version=None), headers=JSON).status_code == 422


def test_the_same_save_sent_twice_is_done_once(rut, cast):
    sent = posted(rut.get(PAGE), summary="<p>Ett</p>")
    answers = [rut.post(PAGE, sent, headers=JSON).json() for _ in range(2)]
    assert [answer["version"] for answer in answers] == [1, 1]
    assert MemoRevision.objects.count() == 1


def test_what_was_read_in_is_kept_before_the_first_save(cast):
    Memo.objects.create(round=cast.round, summary="<p>Inläst</p>")
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>Inläst utdrag</p>")
    save(cast.rut, cast, 0, summary="<p>Nytt</p>", excerpts={"miljonamnden": "<p>Inläst utdrag</p>"})
    kept = [(each.version, each.created_by, each.content["summary"]) for each in MemoRevision.objects.all()]
    assert kept == [(0, None, "<p>Inläst</p>"), (1, cast.rut, "<p>Nytt</p>")]
    assert MemoRevision.objects.first().content["excerpts"] == {"miljonamnden": "<p>Inläst utdrag</p>"}


def test_a_memo_that_was_taken_away_meanwhile_is_a_conflict(cast, eva):
    save(cast.rut, cast, 0, summary="<p>Ett</p>")
    Memo.objects.all().delete()
    with pytest.raises(city_memo.Conflict):
        save(eva, cast, 1, summary="<p>Evas</p>")


def test_only_the_office_saves_and_not_what_is_published(cast):
    for stranger in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            save(stranger, cast, 0, summary="<p>Ett</p>")
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    with pytest.raises(city_memo.Locked):
        save(cast.rut, cast, 0, summary="<p>Ett</p>")
    assert not Memo.objects.exists()


def test_a_save_that_is_killed_half_way_leaves_what_stood(cast, monkeypatch):
    save(cast.rut, cast, 0, summary="<p>Ett</p>", sections=sections(slut="<p>Slut</p>"))

    def killed(*args):
        raise DatabaseError

    monkeypatch.setattr(city_memo, "_write_excerpts", killed)
    with pytest.raises(DatabaseError):
        save(cast.rut, cast, 1, summary="<p>Två</p>", sections=sections(annat="<p>Annat</p>"))
    assert stands(cast) == {"summary": "<p>Ett</p>", "sections": sections(slut="<p>Slut</p>")}
    assert city_memo.find(cast.round).version == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_both_stay(lasting_cast):
    cast, eva = lasting_cast, make.reviewer("Eva Handläggare", "eva@example.com")
    save(cast.rut, cast, 0, summary="<p>Ett</p>", contact_title="Chef")
    raised = at_once(
        lambda: save(cast.rut, cast, 1, summary="<p>Ruts</p>", contact_title="Chef"),
        lambda: save(eva, cast, 1, summary="<p>Ett</p>", contact_title="Evas"),
    )
    assert raised == [None, None]
    assert stands(cast) == {"summary": "<p>Ruts</p>", "contact_title": "Evas"}


@pytest.mark.django_db(transaction=True)
def test_two_in_the_same_place_at_the_same_moment_one_is_asked(lasting_cast):
    cast, eva = lasting_cast, make.reviewer("Eva Handläggare", "eva@example.com")
    raised = at_once(
        lambda: save(cast.rut, cast, 0, summary="<p>Ruts</p>"), lambda: save(eva, cast, 0, summary="<p>Evas</p>")
    )
    assert sorted(map(str, raised)) == [str(city_memo.Conflict), "None"]
    assert stands(cast)["summary"] in ("<p>Ruts</p>", "<p>Evas</p>")


def test_a_published_round_that_is_opened_again_is_written_on(cast):
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    editions.reopen(cast.rut, cast.round, "Ett fel.")
    assert save(cast.rut, cast, 0, summary="<p>Ett</p>").version == 1
