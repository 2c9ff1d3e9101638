"""What systems are told: hears the exchange, in the transaction in which it happens.

One statement where nobody listens; two and a bulk insert where somebody does.
"""

from collections.abc import Iterable
from datetime import datetime
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
    arrived, rows = _arrived(event), list[_Row]()
    for listener in listening:
        for one in event.deliveries:
            if one.recipient_id == listener.agency_id:
                rows.append(_item(listener, MessageType.DOCUMENT, sender_id, one.id))
            if sender_id == listener.agency_id and one.id in arrived:
                rows.append(_item(listener, MessageType.STATUS, one.recipient_id, one.id))
    _write(rows, now=event.now)


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
    said = [(one.delivery, one.line.id) for one in event.reports]
    senders = {delivery.sender_id for delivery, _line in said}
    rows = [
        _item(listener, MessageType.STATUS, delivery.recipient_id, delivery.id, line_id)
        for listener in systems.listeners(senders, now=event.now, today=local_day(event.now))
        for delivery, line_id in said
        if delivery.sender_id == listener.agency_id
    ]
    _write(rows, now=event.now)


def put_changes(event: ChangeRequested) -> None:
    """What a sender asks for back (13) waits for the systems of those who are asked.

    An update or a replacement asks by its own package, which waits as a document.
    """
    if event.kind != ChangeKind.RECALL:
        return
    asked = {one.recipient_id for one in event.deliveries}
    listening = systems.listeners(asked, now=event.now, today=local_day(event.now))
    if not listening:
        return
    lines = exchange.course([one.id for one in event.deliveries])
    latest = {line.delivery_id: line for line in lines if line.code == StatusCode.TAKE_BACK}
    rows = [
        _item(listener, MessageType.STATUS, one.sender_id, one.id, latest[one.id].id)
        for listener in listening
        for one in event.deliveries
        if one.recipient_id == listener.agency_id
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
