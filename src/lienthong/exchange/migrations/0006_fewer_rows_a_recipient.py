"""That a delivery was there at once stands with it, not in a row; its version is its dispatch's.

A column with a default and an index less: no row is read or changed. Deliveries of before keep the
rows that say so. Undoing it fails once deliveries without such a row exist (NOT NULL, reports that
are not there); restore instead.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_updates_and_replacements")]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="exchange_delivery_version"),
        migrations.AddField(
            model_name="delivery",
            name="arrived_at_once",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
