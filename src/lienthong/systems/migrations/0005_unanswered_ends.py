"""Let a request end that nobody answered. Going back fails while there is one."""

from django.db import migrations, models
from django.db.models import Q

STATES = ["asked", "agreed", "refused", "withdrawn", "expired"]


class Migration(migrations.Migration):
    dependencies = [("systems", "0004_shared_secrets")]

    operations = [
        migrations.RemoveConstraint("grantrequest", "systems_request_state"),
        migrations.AddConstraint(
            "grantrequest",
            models.CheckConstraint(condition=Q(state__in=STATES), name="systems_request_state"),
        ),
    ]
