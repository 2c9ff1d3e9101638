"""The public keys that statements are checked with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from lienthong.ledger.rules.signed.statements import describe_key
from lienthong.ledger.types import Signed

_BLOCK = re.compile(rb"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----", re.DOTALL)
# Keys that one installation may have lost; more in a file are none of an installation's.
_MOST = 20


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The Ed25519 public keys of an installation by their ids.

    key_id: of the first, which signs today; further ones signed before it and were lost.
    """

    keys: Mapping[str, Ed25519PublicKey]

    @property
    def key_id(self) -> str:
        return next(iter(self.keys))

    def signed(self, signed: Signed, says: Mapping[str, object]) -> bool:
        """Say whether the key that the statement names is one of these and made the signature."""
        key = self.keys.get(str(says["key"]))
        if key is None:
            return False
        try:
            key.verify(signed.signature, signed.statement)
        except InvalidSignature:
            return False
        return True


def load_key(pem: bytes) -> VerifyingKey | None:
    """Return the keys of a PEM file; None for what is not Ed25519 public keys alone."""
    blocks = _BLOCK.findall(pem)
    if not 0 < len(blocks) <= _MOST:
        return None
    keys: dict[str, Ed25519PublicKey] = {}
    for block in blocks:
        try:
            key = load_pem_public_key(block)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            return None
        if not isinstance(key, Ed25519PublicKey):
            return None
        keys[describe_key(key).key_id] = key
    return VerifyingKey(keys)
