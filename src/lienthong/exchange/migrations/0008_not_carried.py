"""A line that a route wrote in its recipient's place says so itself.

An empty column: no row is read or changed on PostgreSQL, but for the check; SQLite copies the
table. Undoing it drops the column: such lines then read as the recipient's own again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_urging")]

    operations = [
        migrations.AddField(
            model_name="statusreport",
            name="not_carried",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(not_carried__in=["relay-refused", "relay-failed"]),
                name="exchange_report_not_carried",
            ),
        ),
    ]
