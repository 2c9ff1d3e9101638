"""Who holds which certificate, and the images introduced to all agencies."""

from datetime import date, datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.db import transaction

from lienthong.kernel.text import fold
from lienthong.kernel.wording import Count
from lienthong.signatures.errors import (
    CertificateUnknown,
    KeyNotSupported,
    MarkUnreadable,
)
from lienthong.signatures.models import Certificate, Specimen
from lienthong.signatures.pdf.marks import picture_of
from lienthong.signatures.services._pem import certificates_in, fingerprint, shown
from lienthong.signatures.types import (
    LARGEST_MARK,
    HolderKind,
    Introduction,
    KeyAlgorithm,
    Mark,
    MediaType,
)

SHORTEST_RSA = 2048
_CURVES = {"secp256r1", "secp384r1"}


def register_certificate(
    *, pem: str, chain: str = "", holder_kind: HolderKind, holder_id: UUID, key_reference: str = ""
) -> UUID:
    """Keep a holder's certificate and return its id; the same certificate again changes nothing.

    chain: the issuers' certificates in PEM, embedded into every signature. key_reference: where
    the local signer finds the key; empty when the key is on the holder's token.
    Raises CertificateUnreadable, KeyNotSupported.
    """
    certificate = certificates_in(pem.encode())[0]
    if chain:
        certificates_in(chain.encode())
    kept, _is_new = Certificate.objects.get_or_create(
        fingerprint=fingerprint(certificate),
        defaults={
            "holder_kind": holder_kind,
            "holder_id": holder_id,
            "subject": shown(certificate.subject),
            "issuer": shown(certificate.issuer),
            "serial": f"{certificate.serial_number:x}",
            "pem": pem,
            "chain": chain,
            "algorithm": _algorithm(certificate),
            "key_reference": key_reference,
            "valid_from": certificate.not_valid_before_utc,
            "valid_until": certificate.not_valid_after_utc,
        },
    )
    return kept.pk


def revoke_certificate(*, certificate_id: UUID, reason: str, at: datetime) -> None:
    """Note that a certificate is revoked from a moment on; the first revocation stays.

    Contents judged before keep their verdict rows; the next check takes it into account.
    Raises CertificateUnknown.
    """
    with transaction.atomic():
        found = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
        if found is None:
            raise CertificateUnknown
        if found.revoked_at is None:
            found.revoked_at, found.revocation_reason = at, reason
            found.save(update_fields=["revoked_at", "revocation_reason"])


def add_specimen(
    *,
    holder_kind: HolderKind,
    holder_id: UUID,
    mark: Mark,
    valid_from_on: date,
    valid_until_on: date | None = None,
    introduction: Introduction | None = None,
) -> UUID:
    """Introduce the image of a signature or seal, used from a day on; the one before ends there.

    introduction: whose it is, and by which document others heard of it; without it, as a seal is
    known by its holder alone. Raises MarkUnreadable.
    """
    if mark.media_type not in list(MediaType):
        raise MarkUnreadable(largest=Count(LARGEST_MARK))
    picture, told = picture_of(mark), introduction or Introduction()
    is_seal = holder_kind == HolderKind.AGENCY
    with transaction.atomic():
        Specimen.objects.filter(
            holder_kind=holder_kind, holder_id=holder_id, valid_until_on__isnull=True
        ).update(valid_until_on=valid_from_on)
        kept = Specimen.objects.create(
            holder_kind=holder_kind,
            holder_id=holder_id,
            image=mark.image,
            media_type=mark.media_type,
            picture=picture,
            agency_id=told.agency_id or (holder_id if is_seal else None),
            holder_name=told.holder_name,
            holder_title=told.holder_title,
            notice_code=told.notice_code,
            notice_on=told.notice_on,
            words=fold(f"{told.holder_name} {told.holder_title} {told.notice_code}"),
            valid_from_on=valid_from_on,
            valid_until_on=valid_until_on,
        )
    return kept.pk


def _algorithm(certificate: x509.Certificate) -> KeyAlgorithm:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_RSA:
        return KeyAlgorithm.RSA_SHA256
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return KeyAlgorithm.EC_SHA256
    raise KeyNotSupported
