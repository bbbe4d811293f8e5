"""What a board hands in: its answers, the frozen versions, and what happened when."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from .line import line
from .people import Board
from .round import Question, Round


class Written(models.Model):
    """Something that a board writes and several people may save; `version` grows by one with each save."""

    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("ändrad", null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    done_at = models.DateTimeField("klarmarkerad", null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def changed_since_done(self):
        """Whether somebody has changed it after it was marked as done."""
        return bool(self.done_at and self.changed_at and self.changed_at > self.done_at)


class Submission(models.Model):
    """A board in a round (inlämning). Only `workflow` changes its status."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "ej påbörjad"
        DRAFT = "draft", "utkast"
        SUBMITTED = "submitted", "inlämnad"
        RETURNED = "returned", "återlämnad"
        APPROVED = "approved", "godkänd"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="submissions", verbose_name="omgång")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="submissions", verbose_name="nämnd")
    status = models.CharField(
        "status", max_length=20, choices=Status.choices, default=Status.NOT_STARTED, editable=False
    )
    # The board's own last day, where the city office has given it another than the round's; see `closes_on`.
    closes = models.DateField("nämndens sista dag", null=True, blank=True, editable=False)
    # As the board was when it handed in, or as a file told; empty while they are the board's own.
    department = models.CharField("förvaltning", max_length=200, blank=True, editable=False)
    abbreviation = models.CharField("förkortning", max_length=20, blank=True, editable=False)
    decision_date = models.DateField("beslutsdatum", null=True, blank=True)
    decision_paragraph = models.CharField("paragraf", max_length=50, blank=True)
    decision_diary_number = models.CharField("diarienummer", max_length=50, blank=True)
    # Since when the city office reads what was handed in last, and the board can no longer take it back.
    review_begun_at = models.DateTimeField("granskas sedan", null=True, editable=False)
    review_begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField("senast ändrad", null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "inlämning"
        verbose_name_plural = "inlämningar"
        ordering = ["-round__year", "board"]
        constraints = [models.UniqueConstraint(fields=["round", "board"], name="one_submission_per_board")]
        permissions = [("review_submission", "Kan återlämna och godkänna inlämningar")]

    def __str__(self):
        return f"{self.board} {self.round}"

    @property
    def waits_for_office_since(self):
        """When the board handed in what the city office has yet to decide on; None where nothing waits."""
        if self.status != self.Status.SUBMITTED:
            return None
        return self.events.filter(status=self.Status.SUBMITTED, kind=Event.Kind.STATUS).last().created_at

    @property
    def last_return(self):
        """The event by which the city office last returned it; None where it never did."""
        returned = self.events.filter(status=self.Status.RETURNED, kind=Event.Kind.STATUS)
        return returned.select_related("created_by").last()

    @cached_property
    def earlier(self):
        """The version that the board handed in the newest earlier year that it did; None where it never has.

        Where several boards that it has taken over from handed in that year, it is one that joins theirs and is never
        saved. Asked for once, since every row of the task list is compared with it.
        """
        from ..sections import joined  # the sections know what their parts are; they build on the models

        submissions = Submission.objects.filter(board__in=line(self.board_id), round__year__lt=self.round.year)
        newest = Version.objects.filter(submission=models.OuterRef("pk")).order_by("-number").values("pk")[:1]
        told = submissions.annotate(newest=models.Subquery(newest)).exclude(newest=None)
        last_year = told.order_by("-round__year").values("round__year")[:1]
        versions = Version.objects.filter(pk__in=told.filter(round__year=models.Subquery(last_year)).values("newest"))
        whole = versions.select_related("submission__round", "submission__board")
        return joined(whole.prefetch_related("submission__round__questions").order_by("submission__board"))

    @property
    def status_in_words(self):
        """The status; of a submission that the board has not handed in, and no longer can, that."""
        return "lämnades inte in" if self._is_missed else self.get_status_display()

    @property
    def _is_missed(self):
        unfinished = self.status in (self.Status.NOT_STARTED, self.Status.DRAFT)
        return unfinished and self.phase in (Round.Phase.CLOSED, Round.Phase.PUBLISHED)

    @property
    def stands(self):
        """How it stands, as the clause that a sentence begins with: Redovisningen är inlämnad."""
        last = self.events.filter(kind__in=[Event.Kind.STATUS, Event.Kind.TAKEN_BACK]).last()
        if last and last.kind == Event.Kind.TAKEN_BACK:
            return "Nämnden har tagit tillbaka inlämningen"
        if self._is_missed:
            return "Redovisningen lämnades inte in"
        otherwise = {self.Status.NOT_STARTED: "inte påbörjad", self.Status.DRAFT: "ett utkast"}
        return f"Redovisningen är {otherwise.get(self.status, self.get_status_display())}"

    @property
    def closes_on(self):
        """The board's last day: the round's, or its own where that is later; None where the round has none."""
        return max((day for day in (self.round.closes, self.closes) if day), default=None)

    @property
    def phase(self):
        """The round's phase as it is for this board, by the board's own last day."""
        return self.round.phase_until(self.closes_on)

    @property
    def days_left(self):
        """Whole days until the board's last day, which is 0 on the day itself; None where it is not open."""
        return self.round.days_until(self.closes_on)

    @property
    def is_editable(self):
        """Whether the board may change its text: until its last day, and after a return even when that has passed."""
        if self.status == self.Status.RETURNED:
            return self.phase != Round.Phase.PUBLISHED
        return self.phase == Round.Phase.OPEN and self.status in (self.Status.NOT_STARTED, self.Status.DRAFT)


class Answer(Written):
    """A board's answer to a question, as rich text inside the allow-list."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    html = models.TextField("svar", blank=True)

    class Meta:
        verbose_name = "svar"
        verbose_name_plural = "svar"
        ordering = ["question__number"]
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="one_answer_per_question")]

    def __str__(self):
        return f"{self.submission}, {self.question}"


class Saved(models.Model):
    """What something became by one save, whole; never changed. `version` is its version after the save."""

    version = models.PositiveIntegerField("version")
    content = models.JSONField("innehåll")
    save_id = models.UUIDField("sparning")
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


class Revision(Saved):
    """What an answer or a card became by one save, kept when the card is taken away.

    `section` and `key` say of what: a section's name, and its own key to the row. Version 0 is what was read in, and
    stood there before the first save.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="revisions")
    section = models.CharField("del", max_length=50)
    key = models.CharField("nyckel", max_length=200)

    class Meta:
        verbose_name = "sparad text"
        verbose_name_plural = "sparade texter"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "section", "key", "created_by", "save_id"], name="one_revision_per_save"
            )
        ]

    def __str__(self):
        return f"{self.submission}, {self.section} {self.key}, version {self.version}"


