"""A reorganisation is proposed by one and answered by another.

What was decided before by one person keeps that name as who proposed it, and nobody who answered.
"""

from django.db import migrations, models

STATES = ["proposed", "declined", "planned", "done", "cancelled"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_agencies_outside")]

    operations = [
        migrations.RemoveConstraint("reorganisation", "directory_reorganisation_state"),
        migrations.RenameField("reorganisation", "decided_by", "proposed_by"),
        migrations.RenameField("reorganisation", "decided_at", "proposed_at"),
        migrations.AddField("reorganisation", "proposer_id", models.UUIDField(null=True)),
        migrations.AddField(
            "reorganisation", "answered_by", models.CharField(blank=True, max_length=100)
        ),
        migrations.AddField("reorganisation", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("reorganisation", "note", models.CharField(blank=True, max_length=500)),
        migrations.AlterField(
            "reorganisation", "state", models.CharField(default="proposed", max_length=16)
        ),
        migrations.AddConstraint(
            "reorganisation",
            models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="directory_reorganisation_state"
            ),
        ),
    ]
