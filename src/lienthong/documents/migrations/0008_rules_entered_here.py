from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_document_identifiers")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="recipient_level",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="policy",
            name="digest",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="entered_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                verbose_name="người nhập",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="ended_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                verbose_name="người kết thúc",
            ),
        ),
    ]
