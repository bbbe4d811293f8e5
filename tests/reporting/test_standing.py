"""A year that is kept in the process is never out of date: whatever is saved, it is read anew."""

import json
import re
from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Card, Cooperation, Goal, Partner, Programme, Project
from reporting import dataset, figures, reconciliation, roundfile, standing, years
from reporting.models import Excerpt, Memo, MemoSection, Totals
from submissions import sections, workflow
from submissions.models import Answer, Board, Question, Round, Submission, Version
from tests import make
from tests.at_once import at_once
from tests.benchmarks.years import example

STATUSES = list(Submission.Status)


@pytest.fixture
def full(cast):
    return filled(cast)


@pytest.fixture
def lasting(lasting_cast):
    """The same for several at once."""
    return filled(lasting_cast)


def filled(cast):
    """A year with something in every table: Teknik writes, Miljö has handed in, and last year is approved."""
    last = make.submission(make.round(2024, opens_in=-400, closes_in=-300), cast.teknik)
    make.card(last, make.project("old", "Gammalt"))
    make.frozen(last)
    make.answer(cast.of_teknik)
    cast.card = make.card(cast.of_teknik, make.project())
    make.partner(cast.card)
    cast.card.cooperating_boards.add(cast.fritid)
    make.board_memo(cast.of_teknik, sections=[{"heading": "Ärendet", "html": "<p>Så.</p>"}])
    cast.card.project.rounds.add(cast.round)
    make.answer(cast.of_miljo)
    make.card(cast.of_miljo, make.project("blue", "Blått hav"))
    make.handed_in(cast.of_miljo, cast.mira)
    make.cooperation(cast.of_teknik)
    memo = Memo.objects.create(round=cast.round, summary="<p>Vi.</p>")
    MemoSection.objects.create(memo=memo, heading="Ärendet", html="<p>Staden.</p>")
    Excerpt.objects.create(submission=cast.of_teknik, html="<p>Utdrag.</p>")
    Totals.objects.create(round=cast.round, figures={"paid": 1})
    cast.round.refresh_from_db()
    return cast


def anew(round):
    """The year as it is read where nothing is kept."""
    return dataset.read(roundfile.year_file(Round.objects.get(pk=round.pk), STATUSES))


def judged_anew(round):
    """What is counted and found where nothing is kept."""
    year, before = anew(round), Round.objects.filter(year=round.year - 1).first()
    previous = before and dataset.read(roundfile.year_file(before, [Submission.Status.APPROVED]))
    counted = figures.count(year, previous)
    return counted, reconciliation.findings(year, counted, previous)


def judged(round):
    now = years.draft(Round.objects.get(pk=round.pk))
    return now.figures, now.findings


