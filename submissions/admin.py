"""The reviewer's pages: submissions to be read and decided on; rounds, boards and people to be kept."""

from smtplib import SMTPException

from allauth.account.decorators import secure_admin_login
from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from config.formats import counted

from . import access, mail, reading, remarks, workflow
from .admin_forms import BoardForm, KeepsUsed, NamedFields, PersonForm, RemarkForm, ReturnForm, RoundForm
from .models import Answer, Board, Membership, Question, Round, Submission, User, Version

admin.site.site_header = "Stadskontoret – internationell redovisning"
admin.site.site_title = "Internationell redovisning"
admin.site.index_title = "Stadskontorets sidor"
admin.site.login = secure_admin_login(admin.site.login)
# Kept by the program itself: the group's permissions by reporting/apps.py, the address on the person's own page.
admin.site.unregister([Group, EmailAddress])

NEWER = "Nämnden har lämnat in en ny version sedan du öppnade sidan. Läs den innan du beslutar."


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    """Submissions, to be read as the board wrote them, and returned or approved. Nothing else changes here."""

    list_display = ["board", "round", "status", "changed_at"]
    list_filter = ["round", "status"]
    list_select_related = ["round", "board"]
    search_fields = ["board__name", "board__department"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return access.may_review(request.user)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<str:object_id>/aterlamna/", wrap(self.give_back_view), name="submission_give_back"),
            path("<str:object_id>/godkann/", wrap(self.approve_view), name="submission_approve"),
            path("<str:object_id>/skicka-igen/", wrap(self.send_again_view), name="submission_send_again"),
            path("<str:object_id>/borja-granska/", wrap(self.begin_review_view), name="submission_begin_review"),
            path("<str:object_id>/anmarkning/", wrap(self.remark_view), name="submission_remark"),
            path(
                "<str:object_id>/anmarkning/<int:remark>/ta-bort/",
                wrap(self.remove_remark_view),
                name="submission_remove_remark",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        submission = self._fetch(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, submission)

    @method_decorator(require_POST)
    def give_back_view(self, request, object_id):
        submission = self._fetch(request, object_id)
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return self._page(request, submission, form)
        message = form.cleaned_data["message"]
        return self._decide(request, submission, workflow.give_back, message, say=_say_what_was_done)

    @method_decorator(require_POST)
    def approve_view(self, request, object_id):
        submission = self._fetch(request, object_id)
        return self._decide(request, submission, workflow.approve, say=_say_what_was_done)

    @method_decorator(require_POST)
    def begin_review_view(self, request, object_id):
        return self._decide(request, self._fetch(request, object_id), workflow.begin_review, say=_say_it_has_begun)

    @method_decorator(require_POST)
    def send_again_view(self, request, object_id):
        submission = self._fetch(request, object_id)
        if not access.may_review(request.user):
            raise PermissionDenied
        tried = mail.send_again(submission)
        messages.success(request, f"{counted(tried, 'mejl skickas', 'mejl skickas')} igen inom kort.")
        return redirect(_address(submission))

    @method_decorator(require_POST)
    def remark_view(self, request, object_id):
        submission = self._fetch(request, object_id)
        form = RemarkForm(submission, request.POST)
        if not form.is_valid():
            return self._page(request, submission, remark_form=form, status=422)
        try:
            made = remarks.write(request.user, submission, **form.cleaned_data)
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal, form.cleaned_data["text"])
        messages.success(request, "Anmärkningen är sparad.")
        return redirect(f"{_address(submission)}#anmarkning-{made.pk}")

    @method_decorator(require_POST)
    def remove_remark_view(self, request, object_id, remark):
        submission = self._fetch(request, object_id)
        try:
            remarks.remove(request.user, get_object_or_404(submission.remarks, pk=remark))
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal)
        messages.success(request, "Anmärkningen är borttagen.")
        return redirect(_address(submission))

    def _fetch(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = self.get_object(request, unquote(object_id))
        if submission is None:
            raise Http404
        return submission

    def _decide(self, request, submission, change, *message, say):
        try:
            with transaction.atomic():
                _hold(submission, request.POST.get("version"))
                change(request.user, submission, *message)
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal, request.POST.get("message", ""))
        say(request, submission)
        return redirect(_address(submission))

    def _refused(self, request, submission, refusal, typed=""):
        submission.refresh_from_db()
        return self._page(request, submission, status=409, refusal=refusal, typed=typed)

    def _page(self, request, submission, form=None, remark_form=None, status=None, **more):
        whole, shown = reading.places(submission, remark_form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{submission.board} {submission.round}",
            "opts": self.opts,
            "submission": submission,
            "version": submission.versions.defer("data").select_related("created_by").last(),
            "whole": whole,
            "shown": shown,
            "can_remark": submission.status in remarks.REMARKABLE,
            "can_begin": submission.status == workflow.Status.SUBMITTED and not submission.review_begun_at,
            "untold": submission.remarks.filter(told_at=None).count(),
            "remark_form": remark_form,
            "failed_mails": mail.failed(submission),
            "events": submission.events.select_related("created_by"),
            "people": submission.board.members.all(),
            "can_return": submission.status in workflow.REACHED_FROM[workflow.Status.RETURNED],
            "can_approve": submission.status in workflow.REACHED_FROM[workflow.Status.APPROVED],
            "form": form or ReturnForm(),
            **more,
        }
        return TemplateResponse(request, "admin/submissions/submission/read.html", context, status=status)


