"""The public key that statements are checked with."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from lienthong.ledger.rules.statements import describe_key
from lienthong.ledger.types import Signed


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """An Ed25519 public key with its id."""

    key: Ed25519PublicKey
    key_id: str

    def signed(self, signed: Signed, says: Mapping[str, object]) -> bool:
        """Say whether this key made the signature and the statement names this key."""
        try:
            self.key.verify(signed.signature, signed.statement)
        except InvalidSignature:
            return False
        return says["key"] == self.key_id


def load_key(pem: bytes) -> VerifyingKey | None:
    """Return the key of a PEM file; None for what is no Ed25519 public key."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return (
        VerifyingKey(key, describe_key(key).key_id) if isinstance(key, Ed25519PublicKey) else None
    )
