"""The first of two steps: a file with a gap, and the bytes that the holder's key has to sign."""

from datetime import datetime, timedelta
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.ids import uuid7
from lienthong.signatures import errors
from lienthong.signatures.models import Certificate, SigningRequest
from lienthong.signatures.pdf import fields, gaps
from lienthong.signatures.services import _waiting_files
from lienthong.signatures.services._reading import readable
from lienthong.signatures.types import HolderKind, KeyAlgorithm, Mark, PreparedSignature

# A person may have to fetch the token; longer than that, the draft may have moved on.
PATIENCE = timedelta(hours=1)
FIELDS = {HolderKind.PERSON: fields.PERSON_FIELD, HolderKind.AGENCY: fields.AGENCY_FIELD}


def prepare_signature(
    *,
    pdf: bytes,
    purpose: HolderKind,
    certificate_id: UUID,
    actor: Actor,
    now: datetime,
    appearance: Mark | None = None,
    is_alone: bool = False,
) -> PreparedSignature:
    """Prepare a person's signature or an agency's seal; `complete_signature` finishes it.

    The actor signs with a certificate of his or her own, or seals for the agency of the post.
    Whether the post may sign or seal at all is decided by the caller (issuing). Nothing is held
    open in between: any process may complete it until `expires_at`. is_alone: nobody signs before
    the seal, as on a copy and on an appendix in a file of its own (`prepare_corner`).
    Raises Unreadable, Encrypted, FieldsMissing, AlreadySigned, AlreadySealed, PersonFirst,
    NumberMissing, MarkUnreadable and the refusals about the certificate.
    """
    certificate = _usable(certificate_id, purpose, actor, now)
    _require_turn(pdf, purpose, is_alone=is_alone)
    with readable(pdf):
        gap = gaps.open_gap(
            pdf,
            field=FIELDS[purpose],
            certificate=certificate.pem,
            chain=certificate.chain,
            mark=appearance,
            now=now.astimezone(VIETNAM),
        )
    request = _kept(gap, purpose, certificate, actor, now)
    return PreparedSignature(
        request.pk,
        gaps.sha256(gap.signed_attributes),
        gap.signed_attributes,
        KeyAlgorithm(certificate.algorithm),
        certificate.key_reference,
        request.expires_at,
    )


def _kept(
    gap: gaps.Gap, purpose: HolderKind, certificate: Certificate, actor: Actor, now: datetime
) -> SigningRequest:
    """Keep what `complete_signature` needs: the row, and the file before it."""
    request = SigningRequest(
        id=uuid7(),
        purpose=purpose,
        certificate=certificate,
        requested_by=actor.reference,
        prepared_digest=gaps.sha256(gap.pdf).hex(),
        gap_start=gap.start,
        gap_end=gap.end,
        document_digest=gap.document_digest,
        signed_attributes=gap.signed_attributes,
        created_at=now,
        expires_at=now + PATIENCE,
    )
    _waiting_files.keep(request.pk, request.prepared_digest, gap.pdf)
    request.save(force_insert=True)
    return request


def _usable(certificate_id: UUID, purpose: HolderKind, actor: Actor, now: datetime) -> Certificate:
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None:
        raise errors.CertificateUnknown
    holder = actor.person_id if purpose == HolderKind.PERSON else actor.agency_id
    if certificate.holder_kind != purpose or certificate.holder_id != holder:
        raise errors.CertificateOfAnother
    require_in_force(certificate, now)
    return certificate


def require_in_force(certificate: Certificate, now: datetime) -> None:
    """Raise when the certificate is not yet valid, expired or revoked at this moment."""
    facts = {"subject": certificate.subject}
    if now < certificate.valid_from:
        raise errors.CertificateNotYetValid(since=_shown(certificate.valid_from), **facts)
    if now > certificate.valid_until:
        raise errors.CertificateExpired(until=_shown(certificate.valid_until), **facts)
    if certificate.revoked_at is not None and certificate.revoked_at <= now:
        raise errors.CertificateRevoked(at=_shown(certificate.revoked_at), **facts)


def _require_turn(pdf: bytes, purpose: HolderKind, *, is_alone: bool) -> None:
    """Person first, then number and date, then the seal; nothing after the seal."""
    with readable(pdf):
        signed = fields.signature_fields(pdf)
        numbers = fields.number_values(pdf)
    if signed.get(fields.AGENCY_FIELD):
        raise errors.AlreadySealed
    if FIELDS[purpose] not in signed:
        raise errors.FieldsMissing(field=FIELDS[purpose])
    if signed[FIELDS[purpose]]:
        raise errors.AlreadySigned(field=FIELDS[purpose])
    if purpose == HolderKind.AGENCY and not is_alone:
        # A program of the signer's own may have put the signature into a field of its own.
        if not any(signed.values()):
            raise errors.PersonFirst
        if not all(numbers.values()):
            raise errors.NumberMissing


def _shown(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
