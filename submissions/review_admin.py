"""The reviewer's pages of a submission: read, remarked on, corrected and decided on. No admin form saves any of it."""

from functools import partial, wraps

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from config.formats import counted, number

from . import (
    access,
    comparison,
    corrections,
    deadline_admin,
    drafts,
    mail,
    presence,
    reading,
    remarks,
    saving,
    sections,
    timeline,
    workflow,
)
from .fields import save_id
from .models import Event, Submission
from .review_forms import CorrectionForm, RemarkForm, ReplyForm, ReturnForm

Status = Submission.Status
NEWER = "Nämnden har lämnat in en ny version sedan du öppnade sidan. Läs den innan du beslutar."
CORRECTED = "Språket har rättats sedan du öppnade sidan. Läs rättningen innan du beslutar."
TEMPLATES = "admin/submissions/submission"
DECIDED = "{}. Så var det inte när du öppnade sidan. Läs vad som har hänt innan du beslutar."
# What a button in a thread does to the remark, and what is said of it.
CLOSES = {"close": True, "open": False}
SAID = {"close": "Anmärkningen är stängd.", "open": "Anmärkningen är öppen igen.", "reply": "Svaret är sparat."}


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    """Submissions, to be read as the report prints them, and returned or approved. Nothing else changes here."""

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
        own = {
            "aterlamna/": self.give_back_view,
            "godkann/": self.approve_view,
            "skicka-igen/": self.send_again_view,
            "borja-granska/": self.begin_review_view,
            "anmarkning/": self.remark_view,
            "anmarkning/<int:remark>/": self.thread_view,
            "anmarkning/<int:remark>/ta-bort/": self.remove_remark_view,
            "ratta/<slug:section>/<slug:key>/": self.correct_view,
            "narvaro/": self.presence_view,
        }
        names = {view: f"submission_{view.__name__.removesuffix('_view')}" for view in own.values()}
        mine = [
            path(f"<str:object_id>/{address}", self._wrapped(view), name=names[view]) for address, view in own.items()
        ]
        last_day = path("<int:object_id>/sista-dag/", self._wrapped(deadline_admin.view), name="submission_deadline")
        return [*mine, last_day, *super().get_urls()]

    def _wrapped(self, view):
        """The view for staff. Whoever is logged out while writing gets back what they had typed, to be copied."""
        guarded = self.admin_site.admin_view(view)

        @wraps(view)
        def checked(request, *args, **kwargs):
            lost = [] if request.user.is_authenticated else _typed(request.POST)
            return access.not_saved(request, "signed_out", lost) if lost else guarded(request, *args, **kwargs)

        return checked

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
            return self._page(request, submission, form=form, status=422)
        message = form.cleaned_data["message"]
        # What is handed in and what is approved can both be returned: whoever returns has seen which of them it is.
        seen = request.POST.get("status", "")
        return self._decide(request, submission, workflow.give_back, message, say=_say_what_was_done, seen=seen)

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
        tried = mail.send_again(mail.failed(submission))
        messages.success(request, f"{number(tried)} mejl skickas igen inom kort.")
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
        return redirect(_here(request, submission, f"anmarkning-{made.pk}"))

    @method_decorator(require_POST)
    def thread_view(self, request, object_id, remark):
        """What the reviewer says in a thread, and that it is closed or opened again."""
        submission = self._fetch(request, object_id)
        found = get_object_or_404(submission.remarks, pk=remark)
        form, action = ReplyForm(request.POST), request.POST.get("action", "reply")
        if not form.is_valid():
            return self._refused(request, submission, " ".join(form.errors["text"]), request.POST["text"])
        text = form.cleaned_data["text"]
        if not text and action not in CLOSES:
            return self._refused(request, submission, "Skriv ett svar.")
        try:
            remarks.reply(request.user, found, text, CLOSES.get(action))
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal, text)
        messages.success(request, SAID.get(action, SAID["reply"]))
        return redirect(_here(request, submission, f"anmarkning-{found.pk}"))

    @method_decorator(require_POST)
    def remove_remark_view(self, request, object_id, remark):
        submission = self._fetch(request, object_id)
        found = get_object_or_404(submission.remarks, pk=remark)
        try:
            remarks.remove(request.user, found)
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal)
        messages.success(request, "Anmärkningen är borttagen.")
        at = f"del-{found.section}-{found.key}" if found.key else "anmarkningar"
        return redirect(_here(request, submission, at))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def correct_view(self, request, object_id, section, key):
        """The texts of a row in the editor, and the correction saved as a version in the city office's name."""
        submission = self._fetch(request, object_id)
        found = sections.named(section)
        row = found.find(submission, key) if found and found.text_labels else None
        if not row:
            raise Http404
        row.submission = submission
        page = partial(self._correction_page, request, row)
        if request.method == "POST":
            return self._correct(request, row, CorrectionForm(found, row, request.POST), page)
        if reason := corrections.why_not(submission) or (
            "" if corrections.texts(found, row) else "Där finns ingen text."
        ):
            messages.warning(request, reason)
            return redirect(_address(submission))
        return page(CorrectionForm(found, row))

    def _correct(self, request, row, form, page):
        section, submission = sections.of(row), row.submission
        if not form.is_valid():
            return page(form, status=422)
        place = (section, section.key(row), form.cleaned_data["version"])
        try:
            made = corrections.correct(request.user, submission, *place, form.texts, save_id(form))
        except workflow.Refused as refusal:
            return page(form, refusal=refusal, status=409)
        except drafts.Conflict as conflict:
            return _conflict(conflict, section, form, page)
        if made:
            presence.wrote(request.user, made)
        messages.success(request, _said_of(made))
        return redirect(f"{_address(submission)}#del-{section.name}-{section.key(row)}")

    def _correction_page(self, request, row, form, *, status=None, **more):
        part = sections.of(row).describe(row)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Rätta språket, {row.submission}",
            "opts": self.opts,
            "submission": row.submission,
            "part": part,
            "form": form,
            "media": form.media,
            "address": _address(row.submission),
            **more,
        }
        return TemplateResponse(request, f"{TEMPLATES}/correct.html", context, status=status)

    @method_decorator(require_POST)
    def presence_view(self, request, object_id):
        """The page tells that it is still open, and gets to know who else has it open."""
        submission = self._fetch(request, object_id)
        presence.is_here(request.user, submission, writing=request.POST.get("writing") == "yes")
        context = {"others": presence.others(request.user, submission)}
        return render(request, f"{TEMPLATES}/presence.html", context)

    def _fetch(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = self.get_object(request, unquote(object_id))
        if submission is None:
            raise Http404
        return submission

    def _decide(self, request, submission, change, *message, say, seen=None):
        try:
            with transaction.atomic():
                _hold(submission, request.POST.get("version"), seen)
                change(request.user, submission, *message)
        except workflow.Refused as refusal:
            return self._refused(request, submission, refusal, request.POST.get("message", ""))
        say(request, submission)
        return redirect(_address(submission))

    def _refused(self, request, submission, refusal, typed=""):
        submission.refresh_from_db()
        return self._page(request, submission, status=409, refusal=refusal, typed=typed, decided=_decided(submission))

    def _page(self, request, submission, *, form=None, remark_form=None, status=None, **more):
        versions = list(submission.versions.defer("data").select_related("created_by"))
        events = list(submission.events.select_related("created_by"))
        here = presence.opened(request.user, submission, _number(submission, versions))
        waits = submission.status == Status.SUBMITTED
        since = presence.compared_with(here, versions, events) if waits else None
        read = reading.Reading(submission, since, request.GET.get("visa") == "allt", remark_form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{submission.board} {submission.round}",
            "opts": self.opts,
            "submission": submission,
            "version": versions[-1] if versions else None,
            "reading": read,
            "byline": _byline(submission, read),
            "open_remarks": [each for each in read.threads if not each.closed_at],
            "untold": [each for each in read.threads if not each.told_at and not each.closed_at],
            "can_remark": submission.status in remarks.REMARKABLE,
            "can_close": submission.status in remarks.CLOSABLE,
            "can_begin": waits and not submission.review_begun_at,
            "can_return": submission.status in workflow.REACHED_FROM[Status.RETURNED],
            "can_approve": submission.status in workflow.REACHED_FROM[Status.APPROVED],
            "moments": timeline.of_office(submission, versions, events, read.threads),
            "others": presence.others(request.user, submission),
            "failed_mails": mail.failed(submission),
            "people": submission.board.members.all(),
            "remark_form": remark_form,
            "form": form or ReturnForm(),
            **more,
        }
        return TemplateResponse(request, f"{TEMPLATES}/read.html", context, status=status)


def _address(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def _here(request, submission, place):
    """The same page at one of its places, read in the order in which the reviewer was reading it."""
    query = "?visa=allt" if request.GET.get("visa") == "allt" else ""
    return f"{_address(submission)}{query}#{place}"


def _typed(post):
    """What a person has written in one of the page's forms."""
    names = [name for name in post if name in ("message", "text", "quote", "reason") or name.startswith("text-")]
    return [post[name] for name in names if post[name].strip()]


def _number(submission, versions):
    """The version that whoever opens the page reads; 0 where the board is writing."""
    frozen = submission.status in (Status.SUBMITTED, Status.APPROVED)
    return versions[-1].number if versions and frozen else 0


def _byline(submission, read):
    """The line under the board's name, with what differs from the version that the reviewer had read before."""
    before = sections.byline(submission, sections.said(read.since)) if read.since else read.byline
    return comparison.marked(before, read.byline) if before != read.byline else read.byline


def _hold(submission, read, seen):
    """Lock the submission; raises Refused where the version that was read is no longer the newest, or the status that
    was `seen` no longer is so."""
    held = workflow.hold(submission)
    newest = submission.versions.last()
    if newest and read != str(newest.number):
        raise workflow.Refused(CORRECTED if newest.kind == newest.Kind.CORRECTION else NEWER)
    if seen not in (None, held.status):
        raise workflow.Refused(DECIDED.format(held.stands))


def _decided(submission):
    """The event by which the submission came to where it stands: who did it, and when."""
    kinds = (Event.Kind.STATUS, Event.Kind.TAKEN_BACK)
    return submission.events.filter(kind__in=kinds).select_related("created_by").last()


def _conflict(conflict, section, form, page):
    """The page with both texts and what the writer typed, to be saved on what stands now."""
    stands = conflict.current
    anew = CorrectionForm(section, stands, texts=form.texts)
    told = {"by": stands.changed_by, "at": stands.changed_at, "differences": list(saving.differences(conflict))}
    return page(anew, conflict=told, status=409)


def _said_of(made):
    if not made:
        return "Inget var ändrat, så ingen ny version behövdes."
    return f"Språket är rättat. Rättningen är version {made.number}, i ditt namn, och nämnden ser den."


def _say_it_has_begun(request, submission):
    messages.success(request, f"Granskningen har börjat. {submission.board} kan inte längre ta tillbaka inlämningen.")


def _say_what_was_done(request, submission):
    event = submission.events.last()
    done = f"{submission.board}s redovisning är nu {event.get_status_display()}."
    if event.status == Status.APPROVED and (open_ones := submission.remarks.unclosed().count()):
        done += f" {counted(open_ones, 'anmärkning är öppen', 'anmärkningar är öppna')}."
    people = submission.board.members.filter(is_active=True).count()
    if not people:
        messages.warning(request, f"{done} Nämnden har ingen kontaktperson, så inget mejl har skickats.")
    else:
        messages.success(request, f"{done} {counted(people, 'kontaktperson', 'kontaktpersoner')} får mejl.")
    messages.info(request, _what_is_next(submission))


def _what_is_next(submission):
    """A link to another submission of the round that waits to be read, or to the round's page where none does."""
    waiting = Submission.objects.filter(round=submission.round, status=Status.SUBMITTED).exclude(pk=submission.pk)
    following = waiting.select_related("board").order_by("board").first()
    if following:
        return format_html('Nästa att granska: <a href="{}">{}</a>', _address(following), following.board)
    overview = reverse("round_overview", args=[submission.round.year])
    told = 'Ingen annan inlämning väntar på att granskas. <a href="{}">Till omgången {}</a>'
    return format_html(told, overview, submission.round)
