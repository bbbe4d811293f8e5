"""The city office's admin: rounds, boards and people. Submissions are read and decided on in `review_admin`."""

from smtplib import SMTPException

from allauth.account.decorators import secure_admin_login
from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html

from config.formats import counted, listed

from . import boards_admin, new_round_admin, reminders, reminding_admin, review_admin, workflow  # noqa: F401 - review_admin registers the submissions
from .admin_forms import BoardForm, ContactRows, KeepsUsed, PersonForm, RoundForm
from .models import Answer, Board, Membership, Question, Round, User, Version

admin.site.site_header = "Stadskontoret – internationell redovisning"
admin.site.site_title = "Internationell redovisning"
admin.site.index_title = "Stadskontorets sidor"
admin.site.login = secure_admin_login(admin.site.login)
# Kept by the program itself: the group's permissions by reporting/apps.py, the address on the person's own page.
admin.site.unregister([Group, EmailAddress])


class UsedQuestions(KeepsUsed):
    named_by = "number"

    def find_used(self):
        return Answer.objects.filter(question__round=self.instance).values_list("question__number", flat=True)


LOW_TEXT = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 45})}}


class QuestionInline(admin.TabularInline):
    model = Question
    formset = UsedQuestions
    extra = 0
    formfield_overrides = LOW_TEXT
    verbose_name_plural = "frågor (en fråga som har svar kan varken få nytt nummer eller tas bort)"


class ReadWhenPublished:
    """What can only be read while its round is published, until that is opened for a new edition.

    Whoever changes or removes it holds the round, so that it is not published meanwhile.
    """

    def round_of(self, obj):
        return obj.round

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and self.round_of(obj).published)

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        self.hold(self.round_of(found))
        return super().get_object(request, object_id, from_field)  # as it is now, perhaps after a wait

    def hold(self, round):
        """Hold the round until the page has saved. Raises PermissionDenied, with the words, where it is published."""
        try:
            with transaction.atomic():  # within the page's own, where it saves
                workflow.hold_unpublished(round)
        except workflow.Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal


@admin.register(Round)
class RoundAdmin(ReadWhenPublished, admin.ModelAdmin):
    """Rounds, with their questions and the boards that take part."""

    form = RoundForm
    inlines = [QuestionInline]
    formfield_overrides = LOW_TEXT
    list_display = ["year", "phase_label", "opens", "closes", "overview"]
    fieldsets = [
        (None, {"fields": ["year", ("opens", "closes"), "boards"]}),
        ("Policy och mål", {"fields": ["policy_name", "policy_adopted", "policy_diary_number", "goal_period"]}),
        ("Ärendet", {"fields": ["diary_number", "decision_path", "exchange_rates", "asks_for_cooperation", "note"]}),
    ]

    @admin.display(description="nämnder i omgången")
    def boards(self, year):
        """As they are read in a published round; else the form has them to choose."""
        return listed([str(each.board) for each in year.submissions.select_related("board").order_by("board")])

    @admin.display(description="läge")
    def phase_label(self, year):
        return year.phase.label

    @admin.display(description="översikt")
    def overview(self, year):
        return format_html('<a href="{}">Översikt {}</a>', reverse("round_overview", args=[year.year]), year)

    def get_urls(self):
        own = {
            "ny-omgang": (new_round_admin.view, "submissions_round_next"),
            "paminn": (reminding_admin.view, "submissions_round_remind"),
        }
        pages = [
            path(f"<int:object_id>/{address}/", self.admin_site.admin_view(view), name=name)
            for address, (view, name) in own.items()
        ]
        return [*pages, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"newest": Round.objects.first(), **(extra_context or {})})

    def round_of(self, obj):
        return obj

    def get_readonly_fields(self, request, obj=None):
        return ["year"] if obj and obj.submissions.filter(versions__isnull=False).exists() else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.save_boards()
        if told := reminders.queue_opening(form.instance):
            mails = counted(told, "mejl om det", "mejl om det")
            messages.info(request, f"Omgången är öppen. Kontaktpersonerna får {mails} inom kort.")

    def response_post_save_add(self, request, obj):
        return redirect("round_overview", obj.year)

    response_post_save_change = response_post_save_add


class SeesWhatOthersAdd:
    """Where somebody else has added the same row since the form was judged, it is judged again, and sees that."""

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)


class ContactInline(admin.TabularInline):
    """People of a board, or boards of a person."""

    model = Membership
    formset = ContactRows
    extra = 1
    autocomplete_fields = ["user", "board"]
    verbose_name_plural = "kontaktpersoner"


