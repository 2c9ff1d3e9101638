"""Receiving: what arrived, its bytes, and what your agency reports about it."""

import tempfile
from http import HTTPStatus
from typing import Annotated, BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from lienthong.access import services as access
from lienthong.access.errors import RightMissing
from lienthong.access.types import ReadingWay
from lienthong.apikit.cursors import read_cursor, read_id, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.operations import answers
from lienthong.apikit.schemas import PageSize
from lienthong.blobs import errors as blob_errors
from lienthong.blobs import queries as blobs
from lienthong.documents import errors as document_errors
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard, UrgingLine
from lienthong.gateways import errors, services
from lienthong.gateways.api.paging import agencies_of
from lienthong.gateways.api.shapes_in import AnswerIn, StatusIn, UrgeIn
from lienthong.gateways.api.shapes_of_changes import ChangeOut, ChangesOut
from lienthong.gateways.api.shapes_out import (
    ROOT,
    ArrivalOut,
    ArrivalsOut,
    DeliveryDetailOut,
    LegalOut,
    StatusOut,
    UrgingOut,
    attached,
)
from lienthong.kernel import clock
from lienthong.systems.types import SystemRequest
from lienthong.webkit.files import file_answer

router = Router(tags=["Văn bản đến · Receiving"])
_ARRIVALS, _CHANGES = "arrivals", "changes"
# Seconds that a poll may wait; proxies end silent connections after a minute.
LONGEST_WAIT = 50
_MEMORY = 1 << 20  # bytes of a package that are held in memory before it goes to disk
_REPORT_REFUSED = (
    RightMissing,
    errors.BooksKeptHere,
    exchange_errors.DeliveryNotFound,
    exchange_errors.ReasonMissing,
    exchange_errors.ReportDiffers,
)
_CONTENT_REFUSED = (
    exchange_errors.DeliveryNotFound,
    document_errors.UnknownDocument,
    document_errors.ContentWithdrawn,
    blob_errors.ContentDestroyed,
    blob_errors.ContentDamaged,
    blob_errors.ContentMissing,
)
_FILE = {"200": {"description": "OK", "content": {"application/octet-stream": {}}}}


@router.get(
    "/arrivals",
    url_name="arrivals",
    summary="Văn bản đến",
    **answers({200: ArrivalsOut}, BadCursor),
)
def list_arrivals(
    request: SystemRequest,
    response: HttpResponse,
    after: Annotated[str, Query()] = "",
    wait: Annotated[int, Query(ge=0, le=LONGEST_WAIT, description="s")] = 0,
    limit: PageSize = 50,
) -> ArrivalsOut:
    """What arrived at your agency after `after`, oldest first; without `after` from the beginning.

    Nothing is ever slipped in behind a cursor. `wait`: when nothing is there, the answer waits as
    many seconds for something to come.
    """
    agency_id = request.auth.actor.own_agency
    place = _place(after)
    found = exchange_services.list_arrivals(recipient_id=agency_id, after=place, limit=limit)
    if wait and not found.deliveries:
        # The server keeps the caller, not a thread: see config/serving/server.py.
        response["Lienthong-Park"] = f"{agency_id} {found.last} {wait}"
    return ArrivalsOut(
        arrivals=_arrivals(found.deliveries),
        next=write_cursor(_ARRIVALS, str(found.last)),
        has_more=found.has_more,
    )


def _place(after: str) -> int:
    if not after:
        return 0
    (said,) = read_cursor(after, scope=_ARRIVALS, length=1)
    if not said.isascii() or not said.isdigit() or len(said) > 18:
        raise BadCursor
    return int(said)


def _arrivals(deliveries: tuple[DeliveryCard, ...]) -> list[ArrivalOut]:
    versions = documents.version_cards({one.version_id for one in deliveries})
    agencies = agencies_of(deliveries, *versions.values())
    return [ArrivalOut.arrived(one, versions[one.version_id], agencies) for one in deliveries]


