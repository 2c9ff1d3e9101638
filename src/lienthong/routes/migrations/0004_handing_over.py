"""Let another route carry what waits for one that reaches nobody.

What waits already may have been begun to be brought, so it counts as perhaps there.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routes", "0003_what_routes_remember"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="parcel",
            name="routes_parcel_state",
        ),
        migrations.RemoveConstraint(
            model_name="parcel",
            name="routes_parcel_dispatch_once",
        ),
        migrations.AlterField(
            model_name="parcel",
            name="state",
            field=models.CharField("trạng thái", default="waiting", max_length=12),
        ),
        migrations.AddField(
            model_name="parcel",
            name="instead_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="routes.parcel",
            ),
        ),
        migrations.AddField(
            model_name="route",
            name="unreached_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="parcel",
            name="may_be_there",
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name="parcel",
            name="may_be_there",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "carried", "given-up", "handed-over"])
                ),
                name="routes_parcel_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dispatch__isnull", False), ("instead_of__isnull", True)),
                fields=("route", "dispatch"),
                name="routes_parcel_dispatch_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("instead_of__isnull", False)),
                fields=("instead_of", "route"),
                name="routes_parcel_instead_once",
            ),
        ),
    ]
