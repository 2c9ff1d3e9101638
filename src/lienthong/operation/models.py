"""What operators' programs keep: values that all processes share, and the backups made."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7
from lienthong.operation.types import BackupCard


class SharedValue(models.Model):
    """One value of the cache that all processes of all hosts share; worthless once expired."""

    key = models.CharField(primary_key=True, max_length=250)
    # JSON: what comes from the database is read, never executed.
    value = models.TextField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="operation_value_expiry")]

    def __str__(self) -> str:
        return self.key


class Backup(models.Model):
    """One backup that was made; the row outlives the folder, which may be pruned.

    Written after the manifest is on disk, so a row always stands for a set that can be restored,
    but for the contents that it counts as lost or damaged.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    folder = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    contents = models.PositiveBigIntegerField()
    # Of the whole set, in bytes; contents that older backups share are counted too.
    size = models.PositiveBigIntegerField()
    # SHA-256 of the manifest, hexadecimal: what an operator compares.
    manifest_digest = models.CharField(max_length=64)
    pruned_at = models.DateTimeField(null=True)
    # Contents that are not in it though they should be, and copies that were bad and are mended.
    lost = models.PositiveIntegerField(default=0)
    damaged = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    # The first few of the damaged and lost, as files of the store are called.
    named = models.JSONField(default=list, blank=True)
    is_signed = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["-finished_at"], name="operation_backup_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__gte=models.F("started_at")),
                name="operation_backup_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return self.folder

    def card(self) -> BackupCard:
        return BackupCard(
            self.folder,
            self.started_at,
            self.finished_at,
            self.contents,
            self.size,
            self.manifest_digest,
            self.lost,
            self.damaged,
            self.mended,
            tuple(self.named),
            self.is_signed,
        )
