from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issuing", "0007_consultations")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="concern",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=16, verbose_name="nội dung về"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="period",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=16, verbose_name="kỳ báo cáo"
            ),
        ),
    ]
