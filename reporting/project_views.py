"""A project's sheet, fetched from the register and from a board's card."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from projects.models import Project
from submissions import access

from . import documents, print_remarks
from .material import of_project
from .views import for_reviewers


@for_reviewers
@require_safe
def of_register(request, key):
    """The sheet with all that is approved; to where it was asked for, with the reason, where there is nothing."""
    project = get_object_or_404(Project, key=key)
    return _sheet(request, project) or redirect("admin:projects_project_change", project.pk)


@access.signed_in
@require_safe
def of_card(request, year, board, key):
    """The sheet with what is published and the board's own; likewise."""
    submission = access.readable(request.user, year, board)
    project = access.row(submission, "cards", key).project
    return _sheet(request, project, submission) or redirect("card", year, board, key)


def _sheet(request, project, submission=None):
    material = of_project(project, submission)
    try:
        name, content = documents.project_document(material)
    except documents.Lacking as lacking:
        messages.warning(request, str(lacking))
        return None
    for remark in print_remarks.of_sheet(material.subject):
        messages.warning(request, remark)  # shown on the page where they are next
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)
