"""Figures over all agencies, without any content: what moved since a moment, what lies too long."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from lienthong.exchange.models import Delivery, Dispatch
from lienthong.exchange.types import DeliveryState

_WAITING = (DeliveryState.SENT, DeliveryState.ARRIVED)


@dataclass(frozen=True, slots=True)
class Movement:
    """What was sent since a moment: dispatches, and their deliveries by the state of now."""

    dispatches: int
    deliveries: Mapping[DeliveryState, int]

    @property
    def sent(self) -> int:
        return sum(self.deliveries.values())

    @property
    def waiting(self) -> int:
        """How many nobody has accepted or refused yet."""
        return sum(self.deliveries.get(state, 0) for state in _WAITING)

    @property
    def refused(self) -> int:
        return self.deliveries.get(DeliveryState.REFUSED, 0)


@dataclass(frozen=True, slots=True)
class LateAgency:
    """An agency that has not accepted or refused in time; since: the limit that passed first."""

    agency_id: UUID
    count: int
    since: datetime


def movement(*, since: datetime, senders: Collection[UUID]) -> Movement:
    """Return what these agencies sent since a moment. Two statements, along their indexes."""
    sent = Dispatch.objects.filter(sender_id__in=senders, admitted_at__gte=since)
    states = (
        Delivery.objects.filter(dispatch_id__in=sent.values("pk"))
        .values_list("state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return Movement(sent.count(), {DeliveryState(state): count for state, count in states})


def late_agencies(
    *, at: datetime, recipients: Collection[UUID], limit: int = 50
) -> list[LateAgency]:
    """Return who has let the time for acceptance pass (A10), the longest waiting first.

    One statement, along the index of what waits at each recipient.
    """
    rows = Delivery.objects.filter(
        recipient_id__in=recipients, state__in=_WAITING, accept_by__lt=at
    )
    found = (
        rows.values_list("recipient_id")
        .annotate(count=Count("pk"), since=Min("accept_by"))
        .order_by("since", "recipient_id")
    )
    return [LateAgency(*row) for row in found[:limit]]
