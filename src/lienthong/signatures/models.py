"""The tables of signatures."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from lienthong.kernel.ids import uuid7
from lienthong.signatures.types import (
    AnchorPurpose,
    HolderKind,
    KeyAlgorithm,
    MediaType,
    RequestState,
    Revocation,
    Verdict,
)
from lienthong.tables.constraints import one_of


class Certificate(models.Model):
    """A certificate of a person or an agency; it ends by its date or by revocation, never deleted.

    The private key is never here: `key_reference` tells the local signer where it lies, and is
    empty when the key is on the holder's own token.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    holder_kind = models.CharField(max_length=16)
    holder_id = models.UUIDField()
    subject = models.CharField(max_length=400)
    issuer = models.CharField(max_length=400)
    serial = models.CharField(max_length=64)
    # SHA-256 of the DER form: the certificate's one sure name.
    fingerprint = models.CharField(max_length=64, unique=True)
    pem = models.TextField()
    # Certificates of the issuers, embedded into signatures so that anybody can build the path.
    chain = models.TextField(blank=True)
    algorithm = models.CharField(max_length=32)
    key_reference = models.CharField(max_length=200, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)
    revocation_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["holder_kind", "holder_id"], name="signatures_cert_holder")]
        constraints = [
            one_of("holder_kind", HolderKind, "signatures_certificate_holder_kind"),
            one_of("algorithm", KeyAlgorithm, "signatures_certificate_algorithm"),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="signatures_certificate_period"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class TrustAnchor(models.Model):
    """An issuer whose certificates we believe, for a purpose and in a period of days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=16, default=AnchorPurpose.SIGNING)
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64)
    # Issuers below the anchor that signatures may fail to carry.
    chain = models.TextField(blank=True)
    revocation = models.CharField(max_length=16, default=Revocation.NONE)
    # Revocation lists in PEM, one after another, as last fetched or published.
    crls = models.TextField(blank=True)
    trusted_from_on = models.DateField()
    trusted_until_on = models.DateField(null=True)
    # Verdicts that were open before this moment may be decided since.
    changed_at = models.DateTimeField(null=True)
    # Another one after each change, so that what was made of the row is known to be old.
    edition = models.UUIDField(default=uuid7)

    class Meta:
        constraints = [
            one_of("purpose", AnchorPurpose, "signatures_anchor_purpose"),
            one_of("revocation", Revocation, "signatures_anchor_revocation"),
            models.UniqueConstraint(
                fields=["fingerprint", "purpose"], name="signatures_anchor_once_per_purpose"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VerdictRow(models.Model):
    """One check of one content. Appended, never changed: a later check is another row."""

    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16)
    checked_at = models.DateTimeField()
    verifier = models.CharField(max_length=80)
    findings = models.JSONField(default=list)
    # When what could not be told is worth trying again; only the latest row of a content counts.
    recheck_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["digest", "id"], name="signatures_verdict_latest")]
        constraints = [
            one_of("verdict", Verdict, "signatures_verdict_value"),
            models.CheckConstraint(
                condition=Q(recheck_at__isnull=True) | Q(verdict=Verdict.CANNOT_TELL),
                name="signatures_verdict_recheck_only_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.verdict}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a verdict is never overwritten; append another")
        super().save(*args, **kwargs)


class SigningRequest(models.Model):
    """One signing between preparation and completion, by whichever process, minutes apart.

    The prepared file lies beside the database until the request is completed or expired; a
    completed request keeps its result until it expires, so that asking twice gives the same bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=16)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="requests")
    requested_by = models.CharField(max_length=120)
    state = models.CharField(max_length=16, default=RequestState.PREPARED)
    # SHA-256 of the file as it waits for the signature, with the gap where it will go.
    prepared_digest = models.CharField(max_length=64)
    gap_start = models.PositiveBigIntegerField()
    gap_end = models.PositiveBigIntegerField()
    document_digest = models.BinaryField()
    signed_attributes = models.BinaryField()
    signature = models.BinaryField(default=b"")
    result_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Its files are gone.
    is_cleared = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["is_cleared", "expires_at"], name="signatures_request_due")]
        constraints = [
            one_of("purpose", HolderKind, "signatures_request_purpose"),
            one_of("state", RequestState, "signatures_request_state"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.COMPLETED) | ~Q(result_digest=""),
                name="signatures_request_completed_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class Specimen(models.Model):
    """The image of a signature or seal as introduced to all agencies, with the days it is used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    holder_kind = models.CharField(max_length=16)
    holder_id = models.UUIDField()
    image = models.BinaryField()
    media_type = models.CharField(max_length=32, default=MediaType.PNG)
    # The image as people look at it: drawn anew, bounded, PNG; empty in rows of before it was kept.
    picture = models.BinaryField(default=b"")
    # Whose it was when it was introduced; a person's agency may be unknown in rows of before.
    agency_id = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=200, blank=True)
    holder_title = models.CharField(max_length=200, blank=True)
    # The document that introduced it to all agencies: its number and notation, and its day.
    notice_code = models.CharField(max_length=100, blank=True)
    notice_on = models.DateField(null=True)
    # What a search without tones finds it by, beside its agency.
    words = models.CharField(max_length=600, blank=True)
    valid_from_on = models.DateField()
    # The first day on which it is used no more.
    valid_until_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["holder_kind", "holder_id"], name="signatures_specimen_of"),
            models.Index(fields=["agency_id"], name="signatures_specimen_agency"),
        ]
        constraints = [
            one_of("holder_kind", HolderKind, "signatures_specimen_holder_kind"),
            one_of("media_type", MediaType, "signatures_specimen_media_type"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_kind} {self.holder_id}"
