"""A line that a route wrote in its recipient's place says so itself.

A column with a default, and its check, for which PostgreSQL reads the rows once and SQLite copies
the table. Undoing it drops the column: such lines then read as the recipient's own again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_urging")]

    operations = [
        migrations.AddField(
            model_name="statusreport",
            name="not_carried",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(not_carried__in=["", "relay-refused", "relay-failed"]),
                name="exchange_report_not_carried",
            ),
        ),
    ]
