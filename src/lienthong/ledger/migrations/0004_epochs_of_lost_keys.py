"""Let an epoch be opened over a head though nothing was lost but the key that signed it.

Going back fails while there is such an epoch.
"""

from django.db import migrations, models
from django.db.models import F, Q

FIRST = Q(
    number=1,
    kept_size__isnull=True,
    predecessor_size__isnull=True,
    predecessor_root__isnull=True,
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_subject_by_record")]

    operations = [
        migrations.RemoveConstraint("epoch", "ledger_epoch_names_what_was_lost"),
        migrations.AddConstraint(
            "epoch",
            models.CheckConstraint(
                condition=FIRST
                | Q(
                    number__gt=1,
                    kept_size__lte=F("predecessor_size"),
                    predecessor_root__isnull=False,
                ),
                name="ledger_epoch_names_what_was_lost",
            ),
        ),
    ]
