"""Passages of the boards' accounts, put into the city memo's excerpts and followed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting import city_memo, excerpts
from reporting.models import Excerpt, ExcerptSource, Memo
from submissions import workflow
from submissions.models import Round
from submissions.workflow import Refused
from tests import make
from tests.page import select, visible, words

from .writing import posted

PAGE = reverse("city_memo", args=[2025])
TEXT = "<p>Vi reste till Hamburg i mars. Där lärde vi oss om <strong>hamnens</strong> avfall.</p><p>Slut.</p>"
QUOTE = "Där lärde vi oss om hamnens avfall."


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def account(cast):
    make.answer(cast.of_teknik, html=TEXT)
    make.card(cast.of_teknik, make.project())
    make.handed_in(cast.of_teknik, cast.tova)
    cast.of_teknik.refresh_from_db()
    return cast.of_teknik


def address(submission):
    return reverse("excerpt_take", args=[2025, submission.pk])


def take(client, submission, quote=QUOTE, section="questions", key="1", **more):
    return client.post(address(submission), {"section": section, "key": key, "quote": quote}, **more)


def test_a_marked_passage_comes_last_in_the_boards_excerpt(rut, cast, account):
    Excerpt.objects.create(submission=account, html="<p>Först.</p>")
    response = take(rut, account, "Där lärde  vi oss\nom hamnens avfall.")
    submission = reverse("admin:submissions_submission_change", args=[account.pk])
    assert (response.status_code, response.url) == (302, f"{submission}#del-questions-1")
    assert Excerpt.objects.get().html == f"<p>Först.</p><blockquote><p>{QUOTE}</p></blockquote>"
    source = ExcerptSource.objects.get()
    told = (source.section, source.key, source.about, source.quote, source.version, source.created_by)
    assert told == ("questions", "1", "1. Fråga nummer 1?", QUOTE, 1, cast.rut)
    assert Memo.objects.get().revisions.last().created_by == cast.rut


def test_of_what_a_board_is_still_writing_and_of_a_card(rut, cast):
    make.card(cast.of_miljo, make.project(), description="<p>A & B <em>gick</em> bra.</p>")
    take(rut, cast.of_miljo, "A & B gick bra.", "cards", "brave")
    assert Excerpt.objects.get().html == "<blockquote><p>A &amp; B gick bra.</p></blockquote>"
    assert ExcerptSource.objects.get().version == 0


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"quote": "Det här står inte där."}, excerpts.NOT_THERE),
        ({"quote": "  "}, excerpts.EMPTY),
        ({"key": "9"}, excerpts.GONE),
        ({"section": "katter"}, excerpts.GONE),
        ({"section": ""}, excerpts.GONE),
    ],
)
def test_what_does_not_stand_there_is_refused_and_given_back(rut, account, told, refusal):
    response = take(rut, account, **told)
    assert (response.status_code, refusal in visible(response, ".error-summary p")[0]) == (409, True)
    assert take(rut, account, **told, headers={"Accept": "application/json"}).json()["message"] == refusal
    assert (Excerpt.objects.count(), ExcerptSource.objects.count()) == (0, 0)


def test_the_page_that_asks_by_script_stays_and_is_told(rut, account):
    answer = take(rut, account, headers={"Accept": "application/json"})
    assert answer.json() == {
        "message": "Stycket är inlagt i utdraget om Tekniska nämnden i tjänsteskrivelsen. Korta det där.",
        "url": f"{PAGE}#utdrag-tekniska-namnden",
    }


def test_whoever_is_writing_in_the_memo_gets_it_merged(rut, cast, account):
    page = rut.get(PAGE)
    take(rut, account)
    rut.post(PAGE, posted(page, summary="<p>Mitt</p>"))
    now = city_memo.content(city_memo.find(cast.round))
    assert now["summary"] == "<p>Mitt</p>"
    assert now["excerpts"] == {"tekniska-namnden": f"<blockquote><p>{QUOTE}</p></blockquote>"}


def test_the_source_is_shown_with_a_link_to_where_it_stands(rut, account):
    take(rut, account)
    page = rut.get(PAGE)
    [link] = select(page, ".source a")
    assert link.get("href") == reverse("admin:submissions_submission_change", args=[account.pk]) + "#del-questions-1"
    assert visible(page, ".source__warning") == []


def change(cast, account, html):
    workflow.give_back(cast.rut, account, "Ändra.")
    account.answers.update(html=html)
    account.refresh_from_db()


def test_a_source_that_is_changed_afterwards_is_told_with_what_it_says_now(rut, cast, account):
    take(rut, account)
    changed = TEXT.replace("avfall", "energi och värme")
    change(cast, account, changed)
    page = rut.get(PAGE)
    assert visible(page, ".source__warning") == ["Texten är ändrad sedan stycket hämtades. Kontrollera utdraget."]
    now = visible(page, ".source .both__text")[1]
    assert ("Tekniska nämnden har ändrat text som utdraget bygger på.", "#utdrag-tekniska-namnden") in [
        (words(link), link.get("href")) for link in select(page, ".memo-todo a")
    ]
    assert ("hamnens" in now, "energi" in now) == (True, True)
    assert f"<blockquote><p>{QUOTE}</p></blockquote>" == Excerpt.objects.get().html


def test_who_publishes_is_told_of_it(rut, cast, account):
    take(rut, account)
    change(cast, account, TEXT.replace("avfall", "energi och värme"))
    links = select(rut.get(reverse("round_publish", args=[2025])), "#bra-att-veta + ul a")
    told = "Tekniska nämnden har ändrat text som utdraget bygger på."
    assert [(words(link), link.get("href")) for link in links] == [(told, f"{PAGE}#utdrag-tekniska-namnden")]


@pytest.mark.parametrize("html", ["<p>Något helt annat handlar texten om nu: 42.</p>", ""])
def test_a_source_that_is_gone_is_told(rut, cast, account, html):
    take(rut, account)
    change(cast, account, html)
    [warning] = visible(rut.get(PAGE), ".source__warning")
    assert "stycket finns inte kvar" in warning


def test_a_source_is_let_go_and_what_is_typed_stays(rut, account):
    take(rut, account)
    action = f"source-{ExcerptSource.objects.get().pk}"
    page = rut.post(PAGE, posted(rut.get(PAGE), action=action, summary="<p>Kvar</p>"))
    assert (ExcerptSource.objects.count(), posted(page)["summary"]) == (0, "<p>Kvar</p>")
    assert Excerpt.objects.get().html


def test_an_excerpt_that_is_emptied_keeps_its_sources_and_is_not_printed(rut, cast, account):
    take(rut, account)
    rut.post(PAGE, posted(rut.get(PAGE), **{"excerpt-tekniska-namnden": ""}))
    assert Excerpt.objects.get().html == ""
    assert len(select(rut.get(PAGE), ".source")) == 1


def test_not_in_a_published_round(rut, cast, account):
    Round.objects.filter(pk=cast.round.pk).update(published=timezone.localdate())
    response = take(rut, account)
    assert (response.status_code, visible(response, ".typed")) == (409, [QUOTE])
    page = rut.get(reverse("admin:submissions_submission_change", args=[account.pk]))
    assert select(page, "form[data-take]") == []
    assert not Excerpt.objects.exists()


def test_outsiders_put_nothing_in(client, cast, account):
    for person in (cast.tova, cast.ove):
        client.force_login(person)
        assert take(client, account).status_code == 403
    assert client.get(address(account)).status_code == 403
    assert not Excerpt.objects.exists()


def test_only_by_post_and_only_of_the_round(rut, account):
    assert rut.get(address(account)).status_code == 405
    other = make.submission(make.round(2024), account.board)
    assert take(rut, other).status_code == 404


def test_the_submissions_page_has_the_form_at_each_part_that_says_something(rut, account):
    page = rut.get(reverse("admin:submissions_submission_change", args=[account.pk]))
    keys = [field.get("value") for field in select(page, "form[data-take] [name=key]")]
    assert keys == ["1", "brave"]


def test_what_is_taken_is_told_by_the_same_words(cast, account):
    with pytest.raises(Refused):
        excerpts.take(cast.rut, account, "questions", "1", "Hamburg i april")
    excerpts.take(cast.rut, account, "questions", "1", "Hamburg i mars. Där lärde vi oss")
    assert not excerpts.followed(cast.round)["tekniska-namnden"][0].changed


def test_as_many_queries_for_many_sources_as_for_one(cast, account, django_assert_num_queries):
    submissions = [cast.of_miljo, cast.of_fritid]
    for each in submissions:
        make.card(each, make.project(each.board.slug))
    excerpts.take(cast.rut, cast.of_miljo, "cards", cast.miljo.slug, "Så gick det.")
    with CaptureQueriesContext(connection) as one:
        excerpts.followed(Round.objects.get(pk=cast.round.pk))
    excerpts.take(cast.rut, cast.of_fritid, "cards", cast.fritid.slug, "Så gick det.")
    with django_assert_num_queries(len(one.captured_queries)):
        excerpts.followed(Round.objects.get(pk=cast.round.pk))


def test_what_it_says_now_begins_and_ends_as_the_passage_did():
    text = "Sluta skjut Polisen och staden arbetar med att få ned antalet brott. Metoden kommer från USA."
    quote = "Polisen och engagerade Malmöbor arbetar gemensamt med att få ned antalet grova brott."
    assert excerpts._nearest(quote, text) == "Polisen och staden arbetar med att få ned antalet brott."
    assert excerpts._nearest(quote, "Vi åkte hem.") == ""
