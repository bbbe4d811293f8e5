"""What the city office writes and keeps: memos, excerpts, earlier years' totals, and compiled editions."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from submissions.models import Board, Round, Submission
from submissions.models.submission import Saved, Written


class Memo(Written):
    """An official's memo (tjänsteskrivelse): the city's, or a board's own where `board` is set."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="memos", verbose_name="omgång")
    board = models.ForeignKey(
        Board, on_delete=models.CASCADE, null=True, blank=True, related_name="memos", verbose_name="nämnd"
    )
    date = models.DateField("datum", null=True, blank=True)
    diary_number = models.CharField("diarienummer", max_length=50, blank=True)
    contact_title = models.CharField("vår referens, titel", max_length=200, blank=True)
    summary = models.TextField("sammanfattning", blank=True)
    proposal_by = models.CharField("vem som föreslår vem att besluta", max_length=300, blank=True)
    proposals = models.JSONField("förslag till beslut", default=list, blank=True)
    documents = models.JSONField("beslutsunderlag", default=list, blank=True)
    decision_path = models.JSONField("beslutsplanering", default=list, blank=True)
    recipients = models.JSONField("beslutet skickas till", default=list, blank=True)
    signatories = models.JSONField("ansvariga", default=list, blank=True)

    class Meta:
        verbose_name = "tjänsteskrivelse"
        verbose_name_plural = "tjänsteskrivelser"
        ordering = ["-round__year", "board"]
        constraints = [
            models.UniqueConstraint(fields=["round", "board"], name="one_memo_per_board"),
            models.UniqueConstraint(fields=["round"], condition=models.Q(board=None), name="one_city_memo_per_round"),
        ]

    def __str__(self):
        return f"Tjänsteskrivelse {self.round}" + (f", {self.board}" if self.board else "")


class MemoSection(models.Model):
    """A heading with running text after the memo's Ärendet; may hold live figures such as {antal_projekt}."""

    memo = models.ForeignKey(Memo, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("ordning", default=0)
    heading = models.CharField("rubrik", max_length=300)
    html = models.TextField("text", blank=True)

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.heading


class Excerpt(models.Model):
    """A board's paragraph in the city memo's chapter of examples, written by the city office."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="excerpt", verbose_name="inlämning"
    )
    html = models.TextField("utdrag", blank=True)

    class Meta:
        verbose_name = "utdrag"
        verbose_name_plural = "utdrag"
        ordering = ["-submission__round__year", "submission__board"]

    def __str__(self):
        return f"Utdrag, {self.submission}"


class ExcerptSource(models.Model):
    """A passage of what a board has written that was put into its excerpt; never changed.

    `section` and `key` say where it stood, as a remark's do, and `about` what that was called. `quote` is the passage
    with single spaces, and `version` the frozen version that it was taken from; 0 where the board was writing.
    """

    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="sources")
    section = models.CharField("del", max_length=50)
    key = models.CharField("nyckel", max_length=200)
    about = models.TextField("ur")
    quote = models.TextField("stycke")
    version = models.PositiveIntegerField("version", default=0)
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "källa till utdrag"
        verbose_name_plural = "källor till utdrag"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.excerpt}: {self.about}"


class MemoRevision(Saved):
    """What the city's memo and its excerpts became by one save; version 0 is what was read in or brought over."""

    memo = models.ForeignKey(Memo, on_delete=models.CASCADE, related_name="revisions")

    class Meta:
        verbose_name = "sparad tjänsteskrivelse"
        verbose_name_plural = "sparade tjänsteskrivelser"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["memo", "created_by", "save_id"], name="one_memo_revision_per_save")
        ]

    def __str__(self):
        return f"{self.memo}, version {self.version}"


