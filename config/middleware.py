"""Middleware: the content security policy of every page, and answers in words where Django has none of ours."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render
from django.urls import get_resolver
from django_prose_editor.widgets import importmap

# Read and thrown away, so that the browser has sent all and shows the answer instead of a broken connection.
DRAINED = 200 * 1024 * 1024
CHUNK = 1024 * 1024


class ContentSecurityPolicy(CSPMiddleware):
    """Allows, beside what the settings say, the editor's import map: the one script that browsers only take inline."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        parts.update = {**(parts.update or {}), "script-src": [editor_import_map_hash()]}
        return parts


@cache
def editor_import_map_hash():
    """The import map's hash as a source in the policy; it changes only with the version of the static files."""
    content = re.search(r"<script[^>]*>(.*)</script>", importmap.render(), re.DOTALL)[1]
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def refuse_too_big(get_response):
    """Answer a form that is larger than DATA_UPLOAD_MAX_MEMORY_SIZE in words, where Django says only 400."""

    def checked(request):
        try:
            request.POST  # noqa: B018 - reads the form, which raises where it is too large
        except RequestDataTooBig:
            _drain(request)
            return render(request, "413.html", status=413)
        return get_response(request)

    return checked


def show_own_404(get_response):
    """Show our page of what is not found in the demo too, where Django's is one in English for developers."""

    def shown(request):
        response = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return get_resolver().resolve_error_handler(404)(request, None)
        return response

    return shown


def _drain(request):
    for _ in range(DRAINED // CHUNK):
        if not request.read(CHUNK):
            break