@router.get(
    "/deliveries/{delivery_id}",
    summary="Một lượt chuyển đến",
    **answers({200: DeliveryDetailOut}, exchange_errors.DeliveryNotFound),
)
def show_delivery(request: SystemRequest, delivery_id: UUID) -> DeliveryDetailOut:
    """A delivery that your agency sent or was sent: facts, legal value, files and its course."""
    delivery = _own(request, delivery_id)
    version = documents.version_card(delivery.version_id)
    agencies = agencies_of([delivery], version)
    return DeliveryDetailOut(
        **ArrivalOut.arrived(delivery, version, agencies).model_dump(),
        attachments=attached(delivery.id, documents.attachments_of(version.id)),
        package=f"{ROOT}/deliveries/{delivery.id}/package",
        legal=LegalOut.of(documents.legal_values([version.id])[version.id]),
        course=[StatusOut.of(line) for line in exchange.course([delivery.id])],
        urgings=[UrgingOut.of(one) for one in _urgings(request, delivery)],
    )


def _urgings(request: SystemRequest, delivery: DeliveryCard) -> list[UrgingLine]:
    inside = delivery.recipient_id == request.auth.actor.agency_id
    return exchange.urgings([delivery.id], inside=inside)


@router.get(
    "/deliveries/{delivery_id}/content",
    summary="Tệp chính",
    **answers({200: None}, *_CONTENT_REFUSED, also=frozenset({206, 304, 416})),
)
def content(request: SystemRequest, delivery_id: UUID) -> HttpResponseBase:
    """The bytes of the document as they arrived; ranges and `If-None-Match` are understood."""
    delivery = _own(request, delivery_id)
    version = _opened(request, delivery)
    file = _file(request, version.content_digest, version.content_name)
    return _read(request, version, "", file)


@router.get(
    "/deliveries/{delivery_id}/attachments/{number}",
    summary="Tệp kèm theo",
    **answers({200: None}, *_CONTENT_REFUSED, also=frozenset({206, 304, 416})),
)
def attachment(request: SystemRequest, delivery_id: UUID, number: int) -> HttpResponseBase:
    """A file that came with the document; they are numbered from 1."""
    delivery = _own(request, delivery_id)
    version = _opened(request, delivery)
    files = {one.position: one for one in documents.attachments_of(version.id)}
    if number not in files:
        raise document_errors.UnknownDocument
    file = _file(request, files[number].digest, files[number].name)
    return _read(request, version, f"phu-luc-{number}", file)


@router.get(
    "/deliveries/{delivery_id}/package",
    summary="Gói tin edXML",
    **answers({200: None}, *_CONTENT_REFUSED, errors.PackageNotFound),
)
def package(request: SystemRequest, delivery_id: UUID) -> HttpResponseBase:
    """The document with its files as an edXML package (QCVN 102:2016/BTTTT)."""
    delivery = _own(request, delivery_id)
    version = _opened(request, delivery)
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(_MEMORY))  # noqa: SIM115  # the answer closes it
    try:
        services.make_package(version.id, file, dispatch_id=delivery.dispatch_id)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=f"{delivery.id}.edxml", content_type="application/xml"
    )
    return _read(request, version, "goi-tin", answer)


@router.post(
    "/deliveries/{delivery_id}/statuses",
    summary="Báo trạng thái",
    **answers(
        {200: StatusOut},
        *_REPORT_REFUSED,
        errors.EntryNumberMissing,
        exchange_errors.AlreadyDecided,
        exchange_errors.StampBeforeDispatch,
    ),
)
def report(request: SystemRequest, delivery_id: UUID, body: StatusIn) -> StatusOut:
    """Tell the sender: 02 refused, 03 accepted, 04 assigned, 05 in work, 06 finished.

    Only for agencies whose books are kept elsewhere; the others decide on their pages here.
    """
    line = services.report_delivery(
        report=body.report(delivery_id), actor=request.auth.actor, now=clock.now()
    )
    return StatusOut.of(line)


