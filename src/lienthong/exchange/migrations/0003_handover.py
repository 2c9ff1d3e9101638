"""A delivery may be handed over to who took over; it is unique with the code as it was sent."""

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_imports_and_reorganisations"),
        ("documents", "0002_national_rules"),
        ("exchange", "0002_arrivals_and_foreign_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="exchange_delivery_one_per_recipient",
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("dispatch", "recipient", "recipient_code"),
                name="exchange_delivery_one_per_recipient",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="exchange.delivery",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="from_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("delivery", "from_agency", "to_agency"), name="exchange_handover_once"
            ),
        ),
    ]
