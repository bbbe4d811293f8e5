"""A new year out of an earlier one: what is the same every year is copied, and nothing of the earlier one changes.

Each app brings what it keeps for a round to `parts`, as it brings its sections; whoever makes a round walks over them.
"""

from django.db import transaction

from config.formats import counted

from . import carry_over, reminders
from .models import Board, Question, Round, Submission
from .models.line import heirs_in

# What every year says alike; the diary number and the exchange rates are new each year.
SAME = ("policy_name", "policy_adopted", "policy_diary_number", "asks_for_cooperation")


class Exists(Exception):
    """There is a round of the year already, perhaps since a moment ago."""


class Part:
    """What an app brings from year to year."""

    def fields(self, old) -> dict:
        """The form fields in which the official says it otherwise for the new year, by name, filled in as in `old`."""
        return {}

    def copy(self, old, new, told) -> str:
        """Make it for `new`, by `told`, the form's cleaned data; what was made, in a few words, or nothing."""
        raise NotImplementedError


parts: list[Part] = []


def boards(old):
    """The boards that a year after `old` begins with: its own, each replaced by those that have taken over from it."""
    return Board.objects.filter(followed_by=None, pk__in=heirs_in(old))


def moved(day, years):
    """The same day some years later; 29 February becomes the 28th. None stays None."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def without_days(steps):
    """A decision path with its bodies alone: a meeting that is moved by a year is on another day."""
    return [{"body": step["body"]} for step in steps]


@transaction.atomic
def make(old, told):
    """The round that follows on `old`, by `told` (see `NewRoundForm`), and what was copied, in a few words each.

    Raises Exists, and then nothing is made.
    """
    frame = {
        **{name: getattr(old, name) for name in SAME},
        **{name: told[name] for name in ("opens", "closes", "goal_period", "exchange_rates")},
        "decision_path": without_days(old.decision_path),
    }
    new, is_new = Round.objects.get_or_create(year=told["year"], defaults=frame)
    if not is_new:
        raise Exists
    Submission.objects.bulk_create(Submission(round=new, board=board) for board in told["boards"])
    copied = [_frame(new), *(part.copy(old, new, told) for part in parts)]
    reminders.queue_opening(new)
    return new, [each for each in copied if each]


def _frame(new):
    said = ["policyn" if new.policy_name else "", "beslutsplaneringen" if new.decision_path else ""]
    boards = counted(new.submissions.count(), "nämnd", "nämnder")
    return ", ".join(each for each in (boards, *said) if each)


class Questions(Part):
    """The year's questions; a year that stands in them is moved."""

    def copy(self, old, new, told):
        asked = [
            Question(
                round=new,
                number=each.number,
                text=carry_over.moved(each.text, old.year, new.year),
                help=carry_over.moved(each.help, old.year, new.year),
                required=each.required,
            )
            for each in old.questions.all()
        ]
        Question.objects.bulk_create(asked)
        return counted(len(asked), "fråga", "frågor") if asked else ""
