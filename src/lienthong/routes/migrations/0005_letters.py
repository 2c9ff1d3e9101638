"""Let routes be mail: whom it reaches by which mailbox, and a parcel for each letter.

Adds columns and exchanges constraints, nothing is rewritten; all in one transaction, so it may be
stopped and run again.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_keys_of_people_and_posts"),
        ("exchange", "0012_paper_beside_deliveries"),
        ("routes", "0004_handing_over"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="parcel",
            name="routes_parcel_dispatch_once",
        ),
        migrations.RemoveConstraint(
            model_name="parcel",
            name="routes_parcel_instead_once",
        ),
        migrations.RemoveConstraint(
            model_name="route",
            name="routes_route_kind",
        ),
        migrations.AddField(
            model_name="parcel",
            name="delivery",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exchange.delivery",
            ),
        ),
        migrations.AddField(
            model_name="reached",
            name="address",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="hộp thư"
            ),
        ),
        migrations.AddField(
            model_name="route",
            name="largest",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="thư lớn nhất"),
        ),
        migrations.AddField(
            model_name="route",
            name="sender",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="địa chỉ gửi"
            ),
        ),
        migrations.AddField(
            model_name="route",
            name="site",
            field=models.CharField(
                db_default="", default="", max_length=200, verbose_name="địa chỉ trang xác nhận"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("delivery__isnull", True),
                    ("dispatch__isnull", False),
                    ("instead_of__isnull", True),
                ),
                fields=("route", "dispatch"),
                name="routes_parcel_dispatch_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("delivery__isnull", True), ("instead_of__isnull", False)),
                fields=("instead_of", "route"),
                name="routes_parcel_instead_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("delivery__isnull", False),
                    ("dispatch__isnull", False),
                    ("instead_of__isnull", True),
                ),
                fields=("delivery", "route"),
                name="routes_parcel_letter_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("delivery__isnull", False), ("instead_of__isnull", False)),
                fields=("instead_of", "route", "delivery"),
                name="routes_parcel_letter_instead_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["axis", "sister", "mail"])),
                name="routes_route_kind",
            ),
        ),
    ]
