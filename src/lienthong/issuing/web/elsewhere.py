"""Signing and sealing with a token of one's own: the file to fetch, the file that comes back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.issuing import errors, services
from lienthong.issuing.types import DraftCard, DraftState, FileToSign, Origin
from lienthong.issuing.web import files, shown
from lienthong.kernel import clock
from lienthong.signatures import queries as signatures
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.files import begun


@dataclass(frozen=True, slots=True)
class Way:
    """What the page of a draft offers to one whose key is not here.

    seals: the seal is awaited, otherwise the signature. is_only: no key is kept here for it.
    numbers: before it is sealed elsewhere, the number is an act of its own.
    until: when the file that went out has to be back.
    """

    seals: bool
    is_only: bool
    numbers: bool
    until: datetime | None


def way_of(
    card: DraftCard, *, holder_id: UUID | None, signs: bool, issues: bool, now: datetime
) -> Way | None:
    """Return the way for the act that waits, if one does. One statement.

    holder_id: of the person who signs, or of the agency whose seal is set. signs, issues: what
    this post may do with the draft now.
    """
    seals = issues and card.state in {DraftState.SIGNED, DraftState.NUMBERED}
    if not (signs or seals) or card.origin == Origin.COMPLETE or holder_id is None:
        return None
    certificates = signatures.certificates_of([holder_id], usable_at=now)
    is_only = not any(each.has_local_key for each in certificates)
    numbers = card.state == DraftState.SIGNED
    if numbers and not is_only:
        return None  # one button numbers, seals and sends
    is_out = card.to_sign_until is not None and card.to_sign_until > now
    return Way(seals, is_only, numbers, card.to_sign_until if signs and is_out else None)


@require_POST
def fetch(request: StaffRequest, draft_id: UUID) -> HttpResponseBase:
    """ "Tải tệp để ký": the exact bytes that have to come back with a signature behind them."""
    card = shown.visible(request, draft_id)
    file = _given_out(request, card)
    return FileResponse(
        begun(blobs.open_content(file.digest)),
        as_attachment=True,
        filename=file.name,
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


def _given_out(request: StaffRequest, card: DraftCard) -> FileToSign:
    if card.state == DraftState.NUMBERED:
        return services.give_out_to_seal(draft_id=card.id, actor=request.actor)
    return services.give_out_to_sign(draft_id=card.id, actor=request.actor, now=clock.now())


@takes_files
@csrf_exempt  # the token is in the body, which is read only when there is room for it
@require_POST
def bring(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Gửi tệp đã ký": it goes on as if it had been signed here."""
    rights.require(request.actor, "issuing.draft")
    files.require_room(request)
    return _bring(request, draft_id)


@csrf_protect
def _bring(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    card = shown.visible(request, draft_id)
    upload = request.FILES.get("file")
    if upload is None:
        raise errors.FileMissing()
    is_sealed = card.state in {DraftState.NUMBERED, DraftState.SEALED}
    take = services.bring_sealed if is_sealed else services.bring_signed
    return shown.went_on(
        request,
        take(
            files.stream_of(upload),
            draft_id=card.id,
            name=upload.name or "",
            largest=settings.LIENTHONG_LARGEST_UPLOAD,
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def number(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Lấy số": where the seal is set elsewhere, the number comes first."""
    card = shown.visible(request, draft_id)
    numbered = services.number_draft(draft_id=card.id, actor=request.actor, now=clock.now())
    return shown.went_on(request, numbered)
