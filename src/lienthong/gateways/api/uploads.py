"""Files come in: whole, or in parts that survive broken connections and killed servers.

Parts follow the IETF draft "Resumable Uploads for HTTP" as far as one sender needs it; see
docs/reference/api.md.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from lienthong.apikit.bodies import announced_length, body_digest, checked_body
from lienthong.apikit.errors import (
    BodyIncomplete,
    BodyTooLarge,
    DigestDiffers,
    DigestInvalid,
    LengthMissing,
)
from lienthong.apikit.keys import answered_once
from lienthong.apikit.operations import answers, once
from lienthong.blobs import errors as blobs
from lienthong.blobs.types import UploadCard
from lienthong.gateways import errors, queries, services
from lienthong.gateways.api.shapes_of_uploads import PartOut, UploadOut
from lienthong.gateways.types import PartCard
from lienthong.kernel import clock
from lienthong.systems.types import SystemRequest
from lienthong.webkit.body_limit import PLAIN

router = Router(tags=["Tệp · Uploads"])
FileName = Annotated[str, Query(min_length=1, max_length=200, description="UTF-8, percent-encoded")]
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)
_SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):")
_REFUSED = (
    BodyTooLarge,
    BodyIncomplete,
    DigestDiffers,
    DigestInvalid,
    blobs.EmptyFile,
    blobs.FileTooLarge,
    blobs.FileMislabelled,
    errors.TooManyUploads,
)
_REFUSED_PART = (errors.PartNotFound, errors.PartBusy, errors.OffsetDiffers)
_REFUSED_FIELDS = (errors.LengthInvalid, errors.UploadFieldOdd, errors.WholeDigestDiffers)
_BYTES = {
    "requestBody": {
        "required": False,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _told(extra: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Add to what an operation says in OpenAPI beside its types."""
    return {**facts, "openapi_extra": {**facts["openapi_extra"], **extra}}


@router.post(
    "",
    url_name="uploads",
    summary="Tải tệp lên",
    **once(
        _told(
            _BYTES,
            answers(
                {201: UploadOut | PartOut},
                *_REFUSED,
                *_REFUSED_FIELDS,
                errors.WholeDigestMissing,
                LengthMissing,
            ),
        )
    ),
)
@answered_once
def create_upload(request: SystemRequest, response: HttpResponse, name: FileName) -> object:
    """Send a file as the body, streamed to quarantine; its `id` then stands in a document.

    With `Upload-Complete: ?0`, `Upload-Length` and `Repr-Digest` the file comes in parts: this
    body, which may be empty, is the first one, and `Location` is where the others go. What these
    fields say of a whole file has to be so, too. With an `Idempotency-Key` a body needs its
    `Content-Digest`.
    """
    if _completes(request) is False:
        return Status(201, _open_part(request, response, name))
    size = announced_length(request)
    if _announced_whole(request) not in (None, size):
        raise errors.LengthInvalid
    _require_end(request)
    upload = services.receive_file(
        _as_announced(request),
        size=size,
        name=name,
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=request.auth.actor,
        now=clock.now(),
    )
    return Status(201, _shown(upload))


@router.api_operation(
    ["PATCH"],
    "/{upload_id}",
    url_name="upload",
    summary="Gửi tiếp một phần của tệp",
    **_told(_BYTES, answers({200: PartOut}, *_REFUSED, *_REFUSED_PART, *_REFUSED_FIELDS)),
)
def append_to_upload(request: SystemRequest, response: HttpResponse, upload_id: UUID) -> PartOut:
    """Send the next bytes; `Upload-Offset` says how many are there already.

    A wrong offset is 409 and the answer's `Upload-Offset` the right one. When all has come,
    `upload` in the answer is the id that stands in a document. `Upload-Length` and
    `Upload-Complete` are not needed; what contradicts the beginning is refused.
    """
    offset, length = _number(request, "Upload-Offset"), _announced_whole(request)
    if offset is None:
        raise errors.UploadFieldOdd(field="Upload-Offset")
    if _completes(request):
        ends_at = offset + announced_length(request)
        if length not in (None, ends_at):
            raise errors.LengthInvalid
        length = ends_at
    card = services.append(
        upload_id,
        checked_body(request, limit=settings.LIENTHONG_LARGEST_UPLOAD),
        offset=offset,
        length=length,
        actor=request.auth.actor,
        now=clock.now(),
    )
    _say(response, card)
    return PartOut.of(card)


