"""What is read in comes out again: both examples, and whatever else the schema allows."""

import json
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.models import Card, Project
from reporting import dataset, roundfile
from reporting.models import Edition, Memo
from reporting.schema import SCHEMA
from submissions import sections, workflow
from submissions.models import Board, Event, Question, Round, Submission, Version
from tests import make
from tests.cast import cast as build_cast
from tests.reporting.files import canonical, example, small

Status = Submission.Status

# Strategies, from the smallest thing to the whole year.

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20) | st.sampled_from(
    [
        "Åäö ÅÄÖ",
        '"citat" & <x>',
        "🌍🚲",
        "=SUM(A1)",
        "O'Brien",
        "  två  mellanslag ",
        "<b>fet</b>",
        "{antal_projekt}",
    ]
)
numbers = st.integers(1, 32767)
amounts = st.integers(0, 2**63 - 1)
days = st.dates().map(lambda day: day.isoformat())
dates = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
diary_numbers = st.none() | texts
keys = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
countries = st.from_regex("[A-Z]{2}", fullmatch=True)
rich = st.lists(
    st.one_of(
        texts.map(lambda text: f"<p>{escape(text)}</p>"),
        texts.map(lambda text: f"<h3>{escape(text)}</h3><p><strong>a</strong> <em>b</em><br>c</p>"),
        texts.map(lambda text: f"<ul><li>{escape(text)}</li><li><p>b</p></li></ul><ol><li>c</li></ol>"),
        texts.map(
            lambda text: f'<blockquote><a href="https://example.com/?a=1&amp;b">{escape(text)}</a></blockquote>'
        ),
    ),
    max_size=3,
).map("".join)


def some(required=None, /, **optional):
    return st.fixed_dictionaries(required or {}, optional=optional)


def objects(unique, required, /, **optional):
    """Up to four objects, told apart by the key `unique`."""
    return st.lists(some(required, **optional), max_size=4, unique_by=lambda each: each[unique])


steps = st.lists(some({"body": texts}, date=days), max_size=3)
memos = some(
    date=days,
    diary_number=diary_numbers,
    contact_title=texts,
    summary=rich,
    proposal_by=texts,
    proposals=st.lists(texts, max_size=2),
    documents=st.lists(texts, max_size=2),
    decision_path=steps,
    recipients=st.lists(texts, max_size=2),
    sections=st.lists(some({"heading": texts, "html": rich}), max_size=2),
    signatories=st.lists(texts, max_size=2),
)
rounds = some(
    {
        "year": st.integers(1995, 2100),
        "questions": objects("number", {"number": numbers, "text": texts}, required=st.booleans()),
        "goals": objects("number", {"number": numbers, "text": texts}),
    },
    opens=days,
    closes=days,
    diary_number=diary_numbers,
    policy=some({"name": texts}, adopted=dates, diary_number=diary_numbers),
    goal_period=texts,
    exchange_rates=some(EUR=st.floats(0.01, 100), NOK=st.integers(1, 5)),
    asks_for_cooperation=st.booleans(),
    decision_path=steps,
)
boards = st.lists(
    some({"name": texts.filter(slugify), "department": texts}, abbreviation=texts),
    min_size=1,
    max_size=4,
    unique_by=lambda board: slugify(board["name"]),
)
programmes = objects("name", {"name": texts, "group": texts}, eu=st.booleans())
money = some({"amount": amounts, "currency": st.sampled_from(["SEK", "EUR", "NOK", "DKK"])})
partners = some(
    {"name": texts},
    sector=st.sampled_from(["public", "private", "academia", "civil_society", None]),
    country=st.none() | countries,
)
card_texts = some(**dict.fromkeys(Card.TEXTS, rich))
cooperation = some(
    sectors=some(public=st.integers(0, 99), private=st.integers(0, 99), civil_society=st.integers(0, 99)),
    countries=st.lists(countries, max_size=3),
    html=rich,
)


def projects(names):
    return objects(
        "key",
        {"key": keys, "title": texts},
        acronym=texts,
        programme=st.sampled_from([None, *names]),
        grant_number=texts,
        owner=st.none() | texts,
        starts=dates,
        ends=dates,
        total_budget=money,
        website=st.sampled_from(["https://example.com/a", "http://example.com/?a=1"]),
    )


