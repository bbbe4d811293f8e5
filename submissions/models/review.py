"""What the city office remarks on in a submission, what is said of it, and who is reading just now."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .submission import Submission


class RemarkQuerySet(models.QuerySet):
    """Remarks by how far they have come."""

    def told(self):
        """Those that the board has got to see: from the return on, and not while the reviewer still writes."""
        return self.filter(told_at__isnull=False)

    def unclosed(self):
        """Those that the city office has not closed."""
        return self.filter(closed_at=None)

    def open(self):
        """Those that wait for the board: it has seen them, and neither ticked them nor had them closed."""
        return self.told().unclosed().filter(ticked_at=None)


class Remark(models.Model):
    """A reviewer's remark on a submission, a row of it, or a field of that row; its replies make it a thread.

    `section` and `key` say on which row, as in `Revision`; both are empty where it is on the whole submission. `field`
    is one of the section's `fields`, or empty where it is on the whole row. `quote` are the words that were marked,
    with single spaces. The board ticks what it has seen to; the city office closes.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    section = models.CharField("del", max_length=50, blank=True)
    key = models.CharField("nyckel", max_length=200, blank=True)
    field = models.CharField("fält", max_length=100, blank=True)
    # In words, as it was called when the remark was written.
    about = models.TextField("gäller")
    quote = models.TextField("om orden", blank=True)
    text = models.TextField("anmärkning")
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField("visad för nämnden", null=True)
    ticked_at = models.DateTimeField("åtgärdad", null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField("stängd", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "anmärkning"
        verbose_name_plural = "anmärkningar"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.submission}: {self.about}"

    @property
    def heading(self):
        """What it is on, with the words that were marked."""
        return f"{self.about.removesuffix('.')} (om orden ”{self.quote}”)" if self.quote else self.about


class Reply(models.Model):
    """What the board or the city office says of a remark after it was written; never changed."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField("svar")
    by_office = models.BooleanField("från stadskontoret")
    created_at = models.DateTimeField("när", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "svar på en anmärkning"
        verbose_name_plural = "svar på anmärkningar"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.remark}: {self.text[:40]}"


class Presence(models.Model):
    """That a reviewer has a submission's page open, or had it: when last, and which versions they have read.

    `version` is the newest that they have read, and `read_before` the one that they had read before that: what is new
    to them. Both are 0 where there is none.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("senast här")
    writing = models.BooleanField("skriver", default=False)
    version = models.PositiveIntegerField("har läst version", default=0)
    read_before = models.PositiveIntegerField("hade läst version", default=0)

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="one_presence_per_reviewer")]

    def __str__(self):
        return f"{self.user}, {self.submission}"
