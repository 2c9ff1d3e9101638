"""What has to be carried: hears the exchange, in the transaction in which it happens."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import ChangeRequested, Dispatched, StatusReported
from lienthong.exchange.types import ChangeKind, DeliveryCard, DeliveryState, StatusCode
from lienthong.routes import queries, rules
from lienthong.routes.errors import NoRoute
from lienthong.routes.models import Load, Parcel
from lienthong.routes.services.follow import follow_on
from lienthong.routes.types import ParcelKind

_BATCH = 60  # rows of fifteen values, below the 999 that SQLite takes


def put_documents(event: Dispatched) -> None:
    """Let what goes to agencies outside wait for their routes, a parcel a route.

    No statement where nobody is outside. Raises NoRoute where none leads.
    """
    outside = _outside(event)
    if not outside:
        return
    roads = queries.cheapest(one.recipient_id for one in outside)
    unreached = [one.recipient_name for one in outside if one.recipient_id not in roads]
    if unreached:
        raise NoRoute(names=", ".join(unreached[:20]))
    by_route: dict[UUID, list[DeliveryCard]] = defaultdict(list)
    for one in outside:
        by_route[roads[one.recipient_id]].append(one)
    parcels = [
        _parcel(
            route_id,
            ParcelKind.DOCUMENT,
            dispatch_id=event.dispatch.id,
            speaker_id=event.dispatch.sender_id,
            now=event.now,
        )
        for route_id in by_route
    ]
    _write(parcels, [[one.id for one in about] for about in by_route.values()])


def _outside(event: Dispatched) -> list[DeliveryCard]:
    """What has not arrived by itself; an update or a replacement is offered, wherever it goes."""
    if not event.dispatch.kind.is_change:
        return [one for one in event.deliveries if one.state == DeliveryState.SENT]
    known = directory.agencies(one.recipient_id for one in event.deliveries)
    return [one for one in event.deliveries if known[one.recipient_id].is_outside]


def put_report(event: StatusReported) -> None:
    """Let what a recipient here reports wait for the route by which the document came."""
    delivery = event.delivery
    roads = queries.roads_of(delivery.dispatch_id)
    _write(
        [
            _parcel(
                route_id,
                ParcelKind.STATUS,
                report_id=event.line.id,
                speaker_id=delivery.recipient_id,
                now=event.now,
            )
            for route_id in roads
        ],
        [[delivery.id]] * len(roads),
    )


def put_changes(event: ChangeRequested) -> None:
    """Let what a sender here asks back (13) wait for the routes by which the document went."""
    ids = [one.id for one in event.deliveries]
    if event.kind != ChangeKind.RECALL:
        return
    roads = dict(
        Load.objects.filter(delivery_id__in=ids, parcel__kind=ParcelKind.DOCUMENT).values_list(
            "delivery_id", "parcel__route_id"
        )
    )
    if not roads:
        return
    follow_on(list(roads))
    lines = exchange.course(list(roads))
    latest = {line.delivery_id: line for line in lines if line.code == StatusCode.TAKE_BACK}
    asked = [one for one in event.deliveries if one.id in roads and one.id in latest]
    _write(
        [
            _parcel(
                roads[one.id],
                ParcelKind.STATUS,
                report_id=latest[one.id].id,
                speaker_id=directory.holder_of(one.sender_id),
                now=event.now,
            )
            for one in asked
        ],
        [[one.id] for one in asked],
    )


def put_arrivals(route_id: UUID, delivery_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let the arrivals (01) of what a route has just brought go back by it."""
    lines = [
        line for line in exchange.course(list(delivery_ids)) if line.code == StatusCode.ARRIVED
    ]
    cards = {one.id: one for one in exchange.delivery_cards([one.delivery_id for one in lines])}
    _write(
        [
            _parcel(
                route_id,
                ParcelKind.STATUS,
                report_id=line.id,
                speaker_id=cards[line.delivery_id].recipient_id,
                now=now,
            )
            for line in lines
        ],
        [[line.delivery_id] for line in lines],
    )


def _parcel(route_id: UUID, kind: ParcelKind, *, now: datetime, **about: UUID) -> Parcel:
    return Parcel(
        route_id=route_id,
        kind=kind,
        made_at=now,
        due_at=now,
        expires_at=now + rules.GIVES_UP_AFTER,
        **about,
    )


def _write(parcels: list[Parcel], about: list[list[UUID]]) -> None:
    """Two statements, none without parcels."""
    if not parcels:
        return
    Parcel.objects.bulk_create(parcels, batch_size=_BATCH)
    Load.objects.bulk_create(
        (
            Load(parcel=parcel, delivery_id=delivery_id)
            for parcel, deliveries in zip(parcels, about, strict=True)
            for delivery_id in deliveries
        ),
        batch_size=200,
    )
