"""Salted commitments: a leaf names what is personal without telling it."""

import hmac

from lienthong.ledger.rules.canonical import Malformed, canonical_bytes
from lienthong.ledger.types import Opening

SALT_SIZE = 32


def commitment(opening: Opening) -> bytes:
    """Return HMAC-SHA256 with the salt as key over the canonical bytes of [name, value].

    Without the salt nothing can be guessed from it; with it, one name and one value fit. The salt
    is always 32 bytes: HMAC pads shorter keys, so another length could open the same commitment.
    Raises Malformed for another length and for text without a canonical form.
    """
    if len(opening.salt) != SALT_SIZE:
        raise Malformed(f"a salt has {SALT_SIZE} bytes")
    return hmac.digest(opening.salt, canonical_bytes([opening.name, opening.value]), "sha256")
