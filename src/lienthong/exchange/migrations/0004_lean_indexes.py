"""Drop the indexes that another index begins with, or that nothing is looked up by.

No row is read or changed; undoing it makes the indexes again.
"""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.tables.migrating import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_changes_of_agencies"),
        ("documents", "0003_lean_indexes"),
        ("exchange", "0003_handover"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="delivery",
            name="exchange_delivery_received",
        ),
        migrations.RemoveIndex(
            model_name="statusreport",
            name="exchange_report_course",
        ),
        WithoutIndex(
            model_name="delivery",
            name="accept_policy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.policy",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="dispatch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="exchange.dispatch",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="recipient",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="sender",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="delivery",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="dispatch",
            name="sender",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="dispatch",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="statusreport",
            name="answers",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_by",
                to="exchange.statusreport",
            ),
        ),
        WithoutIndex(
            model_name="statusreport",
            name="change",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="exchange.changerequest",
            ),
        ),
        WithoutIndex(
            model_name="statusreport",
            name="delivery",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="exchange.delivery",
            ),
        ),
        WithoutIndex(
            model_name="statusreport",
            name="reporter",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        migrations.AddIndex(
            model_name="statusreport",
            index=models.Index(
                condition=models.Q(("change__isnull", False)),
                fields=["change"],
                name="exchange_report_change",
            ),
        ),
    ]
