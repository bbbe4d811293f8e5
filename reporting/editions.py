"""Editions: their files, kept below MEDIA_ROOT and taken away with them."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Edition


@transaction.atomic
def keep(round, draft, user, made):
    """Keep `made` (file name: bytes) as an edition. Its folder gets its name when all is written, not before."""
    edition = Edition.objects.create(round=round, draft=draft, created_by=user)
    edition.folder.parent.mkdir(parents=True, exist_ok=True)
    # What another database has left under the same number.
    shutil.rmtree(edition.folder, ignore_errors=True)
    with TemporaryDirectory(dir=edition.folder.parent) as unfinished:
        for name, content in made.items():
            (Path(unfinished) / name).write_bytes(content)
        Path(unfinished).rename(edition.folder)
    return edition


def files(edition):
    """The edition's files in alphabetical order; none where they have been lost."""
    return sorted(edition.folder.iterdir()) if edition.folder.is_dir() else []


@receiver(post_delete, sender=Edition)
def remove_files(instance, **kwargs):
    folder = instance.folder
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
