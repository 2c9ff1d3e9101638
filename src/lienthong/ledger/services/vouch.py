"""Vouching for files of this installation that lie elsewhere, such as those of a backup."""

from datetime import datetime

from django.conf import settings

from lienthong.ledger.errors import NotVouched
from lienthong.ledger.rules.canonical import Malformed, canonical_bytes, read_json, to_base64
from lienthong.ledger.rules.given.reading import Members, read_file_statement, read_signed
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.ledger.rules.signed.statements import sign_file
from lienthong.ledger.services.keys import key_at_hand, signer
from lienthong.ledger.types import Signed


def vouch(name: str, digest: str, *, at: datetime) -> bytes:
    """Return a line of JSON in which the ledger's key says that a file has this SHA-256.

    name: what the file is; a line for one name is none for another. digest: hexadecimal.
    Raises KeyLost.
    """
    signed = vouch_for(name, digest, at=at)
    values = {
        "statement": to_base64(signed.statement),
        "signature": to_base64(signed.signature),
    }
    return canonical_bytes(values)


def vouch_for(name: str, digest: str, *, at: datetime) -> Signed:
    """Sign that a file of this name has this SHA-256 (hexadecimal). Raises KeyLost."""
    return sign_file(
        installation=settings.LIENTHONG_INSTALLATION,
        name=name,
        digest=digest,
        signed_at=at,
        signer=signer(),
    )


def require_vouched(line: bytes, *, name: str, digest: str) -> datetime:
    """Return when this installation vouched for a file with this name and SHA-256.

    Never makes a key. Raises NotVouched, and KeyLost where no key is at hand to check with.
    """
    says = _said(line, name)
    expected = (settings.LIENTHONG_INSTALLATION, name, digest)
    if (says["installation"], says["name"], says["sha256"]) != expected:
        raise NotVouched(file=name)
    return datetime.fromisoformat(says["time"])


def _said(line: bytes, name: str) -> Members:
    own = key_at_hand()
    key = load_key(own.pem)
    try:
        signed = read_signed(read_json(line))
        says = read_file_statement(signed)
    except Malformed:
        raise NotVouched(file=name) from None
    if key is None or not key.signed(signed, says):
        raise NotVouched(file=name)
    return says
