"""The desktop programs with which people sign PDF files by their own tokens."""

import io
from datetime import datetime

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tests.issuing.builders import FRIDAY_9AM, the_authority

OWN_FIELD = "Signature1"
_CORNER = (350, 120, 500, 170)


class _Program(PdfSigner):
    """A program on a computer whose clock shows `at`."""

    def __init__(self, *args, at: datetime, **facts) -> None:
        super().__init__(*args, **facts)
        self._at = at

    def init_signing_session(self, *args, **facts):
        session = super().init_signing_session(*args, **facts)
        session.system_time = self._at
        return session


def signed_outside(
    pdf: bytes, issued, *, field: str = OWN_FIELD, certify: bool = False, at: datetime = FRIDAY_9AM
) -> bytes:
    """Return the file as such a program saves it: an update with a signature in a field of its own.

    certify: the box "no changes allowed" was ticked. at: what the computer's clock shows.
    """
    certificate = x509.Certificate.load(issued.certificate.public_bytes(Encoding.DER))
    key = keys.PrivateKeyInfo.load(
        issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    chain = [
        x509.Certificate.load(der)
        for _type, _headers, der in pem.unarmor(the_authority().chain.encode(), multiple=True)
    ]
    signer = SimpleSigner(certificate, key, SimpleCertificateStore.from_certs(chain))
    out = io.BytesIO()
    _Program(
        PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
            certify=certify,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer,
        at=at,
        new_field_spec=SigFieldSpec(field, box=_CORNER) if field.startswith("Signature") else None,
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()
