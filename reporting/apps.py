"""Figures and documents, counted from what the boards handed in."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

REVIEWERS = "Handläggare"


def give_reviewers_their_permissions(**kwargs):
    """Keep the group of reviewers: all of the three apps, but they delete no person and nothing handed in."""
    from django.contrib.auth.models import Group, Permission

    group, _ = Group.objects.get_or_create(name=REVIEWERS)
    ours = Permission.objects.filter(content_type__app_label__in=["submissions", "projects", "reporting"])
    kept = ["delete_submission", "delete_version", "delete_event", "delete_user"]
    group.permissions.set(ours.exclude(codename__in=kept))


def report_as_pdf(submission):
    """What a receipt encloses: the board's report as (file name, content), or None where there is nothing in it."""
    from . import documents

    try:
        return documents.board_document(submission, "redovisning", "pdf")
    except documents.Lacking:
        return None


def unprintable(text):
    """What the check page says of characters that the documents' fonts lack; nothing where there are none."""
    from . import pdf

    missing = pdf.missing(text)
    return f"tecken som inte går att skriva ut i PDF ({missing})" if missing else ""


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Redovisning"

    def ready(self):
        from projects import rekeying
        from submissions import mail, new_round, proofreading, sections

        from . import editions, section  # noqa: F401 - editions removes a deleted edition's files
        from .models import ExcerptSource
        from .new_round import CityMemo

        sections.register(section.BoardMemo())
        new_round.parts.append(CityMemo())
        mail.enclosures.append(report_as_pdf)
        proofreading.readers.append(unprintable)
        rekeying.following[ExcerptSource] = "excerpt__submission"
        post_migrate.connect(give_reviewers_their_permissions, sender=self)
