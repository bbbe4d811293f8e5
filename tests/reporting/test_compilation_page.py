"""The page of a compilation: how far it has come, cancelling, and what it says when nothing comes of it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from reporting import compiling, documents
from reporting.models import Compilation, Edition, Memo
from tests import make
from tests.page import select, visible

from .published import WHY, ready

State = Compilation.State
OVERVIEW = reverse("round_overview", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def waiting(cast, queued):
    return compiling.ask_for_draft(cast.rut, cast.round)


@pytest.fixture
def running(waiting):
    Compilation.objects.update(
        state=State.RUNNING,
        tries=1,
        started_at=timezone.now(),
        touched_at=timezone.now(),
        document="Redovisning",
        sections=12,
        of_sections=31,
    )
    waiting.refresh_from_db()
    return waiting


def address(compilation):
    return reverse("compilation", args=[compilation.round.year, compilation.pk])


def told(rut, compilation):
    return rut.get(address(compilation), headers={"accept": "application/json"}).json()


def ago(seconds):
    earlier = timedelta(seconds=seconds)
    Compilation.objects.update(created_at=F("created_at") - earlier, touched_at=F("touched_at") - earlier)


def test_tells_how_far_it_has_come(rut, running):
    page = rut.get(address(running))
    bar = select(page, "progress")[0]
    assert (bar.get("value"), bar.get("max")) == ("12", "31")
    assert visible(page, "[data-words]") == ["12 av 31 avsnitt är klara. Just nu: Redovisning."]
    assert [each.get("content") for each in select(page, "noscript meta")] == ["3"]
    assert told(rut, running) == {
        "at_work": True,
        "sections": 12,
        "of": 31,
        "words": "12 av 31 avsnitt är klara. Just nu: Redovisning.",
        "worry": "",
    }


def test_the_rounds_page_leads_to_what_is_at_work(rut, running):
    links = {link.text: link.get("href") for link in select(rut.get(OVERVIEW), ".notice a")}
    assert links == {"Följ sammanställningen": address(running)}


def test_a_draft_that_waits_long_says_that_nobody_takes_it(rut, waiting):
    ago(29)
    assert told(rut, waiting)["worry"] == ""
    ago(2)
    assert told(rut, waiting)["worry"] == (
        "Ingen arbetare har tagit sig an sammanställningen. Be driften starta den (manage.py db_worker)."
    )
    assert visible(rut.get(address(waiting)), "[data-worry]") == [told(rut, waiting)["worry"]]


def test_a_draft_that_waits_for_another_says_so(rut, running, cast):
    last = compiling.ask_for_draft(cast.rut, make.round(2024))
    Compilation.objects.filter(pk=last.pk).update(created_at=timezone.now() - timedelta(seconds=31))
    assert told(rut, last)["worry"] == "Arbetaren gör en annan sammanställning först."


def test_a_worker_that_is_not_heard_of_is_told(rut, running):
    ago(61)
    assert told(rut, running)["worry"].startswith("Arbetaren har inte hörts av på över en minut.")


def test_cancels(rut, running):
    page = rut.post(address(running), {"cancel": ""}, follow=True)
    running.refresh_from_db()
    assert running.state == State.CANCELLED
    assert visible(page, ".lead") == ["Sammanställningen är avbruten. Inget utkast är sparat."]
    assert not told(rut, running)["at_work"]
    again = rut.post(address(running), {"cancel": ""}, follow=True)
    assert visible(again, ".messagelist li") == [
        "Sammanställningen var redan avslutad och gick inte att avbryta.",
    ]


def test_what_is_done_leads_to_the_rounds_page_with_what_is_to_be_known(rut, cast):
    Memo.objects.create(round=cast.round, summary="<p>{antal_drakar} 😀</p>")
    make.answer(cast.of_teknik)
    done = compiling.ask_for_draft(cast.rut, cast.round)
    assert (done.state, done.sections) == (State.DONE, done.of_sections)
    page = rut.get(address(done), follow=True)
    assert page.redirect_chain == [(f"{OVERVIEW}#utgavor", 302)]
    assert visible(page, ".messagelist li") == [
        "Utkastet är sammanställt, men läs det här: Tjänsteskrivelsen nämner {antal_drakar}, som inte är någon av "
        "siffrorna som räknas fram. Tjänsteskrivelsen: typsnitten saknar 😀, som skrivs ut som �."
    ]
    Edition.objects.get().delete()
    assert visible(rut.get(address(done), follow=True), ".messagelist li") == ["Utkastet är borttaget."]


def test_what_breaks_is_told_and_can_be_tried_again(rut, cast, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(documents, "compile_year", lambda *args: 1 / 0)
        page = rut.post(reverse("round_compile", args=[2025]), follow=True)
    assert visible(page, ".error-summary h2, .error-summary p") == ["Utkastet blev inte av", compiling.BROKEN]
    assert visible(page, "title")[0].startswith("Fel: ")
    failed = Compilation.objects.get()
    assert [link.get("href") for link in select(rut.get(OVERVIEW), ".notice a")] == [address(failed)]
    again = rut.post(address(failed), {"again": ""}, follow=True)
    assert visible(again, ".messagelist li") == [
        "Utkastet är sammanställt, men läs det här: Redovisningen för 2025 går inte att göra: det finns inga svar och "
        "inga projektkort. Tjänsteskrivelsen för 2025 är inte skriven."
    ]
    assert visible(rut.get(OVERVIEW), ".notice a") == []


def test_a_refused_publication_is_read_again_with_what_was_typed(rut, cast, queued, quick):
    ready(cast)
    compilation = compiling.ask_to_publish(cast.rut, cast.round, "", WHY)
    Memo.objects.update(summary="<p>Ny text</p>")
    compiling.run.call(compilation.pk)
    page = rut.get(address(compilation))
    assert visible(page, ".error-summary h2") == ["Inget är publicerat"]
    assert visible(page, ".error-summary p")[0].startswith("Något i redovisningen ändrades medan den sammanställdes")
    again = rut.post(address(compilation), {"again": ""})
    assert again.status_code == 409
    assert visible(again, "textarea") == [WHY]
    assert [form.get("action") for form in select(again, "form[data-compile]")] == [
        reverse("round_publish", args=[2025])
    ]
    assert not Edition.objects.exists()


def test_another_years_address_is_none(rut, waiting):
    assert rut.get(reverse("compilation", args=[2024, waiting.pk])).status_code == 404


def test_the_rounds_page_asks_as_much_for_one_as_for_three(rut, cast, queued, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(1000) as asked:
            rut.get(OVERVIEW)
        return len(asked)

    rut.get(OVERVIEW)
    one = {"round": cast.round, "what": "draft", "created_by": cast.rut}
    Compilation.objects.create(fingerprint="1", **one)
    before = asked()
    Compilation.objects.create(fingerprint="2", **one)
    Compilation.objects.create(fingerprint="3", **one)
    assert asked() == before


def test_a_draft_and_a_publication_are_asked_for_in_their_own_gender(rut, cast, waiting):
    said = {
        Compilation.What.DRAFT: ("Utkast, begärt", "Begärt av"),
        Compilation.What.PUBLICATION: ("Publicering, begärd", "Begärd av"),
    }
    for what, (on_overview, on_page) in said.items():
        Compilation.objects.update(what=what)
        assert on_overview in visible(rut.get(OVERVIEW), "[aria-labelledby=compile] .notice")[0]
        assert visible(rut.get(address(waiting)), "#content > .quiet")[0].startswith(on_page)
