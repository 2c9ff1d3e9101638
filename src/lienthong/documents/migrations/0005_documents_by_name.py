from django.db import migrations, models


class Migration(migrations.Migration):
    """The new index comes before the old one goes, so that no lookup is without one."""

    dependencies = [
        ("documents", "0004_recipient_blocks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["foreign_id", "issuer"], name="documents_document_named"),
        ),
        migrations.RemoveIndex(
            model_name="document",
            name="documents_document_foreign",
        ),
    ]
