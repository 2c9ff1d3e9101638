from django.db import migrations, models


class Migration(migrations.Migration):
    """Remember the header fields of a given answer as well, such as where an upload goes on."""

    dependencies = [("systems", "0002_requests_to_agencies")]

    operations = [
        migrations.AddField(
            model_name="givenanswer",
            name="fields",
            field=models.JSONField(default=dict),
        ),
    ]
