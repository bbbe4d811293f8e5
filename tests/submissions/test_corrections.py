"""The city office's language corrections: a version of their own, texts alone, seen by the board."""

from copy import deepcopy
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from submissions import corrections, drafts, history, sections, workflow
from submissions.models import Round, Submission, Version
from tests import make
from tests.at_once import at_once
from tests.page import select, visible

WRONG, RIGHT = "<p>Vi reste till Hambrug.</p>", "<p>Vi reste till Hamburg.</p>"


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik, html=WRONG)
    make.card(cast.of_teknik, make.project(), purpose="<p>Syftte.</p>")
    make.handed_in(cast.of_teknik, cast.tova)
    return Submission.objects.get(pk=cast.of_teknik.pk)


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def correct(cast, html=RIGHT, version=0, section="questions", key="1", save_id=None, person=None, **texts):
    wanted = texts or {"html": html}
    place = (sections.named(section), key, version)
    return corrections.correct(person or cast.rut, cast.of_teknik, *place, wanted, save_id or uuid4())


def url(submission, section="questions", key="1"):
    return reverse("admin:submission_correct", args=[submission.pk, section, key])


def page(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def test_a_correction_is_a_version_of_its_own_in_the_offices_name(cast, handed_in):
    first = deepcopy(handed_in.versions.get().data)
    made = correct(cast)
    assert (made.number, made.kind, made.created_by) == (2, Version.Kind.CORRECTION, cast.rut)
    first["submission"]["answers"][0]["html"] = RIGHT
    assert made.data == first
    assert sections.handed_in(handed_in) == sections.freeze(handed_in) == first
    assert handed_in.versions.first().data["submission"]["answers"][0]["html"] == WRONG


def test_the_row_has_it_too_with_its_history_in_the_offices_name(cast, handed_in):
    correct(cast)
    answer = handed_in.answers.get()
    assert (answer.html, answer.version, answer.changed_by) == (RIGHT, 1, cast.rut)
    assert [(each.content["html"], each.created_by) for each in history.of(answer)] == [
        (WRONG, None),
        (RIGHT, cast.rut),
    ]


def test_the_board_starts_from_it_when_it_is_returned(cast, handed_in):
    correct(cast)
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    assert sections.freeze(handed_in)["submission"]["answers"][0]["html"] == RIGHT
    assert workflow.submit(cast.tova, handed_in).number == 3


@pytest.mark.parametrize("name", ["purpose", "description"])
def test_texts_of_a_card_alone(cast, handed_in, name):
    before = deepcopy(handed_in.versions.get().data)
    correct(cast, section="cards", key="brave", **{name: "<p>Rätt.</p>"})
    after = handed_in.versions.last().data
    assert after["submission"]["cards"][0]["texts"].pop(name) == "<p>Rätt.</p>"
    del before["submission"]["cards"][0]["texts"][name]
    assert after == before


def test_facts_stay_as_they_were_handed_in_whatever_the_register_says_since(cast, handed_in):
    handed_in.cards.get().project.__class__.objects.update(title="Ett annat namn")
    correct(cast, section="cards", key="brave", purpose="<p>Rätt.</p>")
    assert handed_in.versions.last().data["projects"] == handed_in.versions.first().data["projects"]


@pytest.mark.parametrize("texts", [{"paid": "1"}, {"title": "Nytt"}, {"results": "<p>Nytt.</p>"}, {"purpose": ""}])
def test_nothing_else_and_nothing_to_nothing(cast, handed_in, texts):
    with pytest.raises(workflow.Refused):
        correct(cast, section="cards", key="brave", **texts)
    assert handed_in.versions.count() == 1
    assert sections.freeze(handed_in) == handed_in.versions.get().data


def test_what_is_approved_can_be_corrected_and_stays_approved(cast, handed_in):
    workflow.approve(cast.rut, handed_in)
    assert correct(cast).number == 2
    assert Submission.objects.get(pk=handed_in.pk).status == "approved"


@pytest.mark.parametrize("status", ["not_started", "draft", "returned"])
def test_what_the_board_is_writing_is_not_corrected(cast, handed_in, status):
    Submission.objects.update(status=status)
    with pytest.raises(workflow.Refused, match="när redovisningen är inlämnad"):
        correct(cast)


def test_what_is_published_is_not_corrected(cast, handed_in):
    workflow.approve(cast.rut, handed_in)
    Round.objects.update(published=timezone.localdate())
    with pytest.raises(workflow.Refused, match="publicerad"):
        correct(cast)
    assert handed_in.versions.count() == 1


def test_only_the_city_office_corrects(cast, handed_in):
    for person in (cast.tova, cast.ove):
        with pytest.raises(PermissionDenied):
            correct(cast, person=person)


def test_a_correction_begins_the_review_so_that_nothing_is_taken_back_under_it(cast, handed_in):
    correct(cast)
    assert Submission.objects.get(pk=handed_in.pk).review_begun_by == cast.rut
    with pytest.raises(workflow.Refused, match="börjat granska"):
        workflow.take_back(cast.tova, handed_in, 2)


def test_the_same_twice_is_done_once_and_no_change_is_no_version(cast, handed_in):
    once = uuid4()
    correct(cast, save_id=once)
    assert correct(cast, save_id=once) is None
    assert correct(cast, version=1) is None
    assert handed_in.versions.count() == 2
    assert handed_in.events.filter(kind="corrected").count() == 1


def test_two_corrections_in_different_texts_both_stay(cast, handed_in):
    correct(cast, section="cards", key="brave", purpose="<p>Syfte.</p>")
    correct(cast, section="cards", key="brave", description="<p>Så.</p>", person=cast.ada)
    texts = handed_in.versions.last().data["submission"]["cards"][0]["texts"]
    assert (texts["purpose"], texts["description"], handed_in.versions.count()) == ("<p>Syfte.</p>", "<p>Så.</p>", 3)


def test_a_correction_of_what_has_changed_since_is_a_conflict_and_loses_nothing(rut, cast, handed_in):
    correct(cast, "<p>Adas.</p>", person=cast.ada)
    body = {"text-html": "<p>Ruts.</p>", "version": 0, "save_id": uuid4()}
    response = rut.post(url(handed_in), body)
    assert (response.status_code, handed_in.versions.count()) == (409, 2)
    assert select(response, "title")[0].text.startswith("Fel: ")
    assert visible(response, ".both__text") == ["[Skiljer sig: Ruts.]", "[Skiljer sig: Adas.]"]
    (typed,) = select(response, "textarea[name=text-html]")
    assert typed.text.strip() == "<p>Ruts.</p>"
    (version,) = select(response, "input[name=version]")
    body |= {"version": version.get("value"), "save_id": uuid4()}
    assert rut.post(url(handed_in), body).status_code == 302
    assert handed_in.versions.last().data["submission"]["answers"][0]["html"] == "<p>Ruts.</p>"


def test_the_page_shows_the_texts_and_nothing_else(rut, handed_in):
    response = rut.get(url(handed_in, "cards", "brave"))
    assert [field.get("name") for field in select(response, "textarea")] == ["text-description", "text-purpose"]
    assert visible(response, ".correction label") == ["Beskrivning", "Syfte"]


def test_saves_and_says_so(rut, cast, handed_in):
    response = rut.post(url(handed_in), {"text-html": RIGHT, "version": 0, "save_id": uuid4()}, follow=True)
    assert response.redirect_chain == [(f"{page(handed_in)}#del-questions-1", 302)]
    assert visible(response, ".messagelist li") == [
        "Språket är rättat. Rättningen är version 2, i ditt namn, och nämnden ser den."
    ]
    assert visible(response, ".timeline strong")[0] == "Språket rättat av stadskontoret"
    assert visible(response, ".paper ins") == []  # she has read what she wrote herself


def test_markup_outside_the_allow_list_is_taken_out(rut, handed_in):
    rut.post(url(handed_in), {"text-html": f"{RIGHT}<script>alert(1)</script>", "version": 0})
    assert handed_in.versions.last().data["submission"]["answers"][0]["html"] == RIGHT


@pytest.mark.parametrize("body", [{"text-html": " ", "version": 0}, {"text-html": RIGHT}])
def test_what_cannot_be_saved_is_refused(rut, handed_in, body):
    response = rut.post(url(handed_in), body)
    assert (response.status_code, handed_in.versions.count()) == (422, 1)
    assert len(visible(response, ".error-summary li")) == 1


def test_a_refused_correction_shows_what_was_typed(rut, cast, handed_in):
    workflow.give_back(cast.ada, handed_in, "Rätta.")
    response = rut.post(url(handed_in), {"text-html": RIGHT, "version": 0})
    assert (response.status_code, handed_in.versions.count()) == (409, 1)
    assert [field.text.strip() for field in select(response, "textarea")] == [RIGHT]


def test_a_changed_number_is_asked_about_once(rut, handed_in):
    nine = "<p>Vi 9 reste till Hamburg.</p>"
    body = {"text-html": nine, "version": 0, "save_id": uuid4()}
    response = rut.post(url(handed_in), body)
    assert (response.status_code, handed_in.versions.count()) == (422, 1)
    assert visible(response, ".error-summary li") == [
        "Du har lagt till siffran 9. Är det en rättelse av språket, så spara en gång till."
    ]
    assert [field.text.strip() for field in select(response, "textarea")] == [nine]
    [answer] = [field.get("value") for field in select(response, "input[name=confirmed]")]
    another = {**body, "confirmed": answer, "text-html": nine.replace("9", "8")}
    assert rut.post(url(handed_in), another).status_code == 422
    assert rut.post(url(handed_in), {**body, "confirmed": answer}).status_code == 302
    assert handed_in.versions.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Vi var 4.", "Vi var 9.", "ändrat 4 till 9"),
        ("Vi var 4 av 7.", "Vi var av 7.", "tagit bort siffran 4"),
        ("Det kostade 10000 kr.", "Det kostade 10\xa0000 kronor.", ""),
        ("Vi reste 2024 – vi 4.", "Vi reste 2024, vi 5, i 3 dagar.", "ändrat 4 till 5 och 3"),
        ("Hambrug.", "Hamburg.", ""),
    ],
)
def test_numbers_in_digits_that_differ(old, new, told):
    assert corrections.changed_numbers({"html": f"<p>{old}</p>"}, {"html": f"<p>{new}</p>"}) == told


