"""The guide for contact persons, which is kept as a document (docs/anvandare) and shown in the program."""

from functools import cache

from django.conf import settings
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from . import access

GUIDE = settings.BASE_DIR / "docs" / "anvandare" / "kontaktperson.md"
STATIC = "../../static/"  # where the guide's pictures are, seen from its folder


@access.signed_in
@require_safe
def show(request):
    """The guide, with links to its parts."""
    markup, parts = _rendered()
    return render(request, "submissions/guide.html", {"guide": markup, "parts": parts})


@cache
def _rendered():
    """The guide as markup that begins below its heading, and its parts as (id, heading)."""
    markdown = MarkdownIt("commonmark")
    tokens = markdown.parse(GUIDE.read_text())[3:]
    parts = []
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content))
            parts.append((slugify(following.content), following.content))
        for child in token.children or []:
            if child.type == "image":
                child.attrSet("src", static(child.attrGet("src").removeprefix(STATIC)))
                child.attrSet("loading", "lazy")
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {})), parts  # noqa: S308 - our own document
