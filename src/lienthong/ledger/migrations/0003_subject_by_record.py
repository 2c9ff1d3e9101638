"""Index the subjects by record: without it each page of an audit would read the whole table.

Adds an index and nothing else; going back drops it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_publication"),
    ]

    operations = [
        migrations.AlterField(
            model_name="subject",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subjects",
                to="ledger.record",
            ),
        ),
    ]
