"""A time-stamp service of the installation itself: for demonstration and tests.

A real one is the public-service authority's; it implements the same port over the network.
"""

import os
from datetime import datetime
from pathlib import Path

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from lienthong.signatures.adapters.keyfiles import KeyFiles, load_key
from lienthong.signatures.errors import KeyMissing

REFERENCE = "dau-thoi-gian"


class LocalTimeStamper:
    """Answers time-stamp requests with a key of its own; see ports.TimeStamper."""

    def __init__(
        self,
        certificate: x509.Certificate,
        issuer: x509.Certificate,
        key: rsa.RSAPrivateKey,
        *,
        at: datetime | None = None,
    ) -> None:
        secret = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._service = DummyTimeStamper(
            _asn1(certificate),
            keys.PrivateKeyInfo.load(secret),
            certs_to_embed=[_asn1(issuer)],
            fixed_dt=at,
        )

    def answer(self, request: bytes) -> bytes:
        answer = self._service.request_tsa_response(tsp.TimeStampReq.load(request))
        return bytes(answer.dump())


def stamper_of_this_installation() -> LocalTimeStamper:
    """Return the service whose key and certificates `keep` wrote. Raises KeyMissing."""
    key = load_key(KeyFiles().folder / f"{REFERENCE}.pem")
    try:
        own, issuer = x509.load_pem_x509_certificates(_chain_file().read_bytes())
    except (OSError, ValueError) as unusable:
        raise KeyMissing from unusable
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyMissing
    return LocalTimeStamper(own, issuer, key)


def keep(certificate: x509.Certificate, issuer: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
    """Keep a service's key and certificates in the installation (FileExistsError when there)."""
    KeyFiles().keep(REFERENCE, key)
    pem = serialization.Encoding.PEM
    # Readable by the owner alone, as all that lies among keys.
    file = os.open(_chain_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as chain:
        chain.write(certificate.public_bytes(pem) + issuer.public_bytes(pem))


def _chain_file() -> Path:
    return Path(settings.LIENTHONG_HOME) / "keys" / "signing" / f"{REFERENCE}.chain"


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
