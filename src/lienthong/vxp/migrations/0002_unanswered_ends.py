"""Let a request about an agency end that nobody answered. Going back fails while there is one."""

from django.db import migrations, models
from django.db.models import Q

STATES = ["asked", "done", "refused", "expired"]


class Migration(migrations.Migration):
    dependencies = [("vxp", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("agencyrequest", "vxp_request_state"),
        migrations.AddConstraint(
            "agencyrequest",
            models.CheckConstraint(condition=Q(state__in=STATES), name="vxp_request_state"),
        ),
    ]
