"""The boards' internationally financed projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Projektregister"

    def ready(self):
        from submissions import new_round, sections

        from . import cooperation, section
        from .new_round import Goals, Programmes

        sections.register(section.Cards())
        sections.register(cooperation.CooperationSection())
        new_round.parts += [Goals(), Programmes()]
