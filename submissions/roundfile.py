"""The round, the boards and the submissions between their tables and the round file's shape."""

from . import sections
from .models import Board, Event, Question, Round, Submission, Version

Status = Submission.Status
# Where a place in the round file's schema has a length or a size that its table sets.
LIMITS = {
    "round.diary_number": Round.diary_number,
    "round.policy.name": Round.policy_name,
    "round.policy.diary_number": Round.policy_diary_number,
    "round.goal_period": Round.goal_period,
    "round.questions.number": Question.number,
    "boards.name": Board.name,
    "boards.department": Board.department,
    "boards.abbreviation": Board.abbreviation,
    "submissions.decision.paragraph": Submission.decision_paragraph,
    "submissions.decision.diary_number": Submission.decision_diary_number,
}
_HANDED_IN = {Status.SUBMITTED, Status.RETURNED, Status.APPROVED}


def round_content(round):
    """The frame of a year, but for its goals; what is empty is left out."""
    content = {
        "year": round.year,
        "opens": round.opens and round.opens.isoformat(),
        "closes": round.closes and round.closes.isoformat(),
        "diary_number": round.diary_number,
        "policy": _policy(round),
        "goal_period": round.goal_period,
        "exchange_rates": round.exchange_rates,
        "decision_path": round.decision_path,
    }
    questions = [{"number": q.number, "text": q.text, "required": q.required} for q in round.questions.all()]
    always = {"questions": questions, "asks_for_cooperation": round.asks_for_cooperation}
    return {key: value for key, value in content.items() if value} | always


def _policy(round):
    policy = {"adopted": round.policy_adopted, "diary_number": round.policy_diary_number}
    told = {key: value for key, value in policy.items() if value}
    return {"name": round.policy_name, **told} if told or round.policy_name else {}


def board_content(submission):
    """The board as it was that year; the abbreviation is left out where it had none."""
    then = submission if submission.department else submission.board
    content = {"name": submission.board.name, "department": then.department}
    return {**content, "abbreviation": then.abbreviation} if then.abbreviation else content


def write_round(content, note=""):
    """Make the round, or fill it anew where the year exists: its questions and submissions give way to the file's.

    What the file knows nothing of is kept: whether it is published, its editions, and the help to a question.
    """
    policy = content.get("policy", {})
    fields = {
        "opens": content.get("opens"),
        "closes": content.get("closes"),
        "diary_number": content.get("diary_number") or "",
        "policy_name": policy.get("name", ""),
        "policy_adopted": policy.get("adopted", ""),
        "policy_diary_number": policy.get("diary_number") or "",
        "goal_period": content.get("goal_period", ""),
        "exchange_rates": content.get("exchange_rates", {}),
        "asks_for_cooperation": content.get("asks_for_cooperation", False),
        "decision_path": content.get("decision_path", []),
        "note": note,
    }
    round, _ = Round.objects.update_or_create(year=content["year"], defaults=fields)
    round.submissions.all().delete()
    _write_questions(round, content["questions"])
    round.refresh_from_db()
    return round


def _write_questions(round, contents):
    helps = dict(round.questions.values_list("text", "help"))
    round.questions.all().delete()
    Question.objects.bulk_create(
        Question(round=round, help=helps.get(content["text"], ""), **content) for content in contents
    )


def write_boards(contents, year):
    """The boards by name, made where they are new; one that a newer year also has keeps what that year says."""
    newer = set(Board.objects.filter(submissions__round__year__gt=year).values_list("name", flat=True))
    for content in contents:
        if content["name"] not in newer:
            facts = {"department": content["department"], "abbreviation": content.get("abbreviation", "")}
            Board.objects.update_or_create(name=content["name"], defaults=facts)
    return Board.objects.in_bulk([content["name"] for content in contents], field_name="name")


def write_submission(round, board, content, facts):
    """Make a board's submission, of nothing where `content` is None, and let every section write its own part.

    `facts` is the board as the file tells of it.
    """
    content = content or {"status": Status.NOT_STARTED}
    decision = content.get("decision", {})
    submission = Submission.objects.create(
        round=round,
        board=board,
        department=facts["department"],
        abbreviation=facts.get("abbreviation", ""),
        status=content.get("status", Status.APPROVED),
        decision_date=decision.get("date"),
        decision_paragraph=decision.get("paragraph", ""),
        decision_diary_number=decision.get("diary_number") or "",
    )
    for section in sections.registered:
        section.thaw(submission, content)
    return submission


def write_version(submission, as_told):
    """Freeze a submission that the file says has been handed in, passed through `as_told`: dict in, dict out."""
    if submission.status in _HANDED_IN:
        frozen = as_told(sections.freeze(submission))
        Version.objects.create(submission=submission, number=1, data=frozen)
        Event.objects.create(submission=submission, status=submission.status)
