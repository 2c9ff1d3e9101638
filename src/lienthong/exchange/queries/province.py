"""Figures over all agencies, without any content: what moved, against usual, what lies too long."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Min

from lienthong.exchange.models import Delivery, Dispatch
from lienthong.exchange.types import DeliveryState
from lienthong.kernel.clock import at_local, local_day
from lienthong.kernel.working_days import IsWorkingDay

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


def usual_dispatches(
    *, now: datetime, senders: Collection[UUID], is_working_day: IsWorkingDay, weeks: int = 4
) -> list[int]:
    """Return what these agencies had sent by this hour on this weekday, the last week first.

    A day is left out when it was no working day and today is one (or the other way round), and
    when nothing had been sent before it: so young an installation has no usual day. A statement a
    week and one, along the senders' index.
    """
    first = Dispatch.objects.order_by("pk").values_list("admitted_at", flat=True).first()
    if first is None:
        return []
    today = local_day(now)
    elapsed = now - at_local(today, time.min)
    days = (today - timedelta(weeks=n) for n in range(1, weeks + 1))
    alike = [
        at_local(day, time.min)
        for day in days
        if day > local_day(first) and is_working_day(day) == is_working_day(today)
    ]
    sent = Dispatch.objects.filter(sender_id__in=senders)
    return [
        sent.filter(admitted_at__gte=since, admitted_at__lt=since + elapsed).count()
        for since in alike
    ]


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