def test_what_was_typed_when_the_login_had_run_out_is_shown(client, handed_in):
    response = client.post(url(handed_in), {"text-html": RIGHT, "version": 0})
    assert (response.status_code, visible(response, ".typed")) == (409, ["Vi reste till Hamburg."])


@pytest.mark.parametrize(
    "place",
    [
        *[f"questions/{key}" for key in ("9", "01", "-1", "abc", "²", "9" * 5000, "%00")],
        *["cards/annat", "cards/1", "cards/%00", "memo/memo", "nej/1"],
    ],
)
def test_there_is_nothing_at_other_addresses(rut, handed_in, place):
    assert rut.get(f"/admin/submissions/submission/{handed_in.pk}/ratta/{place}/", follow=True).status_code == 404


def test_nothing_to_correct_leads_back(rut, cast, handed_in):
    response = rut.get(url(handed_in, "questions", "2"), follow=True)
    assert response.redirect_chain == [(page(handed_in), 302)]


def test_the_board_sees_that_and_what(client, cast, handed_in):
    correct(cast)
    client.force_login(cast.tova)
    receipt = client.get("/2025/tekniska-namnden/kvitto/")
    assert visible(receipt, "#corrected-heading") == ["Stadskontoret har rättat språket"]
    assert visible(receipt, ".facts dd")[3:5] == ["1", "Tova Teknik"]
    changes = client.get("/2025/tekniska-namnden/andringar/1/2/")
    assert visible(changes, ".differences dd") == ["Vi reste till [Borttaget: Hambrug.] [Tillagt: Hamburg.]"]
    assert "språkrättning av stadskontoret" in visible(changes, "main p")[1]
    tasks = client.get("/2025/tekniska-namnden/")
    assert visible(tasks, ".timeline strong")[0] == "Språket rättat av stadskontoret"
    assert visible(client.get("/2025/tekniska-namnden/fraga-1/"), ".rich")[0] == "Vi reste till Hamburg."


