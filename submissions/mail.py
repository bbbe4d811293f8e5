"""Mail to a board's contact persons. A mail that fails is noted on its event, and never stops anybody's work."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from .models import Event

logger = logging.getLogger(__name__)


def tell_board(event):
    """Mail what the city office decided to everyone at the board, one mail each."""
    submission = event.submission
    path = reverse("submission", args=[submission.round.year, submission.board.slug])
    text = render_to_string(
        "submissions/mail/reviewed.txt", {"event": event, "submission": submission, "url": settings.SITE_URL + path}
    )
    subject = f"{submission.board}s internationella redovisning {submission.round} är {event.get_status_display()}"
    subject = " ".join(subject.split())  # a line break in a name would end the header
    mails = [EmailMessage(subject, text, to=[person.email]) for person in submission.board.members.all()]
    sent = [_send(mail, event) for mail in mails]
    if not all(sent):
        Event.objects.filter(pk=event.pk).update(mail_failed=True)


def _send(mail, event):
    try:
        return mail.send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address that cannot be written in a header
        logger.error("Mail for event %s was not sent: %s", event.pk, type(error).__name__)
        return 0
