"""What the reviewer's pages show of the rounds."""

from django import template
from django.contrib import admin

from config.formats import number
from reporting.live import UNKNOWN
from submissions.models import Round

register = template.Library()


@register.simple_tag
def newest_rounds():
    """The three newest rounds, for links to their pages."""
    return Round.objects.all()[:3]


@register.filter
def known(figure, otherwise=UNKNOWN):
    """A figure, or that nobody knows it."""
    return otherwise if figure is None else number(figure)


@register.filter
def about(listed):
    """What a kind of thing in the admin's list is for, in a sentence; empty where its name says enough."""
    return getattr(admin.site.get_model_admin(listed["model"]), "about", "")
