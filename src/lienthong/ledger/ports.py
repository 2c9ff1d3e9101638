"""What the ledger asks of the outside: a key that signs heads, promises and receipts."""

from typing import Protocol

from lienthong.ledger.types import PublicKey


class HeadSigner(Protocol):
    """The installation's Ed25519 key (RFC 8032): a file here, a token or a service elsewhere."""

    @property
    def public_key(self) -> PublicKey:
        """The public half, with its id."""

    def sign(self, statement: bytes) -> bytes:
        """Return the 64 bytes of the signature on these bytes."""


class KeyStore(HeadSigner, Protocol):
    """A signer that also knows whether its key exists; its class is called with the home folder."""

    def is_there(self) -> bool:
        """Say whether there is a key to sign with."""

    def make(self) -> None:
        """Make the key; when another process was faster, use its key."""

    def retire(self, pem: bytes) -> None:
        """Keep public keys that signed before the one in use, to be given out behind it."""

    def retired(self) -> bytes:
        """Return what `retire` kept; b"" for nothing."""

    def newest_head(self) -> bytes | None:
        """Return what `keep_head` kept last; None before the first."""

    def keep_head(self, head: bytes) -> None:
        """Keep the newest signed head where who has the database alone cannot reach it.

        Whole or not at all; it may be an older one again after a power cut.
        """


class TimeStamper(Protocol):
    """An authority that vouches for a time; signatures asks one of the same shape."""

    def answer(self, request: bytes) -> bytes:
        """Return the DER answer to a DER time-stamp request (RFC 3161, section 2.4).

        Raises OSError or ValueError when no answer came.
        """
