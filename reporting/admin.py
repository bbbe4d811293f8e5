"""What the city office writes and keeps, in the admin: the memo, excerpts, earlier years' totals, editions."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from submissions.models import Round, Submission

from . import figures, live, years
from .forms import ExcerptForm, MemoForm, MemoSectionForm, TotalsForm
from .models import Edition, Excerpt, Memo, MemoSection, Totals


class KeptForRound(admin.ModelAdmin):
    """Something that a round has one of: the round is chosen once, among those that have none."""

    def get_readonly_fields(self, request, obj=None):
        return ["round"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "round":
            taken = self.get_queryset(request).values("round")
            kwargs["queryset"] = Round.objects.exclude(pk__in=taken)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MemoSectionInline(admin.StackedInline):
    model = MemoSection
    form = MemoSectionForm
    extra = 0
    verbose_name_plural = "avsnitt (var och ett en egen rubrik med sin text)"


@admin.register(Memo)
class MemoAdmin(KeptForRound):
    """The city's memo, with the live figures that its texts may hold."""

    about = "Stadskontorets skrivelse med förslag till beslut om årets redovisning, en för varje omgång."
    form = MemoForm
    inlines = [MemoSectionInline]
    list_display = ["round", "date", "diary_number"]
    fieldsets = [
        (None, {"fields": ["round", ("date", "diary_number"), "contact_title", "summary"]}),
        ("Beslut", {"fields": ["proposal_by", "proposals", "documents", "decision_path", "recipients"]}),
        ("Underskrift", {"fields": ["signatories"]}),
    ]

    def get_queryset(self, request):
        """The city's alone: the boards' own memos are theirs."""
        return super().get_queryset(request).filter(board=None).select_related("round")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["live_figures"] = _live_figures(obj and obj.round)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _live_figures(round):
    """Each live figure with what it is and, for a round, what it is just now."""
    if round is None:
        return [(name, description, "") for name, (description, _) in live.NAMES.items()]
    data = years.load(round, draft=True)
    counts = figures.count(data, years.previous(round))
    return [(name, description, value(counts, data)) for name, (description, value) in live.NAMES.items()]


@admin.register(Excerpt)
class ExcerptAdmin(admin.ModelAdmin):
    """The boards' paragraphs in the memo's chapter of examples."""

    about = "Ett stycke om varje nämnds arbete, skrivet av stadskontoret och tryckt som exempel i tjänsteskrivelsen."
    form = ExcerptForm
    list_display = ["board", "year"]
    list_filter = ["submission__round"]
    list_select_related = ["submission__round", "submission__board"]
    search_fields = ["submission__board__name"]

    @admin.display(description="nämnd", ordering="submission__board")
    def board(self, excerpt):
        return excerpt.submission.board

    @admin.display(description="omgång")
    def year(self, excerpt):
        return excerpt.submission.round

    def get_readonly_fields(self, request, obj=None):
        return ["submission"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        without = Submission.objects.filter(excerpt=None).select_related("round", "board")
        return super().formfield_for_foreignkey(db_field, request, queryset=without, **kwargs)


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
    """Compiled editions; they are made and opened on the round's page, and only taken away here."""

    about = "Sammanställda dokument, så som de var den dagen. Utgåvor görs och hämtas på omgångens översikt."
    list_display = ["created_at", "round", "draft", "compiled_by", "files"]
    list_display_links = None
    list_filter = ["round", "draft"]
    list_select_related = ["round", "created_by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="av")
    def compiled_by(self, edition):
        return edition.created_by

    @admin.display(description="filer")
    def files(self, edition):
        url = reverse("round_overview", args=[edition.round.year])
        return format_html('<a href="{}#utgavor">Översikt {}</a>', url, edition.round)
