"""Remarks become threads: the board's answer is the first reply. Corrections, and who is reading."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

_PERSON = {
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


def make_replies(apps, schema_editor):
    answered = apps.get_model("submissions", "Remark").objects.exclude(answer="")
    reply = apps.get_model("submissions", "Reply")
    reply.objects.bulk_create(
        reply(
            remark=each,
            text=each.answer,
            by_office=False,
            created_at=each.answered_at or each.created_at,
            created_by=each.answered_by,
        )
        for each in answered
    )


def make_answers(apps, schema_editor):
    """Back to one answer: all that the board has said, and what the city office has said with it, in order."""
    for remark in apps.get_model("submissions", "Remark").objects.prefetch_related("replies"):
        replies = list(remark.replies.order_by("pk"))
        if replies:
            remark.answer = "\n\n".join(each.text for each in replies)
            remark.answered_at, remark.answered_by = replies[-1].created_at, replies[-1].created_by
            remark.save(update_fields=["answer", "answered_at", "answered_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0006_a_year"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="kind",
            field=models.CharField(
                choices=[
                    ("handed_in", "inlämnad av nämnden"),
                    ("correction", "språkrättning av stadskontoret"),
                ],
                default="handed_in",
                max_length=20,
                verbose_name="slag",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("status", "ny status"),
                    ("taken_back", "tillbakatagen av nämnden"),
                    ("review_begun", "granskningen har börjat"),
                    ("corrected", "språket rättat av stadskontoret"),
                    ("extended", "ny sista dag för nämnden"),
                    ("register", "ändring i stadskontorets register"),
                ],
                default="status",
                max_length=20,
                verbose_name="vad",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="quote",
            field=models.TextField(blank=True, default="", verbose_name="om orden"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="remark",
            name="closed_at",
            field=models.DateTimeField(null=True, verbose_name="stängd"),
        ),
        migrations.AddField(
            model_name="remark",
            name="closed_by",
            field=models.ForeignKey(**_PERSON),
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="svar")),
                ("by_office", models.BooleanField(verbose_name="från stadskontoret")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="när")),
                ("created_by", models.ForeignKey(**_PERSON)),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="submissions.remark",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på en anmärkning",
                "verbose_name_plural": "svar på anmärkningar",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(make_replies, make_answers),
        migrations.RemoveField(model_name="remark", name="answer"),
        migrations.RemoveField(model_name="remark", name="answered_at"),
        migrations.RemoveField(model_name="remark", name="answered_by"),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(verbose_name="senast här")),
                ("writing", models.BooleanField(default=False, verbose_name="skriver")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="har läst version")),
                ("read_before", models.PositiveIntegerField(default=0, verbose_name="hade läst version")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="submissions.submission",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "närvaro",
                "verbose_name_plural": "närvaro",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("submission", "user"), name="one_presence_per_reviewer"),
        ),
    ]
