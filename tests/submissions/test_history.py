"""The pages of Historik for an answer: who saved what and when, with differences, and a text brought back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from submissions.models import Answer, Revision, Round
from tests import make
from tests.page import visible

QUESTION = "/2025/tekniska-namnden/fraga-1/"
URL = f"{QUESTION}historik/"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


def write(client, markup, version, minutes_ago=0):
    """Save; the address of the revision, as if it were made so long ago."""
    posted = {"html": markup, "version": version, "save_id": uuid4()}
    assert client.post(QUESTION, posted).status_code == 302
    pk = Revision.objects.last().pk
    Revision.objects.filter(pk=pk).update(created_at=timezone.now() - timedelta(minutes=minutes_ago))
    return f"{URL}{pk}/"


@pytest.fixture
def two(tova):
    """The addresses of two revisions, an hour apart."""
    return [write(tova, "<p>Vi reste till Hamburg.</p>", 0, 60), write(tova, "<p>Vi reste till Kiel.</p>", 1)]


def posted(client, url):
    return {field.html_name: field.value() for field in client.get(url).context["form"]}


def test_nothing_is_saved_since_it_was_read_in(tova, cast):
    make.answer(cast.of_teknik)
    assert "Inget är sparat här sedan omgången lästes in." in visible(tova.get(URL), "main > p")


def test_saves_are_grouped_by_sitting(tova, cast):
    for version, minutes_ago in enumerate((95, 65, 36, 10)):
        write(tova, f"<p>{version}</p>", version, minutes_ago)
    tova.force_login(make.contact("Tage", "tage@example.com", cast.teknik))
    write(tova, "<p>Tages.</p>", 4)
    response = tova.get(URL)
    assert [s.last.version for s in response.context["sittings"]] == [5, 4, 1]
    assert [[r.version for r in s.others] for s in response.context["sittings"]] == [[], [3, 2], []]
    assert visible(response, ".sittings > li > span") == ["Tage", "Tova Teknik", "Tova Teknik"]


def test_what_was_read_in_is_the_first(tova, cast):
    make.answer(cast.of_teknik)
    write(tova, "<p>Nytt.</p>", 0)
    assert visible(tova.get(URL), ".sittings > li > a")[1:] == ["Det som lästes in"]


def test_a_revision_shows_its_differences(tova, two):
    response = tova.get(two[1])
    assert visible(response, ".differences del") == ["[Borttaget: Hamburg.]"]
    assert visible(response, ".differences ins") == ["[Tillagt: Kiel.]"]
    assert visible(response, "details .rich") == ["Vi reste till Kiel."]
    assert visible(response, "main button") == []


def test_a_sittings_last_is_compared_with_what_stood_before_the_sitting(tova, two):
    url = write(tova, "<p>Vi reste till Kiel och Lund.</p>", 2)
    assert visible(tova.get(url), ".differences del") == ["[Borttaget: Hamburg.]"]


def test_an_earlier_text_is_brought_back_once_as_a_new_revision(tova, two):
    form = posted(tova, two[0])
    assert [tova.post(two[0], form).url for _ in range(2)] == [QUESTION] * 2
    assert Answer.objects.get().html == "<p>Vi reste till Hamburg.</p>"
    assert list(Revision.objects.values_list("version", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("changed", [{"version": 1}, {"seen": "något annat"}])
def test_a_text_saved_meanwhile_is_not_overwritten(tova, two, changed):
    response = tova.post(two[0], {**posted(tova, two[0]), **changed})
    assert response.status_code == 409
    assert visible(response, ".notice--error h2") == ["Inget är ändrat"]
    assert Answer.objects.get().html == "<p>Vi reste till Kiel.</p>"


def test_without_a_version_nothing_is_brought_back(tova, two):
    assert tova.post(two[0], {}).status_code == 422
    assert Revision.objects.count() == 2


def test_in_a_closed_round_nothing_is_brought_back(tova, two):
    form = posted(tova, two[0])
    Round.objects.update(closes=timezone.localdate() - timedelta(1))
    assert visible(tova.get(two[0]), "main button") == []
    assert tova.post(two[0], form).status_code == 409
    assert Revision.objects.count() == 2


def test_the_reviewer_reads_and_brings_nothing_back(client, cast, two):
    client.force_login(cast.rut)
    assert len(visible(client.get(URL), ".sittings > li")) == 2
    assert visible(client.get(two[0]), "main button") == []
    assert client.post(two[0], {"version": 2}).status_code == 403


def test_an_outsider_gets_404(client, cast, two):
    client.force_login(cast.ove)
    assert [client.get(url).status_code for url in (URL, *two)] == [404] * 3
    assert client.post(two[0], {"version": 2}).status_code == 404


def test_another_answers_revision_is_not_found_here(tova, two):
    assert tova.get(two[0].replace("fraga-1", "fraga-2")).status_code == 404
    assert tova.get(URL.replace("fraga-1", "fraga-9")).status_code == 404


def test_wrong_method(tova, two):
    assert [tova.post(URL).status_code, tova.put(two[0]).status_code] == [405, 405]


def test_queries_do_not_grow_with_revisions(tova, cast, two, django_assert_num_queries):
    few = {}
    for url in (URL, two[1]):
        with CaptureQueriesContext(connection) as counted:
            tova.get(url)
        few[url] = len(counted)
    for minutes_ago in (300, 200, 100):
        make.revision(Answer.objects.get(), cast.tova, minutes_ago)
    for url, queries in few.items():
        with django_assert_num_queries(queries):
            tova.get(url)


def test_a_form_sent_twice_is_saved_once_and_with_another_text_is_a_conflict(tova):
    form = {"html": "<p>Ett.</p>", "version": 0, "save_id": UUID(int=1)}
    assert [tova.post(QUESTION, form).status_code for _ in range(2)] == [302, 302]
    assert tova.post(QUESTION, {**form, "html": "<p>Två.</p>"}).status_code == 409
    assert Revision.objects.count() == 1
