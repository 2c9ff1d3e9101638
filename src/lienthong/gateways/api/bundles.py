"""Many at once: deliveries with all their files in one answer, and many statuses in one request."""

import base64
import logging
import secrets
from collections.abc import Iterator, Mapping
from typing import Annotated
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Schema
from pydantic import Field

from lienthong.access.errors import RightMissing
from lienthong.apikit.operations import answers
from lienthong.apikit.problems import MEDIA_TYPE as PROBLEM
from lienthong.apikit.problems import said_of
from lienthong.apikit.rendering import json_bytes
from lienthong.apikit.schemas import Problem, StrictSchema
from lienthong.blobs.errors import ContentDestroyed
from lienthong.directory.types import AgencyCard
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.gateways import errors, services
from lienthong.gateways.api.paging import agencies_of
from lienthong.gateways.api.shapes_in import StatusIn
from lienthong.gateways.api.shapes_out import (
    ROOT,
    ArrivalOut,
    DeliveryDetailOut,
    LegalOut,
    StatusOut,
    UrgingOut,
    attached,
)
from lienthong.gateways.types import Fetched, FetchedFile
from lienthong.kernel import clock
from lienthong.kernel.disk import PIECE
from lienthong.kernel.refusals import Refusal
from lienthong.systems.types import SystemRequest

router = Router(tags=["Văn bản đến · Receiving"])
MOST = 50
_log = logging.getLogger(__name__)


class FetchIn(StrictSchema):
    """Which deliveries; each once."""

    deliveries: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]


class ReportIn(StatusIn):
    """A status with the delivery that it is about; the key is that of this one report."""

    delivery: UUID


class ReportsIn(StrictSchema):
    """`together`: all are written or none; else what is refused leaves the others as they are."""

    reports: Annotated[list[ReportIn], Field(min_length=1, max_length=MOST)]
    together: bool = False


class ReportedOut(Schema):
    """What became of one report: the line of the course that it made, or why it was refused."""

    delivery: UUID
    key: str
    report: StatusOut | None
    problem: Problem | None


class ReportedListOut(Schema):
    """In the order of the request."""

    results: list[ReportedOut]


@router.post(
    "/bundles/deliveries",
    url_name="bundle-deliveries",
    summary="Lấy nhiều văn bản một lần",
    **answers({200: None}, errors.BundleRepeats),
)
def fetch_bundle(request: SystemRequest, body: FetchIn) -> StreamingHttpResponse:
    """Up to 50 deliveries with their files as one `multipart/mixed` answer, streamed.

    Each part names its delivery in `Lienthong-Delivery` and itself in `Lienthong-Part`:
    `delivery` (JSON, as of one delivery), `content`, `attachment-1` …, each with `Content-Length`
    and `Repr-Digest`. What cannot be had is a part of `application/problem+json`. An answer without
    its closing boundary broke off: ask again for what is missing.
    """
    wanted = body.deliveries
    if doubled := next((one for one in wanted if wanted.count(one) > 1), None):
        raise errors.BundleRepeats(delivery=doubled)
    found = services.fetch_deliveries(wanted, actor=request.auth.actor, now=clock.now())
    versions = [one.version for one in found.values()]
    agencies = agencies_of([one.delivery for one in found.values()], *versions)
    boundary = secrets.token_hex(24)
    # In the language of the request, which is over when the pieces go.
    said = {one.delivery.id: _said(one, agencies) for one in found.values()}
    pieces = _pieces(request, wanted, found, said, boundary)
    kind = f'multipart/mixed; boundary="{boundary}"'
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)


@router.post(
    "/bundles/statuses",
    url_name="bundle-statuses",
    summary="Báo nhiều trạng thái một lần",
    **answers({200: ReportedListOut}, RightMissing, errors.BooksKeptHere, errors.BundleRefused),
)
def report_bundle(request: SystemRequest, body: ReportsIn) -> ReportedListOut:
    """Up to 50 statuses, each with its own key and its own result; written by one commit."""
    results = services.report_deliveries(
        reports=[one.report(one.delivery) for one in body.reports],
        together=body.together,
        actor=request.auth.actor,
        now=clock.now(),
    )
    return ReportedListOut(
        results=[
            ReportedOut(
                delivery=asked.delivery,
                key=asked.key,
                report=None if isinstance(told, Refusal) else StatusOut.of(told),
                problem=Problem(**said_of(request, told)) if isinstance(told, Refusal) else None,
            )
            for asked, told in zip(body.reports, results, strict=True)
        ]
    )


def _pieces(
    request: SystemRequest,
    wanted: list[UUID],
    found: dict[UUID, Fetched],
    said: dict[UUID, bytes],
    boundary: str,
) -> Iterator[bytes]:
    """The whole answer; memory does not grow with it, and the database is asked nothing."""
    for delivery_id in wanted:
        head = _Head(boundary, delivery_id)
        if (one := found.get(delivery_id)) is None:
            yield head.problem(request, "delivery", DeliveryNotFound())
            continue
        yield head.small("delivery", "application/json", said[delivery_id])
        if one.refusal is not None:
            yield head.problem(request, "content", one.refusal)
        for file in one.files:
            yield from _file(request, head, file)
    yield f"--{boundary}--\r\n".encode()


def _file(request: SystemRequest, head: "_Head", file: FetchedFile) -> Iterator[bytes]:
    """A file that went between the look and its turn is a problem; one that breaks ends all."""
    try:
        opened = file.open() if file.open else None
    except Refusal as refusal:
        _log.warning("could not open a file of a bundle: %s", refusal.code)
        yield head.problem(request, file.part, refusal)
        return
    if opened is None:
        yield head.problem(request, file.part, ContentDestroyed())
        return
    with opened:
        yield head.of_file(file)
        while piece := opened.read(PIECE):
            yield piece
    yield b"\r\n"


def _said(one: Fetched, agencies: Mapping[UUID, AgencyCard]) -> bytes:
    """As `GET /deliveries/{id}` says it."""
    delivery = one.delivery
    told = DeliveryDetailOut(
        **ArrivalOut.arrived(delivery, one.version, agencies).model_dump(),
        attachments=attached(delivery.id, one.attachments),
        package=f"{ROOT}/deliveries/{delivery.id}/package",
        legal=LegalOut.of(one.legal),
        course=[StatusOut.of(line) for line in one.course],
        urgings=[UrgingOut.of(line) for line in one.urgings],
    )
    return json_bytes(told.model_dump())


class _Head:
    """Writes the parts of one delivery."""

    def __init__(self, boundary: str, delivery_id: UUID) -> None:
        self._boundary, self._delivery_id = boundary, delivery_id

    def small(self, part: str, media_type: str, body: bytes) -> bytes:
        return self._lines(part, media_type, len(body)) + b"\r\n" + body + b"\r\n"

    def problem(self, request: SystemRequest, part: str, refusal: Refusal) -> bytes:
        return self.small(part, PROBLEM, json_bytes(said_of(request, refusal)))

    def of_file(self, file: FetchedFile) -> bytes:
        digest = base64.b64encode(bytes.fromhex(file.digest)).decode()
        name = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
        own = f"Content-Disposition: {name}\r\nRepr-Digest: sha-256=:{digest}:\r\n"
        return self._lines(file.part, file.media_type, file.size) + own.encode() + b"\r\n"

    def _lines(self, part: str, media_type: str, length: int) -> bytes:
        return (
            f"--{self._boundary}\r\nLienthong-Delivery: {self._delivery_id}\r\n"
            f"Lienthong-Part: {part}\r\nContent-Type: {media_type}\r\n"
            f"Content-Length: {length}\r\n"
        ).encode()
