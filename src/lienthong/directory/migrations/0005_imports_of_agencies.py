"""An administrator's imports are those of the own agency; what operators checked has none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_imports_and_reorganisations")]
    operations = [
        migrations.AddField(
            model_name="directoryimport",
            name="agency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
    ]