@st.composite
def cards(draw, project, goals, names):
    chosen = draw(st.lists(st.sampled_from(goals), unique=True)) if goals else []
    main = draw(st.sampled_from([None, *chosen]))
    return draw(
        some(
            {"project": st.just(project), "goals": st.just(chosen), "main_goal": st.just(main)},
            title=texts,
            role=st.sampled_from(["owner", "partner", "other", None]),
            budget=st.none() | amounts,
            paid=st.none() | amounts,
            own_funding=some(cash=amounts, work=amounts),
            texts=card_texts,
            cooperating_boards=st.lists(st.sampled_from(names), unique=True),
            partners=st.lists(partners, max_size=2),
        )
    )


@st.composite
def submissions(draw, board, year):
    questions = [question["number"] for question in year["round"]["questions"]]
    goals = [goal["number"] for goal in year["round"]["goals"]]
    names = [each["name"] for each in year["boards"]]
    answered = draw(st.lists(st.sampled_from(questions), unique=True)) if questions else []
    reported = [project["key"] for project in year["projects"] if draw(st.booleans())]
    return draw(
        some(
            {"board": st.just(board)},
            status=st.sampled_from(Status.values),
            decision=some(date=days, paragraph=texts, diary_number=diary_numbers),
            answers=st.tuples(*(some({"question": st.just(number), "html": rich}) for number in answered)).map(list),
            excerpt=rich,
            cards=st.tuples(*(cards(key, goals, names) for key in reported)).map(list),
            cooperation=cooperation,
            memo=memos,
        )
    )


@st.composite
def typed_figures(draw, year):
    goals = [goal["number"] for goal in year["round"]["goals"]]
    per_board = [{"board": board["name"], "projects": 2, "paid": 3} for board in year["boards"]]
    per_goal = [{"number": number, "paid": 5} for number in goals]
    span = some(smallest=amounts, largest=amounts)
    counts = some(projects=amounts, paid=amounts, approximate=st.booleans(), budget_span=span)
    return draw(counts) | {"boards": per_board, "goals": per_goal, "programmes": [{"group": "ESF", "paid": 1}]}


@st.composite
def years(draw):
    """Any year that the schema allows and whose references hold."""
    year = draw(some({"format": st.just(roundfile.FORMAT), "round": rounds, "boards": boards}, note=texts))
    year["programmes"] = draw(programmes)
    year["projects"] = draw(projects([programme["name"] for programme in year["programmes"]]))
    year["submissions"] = [draw(submissions(each["name"], year)) for each in year["boards"] if draw(st.booleans())]
    extra = some(memo=memos, figures=typed_figures(year))
    return year | draw(extra)


def there_and_back(data):
    """What comes out after the content has been read in, by way of JSON both times."""
    roundfile.read(json.loads(json.dumps(data)), replace=True)
    return json.loads(json.dumps(roundfile.year_file(Round.objects.get(year=data["round"]["year"]))))


class AnyYear(TestCase):
    """Run by hypothesis, each year in a transaction of its own."""

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(years())
    def test_comes_back_the_same(self, data):
        assert roundfile.faults(data) == []
        back = there_and_back(data)
        assert canonical(back) == canonical(data)
        assert roundfile.faults(back) == []
        assert there_and_back(back) == back
        dataset.read(back)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2023, 2024])
def test_an_example_comes_back_the_same(year):
    data = example(year)
    assert roundfile.read(data).removed == []
    assert canonical(roundfile.year_file(Round.objects.get())) == canonical(data)


@pytest.mark.django_db
def test_a_year_that_was_handed_in_keeps_the_order_of_its_lists():
    data = small()
    card = data["submissions"][0]["cards"][0]
    card |= {"goals": [2, 1], "cooperating_boards": ["Tekniska nämnden", "Miljönämnden"]}
    assert there_and_back(data)["submissions"][0]["cards"] == [card | {"budget": None}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "versions", "events"),
    [("not_started", 0, []), ("draft", 0, []), ("submitted", 1, ["submitted"]), ("returned", 1, ["returned"])],
)
def test_what_was_handed_in_has_a_version_and_an_event(status, versions, events):
    data = small()
    data["submissions"][0]["status"] = status
    roundfile.read(data)
    submission = Submission.objects.get(board__name="Miljönämnden")
    assert submission.status == status
    assert [version.data for version in submission.versions.all()] == [sections.freeze(submission)] * versions
    assert [event.status for event in submission.events.all()] == events
    assert Submission.objects.get(board__name="Tekniska nämnden").status == "not_started"


