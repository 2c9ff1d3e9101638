"""The table of gateways: every package that came in, kept so that its very bytes can be given."""

from django.db import models
from django.db.models import Q

from lienthong.gateways.types import PackageKind
from lienthong.kernel.ids import uuid7


class Package(models.Model):
    """A package that was taken in; it never changes.

    Kept as a skeleton with holes beside the attachments' blobs. Where putting those together
    would not give the very bytes, `whole` is the package and the skeleton is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # SHA-256 of the whole package: the same bytes again are the same package.
    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=16)
    sender = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    # Identity of the package's own document, or of the one that a status is about, as it came.
    document_foreign_id = models.CharField(max_length=200, blank=True)
    skeleton = models.BinaryField()
    holes = models.JSONField()
    whole = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    warnings = models.JSONField()
    version = models.ForeignKey("documents.Version", models.PROTECT, null=True, related_name="+")
    dispatch = models.ForeignKey("exchange.Dispatch", models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("exchange.StatusReport", models.PROTECT, null=True, related_name="+")
    # Of the deliveries that it made, reported on or asked about: what a repetition answers.
    delivery_ids = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in PackageKind]),
                name="gateways_package_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "document_foreign_id"], name="gateways_package_document")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_foreign_id}"


class Submission(models.Model):
    """A document that a system submitted under a key of its own; never changed, never deleted.

    Repeating the key with the same content gives the same answer for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # "system:<id>": keys belong to the system, whatever agency it acts for.
    sent_by = models.CharField(max_length=120)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    dispatch = models.ForeignKey("exchange.Dispatch", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sent_by", "key"], name="gateways_submission_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.sent_by} {self.key}"


class UploadPart(models.Model):
    """A file that comes in parts, until it is whole or a day has passed; then the row goes.

    How much has come is what its file in the folder of parts holds, encrypted, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    sent_by = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    # SHA-256 of the whole file, as its sender announced it.
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The upload in quarantine that it became when it was whole.
    upload_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="gateways_part_expiry"),
            models.Index(fields=["sent_by"], name="gateways_part_sender"),
        ]

    def __str__(self) -> str:
        return self.name
