"""The recipients block of a document is one row.

A new table; the lines of earlier documents stay as they are. Undoing it loses the blocks of what
was issued since: restore instead.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_lean_indexes")]

    operations = [
        migrations.CreateModel(
            name="RecipientBlock",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="recipient_block",
                        serialize=False,
                        to="documents.version",
                    ),
                ),
                ("lines", models.BinaryField()),
            ],
        ),
    ]
