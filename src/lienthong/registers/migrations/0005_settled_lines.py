"""Lines know when a number that stood alone got its document or was voided.

Nothing is filled in: what was issued or voided before stays in the month of its number, by which
closed months counted it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0008_rules_entered_here"),
        ("exchange", "0012_paper_beside_deliveries"),
        ("registers", "0004_lean_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(settled_at__isnull=False),
                fields=["register", "settled_at"],
                name="registers_entry_settled",
            ),
        ),
    ]
