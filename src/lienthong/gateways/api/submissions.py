"""A document and its files in one request: multipart/form-data, streamed, signed as a whole."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from ninja import Router
from ninja.errors import ValidationError
from ninja.responses import Status
from pydantic import ValidationError as ShapeError

from lienthong.apikit import errors as api
from lienthong.apikit.bodies import checked_body
from lienthong.apikit.multipart import Part, parts
from lienthong.apikit.operations import answers
from lienthong.apikit.parsing import LARGEST_JSON, read_json
from lienthong.blobs import errors as blobs
from lienthong.gateways import errors, services
from lienthong.gateways.api.documents import REFUSED, submitted
from lienthong.gateways.api.shapes_in import WholeSubmissionIn
from lienthong.gateways.api.shapes_out import SubmittedOut
from lienthong.gateways.types import BroughtFile
from lienthong.kernel import clock
from lienthong.systems.types import SystemRequest

router = Router(tags=["Văn bản đi · Sending"])
_DOCUMENT = "document"
_REFUSED = (
    *(api.BodyTooLarge, api.BodyIncomplete, api.DigestDiffers, api.DigestInvalid),
    *(api.JsonInvalid, api.MultipartInvalid),
    *(errors.DocumentNotFirst, errors.FileNotBrought, errors.FileNotNamed),
    *(blobs.EmptyFile, blobs.FileTooLarge, blobs.FileMislabelled, blobs.FileEncrypted),
    *(blobs.FileInfected, blobs.ScanPending, blobs.UploadNotFound, blobs.UploadClosed),
)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [_DOCUMENT],
                    "properties": {
                        _DOCUMENT: {"$ref": "#/components/schemas/WholeSubmissionIn"},
                    },
                    "additionalProperties": {"type": "string", "format": "binary"},
                },
                "encoding": {_DOCUMENT: {"contentType": "application/json"}},
            }
        },
    }
}


def _facts() -> dict[str, Any]:
    facts = answers({201: SubmittedOut, 200: SubmittedOut}, *REFUSED, *_REFUSED)
    return {**facts, "openapi_extra": {**facts["openapi_extra"], **_BODY}}


@router.post("", url_name="submissions", summary="Gửi văn bản cùng các tệp", **_facts())
def submit_whole(request: SystemRequest) -> Status[SubmittedOut]:
    """Submit a document with its files in one request; 201 means the same as for `/documents`.

    The first part is `document`: JSON as for `/documents`, in which a file is named by `part`. Then
    each file in a part of that name, streamed; nothing waits in quarantine, and what is refused
    leaves nothing behind. The same key with the same document gives the same answer with 200,
    whether it came by this road or with uploads named by `sha256`.
    """
    coming = parts(
        checked_body(request, limit=settings.LIENTHONG_LARGEST_UPLOAD),
        content_type=request.headers.get("Content-Type", ""),
    )
    body = _document(next(coming, None))
    made = services.submit_with_files(
        new=body.new_document(),
        files=(BroughtFile(one.name, one.file_name, one.pieces) for one in coming),
        key=body.key,
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=request.auth.actor,
        moment=clock.now,
    )
    return Status(200 if made.is_repeat else 201, submitted(made))


def _document(part: Part | None) -> WholeSubmissionIn:
    """Raises DocumentNotFirst, JsonInvalid, BodyTooLarge, and what ninja says of a wrong shape."""
    if part is None or part.name != _DOCUMENT or part.media_type != "application/json":
        raise errors.DocumentNotFirst
    said = read_json(_small(part.pieces))
    try:
        return WholeSubmissionIn.model_validate(said)
    except ShapeError as wrong:
        found = [{**one, "loc": ("body", _DOCUMENT, *one["loc"])} for one in wrong.errors()]
        raise ValidationError(found) from wrong


def _small(pieces: Iterator[bytes]) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > LARGEST_JSON:
            raise api.BodyTooLarge(limit=LARGEST_JSON)
    return bytes(body)
