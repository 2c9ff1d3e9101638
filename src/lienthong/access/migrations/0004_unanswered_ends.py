"""Let a proposal end that nobody answered. Going back fails while there is one."""

from django.db import migrations, models
from django.db.models import Q

STATES = ["asked", "agreed", "refused", "expired"]


class Migration(migrations.Migration):
    dependencies = [("access", "0003_agencies_agree")]

    operations = [
        migrations.RemoveConstraint("proposal", "access_proposal_state"),
        migrations.RemoveConstraint("proposal", "access_proposal_answered_by_somebody"),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(condition=Q(state__in=STATES), name="access_proposal_state"),
        ),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                condition=Q(state__in=["asked", "expired"]) | Q(decided_by__isnull=False),
                name="access_proposal_answered_by_somebody",
            ),
        ),
    ]
