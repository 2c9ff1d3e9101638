"""The gap in a file where a signature will go, and the CMS that fills it (PAdES baseline)."""

import asyncio
import hashlib
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import cms, pem, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner, SignatureObject
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigAppearanceSetup,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.timestamps import TimeStamper as PyHankoTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.signatures.pdf.fields import LOCKS
from lienthong.signatures.pdf.marks import stamp_style
from lienthong.signatures.ports import TimeStamper
from lienthong.signatures.types import Mark

T = TypeVar("T")
HASH = "sha256"
# Hexadecimal digits kept free: certificates of a chain of three and a time-stamp need about half.
GAP = 32_768


@dataclass(frozen=True, slots=True)
class Gap:
    """A file that waits for its signature."""

    pdf: bytes
    start: int
    end: int
    document_digest: bytes
    signed_attributes: bytes


def open_gap(
    pdf: bytes, *, field: str, certificate: str, chain: str, mark: Mark | None, now: datetime
) -> Gap:
    """Return the file with the mark drawn, the field locked and room for the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    lock, permission = LOCKS[field]
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    steps.send(
        SigObjSetup(
            sig_placeholder=SignatureObject(
                timestamp=now, subfilter=SigSeedSubFilter.PADES, bytes_reserved=GAP
            ),
            mdp_setup=SigMDPSetup(HASH, field_lock=lock, docmdp_perms=permission),
            appearance_setup=SigAppearanceSetup(stamp_style(mark), now, None) if mark else None,
        )
    )
    prepared, out = steps.send(SigIOSetup(HASH))
    signer = signer_of(certificate, chain)
    attributes = completed(signer.signed_attrs(prepared.document_digest, HASH, use_pades=True))
    return Gap(
        out.getvalue(),
        prepared.reserved_region_start,
        prepared.reserved_region_end,
        prepared.document_digest,
        attributes.dump(),
    )


def close_gap(
    gap: Gap, *, signature: bytes, certificate: str, chain: str, stamper: TimeStamper | None
) -> bytes:
    """Return the file with the signature in its gap, stamped with a time if there is a stamper."""
    packed = completed(
        signer_of(certificate, chain, signature).async_sign_prescribed_attributes(
            HASH,
            cms.CMSAttributes.load(gap.signed_attributes),
            timestamper=_StampingBy(stamper) if stamper else None,
        )
    )
    out = io.BytesIO(gap.pdf)
    PreparedByteRangeDigest(gap.document_digest, gap.start, gap.end).fill_with_cms(out, packed)
    return out.getvalue()


def fits(certificate: str, signature: bytes, signed: bytes) -> bool:
    """Whether the signature over `signed` was made with the key of the certificate."""
    key = load_pem_x509_certificate(certificate.encode()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def completed(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of pyHanko to its end and return its result.

    asyncio.run prints the result for a signal handler that it compares with, which takes longer
    than the signing itself when the result is a CMS structure. In a thread that runs a loop of
    its own already (an asynchronous server), the work gets a thread of its own.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _in_a_new_loop(work)
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        return elsewhere.submit(_in_a_new_loop, work).result()


def _in_a_new_loop(work: Coroutine[Any, Any, T]) -> T:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def certificates(text: str) -> list[x509.Certificate]:
    """Return the certificates of a text in PEM form, in its order."""
    if not text.strip():
        return []
    blocks = pem.unarmor(text.encode(), multiple=True)
    return [x509.Certificate.load(der) for _kind, _headers, der in blocks]


def signer_of(certificate: str, chain: str, signature: bytes = b"") -> ExternalSigner:
    own = certificates(certificate)[0]
    return ExternalSigner(
        signing_cert=own,
        cert_registry=SimpleCertificateStore.from_certs([own, *certificates(chain)]),
        signature_value=signature,
        embed_roots=False,
    )


class _StampingBy(PyHankoTimeStamper):  # type: ignore[misc]  # pyHanko carries no types here
    """Our port, as pyHanko asks for it."""

    def __init__(self, stamper: TimeStamper) -> None:
        super().__init__()
        self._stamper = stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._stamper.answer(req.dump()))
