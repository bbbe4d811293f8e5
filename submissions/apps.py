"""The yearly account that boards hand in."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Inlämningar"

    def ready(self):
        from . import sections

        sections.register(sections.Questions())
        sections.register(sections.Decision())