def test_a_decision_on_what_was_corrected_meanwhile_is_refused(rut, cast, handed_in):
    correct(cast, person=cast.ada)
    response = rut.post(reverse("admin:submission_approve", args=[handed_in.pk]), {"version": 1})
    assert (response.status_code, Submission.objects.get(pk=handed_in.pk).status) == (409, "submitted")
    assert visible(response, ".error-summary p")[0].startswith("Språket har rättats sedan du öppnade sidan.")


def test_a_correction_does_not_make_a_boards_facts_the_newest(cast):
    """Two boards share a project; what was handed in last has the newest facts, also where the first is corrected."""
    project = make.project()
    for of, person in ((cast.of_teknik, cast.tova), (cast.of_miljo, cast.mira)):
        make.answer(of, html=WRONG)
        make.card(of, project)
        make.handed_in(of, person)
    before = list(sections.all_handed_in([*Submission.objects.filter(status="submitted")]))
    correct(cast)
    assert list(sections.all_handed_in([*Submission.objects.filter(status="submitted")])) == before


@pytest.fixture
def lasting(lasting_cast):
    make.answer(lasting_cast.of_teknik, html=WRONG)
    make.handed_in(lasting_cast.of_teknik, lasting_cast.tova)
    return lasting_cast


def test_a_correction_and_a_return_at_once(lasting):
    cast = lasting
    raised = at_once(partial(correct, cast), lambda: workflow.give_back(cast.ada, cast.of_teknik, "Rätta."))
    assert raised in ([None, None], [workflow.Refused, None])
    corrected = raised[0] is None
    assert cast.of_teknik.answers.get().html == (RIGHT if corrected else WRONG)
    assert cast.of_teknik.versions.count() == 1 + corrected
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == "returned"


def test_two_corrections_at_once_of_the_same_text(lasting):
    cast = lasting
    works = [partial(correct, cast, f"<p>{each}.</p>", person=each) for each in (cast.rut, cast.ada)]
    raised = at_once(*works)
    assert sorted(raised, key=str) == sorted([None, drafts.Conflict], key=str)
    assert sections.handed_in(Submission.objects.get(pk=cast.of_teknik.pk)) == sections.freeze(cast.of_teknik)
    assert cast.of_teknik.versions.count() == 2
