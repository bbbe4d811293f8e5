"""What the reviewer's pages show of the rounds."""

from django import template

from config.formats import number
from submissions.models import Round

register = template.Library()


@register.simple_tag
def newest_rounds():
    """The three newest rounds, for links to their pages."""
    return Round.objects.all()[:3]


@register.filter
def known(figure):
    """A figure, or a dash where nobody knows it."""
    return "–" if figure is None else number(figure)
