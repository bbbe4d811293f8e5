"""The boards' internationally financed projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Projekt"

    def ready(self):
        from submissions import sections

        from . import cooperation, section

        sections.register(section.Cards())
        sections.register(cooperation.CooperationSection())
