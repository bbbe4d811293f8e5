"""What a submission consists of. Each app brings its own sections; whoever needs them all walks over `registered`."""

from dataclasses import dataclass

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from .models import Answer


class RowStatus(models.TextChoices):
    """How far a row in the task list has come."""

    NOT_STARTED = "not_started", "ej påbörjad"
    STARTED = "started", "påbörjad"
    DONE = "done", "klar"
    NEEDS_WORK = "needs_work", "behöver åtgärdas"


@dataclass(frozen=True)
class Problem:
    """Something that is missing or wrong. A problem that does not stop submission is a warning."""

    message: str
    url: str
    stops: bool = True


@dataclass(frozen=True)
class Row:
    """A row in the task list: a question, a card."""

    title: str
    url: str
    status: RowStatus
    problems: tuple[Problem, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of the submission as it is read: its heading, its text, and where it is changed."""

    title: str
    body: SafeString
    url: str


class Section:
    """One part of a submission: what it asks for, and how it is frozen, shown and read back.

    `frozen` everywhere is a dict in the round file's shape: `submission` as that file has it, and beside it
    what the submission refers to, such as `projects`.
    """

    title = ""
    # What the task list says where the section may have no rows, and the button that adds one.
    empty = ""
    add_label = ""

    def add_url(self, submission):
        """Address of the page that adds a row; only asked for where there is an `add_label`."""
        raise NotImplementedError

    def rows(self, submission) -> list[Row]:
        """The section's rows in the task list."""
        return []

    def freeze(self, submission) -> dict:
        """The section's part of `frozen`."""
        return {}

    def thaw(self, submission, content):
        """Write `content`, a submission out of a round file whose references all hold, into the section's tables."""

    def show(self, submission, frozen) -> list[Part]:
        """What `frozen` says, to be read."""
        return []


registered: list[Section] = []


def register(section):
    """Add a section; called once by each app that has one, in the order in which they are shown."""
    registered.append(section)


def freeze(submission):
    """The whole submission as `frozen`."""
    content = {"board": submission.board.name}
    if decision := _decision(submission):
        content["decision"] = decision
    frozen = {"submission": content}
    for section in registered:
        part = section.freeze(submission)
        content.update(part.pop("submission", {}))
        frozen.update(part)
    return frozen


def _decision(submission):
    decision = {
        "date": submission.decision_date and submission.decision_date.isoformat(),
        "paragraph": submission.decision_paragraph,
        "diary_number": submission.decision_diary_number,
    }
    return {key: value for key, value in decision.items() if value}


def handed_in(submission):
    """What the board has handed in, or where it is still writing, what it has written so far; as `frozen`."""
    if submission.status in (submission.Status.SUBMITTED, submission.Status.APPROVED):
        return submission.versions.last().data
    return freeze(submission)


def problems(submission):
    """All that is missing or wrong in a submission, what stops it first."""
    found = [problem for section in registered for row in section.rows(submission) for problem in row.problems]
    return sorted(found, key=lambda problem: not problem.stops)


class Questions(Section):
    """The year's questions and the board's answers to them."""

    title = "Frågor"

    def rows(self, submission):
        written = {answer.question_id: answer.html for answer in submission.answers.all()}
        return [self._row(submission, question, written.get(question.pk)) for question in self._questions(submission)]

    def _questions(self, submission):
        return submission.round.questions.all()

    def _row(self, submission, question, written):
        url = _question_url(submission, question.number)
        lacks = question.required and not written
        return Row(
            title=f"{question.number}. {question.text}",
            url=url,
            status=RowStatus.DONE if written else RowStatus.NOT_STARTED,
            problems=(Problem(f"Fråga {question.number} har inget svar.", url),) if lacks else (),
            optional=not question.required,
        )

    def freeze(self, submission):
        answers = submission.answers.exclude(html="").select_related("question")
        written = [{"question": answer.question.number, "html": answer.html} for answer in answers]
        return {"submission": {"answers": written}} if written else {}

    def thaw(self, submission, content):
        questions = {question.number: question for question in self._questions(submission)}
        Answer.objects.bulk_create(
            Answer(submission=submission, question=questions[answer["question"]], html=answer["html"])
            for answer in content.get("answers", [])
        )

    def show(self, submission, frozen):
        written = {answer["question"]: answer["html"] for answer in frozen["submission"].get("answers", [])}
        return [
            Part(
                title=f"{question.number}. {question.text}",
                body=render_to_string("submissions/shown_answer.html", {"html": written.get(question.number, "")}),
                url=_question_url(submission, question.number),
            )
            for question in self._questions(submission)
        ]


def _question_url(submission, number):
    return reverse("question", args=[submission.round.year, submission.board.slug, number])