@router.post(
    "/deliveries/{delivery_id}/urge",
    summary="Nhắc nơi nhận quá hạn",
    **answers(
        {200: UrgingOut},
        RightMissing,
        exchange_errors.DeliveryNotFound,
        exchange_errors.NothingLate,
        exchange_errors.UrgedToday,
    ),
)
def urge(request: SystemRequest, delivery_id: UUID, body: UrgeIn) -> UrgingOut:
    """Remind a recipient of what your agency sent: it has not accepted, or not finished, in time.

    Its clerks and leaders hear it at once, and both sides see it in the course; once a day at most.
    The same key again gives the same answer, also when nothing is late any more.
    """
    actor = request.auth.actor
    exchange_services.urge_recipients(
        delivery_ids=[delivery_id], key=body.key, actor=actor, now=clock.now()
    )
    return UrgingOut.of(exchange.urging_under(body.key, delivery_id, agency_id=actor.own_agency))


@router.get("/changes", summary="Yêu cầu chờ trả lời", **answers({200: ChangesOut}, BadCursor))
def list_changes(
    request: SystemRequest, after: Annotated[str, Query()] = "", limit: PageSize = 50
) -> ChangesOut:
    """What senders ask of your agency and is not answered yet, oldest first."""
    found = exchange.open_changes(
        recipient_id=request.auth.actor.own_agency,
        after=read_id(after, scope=_CHANGES),
        limit=limit + 1,
    )
    page = found[:limit]
    agencies = agencies_of([one.delivery for one in page])
    return ChangesOut(
        changes=[ChangeOut.of(one, agencies) for one in page],
        next=write_cursor(_CHANGES, str(page[-1].id)) if len(found) > limit else None,
    )


@router.post(
    "/changes/{change_id}/answer",
    summary="Trả lời yêu cầu thu hồi, cập nhật, thay thế",
    **answers({200: StatusOut}, *_REPORT_REFUSED, exchange_errors.NothingToAnswer),
)
def answer(request: SystemRequest, change_id: UUID, body: AnswerIn) -> StatusOut:
    """Agree (15) or decline (16).

    After agreeing to a recall your agency keeps the proof, not the content; after agreeing to an
    update or a replacement, what was offered is in force in place of the earlier one.
    """
    line = services.answer_change(
        request_id=change_id,
        agrees=body.agrees,
        note=body.note,
        key=body.key,
        actor=request.auth.actor,
        now=clock.now(),
    )
    return StatusOut.of(line)


def _own(request: SystemRequest, delivery_id: UUID) -> DeliveryCard:
    return exchange.delivery_for(delivery_id, agency_id=request.auth.actor.own_agency)


def _opened(request: SystemRequest, delivery: DeliveryCard) -> VersionCard:
    """The version of a delivery, if its files may be read now."""
    return documents.open_version(delivery.version_id, documents.viewer_of(request.auth.actor))


def _read(
    request: SystemRequest, version: VersionCard, part: str, answer: HttpResponseBase
) -> HttpResponseBase:
    """Note that a part is read by this answer: before it goes, and after all that can refuse it.

    What cannot be logged is not handed out. Once a day for each part. HEAD hands nothing out.
    """
    is_handed_out = request.META["REQUEST_METHOD"] != "HEAD"
    if is_handed_out and answer.status_code < HTTPStatus.BAD_REQUEST:
        read = access.Read(ReadingWay.API, version.id, version.reference_code, part)
        try:
            access.note_reading(read, actor=request.auth.actor, now=clock.now())
        except BaseException:
            answer.close()
            raise
    return answer


def _file(request: SystemRequest, digest: str, name: str) -> HttpResponseBase:
    kept = blobs.kept_content(digest)
    return file_answer(
        request,
        open_file=kept.open,
        size=kept.card.size,
        digest=digest,
        media_type=kept.card.media_type,
        name=name,
        is_saved=True,
    )
