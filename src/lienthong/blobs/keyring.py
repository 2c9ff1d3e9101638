"""The master keys of content: they wrap the key of each file, and never lie in the database."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lienthong.blobs.errors import MasterKeyMissing, MasterKeysUnreadable, MasterKeyWrong

_LINE = re.compile(r"(?P<id>[a-z0-9-]{1,32})[ :](?P<key>[0-9a-f]{64})")
# As `new_key_id` makes them: a UUID of version 7 begins with its time (RFC 9562, section 5.7).
_TIMED = re.compile(r"k(?P<milliseconds>[0-9a-f]{12})7[0-9a-f]{2,18}")
_NONCE = 12
_PURPOSE = b"lienthong content key 1\0"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys at hand; new keys are wrapped with the current one, old ones still unwrap."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def wrap(self, key: bytes, *, digest: str) -> bytes:
        """Return a content's key, encrypted with the current master key and bound to its digest."""
        nonce = os.urandom(_NONCE)
        bound = _bound(self.current, digest)
        return nonce + AESGCM(self.keys[self.current]).encrypt(nonce, key, bound)

    def unwrap(self, wrapped: bytes, *, master: str, digest: str) -> bytes:
        """Return a content's key. Raises MasterKeyMissing, MasterKeyWrong."""
        if master not in self.keys:
            raise MasterKeyMissing(key=master)
        try:
            return AESGCM(self.keys[master]).decrypt(
                wrapped[:_NONCE], wrapped[_NONCE:], _bound(master, digest)
            )
        except InvalidTag:
            raise MasterKeyWrong(key=master) from None


def parsed(text: str) -> Keyring:
    """Read keys from lines, or words, of `id:64 hexadecimal digits`; the first is the current one.

    Raises MasterKeysUnreadable.
    """
    lines = [line for line in re.split(r"[\n,]", text) if line.strip()]
    found = [_LINE.fullmatch(line.strip()) for line in lines]
    keys = {one["id"]: bytes.fromhex(one["key"]) for one in found if one}
    if not lines or len(keys) != len(lines):
        raise MasterKeysUnreadable
    return Keyring(next(iter(keys)), keys)


def written(ring: Keyring) -> str:
    """Return the keys as `parsed` reads them, the current one first."""
    ids = [ring.current, *(each for each in ring.keys if each != ring.current)]
    return "".join(f"{each}:{ring.keys[each].hex()}\n" for each in ids)


def made_at(key_id: str) -> datetime | None:
    """Return when a key was made, as its name tells; None for a name that somebody chose."""
    found = _TIMED.fullmatch(key_id)
    return found and datetime.fromtimestamp(int(found["milliseconds"], 16) / 1000, UTC)


def with_new_key(ring: Keyring | None, *, key_id: str) -> Keyring:
    """Return the ring with a fresh current key; the others stay to unwrap."""
    others = dict(ring.keys) if ring else {}
    return Keyring(key_id, {key_id: AESGCM.generate_key(256), **others})


def is_open_to_others(path: Path) -> bool:
    """Whether anybody but its owner may read or write the file of the keys."""
    return bool(path.stat().st_mode & 0o077)


def _bound(master: str, digest: str) -> bytes:
    return _PURPOSE + master.encode() + b"\0" + bytes.fromhex(digest)
