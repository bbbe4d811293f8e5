"""The outbox: mail is put there in the transaction that it tells of, and sent by `manage.py send_mail`.

So no page waits for a mail server, and a mail that cannot be sent stays and is tried again. A mail is written when it
is sent, from what then is true; one that no longer is (`_outdated`) is never sent.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from . import invitations
from .models import Event, Mail, Submission

logger = logging.getLogger(__name__)

Kind, Status = Mail.Kind, Submission.Status
TOLD = {Status.RETURNED: Kind.RETURNED, Status.APPROVED: Kind.APPROVED, Status.SUBMITTED: Kind.RECEIPT}
# A sender that dies in the midst of a mail leaves it to be tried again after this.
CLAIMED = timedelta(minutes=10)
# The pause after each try is twice the one before, up to six hours; after three days a mail is given up.
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 20
OUTDATED = "inaktuellt"
# How long the outbox remembers what it has sent, and so sends only once.
KEPT = timedelta(days=366)
# What later apps enclose with a receipt: functions from what is handed in to (file name, content), or to None.
enclosures = []


def tell_board(event):
    """Put in the outbox that a submission's status or last day has changed, for all who belong to the board."""
    kind = Kind.EXTENDED if event.kind == Event.Kind.EXTENDED else TOLD[event.status]
    people = event.submission.board.members.filter(is_active=True)
    waiting = [Mail(kind=kind, person=each, event=event, submission=event.submission) for each in people]
    put(waiting)


def put(mails):
    """Put mails in the outbox, to be sent at once; a person's mail that is there already is left alone."""
    for mail in mails:
        mail.next_try = timezone.now()
    Mail.objects.bulk_create(mails, ignore_conflicts=True)


def send_due():
    """Send each mail that is due, once, however many senders run at the same time; how many were sent, and failed."""
    due = list(Mail.objects.filter(next_try__lte=timezone.now()).order_by("next_try").values_list("pk", flat=True))
    outcomes = [_send(pk) for pk in due if _claim(pk)]
    return outcomes.count(True), outcomes.count(False)


def _claim(pk):
    """Whether this sender gets to send the mail: of those that try, one finds it due. No lock is held meanwhile.

    A mail on its way has not failed, so that nobody sends it again meanwhile.
    """
    now = timezone.now()
    due = Mail.objects.filter(pk=pk, next_try__lte=now)
    return bool(due.update(next_try=now + CLAIMED, tries=F("tries") + 1, error=""))


def _send(pk):
    """True where it was sent, False where that failed, None where there was nothing to send any longer."""
    related = ("person", "submission__round", "submission__board", "event__created_by", "invitation__board")
    mail = Mail.objects.select_related(*related).filter(pk=pk).first()
    if not mail or _outdated(mail):
        return _note(pk, next_try=None, error=OUTDATED)
    try:
        _written(mail).send()
    except Exception as error:  # whatever goes wrong with one mail, the others are sent
        logger.error("Mail %s was not sent: %s", pk, type(error).__name__)
        _note(pk, next_try=_after(mail.tries), error=type(error).__name__[:100])
        return False
    _note(pk, next_try=None, error="", sent_at=timezone.now())
    return True


def _note(pk, **fields):
    Mail.objects.filter(pk=pk).update(**fields)


def _after(tries):
    """When a mail is tried again; None where it is given up."""
    return None if tries >= MOST_TRIES else timezone.now() + min(timedelta(minutes=2 ** (tries - 1)), LONGEST_PAUSE)


def _outdated(mail):
    """Whether a mail would say what no longer is so, or go to somebody whom it no longer concerns."""
    if mail.invitation:
        return not mail.invitation.is_open
    belongs = mail.submission.board.membership_set.filter(user=mail.person, user__is_active=True)
    if mail.event:
        return _overtaken(mail) or not belongs.exists()
    unfinished = mail.submission.is_editable and mail.submission.status in (Status.NOT_STARTED, Status.DRAFT)
    return not (unfinished and mail.person.wants_reminders and belongs.filter(can_write=True).exists())


def _overtaken(mail):
    """Whether something that has happened since makes what the mail tells of untrue."""
    if mail.kind == Kind.REMINDED:
        return mail.submission.status in (Status.SUBMITTED, Status.APPROVED)
    if mail.kind == Kind.EXTENDED:
        return mail.event != mail.submission.events.filter(kind=Event.Kind.EXTENDED).last()
    return mail.kind != Kind.RECEIPT and mail.event.status != mail.submission.status


def _written(mail):
    """The mail as it goes: plain text and HTML of the same words. The template's first line is its subject.

    What the receipt encloses takes a second or two to make, and is made here.
    """
    enclosed = _enclosed(mail)
    told = render_to_string(f"submissions/mail/{mail.kind}.txt", {**_context(mail), "enclosed": enclosed}).strip()
    subject, text = told.split("\n", 1)
    subject = " ".join(subject.split())  # a line break in a name would end the header
    written = EmailMultiAlternatives(subject, text.strip() + "\n", to=[mail.address])
    written.extra_headers = {"Auto-Submitted": "auto-generated"}
    markup = render_to_string("submissions/mail/mail.html", {"subject": subject, "text": text.strip()})
    written.attach_alternative(markup, "text/html")
    for name, content in enclosed:
        written.attach(name, content)
    return written


def _context(mail):
    if mail.invitation:
        token = invitations.new_token(mail.invitation)
        return {"invitation": mail.invitation, "url": _url("invitation_link", token)}
    place = (mail.submission.round.year, mail.submission.board.slug)
    return {
        "mail": mail,
        "submission": mail.submission,
        "event": mail.event,
        "url": _url("submission", *place),
        "receipt_url": _url("receipt", *place),
        "settings_url": _url("own_mail"),
        "remarks": _open_remarks(mail.submission) if mail.kind == Kind.RETURNED else [],
    }


def _open_remarks(submission):
    """What the board has to see to, as threads."""
    return list(submission.remarks.told().unclosed().prefetch_related("replies"))


def _url(name, *args):
    return settings.SITE_URL + reverse(name, args=args)


def _enclosed(mail):
    """What goes with a receipt; nothing where the board has taken back what it handed in, and may be changing it."""
    if mail.kind != Kind.RECEIPT or mail.submission.status not in (Status.SUBMITTED, Status.APPROVED):
        return []
    made = [make(mail.submission) for make in enclosures]
    return [each for each in made if each]


def failed(submission):
    """The mails about a submission that have failed and have not gone since, with whom they were for."""
    return _failed().filter(submission=submission)


def failed_in(round):
    """The same of all submissions in a round, and of invitations to its boards."""
    boards = round.submissions.values("board")
    return _failed().filter(Q(submission__round=round) | Q(invitation__board__in=boards))


def _failed():
    mails = Mail.objects.filter(sent_at=None).exclude(error__in=["", OUTDATED])
    return mails.select_related("person", "submission__board", "invitation__board")


def remove_old():
    """Take away the mails that have been sent or given up more than a year ago; how many they were."""
    return Mail.objects.filter(next_try=None, created_at__lt=timezone.now() - KEPT).delete()[0]


def send_again(mails):
    """Let mails that have failed be tried at once, also those given up; how many they are.

    One that a sender takes in the same moment is left to it: the condition is of the mail's own row, which PostgreSQL
    looks at anew where it has had to wait for it.
    """
    chosen = Mail.objects.filter(pk__in=[mail.pk for mail in mails])
    return chosen.exclude(error="").update(next_try=timezone.now(), tries=0)
