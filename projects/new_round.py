"""What this app keeps for a round, brought to a new one: the council's goals, and the programmes."""

from django import forms

from config.fields import LinesField
from config.formats import number
from submissions.new_round import Part

from .models import Goal, Programme


class Goals(Part):
    """The goals; another term of office has others, and the earlier years keep theirs."""

    def fields(self, old):
        there = [goal.text for goal in old.goals.order_by("number")]
        goals = LinesField(
            label="Kommunfullmäktiges mål",
            required=False,
            initial=there,
            widget=forms.Textarea(attrs={"rows": len(there) + 2}),
            help_text="Ett mål per rad, i nummerordning. Är det en ny mandatperiod? "
            "Skriv de nya målen i stället, och vilka år de gäller. Tidigare års mål ändras inte.",
        )
        return {"goals": goals}

    def copy(self, old, new, told):
        goals = [Goal(round=new, number=number, text=text) for number, text in enumerate(told["goals"], start=1)]
        Goal.objects.bulk_create(goals)
        return f"{number(len(goals))} mål" if goals else ""


class Programmes(Part):
    """The programmes, with the groups that they are summed under."""

    def copy(self, old, new, told):
        there = old.programmes.order_by("pk")
        programmes = [Programme(round=new, name=each.name, group=each.group, eu=each.eu) for each in there]
        Programme.objects.bulk_create(programmes)
        return f"{len(programmes)} program" if programmes else ""
