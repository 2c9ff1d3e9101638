"""Receipts for programs: the same proofs as on the pages (A1)."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from ninja import Query, Router

from lienthong.access.errors import RightMissing
from lienthong.apikit.cursors import read_cursor, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.operations import answers
from lienthong.apikit.schemas import PageSize
from lienthong.desk.api.shapes import EvidenceOut, EvidencesOut
from lienthong.desk.errors import BundleTooLarge
from lienthong.desk.evidence import evidence_of_delivery, evidence_of_dispatch
from lienthong.desk.proofs import proof_of
from lienthong.desk.receipt_files import receipt_bundle, receipt_json, receipt_pdf
from lienthong.documents.errors import UnknownDocument
from lienthong.exchange.errors import DeliveryNotFound, DispatchNotFound
from lienthong.kernel import clock
from lienthong.ledger.errors import ItemUnknown, RecordUnknown
from lienthong.systems.types import SystemRequest

router = Router(tags=["Biên nhận · Receipts"])
_REFUSED = (RightMissing, UnknownDocument, DeliveryNotFound, ItemUnknown, RecordUnknown)
_EVIDENCE = "evidence"
Item = Annotated[UUID | None, Query(description="delivery")]


@router.get(
    "/records/{record_id}.pdf", summary="Biên nhận để in", **answers({200: None}, *_REFUSED)
)
def receipt_to_print(request: SystemRequest, record_id: UUID, item: Item = None) -> HttpResponse:
    """The receipt as a page that a judge can read."""
    now = clock.now()
    proof = proof_of(record_id, item, actor=request.auth.actor, now=now)
    return receipt_pdf(proof, request, now=now)


@router.get(
    "/records/{record_id}.asice",
    summary="Gói bằng chứng",
    **answers({200: None}, BundleTooLarge, *_REFUSED),
)
def bundle(
    request: SystemRequest,
    record_id: UUID,
    item: Item = None,
    with_content: Annotated[bool, Query(description="the document as well")] = True,
) -> HttpResponseBase:
    """Document, receipts, proofs and certificate in one file, checked by `lienthong verify`.

    An ASiC-E container (docs/reference/bundle.md), in pieces, with its length. It is made for each
    answer, so there is no HEAD of it.
    """
    if request.META["REQUEST_METHOD"] == "HEAD":
        return HttpResponseNotAllowed(["GET"])
    actor, now = request.auth.actor, clock.now()
    proof = proof_of(record_id, item, actor=actor, now=now)
    return receipt_bundle(proof, request, actor=actor, with_content=with_content, now=now)


@router.get(
    "/deliveries/{delivery_id}/evidence",
    summary="Sự kiện của một chuyển phát",
    **answers({200: EvidencesOut}, RightMissing, UnknownDocument, DeliveryNotFound),
)
def evidence_of_one(request: SystemRequest, delivery_id: UUID) -> EvidencesOut:
    """The events of ETSI EN 319 522 for one delivery, for its sender and its recipient."""
    found = evidence_of_delivery(delivery_id, actor=request.auth.actor)
    return EvidencesOut(evidence=[EvidenceOut.of(one) for one in found], next=None)


@router.get(
    "/dispatches/{dispatch_id}/evidence",
    summary="Sự kiện của một lượt gửi",
    **answers({200: EvidencesOut}, RightMissing, UnknownDocument, DispatchNotFound, BadCursor),
)
def evidence_of_all(
    request: SystemRequest,
    dispatch_id: UUID,
    after: Annotated[str, Query()] = "",
    limit: PageSize = 50,
) -> EvidencesOut:
    """The events of a sending and of what its recipients reported, for its sender.

    That the document was put before one recipient is evidence of that delivery.
    """
    page = evidence_of_dispatch(
        dispatch_id, after=_record_of(after), limit=limit, actor=request.auth.actor
    )
    return EvidencesOut(
        evidence=[EvidenceOut.of(one) for one in page.lines],
        next=write_cursor(_EVIDENCE, str(page.following)) if page.following else None,
    )


def _record_of(cursor: str) -> UUID | None:
    if not cursor:
        return None
    try:
        return UUID(read_cursor(cursor, scope=_EVIDENCE, length=1)[0])
    except ValueError as error:
        raise BadCursor from error


@router.get("/records/{record_id}", summary="Biên nhận", **answers({200: None}, *_REFUSED))
def receipt(request: SystemRequest, record_id: UUID, item: Item = None) -> HttpResponse:
    """The receipt that anybody can check offline with the installation's public key.

    `item`: a delivery, for that recipient's part of a sending. Its form: docs/reference/receipt.md.
    """
    return receipt_json(proof_of(record_id, item, actor=request.auth.actor, now=clock.now()))