class Totals(models.Model):
    """Totals typed in for a year of which no cards exist, in the shape of the round file's `figures`."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="totals", verbose_name="omgång")
    figures = models.JSONField("summor", default=dict)

    class Meta:
        verbose_name = "inskrivna summor"
        verbose_name_plural = "inskrivna summor"
        ordering = ["-round__year"]

    def __str__(self):
        return f"Inskrivna summor {self.round}"


class EditionQuerySet(models.QuerySet):
    def published(self):
        """Those that are published, the newest of a round first."""
        return self.filter(number__isnull=False).order_by("-number")


class Edition(models.Model):
    """A compiled set of a year's documents (utgåva), kept as files below MEDIA_ROOT: a draft, or published.

    A published one is numbered within its round, and is never changed or taken away; `checksum` is the SHA-256 of its
    manifest, which holds those of its other files. What was compiled before editions were published has neither.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="editions", verbose_name="omgång")
    draft = models.BooleanField("utkast", default=False)
    number = models.PositiveIntegerField("nummer", null=True, editable=False)
    checksum = models.CharField("kontrollsumma", max_length=64, blank=True, editable=False)
    # Why there is a new one, from the second on; and why it was published though boards were missing.
    reason = models.TextField("skäl", blank=True)
    missing_reason = models.TextField("skäl till att nämnder saknas", blank=True)
    created_at = models.DateTimeField("sammanställd", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # That the round was opened after it, for a new edition.
    reopened_at = models.DateTimeField("öppnad igen", null=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reopened_reason = models.TextField("skäl till en ny utgåva", blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "utgåva"
        verbose_name_plural = "utgåvor"
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_edition_per_number")]

    def __str__(self):
        if self.number:
            return f"Utgåva {self.number} av {self.round}"
        return f"Utgåva {self.round}, {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @property
    def folder(self):
        """Where its files are."""
        return Path(settings.MEDIA_ROOT) / "editions" / str(self.pk)

    @property
    def kind(self):
        """What it is, in Swedish."""
        if self.number:
            return f"Utgåva {self.number}"
        return "Utkast" if self.draft else "Godkända inlämningar"


class Acceptance(models.Model):
    """That the city office lets a warning stand in a year, and why. `identity` is the finding's own."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="acceptances", verbose_name="omgång")
    identity = models.CharField("iakttagelse", max_length=64)
    rule = models.CharField("regel", max_length=100)
    reason = models.TextField("skäl")
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "godtagen varning"
        verbose_name_plural = "godtagna varningar"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "identity"], name="one_acceptance_per_finding")]

    def __str__(self):
        return f"{self.rule}, {self.round}"


class Compilation(models.Model):
    """That somebody has asked for a year's documents to be compiled, and how far a worker has come with it.

    `fingerprint` is that of the content when it was asked for: there is one at work for each at a time. `sections` of
    `of_sections` in the documents so far are ready, and `document` is being made. `message` is what to tell when it
    has ended: why it failed, or what to know of the draft. Only `compiling` changes it.
    """

    class What(models.TextChoices):
        DRAFT = "draft", "utkast"
        PUBLICATION = "publication", "publicering"

    class State(models.TextChoices):
        WAITING = "waiting", "väntar"
        RUNNING = "running", "pågår"
        DONE = "done", "klar"
        FAILED = "failed", "misslyckad"
        CANCELLED = "cancelled", "avbruten"

    AT_WORK = [State.WAITING, State.RUNNING]

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="compilations", verbose_name="omgång")
    what = models.CharField("vad", max_length=20, choices=What.choices)
    fingerprint = models.CharField("kontrollsumma", max_length=64)
    # What is published with it: see Edition.
    reason = models.TextField("skäl", blank=True)
    missing_reason = models.TextField("skäl till att nämnder saknas", blank=True)
    state = models.CharField("läge", max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    sections = models.PositiveIntegerField("färdiga avsnitt", default=0)
    of_sections = models.PositiveIntegerField("avsnitt", default=0)
    document = models.CharField("dokument", max_length=100, blank=True)
    message = models.TextField("meddelande", blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="utgåva")
    created_at = models.DateTimeField("begärd", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField("påbörjad", null=True)
    # When the worker last told that it is alive.
    touched_at = models.DateTimeField("senast hörd", null=True)
    ended_at = models.DateTimeField("avslutad", null=True)

    class Meta:
        verbose_name = "sammanställning"
        verbose_name_plural = "sammanställningar"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "what", "fingerprint"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_compilation_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.get_what_display().capitalize()} {self.round}, {self.get_state_display()}"

    @property
    def is_at_work(self):
        """Whether it waits for a worker, or is being made."""
        return self.state in self.AT_WORK

    def is_silent(self, long):
        """Whether it is at work and nothing has been heard of it for so `long` (a timedelta)."""
        return self.is_at_work and (self.touched_at or self.created_at) < timezone.now() - long
