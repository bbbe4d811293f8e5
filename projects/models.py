"""Programmes and goals of a year, the register of projects through the years, and the boards' cards."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Collate

from config.formats import COUNTRIES, alphabetical
from submissions.models import Board, Round, Submission
from submissions.models.round import PartialDateField
from submissions.models.submission import Written

SORTED_COUNTRIES = sorted(COUNTRIES.items(), key=lambda item: alphabetical(item[1]))


class Currency(models.TextChoices):
    SEK = "SEK", "kronor"
    EUR = "EUR", "euro"
    NOK = "NOK", "norska kronor"
    DKK = "DKK", "danska kronor"


class Sector(models.TextChoices):
    """Kinds of partners, as the city's reports have summed them since 2018."""

    PUBLIC = "public", "Offentlig sektor"
    PRIVATE = "private", "Privat sektor"
    ACADEMIA = "academia", "Universitet och forskning"
    CIVIL_SOCIETY = "civil_society", "Ideell sektor"


class Role(models.TextChoices):
    OWNER = "owner", "Projektägare"
    PARTNER = "partner", "Projektpartner"
    OTHER = "other", "Annan roll"


class Programme(models.Model):
    """A programme or financier in a year, with the group that it is summed under in the report."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="programmes", verbose_name="omgång")
    name = models.CharField("program", max_length=200)
    group = models.CharField("grupp", max_length=100, help_text="Raden i rapporten, till exempel Interreg.")
    eu = models.BooleanField("EU-program", default=True, help_text="Bara projekt i EU-program räknas som EU-projekt.")

    class Meta:
        verbose_name = "program"
        verbose_name_plural = "program"
        ordering = ["-round__year", Collate("name", "sv-x-icu")]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="one_programme_per_name")]

    def __str__(self):
        return self.name


class Goal(models.Model):
    """One of the council's goals (KF-mål) in force that year."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="goals", verbose_name="omgång")
    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])
    text = models.TextField("mål")

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["-round__year", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_goal_per_number")]

    def __str__(self):
        return f"{self.number}. {self.text}"


class Project(models.Model):
    """A project itself, once, however many boards and years. The register holds its newest facts."""

    key = models.SlugField("nyckel", max_length=200, unique=True)
    title = models.CharField("titel", max_length=300)
    acronym = models.CharField("kortnamn", max_length=100, blank=True)
    # By name, since the register lives through the years and a programme belongs to one of them.
    programme = models.CharField("program", max_length=200, blank=True)
    grant_number = models.CharField("bidragsnummer", max_length=100, blank=True)
    owner = models.CharField("projektägare", max_length=200, blank=True)
    starts = PartialDateField("börjar", blank=True)
    ends = PartialDateField("slutar", blank=True)
    total_budget = models.PositiveBigIntegerField("total budget", null=True, blank=True)
    currency = models.CharField("valuta", max_length=3, choices=Currency.choices, blank=True)
    website = models.URLField("webbplats", max_length=500, blank=True)
    rounds = models.ManyToManyField(
        Round, related_name="projects", blank=True, verbose_name="omgångar", help_text="Åren då projektet är med."
    )

    class Meta:
        verbose_name = "projekt"
        verbose_name_plural = "projekt"
        ordering = [Collate("title", "sv-x-icu")]

    # What a board can tell of a project; the key is the register's own.
    FACTS = (
        "title",
        "acronym",
        "programme",
        "grant_number",
        "owner",
        "starts",
        "ends",
        "total_budget",
        "currency",
        "website",
    )

    def __str__(self):
        return self.title


class Card(Written):
    """One board's account of a project one year (projektkort). Amounts are whole SEK."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="cards")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cards", verbose_name="projekt")
    title = models.CharField("egen rubrik", max_length=300, blank=True)
    role = models.CharField("roll", max_length=10, choices=Role.choices, blank=True)
    budget = models.PositiveBigIntegerField("nämndens budget", null=True, blank=True)
    paid = models.PositiveBigIntegerField("utbetalda medel", null=True, blank=True)
    own_cash = models.PositiveBigIntegerField("egen medfinansiering, kontant", null=True, blank=True)
    own_work = models.PositiveBigIntegerField("egen medfinansiering, arbetstid", null=True, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="cards", verbose_name="mål")
    main_goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="huvudmål"
    )
    description = models.TextField("beskrivning", blank=True)
    purpose = models.TextField("syfte", blank=True)
    aims = models.TextField("mål", blank=True)
    target_group = models.TextField("målgrupp", blank=True)
    staff = models.TextField("personella resurser", blank=True)
    cooperation = models.TextField("samarbete med annan sektor", blank=True)
    dissemination = models.TextField("spridning", blank=True)
    implementation = models.TextField("implementering", blank=True)
    results = models.TextField("resultat", blank=True)
    cooperating_boards = models.ManyToManyField(
        Board, blank=True, related_name="+", verbose_name="nämnder som samarbetar"
    )

    class Meta:
        verbose_name = "projektkort"
        verbose_name_plural = "projektkort"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "project"], name="one_card_per_project")]

    TEXTS = (
        "description",
        "purpose",
        "aims",
        "target_group",
        "staff",
        "cooperation",
        "dissemination",
        "implementation",
        "results",
    )

    def __str__(self):
        return self.title or self.project.title


class Partner(models.Model):
    """An organisation that takes part in the project with the board."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("namn", max_length=200)
    sector = models.CharField("sektor", max_length=20, choices=Sector.choices, blank=True)
    country = models.CharField("land", max_length=2, choices=SORTED_COUNTRIES, blank=True)

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partner"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Cooperation(Written):
    """How many partners a board had per sector and in which countries, in years that ask for it (2018, 2022)."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="cooperation")
    public = models.PositiveIntegerField("offentlig sektor", null=True, blank=True)
    private = models.PositiveIntegerField("privat sektor", null=True, blank=True)
    academia = models.PositiveIntegerField("universitet och forskning", null=True, blank=True)
    civil_society = models.PositiveIntegerField("ideell sektor", null=True, blank=True)
    countries = models.JSONField("länder", default=list, blank=True)
    html = models.TextField("beskrivning", blank=True)

    class Meta:
        verbose_name = "samverkan"
        verbose_name_plural = "samverkan"

    def __str__(self):
        return f"Samverkan, {self.submission}"


class RegisterChange(models.Model):
    """What the city office has decided on in the register: two projects are one, one is two, or two are not the same.

    `first` and `second` are the projects' keys: what stays and what went away, what was parted and what came of it, or
    the two that are different. `before` is what undoing needs (see register_changes.py).
    """

    class Kind(models.TextChoices):
        MERGED = "merged", "ihopslagna"
        PARTED = "parted", "delat"
        DIFFERENT = "different", "inte samma"

    kind = models.CharField("vad", max_length=20, choices=Kind.choices)
    first = models.SlugField("projekt", max_length=200)
    second = models.SlugField("det andra projektet", max_length=200)
    # In words, with the projects' titles as they were then.
    about = models.TextField("ändring")
    before = models.JSONField("före", default=dict)
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField("ångrad", null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "ändring i registret"
        verbose_name_plural = "ändringar i registret"
        ordering = ["-pk"]

    def __str__(self):
        return self.about


class Rekeyed(models.Model):
    """That a submission's card went from one project to another, and so goes by another key than when it was frozen.

    It holds for the versions `since` to `until`; those that came later were frozen with the new key. `followed` are
    the revisions and remarks that went along, by their model's name.
    """

    change = models.ForeignKey(RegisterChange, on_delete=models.CASCADE, related_name="rekeyed")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rekeyed")
    old = models.SlugField("före", max_length=200)
    new = models.SlugField("efter", max_length=200)
    since = models.PositiveIntegerField("från version", default=1)
    until = models.PositiveIntegerField("till version")
    followed = models.JSONField("följde med", default=dict)

    class Meta:
        verbose_name = "flyttat kort"
        verbose_name_plural = "flyttade kort"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.submission}: {self.old} → {self.new}"
