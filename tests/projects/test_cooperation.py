"""The page of cooperation, in the years that ask for it, and its place in the submission."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.cooperation import CooperationSection, on_cards
from projects.cooperation_forms import CooperationForm
from projects.models import Cooperation
from submissions import sections, workflow
from submissions.models import Revision, Round, Submission
from tests import make
from tests.page import visible

URL = "/2025/tekniska-namnden/samverkan/"
WHOLE = {"public": 2, "private": 0, "academia": 1, "civil_society": 0, "countries": ["DE", "DK"], "html": "<p>Så.</p>"}


@pytest.fixture
def asking(cast):
    """The cast in a round that asks for cooperation."""
    Round.objects.update(asks_for_cooperation=True)
    cast.of_teknik.refresh_from_db()
    return cast


@pytest.fixture
def tova(asking, client):
    client.force_login(asking.tova)
    return client


@pytest.fixture
def partners(asking):
    """A card's partners: two public ones, one of them twice in other letters, one of academia, one of no sector."""
    card = make.card(asking.of_teknik, make.project())
    other = make.card(asking.of_teknik, make.project("strive", "STRIVE"))
    for one, name, sector, country in (
        (card, "Hamburg", "public", "DE"),
        (other, "HAMBURG ", "public", "DE"),
        (card, "Aarhus", "public", "DK"),
        (card, "Kiel", "academia", "DE"),
        (other, "Okänd", "", ""),
    ):
        make.partner(one, name, sector, country)


def stated(submission, **changes):
    return Cooperation.objects.create(submission=submission, **{**WHOLE, **changes})


def typed(cast, **changes):
    """The page's form as it stands when it is opened, with `changes` typed into it; None takes a field away."""
    form = CooperationForm(CooperationSection().find(cast.of_teknik, ""))
    opened = {field.html_name: field.value() for field in form}
    told = {name: "" if value is None else value for name, value in opened.items()} | changes
    return {name: value for name, value in told.items() if value is not None}


def messages(submission):
    (row,) = CooperationSection().rows(submission)
    return [problem.message for problem in row.problems]


def saved():
    return Cooperation.objects.values(*WHOLE).get()


def test_what_is_typed_is_saved(tova, asking):
    counts = {"public": "2", "private": "0", "academia": "1", "civil_society": "0"}
    response = tova.post(URL, typed(asking, **counts, countries="tyskland\nDanmark", html="<p>Så.</p>"))
    assert (response.status_code, response.url) == (302, URL)
    assert saved() == WHOLE
    row = Cooperation.objects.get()
    assert (row.version, row.changed_by) == (1, asking.tova)
    assert Submission.objects.get(pk=asking.of_teknik.pk).status == Submission.Status.DRAFT
    assert visible(tova.get(URL), ".notice--success") == ["Samverkan är sparad."]


def test_countries_may_stand_on_one_line_and_each_is_kept_once(tova, asking):
    tova.post(URL, typed(asking, countries="Norge, Danmark; norge"))
    assert saved()["countries"] == ["NO", "DK"]


def test_a_draft_may_be_incomplete(tova, asking):
    tova.post(URL, typed(asking, public="4"))
    assert (saved()["public"], saved()["private"]) == (4, None)
    (row,) = CooperationSection().rows(asking.of_teknik)
    assert row.status == sections.RowStatus.STARTED
    assert [problem.message for problem in row.problems if problem.stops] == [
        f"Saknar antal för {sector}. Skriv 0 om det inte finns någon part."
        for sector in ("privat sektor", "universitet och forskning", "ideell sektor")
    ]


def test_what_cannot_be_read_is_refused_and_stays_in_the_form(tova, asking):
    response = tova.post(URL, typed(asking, public="tre", private="-1", countries="Norge\nNågonstans"))
    assert response.status_code == 422
    assert visible(response, ".error-summary li") == [
        "Offentlig sektor: Skriv antalet med siffror, till exempel 12.",
        "Privat sektor: Antalet kan inte vara mindre än 0.",
        "Länder som parterna finns i: Någonstans finns inte i listan över länder. Skriv landets namn på svenska.",
    ]
    assert visible(response, "title")[0].startswith("Fel: ")
    assert visible(response, "#id_countries") == ["Norge Någonstans"]
    assert Cooperation.objects.count() == 0


