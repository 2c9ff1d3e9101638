"""With which certificate a client came, as the proxy that ended its TLS connection says."""

import base64
import binascii
import hashlib
from urllib.parse import unquote

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate
from django.conf import settings
from django.http import HttpRequest

from lienthong.webkit.client_address import is_trusted, read_address

_LONGEST = 16 * 1024


def client_certificate(request: HttpRequest) -> str:
    """Return the SHA-256 of the client's certificate (hexadecimal); "" when there is none.

    Only what a trusted proxy says counts, in the field that LIENTHONG_CLIENT_CERTIFICATE_FIELD
    names: as RFC 9440 writes it (base64 of the DER between colons) or as PEM, percent-encoded.
    The proxy has seen that the client has the key; who issued the certificate is not asked, since
    each certificate is registered by itself.
    """
    name = settings.LIENTHONG_CLIENT_CERTIFICATE_FIELD
    here = read_address(request.META.get("REMOTE_ADDR", ""))
    said = request.headers.get(name, "").strip() if name else ""
    if not said or len(said) > _LONGEST or here is None or not is_trusted(here):
        return ""
    try:
        return hashlib.sha256(_der(said)).hexdigest()
    except (ValueError, binascii.Error):
        return ""


def _der(said: str) -> bytes:
    if said.startswith(":") and said.endswith(":"):
        der = base64.b64decode(said[1:-1], validate=True)
        return load_der_x509_certificate(der).public_bytes(Encoding.DER)
    certificate = load_pem_x509_certificate(unquote(said).encode())
    return certificate.public_bytes(Encoding.DER)
