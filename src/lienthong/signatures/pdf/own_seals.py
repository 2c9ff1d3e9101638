"""Signing any file of the installation itself: a detached CAdES signature beside it."""

from datetime import datetime

from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from lienthong.signatures.pdf.gaps import HASH, completed, sha256, signer_of
from lienthong.signatures.ports import PaperSigner


def detached_seal(content: bytes, *, signer: PaperSigner, now: datetime) -> bytes:
    """Return the signature over a file as CMS in DER (CAdES B-B, EN 319 122-1).

    now: aware, the claimed time of signing.
    """
    said = PdfCMSSignedAttributes(signing_time=now, cades_signed_attrs=CAdESSignedAttrSpec())
    own = signer_of(signer.certificate, signer.chain)
    attributes = completed(
        own.signed_attrs(sha256(content), HASH, attr_settings=said, is_pdf_sig=False)
    )
    signed = signer_of(signer.certificate, signer.chain, signer.sign(attributes.dump()))
    packed = completed(signed.async_sign_prescribed_attributes(HASH, attributes))
    return bytes(packed.dump())