@pytest.mark.django_db
def test_the_summary_tells_what_came_in():
    data = small()
    data["submissions"][0]["answers"][0]["html"] = "<p style='x'>Vi <img src=x>reste.</p>"
    data["submissions"][0]["cards"][0]["texts"] = {"aims": "<a href='file:///x'>mål</a>"}
    summary = roundfile.read(data)
    assert summary == roundfile.Summary(
        year=2024,
        replaced=False,
        boards=2,
        submissions={Status.APPROVED: 1, Status.NOT_STARTED: 1},
        answers=1,
        cards=1,
        new_projects=1,
        known_projects=0,
        removed=[
            roundfile.Fault("submissions[0] Miljönämnden › answers[0] › html", "<img src>, <img>, <p style>"),
            roundfile.Fault("submissions[0] Miljönämnden › cards[0] brave › texts › aims", '<a href="file:///x">'),
        ],
    )
    assert Card.objects.get().aims == "mål"
    assert Version.objects.get().data["submission"]["answers"] == [{"question": 1, "html": "<p>Vi reste.</p>"}]


@pytest.mark.django_db
def test_every_place_that_the_schema_has_rich_text_in_is_cleaned():
    rich = {"html": "<p onclick=x>a</p>"}
    memo = {"summary": rich["html"], "sections": [{"heading": "Ärendet"} | rich]}
    data = small(memo=memo)
    data["submissions"][0] |= {
        "excerpt": rich["html"],
        "cooperation": rich,
        "memo": memo,
        "answers": [{"question": 1} | rich],
    }
    data["submissions"][0]["cards"][0]["texts"] = dict.fromkeys(Card.TEXTS, rich["html"])
    assert json.dumps(SCHEMA).count('"#/$defs/html"') == 3 + len(Card.TEXTS) + 2
    assert len(roundfile.read(data).removed) == 3 + len(Card.TEXTS) + 2 * 2
    assert "onclick" not in json.dumps(roundfile.year_file(Round.objects.get()))


@pytest.mark.django_db
def test_an_older_year_leaves_the_newer_facts_alone_and_keeps_its_own():
    newer, older = small(2024), small(2022)
    older["projects"][0] |= {"title": "BRAVE i början", "owner": "Hamburg"}
    older["boards"][0] |= {"department": "Miljökontoret"}
    roundfile.read(newer)
    assert roundfile.read(older).known_projects == 1
    assert Project.objects.get().title == "BRAVE"
    assert Board.objects.get(name="Miljönämnden").department == "Miljöförvaltningen"
    assert roundfile.year_file(Round.objects.get(year=2022))["projects"] == [
        {"key": "brave", "title": "BRAVE i början", "programme": "Interreg North Sea", "owner": "Hamburg"}
    ]
    assert Project.objects.get().rounds.count() == 2


@pytest.mark.django_db
def test_a_newer_year_brings_newer_facts():
    roundfile.read(small(2022))
    newer = small(2024)
    newer["projects"][0]["title"] = "BRAVE, förlängt"
    newer["boards"][0]["abbreviation"] = "MF"
    roundfile.read(newer)
    assert Project.objects.get().title == "BRAVE, förlängt"
    assert Board.objects.get(name="Miljönämnden").abbreviation == "MF"


@pytest.mark.django_db
def test_a_later_change_of_the_register_does_not_alter_what_was_handed_in():
    roundfile.read(small())
    Project.objects.update(title="Något annat")
    assert roundfile.year_file(Round.objects.get())["projects"][0]["title"] == "BRAVE"


@pytest.mark.django_db
def test_a_draft_is_written_out_as_the_register_has_its_project():
    data = small()
    data["submissions"][0]["status"] = "draft"
    roundfile.read(data)
    Project.objects.update(title="Något annat")
    assert roundfile.year_file(Round.objects.get())["projects"][0]["title"] == "Något annat"


def test_what_the_latest_board_handed_in_is_what_the_project_was(cast):
    project = make.project(title="Som det hette först")
    for submission in (cast.of_teknik, cast.of_miljo):
        make.answer(submission)
        make.card(submission, project)
    for submission, title in ((cast.of_miljo, "Sedan"), (cast.of_teknik, "Sist")):
        Project.objects.update(title=title)
        Version.objects.create(submission=submission, number=1, data=sections.freeze(submission))
        Submission.objects.filter(pk=submission.pk).update(status=Status.SUBMITTED)
    Project.objects.update(title="Nu")
    assert [each["title"] for each in roundfile.year_file(cast.round)["projects"]] == ["Sist"]


