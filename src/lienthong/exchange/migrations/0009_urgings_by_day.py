"""The day's urgings are found by the day, for who watches over all agencies.

An index of a small table: one line for each time somebody was reminded. Undoing it drops the index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_not_carried")]

    operations = [
        migrations.AddIndex(
            model_name="urging",
            index=models.Index(fields=["urged_on"], name="exchange_urging_by_day"),
        ),
    ]
