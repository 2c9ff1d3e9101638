from django.db import migrations, models

_TOLD = [
    "delivery.arrived",
    "delivery.ended",
    "status.reported",
    "recall.asked",
    "recall.answered",
    "delivery.urged",
]


class Migration(migrations.Migration):
    """Hooks may be told of urgings."""

    dependencies = [
        ("directory", "0008_reorganisations_take_two"),
        ("hooks", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="notification", name="hooks_notification_kind"),
        migrations.RemoveConstraint(model_name="subscription", name="hooks_subscription_kind"),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [*_TOLD, "hook.challenge"])),
                name="hooks_notification_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", _TOLD)), name="hooks_subscription_kind"
            ),
        ),
    ]
