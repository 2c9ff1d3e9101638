"""Files of a year stand in the order of their numbers, and whose keeper left says so.

May be stopped and run again; going back drops the column.
"""

from django.db import migrations, models

from lienthong.casefiles.rules import place_of


def fill(apps, schema_editor):
    CaseFile = apps.get_model("casefiles", "CaseFile")
    for pk, notation in CaseFile.objects.filter(place="").values_list("pk", "notation"):
        CaseFile.objects.filter(pk=pk).update(place=place_of(notation))


class Migration(migrations.Migration):
    dependencies = [
        ("casefiles", "0001_initial"),
        ("directory", "0009_keys_of_people_and_posts"),
        ("documents", "0008_rules_entered_here"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="happening",
            name="casefiles_step",
        ),
        migrations.RemoveIndex(
            model_name="casefile",
            name="casefiles_tab",
        ),
        migrations.RemoveIndex(
            model_name="casefile",
            name="casefiles_year",
        ),
        migrations.AddField(
            model_name="casefile",
            name="place",
            field=models.CharField(default="", editable=False, max_length=150),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="casefile",
            index=models.Index(fields=["agency", "state", "-year", "place"], name="casefiles_tab"),
        ),
        migrations.AddIndex(
            model_name="casefile",
            index=models.Index(fields=["agency", "-year", "place"], name="casefiles_year"),
        ),
        migrations.AddConstraint(
            model_name="happening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "listed",
                            "opened",
                            "changed",
                            "taken-out",
                            "closed",
                            "reopened",
                            "kept-back",
                            "offered",
                            "taken-back",
                            "refused",
                            "handed-over",
                            "handed-on",
                            "keeper-left",
                        ],
                    )
                ),
                name="casefiles_step",
            ),
        ),
    ]
