"""Last year's answers: brought over without writing over anything, and marked for as long as they say the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from submissions import carry_over, drafts, questions
from submissions.models import Answer, Question, Revision, Round
from tests import make
from tests.page import select, visible

pytestmark = pytest.mark.django_db
TASKS = "/2025/tekniska-namnden/"
QUESTION = f"{TASKS}fraga-1/"
URL = f"{QUESTION}hamta/"
THEN = "<p>Vi reste till Hamburg.</p>"
MARK = "Oförändrad sedan 2024"


@pytest.fixture
def tova(cast, client):
    client.force_login(cast.tova)
    return client


@pytest.fixture
def last_year(cast):
    """What Teknik handed in the year before: an answer to the first question."""
    last = make.submission(make.round(2024), cast.teknik)
    make.answer(last, html=THEN)
    return make.frozen(last)


def chosen(client, way):
    form = client.get(URL).context["form"]
    return {"version": form["version"].value(), "save_id": form["save_id"].value(), "way": way}


def ask(number, text):
    Question.objects.filter(round__year=2025, number=number).update(text=text)


# Bringing it over


def test_an_empty_answer_is_filled_at_once(tova, cast, last_year):
    assert visible(tova.get(QUESTION), "aside button, .aside button") == ["Hämta från 2024"]
    assert tova.post(URL).url == QUESTION
    answer, revision = Answer.objects.get(submission=cast.of_teknik), Revision.objects.get()
    assert (answer.html, answer.version, answer.changed_by) == (THEN, 1, cast.tova)
    assert (revision.content, revision.created_by) == ({"html": THEN}, cast.tova)
    assert visible(tova.get(QUESTION), ".notice--success") == ["Hämtat från 2024 och sparat."]


def test_an_answer_that_stands_there_is_asked_about(tova, cast, last_year):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    assert tova.post(URL).url == URL
    response = tova.get(URL)
    assert visible(response, ".carry-pair .rich") == ["Vi var i Kiel.", "Vi reste till Hamburg."]
    assert visible(response, "main button") == ["Ersätt svaret", "Lägg till efter svaret"]
    assert Answer.objects.get(submission=cast.of_teknik).html == "<p>Vi var i Kiel.</p>"


@pytest.mark.parametrize(("way", "becomes"), [("replace", THEN), ("append", f"<p>Vi var i Kiel.</p>{THEN}")])
def test_it_is_replaced_or_added_to_and_can_be_taken_back(tova, cast, last_year, way, becomes):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    assert tova.post(URL, chosen(tova, way)).url == QUESTION
    assert Answer.objects.get(submission=cast.of_teknik).html == becomes
    assert [revision.content["html"] for revision in Revision.objects.all()] == ["<p>Vi var i Kiel.</p>", becomes]


def test_the_same_form_sent_twice_adds_once(tova, cast, last_year):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    form = chosen(tova, "append")
    assert [tova.post(URL, form).status_code for _ in range(2)] == [302, 302]
    assert Answer.objects.get(submission=cast.of_teknik).html == f"<p>Vi var i Kiel.</p>{THEN}"


def test_what_a_colleague_saved_meanwhile_is_not_replaced(tova, cast, last_year):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    form = chosen(tova, "replace")
    Answer.objects.filter(submission=cast.of_teknik).update(html="<p>Tages text.</p>", version=1)
    response = tova.post(URL, form)
    assert (response.status_code, visible(response, ".notice--error h2")) == (409, ["Inget är ändrat"])
    assert visible(response, ".carry-pair .rich") == ["Tages text.", "Vi reste till Hamburg."]
    assert Answer.objects.get(submission=cast.of_teknik).html == "<p>Tages text.</p>"


def test_what_a_colleague_saves_in_the_same_moment_stands_and_is_asked_about(tova, cast, last_year, monkeypatch):
    combined, tage = questions.Questions.combined, make.contact("Tage", "tage@example.com", cast.teknik)

    def meanwhile(section, *args):
        row = section.find(cast.of_teknik, "1")
        drafts.save(tage, row, row.version, {"html": "<p>Tages text.</p>"}, uuid4())
        return combined(section, *args)

    monkeypatch.setattr(questions.Questions, "combined", meanwhile)
    assert tova.post(URL).url == URL
    assert Answer.objects.get(submission=cast.of_teknik).html == "<p>Tages text.</p>"


@pytest.mark.parametrize("wrong", [{"version": ""}, {"way": "delete"}])
def test_a_form_that_does_not_say_how_or_from_where_changes_nothing(tova, cast, last_year, wrong):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    assert tova.post(URL, {**chosen(tova, "replace"), **wrong}).status_code == 422
    assert Answer.objects.get(submission=cast.of_teknik).html == "<p>Vi var i Kiel.</p>"


def test_an_answer_that_says_the_same_needs_nothing(tova, cast, last_year):
    make.answer(cast.of_teknik, html=THEN)
    assert tova.post(URL).url == URL
    response = tova.get(URL)
    assert "Allt som går att hämta från 2024 står redan här." in visible(response, "main > p")
    assert visible(response, "main button") == []


# Which answer it is


def test_the_question_of_the_same_text_counts_whatever_its_number(tova, cast, last_year):
    ask(1, "Något helt nytt?")
    ask(2, "  fråga nummer 1? ")
    assert tova.get(URL).status_code == 404
    assert tova.post(f"{TASKS}fraga-2/hamta/").status_code == 302
    assert Answer.objects.get(submission=cast.of_teknik).question.number == 2


def test_a_question_worded_otherwise_takes_the_answer_of_its_number_and_says_so(tova, last_year):
    ask(1, "Vad gjorde ni?")
    assert visible(tova.get(QUESTION), ".aside > p") == ["Frågan löd då: Fråga nummer 1?"]
    tova.post(URL)
    assert visible(tova.get(QUESTION), ".notice--warning") == ["Frågan löd då: Fråga nummer 1?"]


def test_only_the_newest_year_that_was_handed_in_counts(tova, cast, last_year):
    older, draft = make.submission(make.round(2023), cast.teknik), make.submission(make.round(2022), cast.teknik)
    make.answer(older, html="<p>2023.</p>")
    make.frozen(older)
    make.answer(draft, html="<p>2022.</p>")
    assert (cast.of_teknik.earlier, older.earlier) == (last_year, None)


def test_what_another_board_answered_is_nobody_elses(client, cast, last_year):
    client.force_login(cast.mira)
    assert client.get("/2025/miljonamnden/fraga-1/hamta/").status_code == 404
    assert visible(client.get("/2025/miljonamnden/fraga-1/"), ".aside") == []


def test_same_questions():
    def asked(*texts):
        return [Question(number=number, text=text) for number, text in enumerate(texts, start=1)]

    def texts(now, then):
        return {number: found and found.text for number, found in carry_over.same_questions(now, then).items()}

    assert texts(asked("A", "B"), asked("b", "C")) == {1: None, 2: "b"}
    assert texts(asked("A", "X"), asked("a ", "B")) == {1: "a ", 2: "B"}
    assert texts(asked("A", "B", "C"), asked("A")) == {1: "A", 2: None, 3: None}


# Who, and when


def test_an_outsider_finds_nothing_and_the_reviewer_changes_nothing(client, cast, last_year):
    for person, status in ((cast.ove, 404), (cast.rut, 403)):
        client.force_login(person)
        assert [client.get(URL).status_code, client.post(URL).status_code] == [status] * 2
    assert visible(client.get(QUESTION), ".aside button") == []
    assert Answer.objects.filter(submission=cast.of_teknik).count() == 0


def test_other_methods_are_refused(tova, last_year):
    assert tova.put(URL).status_code == 405


def test_nothing_is_brought_over_when_the_round_has_closed(tova, cast, last_year):
    Round.objects.filter(year=2025).update(closes=timezone.localdate() - timedelta(1))
    assert tova.get(URL).url == QUESTION
    response = tova.post(URL)
    assert (response.status_code, response.context["why"]) == (409, "locked")
    assert Answer.objects.filter(submission=cast.of_teknik).count() == 0


def test_nothing_is_brought_over_into_what_is_handed_in(tova, cast, last_year):
    make.answer(cast.of_teknik, html="<p>Vi var i Kiel.</p>")
    form = chosen(tova, "replace")
    make.handed_in(cast.of_teknik, cast.tova)
    assert tova.post(URL, form).status_code == 409
    assert Answer.objects.get(submission=cast.of_teknik).html == "<p>Vi var i Kiel.</p>"


# The mark


def test_the_mark_stands_until_the_text_is_changed(tova, cast, last_year):
    assert visible(tova.get(QUESTION), ".unchanged:not([hidden])") == []
    tova.post(URL)
    assert visible(tova.get(QUESTION), ".unchanged:not([hidden])") == [MARK]
    assert visible(tova.get(TASKS), ".unchanged") == [MARK.lower()]
    Answer.objects.filter(submission=cast.of_teknik).update(html="<p>Vi reste till Kiel.</p>")
    assert visible(tova.get(QUESTION), ".unchanged:not([hidden])") == []
    assert visible(tova.get(TASKS), ".unchanged") == []


def test_the_check_page_warns_and_does_not_stop(tova, cast, last_year):
    make.answer(cast.of_teknik, html="<p>Vi reste till <strong>Hamburg</strong>.</p>")
    make.decision(cast.of_teknik)
    page = tova.get(f"{TASKS}granska/")
    assert visible(page, "details.as-last-year summary") == ["1 svar är oförändrat sedan 2024"]
    assert [(link.get("href"), link.text) for link in select(page, ".notice--warning a")] == [
        (f"{QUESTION}#id_html", "Fråga 1")
    ]
    assert make.handed_in(cast.of_teknik, cast.tova).number == 1


@pytest.mark.parametrize(
    ("now", "then", "unchanged"),
    [
        ({"a": "<p>x</p>"}, {"a": "<p>x</p>"}, ["a"]),
        ({"a": "<ul><li>x</li></ul>"}, {"a": "<ul><li><p>x</p></li></ul>"}, ["a"]),
        ({"a": "<p>x</p>"}, {"a": "<p>y</p>"}, []),
        ({"a": "<p>x</p>"}, {"b": "<p>x</p>"}, []),
        ({"a": ""}, {"a": ""}, []),
    ],
)
def test_texts_of_the_same_words_are_unchanged(now, then, unchanged):
    assert carry_over.unchanged(now, then) == unchanged


def test_how_much_is_unchanged_in_words():
    then = {"a": "<p>x</p>", "b": "<p>y</p>"}
    assert str(carry_over.unchanged_since(2024, then, then)) == "oförändrad sedan 2024"
    assert str(carry_over.unchanged_since(2024, {**then, "b": "<p>ny</p>"}, then)) == (
        "1 av 2 texter oförändrade sedan 2024"
    )
    assert carry_over.unchanged_since(2024, {"a": "<p>ny</p>", "b": ""}, then) is None


def numbered(count, **changed):
    """A text of so many words, some of them changed, by their number."""
    return f"<p>{' '.join(changed.get(f'w{at}', f'ord{at}') for at in range(count))}</p>"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (numbered(40), "oförändrad sedan 2024"),
        (numbered(40, w7="annat"), "nästan oförändrad sedan 2024"),
        (numbered(40, w7="annat", w8="annat"), "nästan oförändrad sedan 2024"),
        (numbered(40, w7="annat", w8="annat", w9="annat"), "None"),
        (numbered(42), "nästan oförändrad sedan 2024"),
        (numbered(50), "None"),
        ("<h3>Helt</h3><p>andra ord</p>", "None"),
    ],
)
def test_nearly_unchanged_is_where_at_least_95_percent_of_the_words_are_the_same(now, told):
    assert str(carry_over.unchanged_since(2024, {"html": now}, {"html": numbered(40)})) == told


def test_several_texts_of_which_some_are_nearly_unchanged():
    then = {"a": numbered(40), "b": numbered(30), "c": numbered(20)}
    now = {"a": numbered(40), "b": numbered(30, w1="x"), "c": "<p>ny</p>"}
    found = carry_over.unchanged_since(2024, now, then)
    assert (str(found), found.place) == ("2 av 3 texter nästan oförändrade sedan 2024", "#id_a")
    assert str(carry_over.unchanged_since(2024, {**now, "c": numbered(20)}, then)) == "nästan oförändrad sedan 2024"


def marks(*nearly):
    return [carry_over.Unchanged(("html",), 1, each, 2024) for each in nearly]


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (marks(False), "oförändrat sedan 2024"),
        (marks(True), "nästan oförändrat sedan 2024"),
        (marks(False, False), "oförändrade sedan 2024"),
        (marks(True, False), "oförändrade eller nästan oförändrade sedan 2024"),
    ],
)
def test_what_holds_for_several_rows(kept, told):
    assert carry_over.in_words(kept) == told


def test_queries_do_not_grow_with_questions(tova, cast, last_year, django_assert_num_queries):
    tova.post(URL)
    few = {}
    for url in (TASKS, QUESTION):
        with CaptureQueriesContext(connection) as counted:
            tova.get(url)
        few[url] = len(counted)
    for number in (3, 4, 5):
        for year in (last_year.submission.round, cast.round):
            Question.objects.create(round=year, number=number, text=f"Fråga {number}?", required=False)
        make.answer(cast.of_teknik, number)
    for url, queries in few.items():
        with django_assert_num_queries(queries):
            tova.get(url)
