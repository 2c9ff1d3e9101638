"""Drop the indexes that another index begins with, or that nothing is looked up by.

No row is read or changed; undoing it makes the indexes again.
"""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.tables.migrating import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [
        ("blobs", "0003_lean_indexes"),
        ("directory", "0006_changes_of_agencies"),
        ("documents", "0002_national_rules"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="readingright",
            name="documents_right_unit",
        ),
        migrations.RemoveIndex(
            model_name="readingright",
            name="documents_right_person",
        ),
        WithoutIndex(
            model_name="attachment",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="document",
            name="issuer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="readingright",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="readingright",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.person",
            ),
        ),
        WithoutIndex(
            model_name="readingright",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.unit",
            ),
        ),
        WithoutIndex(
            model_name="recipientblockline",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="recipientblockline",
            name="group",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="directory.recipientgroup",
            ),
        ),
        WithoutIndex(
            model_name="recipientblockline",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recipient_lines",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="rendition",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        WithoutIndex(
            model_name="rendition",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renditions",
                to="documents.version",
            ),
        ),
        WithoutIndex(
            model_name="version",
            name="content",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="blobs.blob",
            ),
        ),
        WithoutIndex(
            model_name="version",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="documents.document",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["issuer", "foreign_id"], name="documents_document_foreign"),
        ),
        migrations.AddIndex(
            model_name="readingright",
            index=models.Index(
                condition=models.Q(("unit__isnull", False)),
                fields=["unit", "document"],
                name="documents_right_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="readingright",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person", "document"],
                name="documents_right_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="recipientblockline",
            index=models.Index(
                condition=models.Q(("group__isnull", False)),
                fields=["group"],
                name="documents_recipient_line_group",
            ),
        ),
    ]
