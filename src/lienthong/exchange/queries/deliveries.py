"""Deliveries and their course; every list is paged, its statements are counted."""

from collections.abc import Collection, Mapping
from datetime import datetime
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lienthong.documents.types import RecipientRole
from lienthong.exchange import errors
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    DispatchKind,
    Report,
    StatusCode,
    StatusLine,
)

PAGE = 50
# Begins the key of the line by which a delivery came instead of another.
OFFER = "offer:"


def dispatch_card(dispatch_id: UUID, *, is_repeat: bool = False) -> DispatchCard:
    """Return one dispatch; raises DispatchNotFound."""
    row = Dispatch.objects.select_related("sender").filter(pk=dispatch_id).first()
    if row is None:
        raise errors.DispatchNotFound()
    return card_of_dispatch(row, is_repeat=is_repeat)


def dispatches_of_version(version_id: UUID) -> list[DispatchCard]:
    """Return every sending of a version, the first one first."""
    rows = Dispatch.objects.select_related("sender").filter(version_id=version_id)
    return [card_of_dispatch(row) for row in rows.order_by("admitted_at", "id")]


def delivery_card(delivery_id: UUID) -> DeliveryCard:
    """Return one delivery; raises DeliveryNotFound."""
    cards = delivery_cards([delivery_id])
    if not cards:
        raise errors.DeliveryNotFound()
    return cards[0]


def delivery_cards(delivery_ids: Collection[UUID]) -> list[DeliveryCard]:
    """Return these deliveries in the order of their ids."""
    return [
        card_of_delivery(row) for row in delivery_rows().filter(pk__in=delivery_ids).order_by("id")
    ]


def deliveries_of_dispatch(
    dispatch_id: UUID, *, after: UUID | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return the deliveries of one sending in the order of their ids, from after one on."""
    rows = delivery_rows().filter(dispatch_id=dispatch_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [card_of_delivery(row) for row in rows.order_by("id")[:limit]]


def delivery_to(version_id: UUID, *, recipient_id: UUID) -> DeliveryCard | None:
    """Return the latest delivery of a version to an agency, or None."""
    rows = delivery_rows().filter(version_id=version_id, recipient_id=recipient_id)
    row = rows.order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def refused_by(version_id: UUID, *, recipient_id: UUID) -> DeliveryCard | None:
    """Return the latest delivery of a version that an agency refused, or None.

    Also where it was sent again since.
    """
    rows = delivery_rows().filter(version_id=version_id, recipient_id=recipient_id)
    row = rows.filter(state=DeliveryState.REFUSED).order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def received(
    *,
    recipient_id: UUID,
    states: Collection[DeliveryState],
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[DeliveryCard]:
    """Return what was sent to an agency, newest first, from after the row `before` on.

    One statement a state, each along its index; their pages are merged.
    """
    rows = delivery_rows().filter(recipient_id=recipient_id)
    if before is not None:
        at, row_id = before
        rows = rows.filter(Q(admitted_at__lt=at) | Q(admitted_at=at, id__lt=row_id))
    ordered = rows.order_by("-admitted_at", "-id")
    pages = [ordered.filter(state=state)[:limit] for state in sorted(set(states))]
    merged = merge(*pages, key=lambda row: (row.admitted_at, row.id), reverse=True)
    return [card_of_delivery(row) for row in islice(merged, limit)]


# What still waits for a clerk, or came back: few, however much was ever received.
_COUNTED = (DeliveryState.SENT, DeliveryState.ARRIVED, DeliveryState.REFUSED)


def count_received(recipient_id: UUID) -> Mapping[DeliveryState, int]:
    """Return how many deliveries of an agency wait or were refused, by state. One statement.

    What is accepted grows for ever and is not counted.
    """
    rows = (
        Delivery.objects.filter(recipient_id=recipient_id, state__in=_COUNTED)
        .values_list("state")
        .annotate(count=Count("id"))
        .order_by()
    )
    return {DeliveryState(state): count for state, count in rows}


def course(delivery_ids: Collection[UUID]) -> list[StatusLine]:
    """Return everything that was reported about these deliveries, in the order it was received."""
    rows = StatusReport.objects.select_related("reporter", "change").filter(
        delivery_id__in=delivery_ids
    )
    return [_status_line(row) for row in rows.order_by("received_at", "id")]


def status_line(report_id: UUID) -> StatusLine:
    """Return one status report."""
    rows = StatusReport.objects.select_related("reporter", "change")
    return _status_line(rows.get(pk=report_id))


def reports_of(delivery_id: UUID) -> list[Report]:
    """Return the whole log of a delivery as the published rule sees it."""
    return logs_of([delivery_id])[delivery_id]


def logs_of(delivery_ids: Collection[UUID]) -> dict[UUID, list[Report]]:
    """Return the whole logs of deliveries as the published rule sees them. One statement."""
    rows = StatusReport.objects.filter(delivery_id__in=delivery_ids)
    logs: dict[UUID, list[Report]] = {one: [] for one in delivery_ids}
    for row in rows.annotate(asked=F("change__kind")):
        logs[row.delivery_id].append(
            Report(
                id=row.id,
                code=StatusCode(row.code),
                stamped_at=row.stamped_at,
                received_at=row.received_at,
                change=ChangeKind(row.asked) if row.asked else None,
                answers=row.answers_id,
                is_offer=row.change_id is not None and row.key.startswith(OFFER),
            )
        )
    return logs


def latest_actor_name(delivery_id: UUID) -> str:
    """Return who reported last about a delivery; an agency's name where nobody is named."""
    row = (
        StatusReport.objects.select_related("reporter")
        .filter(delivery_id=delivery_id)
        .order_by("-received_at", "-id")
        .first()
    )
    return (row.actor_name or row.reporter.name) if row else ""


def delivery_rows() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("sender", "dispatch")


def card_of_dispatch(row: Dispatch, *, is_repeat: bool = False) -> DispatchCard:
    return DispatchCard(
        id=row.id,
        version_id=row.version_id,
        sender_id=row.sender_id,
        sender_name=row.sender.name,
        kind=DispatchKind(row.kind),
        admitted_at=row.admitted_at,
        admitted_by=row.admitted_by,
        record_id=row.record_id,
        is_repeat=is_repeat,
    )


def card_of_delivery(row: Delivery) -> DeliveryCard:
    return DeliveryCard(
        id=row.id,
        dispatch_id=row.dispatch_id,
        version_id=row.version_id,
        sender_id=row.sender_id,
        sender_name=row.sender.name,
        recipient_id=row.recipient_id,
        recipient_name=row.recipient_name,
        role=RecipientRole(row.role),
        state=DeliveryState(row.state),
        state_since=row.state_since,
        is_change_pending=row.pending_request is not None,
        admitted_at=row.admitted_at,
        accept_by=row.accept_by,
        dispatch_record_id=row.dispatch.record_id,
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
    )


def count_unanswered() -> int:
    """Return how many deliveries nobody has accepted or refused yet, everywhere. One statement."""
    waiting = (DeliveryState.SENT, DeliveryState.ARRIVED)
    return Delivery.objects.filter(state__in=waiting).count()
