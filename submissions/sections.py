"""What a submission consists of. Each app brings its own sections; whoever needs them all walks over `registered`."""

from dataclasses import dataclass

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from config.formats import listed

from .models import Answer, Submission, Version

DECISION_FIELDS = {
    "decision_date": "datum",
    "decision_paragraph": "paragraf",
    "decision_diary_number": "diarienummer",
}


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
    # Shown after those that later apps bring.
    last = False
    # Lookups for prefetch_related that `freeze` reads, so that many submissions take no more queries than one.
    reads = ()

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

    # Where the section has rows that are saved one by one, through `drafts.save`, their history rests on what follows.
    # `model` is the rows' own, `name` what their revisions are kept under, and a row's content is in the round file's
    # shape.
    model = None
    name = ""

    def find(self, submission, key):
        """The row of this key, read anew; None where there is none."""
        raise NotImplementedError

    def key(self, row) -> str:
        """What the row is found by in its submission; the same for ever."""
        raise NotImplementedError

    def describe(self, row) -> Row:
        """The row as it stands in the task list."""
        raise NotImplementedError

    def content(self, row) -> dict:
        """All that the row says."""
        raise NotImplementedError

    def told(self, submission, content) -> dict[str, str]:
        """What `content` says, to be read and compared: markup under each label."""
        raise NotImplementedError

    def returnable(self, row, content) -> dict:
        """What the row would say if `content` were brought back."""
        return content

    def values(self, row, content) -> dict:
        """`content` as values of the row's own fields, to be saved."""
        raise NotImplementedError

    def write_rest(self, row, content):
        """Write what of `content` stands in other tables; called inside the save."""


registered: list[Section] = []


def register(section):
    """Add a section; called once by each app that has one, in the order in which they are shown."""
    registered.append(section)
    registered.sort(key=lambda section: section.last)


def of(row):
    """The section that an answer or a card belongs to."""
    return next(section for section in registered if section.model is type(row))


def freeze(submission):
    """The whole submission as `frozen`, read anew from its tables."""
    return _frozen(_with_contents(Submission.objects.filter(pk=submission.pk)).get())


def _with_contents(submissions):
    lookups = [lookup for section in registered for lookup in section.reads]
    return submissions.select_related("round", "board").prefetch_related(*lookups)


def _frozen(submission):
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


def all_handed_in(submissions):
    """The same for a list of submissions, by primary key: those still written on first, then as handed in.

    Each is read in the status that it has in the list, whatever happens meanwhile; one that is taken away is left out.
    """
    done = [each.pk for each in submissions if each.status in (each.Status.SUBMITTED, each.Status.APPROVED)]
    others = [each.pk for each in submissions if each.pk not in done]
    still_written = _with_contents(Submission.objects.filter(pk__in=others))
    latest = {version.submission_id: version for version in Version.objects.filter(submission__in=done)}
    handed_in = sorted(latest.values(), key=lambda version: (version.created_at, version.pk))
    return {each.pk: _frozen(each) for each in still_written} | {each.submission_id: each.data for each in handed_in}


def shown(submission, frozen):
    """Each section that has something to read in `frozen`, with its parts."""
    read = [(section, section.show(submission, frozen)) for section in registered]
    return [(section, parts) for section, parts in read if parts]


def problems(submission):
    """All that is missing or wrong in a submission, what stops it first."""
    found = [problem for section in registered for row in section.rows(submission) for problem in row.problems]
    return sorted(found, key=lambda problem: not problem.stops)


class Questions(Section):
    """The year's questions and the board's answers to them."""

    title = "Frågor"
    reads = ("answers__question",)
    model = Answer
    name = "questions"

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
        answers = sorted(submission.answers.all(), key=lambda answer: answer.question.number)
        written = [{"question": answer.question.number, "html": answer.html} for answer in answers if answer.html]
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

    def find(self, submission, key):
        question = self._questions(submission).filter(number=key).first()
        written = submission.answers.filter(question=question).first()
        return question and (written or Answer(submission=submission, question=question))

    def key(self, row):
        return str(row.question.number)

    def describe(self, row):
        return self._row(row.submission, row.question, row.html)

    def content(self, row):
        return {"html": row.html}

    def told(self, submission, content):
        return {"Svar": content["html"]}

    def values(self, row, content):
        return content


def _question_url(submission, number):
    return reverse("question", args=[submission.round.year, submission.board.slug, number])


class Decision(Section):
    """The board's decision to hand in; written on the check page, and frozen with the submission itself."""

    title = "Nämndens beslut"
    last = True

    def rows(self, submission):
        url = _decision_url(submission)
        missing = [label for field, label in DECISION_FIELDS.items() if not getattr(submission, field)]
        problems = (Problem(f"Nämndens beslut saknar {listed(missing)}.", url),) if missing else ()
        return [Row(title=self.title, url=url, status=self._status(missing), problems=problems)]

    def _status(self, missing):
        if not missing:
            return RowStatus.DONE
        return RowStatus.NOT_STARTED if len(missing) == len(DECISION_FIELDS) else RowStatus.STARTED

    def show(self, submission, frozen):
        decision = frozen["submission"].get("decision")
        if not decision:
            return []
        body = render_to_string("submissions/shown_decision.html", {"decision": decision})
        return [Part(title="Beslut om redovisningen", body=body, url=_decision_url(submission))]


def _decision_url(submission):
    return reverse("check", args=[submission.round.year, submission.board.slug]) + "#beslut"
