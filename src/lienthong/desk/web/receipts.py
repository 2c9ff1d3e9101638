"""Receipts: what happened in words, the proof run in front of the person, and the files to keep."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.desk.proofs import proof_of, qr_of, steps_of
from lienthong.desk.receipt_files import page_url, receipt_bundle, receipt_json, receipt_pdf
from lienthong.kernel import clock


@require_safe
def receipt(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> HttpResponse:
    """Who sent what to whom, who accepted when; `?kiem-tra=1` checks the proof step by step."""
    proof = proof_of(record_id, item, actor=request.actor, now=clock.now())
    context = {
        "proof": proof,
        "steps": steps_of(proof) if "kiem-tra" in request.GET else None,
        "qr": qr_of(request.build_absolute_uri(request.path)),
        "json_url": f"{page_url(proof)[:-1]}.json",
        "bundle_url": f"{page_url(proof)[:-1]}.asice",
        "pdf_url": f"{page_url(proof)[:-1]}.pdf",
    }
    return render(request, "desk/receipt.html", context)


@require_safe
def as_json(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> HttpResponse:
    """The receipt that anybody can check offline with the installation's public key."""
    return receipt_json(proof_of(record_id, item, actor=request.actor, now=clock.now()))


@require_safe
def as_pdf(request: StaffRequest, record_id: UUID, item: UUID | None = None) -> HttpResponse:
    """The certificate: one page that a judge can read, signed, with the proofs inside."""
    now = clock.now()
    return receipt_pdf(proof_of(record_id, item, actor=request.actor, now=now), request, now=now)


@require_safe
def as_bundle(
    request: StaffRequest, record_id: UUID, item: UUID | None = None
) -> StreamingHttpResponse:
    """Document, receipts, proofs and certificate in one file; `?khong-noi-dung=1`: no document."""
    now, with_content = clock.now(), "khong-noi-dung" not in request.GET
    proof = proof_of(record_id, item, actor=request.actor, now=now)
    return receipt_bundle(proof, request, actor=request.actor, with_content=with_content, now=now)
