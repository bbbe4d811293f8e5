"""make_* without the prefix: `make.board(...)` makes a board. Each gives the least that a test needs."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from projects.models import Card, Cooperation, Goal, Partner, Programme, Project
from reporting.memo_roundfile import write_memo
from reporting.section import BoardMemo
from submissions import history, sections, workflow
from submissions.models import Answer, Board, Membership, Question, Round, Submission, User, Version

PASSWORD = "ett-långt-lösenord"


def round(year, opens_in=-10, closes_in=20, questions=2, goals=5, **fields):
    """A round that opened ten days ago and closes in twenty, with its questions, goals and two programmes."""
    today = timezone.localdate()
    made = Round.objects.create(
        year=year, opens=today + timedelta(opens_in), closes=today + timedelta(closes_in), **fields
    )
    for number in range(1, questions + 1):
        Question.objects.create(round=made, number=number, text=f"Fråga nummer {number}?", required=number == 1)
    for number in range(1, goals + 1):
        Goal.objects.create(round=made, number=number, text=f"Mål nummer {number}")
    Programme.objects.create(round=made, name="Interreg North Sea", group="Interreg")
    Programme.objects.create(round=made, name="Nordplus", group="Övriga", eu=False)
    return made


def board(name, department=None, abbreviation=""):
    return Board.objects.create(name=name, department=department or f"{name}s förvaltning", abbreviation=abbreviation)


def contact(name, email, *boards):
    user = User.objects.create_user(email, PASSWORD, name=name)
    for one in boards:
        Membership.objects.create(user=user, board=one)
    return user


def reviewer(name, email):
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=True)
    user.groups.add(Group.objects.get(name="Handläggare"))
    return user


def administrator(name, email):
    return User.objects.create_superuser(email, PASSWORD, name=name)


def submission(round, board):
    return Submission.objects.create(round=round, board=board)


def answer(submission, number=1, html="<p>Vi reste till Hamburg.</p>"):
    question = submission.round.questions.get(number=number)
    return Answer.objects.create(submission=submission, question=question, html=html)


def project(key="brave", title="BRAVE", programme="Interreg North Sea", **fields):
    return Project.objects.create(key=key, title=title, programme=programme, **fields)


def card(submission, project, paid=100000, goals=(1,), role="partner", **fields):
    """A card that lacks nothing: role, paid funds, goals, and the first of them as its main goal."""
    chosen = list(submission.round.goals.filter(number__in=goals))
    fields = {"description": "<p>Så gick det.</p>", "main_goal": chosen[0] if chosen else None, **fields}
    made = Card.objects.create(submission=submission, project=project, paid=paid, role=role, **fields)
    made.goals.set(chosen)
    return made


def partner(card, name="Hamburg", sector="public", country="DE"):
    return Partner.objects.create(card=card, name=name, sector=sector, country=country)


def cooperation(submission, **fields):
    """What a board states of its cooperation, in a round that from now on asks for it."""
    Round.objects.filter(pk=submission.round_id).update(asks_for_cooperation=True)
    counts = {"public": 2, "private": 0, "academia": 1, "civil_society": 0, "countries": ["DE"]}
    return Cooperation.objects.create(submission=submission, **{**counts, **fields})


CITY_MEMO = {
    "date": "2026-04-14",
    "contact_title": "Utvecklingssamordnare",
    "summary": "<p>Nämnderna har redovisat.</p>",
    "proposals": ["Redovisningen läggs till handlingarna."],
    "decision_path": [{"body": "Kommunstyrelsen", "date": "2026-05-07"}],
    "recipients": ["Samtliga nämnder"],
    "signatories": ["Stadsdirektör"],
    "sections": [
        {"heading": "Ärendet", "html": "<p>Nämnderna har lämnat underlag.</p>"},
        {"heading": "Stadskontorets bedömning", "html": "<p>Arbetet går bra.</p>"},
    ],
}


def city_memo(round, **content):
    """The city's memo, which lacks nothing; `content` in the round file's shape."""
    return write_memo(round, {**CITY_MEMO, **content})


def board_memo(submission, **content):
    """The board's own memo, as its section finds it; `content` in the round file's shape."""
    write_memo(submission.round, {"summary": "<p>Vi har arbetat.</p>", **content}, board=submission.board)
    return BoardMemo().find(submission, BoardMemo.name)


def revision(row, user, minutes_ago=0):
    """What an answer or a card says now, as if the person had saved it some minutes ago."""
    history.keep(user, row, 1, uuid4())
    made = history.of(row).last()
    made.created_at = timezone.now() - timedelta(minutes=minutes_ago)
    made.save()
    return made


def decision(submission):
    """The board's decision, which is demanded for handing in."""
    Submission.objects.filter(pk=submission.pk).update(
        decision_date=timezone.localdate(), decision_paragraph="§ 7", decision_diary_number="TN-2025-7"
    )


def handed_in(submission, user):
    """Begin and hand in what the submission holds, with the board's decision."""
    workflow.begin(user, submission)
    decision(submission)
    return workflow.submit(user, submission)


def frozen(submission):
    """The version of a submission that was read in as approved, with what it holds; for earlier years."""
    Submission.objects.filter(pk=submission.pk).update(status=Submission.Status.APPROVED)
    return Version.objects.create(submission=submission, number=1, data=sections.freeze(submission))


def approved(submission, user, reviewer):
    """The same, and approved by the reviewer."""
    version = handed_in(submission, user)
    workflow.approve(reviewer, submission)
    return version