def test_saving_by_itself_keeps_what_can_be_read(tova, asking):
    stated(asking.of_teknik)
    data = typed(asking, public="tre", academia="5")
    answer = tova.post(URL, data, headers={"Accept": "application/json"}).json()
    told = "Skriv antalet med siffror, till exempel 12."
    assert answer["faults"] == [{"id": "id_public", "text": f"Offentlig sektor: {told}", "message": told}]
    assert saved() == {**WHOLE, "academia": 5}


def test_saving_by_itself_brings_what_is_missing_anew_as_the_page_shows_it(tova, asking):
    answer = tova.post(URL, typed(asking, public="4"), headers={"Accept": "application/json"}).json()
    page = tova.get(URL)
    assert len(visible(page, "[data-problems] li")) == len(messages(asking.of_teknik)) == 4
    assert f"<div data-problems>{answer['problems']}</div>" in page.content.decode()


def test_the_cards_are_a_proposal_beside(tova, asking, partners):
    assert on_cards(asking.of_teknik).sectors == {"public": 2, "private": 0, "academia": 1, "civil_society": 0}
    assert visible(tova.get(URL), ".counted dd") == ["2", "0", "1", "0", "Danmark och Tyskland"]
    assert visible(tova.get(URL), ".aside p.quiet") == ["1 part på korten har ingen sektor och är inte med i antalen."]


def test_the_cards_figures_are_put_in_and_saved_only_then(tova, asking, partners):
    opened = typed(asking, action="cards", html="<p>Mer än projekten.</p>", public="många")
    response = tova.post(URL, opened)
    assert (response.status_code, Cooperation.objects.count()) == (200, 0)
    form = response.context["form"]
    told = {name: form[name].value() for name in ("public", "academia", "countries", "html", "version", "save_id")}
    assert told == {
        "public": "2",
        "academia": "1",
        "countries": "Danmark\nTyskland",
        "html": "<p>Mer än projekten.</p>",
        "version": "0",
        "save_id": str(opened["save_id"]),
    }
    assert visible(response, ".invalid-feedback") == []


def test_no_partners_on_the_cards_is_no_proposal(tova, asking):
    assert visible(tova.get(URL), ".aside p") == ["Inget av nämndens projektkort har någon partner."]
    assert visible(tova.get(URL), ".aside button") == []


def test_submission_waits_for_it(asking):
    make.answer(asking.of_teknik)
    assert messages(asking.of_teknik) == [
        "Saknar antal parter. Skriv hur många de är i varje sektor, 0 där det inte finns någon."
    ]
    with pytest.raises(workflow.Refused):
        make.handed_in(asking.of_teknik, asking.tova)
    stated(asking.of_teknik)
    version = make.handed_in(asking.of_teknik, asking.tova)
    assert version.data["submission"]["cooperation"] == {
        "sectors": {"public": 2, "private": 0, "academia": 1, "civil_society": 0},
        "countries": ["DE", "DK"],
        "html": "<p>Så.</p>",
    }


def test_other_figures_than_the_cards_have_are_a_warning(asking, partners):
    row = stated(asking.of_teknik)
    assert messages(asking.of_teknik) == []
    Cooperation.objects.filter(pk=row.pk).update(public=5, countries=["DE", "NO"])
    assert messages(asking.of_teknik) == [
        "Skiljer sig från projektkorten: offentlig sektor 5, på korten 2; Danmark står bara på korten; "
        "Norge står inte på korten."
    ]
    Cooperation.objects.filter(pk=row.pk).update(public=2, countries=[])
    assert messages(asking.of_teknik) == ["Saknar länder."]
    (described,) = CooperationSection().rows(asking.of_teknik)
    assert [problem.stops for problem in described.problems] == [False]
    assert described.status == sections.RowStatus.DONE


def test_a_year_that_does_not_ask_has_no_page(client, cast):
    client.force_login(cast.tova)
    assert CooperationSection().rows(cast.of_teknik) == []
    assert [client.get(URL).status_code, client.get(f"{URL}historik/").status_code] == [404, 404]
    assert CooperationSection().show(cast.of_teknik, sections.freeze(cast.of_teknik)) == []


