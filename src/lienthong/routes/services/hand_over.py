"""Handing over: what waits for a route that reaches nobody goes by another one, and there once."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.exchange.types import DispatchKind, StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.sorting import name_key
from lienthong.routes import queries
from lienthong.routes.errors import NothingHandedOver, RouteBusy, RouteNotFound
from lienthong.routes.models import Load, Parcel, Route
from lienthong.routes.services._records import deliveries_of, recorded_parcel
from lienthong.routes.services._tell import HANDED_OVER, tell_operators
from lienthong.routes.services.routes import RIGHT
from lienthong.routes.types import ParcelKind, ParcelState, RouteKind

_AT_A_TIME = 200
_BATCH = 80  # rows of ten values, below the 999 that SQLite takes
_CHANGES = [kind for kind in DispatchKind if kind.is_change]


def hand_over_route(
    slug: str, *, actor: Actor, now: datetime, also_perhaps_there: bool = False
) -> int:
    """Let other routes carry what waits for this one, at once; return how many go now.

    also_perhaps_there: also what this side may have, although nothing tells the other one so; its
    recipient may get it twice. Raises NothingHandedOver, RightMissing, RouteBusy, RouteNotFound.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = Route.objects.select_for_update().filter(slug=slug).first()
        if row is None:
            raise RouteNotFound
        if is_worked_on(row, now=now):
            raise RouteBusy
        count = hand_over_waiting(row, now=now, also_perhaps_there=also_perhaps_there)
    if not count:
        raise NothingHandedOver
    return count


def is_worked_on(row: Route, *, now: datetime) -> bool:
    """Return whether somebody may be bringing something of a route at this moment."""
    return row.token is not None and row.due_at > now


def hand_over_waiting(row: Route, *, now: datetime, also_perhaps_there: bool = False) -> int:
    """Hand documents over to routes that work; return how many parcels went.

    While nobody else works on the route. What was never begun to be brought cannot come twice.
    What may be there can: it is handed over to a sister alone, because its recipient lives there,
    and there the same document is known by whatever road it came, and followed. An update or a
    replacement keeps to the road of the earlier document.
    """
    waiting = Parcel.objects.filter(
        route=row, state=ParcelState.WAITING, kind=ParcelKind.DOCUMENT
    ).exclude(dispatch__kind__in=_CHANGES)
    parcels = list(waiting.order_by("may_be_there", "id")[:_AT_A_TIME])
    rows = Load.objects.filter(parcel__in=parcels, is_there=False).select_related("delivery")
    loads = list(rows.order_by("id"))
    by_parcel: dict[UUID, list[Load]] = defaultdict(list)
    for load in loads:
        by_parcel[load.parcel_id].append(load)
    others = queries.others_to(row, {load.delivery.recipient_id for load in loads})
    went = 0
    for parcel in parcels:
        going = [one for one in by_parcel[parcel.pk] if one.delivery.recipient_id in others]
        by_route: dict[Route, list[Load]] = defaultdict(list)
        for load in going:
            by_route[others[load.delivery.recipient_id]].append(load)
        is_all = len(going) == len(by_parcel[parcel.pk])
        are_sisters = all(one.kind == RouteKind.SISTER for one in by_route)
        is_once = not parcel.may_be_there or (is_all and are_sisters)
        if going and (is_once or (also_perhaps_there and is_all)):
            _hand_over(row, parcel, by_route, is_all=is_all, now=now)
            went += 1
    if went:
        names = sorted({other.name for other in others.values()}, key=name_key)
        tell_operators(row, HANDED_OVER, ", ".join(names), now=now)
    return went


def _hand_over(
    row: Route,
    parcel: Parcel,
    by_route: dict[Route, list[Load]],
    *,
    is_all: bool,
    now: datetime,
) -> None:
    with transaction.atomic():
        mine = Parcel.objects.select_for_update().get(pk=parcel.pk)
        if mine.state != ParcelState.WAITING:
            return
        for other, loads in by_route.items():
            _put(mine, other, loads, is_all=is_all, now=now)
            _take_requests_along(row, other, loads)
            recorded_parcel("handed-over", mine, row, now=now, to=other.name)
        if is_all:
            have_it = deliveries_of(mine, is_there=True)
            if have_it:
                reference = mine.reference
                recorded_parcel("carried", mine, row, have_it, now=now, reference=reference)
            mine.state = ParcelState.CARRIED if have_it else ParcelState.HANDED_OVER
            mine.ended_at = now
        mine.made = b""
        mine.save()


def _put(parcel: Parcel, other: Route, loads: list[Load], *, is_all: bool, now: datetime) -> None:
    """What went as a whole leaves its trace: the side that may have it may report on it.

    By mail each recipient gets a letter of its own.
    """
    if other.kind == RouteKind.MAIL:
        for load in loads:
            _put_one(parcel, other, [load], load.delivery_id, is_all=is_all, now=now)
    else:
        _put_one(parcel, other, loads, None, is_all=is_all, now=now)


def _put_one(
    parcel: Parcel,
    other: Route,
    loads: list[Load],
    only: UUID | None,
    *,
    is_all: bool,
    now: datetime,
) -> None:
    new = Parcel.objects.create(
        route=other,
        kind=ParcelKind.DOCUMENT,
        dispatch_id=parcel.dispatch_id,
        speaker_id=parcel.speaker_id,
        made_at=parcel.made_at,
        due_at=now,
        expires_at=parcel.expires_at,
        instead_of=parcel,
        delivery_id=only,
    )
    if is_all:
        rows = [Load(parcel=new, delivery_id=load.delivery_id) for load in loads]
        Load.objects.bulk_create(rows, batch_size=_BATCH)
    else:
        Load.objects.filter(pk__in=[load.pk for load in loads]).update(parcel=new)


def _take_requests_along(row: Route, other: Route, loads: list[Load]) -> None:
    """Who was asked to give it back is asked by the road by which it goes."""
    ids = [load.delivery_id for load in loads]
    asked = Parcel.objects.filter(
        route=row,
        state=ParcelState.WAITING,
        kind=ParcelKind.STATUS,
        report__code=StatusCode.TAKE_BACK,
        report__delivery_id__in=ids,
    )
    asked.update(route=other)
