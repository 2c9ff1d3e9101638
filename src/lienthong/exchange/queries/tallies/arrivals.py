"""What came to agencies in a time, when it was decided on, and what they took in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.queries.tallies.deliveries import (
    COUNTED,
    TalliedDelivery,
    is_refused,
    tallied,
)
from lienthong.exchange.types import PROGRESS, DeliveryState, StatusCode
from lienthong.tables.tallied import Tallied

_TAKINGS = PROGRESS[1:]
_DECISIONS = [StatusCode.REFUSED, *_TAKINGS]
# Given back, or replaced, with the recipient's consent: whoever agreed had nothing left to decide.
_GIVEN_UP = [DeliveryState.RECALLED, DeliveryState.SUPERSEDED]
# What a recipient has taken in; what came instead of another carries what was said of that.
_TAKEN = [
    *(DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK),
    *(DeliveryState.FINISHED, DeliveryState.RECALLED),
]
# How long before a time what is taken in in it may have been sent, and how much later than it
# happened software of the recipient's own may tell it.
_LONG_WAITING, _TOLD_LATER = timedelta(days=92), timedelta(days=7)


class Promptness(StrEnum):
    """Whether a recipient decided in time (A10): by the limit that was computed when it was sent.

    Who agreed to give it back, or to what came instead, before anything else, decided then.
    WAITING: not decided, and the limit has not passed.
    """

    IN_TIME = "in-time"
    LATE = "late"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ArrivalCount:
    """Deliveries to one agency that are alike."""

    recipient_id: UUID
    promptness: Promptness
    is_refused: bool
    count: int


@dataclass(frozen=True, slots=True)
class TakenCount:
    """What one agency took in that is alike; kind: a code."""

    recipient_id: UUID
    kind: str
    count: int


def arrival_counts(
    since: datetime, until: datetime, *, at: datetime, recipients: Collection[UUID] | None = None
) -> list[ArrivalCount]:
    """Count what was sent to agencies in a time; None: to all. One statement."""
    rows = _arrivals(since, until, at=at, recipients=recipients)
    found = (
        rows.values_list("recipient_id", "promptness", "is_refused")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        ArrivalCount(agency, Promptness(word), bool(refused), count)
        for agency, word, refused, count in found
    ]


def taken_counts(
    since: datetime, until: datetime, *, recipients: Collection[UUID]
) -> list[TakenCount]:
    """Count what agencies took in in a time, whenever it was sent. One statement."""
    found = (
        _taken(since, until, recipients)
        .values_list("recipient_id", "version__kind")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [TakenCount(*row) for row in found]


def tallied_arrivals(
    since: datetime,
    until: datetime,
    *,
    at: datetime,
    recipient_id: UUID,
    wanted: Promptness | None = None,
    refused: bool | None = None,
) -> Tallied[TalliedDelivery]:
    """Return the deliveries behind a number of `arrival_counts`. What is None narrows nothing."""
    rows = _arrivals(since, until, at=at, recipients=[recipient_id])
    told = {"promptness": wanted, "is_refused": refused}
    return tallied(rows.filter(**{name: it for name, it in told.items() if it is not None}))


def tallied_taken(
    since: datetime, until: datetime, *, recipient_id: UUID
) -> Tallied[TalliedDelivery]:
    """Return the deliveries behind a number of `taken_counts`."""
    return tallied(_taken(since, until, [recipient_id]), "taken_at")


def _arrivals(
    since: datetime, until: datetime, *, at: datetime, recipients: Collection[UUID] | None
) -> "QuerySet[Any]":
    """The states stand here so that the index of what lies at a recipient is of use."""
    rows = Delivery.objects.filter(state__in=COUNTED, admitted_at__gte=since, admitted_at__lt=until)
    if recipients is not None:
        rows = rows.filter(recipient_id__in=recipients)
    rows = rows.annotate(decided_at=_decided_at(), is_refused=is_refused())
    promptness = Case(
        When(decided_at__lte=F("accept_by"), then=Value(Promptness.IN_TIME)),
        When(decided_at__isnull=True, accept_by__gte=at, then=Value(Promptness.WAITING)),
        default=Value(Promptness.LATE),
        output_field=CharField(),
    )
    return rows.annotate(promptness=promptness)


def _taken(since: datetime, until: datetime, recipients: Collection[UUID]) -> "QuerySet[Any]":
    """What was taken in in the time by what we were told then: so no delivery falls between two."""
    rows = Delivery.objects.filter(
        state__in=_TAKEN,
        recipient_id__in=recipients,
        admitted_at__gte=since - _LONG_WAITING,
        admitted_at__lt=until,
        state_since__gte=since - _TOLD_LATER,
    )
    told = StatusReport.objects.filter(
        delivery_id=OuterRef("pk"), not_carried="", code__in=_TAKINGS
    )
    first = told.order_by().values("delivery_id").annotate(first=Min("received_at"))
    rows = rows.annotate(taken_at=Subquery(first.values("first")))
    return rows.filter(taken_at__gte=since, taken_at__lt=until)


def _decided_at() -> Coalesce:
    """When the recipient first took it in, refused it or agreed that it ends without that.

    What a route wrote does not count.
    """
    reports = StatusReport.objects.filter(
        Q(not_carried=""), delivery_id=OuterRef("pk"), code__in=_DECISIONS
    )
    first = (
        reports.order_by()
        .values("delivery_id")
        .annotate(first=Min(Least("stamped_at", "received_at")))
    )
    given_up = Case(When(state__in=_GIVEN_UP, then=F("state_since")))
    return Coalesce(Subquery(first.values("first")), given_up)
