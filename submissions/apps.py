"""The yearly account that boards hand in."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Insamling"

    def ready(self):
        from . import new_round, questions, sections

        sections.register(questions.Questions())
        sections.register(questions.Decision())
        new_round.parts.append(new_round.Questions())
