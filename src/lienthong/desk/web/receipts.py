"""Receipts: what happened in words, the proof run in front of the person, and the files to keep."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.desk.web.proofs import Proof, proof_of, qr_of, steps_of
from lienthong.printing.receipts import print_receipt
from lienthong.printing.types import ReceiptForm


@require_safe
def receipt(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> HttpResponse:
    """Who sent what to whom, who accepted when; `?kiem-tra=1` checks the proof step by step."""
    proof = proof_of(record_id, item, actor=request.actor)
    context = {
        "proof": proof,
        "steps": steps_of(proof) if "kiem-tra" in request.GET else None,
        "qr": qr_of(request.build_absolute_uri(request.path)),
        "json_url": f"{_page_url(proof)[:-1]}.json",
        "pdf_url": f"{_page_url(proof)[:-1]}.pdf",
    }
    return render(request, "desk/receipt.html", context)


@require_safe
def as_json(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> JsonResponse:
    """The receipt that anybody can check offline with the installation's public key."""
    proof = proof_of(record_id, item, actor=request.actor)
    response = JsonResponse(proof.receipt, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{proof.file_name}.json"'
    return response


@require_safe
def as_pdf(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> HttpResponse:
    """The receipt as a certificate of one page that a judge can read."""
    proof = proof_of(record_id, item, actor=request.actor)
    form = ReceiptForm(
        title=proof.title,
        number=proof.number,
        facts=tuple((fact.name, fact.value) for fact in proof.facts),
        digest=proof.digest,
        check_address=request.build_absolute_uri(_page_url(proof)),
        issued_by=proof.read.says["installation"],
    )
    response = HttpResponse(print_receipt(form), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{proof.file_name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page_url(proof: Proof) -> str:
    if proof.item is None:
        return reverse("desk:receipt", args=[proof.record_id])
    return reverse("desk:receipt-item", args=[proof.record_id, proof.item])
