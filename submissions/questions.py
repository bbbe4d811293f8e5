"""What every submission has: the board's answers to the year's questions, and its decision to hand in."""

from collections import defaultdict

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from config.formats import listed, partial_date

from . import carry_over
from .models import Answer
from .sections import Part, Problem, Row, RowStatus, Section, said

DECISION_FIELDS = {
    "decision_date": "datum",
    "decision_paragraph": "paragraf",
    "decision_diary_number": "diarienummer",
}


class Questions(Section):
    """The year's questions and the board's answers to them."""

    title = "Frågor"
    printed = "Del 1. Nämndens internationella arbete"
    reads = ("answers__question",)
    model = Answer
    name = "questions"
    key_reads = ("question",)
    fields = {"id_html": "Svar"}
    counted = "svar"

    def tools(self, submission, editable):
        place = [submission.round.year, submission.board.slug]
        return [("Hämta ett helt Word-dokument", reverse("word_document", args=place))] if editable else []

    def rows(self, submission):
        written = {answer.question_id: answer.html for answer in submission.answers.all()}
        questions = self._questions(submission)
        then = self._answers_then(submission.earlier, questions)
        return [self._row(submission, question, written.get(question.pk, ""), then) for question in questions]

    def _questions(self, submission):
        return submission.round.questions.all()

    def _row(self, submission, question, written, then):
        url = _question_url(submission, question.number)
        lacks = question.required and not written
        same = then and carry_over.unchanged_since(submission.earlier.year, {"html": written}, then[question.number])
        return Row(
            title=f"{question.number}. {question.text}",
            url=url,
            status=RowStatus.DONE if written else RowStatus.NOT_STARTED,
            problems=(Problem("Inget svar.", f"{url}#id_html"),) if lacks else (),
            optional=not question.required,
            unchanged=same or None,
            key=str(question.number),
            short=str(question),
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
                key=str(question.number),
            )
            for question in self._questions(submission)
        ]

    def rows_of(self, frozen):
        answers = frozen["submission"].get("answers", [])
        return {str(answer["question"]): {"html": answer["html"]} for answer in answers}

    def find(self, submission, key):
        question = next((each for each in self._questions(submission) if str(each.number) == key), None)
        if not question:
            return None
        written = submission.answers.select_related("changed_by").filter(question=question).first()
        row = written or Answer(submission=submission)
        row.question = question
        return row

    def key(self, row):
        return str(row.question.number)

    def make(self, row, submission):
        made, _ = Answer.objects.get_or_create(submission=submission, question=row.question)
        made.submission = submission
        return made

    def describe(self, row):
        then = self._answers_then(row.submission.earlier, self._questions(row.submission))
        return self._row(row.submission, row.question, row.html, then)

    def content(self, row):
        return {"html": row.html}

    def told(self, submission, content):
        return {"Svar": content.get("html", "")}

    def values(self, row, content):
        return {"html": content.get("html", "")}

    ways = {"replace": "Ersätt svaret", "append": "Lägg till efter svaret"}

    def then(self, earlier, row):
        then = self._answers_then(earlier, self._questions(row.submission))[row.question.number]
        return then if then["html"] else None

    def _answers_then(self, earlier, questions):
        """What the board answered in `earlier` to each of the questions, by number; nothing where it is None."""
        if not earlier:
            return {}
        answers = {answer["question"]: answer["html"] for answer in said(earlier)["submission"].get("answers", [])}
        asked = carry_over.same_questions(questions, earlier.submission.round.questions.all())
        return {number: {"html": answers.get(then.number, "") if then else ""} for number, then in asked.items()}

    def carried(self, earlier, row):
        then = self.then(earlier, row)
        return then and carry_over.Carried(then, self._asked_otherwise(earlier, row.question))

    def _asked_otherwise(self, earlier, question):
        asked = earlier.submission.round.questions.all()
        wordings = {carry_over.plain(each.text) for each in asked}
        then = next((each.text for each in asked if each.number == question.number), "")
        return () if carry_over.plain(question.text) in wordings else (f"Frågan löd då: {then}",)

    def joined(self, parts):
        written = defaultdict(list)
        for board, frozen in parts:
            for answer in frozen["submission"].get("answers", []):
                written[answer["question"]].append((board, answer["html"]))
        answers = [{"question": number, "html": carry_over.by_board(told)} for number, told in sorted(written.items())]
        return {"submission": {"answers": answers}} if answers else {}

    def combined(self, content, carried, way):
        return {"html": content.get("html", "") + carried["html"]} if way == "append" else carried

    def texts(self, content):
        return content

    text_labels = {"html": "Svar"}

    def with_texts(self, content, texts):
        return {**content, **texts}

    def put_texts(self, frozen, key, texts):
        for answer in frozen["submission"].get("answers", []):
            if str(answer["question"]) == key:
                answer.update(texts)


def _question_url(submission, number):
    return reverse("question", args=[submission.round.year, submission.board.slug, number])


class Decision(Section):
    """The board's decision to hand in; written on the check page, and frozen with the submission itself."""

    title = "Nämndens beslut"
    last = True
    in_byline = True

    def rows(self, submission):
        url = _decision_url(submission)
        missing = [field for field in DECISION_FIELDS if not getattr(submission, field)]
        words = listed([DECISION_FIELDS[field] for field in missing])
        problems = (Problem(f"Saknar {words}.", f"{url}#id_{missing[0]}"),) if missing else ()
        return [Row(title=self.title, url=f"{url}#beslut", status=self._status(missing), problems=problems)]

    def _status(self, missing):
        if not missing:
            return RowStatus.DONE
        return RowStatus.NOT_STARTED if len(missing) == len(DECISION_FIELDS) else RowStatus.STARTED

    def show(self, submission, frozen):
        decision = frozen["submission"].get("decision")
        if not decision:
            return []
        body = render_to_string("submissions/shown_decision.html", {"decision": decision})
        url = f"{_decision_url(submission)}#beslut"
        return [Part(title="Beslut om redovisningen", body=body, url=url, key="decision")]

    def rows_of(self, frozen):
        decision = frozen["submission"].get("decision")
        return {"decision": decision} if decision else {}

    def told(self, submission, content):
        day = partial_date(content["date"]) if content.get("date") else ""
        rest = {"Paragraf": content.get("paragraph", ""), "Diarienummer": content.get("diary_number", "")}
        return {"Datum": day, **{label: escape(text) for label, text in rest.items()}}


def _decision_url(submission):
    return reverse("check", args=[submission.round.year, submission.board.slug])
