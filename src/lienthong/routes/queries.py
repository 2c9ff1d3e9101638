"""Every read of routes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Count, QuerySet

from lienthong.blobs import services as blobs
from lienthong.routes import rules
from lienthong.routes.errors import RouteNotFound
from lienthong.routes.models import (
    Difference,
    Fetched,
    KeptReceipt,
    Load,
    Parcel,
    Reached,
    Route,
)
from lienthong.routes.types import (
    Access,
    DifferenceCard,
    DifferenceKind,
    FetchedCard,
    FetchedState,
    Leg,
    MailboxCard,
    ParcelCard,
    ParcelKind,
    ParcelState,
    ReceiptCard,
    RouteCard,
    RouteKind,
    RouteState,
    Trouble,
)
from lienthong.tables.places import places
from lienthong.tables.questions import question

PAGE = 50
# More than an installation ever has: one parent, and some sisters.
_MOST_ROUTES = 200
_MOST_DIFFERENCES = 200
_MOST_MAILBOXES = 2_000
_AT_A_TIME = 500  # ids in one statement


def routes() -> list[RouteCard]:
    """Return all routes, those in use first, with how much waits. Six statements."""
    rows = sorted(
        Route.objects.order_by("cost", "slug")[:_MOST_ROUTES],
        key=lambda row: list(RouteState).index(RouteState(row.state)),
    )
    return _cards(rows)


def route(slug: str) -> RouteCard:
    """Return one route by its short name. Raises RouteNotFound."""
    row = Route.objects.filter(slug=slug).first()
    if row is None:
        raise RouteNotFound
    return _cards([row])[0]


def route_of(route_id: UUID) -> RouteCard:
    """Return one route by its id. Raises RouteNotFound."""
    row = Route.objects.filter(pk=route_id).first()
    if row is None:
        raise RouteNotFound
    return _cards([row])[0]


def access_of(row: Route) -> Access:
    """Return how the other side is called, its secret in clear. One statement."""
    return Access(
        address=row.address,
        caller=row.caller,
        secret=blobs.open_words(bytes(row.sealed), owner_id=row.pk).decode(),
        networks=tuple(row.networks.split()),
        authority=row.authority,
    )


def cheapest(agency_ids: Iterable[UUID], *, alive_at: datetime | None = None) -> dict[UUID, UUID]:
    """Return for each agency the route to it: one in use before one that rests, then by cost.

    alive_at: one that reaches somebody at this moment before one that is dead; None where that
    says nothing. One statement. Agencies to which none leads are absent.
    """
    rows = Reached.objects.filter(agency_id__in=set(agency_ids)).exclude(
        route__state=RouteState.ENDED
    )
    best: dict[UUID, UUID] = {}
    for one in sorted(rows.select_related("route"), key=partial(_preference, alive_at)):
        best.setdefault(one.agency_id, one.route_id)
    return best


def of_mail(route_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these routes are mail. One statement, none without routes."""
    ids = set(route_ids)
    rows = Route.objects.filter(pk__in=ids, kind=RouteKind.MAIL) if ids else Route.objects.none()
    return set(rows.values_list("pk", flat=True))


def mailboxes(route_id: UUID, *, limit: int = _MOST_MAILBOXES) -> list[MailboxCard]:
    """Return whom a route of mail leads to, by name. One statement."""
    rows = Reached.objects.filter(route_id=route_id, is_gone=False).select_related("agency")
    return [
        MailboxCard(row.agency_id, row.agency.name, row.address)
        for row in rows.order_by("agency__name", "pk")[:limit]
    ]


