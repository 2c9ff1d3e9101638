"""The bytes of a document and of its attachments, to whom may see them."""

from http import HTTPStatus
from uuid import UUID

from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.types import VersionCard
from lienthong.kernel import clock
from lienthong.webkit.files import file_answer

# What a browser shows by itself without running anything; all else is only saved.
_SHOWN = {"application/pdf", "image/png", "image/jpeg", "text/plain"}


@require_safe
@xframe_options_sameorigin
def content(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """The main file, shown in the browser; `?tai=1` saves it."""
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(version_id, viewer)
    digest = documents.content_of(version_id, viewer)
    return _read(request, version, "", _file(request, digest, version.content_name))


@require_safe
def attachment(request: StaffRequest, version_id: UUID, position: int) -> HttpResponseBase:
    """A file that came with the document."""
    viewer = documents.viewer_of(request.actor)
    digest = documents.attachment_content_of(version_id, position, viewer)
    found = documents.attachments_of(version_id)
    card = next((one for one in found if one.position == position), None)
    if card is None:
        raise UnknownDocument
    version = documents.visible_version(version_id, viewer)
    return _read(request, version, f"phu-luc-{position}", _file(request, digest, card.name))


def _read(
    request: StaffRequest, version: VersionCard, part: str, answer: HttpResponseBase
) -> HttpResponseBase:
    """Whoever gets bytes is in the log of reading first; who is refused them is not."""
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        read = access.Read(ReadingWay.FILE, version.id, version.reference_code, part)
        access.note_reading(read, actor=request.actor, now=clock.now())
    return answer


def _file(request: StaffRequest, digest: str, name: str) -> HttpResponseBase:
    card = blobs.content_cards([digest]).get(digest)
    media_type = card.media_type if card else "application/octet-stream"
    return file_answer(
        request,
        open_file=lambda: blobs.open_content(digest),
        size=card.size if card else 0,
        digest=digest,
        media_type=media_type,
        name=name,
        is_saved="tai" in request.GET or media_type not in _SHOWN,
    )
