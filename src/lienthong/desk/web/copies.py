"""A copy for paper: what came in, with the ĐẾN box of our book on its first page."""

import tempfile
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.desk.web.files import arrival_of
from lienthong.desk.web.seen import Seen, seen
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.kernel import clock
from lienthong.printing.stamps import print_incoming_stamp
from lienthong.printing.types import IncomingStamp

PART = "dau-den"  # what the log of reading says was read


@require_safe
def copy_with_box(request: StaffRequest, version_id: UUID) -> HttpResponseBase:
    """The main file as it is printed for paper files; the bytes that arrived stay as they are.

    Source: Decree 30/2020/NĐ-CP, Article 21, clause 1c, and Appendix IV.
    """
    page = seen(request, version_id)
    stamp = _stamp(page)
    digest = documents.content_of(version_id, documents.viewer_of(request.actor))
    answer = FileResponse(
        _copy(digest, stamp), content_type="application/pdf", filename="ban-co-dau-den.pdf"
    )
    read = access.Read(ReadingWay.FILE, version_id, page.version.reference_code, PART)
    access.note_reading(read, actor=request.actor, now=clock.now())
    answer["Cache-Control"] = "private, no-store"
    return answer


def _copy(digest: str, stamp: IncomingStamp) -> BinaryIO:
    """Return the copy as a file that is gone when it is closed."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        with blobs.open_content(digest) as original:
            print_incoming_stamp(original, stamp, copy)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def _stamp(page: Seen) -> IncomingStamp:
    """What our book says; raises UnknownDocument for what is not in it."""
    box = arrival_of(page)
    if box is None:
        raise UnknownDocument
    agency_id = page.actor.own_agency
    name = page.delivery.recipient_name if page.delivery else directory.agency(agency_id).name
    return IncomingStamp(
        agency=name.upper(),
        number=box.number,
        day=box.day,
        passed_to=box.forwarded_to,
        case_file=box.case_file,
    )
