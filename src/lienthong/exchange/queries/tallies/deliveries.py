"""Which deliveries are counted, and how one stands behind a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from lienthong.exchange.models import Delivery
from lienthong.exchange.types import DeliveryState
from lienthong.tables.tallied import Tallied

# What is offered instead of another counts once its recipient has agreed to it.
COUNTED = [
    state
    for state in DeliveryState
    if state not in {DeliveryState.OFFERED, DeliveryState.NOT_TAKEN}
]


@dataclass(frozen=True, slots=True)
class TalliedDelivery:
    """A delivery behind a number. counted_at: when it was sent, or taken in where that counts."""

    id: UUID
    version_id: UUID
    sender_id: UUID
    recipient_name: str
    counted_at: datetime


def tallied(rows: "QuerySet[Any]", moment: str = "admitted_at") -> Tallied[TalliedDelivery]:
    """Return deliveries as they stand behind a number."""

    def made(row: Delivery) -> TalliedDelivery:
        counted_at = getattr(row, moment)
        return TalliedDelivery(
            row.pk, row.version_id, row.sender_id, row.recipient_name, counted_at
        )

    return Tallied(rows, moment, made)


def is_refused() -> Case:
    """Return the expression of whether a delivery is refused now."""
    return Case(When(state=DeliveryState.REFUSED, then=Value(True)), default=Value(False))
