"""What the reviewer's pages show of the rounds."""

from django import template
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format

from config.formats import number
from reporting.live import UNKNOWN

register = template.Library()


@register.filter
def known(figure, otherwise=UNKNOWN):
    """A figure, or that nobody knows it."""
    return otherwise if figure is None else number(figure)


@register.filter
def short_moment(at):
    """When something was, as short as can be: day and time, and for another year day and year."""
    local = timezone.localtime(at)
    form = "j M H:i" if local.year == timezone.localdate().year else "j M Y"
    return date_format(local, form).lower()


@register.filter
def about(listed):
    """What a kind of thing in the admin's list is for, in a sentence; empty where its name says enough."""
    return getattr(admin.site.get_model_admin(listed["model"]), "about", "")
