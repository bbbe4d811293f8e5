"""What the city office remarks on in a submission, and what the board answers."""

from django.conf import settings
from django.db import models

from .submission import Submission


class RemarkQuerySet(models.QuerySet):
    """Remarks by how far they have come."""

    def told(self):
        """Those that the board has got to see: from the return on, and not while the reviewer still writes."""
        return self.filter(told_at__isnull=False)

    def open(self):
        """Those that the board has seen and not ticked."""
        return self.told().filter(ticked_at=None)


class Remark(models.Model):
    """A reviewer's remark on a submission, a row of it, or a field of that row, with the board's answer.

    `section` and `key` say on which row, as in `Revision`; both are empty where it is on the whole submission. `field`
    is one of the section's `fields`, or empty where it is on the whole row.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    section = models.CharField("del", max_length=50, blank=True)
    key = models.CharField("nyckel", max_length=200, blank=True)
    field = models.CharField("fält", max_length=100, blank=True)
    # In words, as it was called when the remark was written.
    about = models.TextField("gäller")
    text = models.TextField("anmärkning")
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField("visad för nämnden", null=True)
    answer = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField("besvarad", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ticked_at = models.DateTimeField("åtgärdad", null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "anmärkning"
        verbose_name_plural = "anmärkningar"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.submission}: {self.about}"
