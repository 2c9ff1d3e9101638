"""The body of `sendEdoc`: a package, then two bytes that belong to nobody, and its odd digest."""

import hashlib
import hmac

from lienthong.formats.vxp.errors import DigestDiffers

TAIL = b"\r\n"


def short_digest(digest: bytes) -> str:
    """Return a digest as the SDK writes it: without the leading zero of each byte."""
    return "".join(f"{byte:x}" for byte in digest)


def is_digest(said: str, digest: bytes) -> bool:
    """Return whether a text is this digest, in the SDK's form or in the ordinary one."""
    given = said.strip().lower().encode("utf-8", "replace")
    forms = (short_digest(digest).encode(), digest.hex().encode())
    return any(hmac.compare_digest(given, form) for form in forms)


class PackageBody:
    """Hashes a body as it comes, the last two bytes apart: only its end says what they are.

    Memory does not grow with the body.
    """

    def __init__(self) -> None:
        self._digest, self._rest, self.size = hashlib.sha256(), b"", 0

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        held = self._rest + piece
        cut = max(0, len(held) - len(TAIL))
        self._digest.update(held[:cut])
        self._rest = held[cut:]

    def length(self, said: str) -> int:
        """Return how many of the bytes are the package, by the digest that was signed.

        Without the two at the end, if they are CR LF and the rest has the digest; else all of them.
        Raises DigestDiffers.
        """
        whole = self._digest.copy()
        whole.update(self._rest)
        if self._rest == TAIL and is_digest(said, self._digest.digest()):
            return self.size - len(TAIL)
        if is_digest(said, whole.digest()):
            return self.size
        raise DigestDiffers
