"""Private keys in files of the installation: for demonstration and tests, never for a real seal."""

import errno
import os
import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings

from lienthong.kernel import disk
from lienthong.signatures.errors import KeyMissing
from lienthong.signatures.types import KeyAlgorithm

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_REFERENCE = re.compile(r"[0-9a-z][0-9a-z-]{0,99}")


class KeyFiles:
    """Signs with PEM files in `<home>/keys/signing`, readable by the installation's user only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.LIENTHONG_HOME) / "keys" / "signing"

    def sign(self, key_reference: str, to_sign: bytes, algorithm: KeyAlgorithm) -> bytes:
        """Return the signature; see ports.Signer. Raises KeyMissing."""
        key = load_key(self._path(key_reference))
        if isinstance(key, rsa.RSAPrivateKey) and algorithm == KeyAlgorithm.RSA_SHA256:
            return key.sign(to_sign, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(key, ec.EllipticCurvePrivateKey) and algorithm == KeyAlgorithm.EC_SHA256:
            return key.sign(to_sign, ec.ECDSA(hashes.SHA256()))
        raise KeyMissing

    def keep(self, key_reference: str, key: PrivateKey) -> None:
        """Write a new key; one that is there is never replaced (FileExistsError)."""
        path = self._path(key_reference)
        disk.make_folder(path.parent)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        if not disk.put_if_new(path, pem):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        disk.flush_folder(path.parent)

    def _path(self, key_reference: str) -> Path:
        if not _REFERENCE.fullmatch(key_reference):
            raise KeyMissing
        return self.folder / f"{key_reference}.pem"


@lru_cache(maxsize=256)
def load_key(path: Path) -> PrivateKey:
    """Return the key of a PEM file; raises KeyMissing.

    Loading checks an RSA key for tens of milliseconds, so loaded keys are kept.
    """
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as unusable:
        raise KeyMissing from unusable
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyMissing
    return key
