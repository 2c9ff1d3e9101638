"""The bytes of a document and of its attachments, to whom may see them."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents.errors import UnknownDocument

_PIECE = 1 << 18
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})", re.ASCII)
# What a browser shows by itself without running anything; all else is only saved.
_SHOWN = {"application/pdf", "image/png", "image/jpeg", "text/plain"}


@require_safe
@xframe_options_sameorigin
def content(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """The main file, shown in the browser; `?tai=1` saves it."""
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(version_id, viewer)
    digest = documents.content_of(version_id, viewer)
    return _file(request, digest, version.content_name)


@require_safe
def attachment(request: StaffRequest, version_id: UUID, position: int) -> HttpResponseBase:
    """A file that came with the document."""
    viewer = documents.viewer_of(request.actor)
    digest = documents.attachment_content_of(version_id, position, viewer)
    found = documents.attachments_of(version_id)
    card = next((one for one in found if one.position == position), None)
    if card is None:
        raise UnknownDocument
    return _file(request, digest, card.name)


def _file(request: StaffRequest, digest: str, name: str) -> HttpResponseBase:
    """Content never changes, so its digest is its tag and a browser keeps it, for itself only."""
    card = blobs.content_cards([digest]).get(digest)
    media_type = card.media_type if card else "application/octet-stream"
    tag = f'"{digest}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _bytes(request, digest, card.size if card else 0)
        is_saved = "tai" in request.GET or media_type not in _SHOWN
        response["Content-Type"] = media_type
        response["Content-Disposition"] = content_disposition_header(is_saved, name) or "inline"
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes(request: StaffRequest, digest: str, size: int) -> HttpResponseBase:
    file = blobs.open_content(digest)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not size:
        return FileResponse(file)
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_part(file, first, last), status=206)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