class Version(models.Model):
    """What a board handed in, or what the city office's correction made of it, frozen for ever.

    `data` is in the round file's shape: it holds `submission` as that file has it, and beside it whatever it refers to
    that may change later, such as `projects`.
    """

    class Kind(models.TextChoices):
        HANDED_IN = "handed_in", "inlämnad av nämnden"
        CORRECTION = "correction", "språkrättning av stadskontoret"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("version")
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.HANDED_IN)
    data = models.JSONField()
    created_at = models.DateTimeField("inlämnad", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_version_per_number")]

    def __str__(self):
        return f"{self.submission}, version {self.number}"

    @property
    def year(self):
        return self.submission.round.year


class Event(models.Model):
    """That something was done with a submission: who, when, which status it has since, and with which message."""

    class Kind(models.TextChoices):
        STATUS = "status", "ny status"
        TAKEN_BACK = "taken_back", "tillbakatagen av nämnden"
        REVIEW_BEGUN = "review_begun", "granskningen har börjat"
        CORRECTED = "corrected", "språket rättat av stadskontoret"
        EXTENDED = "extended", "ny sista dag för nämnden"
        REMINDED = "reminded", "påmind av stadskontoret"
        REGISTER = "register", "ändring i stadskontorets register"
        PUBLISHED = "published", "publicerad i stadens redovisning"
        REOPENED = "reopened", "öppnad för en ny utgåva"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("vad", max_length=20, choices=Kind.choices, default=Kind.STATUS)
    status = models.CharField("ny status", max_length=20, choices=Submission.Status.choices)
    message = models.TextField("meddelande", blank=True)
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.submission}: {self.in_words}"

    @property
    def in_words(self):
        """What was done: the new status, or that which changed none, or changed it back."""
        return self.get_status_display() if self.kind == self.Kind.STATUS else self.get_kind_display()

    @property
    def reason(self):
        """Why the board got a new last day: the message without its first line, which is the day."""
        return self.message.partition("\n")[2]
