"""The register of projects at the city office: the list, a project's page, duplicates, merging and parting."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.formats import alphabetical
from submissions import access

from . import duplicates, matching, register, register_changes
from .models import Project, RegisterChange
from .register_forms import MergeForm, PartForm, ProjectForm

ALLOWED = ["GET", "HEAD", "POST"]
MOST_PAIRS = 50
ON_A_PAGE = 50
DUPLICATES, CHANGES = "admin:projects_project_duplicates", "admin:projects_project_changes"


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    """The register: each project once. The key stands in round files and frozen versions, and stays."""

    form = ProjectForm
    about = "Varje projekt finns en gång, genom åren och hos alla nämnder som är med."
    list_display = ["title", "acronym", "programme", "years", "boards"]
    list_filter = ["programme", "cards__submission__round"]
    search_fields = ["title", "acronym", "key"]
    fieldsets = [
        (None, {"fields": ["title", "acronym", "key"]}),
        ("Finansiering", {"fields": ["programme", "grant_number", ("total_budget", "currency")]}),
        ("Om projektet", {"fields": ["owner", ("starts", "ends"), "website"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cards__submission__board", "cards__submission__round")

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"key": ["title"]}

    @admin.display(description="år")
    def years(self, project):
        return ", ".join(sorted({str(card.submission.round) for card in project.cards.all()})) or "–"

    @admin.display(description="nämnder")
    def boards(self, project):
        names = {str(card.submission.board) for card in project.cards.all()}
        return ", ".join(sorted(names, key=alphabetical)) or "–"

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"projects_project_{name}")

        return [
            page("dubbletter/", self.duplicates_view, "duplicates"),
            page("dubbletter/inte-samma/", self.tell_apart_view, "tell_apart"),
            page("andringar/", self.changes_view, "changes"),
            page("andringar/<int:change>/angra/", self.undo_view, "undo"),
            page("<str:object_id>/sla-ihop/", self.merge_view, "merge"),
            page("<str:object_id>/dela/", self.part_view, "part"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        access.demand_review(request.user)
        if project := self.get_object(request, unquote(object_id)):
            sheet = duplicates.sheets([project])[0]
            extra_context = {**(extra_context or {}), "sheet": sheet, "texts": duplicates.texts(sheet)}
        return super().change_view(request, object_id, form_url, extra_context)

    @method_decorator(require_safe)
    def duplicates_view(self, request):
        """Pairs that may be the same project."""
        access.demand_review(request.user)
        pairs = duplicates.suggested()
        return self._page(request, "duplicates", "Möjliga dubbletter", pairs=pairs[:MOST_PAIRS], of_all=len(pairs))

    @method_decorator(require_POST)
    def tell_apart_view(self, request):
        """The two are not the same, and are not suggested again."""
        access.demand_review(request.user)
        keys = [request.POST.get(name, "").replace("\0", "") for name in ("one", "other")]
        one, other = (get_object_or_404(Project, key=key) for key in keys)
        register_changes.tell_apart(request.user, one, other)
        messages.success(request, f"”{one}” och ”{other}” föreslås inte igen. Det går att ångra under Ändringar.")
        return redirect(DUPLICATES)

    @method_decorator(require_safe)
    def changes_view(self, request):
        """What has been decided on in the register, by whom, and the buttons that undo it."""
        access.demand_review(request.user)
        return self._changes(request)

    def _changes(self, request, **more):
        made = RegisterChange.objects.select_related("created_by", "undone_by")
        page = Paginator(made, ON_A_PAGE).get_page(request.GET.get("sida"))
        return self._page(request, "changes", "Ändringar i registret", page=page, **more)

    @method_decorator(require_POST)
    def undo_view(self, request, change):
        """Undo a change, or say why that is no longer possible."""
        access.demand_review(request.user)
        found = get_object_or_404(RegisterChange, pk=change)
        try:
            register_changes.undo(request.user, found)
        except register_changes.Refused as refusal:
            return self._changes(request, refusal=refusal, refused=found, status=409)
        messages.success(request, f"Ångrat: {found}")
        return redirect(CHANGES)

    @method_decorator(require_http_methods(ALLOWED))
    def merge_view(self, request, object_id):
        """Which project it is to be merged with; and with that one in `med`, the two side by side, and the choice."""
        project = self._fetch(request, object_id)
        key = request.GET.get("med", "").replace("\0", "")
        other = Project.objects.exclude(pk=project.pk).filter(key=key).first()
        if other is None:
            return self._find_other(request, project, missing=bool(key))
        sheets = sorted(duplicates.sheets([project, other]), key=lambda sheet: -len(sheet.accounts))
        form = MergeForm(request.POST if request.method == "POST" else None, *sheets)
        if not form.is_valid():
            return self._merge_page(request, project, form, status=422 if form.is_bound else 200)
        try:
            change = register_changes.merge(request.user, form.kept, form.gone, form.facts)
        except register_changes.Refused as refusal:
            return self._merge_page(request, project, form, refusal=refusal, status=409)
        messages.success(request, f"{change} Det går att ångra under Ändringar i registret.")
        return redirect("admin:projects_project_change", form.kept.pk)

    def _merge_page(self, request, project, form, **more):
        pair = duplicates.pair(*form.sheets.values())
        return self._page(request, "merge", "Slå ihop två projekt", project=project, pair=pair, form=form, **more)

    def _find_other(self, request, project, *, missing):
        text = request.GET.get("sok", "")
        others = Project.objects.exclude(pk=project.pk)
        found = register.with_words(text, others) if text else matching.similar_to(project, others)
        context = {"project": project, "text": text, "found": found[: register.MOST_HITS], "missing": missing}
        return self._page(request, "merge_with", "Slå ihop med ett annat projekt", **context)

    @method_decorator(require_http_methods(ALLOWED))
    def part_view(self, request, object_id):
        """Which of a project's cards go to another one, and to which."""
        project = self._fetch(request, object_id)
        text = request.POST.get("sok", "")
        found = register.with_words(text, Project.objects.exclude(pk=project.pk)) if text else []
        form = PartForm(request.POST or None, duplicates.sheets([project])[0], found[: register.MOST_HITS])
        if "search" in request.POST or not form.is_bound:
            form.errors.clear()
            return self._part_page(request, project, form, text)
        if not form.is_valid():
            return self._part_page(request, project, form, text, status=422)
        try:
            change = register_changes.part(request.user, project, form.chosen, form.target_for(project))
        except register_changes.Refused as refusal:
            return self._part_page(request, project, form, text, refusal=refusal, status=409)
        messages.success(request, f"{change} Det går att ångra under Ändringar i registret.")
        return redirect("admin:projects_project_change", Project.objects.get(key=change.second).pk)

    def _part_page(self, request, project, form, text, **more):
        searched = "search" in request.POST
        return self._page(
            request, "part", f"Dela {project}", project=project, form=form, text=text, searched=searched, **more
        )

    def _fetch(self, request, object_id):
        access.demand_review(request.user)
        project = self.get_object(request, unquote(object_id))
        if project is None:
            raise Http404
        return project

    def _page(self, request, name, title, status=200, **more):
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}
        return TemplateResponse(request, f"admin/projects/project/{name}.html", context, status=status)
