"""What a submission consists of. Each app brings its own sections; whoever needs them all walks over `registered`."""

from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString

from config.formats import headed, partial_date

from . import carry_over
from .models import Submission, Version
from .models.submission import Written


class RowStatus(models.TextChoices):
    """How far a row in the task list has come."""

    NOT_STARTED = "not_started", "ej påbörjad"
    STARTED = "started", "påbörjad"
    DONE = "done", "ifylld"
    NEEDS_WORK = "needs_work", "behöver åtgärdas"


@dataclass(frozen=True)
class Problem:
    """Something that is missing or wrong in a row, said without the row's name, which stands where it is shown.

    A problem that does not stop submission is a warning.
    """

    message: str
    url: str
    stops: bool = True
    # The row's name, where problems of several rows stand together.
    row: str = ""

    def __str__(self):
        if not self.row:
            return self.message
        return headed(self.row, f"{self.message[:1].lower()}{self.message[1:]}")


@dataclass(frozen=True)
class Row:
    """A row in the task list: a question, a card. `key` is its section's own, where rows are saved one by one."""

    title: str
    url: str
    status: RowStatus
    problems: tuple[Problem, ...] = ()
    optional: bool = False
    # What is unchanged since last year: for the task list, and to be told to whoever is about to hand in.
    unchanged: carry_over.Unchanged | None = None
    key: str = ""
    # What it is called where its title would be too long, in the way back to it.
    short: str = ""
    # The row itself where somebody has marked it as done.
    done: Written | None = None

    @property
    def name(self):
        """What it is called where problems of several rows stand together, and in the way back to it."""
        return self.short or self.title


@dataclass(frozen=True)
class Part:
    """A piece of the submission as it is read: its heading, its text, and where it is changed; `key` as a row's."""

    title: str
    body: SafeString
    url: str
    key: str = ""


class Section:
    """One part of a submission: what it asks for, and how it is frozen, shown and read back.

    `frozen` everywhere is a dict in the round file's shape: `submission` as that file has it, and beside it
    what the submission refers to, such as `projects`.
    """

    title = ""
    # The heading over it in the report, where that prints it under another.
    printed = ""
    # Where the report says it in the line under the board's name.
    in_byline = False
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

    def tools(self, submission, editable) -> list[tuple[str, str]]:
        """What the task list offers with the section, words and address: to read, and where `editable`, to fill it."""
        return []

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

    def reread(self, versions, contents) -> dict[int, dict]:
        """`contents`, what frozen versions say by primary key, with the names that what they refer to has today."""
        return contents

    def rows_of(self, frozen) -> dict[str, dict]:
        """What each row says in `frozen`, by key; as `told` takes it."""
        return {}

    def told(self, submission, content) -> dict[str, str]:
        """What `content` says, to be read and compared: markup under each label."""
        raise NotImplementedError

    # Where the section has rows that are saved one by one, through `drafts.save`, their history rests on what follows.
    # `model` is the rows' own, `name` what their revisions are kept under, and a row's content is in the round file's
    # shape.
    model = None
    name = ""
    # What a row is called where rows are counted; the same for one and for several.
    counted = ""
    # What of a row a reviewer may remark on: the field's id on the row's page, and what it is called.
    fields = {}
    # What those are called where they are read, if it is something else.
    printed_labels = {}
    # What shows a row's `problems` on its own page, where that shows them; it stands in a [data-problems].
    problems_template = ""
    # What `key` reads beside the row.
    key_reads = ()

    def done(self, submission):
        """The rows that somebody has marked as done."""
        if not self.model:
            return []
        mine = self.model.objects.filter(submission=submission, done_at__isnull=False)
        return mine.select_related("done_by", *self.key_reads)

    def find(self, submission, key):
        """The row of this key, read anew; None where there is none."""
        raise NotImplementedError

    def key(self, row) -> str:
        """What the row is found by in its submission; the same for ever."""
        raise NotImplementedError

    def make(self, row, submission):
        """The row read anew and made where it is not there yet, with all that it shares held; called inside a save.

        `submission` is its own, held. Raises the model's DoesNotExist where it has been taken away.
        """
        raise NotImplementedError

    def describe(self, row) -> Row:
        """The row as it stands in the task list."""
        raise NotImplementedError

    def content(self, row) -> dict:
        """All that the row says."""
        raise NotImplementedError

    def returnable(self, row, content) -> dict:
        """What the row would say if `content` were brought back."""
        return content

    def values(self, row, content) -> dict:
        """`content` as values of the row's own fields, to be saved."""
        raise NotImplementedError

    def write_rest(self, row, content):
        """Write what of `content` stands in other tables; called inside the save."""

    # Where rows come back from year to year; `earlier` is the board's version of an earlier year, and never None.
    # `ways` are those of putting it into a row that says something already: what the button says, by name; on an empty
    # row all of them do the same.
    ways = {}

    def then(self, earlier, row) -> dict | None:
        """All that the row said in `earlier`, for reading; None where it was not there. The row need not be saved."""
        return None

    def carried(self, earlier, row) -> carry_over.Carried | None:
        """What of that may be brought over into the row; None where nothing may."""
        return None

    def combined(self, content, carried, way) -> dict:
        """What the row would say, which now says `content`, if `carried` was put into it one of the `ways`."""
        raise NotImplementedError

    def joined(self, parts) -> dict:
        """The section's part of a `frozen` that holds what several boards handed in, before they were merged into one.

        `parts` is the name of each board with its `frozen`. What never comes back from year to year is left out.
        """
        return {}

    def texts(self, content) -> dict[str, str]:
        """The narrative in `content`, markup by the field's name: what is marked as unchanged since last year."""
        return {}

    # What the texts are called, where the city office may correct their language; see `corrections`.
    text_labels = {}

    def with_texts(self, content, texts) -> dict:
        """`content` with some of its texts replaced, and all else as it was."""
        raise NotImplementedError

    def put_texts(self, frozen, key, texts):
        """Replace texts of the row of this key in `frozen`, in place."""
        raise NotImplementedError


