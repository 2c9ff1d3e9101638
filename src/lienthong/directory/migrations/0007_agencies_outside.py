"""Agencies of other installations, to whom a route leads; those known so far are all ours."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_changes_of_agencies"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="is_outside",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="ngoài hệ thống này"
            ),
        ),
    ]
