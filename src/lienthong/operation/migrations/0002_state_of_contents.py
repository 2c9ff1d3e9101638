"""What a backup could not take, and what of it was mended: seen where people look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operation", "0001_initial")]

    operations = [
        migrations.AddField("Backup", name, models.PositiveIntegerField(default=0))
        for name in ("lost", "damaged", "mended")
    ] + [
        migrations.AddField("Backup", "named", models.JSONField(blank=True, default=list)),
        migrations.AddField("Backup", "is_signed", models.BooleanField(default=True)),
    ]
