"""Drop the indexes that another index begins with, or that nothing is looked up by.

No row is read or changed; undoing it makes the indexes again.
"""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.tables.migrating import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_changes_of_agencies"),
        ("documents", "0003_lean_indexes"),
        ("exchange", "0004_lean_indexes"),
        ("registers", "0003_book_prints"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="entry",
            name="registers_entry_newest",
        ),
        WithoutIndex(
            model_name="entry",
            name="delivery",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exchange.delivery",
            ),
        ),
        WithoutIndex(
            model_name="entry",
            name="register",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="registers.register",
            ),
        ),
        WithoutIndex(
            model_name="entry",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="incomingdocument",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
    ]
