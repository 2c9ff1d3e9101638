"""Arrivals: what came to an agency, in an order in which nothing is ever slipped in behind.

Ids and times are those of the beginning of a transaction, and transactions commit in any order.
So a delivery gets its place when it is first listed: by then it is committed, and whoever gives
places holds the agency's counter until the places are committed too.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.exchange import queries
from lienthong.exchange.models import ArrivalCounter, Delivery
from lienthong.exchange.types import Arrivals

# Places given at a time; what is left over gets its place with the next list.
BATCH = 200


def list_arrivals(*, recipient_id: UUID, after: int, limit: int) -> Arrivals:
    """Return what arrived at an agency after a place, oldest first.

    after: `last` of the list before, 0 for the beginning. Nothing that commits later gets a place
    before what was listed. At most 11 statements, two where nothing is new.
    The caller has checked that the reader may see what this agency received.
    """
    found = _placed(recipient_id, after, limit)
    if len(found) <= limit and _unplaced(recipient_id).exists():
        _give_places(recipient_id)
        found = _placed(recipient_id, after, limit)
    page = found[:limit]
    cards = {card.id: card for card in queries.delivery_cards([one for one, _place in page])}
    return Arrivals(
        deliveries=tuple(cards[one] for one, _place in page),
        last=page[-1][1] if page else after,
        has_more=len(found) > limit,
    )


def _placed(recipient_id: UUID, after: int, limit: int) -> list[tuple[UUID, int]]:
    rows = Delivery.objects.filter(recipient_id=recipient_id, arrival_number__gt=after)
    ordered = rows.order_by("arrival_number").values_list("pk", "arrival_number")
    return [(one, place) for one, place in ordered[: limit + 1] if place is not None]


def _unplaced(recipient_id: UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(recipient_id=recipient_id, arrival_number__isnull=True)


def _give_places(recipient_id: UUID) -> None:
    """Number what has no place yet, under the counter's lock: one at a time for one agency."""
    with transaction.atomic():
        ArrivalCounter.objects.get_or_create(pk=recipient_id)
        counter = ArrivalCounter.objects.select_for_update().get(pk=recipient_id)
        # Somebody may be acting on a delivery at this moment: it gets its place with the next list.
        rows = _unplaced(recipient_id).select_for_update(skip_locked=True, no_key=True)
        fresh = list(rows.only("pk").order_by("pk")[:BATCH])
        if not fresh:
            return
        for place, delivery in enumerate(fresh, start=counter.following):
            delivery.arrival_number = counter.last = place
        Delivery.objects.bulk_update(fresh, ["arrival_number"], batch_size=BATCH)
        counter.save(update_fields=["last"])
