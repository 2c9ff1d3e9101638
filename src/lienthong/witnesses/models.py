"""Whom we watch, what we saw of them, and who saw ours."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.tables.constraints import one_of
from lienthong.witnesses.types import ContradictionKind, HeadState


class Watched(models.Model):
    """Another installation whose heads are fetched, kept and signed. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    installation = models.CharField(max_length=61)
    address = models.CharField(max_length=300)
    # Pinned when it was added: an answer by another key is no answer.
    public_key = models.TextField()
    key_id = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    # Codes of `types.Trouble`, with spaces between.
    troubles = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["installation"],
                condition=Q(ended_at__isnull=True),
                name="witnesses_watched_once",
            )
        ]

    def __str__(self) -> str:
        return self.installation


class SeenHead(models.Model):
    """A head of a watched installation, from itself or from another witness; kept for ever.

    `linked` once it is proved that it and the heads seen before are of one history; then it has
    our cosignature. One that contradicts them stays as evidence.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Its unique key below begins with it.
    watched = models.ForeignKey(Watched, models.PROTECT, related_name="heads", db_index=False)
    epoch = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    statement = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    seen_at = models.DateTimeField()
    # The witness that showed it; none for the installation itself.
    shown_by = models.ForeignKey(
        Watched, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, default=HeadState.NEW)
    # The size that it was proved to continue; none for the first of its epoch.
    since = models.PositiveBigIntegerField(null=True)
    cosigned_at = models.DateTimeField(null=True)
    cosign_statement = models.BinaryField(null=True)
    cosign_signature = models.BinaryField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["watched", "epoch", "size", "root"], name="witnesses_seen_once"
            ),
            one_of("state", HeadState, "witnesses_seen_state"),
            models.CheckConstraint(
                condition=~Q(state=HeadState.LINKED) | Q(cosign_statement__isnull=False),
                name="witnesses_seen_linked_is_cosigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.epoch}/{self.size}"


class Cosignature(models.Model):
    """That a witness signed to have seen a head of ours, and that our tables lead to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    witness = models.ForeignKey(
        Watched, models.PROTECT, related_name="cosignatures", db_index=False
    )
    epoch = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    since = models.PositiveBigIntegerField(null=True)
    seen_at = models.DateTimeField()
    statement = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    head_statement = models.BinaryField()
    head_signature = models.BinaryField(max_length=64)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["witness", "epoch", "size"], name="witnesses_cosignature_once"
            )
        ]
        indexes = [models.Index(fields=["-epoch", "-size"], name="witnesses_cosignature_newest")]

    def __str__(self) -> str:
        return f"{self.witness_id} {self.epoch}/{self.size}"


class Contradiction(models.Model):
    """Two heads of one installation that cannot both be true: evidence, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    installation = models.CharField(max_length=61)
    kind = models.CharField(max_length=16)
    # SHA-256 of the two statements: the same pair is kept once.
    digest = models.CharField(max_length=64)
    first_statement = models.BinaryField()
    first_signature = models.BinaryField(max_length=64)
    second_statement = models.BinaryField()
    second_signature = models.BinaryField(max_length=64)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["installation", "digest"], name="witnesses_contradiction_once"
            ),
            one_of("kind", ContradictionKind, "witnesses_contradiction_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.installation}: {self.kind}"
