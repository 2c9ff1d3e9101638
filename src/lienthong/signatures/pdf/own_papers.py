"""Signing a paper of the installation itself: one signature over the whole, nothing after it."""

import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SignatureObject
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)

from lienthong.signatures.pdf.gaps import GAP, HASH, Gap, close_gap, completed, signer_of
from lienthong.signatures.ports import PaperSigner

FIELD = "HeThong"


def signed_paper(pdf: bytes, *, signer: PaperSigner, now: datetime) -> bytes:
    """Return the paper with the installation's certifying signature (PAdES B-B).

    now: aware, the claimed time of signing. Any later change of the file breaks the signature.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    steps = PdfCMSEmbedder(new_field_spec=SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(steps)
    steps.send(
        SigObjSetup(
            sig_placeholder=SignatureObject(
                timestamp=now, subfilter=SigSeedSubFilter.PADES, bytes_reserved=GAP
            ),
            mdp_setup=SigMDPSetup(HASH, certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
        )
    )
    prepared, out = steps.send(SigIOSetup(HASH))
    attributes = completed(
        signer_of(signer.certificate, signer.chain).signed_attrs(
            prepared.document_digest, HASH, use_pades=True
        )
    ).dump()
    gap = Gap(
        out.getvalue(),
        prepared.reserved_region_start,
        prepared.reserved_region_end,
        prepared.document_digest,
        attributes,
    )
    return close_gap(
        gap,
        signature=signer.sign(attributes),
        certificate=signer.certificate,
        chain=signer.chain,
        stamper=None,
    )
