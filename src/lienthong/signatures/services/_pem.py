"""Certificates and revocation lists as people bring them: PEM, or DER where one file is one."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.kernel.text import nfc
from lienthong.signatures.errors import CertificateUnreadable, ListUnreadable

_CERTIFICATE, _LIST = b"-----BEGIN CERTIFICATE-----", b"-----BEGIN X509 CRL-----"
_LIST_END = b"-----END X509 CRL-----"


def certificates_in(data: bytes) -> list[x509.Certificate]:
    """Return the certificates of a file, at least one. Raises CertificateUnreadable."""
    try:
        if _CERTIFICATE in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as broken:
        raise CertificateUnreadable from broken


def lists_in(data: bytes) -> list[x509.CertificateRevocationList]:
    """Return the revocation lists of a file, at least one. Raises ListUnreadable."""
    try:
        if _LIST in data:
            # A last block without an end is broken, not left out.
            blocks = data.split(_LIST_END)
            whole = [block + _LIST_END for block in blocks[:-1]] + blocks[-1:]
            return [x509.load_pem_x509_crl(block) for block in whole if block.strip()]
        return [x509.load_der_x509_crl(data)]
    except ValueError as broken:
        raise ListUnreadable from broken


def as_pem(things: list[x509.Certificate] | list[x509.CertificateRevocationList]) -> str:
    """Return them one after another, as they are kept."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in things)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return SHA-256 of the DER form in hexadecimal digits: a certificate's one sure name."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def shown(name: x509.Name) -> str:
    """Return a name as people read it (RFC 4514), in the length that the tables keep."""
    return nfc(name.rfc4514_string())[:400]
