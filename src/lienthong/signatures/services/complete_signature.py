"""The second of two steps: the key's answer goes into the gap."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.signatures import errors
from lienthong.signatures.models import SigningRequest
from lienthong.signatures.pdf import gaps
from lienthong.signatures.ports import TimeStamper
from lienthong.signatures.services import _waiting_files
from lienthong.signatures.services.prepare_signature import require_in_force
from lienthong.signatures.types import RequestState


def complete_signature(
    *, request_id: UUID, signature: bytes, now: datetime, time_stamper: TimeStamper | None = None
) -> bytes:
    """Return the signed file; the same signature again returns the same bytes until expiry.

    No transaction is open while the signature is checked and the time-stamp fetched.
    Raises RequestUnknown, RequestExpired, CompletedOtherwise, SignatureDoesNotFit,
    and the refusals about a certificate that ran out or was revoked since.
    """
    request = SigningRequest.objects.select_related("certificate").filter(pk=request_id).first()
    if request is None:
        raise errors.RequestUnknown
    if request.state == RequestState.COMPLETED:
        return _result(request, signature)
    _require_open(request, now)
    require_in_force(request.certificate, now)
    signed_attributes = bytes(request.signed_attributes)
    if not gaps.fits(request.certificate.pem, signature, signed_attributes):
        raise errors.SignatureDoesNotFit
    waiting = _waiting_files.read(request.pk, request.prepared_digest)
    if waiting is None:
        return _what_another_made(request, signature)
    signed = gaps.close_gap(
        gaps.Gap(
            waiting,
            request.gap_start,
            request.gap_end,
            bytes(request.document_digest),
            signed_attributes,
        ),
        signature=signature,
        certificate=request.certificate.pem,
        chain=request.certificate.chain,
        stamper=time_stamper,
    )
    return _record(request, signature, signed)


def _what_another_made(request: SigningRequest, signature: bytes) -> bytes:
    """The waiting file went while we looked: somebody completed the request, or it ended."""
    request.refresh_from_db()
    if request.state != RequestState.COMPLETED:
        raise errors.RequestExpired(expires=request.expires_at.isoformat())
    return _result(request, signature)


def _require_open(request: SigningRequest, now: datetime) -> None:
    if request.state == RequestState.EXPIRED or now >= request.expires_at:
        raise errors.RequestExpired(expires=request.expires_at.isoformat())


def _record(request: SigningRequest, signature: bytes, signed: bytes) -> bytes:
    """Note the result; of two that complete at once the first wins and both return its bytes."""
    digest = gaps.sha256(signed).hex()
    _waiting_files.keep(request.pk, digest, signed)
    with transaction.atomic():
        current = SigningRequest.objects.select_for_update().get(pk=request.pk)
        is_first = current.state == RequestState.PREPARED
        if is_first:
            current.state = RequestState.COMPLETED
            current.signature, current.result_digest = signature, digest
            current.save(update_fields=["state", "signature", "result_digest"])
    if is_first:
        _waiting_files.drop(request.pk, request.prepared_digest)
        return signed
    if current.result_digest != digest:
        _waiting_files.drop(request.pk, digest)
    if current.state != RequestState.COMPLETED:
        raise errors.RequestExpired(expires=current.expires_at.isoformat())
    return _result(current, signature)


def _result(request: SigningRequest, signature: bytes) -> bytes:
    if bytes(request.signature) != signature:
        raise errors.CompletedOtherwise
    kept = _waiting_files.read(request.pk, request.result_digest)
    if kept is None:
        raise errors.RequestExpired(expires=request.expires_at.isoformat())
    return kept
