"""The installation's own certificate in a file: its own issuer unless the operator brings one."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from lienthong.kernel import clock, disk
from lienthong.signatures.errors import KeyMissing

TERM = timedelta(days=10 * 365)


class PaperKey:
    """Key and certificates in `<home>/keys/papers.pem` (mode 0600); made at first use.

    An operator who has a certificate for the installation puts key, certificate and the
    certificates above it into that file, in this order, as PEM.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.path = (home or Path(settings.LIENTHONG_HOME)) / "keys" / "papers.pem"

    @property
    def certificate(self) -> str:
        return _pem(self._pair[1][0])

    @property
    def chain(self) -> str:
        return "".join(_pem(one) for one in self._pair[1][1:])

    def sign(self, to_sign: bytes) -> bytes:
        key = self._pair[0]
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(to_sign, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(to_sign, ec.ECDSA(hashes.SHA256()))

    def keep(self, key: rsa.RSAPrivateKey, certificate: str, chain: str) -> None:
        """Write a certificate of an authority, for the papers of this installation, with its key.

        certificate, chain: PEM. What is there already stays.
        """
        self._write(_secret(key) + f"{certificate}{chain}".encode())

    @cached_property
    def _pair(
        self,
    ) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, list[x509.Certificate]]:
        if not self.path.exists():
            self._make()
        try:
            pem = self.path.read_bytes()
            key = serialization.load_pem_private_key(pem, password=None)
            certificates = x509.load_pem_x509_certificates(pem)
        except (OSError, ValueError, TypeError) as unusable:
            raise KeyMissing from unusable
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyMissing
        return key, certificates

    def _make(self) -> None:
        """Make key and certificate at first use."""
        key = rsa.generate_private_key(65537, 3072)
        self._write(_secret(key) + _pem(_self_issued(key)).encode())

    def _write(self, content: bytes) -> None:
        """In one step; of two processes the first one's file stays."""
        disk.make_folder(self.path.parent)
        disk.put_if_new(self.path, content)
        disk.flush_folder(self.path.parent)


def _secret(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _self_issued(key: rsa.RSAPrivateKey) -> x509.Certificate:
    now = clock.now()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Liên Thông"),
            x509.NameAttribute(NameOID.COMMON_NAME, settings.LIENTHONG_INSTALLATION),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + TERM)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
