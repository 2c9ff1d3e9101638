"""Places among arrivals, and the number in a recipient's own book; both start empty."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("documents", "0002_national_rules"),
        ("exchange", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArrivalCounter",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="directory.agency",
                    ),
                ),
                ("last", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="arrival_number",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="entered_on",
            field=models.DateField(null=True, verbose_name="ngày đến"),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="entry_number",
            field=models.CharField(blank=True, max_length=30, verbose_name="số đến"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["sender", "state", "accept_by", "id"], name="exchange_delivery_late"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["recipient", "arrival_number", "id"], name="exchange_delivery_arrival"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("pending_request__isnull", False)),
                fields=["recipient", "pending_request"],
                name="exchange_delivery_asked_back",
            ),
        ),
    ]
