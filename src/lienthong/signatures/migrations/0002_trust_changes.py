from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]

    operations = [
        migrations.AddField("trustanchor", "changed_at", models.DateTimeField(null=True)),
    ]
