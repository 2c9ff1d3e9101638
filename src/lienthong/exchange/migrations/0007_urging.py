import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_reorganisations_take_two"),
        ("exchange", "0006_fewer_rows_a_recipient"),
    ]

    operations = [
        migrations.CreateModel(
            name="Urging",
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
                ("about", models.CharField(max_length=16)),
                ("urged_on", models.DateField()),
                ("urged_at", models.DateTimeField()),
                ("urged_by", models.CharField(max_length=100, verbose_name="người nhắc")),
                ("key", models.CharField(max_length=100)),
                ("record_id", models.UUIDField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agency",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="exchange.delivery",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "about", "urged_on"), name="exchange_urging_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["acceptance", "work", "officer"])),
                        name="exchange_urging_about",
                    ),
                ],
            },
        ),
    ]
