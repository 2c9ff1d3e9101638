from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_documents_received")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="concern",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=16, verbose_name="nội dung về"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="period",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=16, verbose_name="kỳ báo cáo"
            ),
        ),
        migrations.RenameField(model_name="policy", old_name="subject_area", new_name="concern"),
    ]