@router.get(
    "/{upload_id}",
    url_name="upload",
    summary="Xem một lượt tải lên từng phần",
    **answers({200: PartOut}, errors.PartNotFound),
)
def show_upload(request: SystemRequest, response: HttpResponse, upload_id: UUID) -> PartOut:
    """How far a file has come that comes in parts, and the upload that it became."""
    card = queries.part_card(queries.own_part(upload_id, request.auth.actor))
    _say(response, card)
    return PartOut.of(card)


@router.api_operation(
    ["HEAD"],
    "/{upload_id}",
    url_name="upload",
    summary="Hỏi vị trí tiếp tục",
    **answers({204: None}, errors.PartNotFound),
)
def ask_offset(request: SystemRequest, upload_id: UUID) -> HttpResponse:
    """`Upload-Offset` is how many bytes have come, `Upload-Complete` whether that is all."""
    response = HttpResponse(status=204)
    _say(response, queries.part_card(queries.own_part(upload_id, request.auth.actor)))
    return response


@router.delete(
    "/{upload_id}",
    url_name="upload",
    summary="Bỏ lượt tải lên từng phần",
    **answers({204: None}, errors.PartNotFound),
)
def give_up_upload(request: SystemRequest, upload_id: UUID) -> Status[None]:
    """Throw away what came of a file in parts."""
    services.give_up(upload_id, actor=request.auth.actor)
    return Status(204, None)


def _open_part(request: SystemRequest, response: HttpResponse, name: str) -> PartOut:
    actor, now, length = request.auth.actor, clock.now(), _announced_whole(request)
    digest = _whole_digest(request)
    if length is None:
        raise errors.LengthInvalid
    if not digest:
        raise errors.WholeDigestMissing
    card = services.open_part(
        name=name,
        length=length,
        digest=digest,
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=actor,
        now=now,
    )
    if announced_length(request):
        body = checked_body(request, limit=settings.LIENTHONG_LARGEST_UPLOAD)
        card = services.append(card.id, body, offset=0, actor=actor, now=now)
    response["Location"] = PartOut.of(card).href
    _say(response, card)
    return PartOut.of(card)


def _say(response: HttpResponse, card: PartCard) -> None:
    response["Upload-Offset"] = str(card.offset)
    response["Upload-Length"] = str(card.length)
    response["Upload-Complete"] = "?1" if card.upload_id else "?0"
    response["Upload-Limit"] = f"max-size={settings.LIENTHONG_LARGEST_UPLOAD}"
    response["Cache-Control"] = "no-store"


def _number(request: HttpRequest, field: str) -> int | None:
    """A number of bytes; None where there is none."""
    said = request.headers.get(field, "").strip()
    return int(said) if _LENGTH.fullmatch(said) else None


def _announced_whole(request: HttpRequest) -> int | None:
    """The length of the whole file, where the request says it. Raises LengthInvalid."""
    length = _number(request, "Upload-Length")
    if length is None and request.headers.get("Upload-Length"):
        raise errors.LengthInvalid
    return length


def _completes(request: HttpRequest) -> bool | None:
    """Whether these bytes are the last ones; None where nothing is said. Raises UploadFieldOdd."""
    said = request.headers.get("Upload-Complete", "").partition(";")[0].strip()
    if said not in ("", "?0", "?1"):
        raise errors.UploadFieldOdd(field="Upload-Complete")
    return said == "?1" if said else None


def _require_end(request: HttpRequest) -> None:
    """Raises LengthMissing for a file in pieces of which nothing tells whether it came whole."""
    told = [request.headers.get(name) for name in ("Content-Digest", "Upload-Length")]
    if "Transfer-Encoding" in request.headers and not any((*told, _whole_digest(request))):
        raise LengthMissing(limit=f"{PLAIN / (1024 * 1024):.0f}")


def _as_announced(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body; raise WholeDigestDiffers at its end when Repr-Digest says another file."""
    wanted = _whole_digest(request)
    yield from checked_body(request, limit=settings.LIENTHONG_LARGEST_UPLOAD)
    if wanted and wanted != body_digest(request):
        raise errors.WholeDigestDiffers


def _whole_digest(request: HttpRequest) -> str:
    """The SHA-256 of the whole file, in hexadecimal, from Repr-Digest (RFC 9530); "" for none."""
    found = _SHA_256.search(request.headers.get("Repr-Digest", ""))
    try:
        return base64.b64decode(found[1], validate=True).hex() if found else ""
    except binascii.Error:
        return ""


def _shown(upload: UploadCard) -> UploadOut:
    return UploadOut(
        id=upload.id,
        name=upload.name,
        size=upload.size,
        sha256=upload.digest,
        media_type=upload.media_type,
        expires_at=upload.expires_at,
    )
