"""The outbox: each mail to be sent, kept until it has gone."""

from django.conf import settings
from django.db import models

from .people import Invitation
from .submission import Event, Submission


class Mail(models.Model):
    """A mail to one person, written anew each time that it is tried. It waits while `next_try` is set.

    Without `next_try` it has gone (`sent_at`), or is given up or out of date (`error` says which). A reminder is about
    a submission and the `day` that it belongs to; the others are about an event or an invitation.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "omgången är öppen"
        TWO_WEEKS = "two_weeks", "två veckor kvar"
        THREE_DAYS = "three_days", "tre dagar kvar"
        LAST_DAY = "last_day", "sista dagen"
        RETURNED = "returned", "återlämnad"
        APPROVED = "approved", "godkänd"
        EXTENDED = "extended", "ny sista dag"
        REMINDED = "reminded", "påminnelse från stadskontoret"
        RECEIPT = "receipt", "kvitto"
        INVITED = "invited", "inbjudan"

    kind = models.CharField("mejl", max_length=20, choices=Kind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="mails")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, related_name="mails")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="mails")
    day = models.DateField("gäller", null=True)
    created_at = models.DateTimeField("skrivet", auto_now_add=True)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    next_try = models.DateTimeField("nästa försök", null=True, db_index=True)
    sent_at = models.DateTimeField("skickat", null=True)
    error = models.CharField("fel", max_length=100, blank=True)

    class Meta:
        verbose_name = "mejl"
        verbose_name_plural = "mejl"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "submission", "day"], name="one_reminder_per_day"),
            models.UniqueConstraint(fields=["person", "event"], name="one_mail_per_event"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.person or self.invitation}"

    @property
    def board(self):
        """The board that it is about."""
        return (self.submission or self.invitation).board

    @property
    def address(self):
        """Where it goes."""
        return self.invitation.email if self.invitation else self.person.email