def test_different_fields_by_two_both_stay(tova, asking):
    stated(asking.of_teknik)
    mine, theirs = typed(asking, public="9"), typed(asking, academia="7", html="<p>Deras.</p>")
    assert [tova.post(URL, each).status_code for each in (theirs, mine)] == [302, 302]
    assert saved() == {**WHOLE, "public": 9, "academia": 7, "html": "<p>Deras.</p>"}


def test_the_same_field_by_two_is_a_conflict(tova, asking):
    mine, theirs = typed(asking, public="9"), typed(asking, public="7")
    tova.post(URL, theirs)
    response = tova.post(URL, mine)
    assert (response.status_code, saved()["public"]) == (409, 7)
    assert visible(response, ".conflict h3") == ["Offentlig sektor"]
    assert visible(response, ".both__text") == ["[Skiljer sig: 9]", "[Skiljer sig: 7]"]
    assert response.context["form"]["public"].value() == 9


def test_history_is_kept_and_brought_back(tova, asking):
    stated(asking.of_teknik)
    tova.post(URL, typed(asking, public="9"))
    first = Revision.objects.first()
    page = tova.get(f"{URL}historik/{first.pk}/")
    assert page.context["changes"] == ["Offentlig sektor"]
    tova.post(f"{URL}historik/{first.pk}/", {field.html_name: field.value() for field in page.context["form"]})
    assert saved() == WHOLE


def test_what_is_typed_too_late_is_shown_to_be_copied(tova, asking):
    stated(asking.of_teknik)
    data = typed(asking, public="9", html="<p>Sent.</p>")
    make.answer(asking.of_teknik)
    make.handed_in(asking.of_teknik, asking.tova)
    for action in ("save", "cards"):
        response = tova.post(URL, {**data, "action": action})
        assert response.status_code == 409
        assert visible(response, ".typed")[0].startswith("Offentlig sektor: 9")
        assert visible(response, ".typed")[-1] == "Sent."
    assert saved() == WHOLE


def test_what_is_handed_in_is_read(tova, asking):
    stated(asking.of_teknik)
    make.answer(asking.of_teknik)
    make.handed_in(asking.of_teknik, asking.tova)
    Cooperation.objects.update(public=99)
    response = tova.get(URL)
    assert visible(response, "main button") == []
    assert visible(response, ".part tbody tr") == [
        "Offentlig sektor2",
        "Privat sektor0",
        "Universitet och forskning1",
        "Ideell sektor0",
    ]
    assert "Tyskland och Danmark" in visible(response, ".part")[0]


def test_what_was_typed_waits_over_a_login(client, asking):
    client.post(URL, typed(asking, public="6", writer=asking.tova.pk))
    client.force_login(asking.tova)
    response = client.get(URL)
    assert response.context["form"]["public"].value() == "6"
    assert Cooperation.objects.count() == 0


def test_an_outsider_finds_nothing_and_the_reviewer_reads(client, asking):
    data = typed(asking, public="1")
    for person, read, written in ((asking.ove, 404, 404), (asking.rut, 200, 403)):
        client.force_login(person)
        assert (client.get(URL).status_code, client.post(URL, data).status_code) == (read, written)
    assert visible(client.get(URL), "main button") == []
    assert Cooperation.objects.count() == 0


def test_other_methods_are_refused(tova):
    assert [tova.put(URL).status_code, tova.delete(URL).status_code] == [405, 405]


def test_it_stands_in_the_task_list_and_on_the_check_page(tova, asking):
    page = tova.get(reverse("submission", args=[2025, "tekniska-namnden"]))
    assert "Samverkansparter och länder" in visible(page, ".tasks a")
    check = tova.get(reverse("check", args=[2025, "tekniska-namnden"]))
    assert "Samverkansparter och länder" in visible(check, ".part h3")


def test_the_page_takes_as_many_queries_with_many_partners(tova, asking, partners):
    with CaptureQueriesContext(connection) as few:
        tova.get(URL)
    card = asking.of_teknik.cards.first()
    for number in range(5):
        make.partner(card, f"Part {number}", "private", "NO")
    with CaptureQueriesContext(connection) as many:
        tova.get(URL)
    assert len(many) == len(few)
