"""Files of what came on paper or by mail: into quarantine, and out of it to look at."""

from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.blobs import errors as blob_errors
from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.blobs.types import UploadCard
from lienthong.kernel import clock
from lienthong.webkit.forms import ids_of

MOST_FILES = 20
PDF = "application/pdf"


@require_safe
@xframe_options_sameorigin
def waiting_file(request: StaffRequest, upload_id: UUID) -> FileResponse:
    """A file in quarantine, for the clerks of the agency that brought it."""
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    card = blobs.upload_card(upload_id, actor=request.actor)
    is_pdf = card.media_type == PDF
    answer = FileResponse(
        blobs.open_upload(upload_id, actor=request.actor),
        as_attachment=not is_pdf,
        filename=card.name,
        content_type=PDF if is_pdf else "application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def brought(request: StaffRequest) -> list[UploadCard]:
    """Take the form's own files into quarantine, in their order."""
    return [
        blob_services.receive(
            cast("BinaryIO", upload.file),
            name=upload.name or "",
            agency_id=request.actor.own_agency,
            actor=request.actor,
            now=clock.now(),
            largest=settings.LIENTHONG_LARGEST_UPLOAD,
        )
        for upload in request.FILES.getlist("file")[:MOST_FILES]
    ]


def files_of(request: StaffRequest, values: list[str]) -> list[UploadCard]:
    """Return the files in quarantine that a form names; those that are gone fall away."""
    found = []
    for upload_id in ids_of(values)[:MOST_FILES]:
        try:
            found.append(blobs.upload_card(upload_id, actor=request.actor))
        except (blob_errors.UploadNotFound, blob_errors.UploadClosed):
            continue
    return found