def test_only_the_submissions_of_a_status_are_taken_where_one_is_asked_for(cast):
    make.answer(cast.of_teknik)
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status=Status.DRAFT)
    everything = roundfile.year_file(cast.round)
    approved = roundfile.year_file(cast.round, {Status.APPROVED})
    assert [each["board"] for each in everything["submissions"]] == ["Tekniska nämnden"]
    assert "submissions" not in approved
    assert approved["boards"] == everything["boards"]
    assert len(approved["boards"]) == 3


def queries_for(round):
    with CaptureQueriesContext(connection) as queries:
        roundfile.year_file(round)
    return len(queries)


def test_a_year_takes_as_many_queries_with_two_boards_as_with_five(cast):
    def write(submission, status):
        make.answer(submission)
        make.partner(make.card(submission, make.project(f"projekt-{submission.pk}")))
        Version.objects.create(submission=submission, number=1, data=sections.freeze(submission))
        Submission.objects.filter(pk=submission.pk).update(status=status)

    write(cast.of_teknik, Status.DRAFT)
    write(cast.of_fritid, Status.APPROVED)
    with_one_of_each = queries_for(cast.round)
    write(cast.of_miljo, Status.DRAFT)
    for name in ("Kulturnämnden", "Servicenämnden"):
        write(make.submission(cast.round, make.board(name)), Status.APPROVED)
    assert queries_for(cast.round) == with_one_of_each


@pytest.mark.django_db
def test_replacing_a_year_replaces_it_whole_and_nothing_else():
    roundfile.read(small(2022))
    roundfile.read(small(2024, memo={"summary": "<p>Gammal</p>"}, figures={"projects": 1}))
    old = Round.objects.get(year=2024)
    Question.objects.filter(round=old).update(help="Så här.")
    edition = Edition.objects.create(round=old)
    data = small(2024)
    data["projects"].append({"key": "ny", "title": "Ny"})
    data["submissions"][0]["cards"] = [{"project": "ny"}]
    data["submissions"][0]["answers"] = []
    assert roundfile.read(data, replace=True).replaced
    assert canonical(roundfile.year_file(Round.objects.get(year=2024))) == canonical(data)
    assert canonical(roundfile.year_file(Round.objects.get(year=2022))) == canonical(small(2022))
    assert (Memo.objects.count(), Board.objects.count(), Event.objects.count()) == (0, 2, 2)
    assert Question.objects.get(round__year=2024).help == "Så här."
    assert Edition.objects.get() == edition


@pytest.mark.django_db
def test_a_project_that_a_replaced_year_alone_had_leaves_the_register():
    roundfile.read(small(2024))
    renamed = json.loads(json.dumps(small(2024)).replace('"brave"', '"brave-ii"'))
    roundfile.read(renamed, replace=True)
    assert [project.key for project in Project.objects.all()] == ["brave-ii"]


@pytest.mark.django_db
def test_a_year_in_which_nobody_has_begun_gives_way():
    empty = small(2024, submissions=[], note="Första gången")
    roundfile.read(empty)
    roundfile.read(empty | {"note": "Andra gången"})
    assert Round.objects.get().note == "Andra gången"


@pytest.mark.django_db
def test_a_year_with_submissions_is_refused_and_stays_as_it_was():
    roundfile.read(small(2024))
    with pytest.raises(roundfile.Refused, match="Året 2024 finns redan och har inlämningar"):
        roundfile.read(small(2024, note="Annat"))
    assert canonical(roundfile.year_file(Round.objects.get())) == canonical(small(2024))


@pytest.mark.django_db
def test_a_board_whose_name_is_nearly_that_of_another_is_refused():
    roundfile.read(small(2022))
    data = small(2024, submissions=[])
    data["boards"][0]["name"] = "Miljonämnden"
    with pytest.raises(roundfile.Refused, match="Nämnden Miljonämnden är för lik Miljönämnden"):
        roundfile.read(data)
    assert Round.objects.count() == 1


def test_a_submission_handed_in_while_the_year_is_read_is_there_as_it_stood(db, monkeypatch):
    cast = build_cast()
    make.answer(cast.of_teknik)
    workflow.begin(cast.tova, cast.of_teknik)
    make.decision(cast.of_teknik)
    with_contents = sections._with_contents

    def handed_in_first(submissions):
        monkeypatch.undo()
        workflow.submit(cast.tova, cast.of_teknik)
        return with_contents(submissions)

    monkeypatch.setattr(sections, "_with_contents", handed_in_first)
    told = {each["board"]: each["status"] for each in roundfile.year_file(cast.round)["submissions"]}
    assert told == {"Tekniska nämnden": "draft"}
    assert Submission.objects.get(pk=cast.of_teknik.pk).status == Status.SUBMITTED
