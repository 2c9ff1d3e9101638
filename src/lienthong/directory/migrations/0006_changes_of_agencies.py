"""Every agency says when it changed last; those that are there count as changed now."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_imports_of_agencies")]
    operations = [
        migrations.AddField(
            model_name="agency",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="agency",
            index=models.Index(fields=["changed_at"], name="directory_agency_changed"),
        ),
    ]
