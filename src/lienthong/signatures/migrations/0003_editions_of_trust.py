"""Give each trusted issuer an edition, so that verifiers load its lists only when it changed.

Going back drops the column; nothing else knows it.
"""

from django.db import migrations, models

import lienthong.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("signatures", "0002_trust_changes")]

    operations = [
        migrations.AddField(
            "trustanchor", "edition", models.UUIDField(default=lienthong.kernel.ids.uuid7)
        ),
    ]
