"""Note with each specimen whose it is, which document introduced it, and the picture people see.

Rows of before: a seal is its agency's, and so is its agency; a signature is of the agency in which
its person held the first post. Their pictures are drawn when somebody looks. May be stopped and run
again; going back drops the columns.
"""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    Specimen = apps.get_model("signatures", "Specimen")
    Post = apps.get_model("directory", "Post")
    Specimen.objects.filter(holder_kind="agency").update(agency_id=F("holder_id"))
    theirs = Post.objects.filter(person=OuterRef("holder_id")).order_by("valid_from", "pk")
    people = Specimen.objects.filter(holder_kind="person", agency_id__isnull=True)
    people.update(
        agency_id=Subquery(theirs.values("agency")[:1]),
        holder_title=Coalesce(Subquery(theirs.values("title")[:1]), Value("")),
        holder_name=Coalesce(Subquery(theirs.values("person__name")[:1]), Value("")),
        words=Coalesce(Subquery(theirs.values("person__name_folded")[:1]), Value("")),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_keys_of_people_and_posts"),
        ("signatures", "0004_a_signing_ends_by_completion_or_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="specimen",
            name="agency_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="specimen",
            name="holder_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="specimen",
            name="holder_title",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="specimen",
            name="notice_code",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="specimen",
            name="notice_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="specimen",
            name="picture",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="specimen",
            name="words",
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AddIndex(
            model_name="specimen",
            index=models.Index(fields=["agency_id"], name="signatures_specimen_agency"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
