"""What the city office writes and keeps, in the admin: the memo, excerpts, earlier years' totals, editions."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django_tasks_db.models import DBTaskResult

from submissions.admin import ReadWhenPublished
from submissions.models import Round

from . import overview
from .forms import TotalsForm
from .models import Edition, Excerpt, Memo, Totals

admin.site.index = overview.first_page
admin.site.unregister(DBTaskResult)  # what has become of a compilation is told on its own page


class KeptForRound(ReadWhenPublished, admin.ModelAdmin):
    """Something that a round has one of, and an edition is made of: the round is chosen once, among those without."""

    actions = None  # these hold no round

    def save_model(self, request, obj, form, change):
        self.hold(obj.round)  # just chosen, where it is added
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.round.published)

    def get_readonly_fields(self, request, obj=None):
        return ["round"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "round":
            taken = self.get_queryset(request).values("round")
            kwargs["queryset"] = Round.objects.filter(published=None).exclude(pk__in=taken)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class WrittenElsewhere(admin.ModelAdmin):
    """What is listed here and written on the memo's own page, where it is also emptied: nothing is lost of it."""

    actions = None

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Memo)
class MemoAdmin(WrittenElsewhere):
    """The city's memos; each is written on a page of its own beside its figures (memo_views), and not here."""

    about = "Stadskontorets skrivelse med förslag till beslut om årets redovisning, en för varje omgång."
    list_display = ["round", "date", "diary_number", "changed_at", "changed_by"]
    list_select_related = ["round", "changed_by"]

    def get_queryset(self, request):
        """The city's alone: the boards' own memos are theirs."""
        return super().get_queryset(request).filter(board=None).select_related("round")

    def add_view(self, request, form_url="", extra_context=None):
        """The page of the round that is asked for, or else of the newest that has none."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        taken = self.get_queryset(request).values("round")
        chosen, pk = Round.objects.filter(published=None).order_by("year"), request.GET.get("round", "")
        round = chosen.filter(pk=pk).first() if pk.isdecimal() else chosen.exclude(pk__in=taken).last()
        return redirect("city_memo", round.year) if round else redirect("admin:reporting_memo_changelist")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        memo = _viewed(self, request, object_id)
        return redirect("city_memo", memo.round.year)


def _viewed(model_admin, request, object_id):
    """The object, for whoever may look at it."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    found = model_admin.get_object(request, unquote(object_id))
    if found is None:
        raise Http404
    return found


@admin.register(Excerpt)
class ExcerptAdmin(WrittenElsewhere):
    """The boards' paragraphs in the memo's chapter of examples; they are written on the memo's page."""

    about = "Ett stycke om varje nämnds arbete, skrivet av stadskontoret och tryckt som exempel i tjänsteskrivelsen."
    list_display = ["board", "year"]
    list_filter = ["submission__round"]
    list_select_related = ["submission__round", "submission__board"]
    search_fields = ["submission__board__name"]

    def has_add_permission(self, request):
        return False

    @admin.display(description="nämnd", ordering="submission__board")
    def board(self, excerpt):
        return excerpt.submission.board

    @admin.display(description="omgång")
    def year(self, excerpt):
        return excerpt.submission.round

    def change_view(self, request, object_id, form_url="", extra_context=None):
        submission = _viewed(self, request, object_id).submission
        return redirect(f"{reverse('city_memo', args=[submission.round.year])}#utdrag-{submission.board.slug}")


@admin.register(Totals)
class TotalsAdmin(KeptForRound):
    """Totals typed in for a year of which no cards exist."""

    about = "Totalsiffror för ett tidigare år som inte har några projektkort, så att det går att jämföra med."
    form = TotalsForm
    list_select_related = ["round"]
    fieldsets = [
        (None, {"fields": ["round", "projects", "owned", "partnered", "paid", "approximate"]}),
        ("Projektens totala budget", {"fields": ["smallest", "largest"]}),
        ("Fördelning", {"fields": ["boards", "programmes", "goals"]}),
    ]


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    """Compiled editions; they are made and opened on the round's page; nothing is done with many at once."""

    actions = None
    about = "Sammanställda dokument, så som de var den dagen. Utgåvor görs och hämtas på omgångens översikt."
    list_display = ["created_at", "round", "kind", "compiled_by", "files"]
    list_display_links = None
    list_filter = ["round", "draft"]
    list_select_related = ["round", "created_by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """A published edition is kept, and so is its round."""
        return super().has_delete_permission(request, obj) and not (obj and obj.number)

    @admin.display(description="slag")
    def kind(self, edition):
        return edition.kind

    @admin.display(description="av")
    def compiled_by(self, edition):
        return edition.created_by

    @admin.display(description="filer")
    def files(self, edition):
        url = reverse("round_overview", args=[edition.round.year])
        return format_html('<a href="{}#utgavor">Översikt {}</a>', url, edition.round)
