"""Template filters: each wraps a pure function of the ground floor, and does nothing else; and the city's name."""

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from config import formats, forms, html

register = template.Library()
_FORMATS = (formats.number, formats.in_words, formats.day, formats.partial_date, formats.headed)
for function in (*_FORMATS, formats.listed, formats.listed_boards, formats.in_sentence, forms.faults):
    register.filter(function.__name__, function)


@register.filter
def rich(text):
    """Rich text, cleaned once more on its way out, so that what came by any other road is harmless too."""
    return mark_safe(html.clean(text))  # noqa: S308 - inside the allow-list


@register.simple_tag
def city_name():
    """Whose accounts these are."""
    return settings.CITY_NAME
