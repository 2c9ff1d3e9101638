"""A signing request is completed or expires; nobody could abandon one.

No row has the state that the check loses. Going back adds the word to the check again.
"""

from django.db import migrations, models

_STATES = ["prepared", "completed", "expired"]


class Migration(migrations.Migration):
    dependencies = [("signatures", "0003_editions_of_trust")]

    operations = [
        migrations.RemoveConstraint("signingrequest", "signatures_request_state"),
        migrations.AddConstraint(
            "signingrequest",
            models.CheckConstraint(
                condition=models.Q(("state__in", _STATES)), name="signatures_request_state"
            ),
        ),
    ]
