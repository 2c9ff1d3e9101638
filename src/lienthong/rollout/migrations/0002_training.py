import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_keys_of_people_and_posts"),
        ("rollout", "0001_readiness"),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
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
                ("key", models.CharField(max_length=100, unique=True)),
                ("held_on", models.DateField()),
                ("subject", models.CharField(max_length=200)),
                ("trainer", models.CharField(max_length=200)),
                ("made_by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
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
                ("entered_by", models.CharField(max_length=120)),
                ("entered_at", models.DateTimeField()),
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="rollout.training",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(fields=["-held_on", "-id"], name="rollout_training_latest"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("training", "person"),
                name="rollout_attendance_once",
            ),
        ),
    ]
