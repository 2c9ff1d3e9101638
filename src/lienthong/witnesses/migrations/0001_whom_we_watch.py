"""Whom we watch, what we saw of them, and who saw ours."""

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids
import lienthong.witnesses.types


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("installation", models.CharField(max_length=61)),
                ("kind", models.CharField(max_length=16)),
                ("digest", models.CharField(max_length=64)),
                ("first_statement", models.BinaryField()),
                ("first_signature", models.BinaryField(max_length=64)),
                ("second_statement", models.BinaryField()),
                ("second_signature", models.BinaryField(max_length=64)),
                ("found_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("installation", "digest"), name="witnesses_contradiction_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    lienthong.witnesses.types.ContradictionKind["FORK"],
                                    lienthong.witnesses.types.ContradictionKind["NOT_CONTINUED"],
                                    lienthong.witnesses.types.ContradictionKind["FORGOTTEN"],
                                ],
                            )
                        ),
                        name="witnesses_contradiction_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watched",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("installation", models.CharField(max_length=61)),
                ("address", models.CharField(max_length=300)),
                ("public_key", models.TextField()),
                ("key_id", models.CharField(max_length=32)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("troubles", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("installation",),
                        name="witnesses_watched_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeenHead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("epoch", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("statement", models.BinaryField()),
                ("signature", models.BinaryField(max_length=64)),
                ("seen_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        default=lienthong.witnesses.types.HeadState["NEW"], max_length=12
                    ),
                ),
                ("since", models.PositiveBigIntegerField(null=True)),
                ("cosigned_at", models.DateTimeField(null=True)),
                ("cosign_statement", models.BinaryField(null=True)),
                ("cosign_signature", models.BinaryField(max_length=64, null=True)),
                (
                    "shown_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="witnesses.watched",
                    ),
                ),
                (
                    "watched",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="witnesses.watched",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("watched", "epoch", "size", "root"), name="witnesses_seen_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    lienthong.witnesses.types.HeadState["NEW"],
                                    lienthong.witnesses.types.HeadState["LINKED"],
                                    lienthong.witnesses.types.HeadState["CONTRADICTED"],
                                ],
                            )
                        ),
                        name="witnesses_seen_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", lienthong.witnesses.types.HeadState["LINKED"]),
                                _negated=True,
                            ),
                            ("cosign_statement__isnull", False),
                            _connector="OR",
                        ),
                        name="witnesses_seen_linked_is_cosigned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("epoch", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("since", models.PositiveBigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("statement", models.BinaryField()),
                ("signature", models.BinaryField(max_length=64)),
                ("head_statement", models.BinaryField()),
                ("head_signature", models.BinaryField(max_length=64)),
                ("kept_at", models.DateTimeField()),
                (
                    "witness",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="witnesses.watched",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-epoch", "-size"], name="witnesses_cosignature_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("witness", "epoch", "size"), name="witnesses_cosignature_once"
                    )
                ],
            },
        ),
    ]
