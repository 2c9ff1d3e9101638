"""Files: into quarantine, out of it to look at, and the file of a draft."""

from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag, urlencode
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.blobs.errors import FileTooLarge
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import CommentFile, DraftFile, ReceivedFile
from lienthong.issuing.web import prefill, shown
from lienthong.kernel import clock
from lienthong.kernel.wording import Measure
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.files import begun, file_answer

# Room for the other fields of the form beside the file, in bytes.
_BESIDES = 1024 * 1024
# Chips that travel in an address; more would make it longer than proxies take.
_MOST_CHIPS, _MOST_ATTACHED = 30, 20
_MOST_TYPED = 500


def require_room(request: HttpRequest) -> None:
    """Refuse a body that is too large before any of it is read. Raises FileTooLarge."""
    largest = settings.LIENTHONG_LARGEST_UPLOAD
    if int(request.headers.get("Content-Length") or 0) > largest + _BESIDES:
        raise FileTooLarge(name="…", largest_mb=Measure(largest / 1024 / 1024))


@takes_files
@csrf_exempt  # the token is in the body, which is read only when there is room for it
@require_POST
def receive(request: StaffRequest) -> HttpResponse:
    """The dropped file: into quarantine, then the form with what was read from it."""
    rights.require(request.actor, "issuing.draft")
    require_room(request)
    return _receive(request)


@csrf_protect
def _receive(request: StaffRequest) -> HttpResponse:
    received = taken_in(request)
    address = f"{reverse('issuing:send')}?{urlencode(_carried(request, received), doseq=True)}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def taken_in(request: StaffRequest) -> ReceivedFile:
    """Take the form's file into quarantine; raises FileMissing and what receiving raises."""
    upload = request.FILES.get("file")
    if upload is None:
        raise errors.FileMissing()
    return services.receive_file(
        stream_of(upload),
        name=upload.name or "",
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=request.actor,
        now=clock.now(),
    )


def stream_of(upload: "UploadedFile[bytes]") -> BinaryIO:
    """The pieces of an uploaded file as they lie on disk or in memory."""
    return cast("BinaryIO", upload.file)


def _carried(request: StaffRequest, received: ReceivedFile) -> dict[str, str | list[str]]:
    """What the page that follows should still know: the file, the answer, the chips."""
    pairs = list(zip(request.POST.getlist("recipient"), request.POST.getlist("role"), strict=False))
    carried: dict[str, str | list[str]] = {"tep": str(received.file.upload_id)}
    if request.POST.get("answers"):
        carried["tra-loi"] = request.POST["answers"]
    if request.POST.get("consults"):
        carried["lay-y-kien"] = request.POST["consults"]
    for short, name in {**prefill.CARRIED, **prefill.SPARED}.items():
        typed = request.POST.get(name, "")[:_MOST_TYPED]
        if typed and typed != prefill.UNTOUCHED.get(name):
            carried[short] = typed
    carried["kem"] = request.POST.getlist("attachment")[:_MOST_ATTACHED]
    carried["nn"] = [f"{role}:{key}" for key, role in pairs[:_MOST_CHIPS] if role]
    return carried


@takes_files
@csrf_exempt  # as `receive`
@require_POST
def attach(request: StaffRequest) -> HttpResponse:
    """Files that go with the document; the lines that the form then carries."""
    rights.require(request.actor, "issuing.draft")
    require_room(request)
    return _attach(request)


@csrf_protect
def _attach(request: StaffRequest) -> HttpResponse:
    return render(request, "issuing/_attachments.html", {"attachments": attached(request)})


def attached(request: StaffRequest) -> list[ReceivedFile]:
    """Take the form's further files into quarantine, in their order."""
    return [
        services.receive_attachment(
            stream_of(upload),
            name=upload.name or "",
            largest=settings.LIENTHONG_LARGEST_UPLOAD,
            actor=request.actor,
            now=clock.now(),
        )
        for upload in request.FILES.getlist("attachments")
    ]


@require_safe
def waiting(request: StaffRequest, upload_id: UUID) -> FileResponse:
    """A file in quarantine, for those of the agency that brought it and may draft."""
    rights.require(request.actor, "issuing.draft")
    card = blobs.upload_card(upload_id, actor=request.actor)
    return _pdf(blobs.open_upload(upload_id, actor=request.actor), card.name)


@require_safe
def content(request: StaffRequest, draft_id: UUID) -> HttpResponseBase:
    """The file of a draft as the last step left it."""
    draft = shown.visible(request, draft_id)
    return pdf_of(request, draft.content_digest, draft.content_name)


def pdf_of(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """A kept PDF, to one who was found to be allowed to see it; its digest is its tag."""
    tag = quote_etag(digest)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    response = _pdf(blobs.open_content(digest), name)
    response["ETag"] = tag
    return response


@require_safe
def attachment(request: StaffRequest, draft_id: UUID, position: int) -> HttpResponseBase:
    """A file that goes with a draft, to whom may see the draft; only PDFs open in the browser."""
    return attachment_answer(request, shown.visible(request, draft_id).id, position)


def attachment_answer(request: HttpRequest, draft_id: UUID, position: int) -> HttpResponseBase:
    """A file that goes with a draft, to one who was found to be allowed to see it."""
    found = (file for file in queries.attachments_of(draft_id) if file.position == position)
    file = next(found, None)
    if file is None:
        raise errors.DraftNotFound()
    return kept_file(request, file)


def kept_file(request: HttpRequest, file: DraftFile | CommentFile) -> HttpResponseBase:
    """A kept file, to one who was found to be allowed to see it; only PDFs open in the browser."""
    return file_answer(
        request,
        open_file=lambda: blobs.open_content(file.digest),
        size=file.size,
        digest=file.digest,
        media_type=file.media_type,
        name=file.name,
        is_saved=file.media_type != "application/pdf",
    )


def _pdf(source: BinaryIO, name: str) -> FileResponse:
    """Shown in the page, never guessed at, never kept by a proxy."""
    response = FileResponse(begun(source), filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
