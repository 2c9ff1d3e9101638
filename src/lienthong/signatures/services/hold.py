"""What people and agencies sign with, entered by the administrators of the agency."""

from datetime import datetime
from uuid import UUID

from cryptography import x509
from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line, fold
from lienthong.signatures import rules
from lienthong.signatures.errors import (
    CertificateExpired,
    CertificateNamesAnother,
    CertificateOfIssuer,
    CertificateTaken,
    CertificateUnknown,
    ReasonMissing,
)
from lienthong.signatures.models import Certificate
from lienthong.signatures.services._pem import (
    as_pem,
    certificates_in,
    fingerprint,
    is_issuer,
    shown,
)
from lienthong.signatures.services._there import holder_there, record_holding
from lienthong.signatures.services.certificates import register_certificate, revoke_certificate
from lienthong.signatures.types import Holder, HolderKind

RIGHT = "signatures.register-certificate"
_LONGEST_REASON = 200


def enter_certificate(
    *,
    holder: Holder,
    certificate: bytes,
    actor: Actor,
    now: datetime,
    chain: bytes = b"",
    key_reference: str = "",
) -> UUID:
    """Keep the certificate of an agency or of somebody in it, and return its id.

    certificate, chain: PEM or DER; the private key is never brought. key_reference: where the
    installation's own signer finds the key; empty: the holder has it. The same again changes
    nothing. Recorded in the ledger, found by the agency.
    Raises RightMissing, OtherAgency, HolderNotThere, CertificateUnreadable, KeyNotSupported,
    CertificateExpired, CertificateTaken, CertificateOfIssuer, CertificateNamesAnother.
    """
    name = _require_there(holder, actor, now=now)
    (one, *above), given = certificates_in(certificate), certificates_in(chain) if chain else []
    _require_own(one, name, actor)
    if one.not_valid_after_utc <= now:
        last = f"{local_day(one.not_valid_after_utc):%d/%m/%Y}"
        raise CertificateExpired(subject=shown(one.subject), until=last)
    known = Certificate.objects.filter(fingerprint=fingerprint(one)).first()
    if known is not None:
        if (known.holder_kind, known.holder_id) != (holder.kind, holder.id):
            raise CertificateTaken(subject=known.subject)
        return known.pk
    with transaction.atomic():
        made = register_certificate(
            pem=as_pem([one]),
            chain=as_pem([*above, *given]),
            holder_kind=holder.kind,
            holder_id=holder.id,
            key_reference=key_reference,
        )
        record_holding("certificate-entered", holder, made, actor=actor, now=now, holder=name)
    return made


def end_certificate(
    *, certificate_id: UUID, agency_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Note that a certificate counts no more from now on: lost, stolen, given back.

    Signatures before it stay what they are. Ended twice is ended once.
    Raises RightMissing, OtherAgency, CertificateUnknown, HolderNotThere, ReasonMissing.
    """
    access.require_over(actor, RIGHT, agency_id=agency_id)
    found = Certificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise CertificateUnknown
    person = found.holder_id if found.holder_kind == HolderKind.PERSON else None
    holder = Holder(agency_id, person)
    if holder.id != found.holder_id:
        raise CertificateUnknown
    name = _require_there(holder, actor, now=now)
    if not (why := clean_line(reason)[:_LONGEST_REASON]):
        raise ReasonMissing
    if found.revoked_at is not None:
        return
    with transaction.atomic():
        revoke_certificate(certificate_id=certificate_id, reason=why, at=now)
        record_holding(
            "certificate-ended", holder, certificate_id, actor=actor, now=now, holder=name, why=why
        )


def _require_own(one: x509.Certificate, name: str, actor: Actor) -> None:
    """A certificate stands in every signed file: an administrator enters those of his own alone.

    Whose it is says its name, as far as nobody proves that he has the key; who runs the server may
    enter one under another spelling.
    """
    if is_issuer(one):
        raise CertificateOfIssuer(subject=shown(one.subject))
    said = rules.common_name(shown(one.subject))
    if actor.kind != ActorKind.INSTALLATION and fold(said) != fold(name):
        raise CertificateNamesAnother(said=said, name=name)


def _require_there(holder: Holder, actor: Actor, *, now: datetime) -> str:
    """Return the holder's name, who has to be of the agency today."""
    access.require_over(actor, RIGHT, agency_id=holder.agency_id)
    return holder_there(holder, now=now).name
