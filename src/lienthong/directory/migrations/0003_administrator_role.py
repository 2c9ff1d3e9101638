"""A seventh role: the administrator of an agency."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_books_here")]

    operations = [
        migrations.RemoveConstraint(model_name="post", name="directory_post_role"),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "clerk",
                            "leader",
                            "officer",
                            "operator",
                            "monitor",
                            "reviewer",
                            "administrator",
                        ],
                    )
                ),
                name="directory_post_role",
            ),
        ),
    ]
