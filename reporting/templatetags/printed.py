"""Template filters of the documents."""

from django import template
from django.utils.safestring import mark_safe

from config import html
from reporting import references

register = template.Library()


@register.filter
def under(text, level):
    """Rich text whose headings begin at `level`: cleaned, and in its place in the document's order of headings."""
    return mark_safe(html.demoted(html.clean(text), level))  # noqa: S308 - inside the allow-list


@register.filter
def referring(text, targets):
    """Printed rich text with its references to other parts of the report as links."""
    return mark_safe(references.linked(text, targets))  # noqa: S308 - links of our own in what is clean
