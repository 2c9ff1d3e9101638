"""Which agencies were reminded on a day: for who watches over all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max

from lienthong.exchange.models import Urging
from lienthong.exchange.types import DeliveryState, UrgedAbout

# What a reminder is still about, in each of its meanings.
_STILL = {
    UrgedAbout.ACCEPTANCE: (DeliveryState.SENT, DeliveryState.ARRIVED),
    UrgedAbout.WORK: (DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK),
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """An agency was reminded of so many deliveries that still wait; at: the last time."""

    count: int
    at: datetime


def reminded(agencies: Collection[UUID], *, about: UrgedAbout, on: date) -> dict[UUID, Reminded]:
    """Return which of these agencies were reminded on a day in Vietnam, by whomever.

    One statement, along the index of the day.
    """
    rows = Urging.objects.filter(
        urged_on=on,
        about=about,
        delivery__recipient_id__in=agencies,
        delivery__state__in=_STILL[about],
    )
    found = (
        rows.values_list("delivery__recipient_id")
        .annotate(count=Count("pk"), at=Max("urged_at"))
        .order_by()
    )
    return {agency_id: Reminded(count, at) for agency_id, count, at in found}
