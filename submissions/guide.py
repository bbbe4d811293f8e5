"""The users' guides, which are kept as documents (docs/anvandare) and shown in the program."""

from functools import cache

from django.conf import settings
from django.contrib import admin
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from . import access

FOLDER = settings.BASE_DIR / "docs" / "anvandare"
# The guides by the names of their addresses, as one guide's link to another has them.
GUIDES = {"guide": "kontaktperson.md", "office_guide": "stadskontoret.md"}
STATIC = "../../static/"  # where the guides' pictures are, seen from their folder


@access.signed_in
@require_safe
def show(request):
    """The contact persons' guide, with links to its parts."""
    return render(request, "submissions/guide.html", _rendered("guide"))


@require_safe
def show_to_office(request):
    """The office's guide, in the admin; its address lets in reviewers alone."""
    return render(request, "admin/guide.html", {**admin.site.each_context(request), **_rendered("office_guide")})


@cache
def _rendered(name):
    """The guide's `title`, its markup below that heading (`guide`), and its `parts` as (id, heading)."""
    markdown = MarkdownIt("commonmark")
    heading, *tokens = markdown.parse((FOLDER / GUIDES[name]).read_text())[1:]
    parts = []
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content))
            parts.append((slugify(following.content), following.content))
        for child in token.children or []:
            _lead(child)
    markup = markdown.renderer.render(tokens[1:], markdown.options, {})
    return {"title": heading.content, "guide": mark_safe(markup), "parts": parts}  # noqa: S308 - our own document


def _lead(token):
    """Let a picture, or a link to another guide, lead to where the program has it."""
    if token.type == "image":
        token.attrSet("src", static(token.attrGet("src").removeprefix(STATIC)))
        token.attrSet("loading", "lazy")
    elif token.type == "link_open":
        token.attrSet("href", next(reverse(name) for name, file in GUIDES.items() if file == token.attrGet("href")))
