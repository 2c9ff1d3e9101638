"""Whom the installation believes: issuers of certificates, for a purpose and a period of days."""

from datetime import date, datetime
from uuid import UUID

from cryptography import x509
from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import nfc
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.signatures.errors import IssuerUnknown, NotAnIssuer, TrustPeriodWrong
from lienthong.signatures.models import TrustAnchor
from lienthong.signatures.services._pem import (
    as_pem,
    certificates_in,
    fingerprint,
    is_issuer,
    shown,
)
from lienthong.signatures.types import AnchorPurpose

RIGHT = "signatures.trust-issuers"


def trust_issuer(
    *,
    certificate: bytes,
    name: str,
    trusted_from_on: date,
    actor: Actor,
    now: datetime,
    trusted_until_on: date | None = None,
    purpose: AnchorPurpose = AnchorPurpose.SIGNING,
    chain: bytes = b"",
) -> UUID:
    """Trust an issuer for a purpose in a period of days, and return its id; again updates it.

    certificate: of the issuer, PEM or DER; chain: of issuers below it, which signatures may fail to
    carry. name: empty takes it from the certificate. What is asked anew of an issuer keeps its
    revocation lists (see `take_revocation_lists`; until the first, absence of one is no doubt).
    Contents whose verdict is open are checked again soon after. Recorded in the ledger.
    Raises RightMissing, CertificateUnreadable, NotAnIssuer, TrustPeriodWrong.
    """
    access.require(actor, RIGHT)
    root = certificates_in(certificate)[0]
    below = certificates_in(chain) if chain else []
    for one in (root, *below):
        _require_issuer(one)
    _require_period(trusted_from_on, trusted_until_on)
    facts = {
        "name": nfc(name).strip()[:200] or shown(root.subject)[:200],
        "pem": as_pem([root]),
        "chain": as_pem(below),
        "trusted_from_on": trusted_from_on,
        "trusted_until_on": trusted_until_on,
    }
    with transaction.atomic():
        kept, _is_new = TrustAnchor.objects.update_or_create(
            fingerprint=fingerprint(root), purpose=purpose, defaults=facts | changed(now)
        )
        record_trust("issuer-trusted", kept, actor=actor, now=now)
    return kept.pk


def end_trust(
    *, fingerprint_of: str, purpose: AnchorPurpose, until_on: date, actor: Actor, now: datetime
) -> UUID:
    """Trust an issuer up to the end of a day and no longer; what was judged before stays judged.

    fingerprint_of: SHA-256 of its certificate, or enough of the beginning to be the only one.
    Raises RightMissing, IssuerUnknown, TrustPeriodWrong.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        rows = TrustAnchor.objects.select_for_update().filter(purpose=purpose)
        found = list(rows.filter(fingerprint__startswith=fingerprint_of.lower())[:2])
        if len(found) != 1 or not fingerprint_of:
            raise IssuerUnknown
        anchor = found[0]
        _require_period(anchor.trusted_from_on, until_on)
        save_changed(anchor, now=now, trusted_until_on=until_on)
        record_trust("trust-ended", anchor, actor=actor, now=now)
    return anchor.pk


def changed(now: datetime) -> dict[str, object]:
    """Return what every change of an anchor sets: verifiers read it anew, open verdicts too."""
    return {"changed_at": now, "edition": uuid7()}


def save_changed(anchor: TrustAnchor, *, now: datetime, **facts: object) -> None:
    """Write facts into the row of an anchor, as a change."""
    facts |= changed(now)
    for name, value in facts.items():
        setattr(anchor, name, value)
    anchor.save(update_fields=list(facts))


def record_trust(what: str, anchor: TrustAnchor, *, actor: Actor, now: datetime) -> None:
    """Record a change of what is believed, in the transaction that makes it."""
    until = anchor.trusted_until_on
    private = {
        "name": anchor.name,
        "fingerprint": anchor.fingerprint,
        "purpose": str(anchor.purpose),
        "from": anchor.trusted_from_on.isoformat(),
        "until": until.isoformat() if until else "",
    }
    act = Act(
        name=f"signatures.{what}", subjects={"trusted-issuer": str(anchor.pk)}, private=private
    )
    ledger.record(act, actor=actor, at=now)


def _require_issuer(certificate: x509.Certificate) -> None:
    if not is_issuer(certificate):
        raise NotAnIssuer(subject=shown(certificate.subject))


def _require_period(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise TrustPeriodWrong(since=f"{since:%d/%m/%Y}", until=f"{until:%d/%m/%Y}")
