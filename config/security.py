"""The content security policy of every page, in the admin and outside it."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from csp.middleware import CSPMiddleware
from django_prose_editor.widgets import importmap


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
