"""Whom we believe: anchors, the paths to them, and what is known of revocations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise

from asn1crypto import x509
from cryptography.x509 import (
    CertificateRevocationList,
    CRLReason,
    ExtensionNotFound,
    ReasonFlags,
    RevokedCertificate,
    load_der_x509_certificate,
    load_pem_x509_crl,
)
from pyhanko_certvalidator import ValidationContext

from lienthong.kernel.clock import local_day
from lienthong.signatures.pdf.gaps import certificates
from lienthong.signatures.types import AnchorPurpose, Revocation

_CRL_END = "-----END X509 CRL-----"
# A key that nobody else got hold of: what it did before stays good.
_OUT_OF_USE = {
    ReasonFlags.superseded,
    ReasonFlags.affiliation_changed,
    ReasonFlags.cessation_of_operation,
}


@dataclass(frozen=True, slots=True)
class AnchorFacts:
    """One trusted issuer as the table tells it."""

    purpose: AnchorPurpose
    pem: str
    chain: str
    revocation: Revocation
    crls: str
    trusted_from_on: date
    trusted_until_on: date | None

    def trusted_on(self, day: date) -> bool:
        return self.trusted_from_on <= day and (
            self.trusted_until_on is None or day <= self.trusted_until_on
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the revocation of a path: `known` is False when a list is missing or old."""

    revoked_at: datetime | None
    known: bool


@dataclass(slots=True)
class _Anchor:
    facts: AnchorFacts
    root: x509.Certificate
    chain: list[x509.Certificate]
    lists: list[CertificateRevocationList]


@dataclass(slots=True)
class Trust:
    """All anchors, parsed; shared by every check while the table stays the same."""

    anchors: list[_Anchor] = field(default_factory=list)

    def context(
        self, purpose: AnchorPurpose, moment: datetime, others: Iterable[x509.Certificate]
    ) -> ValidationContext:
        """Return what a path is built against, as trusted on the day of the moment.

        Nothing is fetched; revocation is judged from our own lists afterwards.
        """
        day = local_day(moment)
        anchors = [
            anchor
            for anchor in self.anchors
            if anchor.facts.purpose == purpose and anchor.facts.trusted_on(day)
        ]
        return ValidationContext(
            trust_roots=[anchor.root for anchor in anchors],
            other_certs=[*others, *(c for anchor in anchors for c in anchor.chain)],
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )

    def standing(
        self,
        path: list[x509.Certificate],
        *,
        own: Mapping[str, datetime],
        existed_at: datetime | None,
        now: datetime,
    ) -> Standing:
        """Return the earliest revocation on a path that begins with its anchor.

        own: ends entered by hand, by SHA-256 fingerprint; they concern the certificate itself, for
        issuers are taken back by lists or no longer trusted. A list counts when it is not out
        of date, or when it was made after the signature is proved to have existed.
        """
        leaf = path[-1].sha256.hex()
        moments = [own[leaf]] if leaf in own else []
        anchor = self._anchor(path[0], AnchorPurpose.SIGNING)
        known = anchor is not None
        if anchor is not None and anchor.facts.revocation == Revocation.CRL:
            for issuer, certificate in pairwise(path):
                found = _list_of(anchor.lists, issuer, existed_at=existed_at, now=now)
                known = known and found is not None
                if found is not None and (at := _revoked_at(found, certificate)):
                    moments.append(at)
        return Standing(min(moments, default=None), known or bool(moments))

    def stamp_taken_back(
        self, path: list[x509.Certificate], *, stamped_at: datetime, seen_at: datetime | None
    ) -> bool:
        """Say whether a list takes a time-stamp back, on a path that begins with its anchor.

        Who has the stolen key of a service can stamp any time, so of its stamps those alone count
        that were seen here before; of one that only went out of use, those before (RFC 3161, 4).
        """
        anchor = self._anchor(path[0], AnchorPurpose.TIME_STAMP)
        if anchor is None:
            return False
        for issuer, certificate in pairwise(path):
            for crl in _signed_by(issuer, anchor.lists):
                entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
                if entry is not None:
                    proved_at = stamped_at if _reason(entry) in _OUT_OF_USE else seen_at
                    return proved_at is None or proved_at >= entry.revocation_date_utc
        return False

    def _anchor(self, root: x509.Certificate, purpose: AnchorPurpose) -> _Anchor | None:
        """The same root may be an anchor for both purposes, with other lists."""
        same = (anchor for anchor in self.anchors if anchor.facts.purpose == purpose)
        return next((anchor for anchor in same if anchor.root.sha256 == root.sha256), None)


def trust_in(anchors: Iterable[AnchorFacts]) -> Trust:
    """Return the anchors, parsed: some seconds where lists are long."""
    return Trust(
        [
            _Anchor(facts, certificates(facts.pem)[0], certificates(facts.chain), lists(facts.crls))
            for facts in anchors
        ]
    )


def lists(text: str) -> list[CertificateRevocationList]:
    """Return the revocation lists of a text in PEM, one after another."""
    return [
        load_pem_x509_crl((block + _CRL_END).encode())
        for block in text.split(_CRL_END)
        if block.strip()
    ]


def _list_of(
    lists: list[CertificateRevocationList],
    issuer: x509.Certificate,
    *,
    existed_at: datetime | None,
    now: datetime,
) -> CertificateRevocationList | None:
    """The newest usable list that this issuer signed."""
    fresh = [crl for crl in lists if _is_fresh(crl, existed_at=existed_at, now=now)]
    usable = _signed_by(issuer, fresh)
    return max(usable, key=lambda crl: crl.last_update_utc, default=None)


def _signed_by(
    issuer: x509.Certificate, lists: Iterable[CertificateRevocationList]
) -> Iterator[CertificateRevocationList]:
    key = load_der_x509_certificate(issuer.dump()).public_key()
    name = issuer.subject.dump()
    for crl in lists:
        if crl.issuer.public_bytes() == name and crl.is_signature_valid(key):  # type: ignore[arg-type]  # issuers' keys can sign
            yield crl


def _reason(entry: RevokedCertificate) -> ReasonFlags:
    try:
        return entry.extensions.get_extension_for_class(CRLReason).value.reason
    except (ExtensionNotFound, ValueError):
        return ReasonFlags.unspecified


def _is_fresh(
    crl: CertificateRevocationList, *, existed_at: datetime | None, now: datetime
) -> bool:
    until = crl.next_update_utc
    return (until is not None and until >= now) or (
        existed_at is not None and crl.last_update_utc >= existed_at
    )


def _revoked_at(crl: CertificateRevocationList, certificate: x509.Certificate) -> datetime | None:
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    return entry.revocation_date_utc.astimezone(UTC) if entry else None