def agencies_by_mail(agency_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these agencies that what is sent now goes to as a letter. Two statements."""
    roads = cheapest(agency_ids)
    mail = of_mail(roads.values())
    return {agency_id for agency_id, route_id in roads.items() if route_id in mail}


def _preference(alive_at: datetime | None, one: Reached) -> tuple[bool, bool, bool, int, UUID]:
    row = one.route
    is_dead = alive_at is not None and rules.is_dead(row.unreached_since, now=alive_at)
    return one.is_gone, row.state != RouteState.ON, is_dead, row.cost, row.pk


def others_to(row: Route, agency_ids: Collection[UUID]) -> dict[UUID, Route]:
    """Return for each agency the cheapest other route that works, where there is one.

    One statement.
    """
    rows = Reached.objects.filter(
        agency_id__in=agency_ids,
        is_gone=False,
        route__state=RouteState.ON,
        route__trouble=Trouble.NONE,
        route__succeeded_at__isnull=False,
    ).exclude(route=row)
    best: dict[UUID, Route] = {}
    for one in rows.select_related("route").order_by("route__cost", "route_id"):
        best.setdefault(one.agency_id, one.route)
    return best


def roads_before(recipients: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Return by recipient the route that took one of these deliveries there and still leads there.

    recipients: by delivery. Two statements.
    """
    loads = Load.objects.filter(delivery_id__in=recipients, parcel__kind=ParcelKind.DOCUMENT)
    went = loads.exclude(parcel__route__state=RouteState.ENDED).order_by("id")
    reached = Reached.objects.filter(agency_id__in=recipients.values(), is_gone=False)
    still = set(reached.values_list("route_id", "agency_id"))
    return {
        recipients[delivery_id]: route_id
        for delivery_id, route_id in went.values_list("delivery_id", "parcel__route_id")
        if (route_id, recipients[delivery_id]) in still
    }


def parcels(route_id: UUID, state: ParcelState, *, limit: int = PAGE) -> list[ParcelCard]:
    """Return what is carried and stands so, the newest first. One statement."""
    rows = Parcel.objects.filter(route_id=route_id, state=state).order_by("-id")
    return [_parcel(row) for row in _named(rows)[:limit]]


def fetched(route_id: UUID, states: Collection[FetchedState]) -> list[FetchedCard]:
    """Return packages of the other side that stand so, the newest first. One statement."""
    rows = Fetched.objects.filter(route_id=route_id, state__in=states).order_by("-id")[:PAGE]
    return [
        FetchedCard(
            id=row.pk,
            their_id=row.their_id,
            kind=ParcelKind(row.kind),
            state=FetchedState(row.state),
            attempts=row.attempts,
            code=row.code,
            said=row.said,
            seen_at=row.seen_at,
        )
        for row in rows
    ]


def differences(route_id: UUID) -> list[DifferenceCard]:
    """Return the agencies of the last list that an operator has to look at. One statement."""
    rows = Difference.objects.filter(route_id=route_id).order_by("code", "pk")
    return [
        DifferenceCard(DifferenceKind(row.kind), row.code, row.name, row.said, row.seen_at)
        for row in rows[:_MOST_DIFFERENCES]
    ]


def legs(delivery_ids: Collection[UUID]) -> dict[UUID, Leg]:
    """Return by which route these deliveries go, those that go by none left out. One statement."""
    rows = Load.objects.filter(
        delivery_id__in=delivery_ids, parcel__kind=ParcelKind.DOCUMENT
    ).select_related("parcel__route")
    return {row.delivery_id: _leg(row.delivery_id, row.parcel) for row in rows.order_by("id")}


def known_there(route_id: UUID, their_ids: Collection[str]) -> dict[str, Fetched]:
    """Return what was seen before of a list of the other side. One statement for 500."""
    found: dict[str, Fetched] = {}
    ids = sorted(their_ids)
    for begin in range(0, len(ids), _AT_A_TIME):
        part = ids[begin : begin + _AT_A_TIME]
        rows = Fetched.objects.filter(route_id=route_id, their_id__in=part)
        found |= {row.their_id: row for row in rows}
    return found


def kept_receipts(
    delivery_ids: Collection[UUID] | None = None, *, limit: int = PAGE
) -> list[ReceiptCard]:
    """Return what ledgers of sisters say about these deliveries (None: any). One statement."""
    rows = KeptReceipt.objects.exclude(content="").select_related("load__parcel__route")
    if delivery_ids is not None:
        rows = rows.filter(load__delivery_id__in=delivery_ids)
    return [
        ReceiptCard(row.load.parcel.route.name, row.load.delivery_id, row.record, row.content)
        for row in rows.order_by("id")[:limit]
    ]


def roads_of(dispatch_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return for each of these sendings the routes that brought it here. One statement."""
    found: dict[UUID, list[UUID]] = {one: [] for one in dispatch_ids}
    for dispatch_id, route_id in _brought_by.all(dispatches=sorted(found)):
        found[dispatch_id].append(route_id)
    return found


@question
def _brought_by() -> "QuerySet[Fetched, tuple[UUID, UUID]]":
    """Asked with every status that is reported; mostly nothing came by a route."""
    rows = Fetched.objects.filter(
        kind=ParcelKind.DOCUMENT, package__dispatch_id__in=places("dispatches", UUID)
    )
    named = rows.values_list("package__dispatch_id", "route_id").distinct()
    return named.order_by("package__dispatch_id", "route_id")


def _leg(delivery_id: UUID, parcel: Parcel) -> Leg:
    return Leg(
        delivery_id=delivery_id,
        route_name=parcel.route.name,
        state=ParcelState(parcel.state),
        made_at=parcel.made_at,
        ended_at=parcel.ended_at,
        attempts=parcel.attempts,
        said=parcel.said,
        trouble=Trouble(parcel.route.trouble),
    )


def _named(rows: "QuerySet[Parcel]") -> "QuerySet[Parcel]":
    return rows.select_related("speaker", "dispatch__version", "report__delivery__version")


def _parcel(row: Parcel) -> ParcelCard:
    version = row.dispatch.version if row.dispatch else None
    if row.report:
        version = row.report.delivery.version
    return ParcelCard(
        id=row.pk,
        kind=ParcelKind(row.kind),
        state=ParcelState(row.state),
        speaker_name=row.speaker.name,
        reference_code=version.reference_code if version else "",
        attempts=row.attempts,
        made_at=row.made_at,
        due_at=row.due_at if row.state == ParcelState.WAITING else None,
        ended_at=row.ended_at,
        code=row.code,
        said=row.said,
        reference=row.reference,
        may_be_there=row.may_be_there,
    )


def _cards(rows: Collection[Route]) -> list[RouteCard]:
    counts = _Counts.of([row.pk for row in rows])
    return [_card(row, counts) for row in rows]


@dataclass(frozen=True, slots=True)
class _Counts:
    """How much there is of each kind on some routes, by route; what is absent is none."""

    waiting: Mapping[UUID, int]
    unsure: Mapping[UUID, int]
    given_up: Mapping[UUID, int]
    turned_down: Mapping[UUID, int]
    agencies: Mapping[UUID, int]

    @classmethod
    def of(cls, ids: Collection[UUID]) -> "_Counts":
        """Five statements."""
        parcels = Parcel.objects.filter(route_id__in=ids)
        waiting = parcels.filter(state=ParcelState.WAITING)
        fetched = Fetched.objects.filter(route_id__in=ids)
        return cls(
            waiting=_by_route(waiting),
            unsure=_by_route(waiting.filter(kind=ParcelKind.DOCUMENT, may_be_there=True)),
            given_up=_by_route(parcels.filter(state=ParcelState.GIVEN_UP)),
            turned_down=_by_route(fetched.filter(state=FetchedState.TURNED_DOWN)),
            agencies=_by_route(Reached.objects.filter(route_id__in=ids, is_gone=False)),
        )


def _by_route(rows: "QuerySet[Parcel] | QuerySet[Fetched] | QuerySet[Reached]") -> dict[UUID, int]:
    return dict(rows.values_list("route_id").annotate(count=Count("pk")).order_by())


def _card(row: Route, counts: _Counts) -> RouteCard:
    return RouteCard(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        kind=RouteKind(row.kind),
        state=RouteState(row.state),
        address=row.address,
        caller=row.caller,
        networks=tuple(row.networks.split()),
        stands_for=tuple(row.stands_for.split()),
        leads_to=tuple(row.leads_to.split()),
        cost=row.cost,
        trouble=Trouble(row.trouble),
        said=row.said,
        failing_since=row.failing_since,
        succeeded_at=row.succeeded_at,
        listed_at=row.listed_at,
        waiting=counts.waiting.get(row.pk, 0),
        given_up=counts.given_up.get(row.pk, 0),
        turned_down=counts.turned_down.get(row.pk, 0),
        agencies=counts.agencies.get(row.pk, 0),
        authority=row.authority,
        may_be_there=counts.unsure.get(row.pk, 0),
        sender=row.sender,
        site=row.site,
        largest=row.largest,
    )
