"""The tables of blobs; the bytes lie in a folder (or an object store) by their digest."""

from django.db import models
from django.db.models import Q

from lienthong.blobs.types import BlobCard, UploadCard, UploadState
from lienthong.kernel.ids import uuid7


class Blob(models.Model):
    """Content that exists here once, whoever has it. The row follows the durable file.

    When nobody holds it any more its bytes are destroyed; the row stays as the trace, and content
    that comes again later makes it live again.
    """

    # SHA-256 of the bytes, lower-case hexadecimal.
    digest = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest

    def card(self) -> BlobCard:
        return BlobCard(self.digest, self.size, self.media_type)


class Custody(models.Model):
    """One agency's hold of a content, from a time to a time.

    Content is destroyed when its last custody has ended; a key per custody can come later
    without moving content.
    """

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="custodies")
    agency_id = models.UUIDField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["blob", "agency_id"],
                condition=Q(ended_at__isnull=True),
                name="blobs_custody_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} holds {self.blob_id}"


class Upload(models.Model):
    """A file in quarantine: received, hashed, not yet part of anything, outside backups.

    Ends by admission (its bytes move to the blobs), by refusal or by expiry; then its file is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency_id = models.UUIDField()
    received_by = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    state = models.CharField(max_length=16, default=UploadState.WAITING)
    refusal_code = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="blobs_upload_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in UploadState]),
                name="blobs_upload_state",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def card(self) -> UploadCard:
        return UploadCard(
            self.id,
            self.agency_id,
            self.name,
            self.digest,
            self.size,
            self.media_type,
            self.received_at,
            self.expires_at,
        )
