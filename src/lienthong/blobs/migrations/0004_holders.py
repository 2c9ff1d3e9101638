"""Who holds a content stands in one row for all to whom it was given at once.

A new table; holds that are there stay rows of their own until they end. Undoing it loses the lists:
restore instead, once anything was sent.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blobs", "0003_lean_indexes")]

    operations = [
        migrations.CreateModel(
            name="Holders",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agencies", models.TextField()),
                ("since", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="blobs.blob",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["blob"], name="blobs_holders_of")],
            },
        ),
    ]
