"""The frame of a year: when it is open, what is asked, and which policy it answers to."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone


def check_partial_date(text):
    """Raise ValidationError for what is no partial date, or one that the calendar lacks, such as 2024-02-30."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise ValidationError("Skriv datumet som 2024-03-01, eller bara 2024-03 eller 2024.")
    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError as error:
        raise ValidationError("Datumet finns inte i almanackan. Skriv till exempel 2024-03-01.") from error


class PartialDateField(models.CharField):
    """An ISO date that may stop at the year or the month where no more is known; sorts as text."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)
        self.validators.append(check_partial_date)


class Round(models.Model):
    """One year's reporting (omgång). Whether it is open follows from its dates; see `phase`."""

    class Phase(models.TextChoices):
        PLANNED = "planned", "planerad"
        OPEN = "open", "öppen"
        CLOSED = "closed", "stängd"
        PUBLISHED = "published", "publicerad"

    year = models.PositiveSmallIntegerField(
        "år", unique=True, validators=[MinValueValidator(1995), MaxValueValidator(2100)]
    )
    opens = models.DateField("öppnar", null=True, blank=True)
    closes = models.DateField("sista dag", null=True, blank=True, help_text="Nämnderna kan lämna in hela den dagen.")
    published = models.DateField("publicerad", null=True, blank=True, editable=False)
    diary_number = models.CharField("diarienummer", max_length=50, blank=True)
    policy_name = models.CharField("policy", max_length=200, blank=True)
    policy_adopted = PartialDateField("policyn antagen", blank=True)
    policy_diary_number = models.CharField("policyns diarienummer", max_length=50, blank=True)
    goal_period = models.CharField("målen gäller", max_length=50, blank=True, help_text="Till exempel 2024–2026.")
    exchange_rates = models.JSONField(
        "valutakurser",
        default=dict,
        blank=True,
        help_text='Årets medelkurs i kronor, till exempel {"EUR": 11.43}. Används bara för projektens totala budget.',
    )
    asks_for_cooperation = models.BooleanField("frågar efter samverkan per sektor och land", default=False)
    decision_path = models.JSONField("beslutsplanering", default=list, blank=True)
    note = models.TextField("anmärkning", blank=True, help_text="Varifrån uppgifterna kommer. Trycks aldrig.")

    class Meta:
        verbose_name = "omgång"
        verbose_name_plural = "omgångar"
        ordering = ["-year"]

    def __str__(self):
        return str(self.year)

    @property
    def phase(self):
        return self.phase_until(self.closes)

    @property
    def days_left(self):
        """Whole days until the last day, which is 0 on the day itself; None where the round is not open."""
        return self.days_until(self.closes)

    def phase_until(self, closes):
        """The phase as it is where the last day is `closes`: a board can have one of its own."""
        today = timezone.localdate()
        if self.published:
            return self.Phase.PUBLISHED
        if self.opens and today < self.opens:
            return self.Phase.PLANNED
        if self.opens and closes and today <= closes:
            return self.Phase.OPEN
        return self.Phase.CLOSED

    def days_until(self, closes):
        """As `days_left`, where the last day is `closes`."""
        return (closes - timezone.localdate()).days if self.phase_until(closes) == self.Phase.OPEN else None


class Question(models.Model):
    """A question that the boards answer that year; a year has any number of them."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions", verbose_name="omgång")
    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])
    text = models.TextField("fråga")
    help = models.TextField("hjälp", blank=True, help_text="Visas för kontaktpersonen under frågan.")
    required = models.BooleanField("måste besvaras", default=True)

    class Meta:
        verbose_name = "fråga"
        verbose_name_plural = "frågor"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_question_per_number")]

    def __str__(self):
        return f"Fråga {self.number}"
