"""Who belongs to a board, in the hands of those who write for it: invitations by e-mail, and what they lead to."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import Board, Invitation, Mail, Membership, User

LIFE = timedelta(days=7)
# So that nobody can use a board's page to send mail to the whole world.
MOST_A_WEEK = 20


class Refused(Exception):
    """It cannot be done; the message says why, in Swedish, to whoever tried."""


@transaction.atomic
def invite(user, board, email, can_write):
    """Invite whoever has the address to the board, and put the mail in the outbox. Raises Refused, PermissionDenied.

    An earlier invitation to the same address, which is still open, gives way to this one.
    """
    _hold(user, board)
    email, now = email.lower(), timezone.now()
    if board.members.filter(email=email).exists():
        raise Refused(f"{email} hör redan till {board}.")
    if board.invitations.filter(used_at=None, created_at__gt=now - LIFE).count() >= MOST_A_WEEK:
        raise Refused(f"Ni har redan bjudit in {MOST_A_WEEK} personer den här veckan. Vänta tills de har svarat.")
    unused(board).filter(email=email).update(withdrawn_at=now)
    made = Invitation.objects.create(
        board=board, email=email, can_write=can_write, created_by=user, expires_at=now + LIFE
    )
    Mail.objects.create(kind=Mail.Kind.INVITED, invitation=made, next_try=now)
    return made


def unused(board):
    """The board's invitations that nobody has used or taken back; some may have run out."""
    return board.invitations.filter(used_at=None, withdrawn_at=None)


@transaction.atomic
def withdraw(user, invitation):
    """Take an invitation back, where nobody has used it yet. Raises PermissionDenied."""
    _hold(user, invitation.board)
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(withdrawn_at=timezone.now())


@transaction.atomic
def remove(user, membership):
    """Take a person away from a board; what they have written stays. Raises Refused, PermissionDenied.

    The board always keeps somebody who may write.
    """
    _hold(user, membership.board)
    if reason := why_kept(membership):
        raise Refused(reason)
    Membership.objects.filter(pk=membership.pk).delete()


def why_kept(membership):
    """Why the person cannot be taken away from the board, in Swedish; nothing where they can."""
    writers = membership.board.membership_set.filter(can_write=True, user__is_active=True)
    if not membership.can_write or writers.exclude(pk=membership.pk).exists():
        return ""
    return f"{membership.user} är den enda som får skriva för {membership.board}. Bjud in någon annan först."


def _hold(user, board):
    """The board, locked until the transaction ends, for somebody who writes for it.

    Not its key: somebody who just then joins it refers to that, and the two would wait for each other.
    """
    held = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if not held.membership_set.filter(user=user, can_write=True).exists():
        raise PermissionDenied
    return held


def new_token(invitation):
    """A token for the invitation's link, which works for seven days from now. Only its hash is kept.

    It is made each time that the mail is sent, so that it stands nowhere but in the mail; an earlier one is void.
    """
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=_hash(token), expires_at=timezone.now() + LIFE)
    return token


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def find(token):
    """The invitation of a link, whether it still is open or not; None where there is none."""
    return Invitation.objects.filter(token_hash=_hash(token)).first()


@transaction.atomic
def accept(user, invitation):
    """Make the person, whom the invitation is for, belong to the board; the link is used by that.

    Raises Refused where the invitation is not open any longer, and PermissionDenied for another person.
    """
    held = Invitation.objects.select_for_update(of=["self"]).select_related("board").get(pk=invitation.pk)
    if user.email != held.email or not user.is_active:
        raise PermissionDenied
    if not held.is_open:
        raise Refused("Inbjudan gäller inte längre.")
    membership, _ = Membership.objects.get_or_create(
        user=user, board=held.board, defaults={"can_write": held.can_write}
    )
    held.used_at, held.used_by = timezone.now(), user
    held.save(update_fields=["used_at", "used_by"])
    return membership


@transaction.atomic
def join(invitation, name, password):
    """The same for somebody who has no account: it is made, with the invited address. Raises Refused."""
    try:
        with transaction.atomic():  # two can be at it at the same moment, or one who presses twice
            user = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError:
        raise Refused("Det finns redan ett konto med den adressen. Logga in i stället.") from None
    accept(user, invitation)
    return user