def _address(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def _hold(submission, read):
    """Lock the submission; raises Refused where the version that was read is no longer the newest."""
    workflow.hold(submission)
    if read != str(submission.versions.count()):
        raise workflow.Refused(NEWER)


def _say_it_has_begun(request, submission):
    messages.success(request, f"Granskningen har börjat. {submission.board} kan inte längre ta tillbaka inlämningen.")


def _say_what_was_done(request, submission):
    event = submission.events.last()
    done = f"{submission.board}s redovisning är nu {event.get_status_display()}."
    people = submission.board.members.filter(is_active=True).count()
    if not people:
        messages.warning(request, f"{done} Nämnden har ingen kontaktperson, så inget mejl har skickats.")
    else:
        messages.success(request, f"{done} {counted(people, 'kontaktperson', 'kontaktpersoner')} får mejl.")


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


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin):
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

    @admin.display(description="läge")
    def phase_label(self, year):
        return year.phase.label

    @admin.display(description="översikt")
    def overview(self, year):
        return format_html('<a href="{}">Översikt {}</a>', reverse("round_overview", args=[year.year]), year)

    def get_readonly_fields(self, request, obj=None):
        return ["year"] if obj and obj.submissions.filter(versions__isnull=False).exists() else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.save_boards()


class ContactInline(admin.TabularInline):
    """People of a board, or boards of a person."""

    model = Membership
    formset = NamedFields
    extra = 1
    autocomplete_fields = ["user", "board"]
    verbose_name_plural = "kontaktpersoner"


class BoardsOfPersonInline(ContactInline):
    verbose_name = "nämnd"
    verbose_name_plural = "nämnder som personen är kontaktperson för"


@admin.register(Board)
class BoardAdmin(admin.ModelAdmin):
    """Boards with their contact persons. A name that stands in frozen versions stays as it is."""

    form = BoardForm
    inlines = [ContactInline]
    list_display = ["name", "department", "abbreviation", "people"]
    search_fields = ["name", "department", "abbreviation"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("members")

    @admin.display(description="kontaktpersoner")
    def people(self, board):
        return ", ".join(str(person) for person in board.members.all()) or "–"

    def get_readonly_fields(self, request, obj=None):
        frozen = obj and Version.objects.filter(submission__round__submissions__board=obj).exists()
        return ["name"] if frozen else []

    def get_fieldsets(self, request, obj=None):
        kept = "name" in self.get_readonly_fields(request, obj)
        why = "Namnet står i redovisningar som är inlämnade och går därför inte att ändra." if kept else ""
        return [(None, {"fields": ["name", "department", "abbreviation"], "description": why})]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
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

    @admin.action(description="Mejla en länk för att välja lösenord", permissions=["change"])
    def mail_link(self, request, people):
        for person in people:
            _mail_link(request, person)


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
