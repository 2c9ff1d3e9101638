"""What systems are told: hears the exchange, in the transaction in which it happens.

One statement where nobody listens; two and a bulk insert where somebody does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import (
    ChangeAnswered,
    ChangeRequested,
    Dispatched,
    StatusesReported,
)
from lienthong.exchange.types import ChangeKind, DeliveryState, StatusCode
from lienthong.gateways.events import BareRecallTaken
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.systems import queries as systems
from lienthong.systems.queries import Listener
from lienthong.tables.rows import Rows
from lienthong.vxp.models import Item
from lienthong.vxp.types import FetchState, MessageType

T = TypeVar("T")
_ITEMS = Rows(
    Item,
    *("id", "system_id", "agency_id", "message_type", "speaker_id", "delivery_id", "report_id"),
    ignore_conflicts=True,
)
# Of an item: id, system, agency, kind, who speaks, delivery and report.
_Row = tuple[UUID, UUID, UUID, MessageType, UUID, UUID, UUID | None]
RECALLED = "recalled"  # said for the system about a document that was given back


def put_arrivals(event: Dispatched) -> None:
    """A document waits for the systems of its recipients, its arrivals (01) for the sender's.

    What goes by a route has not arrived; its recipient says so itself.
    """
    sender_id = event.dispatch.sender_id
    parties = {sender_id, *(one.recipient_id for one in event.deliveries)}
    listening = systems.listeners(parties, now=event.now, today=local_day(event.now))
    if not listening:
        return
    to = _by_agency((one.recipient_id, one) for one in event.deliveries)
    arrived, rows = _arrived(event), list[_Row]()
    for listener in listening:
        rows += (
            _item(listener, MessageType.DOCUMENT, sender_id, one.id)
            for one in to.get(listener.agency_id, ())
        )
        if sender_id == listener.agency_id:
            rows += (
                _item(listener, MessageType.STATUS, one.recipient_id, one.id)
                for one in event.deliveries
                if one.id in arrived
            )
    _write(rows, now=event.now)


def _by_agency(found: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    """Gather what belongs to each agency, so that no system looks through what is of all others."""
    gathered: dict[UUID, list[T]] = {}
    for agency_id, one in found:
        gathered.setdefault(agency_id, []).append(one)
    return gathered


def _arrived(event: Dispatched) -> set[UUID]:
    """What is here already; an update or a replacement is offered, wherever it goes.

    No statement but for those two.
    """
    if not event.dispatch.kind.is_change:
        return {one.id for one in event.deliveries if one.state != DeliveryState.SENT}
    known = directory.agencies(one.recipient_id for one in event.deliveries)
    return {one.id for one in event.deliveries if not known[one.recipient_id].is_outside}


def put_reports(event: StatusesReported) -> None:
    """What a recipient reports waits for the systems of the senders."""
    said = _by_agency((one.delivery.sender_id, one) for one in event.reports)
    rows = [
        _item(listener, MessageType.STATUS, one.delivery.recipient_id, one.delivery.id, one.line.id)
        for listener in systems.listeners(set(said), now=event.now, today=local_day(event.now))
        for one in said.get(listener.agency_id, ())
    ]
    _write(rows, now=event.now)


def put_changes(event: ChangeRequested) -> None:
    """What a sender asks for back (13) waits for the systems of those who are asked.

    An update or a replacement asks by its own package, which waits as a document.
    """
    if event.kind != ChangeKind.RECALL:
        return
    asked = _by_agency((one.recipient_id, one) for one in event.deliveries)
    listening = systems.listeners(set(asked), now=event.now, today=local_day(event.now))
    if not listening:
        return
    lines = exchange.course([one.id for one in event.deliveries])
    latest = {line.delivery_id: line for line in lines if line.code == StatusCode.TAKE_BACK}
    rows = [
        _item(listener, MessageType.STATUS, one.sender_id, one.id, latest[one.id].id)
        for listener in listening
        for one in asked.get(listener.agency_id, ())
    ]
    _write(rows, now=event.now)


def put_recall(event: BareRecallTaken) -> None:
    """A recall that came as a document package waits as that package, not as a 13 of ours.

    Nobody wrote a 13; what `put_changes` has just put there becomes what happened. One statement.
    """
    rows = Item.objects.filter(
        delivery_id__in=event.delivery_ids,
        message_type=MessageType.STATUS,
        report__change__key=event.key,
    )
    rows.update(message_type=MessageType.DOCUMENT)


def take_recalled_off(event: ChangeAnswered) -> None:
    """A document that was given back can be fetched no more, so it waits for nobody.

    All versions of the document go with it, the recall itself does not. Also not for a system that
    had done with it: it would come back when that were taken back.
    """
    if not event.is_agreed or event.kind != ChangeKind.RECALL:
        return
    rows = Item.objects.filter(
        message_type=MessageType.DOCUMENT,
        report__isnull=True,
        delivery__recipient_id=event.delivery.recipient_id,
        delivery__dispatch__version__document__versions=event.delivery.version_id,
    )
    rows.update(state=FetchState.DONE, said=RECALLED, updated_at=event.now)


def _item(
    listener: Listener,
    message_type: MessageType,
    speaker_id: UUID,
    delivery_id: UUID,
    report_id: UUID | None = None,
) -> _Row:
    system_id, agency_id = listener.system_id, listener.agency_id
    return uuid7(), system_id, agency_id, message_type, speaker_id, delivery_id, report_id


def _write(rows: Iterable[_Row], *, now: datetime) -> None:
    _ITEMS.insert(rows, created_at=now, updated_at=now)
