"""Indexes of foreign keys by which nobody asks go: agencies and lines of the log are never deleted.

PostgreSQL drops them at once; SQLite copies both tables.
"""

from django.db import migrations, models


def _unindexed(model: str, name: str, to: str, *, null: bool = False) -> migrations.AlterField:
    field = models.ForeignKey(to, models.PROTECT, null=null, related_name="+", db_index=False)
    return migrations.AlterField(model, name, field)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_reorganisations_take_two"),
        ("exchange", "0008_not_carried"),
        ("vxp", "0002_unanswered_ends"),
    ]

    operations = [
        _unindexed("item", "agency", "directory.agency"),
        _unindexed("item", "speaker", "directory.agency"),
        _unindexed("item", "report", "exchange.statusreport", null=True),
        _unindexed("sending", "agency", "directory.agency"),
    ]
