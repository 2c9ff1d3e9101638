"""What people and agencies sign with, entered by the administrators of the agency."""

from datetime import date, datetime
from uuid import UUID

from cryptography import x509
from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line, fold
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.signatures import rules
from lienthong.signatures.errors import (
    CertificateExpired,
    CertificateNamesAnother,
    CertificateOfIssuer,
    CertificateTaken,
    CertificateUnknown,
    HolderNotThere,
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
from lienthong.signatures.services.certificates import (
    add_specimen,
    register_certificate,
    revoke_certificate,
)
from lienthong.signatures.types import Holder, HolderKind, Mark

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
        _record("certificate-entered", holder, made, actor=actor, now=now, holder=name)
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
        _record(
            "certificate-ended", holder, certificate_id, actor=actor, now=now, holder=name, why=why
        )


def introduce_mark(
    *, holder: Holder, mark: Mark, valid_from_on: date, actor: Actor, now: datetime
) -> UUID:
    """Introduce the image of a signature or seal from a day on; the one before ends there.

    Raises RightMissing, OtherAgency, HolderNotThere, MarkUnreadable.
    """
    name = _require_there(holder, actor, now=now)
    with transaction.atomic():
        made = add_specimen(
            holder_kind=holder.kind, holder_id=holder.id, mark=mark, valid_from_on=valid_from_on
        )
        since = valid_from_on.isoformat()
        _record("mark-introduced", holder, made, actor=actor, now=now, holder=name, since=since)
    return made


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
    if holder.person_id is None:
        return directory.agency(holder.agency_id).name
    posts = directory.posts_of_person(holder.person_id, on=local_day(now))
    for post in posts:
        if post.agency_id == holder.agency_id:
            return post.person_name
    raise HolderNotThere


def _record(
    what: str, holder: Holder, about: UUID, /, *, actor: Actor, now: datetime, **private: str
) -> None:
    act = Act(
        name=f"signatures.{what}",
        subjects={"agency": str(holder.agency_id), "holding": str(about)},
        private={"holder-kind": str(holder.kind), **private},
    )
    ledger.record(act, actor=actor, at=now)
