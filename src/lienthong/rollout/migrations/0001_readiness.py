import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0009_keys_of_people_and_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadinessRule",
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
                ("subject", models.CharField(max_length=16)),
                ("value", models.CharField(max_length=16)),
                ("holds_from", models.DateField()),
                ("source", models.CharField(max_length=200)),
                ("set_by", models.CharField(max_length=120)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "holds_from"), name="rollout_rule_one_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
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
                ("line", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=120)),
                ("on", models.DateField()),
                ("note", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=120)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("line__in", ["certificate", "equipment"])),
                        name="rollout_confirmation_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("agency", "line"),
                        name="rollout_confirmation_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabReport",
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
                ("digest", models.CharField(max_length=64)),
                ("system", models.CharField(max_length=200)),
                ("is_ready", models.BooleanField()),
                ("lacking", models.JSONField(default=list)),
                ("played_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField()),
                ("handed_in_by", models.CharField(max_length=120)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "digest"), name="rollout_report_once")
                ],
            },
        ),
    ]
