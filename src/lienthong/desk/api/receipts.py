"""Receipts for programs: the same proofs as on the pages (A1)."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from lienthong.access.errors import RightMissing
from lienthong.apikit.operations import answers
from lienthong.desk.proofs import proof_of
from lienthong.desk.receipt_files import receipt_json, receipt_pdf
from lienthong.documents.errors import UnknownDocument
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.ledger.errors import ItemUnknown, RecordUnknown
from lienthong.systems.types import SystemRequest

router = Router(tags=["Biên nhận · Receipts"])
_REFUSED = (RightMissing, UnknownDocument, DeliveryNotFound, ItemUnknown, RecordUnknown)
Item = Annotated[UUID | None, Query(description="delivery")]


@router.get(
    "/records/{record_id}.pdf", summary="Biên nhận để in", **answers({200: None}, *_REFUSED)
)
def receipt_to_print(request: SystemRequest, record_id: UUID, item: Item = None) -> HttpResponse:
    """The receipt as a page that a judge can read."""
    return receipt_pdf(proof_of(record_id, item, actor=request.auth.actor), request)


@router.get("/records/{record_id}", summary="Biên nhận", **answers({200: None}, *_REFUSED))
def receipt(request: SystemRequest, record_id: UUID, item: Item = None) -> HttpResponse:
    """The receipt that anybody can check offline with the installation's public key.

    `item`: a delivery, for that recipient's part of a sending. Its form: docs/reference/receipt.md.
    """
    return receipt_json(proof_of(record_id, item, actor=request.auth.actor))
