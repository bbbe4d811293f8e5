"""Who there is: people, who log in by e-mail, and the boards that they belong to."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Collate
from django.utils import timezone
from django.utils.text import slugify


class UserManager(BaseUserManager):
    """Makes people without a user name; an e-mail address is kept in lower case."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person. Contact persons belong to boards; reviewers and administrators are staff."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField("e-postadress", unique=True)
    name = models.CharField("namn", max_length=150)
    is_active = models.BooleanField(
        "kan logga in",
        default=True,
        help_text="Ta bort krysset när personen slutar. Det som personen har skrivit finns kvar.",
    )
    is_staff = models.BooleanField("på stadskontoret", default=False, help_text="Kan gå in i administrationen.")
    wants_reminders = models.BooleanField(
        "får påminnelser", default=True, help_text="Personen kan själv stänga av dem. Övriga mejl kommer ändå."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = [Collate("name", "sv-x-icu")]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name


class Board(models.Model):
    """A political board (nämnd) and the department (förvaltning) under it, as one."""

    name = models.CharField("nämnd", max_length=200, unique=True)
    slug = models.SlugField("i adressen", max_length=200, unique=True, editable=False)
    department = models.CharField("förvaltning", max_length=200)
    abbreviation = models.CharField("förkortning", max_length=20, blank=True)
    members = models.ManyToManyField(User, through="Membership", related_name="boards", verbose_name="kontaktpersoner")
    # Whose years it goes on with, since it has got a new name or been merged from several; see `line.py`.
    follows = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="followed_by", verbose_name="har tagit över efter"
    )

    class Meta:
        verbose_name = "nämnd"
        verbose_name_plural = "nämnder"
        ordering = [Collate("name", "sv-x-icu")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = slugify(self.name)
        super().save(*args, **kwargs)


class Membership(models.Model):
    """A person belongs to a board, to write in its account or only to read it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name="person")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, verbose_name="nämnd")
    can_write = models.BooleanField("får skriva", default=True)

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="one_membership_per_board")]

    def __str__(self):
        return f"{self.user}, {self.board}"


class Invitation(models.Model):
    """A colleague is invited to a board by e-mail. Only `invitations` changes it.

    The link's token is made as the mail is sent, and only its hash is kept; see `invitations.new_token`.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="invitations", verbose_name="nämnd")
    email = models.EmailField("e-postadress")
    can_write = models.BooleanField("får skriva", default=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - none is unique
    created_at = models.DateTimeField("när", auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField("gäller till")
    used_at = models.DateTimeField("använd", null=True)
    used_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("återtagen", null=True)

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "email"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self):
        return f"{self.email}, {self.board}"

    @property
    def is_open(self):
        """Whether the link can still be used."""
        return not self.used_at and not self.withdrawn_at and timezone.now() < self.expires_at