def tables(queries):
    """The tables that the queries read."""
    return {name for each in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', each["sql"])}


def test_every_table_that_a_year_is_read_from_is_looked_at(full):
    with CaptureQueriesContext(connection) as read:
        roundfile.year_file(full.round, STATUSES)
    with CaptureQueriesContext(connection) as looked_at:
        standing.of(full.round, STATUSES)
    assert tables(read) - tables(looked_at) <= {"submissions_round"}  # whoever asks has just read it


def test_what_has_not_changed_is_neither_read_nor_counted_again(full):
    now = years.draft(full.round)
    figures, findings = now.figures, now.findings
    again = years.draft(Round.objects.get(pk=full.round.pk))
    assert again is now
    assert (again.figures is figures, again.findings is findings) == (True, True)


CHANGES = {
    "answer": lambda full: Answer.objects.filter(submission=full.of_teknik).update(html="<p>Nytt</p>"),
    "card": lambda full: Card.objects.filter(pk=full.card.pk).update(paid=7),
    "card away": lambda full: full.card.delete(),
    "goals": lambda full: full.card.goals.set(Goal.objects.filter(round=full.round, number__in=[1, 3])),
    "boards": lambda full: full.card.cooperating_boards.set([full.miljo]),
    "partner": lambda full: Partner.objects.update(name="Kiel"),
    "project": lambda full: Project.objects.filter(key="brave").update(title="BRAVER"),
    "cooperation": lambda full: Cooperation.objects.update(public=9),
    "board's memo": lambda full: Memo.objects.filter(board=full.teknik).update(summary="<p>Vi också.</p>"),
    "its section": lambda full: MemoSection.objects.filter(memo__board=full.teknik).update(html="<p>Nja.</p>"),
    "city's memo": lambda full: Memo.objects.filter(board=None).update(summary="<p>Alla.</p>"),
    "its section too": lambda full: MemoSection.objects.filter(memo__board=None).update(heading="Nu"),
    "excerpt": lambda full: Excerpt.objects.update(html="<p>Kort.</p>"),
    "totals": lambda full: Totals.objects.update(figures={"paid": 2}),
    "goal": lambda full: Goal.objects.filter(round=full.round, number=1).update(text="Annat"),
    "programme": lambda full: Programme.objects.filter(round=full.round, name="Nordplus").update(eu=True),
    "question": lambda full: Question.objects.filter(round=full.round, number=1).update(text="Hur?"),
    "board": lambda full: Board.objects.filter(pk=full.teknik.pk).update(department="Gatukontoret"),
    "round": lambda full: Round.objects.filter(pk=full.round.pk).update(exchange_rates={"EUR": 11.5}),
    "decision": lambda full: Submission.objects.filter(pk=full.of_teknik.pk).update(decision_paragraph="§ 9"),
    "new board": lambda full: make.submission(full.round, make.board("Kulturnämnden")),
    "approval": lambda full: workflow.approve(full.rut, full.of_miljo),
    "return": lambda full: workflow.give_back(full.rut, full.of_miljo, "Skriv mer."),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_is_read(full, change):
    before = years.draft(full.round).year
    CHANGES[change](full)
    round = Round.objects.get(pk=full.round.pk)
    assert years.draft(round).year == anew(round) != before


@pytest.mark.parametrize("begin", [0, 7, 14])
@pytest.mark.parametrize("step", [1, -1])
def test_after_many_changes_in_any_order_it_is_as_if_nothing_was_kept(full, begin, step):
    """Last are those that would stop the others."""
    last = ["approval", "card away"]
    names = [name for name in CHANGES if name not in (*last, "return")]
    names = (names[begin:] + names[:begin])[::step]
    assert judged(full.round) == judged_anew(full.round)
    for name in [*names, *last]:
        CHANGES[name](full)
        assert judged(full.round) == judged_anew(full.round), name
        assert years.draft(Round.objects.get(pk=full.round.pk)).year == anew(full.round), name


def test_two_years_in_turn_are_each_their_own(full):
    last = Round.objects.get(year=2024)
    for number in range(3):
        Answer.objects.filter(submission=full.of_teknik).update(html=f"<p>Under 2024 var vi {number}.</p>")
        assert judged(full.round) == judged_anew(full.round)
        assert judged(last) == judged_anew(last)


def test_what_a_board_has_not_changed_is_the_same_object(full):
    before = {each.board.name: each for each in years.draft(full.round).year.submissions}
    CHANGES["card"](full)
    after = {each.board.name: each for each in years.draft(full.round).year.submissions}
    assert {name: after[name] is before[name] for name in after} == {"Miljönämnden": True, "Tekniska nämnden": False}


def test_a_project_that_says_otherwise_says_so_under_every_board():
    """Its facts stand beside the submissions, which say what they did."""
    data = example()
    before, told = dataset.read(data), deepcopy(data)
    key = data["submissions"][-1]["cards"][0]["project"]
    next(each for each in told["projects"] if each["key"] == key)["owner"] = "Någon annan"
    assert dataset.read(told, before) == dataset.read(told) != before
    assert dataset.read(json.loads(json.dumps(data)), before).submissions == before.submissions


def test_what_is_remembered_goes_by_what_was_asked_for():
    asked = []

    @dataset.remembered
    def longer(goal, by):
        asked.append(by)
        return goal.number + by

    goal = dataset.Goal(1, "Mål")
    assert [longer(goal, by) for by in (1, 1, 2, 2, 1)] == [2, 2, 3, 3, 2]
    assert asked == [1, 2, 1]
    assert goal == dataset.Goal(1, "Mål")


def test_a_new_version_is_read(full):
    years.draft(full.round)
    frozen = sections.freeze(full.of_miljo)
    frozen["submission"]["cards"][0]["paid"] = 5
    Version.objects.create(submission=full.of_miljo, number=2, data=frozen)
    assert years.draft(full.round).year == anew(full.round)
    assert years.draft(full.round).figures.paid == 100005


def test_last_year_counts_too(full):
    assert years.draft(full.round).figures.previous.paid == 100000
    last = Submission.objects.get(round__year=2024)
    frozen = sections.freeze(last)
    frozen["submission"]["cards"][0]["paid"] = 5
    Version.objects.create(submission=last, number=2, data=frozen)
    assert years.draft(full.round).figures.previous.paid == 5
    Submission.objects.filter(pk=last.pk).update(status="returned")
    assert years.draft(full.round).figures.previous is None


def test_only_what_has_changed_is_read(full, monkeypatch):
    years.draft(full.round)
    read = []
    monkeypatch.setattr(sections, "_frozen", lambda each, real=sections._frozen: read.append(each.pk) or real(each))
    make.answer(full.of_fritid)
    years.draft(full.round)
    assert read == [full.of_fritid.pk]


def test_what_somebody_saves_in_the_midst_of_the_reading_is_not_missed(full, monkeypatch):
    real = roundfile.put_together

    def slow(*args):
        made = real(*args)
        Answer.objects.filter(submission=full.of_teknik).update(html="<p>Under tiden</p>")
        return made

    monkeypatch.setattr(roundfile, "put_together", slow)
    years.draft(full.round)
    monkeypatch.setattr(roundfile, "put_together", real)
    assert years.draft(full.round).year == anew(full.round)


def test_somebody_else_saves_in_the_midst_of_the_reading(lasting, monkeypatch):
    """On PostgreSQL not even the page that was asked for then has half of it."""
    CHANGES["partner"](lasting)
    before, frozen = anew(lasting.round), roundfile.frozen

    def save():
        Answer.objects.filter(submission=lasting.of_teknik).update(html="<p>Under tiden</p>")
        Goal.objects.filter(round=lasting.round, number=1).update(text="Ett annat")

    def slow(*args):
        assert at_once(save) == [None]
        return frozen(*args)

    monkeypatch.setattr(roundfile, "frozen", slow)
    read = years.draft(lasting.round).year
    monkeypatch.setattr(roundfile, "frozen", frozen)
    assert (read == before) == (connection.vendor == "postgresql")
    assert years.draft(lasting.round).year == anew(lasting.round) != before


def test_a_draft_and_what_is_approved_are_two(full):
    assert [each.board.name for each in years.load(full.round).submissions] == []
    assert len(years.load(full.round, draft=True).submissions) == 2
    workflow.approve(full.rut, full.of_miljo)
    assert [each.board.name for each in years.load(full.round).submissions] == ["Miljönämnden"]


def test_as_many_queries_for_many_as_for_few(full, django_assert_num_queries):
    with CaptureQueriesContext(connection) as queries:
        standing.of(full.round, STATUSES)
    few = len(queries)
    for number in range(5):
        submission = make.submission(full.round, make.board(f"Nämnd {number}"))
        make.partner(make.card(submission, make.project(f"p{number}", f"Projekt {number}")))
    with django_assert_num_queries(few):
        standing.of(full.round, STATUSES)
