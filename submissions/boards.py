"""Boards through the years: one that gets a new name, or is merged with others, is followed by a new one."""

from django.db import transaction

from .models import Membership, Submission


@transaction.atomic
def take_over(board, earlier):
    """Save the new `board` as the one that has taken over from the `earlier`, with their contact persons, each once.

    Whoever writes for any of them writes for it. The earlier boards stay as they are, with their years and people.
    """
    board.save()
    board.follows.set(earlier)
    people = Membership.objects.filter(board__in=earlier).order_by("pk")
    writes = {each.user_id: False for each in people}
    writes |= {each.user_id: True for each in people if each.can_write}
    Membership.objects.bulk_create(
        Membership(board=board, user_id=person, can_write=can_write) for person, can_write in writes.items()
    )
    return board


def still_there(earlier):
    """The submissions that the earlier boards have in rounds that are not published, which the city office sees to."""
    return Submission.objects.filter(board__in=earlier, round__published=None).select_related("round", "board")
