"""What has to be carried: hears the exchange, in the transaction in which it happens."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.events import ChangeRequested, Dispatched, StatusesReported
from lienthong.exchange.types import ChangeKind, DeliveryCard, DeliveryState, StatusCode
from lienthong.routes import queries, rules
from lienthong.routes.errors import NoRoute
from lienthong.routes.models import Load, Parcel
from lienthong.routes.services.follow import follow_on
from lienthong.routes.types import ParcelKind, ParcelState

_BATCH = 60  # rows of fifteen values, below the 999 that SQLite takes


def put_documents(event: Dispatched) -> None:
    """Let what goes to agencies outside wait for their routes, a parcel a route.

    No statement where nobody is outside. Raises NoRoute where none leads.
    """
    outside = _outside(event)
    if not outside:
        return
    roads = queries.cheapest((one.recipient_id for one in outside), alive_at=event.now)
    unreached = [one.recipient_name for one in outside if one.recipient_id not in roads]
    if unreached:
        raise NoRoute(names=", ".join(unreached[:20]))
    mail = queries.of_mail(roads.values())
    # By route, and where that is mail by delivery too: each recipient gets a letter of its own.
    by_parcel: dict[tuple[UUID, UUID | None], list[DeliveryCard]] = defaultdict(list)
    for one in outside:
        route_id = roads[one.recipient_id]
        by_parcel[route_id, one.id if route_id in mail else None].append(one)
    parcels = [
        _parcel(
            route_id,
            ParcelKind.DOCUMENT,
            dispatch_id=event.dispatch.id,
            delivery_id=delivery_id,
            speaker_id=event.dispatch.sender_id,
            now=event.now,
        )
        for route_id, delivery_id in by_parcel
    ]
    _write(parcels, [[one.id for one in about] for about in by_parcel.values()])


def _outside(event: Dispatched) -> list[DeliveryCard]:
    """What has not arrived by itself; an update or a replacement is offered, wherever it goes."""
    if not event.dispatch.kind.is_change:
        return [one for one in event.deliveries if one.state == DeliveryState.SENT]
    known = directory.agencies(one.recipient_id for one in event.deliveries)
    return [one for one in event.deliveries if known[one.recipient_id].is_outside]


def put_reports(event: StatusesReported) -> None:
    """Let what a recipient here reports wait for the routes by which the documents came."""
    roads = queries.roads_of(one.delivery.dispatch_id for one in event.reports)
    said = [(one, route) for one in event.reports for route in roads[one.delivery.dispatch_id]]
    _write(
        [
            _parcel(
                route_id,
                ParcelKind.STATUS,
                report_id=one.line.id,
                speaker_id=one.delivery.recipient_id,
                now=event.now,
            )
            for one, route_id in said
        ],
        [[one.delivery.id] for one, _route_id in said],
    )


def put_changes(event: ChangeRequested) -> None:
    """Let what a sender here asks back (13) wait for the routes by which the document went.

    An update or a replacement waits already; it takes the road of the earlier document, and its
    answer comes with the course of that one.
    """
    ids = [one.id for one in event.deliveries]
    if event.kind != ChangeKind.RECALL:
        follow_on(ids)
        _keep_to_roads(event)
        return
    went = Load.objects.filter(delivery_id__in=ids, parcel__kind=ParcelKind.DOCUMENT)
    # Of several that were tried the last one counts.
    roads = dict(went.order_by("id").values_list("delivery_id", "parcel__route_id"))
    if not roads:
        return
    follow_on(list(roads))
    lines = exchange.course(list(roads))
    latest = {line.delivery_id: line for line in lines if line.code == StatusCode.TAKE_BACK}
    asked = [one for one in event.deliveries if one.id in roads and one.id in latest]
    holders = directory.holders_of({one.sender_id for one in asked})
    _write(
        [
            _parcel(
                roads[one.id],
                ParcelKind.STATUS,
                report_id=latest[one.id].id,
                speaker_id=holders[one.sender_id],
                now=event.now,
            )
            for one in asked
        ],
        [[one.id] for one in asked],
    )


def _keep_to_roads(event: ChangeRequested) -> None:
    """Who has the earlier document from one side is not asked about it through another one."""
    wanted = queries.roads_before({one.id: one.recipient_id for one in event.deliveries})
    if event.new is None or not wanted:
        return
    offered = Load.objects.filter(
        delivery__dispatch__version_id=event.new.id,
        delivery__recipient_id__in=wanted,
        parcel__state=ParcelState.WAITING,
        parcel__kind=ParcelKind.DOCUMENT,
    ).select_related("parcel", "delivery")
    mail = queries.of_mail(wanted.values())
    astray: dict[tuple[UUID, UUID, UUID | None], list[Load]] = defaultdict(list)
    for load in offered:
        route_id = wanted[load.delivery.recipient_id]
        if load.parcel.route_id != route_id:
            only = load.delivery_id if route_id in mail else None
            astray[route_id, load.parcel_id, only].append(load)
    for (route_id, _left, only), loads in astray.items():
        _move(loads, loads[0].parcel, route_id, only, now=event.now)
    left = [parcel_id for _route, parcel_id, _only in astray]
    Parcel.objects.filter(pk__in=left, loads__isnull=True).delete()


def _move(
    loads: list[Load], left: Parcel, route_id: UUID, only: UUID | None, *, now: datetime
) -> None:
    about = {"dispatch": left.dispatch, "speaker_id": left.speaker_id, "delivery_id": only}
    there = Parcel.objects.filter(route_id=route_id, dispatch=left.dispatch)
    parcel = (there.filter(delivery_id=only) if only else there).first()
    if parcel is None:
        parcel = _parcel(route_id, ParcelKind.DOCUMENT, now=now, **about)
        parcel.save(force_insert=True)
    Load.objects.filter(pk__in=[one.pk for one in loads]).update(parcel=parcel)


def put_arrivals(route_id: UUID, delivery_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let the arrivals (01) of what a route has just brought go back by it."""
    lines = exchange_services.write_arrivals(list(delivery_ids))
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


def _parcel(route_id: UUID, kind: ParcelKind, *, now: datetime, **about: Any) -> Parcel:
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
