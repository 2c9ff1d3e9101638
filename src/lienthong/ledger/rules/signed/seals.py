"""The seal of a bundle: a detached CAdES signature (EN 319 122-1) by an ordinary certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.signed.cms import (
    UNREADABLE,
    Anchors,
    check_attributes,
    check_chain,
    check_signature,
    own_certificate,
    signed_data,
)


@dataclass(frozen=True, slots=True)
class Seal:
    """name: of the certificate, as it names itself (RFC 4514). is_trusted: it led to an anchor."""

    name: str
    is_trusted: bool


def check_seal(seal: bytes, *, content: bytes, anchors: Anchors) -> Seal:
    """Return whose certificate sealed this content.

    Checked: the content, the signature, that it was made for that certificate, and the term at the
    claimed time. Revocation is not asked. Raises Malformed with what is wrong.
    """
    try:
        return _check(seal, content, anchors)
    except Malformed:
        raise
    except UNREADABLE as error:
        raise Malformed("not a signature in CMS") from error


def _check(seal: bytes, content: bytes, anchors: Anchors) -> Seal:
    signed = signed_data(seal)
    (signer,) = signed["signer_infos"]
    embedded: Sequence[x509.Certificate] = [
        x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]
    ]
    own = own_certificate(signer["sid"], embedded)
    check_attributes(signer, content, own, content_type="data")
    check_signature(signer, own)
    said = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    at: datetime = said["signing_time"][0].native
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Malformed("a certificate outside its term")
    return Seal(own.subject.rfc4514_string()[:300], _leads_to(anchors, own, embedded, at))


def _leads_to(
    anchors: Anchors, own: x509.Certificate, embedded: Sequence[x509.Certificate], at: datetime
) -> bool:
    try:
        check_chain(own, embedded, anchors, at)
    except Malformed:
        return False
    return bool(anchors.certificates)
