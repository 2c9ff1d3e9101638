"""Letters with a PDF, signed by their sender (S/MIME), as agencies send them by mail."""

import base64
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7


class Writer:
    """Writes and signs the letters of one sender."""

    def __init__(self, address: str) -> None:
        self.address = address

    @cached_property
    def _identity(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, self.address)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .sign(key, hashes.SHA256())
        )
        return key, made

    def letter(self, number: int, *, to: str, pdf: bytes) -> bytes:
        """Return a signed letter with a file, lines ending in CR LF."""
        text = _part("text/plain; charset=utf-8", b"Kinh gui van ban kem theo.")
        file = _part('application/pdf; name="cong-van.pdf"', pdf)
        body = (
            b'Content-Type: multipart/mixed; boundary="lt-m"\r\n\r\n'
            b"--lt-m\r\n" + text + b"\r\n--lt-m\r\n" + file + b"\r\n--lt-m--\r\n"
        )
        return self._head(number, to) + self._signed(body)

    def acknowledgement(self, number: int, *, to: str) -> bytes:
        """Return a signed letter that says that another one has been received."""
        body = _part("text/plain; charset=utf-8", f"Da nhan van ban {number}.".encode())
        return self._head(number, to) + self._signed(body)

    def _head(self, number: int, to: str) -> bytes:
        head = EmailMessage()
        head["From"], head["To"] = self.address, to
        head["Subject"] = f"Van ban so {number}/UBND-TH"
        head["X-Number"] = str(number)
        return b"".join(f"{name}: {value}\r\n".encode() for name, value in head.items())

    def _signed(self, body: bytes) -> bytes:
        """Wrap a part into multipart/signed with a detached signature (RFC 8551)."""
        key, certificate = self._identity
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        builder = pkcs7.PKCS7SignatureBuilder().set_data(body)
        signature = builder.add_signer(certificate, key, hashes.SHA256()).sign(
            Encoding.DER, options
        )
        return (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=sha-256;"
            b' protocol="application/pkcs7-signature"; boundary="lt-s"\r\n\r\n--lt-s\r\n'
            + body
            + b"\r\n--lt-s\r\n"
            + _part('application/pkcs7-signature; name="smime.p7s"', signature)
            + b"\r\n--lt-s--\r\n"
        )


def _part(kind: str, content: bytes) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + base64.encodebytes(content).replace(b"\n", b"\r\n")
