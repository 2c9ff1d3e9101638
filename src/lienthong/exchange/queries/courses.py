"""What was reported about deliveries: the log as it is shown, and as the published rule sees it.

A delivery within the installation is there in the moment in which it is sent. No row says so: the
delivery itself does (`arrived_at_once`), and its first line is made of it here, under the
delivery's id. Where something has to point at that line it is a row (`services.write_arrivals`),
as it always was for deliveries of before.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.types import ChangeKind, NotCarried, Report, StatusCode, StatusLine
from lienthong.tables.places import places
from lienthong.tables.questions import question

# Begins the key of the line by which a delivery came instead of another.
OFFER = "offer:"


def course(delivery_ids: Collection[UUID]) -> list[StatusLine]:
    """Return everything that was reported about these deliveries, in the order it was received.

    Two statements.
    """
    lines = {row.id: _status_line(row) for row in _lines_of.all(deliveries=list(delivery_ids))}
    for delivery in _at_once(delivery_ids):
        lines.setdefault(delivery.id, _arrival(delivery))
    return sorted(lines.values(), key=lambda line: (line.received_at, line.id))


@question
def _lines_of() -> "QuerySet[StatusReport]":
    rows = StatusReport.objects.select_related("reporter", "change")
    return rows.filter(delivery_id__in=places("deliveries", UUID))


def status_line(report_id: UUID) -> StatusLine:
    """Return one status report. Two statements at most. Raises DoesNotExist."""
    row = StatusReport.objects.select_related("reporter", "change").filter(pk=report_id).first()
    if row is not None:
        return _status_line(row)
    arrived = _at_once([report_id])
    if not arrived:
        raise StatusReport.DoesNotExist
    return _arrival(arrived[0])


def reports_of(delivery_id: UUID) -> list[Report]:
    """Return the whole log of a delivery as the published rule sees it. Two statements."""
    return logs_of([delivery_id])[delivery_id]


def logs_of(delivery_ids: Collection[UUID]) -> dict[UUID, list[Report]]:
    """Return the whole logs of deliveries as the published rule sees them. Two statements."""
    return _logs(delivery_ids, {one.id: one.at for one in _at_once(delivery_ids)})


def logs_at(deliveries: Sequence[Delivery]) -> dict[UUID, list[Report]]:
    """Do the same for deliveries that are at hand. One statement."""
    arrived = {one.id: one.admitted_at for one in deliveries if one.arrived_at_once}
    return _logs([one.id for one in deliveries], arrived)


def latest_actor_name(delivery_id: UUID) -> str:
    """Return who reported last about a delivery; an agency's name where nobody is named."""
    rows = StatusReport.objects.select_related("reporter").filter(delivery_id=delivery_id)
    row = rows.order_by("-received_at", "-id").first()
    if row is not None:
        return row.actor_name or row.reporter.name
    return next((one.recipient_name for one in _at_once([delivery_id])), "")


class _Arrived(NamedTuple):
    """A delivery that was there when it was sent."""

    id: UUID
    recipient_name: str
    at: datetime
    record_id: UUID


def _at_once(delivery_ids: Collection[UUID]) -> list[_Arrived]:
    return [_Arrived(*row) for row in _came_at_once.all(ids=list(delivery_ids))]


@question
def _came_at_once() -> "QuerySet[Delivery, tuple[UUID, str, datetime, UUID]]":
    rows = Delivery.objects.filter(pk__in=places("ids", UUID), arrived_at_once=True)
    return rows.values_list("id", "recipient_name", "admitted_at", "dispatch__record_id")


def _logs(
    delivery_ids: Collection[UUID], arrived: Mapping[UUID, datetime]
) -> dict[UUID, list[Report]]:
    """arrived: when those came that were there at once."""
    logs: dict[UUID, dict[UUID, Report]] = {one: {} for one in delivery_ids}
    for one, at in arrived.items():
        logs[one][one] = Report(one, StatusCode.ARRIVED, stamped_at=at, received_at=at)
    for row in _log_of.all(deliveries=list(delivery_ids)):
        logs[row.delivery_id][row.id] = Report(
            id=row.id,
            code=StatusCode(row.code),
            stamped_at=row.stamped_at,
            received_at=row.received_at,
            change=ChangeKind(row.asked) if row.asked else None,
            answers=row.answers_id,
            is_offer=row.change_id is not None and row.key.startswith(OFFER),
        )
    return {one: list(log.values()) for one, log in logs.items()}


@question
def _log_of() -> "QuerySet[Any]":
    """What the state of a delivery is derived from, with every report."""
    rows = StatusReport.objects.filter(delivery_id__in=places("deliveries", UUID))
    return rows.annotate(asked=F("change__kind"))


def _arrival(delivery: _Arrived) -> StatusLine:
    return StatusLine(
        id=delivery.id,
        delivery_id=delivery.id,
        code=StatusCode.ARRIVED,
        reporter_name=delivery.recipient_name,
        actor_name="",
        note="",
        stamped_at=delivery.at,
        received_at=delivery.at,
        record_id=delivery.record_id,
    )


def _status_line(row: StatusReport) -> StatusLine:
    return StatusLine(
        id=row.id,
        delivery_id=row.delivery_id,
        code=StatusCode(row.code),
        reporter_name=row.reporter.name,
        actor_name=row.actor_name,
        note=row.note,
        stamped_at=row.stamped_at,
        received_at=row.received_at,
        record_id=row.record_id,
        entry_number=row.entry_number,
        entered_on=row.entered_on,
        change=ChangeKind(row.change.kind) if row.change else None,
        not_carried=NotCarried(row.not_carried) if row.not_carried else None,
    )
