"""What went through the exchange in a time, counted for figures: facts of the log, no content."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
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

from lienthong.documents.queries import issued_worth
from lienthong.exchange.models import Delivery, Dispatch, Paper, StatusReport
from lienthong.exchange.types import PROGRESS, DeliveryState, PaperState, StatusCode

CHUNK = 2000
# What is offered instead of another counts once its recipient has agreed to it.
_COUNTED = [
    state
    for state in DeliveryState
    if state not in {DeliveryState.OFFERED, DeliveryState.NOT_TAKEN}
]
_DECISIONS = [StatusCode.REFUSED, *PROGRESS[1:]]


class Promptness(StrEnum):
    """Whether a recipient decided in time (A10): by the limit that was computed when it was sent.

    WAITING: not decided, and the limit has not passed.
    """

    IN_TIME = "in-time"
    LATE = "late"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ArrivalCount:
    """Deliveries to one agency that are alike; kind: a code."""

    recipient_id: UUID
    kind: str
    promptness: Promptness
    is_refused: bool
    is_decided: bool
    count: int


@dataclass(frozen=True, slots=True)
class SentCount:
    """Deliveries of one sender that are alike."""

    sender_id: UUID
    is_refused: bool
    count: int


@dataclass(frozen=True, slots=True)
class SentVersionCount:
    """Versions that one agency first sent in the time; worth: a `LegalValue`, or ""."""

    sender_id: UUID
    kind: str
    worth: str
    with_paper: bool
    count: int


@dataclass(frozen=True, slots=True)
class SentAt:
    """A signed version and when it was first sent. row_id: of what asked, a version or a line."""

    agency_id: UUID
    row_id: UUID
    signed_at: datetime | None
    urgency: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class TalliedDelivery:
    """A delivery behind a number."""

    id: UUID
    version_id: UUID
    sender_id: UUID
    recipient_name: str
    admitted_at: datetime
    accept_by: datetime
    decided_at: datetime | None


def was_sent(version: str) -> Exists:
    """Return the expression of whether a version was ever sent. version: as rows name theirs."""
    return Exists(Dispatch.objects.filter(version_id=OuterRef(version)))


def paper_went(version: str) -> Exists:
    """Return the expression of whether the paper of a version went beside some delivery (A5)."""
    papers = Paper.objects.filter(
        delivery__dispatch__version_id=OuterRef(version),
        state__in=[PaperState.SENT, PaperState.ARRIVED],
    )
    return Exists(papers)


def first_sent_at(version: str) -> Subquery:
    """Return the expression of when a version was first sent, null if never."""
    rows = Dispatch.objects.filter(version_id=OuterRef(version)).order_by("admitted_at")
    return Subquery(rows.values("admitted_at")[:1])


def arrival_counts(
    since: datetime, until: datetime, *, at: datetime, recipients: Collection[UUID] | None = None
) -> list[ArrivalCount]:
    """Count what was sent to agencies in a time; None: to all. One statement."""
    rows = _arrivals(since, until, at=at, recipients=recipients)
    found = (
        rows.values_list("recipient_id", "version__kind", "promptness", "is_refused", "is_decided")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        ArrivalCount(agency, kind, Promptness(word), bool(refused), bool(decided), count)
        for agency, kind, word, refused, decided, count in found
    ]


def sent_counts(
    since: datetime, until: datetime, *, senders: Collection[UUID] | None = None
) -> list[SentCount]:
    """Count the deliveries that agencies sent in a time; None: all. One statement."""
    found = (
        _sent(since, until, senders)
        .values_list("sender_id", "is_refused")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [SentCount(agency, bool(refused), count) for agency, refused, count in found]


def sent_version_counts(
    since: datetime, until: datetime, *, senders: Collection[UUID]
) -> list[SentVersionCount]:
    """Count the versions that agencies first sent in a time. One statement."""
    rows = _first_sendings(since, until, senders).annotate(
        worth=Coalesce(issued_worth("version_id"), Value("")), with_paper=paper_went("version_id")
    )
    found = (
        rows.values_list("sender_id", "version__kind", "worth", "with_paper")
        .annotate(count=Count("version_id", distinct=True))
        .order_by()
    )
    return [
        SentVersionCount(sender, kind, worth, bool(paper), count)
        for sender, kind, worth, paper, count in found
    ]


def sent_version_times(
    since: datetime, until: datetime, *, senders: Collection[UUID]
) -> Iterator[SentAt]:
    """Yield the versions that agencies first sent in a time, with their moments. One statement."""
    rows = _first_sendings(since, until, senders).values_list(
        "sender_id", "version_id", "version__signed_at", "version__urgency"
    )
    found = rows.annotate(sent_at=Min("admitted_at")).order_by()
    for row in found.iterator(chunk_size=CHUNK):
        yield SentAt(*row)


def tallied_arrivals(
    since: datetime,
    until: datetime,
    *,
    at: datetime,
    recipient_id: UUID,
    wanted: Promptness | None = None,
    refused: bool | None = None,
    decided: bool | None = None,
    skipped: int = 0,
    limit: int,
) -> list[TalliedDelivery]:
    """Return the deliveries behind a number of `arrival_counts`, the oldest first. One statement.

    What is None narrows nothing.
    """
    rows = _arrivals(since, until, at=at, recipients=[recipient_id])
    told = {"promptness": wanted, "is_refused": refused, "is_decided": decided}
    rows = rows.filter(**{name: value for name, value in told.items() if value is not None})
    return _rows(rows, skipped, limit)


def tallied_sent(
    since: datetime,
    until: datetime,
    *,
    sender_id: UUID,
    refused: bool | None = None,
    skipped: int = 0,
    limit: int,
) -> list[TalliedDelivery]:
    """Return the deliveries behind a number of `sent_counts`, the oldest first. One statement."""
    rows = _sent(since, until, [sender_id]).annotate(decided_at=_decided_at())
    if refused is not None:
        rows = rows.filter(is_refused=refused)
    return _rows(rows, skipped, limit)


def tallied_versions(
    since: datetime,
    until: datetime,
    *,
    sender_id: UUID,
    worth: Collection[str] | None = None,
    with_paper: bool | None = None,
    skipped: int = 0,
    limit: int,
) -> list[tuple[UUID, datetime]]:
    """Return the versions behind a number of `sent_version_counts`, and when each was first sent.

    What is None narrows nothing. One statement.
    """
    rows = _first_sendings(since, until, [sender_id])
    if with_paper is not None:
        rows = rows.annotate(with_paper=paper_went("version_id")).filter(with_paper=with_paper)
    if worth is not None:
        said = rows.annotate(worth=Coalesce(issued_worth("version_id"), Value("")))
        rows = said.filter(worth__in=worth)
    found = rows.values_list("version_id").annotate(sent_at=Min("admitted_at"))
    return list(found.order_by("sent_at", "version_id")[skipped : skipped + limit])


def _arrivals(
    since: datetime, until: datetime, *, at: datetime, recipients: Collection[UUID] | None
) -> "QuerySet[Any]":
    """The states stand here so that the index of what lies at a recipient is of use."""
    rows = Delivery.objects.filter(
        state__in=_COUNTED, admitted_at__gte=since, admitted_at__lt=until
    )
    if recipients is not None:
        rows = rows.filter(recipient_id__in=recipients)
    rows = rows.annotate(decided_at=_decided_at(), is_refused=_is_refused())
    promptness = Case(
        When(decided_at__lte=F("accept_by"), then=Value(Promptness.IN_TIME)),
        When(decided_at__isnull=True, accept_by__gte=at, then=Value(Promptness.WAITING)),
        default=Value(Promptness.LATE),
        output_field=CharField(),
    )
    is_decided = Case(When(decided_at__isnull=False, then=Value(True)), default=Value(False))
    return rows.annotate(promptness=promptness, is_decided=is_decided)


def _sent(since: datetime, until: datetime, senders: Collection[UUID] | None) -> "QuerySet[Any]":
    dispatches = Dispatch.objects.filter(admitted_at__gte=since, admitted_at__lt=until)
    if senders is not None:
        dispatches = dispatches.filter(sender_id__in=senders)
    rows = Delivery.objects.filter(state__in=_COUNTED, dispatch_id__in=dispatches.values("pk"))
    return rows.annotate(is_refused=_is_refused())


def _first_sendings(since: datetime, until: datetime, senders: Collection[UUID]) -> "QuerySet[Any]":
    earlier = Dispatch.objects.filter(version_id=OuterRef("version_id"), admitted_at__lt=since)
    rows = Dispatch.objects.filter(
        ~Exists(earlier), sender_id__in=senders, admitted_at__gte=since, admitted_at__lt=until
    )
    # Who sends on what another issued has not issued it.
    return rows.filter(version__document__issuer_id=F("sender_id"))


def _is_refused() -> Case:
    return Case(When(state=DeliveryState.REFUSED, then=Value(True)), default=Value(False))


def _decided_at() -> Subquery:
    """When the recipient first took it in or refused it; what a route wrote does not count."""
    reports = StatusReport.objects.filter(
        Q(not_carried=""), delivery_id=OuterRef("pk"), code__in=_DECISIONS
    )
    first = (
        reports.order_by()
        .values("delivery_id")
        .annotate(first=Min(Least("stamped_at", "received_at")))
    )
    return Subquery(first.values("first"))


def _rows(rows: "QuerySet[Any]", skipped: int, limit: int) -> list[TalliedDelivery]:
    found = rows.order_by("admitted_at", "pk").values_list(
        *("pk", "version_id", "sender_id", "recipient_name"),
        *("admitted_at", "accept_by", "decided_at"),
    )
    return [TalliedDelivery(*row) for row in found[skipped : skipped + limit]]
