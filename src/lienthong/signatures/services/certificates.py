"""Who holds which certificate, whom we trust, and the images introduced to all agencies."""

from datetime import date, datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.db import transaction

from lienthong.kernel.text import nfc
from lienthong.signatures.errors import (
    CertificateUnknown,
    CertificateUnreadable,
    KeyNotSupported,
    MarkUnreadable,
)
from lienthong.signatures.models import Certificate, Specimen, TrustAnchor
from lienthong.signatures.pdf.marks import LARGEST_MARK, stamp_style
from lienthong.signatures.types import (
    AnchorPurpose,
    HolderKind,
    KeyAlgorithm,
    Mark,
    MediaType,
    Revocation,
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
    certificate = _load(pem)
    if chain:
        _load(chain)
    kept, _is_new = Certificate.objects.get_or_create(
        fingerprint=_fingerprint(certificate),
        defaults={
            "holder_kind": holder_kind,
            "holder_id": holder_id,
            "subject": _shown(certificate.subject),
            "issuer": _shown(certificate.issuer),
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


def add_trust_anchor(
    *,
    pem: str,
    name: str,
    trusted_from_on: date,
    trusted_until_on: date | None = None,
    purpose: AnchorPurpose = AnchorPurpose.SIGNING,
    chain: str = "",
    crls: str = "",
) -> UUID:
    """Trust an issuer for a purpose in a period of days, and return its id; again updates it.

    crls: revocation lists in PEM; with any, revocation is checked for everything below the anchor.
    Raises CertificateUnreadable.
    """
    certificate = _load(pem)
    if chain:
        _load(chain)
    kept, _is_new = TrustAnchor.objects.update_or_create(
        fingerprint=_fingerprint(certificate),
        purpose=purpose,
        defaults={
            "name": nfc(name),
            "pem": pem,
            "chain": chain,
            "trusted_from_on": trusted_from_on,
            "trusted_until_on": trusted_until_on,
            **_revocation(crls),
        },
    )
    return kept.pk


def update_revocation_lists(*, anchor_id: UUID, crls: str) -> None:
    """Put fresh revocation lists in place of the old ones. Raises CertificateUn(known|readable)."""
    if not TrustAnchor.objects.filter(pk=anchor_id).update(**_revocation(crls)):
        raise CertificateUnknown


def add_specimen(
    *,
    holder_kind: HolderKind,
    holder_id: UUID,
    mark: Mark,
    valid_from_on: date,
    valid_until_on: date | None = None,
) -> UUID:
    """Introduce the image of a signature or seal, used from a day on; the one before ends there.

    Raises MarkUnreadable.
    """
    if mark.media_type not in list(MediaType):
        raise MarkUnreadable(largest=LARGEST_MARK)
    stamp_style(mark)
    with transaction.atomic():
        Specimen.objects.filter(
            holder_kind=holder_kind, holder_id=holder_id, valid_until_on__isnull=True
        ).update(valid_until_on=valid_from_on)
        kept = Specimen.objects.create(
            holder_kind=holder_kind,
            holder_id=holder_id,
            image=mark.image,
            media_type=mark.media_type,
            valid_from_on=valid_from_on,
            valid_until_on=valid_until_on,
        )
    return kept.pk


def _load(pem: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(pem.encode())[0]
    except ValueError as broken:
        raise CertificateUnreadable from broken


def _revocation(crls: str) -> dict[str, str]:
    end = "-----END X509 CRL-----"
    try:
        for block in crls.split(end)[:-1]:
            x509.load_pem_x509_crl((block + end).encode())
    except ValueError as broken:
        raise CertificateUnreadable from broken
    return {"crls": crls, "revocation": Revocation.CRL if crls.strip() else Revocation.NONE}


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _shown(name: x509.Name) -> str:
    return nfc(name.rfc4514_string())[:400]


def _algorithm(certificate: x509.Certificate) -> KeyAlgorithm:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_RSA:
        return KeyAlgorithm.RSA_SHA256
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return KeyAlgorithm.EC_SHA256
    raise KeyNotSupported
