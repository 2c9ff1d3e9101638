"""Imports and reorganisations are kept; of several successors one is the heir.

Of the splits told before, the successor that was entered first becomes the heir, because it stood
first in the decision. May be stopped and run again; undoing it drops the column.
"""

import django.db.models.deletion
from django.db import migrations, models

import lienthong.directory.types
import lienthong.kernel.ids


def name_heirs(apps, schema_editor):
    Succession = apps.get_model("directory", "Succession")
    first = Succession.objects.order_by("predecessor_id", "pk").values_list("predecessor_id", "pk")
    heirs = {}
    for predecessor, pk in first:
        heirs.setdefault(predecessor, pk)
    Succession.objects.filter(pk__in=list(heirs.values())).update(is_heir=True)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_administrator_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryHold",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryImport",
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
                ("file_name", models.CharField(max_length=200)),
                ("file_digest", models.CharField(max_length=64)),
                ("plan_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        default=lienthong.directory.types.ImportState["CHECKED"], max_length=16
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("checked_by", models.CharField(max_length=100)),
                ("checked_at", models.DateTimeField()),
                ("applied_by", models.CharField(blank=True, max_length=100)),
                ("applied_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("table", models.CharField(max_length=16)),
                ("line", models.PositiveIntegerField()),
                ("outcome", models.CharField(max_length=16)),
                ("label", models.CharField(max_length=300)),
                ("texts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Reorganisation",
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
                ("happens_on", models.DateField(verbose_name="ngày hiệu lực")),
                ("source", models.CharField(max_length=200, verbose_name="văn bản quyết định")),
                ("plan", models.JSONField()),
                ("plan_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        default=lienthong.directory.types.ReorganisationState["PLANNED"],
                        max_length=16,
                    ),
                ),
                ("moved", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=500)),
                ("decided_by", models.CharField(max_length=100)),
                ("decided_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("record_id", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-happens_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="succession",
            name="is_heir",
            field=models.BooleanField(default=False, verbose_name="kế thừa chính"),
        ),
        migrations.RunPython(name_heirs, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_heir", True)),
                fields=("predecessor",),
                name="directory_succession_one_heir",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["checked", "applied"])),
                name="directory_import_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applied_at__isnull", True),
                        ("state", lienthong.directory.types.ImportState["CHECKED"]),
                    ),
                    models.Q(
                        ("applied_at__isnull", False),
                        ("state", lienthong.directory.types.ImportState["APPLIED"]),
                    ),
                    _connector="OR",
                ),
                name="directory_import_applied_has_its_time",
            ),
        ),
        migrations.AddField(
            model_name="importline",
            name="checked",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="directory.directoryimport",
            ),
        ),
        migrations.AddIndex(
            model_name="reorganisation",
            index=models.Index(fields=["state", "happens_on"], name="directory_reorganisation_due"),
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "done", "cancelled"])),
                name="directory_reorganisation_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", False),
                        ("state", lienthong.directory.types.ReorganisationState["DONE"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", lienthong.directory.types.ReorganisationState["DONE"]),
                            _negated=True,
                        ),
                        ("done_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="directory_reorganisation_done_has_its_time",
            ),
        ),
        migrations.AddIndex(
            model_name="importline",
            index=models.Index(
                fields=["checked", "outcome", "position"], name="directory_import_line_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="importline",
            constraint=models.UniqueConstraint(
                fields=("checked", "position"), name="directory_import_line_position_once"
            ),
        ),
    ]
