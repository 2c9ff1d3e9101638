"""An urging is found by the key of its form or call: the same again is answered as the first time.

An index of a small table: one line for each time somebody was reminded. Undoing it drops the index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_urgings_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="urging",
            index=models.Index(fields=["key"], name="exchange_urging_by_key"),
        ),
    ]
