"""Updates and replacements: new kinds of dispatch, new states of a delivery.

Only checks of closed lists change; no row is read by us. Undoing it fails once such rows exist.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_lean_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="exchange_delivery_state"),
        migrations.RemoveConstraint(model_name="dispatch", name="exchange_dispatch_kind"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            *["sent", "arrived", "refused", "accepted", "assigned", "in-work"],
                            *["finished", "recalled", "offered", "not-taken", "superseded"],
                        ],
                    )
                ),
                name="exchange_delivery_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["new", "supplementary", "resent", "update", "replacement"])
                ),
                name="exchange_dispatch_kind",
            ),
        ),
    ]
