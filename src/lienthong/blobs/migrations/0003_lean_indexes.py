"""Drop the indexes that another index begins with, or that nothing is looked up by.

No row is read or changed; undoing it makes the indexes again.
"""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.tables.migrating import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("blobs", "0002_sealed_content"),
    ]

    operations = [
        WithoutIndex(
            model_name="custody",
            name="blob",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="custodies",
                to="blobs.blob",
            ),
        ),
    ]