class BoardsOfPersonInline(ContactInline):
    verbose_name = "nämnd"
    verbose_name_plural = "nämnder som personen är kontaktperson för"


@admin.register(Board)
class BoardAdmin(SeesWhatOthersAdd, admin.ModelAdmin):
    """Boards with their contact persons. A name that stands in frozen versions stays as it is."""

    form = BoardForm
    inlines = [ContactInline]
    list_display = ["name", "department", "abbreviation", "people", "earlier"]
    search_fields = ["name", "department", "abbreviation"]

    def get_urls(self):
        page = path("byt-namn/", self.admin_site.admin_view(boards_admin.view), name="submissions_board_new_name")
        return [page, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("members", "follows")

    @admin.display(description="har tagit över efter")
    def earlier(self, board):
        return ", ".join(str(earlier) for earlier in board.follows.all()) or "–"

    @admin.display(description="kontaktpersoner")
    def people(self, board):
        return ", ".join(str(person) for person in board.members.all()) or "–"

    def get_readonly_fields(self, request, obj=None):
        frozen = obj and Version.objects.filter(submission__round__submissions__board=obj).exists()
        return ["name"] if frozen else []

    def get_fieldsets(self, request, obj=None):
        kept = "name" in self.get_readonly_fields(request, obj)
        why = (
            "Namnet står i redovisningar som är inlämnade och går därför inte att ändra. "
            "Har nämnden bytt namn? Använd knappen Byt namn eller slå ihop."
        )
        own = {"fields": ["name", "department", "abbreviation"], "description": why if kept else ""}
        return [(None, own), ("Tidigare nämnder", {"fields": ["follows"], "classes": ["collapse"]})]


@admin.register(User)
class UserAdmin(SeesWhatOthersAdd, admin.ModelAdmin):
    """People and their boards. They choose their passwords themselves, by a link that is mailed to them."""

    form = PersonForm
    inlines = [BoardsOfPersonInline]
    list_display = ["name", "email", "board_names", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "boards"]
    search_fields = ["name", "email", "boards__name"]
    readonly_fields = ["last_login"]
    actions = ["mail_link"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("boards")

    def get_inlines(self, request, obj):
        """No boards where the person is made for a board's page, which chooses them itself."""
        return [] if _for_another_page(request) else super().get_inlines(request, obj)

    @admin.display(description="nämnder")
    def board_names(self, person):
        return ", ".join(str(board) for board in person.boards.all()) or "–"

    def get_fieldsets(self, request, obj=None):
        own = (None, {"fields": ["name", "email", "is_active", *(["last_login"] if obj else [])]})
        rights = ("Rättigheter", {"fields": ["is_staff", "groups", "is_superuser"]})
        return [own, rights] if request.user.is_superuser else [own]

    def has_change_permission(self, request, obj=None):
        """A reviewer changes nobody who may do more than they: whoever has the address can set the password."""
        may = super().has_change_permission(request, obj)
        if obj is None or request.user.is_superuser:
            return may
        # Somebody whose account is closed would have these again as soon as it is opened.
        if_active = User(pk=obj.pk, is_active=True)
        return may and not obj.is_superuser and request.user.has_perms(if_active.get_all_permissions())

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
            transaction.on_commit(lambda: _mail_link(request, obj))
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        person = form.instance
        if not (change or _for_another_page(request) or person.is_staff or person.boards.exists()):
            messages.warning(request, f"{person} hör inte till någon nämnd och ser inget förrän du har valt en nämnd.")

    @admin.action(description="Mejla en länk för att välja lösenord", permissions=["change"])
    def mail_link(self, request, people):
        for person in people:
            _mail_link(request, person)


def _for_another_page(request):
    """Whether the page is a window of its own, opened to choose somebody for a row of another page."""
    return IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST


def _mail_link(request, person):
    """Mail the person a link for choosing a password, and say whether it went out."""
    form = ResetPasswordForm({"email": person.email})
    try:
        sent = form.is_valid() and bool(form.users) and form.save(request)
    except (SMTPException, OSError, ValueError):  # ValueError: an address that cannot be written in a header
        sent = False
    if sent:
        messages.success(request, f"{person} har fått ett mejl med en länk för att välja lösenord.")
    else:
        messages.error(request, f"Mejlet till {person.email} gick inte fram, eller så är kontot avstängt.")
