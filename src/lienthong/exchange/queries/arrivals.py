"""What waits to be told to the systems of an agency."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from lienthong.exchange import errors
from lienthong.exchange.models import ArrivalCounter, Delivery, StatusReport
from lienthong.exchange.queries.changes import instead_of, offers_of
from lienthong.exchange.queries.deliveries import PAGE, delivery_cards
from lienthong.exchange.types import ChangeKind, OpenChange


def newest_places(agencies: Collection[UUID]) -> dict[UUID, int]:
    """Return the place of what arrived last at each of these agencies, 0 before the first.

    What has no place yet gets at least the next one when it is read. Two statements for all of
    them, whatever their number (a few hundred).
    """
    counters = ArrivalCounter.objects.in_bulk(list(agencies))
    unplaced = Delivery.objects.filter(recipient_id__in=agencies, arrival_number__isnull=True)
    waiting = set(unplaced.order_by().values_list("recipient_id", flat=True).distinct())
    newest = {}
    for agency_id in agencies:
        counter = counters.get(agency_id) or ArrivalCounter()
        newest[agency_id] = counter.following if agency_id in waiting else counter.last
    return newest


def open_changes(
    *, recipient_id: UUID, after: UUID | None = None, limit: int = PAGE
) -> list[OpenChange]:
    """Return what an agency is asked and has not answered, in the order of the requests' ids.

    Three statements.
    """
    asked = Delivery.objects.filter(recipient_id=recipient_id, pending_request__isnull=False)
    if after is not None:
        asked = asked.filter(pending_request__gt=after)
    ids = asked.order_by("pending_request").values_list("pending_request", flat=True)[:limit]
    return _changes([one for one in ids if one is not None])


def open_change(request_id: UUID, *, recipient_id: UUID) -> OpenChange:
    """Return one request that waits, or waited, for this agency's answer.

    Raises DeliveryNotFound, also when another agency is asked.
    """
    found = _changes([request_id])
    if not found or found[0].delivery.recipient_id != recipient_id:
        raise errors.DeliveryNotFound()
    return found[0]


def answered_change(report_id: UUID) -> OpenChange:
    """Return the request that an answer (15, 16) was given to. Four statements."""
    answers = StatusReport.objects.filter(pk=report_id).values_list("answers", flat=True)
    return _changes([one for one in answers if one is not None])[0]


def change_of_delivery(delivery_id: UUID) -> OpenChange | None:
    """Return what waits for an answer about a delivery, or about the one that it would come
    instead of; None when nothing does. Five statements at most.
    """
    pending = Delivery.objects.filter(pk=delivery_id).values_list("pending_request", flat=True)
    request_id = pending.first()
    if request_id is None:
        before = instead_of(delivery_id)
        if before is None or not before.is_change_pending:
            return None
        return change_of_delivery(before.id)
    return _changes([request_id])[0]


def _changes(request_ids: list[UUID]) -> list[OpenChange]:
    rows = StatusReport.objects.filter(pk__in=request_ids, change__isnull=False).annotate(
        asked=F("change__kind")
    )
    found = list(rows.order_by("id"))
    offers = {one: line.delivery_id for one, line in offers_of(request_ids).items()}
    wanted = {*offers.values(), *(row.delivery_id for row in found)}
    cards = {card.id: card for card in delivery_cards(wanted)}
    return [
        OpenChange(
            id=row.id,
            kind=ChangeKind(row.asked),
            reason=row.note,
            requested_at=row.received_at,
            delivery=cards[row.delivery_id],
            offered=cards[offers[row.id]] if row.id in offers else None,
        )
        for row in found
    ]
