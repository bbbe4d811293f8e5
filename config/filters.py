"""Template filters: each wraps a pure function of the ground floor, and does nothing else."""

from django import template
from django.utils.safestring import mark_safe

from config import formats, html

register = template.Library()
for function in (
    formats.number,
    formats.kronor,
    formats.millions,
    formats.rounded,
    formats.percent,
    formats.day,
    formats.partial_date,
    formats.listed,
    formats.country,
):
    register.filter(function.__name__, function)


@register.filter
def rich(text):
    """Rich text, cleaned once more on its way out, so that what came by any other road is harmless too."""
    return mark_safe(html.clean(text))  # noqa: S308 - inside the allow-list
