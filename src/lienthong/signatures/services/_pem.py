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


def is_issuer(certificate: x509.Certificate) -> bool:
    """Say whether a certificate may sign others (RFC 5280, section 4.2.1.9)."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.value.ca


def is_partial(revocations: x509.CertificateRevocationList) -> bool:
    """Say whether a list leaves out some of what its issuer took back (RFC 5280, section 5.2).

    So do a delta, a list for some kinds of certificates or reasons, and whatever is critical and
    not known here.
    """
    for one in revocations.extensions:
        if isinstance(one.value, x509.DeltaCRLIndicator):
            return True
        if isinstance(one.value, x509.IssuingDistributionPoint):
            if _is_narrow(one.value):
                return True
        elif one.critical:
            return True
    return False


def _is_narrow(point: x509.IssuingDistributionPoint) -> bool:
    return (
        point.only_contains_user_certs
        or point.only_contains_ca_certs
        or point.only_contains_attribute_certs
        or point.indirect_crl
        or point.only_some_reasons is not None
    )


def as_pem(things: list[x509.Certificate] | list[x509.CertificateRevocationList]) -> str:
    """Return them one after another, as they are kept."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in things)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return SHA-256 of the DER form in hexadecimal digits: a certificate's one sure name."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def shown(name: x509.Name) -> str:
    """Return a name as people read it (RFC 4514), in the length that the tables keep."""
    return nfc(name.rfc4514_string())[:400]
