"""The tables of blobs; the bytes lie in a folder (or an object store) by their digest."""

from django.db import models
from django.db.models import Q

from lienthong.blobs.rules import stored_name
from lienthong.blobs.types import BlobCard, UploadCard, UploadState
from lienthong.kernel.ids import uuid7


class Seal(models.Model):
    """The key of one encrypted file, itself encrypted with a master key.

    Made when the file is written, for quarantine and for the blobs alike. Whoever deletes the row
    has destroyed the content in every copy of the file; only that, and a change of the master
    key, ever happens to it.
    """

    file_id = models.UUIDField(primary_key=True)
    # SHA-256 of the clear content, which the wrapped key is bound to.
    digest = models.CharField(max_length=64)
    master = models.CharField(max_length=32, db_index=True)
    wrapped = models.BinaryField()
    # Of the file as it lies on the disk: copies can be checked by who has no key.
    sealed_digest = models.CharField(max_length=64)
    sealed_size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.file_id)


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
    # The encrypted file and its seal; none for a clear file of an early installation, which a job
    # encrypts, and for destroyed content.
    file_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["digest"],
                condition=Q(file_id__isnull=True, destroyed_at__isnull=True),
                name="blobs_blob_still_clear",
            )
        ]

    def __str__(self) -> str:
        return self.digest

    @property
    def file_name(self) -> str:
        """What the file of living content is called in the store."""
        return stored_name(self.digest, self.file_id)

    def card(self) -> BlobCard:
        return BlobCard(self.digest, self.size, self.media_type)


class Holders(models.Model):
    """Agencies that hold a content, each since one moment until it leaves the list.

    One row whatever their number, since a document goes to many at once. Whose hold ends leaves
    the list and has a custody that says so; a list without anybody is gone. An agency that was
    given the same content twice may stand in two lists, and holds it once.
    """

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", db_index=False)
    # Their ids, 32 hexadecimal digits each, in any order, a space between two.
    agencies = models.TextField()
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["blob"], name="blobs_holders_of")]

    def __str__(self) -> str:
        return f"{self.blob_id}: {self.agencies}"


class Custody(models.Model):
    """One agency's hold of a content, from a time to a time: one that has ended, or an early one.

    Holds that last are lists now (`Holders`); those that began as rows of their own end as such.
    Content is destroyed when nobody holds it.
    """

    # Found by the constraint: only holds that have not ended are ever looked up.
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="custodies", db_index=False)
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
    # Not so for what an early installation had taken in.
    is_sealed = models.BooleanField(default=False)
    # When the virus scanner found nothing; empty without a scanner, and while it is away.
    scanned_at = models.DateTimeField(null=True)

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
            is_sealed=self.is_sealed,
            is_kept=self.state == UploadState.ADMITTED,
        )