registered: list[Section] = []


def register(section):
    """Add a section; called once by each app that has one, in the order in which they are shown."""
    registered.append(section)
    registered.sort(key=lambda section: section.last)


def of(row):
    """The section that an answer or a card belongs to."""
    return next(section for section in registered if section.model is type(row))


def as_saved(row):
    """The row read anew; None where it has been taken away."""
    section = of(row)
    return section.find(row.submission, section.key(row))


def named(name):
    """The section of this name, such as a revision or a remark has it; None where there is none."""
    return next((section for section in registered if section.name and section.name == name), None)


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
        _put_in(frozen, section.freeze(submission))
    return frozen


def joined(versions):
    """What several boards handed in a year as one `Version`, not to be saved; one alone is itself, and none None."""
    versions = list(versions)
    if len(versions) < 2:
        return versions[0] if versions else None
    contents = all_said(versions)
    parts = [(version.submission.board.name, contents[version.pk]) for version in versions]
    data = {"submission": {}}
    for section in registered:
        _put_in(data, section.joined(parts))
    made = Version(submission=versions[0].submission, number=versions[0].number, data=data)
    made.said = data  # with the names of today already
    return made


def _put_in(frozen, part):
    frozen["submission"].update(part.pop("submission", {}))
    frozen.update(part)


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
        return said(submission.versions.last())
    return freeze(submission)


def said(version):
    """What a frozen version says, with the names that what it refers to has today; asked for once for each object.

    `version.data` is what was handed in, for ever; whoever reads, compares or counts asks for this.
    """
    if not hasattr(version, "said"):
        version.said = all_said([version])[version.pk]
    return version.said


def all_said(versions):
    """The same for many, by primary key, in no more queries than for one."""
    contents = {version.pk: version.data for version in versions}
    for section in registered:
        contents = section.reread(versions, contents)
    return contents


def all_handed_in(submissions, known=None):
    """The same for a list of submissions, by primary key: those still written on first, then as handed in.

    Each is read in the status that it has in the list, whatever happens meanwhile; one that is taken away is left out.
    `known` are those whose content is known already, likewise.
    """
    known = known or {}
    done = [each.pk for each in submissions if each.status in (each.Status.SUBMITTED, each.Status.APPROVED)]
    others = [each.pk for each in submissions if each.pk not in done]
    still_written = _with_contents(Submission.objects.filter(pk__in=set(others) - known.keys()))
    newest = _newest_versions(done)
    versions = Version.objects.in_bulk([pk for submission, pk in newest.items() if submission not in known])
    contents = all_said(list(versions.values()))
    read = {each.submission_id: contents[each.pk] for each in versions.values()}
    told = known | {each.pk: _frozen(each) for each in still_written} | read
    return {pk: told[pk] for pk in (*others, *newest) if pk in told}


def _newest_versions(submissions):
    """The newest version of each of the submissions, by primary key, in the order in which the boards handed in."""
    newest, since = {}, {}
    rows = Version.objects.filter(submission__in=submissions)
    for submission, version, kind, at in rows.values_list("submission_id", "pk", "kind", "created_at"):
        newest[submission] = version
        if kind == Version.Kind.HANDED_IN:  # a correction changes no facts, and so not whose are the newest
            since[submission] = (at, version)
    return {submission: newest[submission] for submission in sorted(newest, key=since.get)}


def shown(submission, frozen):
    """Each section that has something to read in `frozen`, with its parts."""
    read = [(section, section.show(submission, frozen)) for section in registered]
    return [(section, parts) for section, parts in read if parts]


def byline(submission, frozen):
    """The line under the board's name in the report: its department, and when it decided."""
    decision = frozen["submission"].get("decision", {})
    day = f"beslut {partial_date(decision['date'])}" if decision.get("date") else ""
    told = (day, decision.get("paragraph"), decision.get("diary_number"))
    decided = ", ".join(part for part in told if part)
    return " · ".join(part for part in (submission.department or submission.board.department, decided) if part)
