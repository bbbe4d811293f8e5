"""Who saved the city's memo, when, and bringing back what it said."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting import city_memo
from reporting.models import Memo, MemoRevision
from submissions.models import Round
from tests.page import select, visible

LIST = reverse("city_memo_history", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def saved(cast):
    Memo.objects.create(round=cast.round, summary="<p>Inläst</p>")
    for version, text in enumerate(("Ett", "Två")):
        content = {"summary": f"<p>{text}</p>", "excerpts": {"miljonamnden": f"<p>Utdrag {text}</p>"}}
        city_memo.save(cast.rut, cast.round, version, content, uuid4())
    return list(MemoRevision.objects.all())


def page_of(revision):
    return reverse("city_memo_revision", args=[2025, revision.pk])


def fields(response):
    return {field.get("name"): field.get("value") for field in select(response, "section form input")}


def test_lists_the_sittings_newest_first(rut, saved):
    response = rut.get(LIST)
    assert visible(response, ".sittings > li > span") == ["Rut Granskare", "Det som stod här innan någon sparade"]
    assert [link.get("href") for link in select(response, ".sittings > li > a")] == [
        page_of(saved[2]),
        page_of(saved[0]),
    ]


def test_nothing_is_saved_yet(rut):
    assert "Ingen har sparat tjänsteskrivelsen än." in visible(rut.get(LIST), "#content p")


def test_shows_what_was_changed(rut, saved):
    response = rut.get(page_of(saved[1]))
    assert visible(response, "[aria-labelledby=andringar] dt") == ["Sammanfattning", "Utdrag, Miljönämnden"]
    assert visible(response, "[aria-labelledby=andringar] ins")[0] == "[Tillagt: Ett]"
    assert "Det är det som står nu." in visible(rut.get(page_of(saved[2])), "[aria-labelledby=ta-tillbaka] p")


def test_brings_back_and_keeps_what_stood(rut, cast, saved):
    response = rut.post(page_of(saved[1]), fields(rut.get(page_of(saved[1]))), follow=True)
    assert visible(response, ".messagelist li") == ["Den tidigare texten är tillbaka."]
    now = city_memo.content(city_memo.find(cast.round))
    assert now == {"summary": "<p>Ett</p>", "excerpts": {"miljonamnden": "<p>Utdrag Ett</p>"}}
    assert [each.version for each in MemoRevision.objects.all()] == [0, 1, 2, 3]


def test_not_over_what_somebody_saved_meanwhile(rut, cast, saved):
    sent = fields(rut.get(page_of(saved[1])))
    city_memo.save(cast.ada, cast.round, 2, {"summary": "<p>Adas</p>"}, uuid4())
    response = rut.post(page_of(saved[1]), sent)
    assert (response.status_code, visible(response, "title")[0][:5]) == (409, "Fel: ")
    assert Memo.objects.get().summary == "<p>Adas</p>"


def test_a_published_memo_is_only_looked_at(rut, cast, saved):
    sent = fields(rut.get(page_of(saved[1])))
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    assert select(rut.get(page_of(saved[1])), "section form") == []
    assert rut.post(page_of(saved[1]), sent).status_code == 409
    assert Memo.objects.get().summary == "<p>Två</p>"


def test_outsiders_see_nothing(client, cast, saved):
    client.force_login(cast.tova)
    assert [client.get(url).status_code for url in (LIST, page_of(saved[1]))] == [403, 403]
    assert client.post(page_of(saved[1]), {"version": 2}).status_code == 403


def test_wrong_methods_and_what_is_not_there(rut, cast):
    assert rut.post(LIST).status_code == 405
    assert rut.get(reverse("city_memo_revision", args=[2025, 999])).status_code == 404
    Memo.objects.create(round=cast.round)
    assert rut.get(reverse("city_memo_revision", args=[2025, 999])).status_code == 404
