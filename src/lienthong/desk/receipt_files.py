"""A receipt as the files that are given away, the same for pages and for programs."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse

from lienthong.desk.bundles import bundle_of
from lienthong.desk.certificates import certificate_of
from lienthong.desk.proofs import Proof
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.formats.asic.layout import MEDIA_TYPE
from lienthong.kernel.actor import Actor


def receipt_json(proof: Proof) -> HttpResponse:
    """Return the receipt that anybody can check offline with the installation's public key."""
    response = JsonResponse(proof.receipt, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{proof.file_name}.json"'
    return response


def receipt_pdf(proof: Proof, request: HttpRequest, *, now: datetime) -> HttpResponse:
    """Return the signed certificate of one page; it names the address where it can be checked."""
    _require_document(proof)
    made = certificate_of(proof, check_address=request.build_absolute_uri(page_url(proof)), now=now)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-chung-nhan-{proof.file_name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def receipt_bundle(
    proof: Proof, request: HttpRequest, *, actor: Actor, with_content: bool, now: datetime
) -> StreamingHttpResponse:
    """Return everything about the proof in one file, piece by piece, checked before the first."""
    _require_document(proof)
    made = bundle_of(
        proof,
        actor=actor,
        check_address=request.build_absolute_uri(page_url(proof)),
        with_content=with_content,
        now=now,
    )
    response = StreamingHttpResponse(made.pieces, content_type=MEDIA_TYPE)
    response["Content-Length"] = str(made.size)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _require_document(proof: Proof) -> None:
    """Raise DeliveryNotFound for a proof that is about no document: its JSON is all of it."""
    if not proof.has_document:
        raise DeliveryNotFound


def page_url(proof: Proof) -> str:
    """Return the address of the page that shows a receipt."""
    if proof.item is None:
        return reverse("desk:receipt", args=[proof.record_id])
    return reverse("desk:receipt-item", args=[proof.record_id, proof.item])
