"""What signing needs from outside."""

from typing import Protocol

from lienthong.signatures.types import KeyAlgorithm


class Signer(Protocol):
    """Holds private keys and signs with them: files, a token, a security module."""

    def sign(self, key_reference: str, to_sign: bytes, algorithm: KeyAlgorithm) -> bytes:
        """Return the signature over `to_sign`; hashing with SHA-256 is part of the algorithm.

        Raises errors.KeyMissing when no key is found under the reference.
        """


class TimeStamper(Protocol):
    """An authority that vouches for a time."""

    def answer(self, request: bytes) -> bytes:
        """Return the DER answer to a DER time-stamp request (RFC 3161, section 2.4)."""


class PaperSigner(Protocol):
    """The installation's own certificate, for papers that it issues by itself."""

    @property
    def certificate(self) -> str:
        """The certificate in PEM."""

    @property
    def chain(self) -> str:
        """The certificates above it in PEM; empty for one that is its own issuer."""

    def sign(self, to_sign: bytes) -> bytes:
        """Return the signature over `to_sign`: PKCS #1 v1.5 or ECDSA with SHA-256."""
